"""Lines that are kept until they are painted change nothing: pages are printed with and without, byte by byte."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from support import guide
from typesetting import SHIPPED, typeset

from handouts.typeset.compose import Html
from handouts.typeset.layout import Engine
from handouts.typeset.shaping import Shaping

TEXT = (
    "Rest your knee on a cushion, walk a little every hour and keep it cool, but never put ice on your skin. " * 3
)


def page(body: str, css: str = "") -> Html:
    head = f"<title>x</title><style>@page {{ size: 80mm 120mm }} {css}</style>"
    return Html(f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>", "a.md")


PAGES = {
    "a leaflet": typeset(guide(f"## Diet\n{TEXT}\n\n| Food | a day |\n|---|---|\n| Salt | 6 g |\n\n> Wait.")).html,
    "a leaflet in Arabic": typeset(
        guide("## أسئلة\n\nاشرب 6 أكواب من الماء (NHS 111) كل يوم. " * 9, lang="ar")
    ).html,
    "justified": page(f"<p>{TEXT}", "p { text-align: justify }"),
    "blanks and letters set apart": page(
        f"<p>{TEXT}<p class=b>{TEXT}", "p { word-spacing: 2px } .b { letter-spacing: 1px }"
    ),
    "cut off": page(f"<p>{TEXT}", "p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }"),
    "cut off after two lines": page(f"<p>{TEXT}", "p { line-clamp: 2; overflow-wrap: anywhere }"),
    "cut off in a long word": page(f"<p>{'metro' * 30} {TEXT}", "p { line-clamp: 3; overflow-wrap: anywhere }"),
    "hyphens": page(f"<p>{TEXT}<p>{'steth&shy;oscope ' * 30}", "p { hyphens: auto; width: 3cm }"),
    "hyphens, cut off": page(f"<p>{TEXT}", "p { hyphens: auto; width: 2cm; line-clamp: 4 }"),
    "words broken anywhere": page(f"<p>{'metro' * 40}", "p { overflow-wrap: anywhere; word-break: break-all }"),
    "lines as written": page(
        "<pre>One\ttwo\n\n three   four\u2028five\n</pre><p class=a>One\ntwo", ".a { white-space: pre-line }"
    ),
    "underlined": page(f"<p><u>{TEXT}</u> <s>{TEXT}</s>"),
    "a first letter and a first line": page(
        f"<p>{TEXT}", "p::first-letter { font-size: 3em } p::first-line { color: red }"
    ),
    "two directions": page(f"<p dir=rtl>{TEXT} سلام 12 <bdo dir=rtl>abc</bdo>"),
    "a head on each page": page("<table><thead><tr><th>Food<tbody>" + "<tr><td>Salt" * 60 + "</table>"),
    "a text in a drawing": page('<svg width=99 height=20><text x=1 y=9 letter-spacing="2">Ankle</text></svg>'),
    "small capitals and figures": page(
        f"<p>{TEXT} 12", "p { font-variant-caps: small-caps; font-feature-settings: 'tnum' }"
    ),
}


@contextmanager
def forgetful(_shaping: Shaping) -> Iterator[None]:
    """Stand in for what keeps lines."""
    yield


@pytest.fixture(scope="module")
def engines() -> tuple[Engine, Engine]:
    """Give an engine that keeps nothing, and another."""
    return Engine(SHIPPED), Engine(SHIPPED)


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_a_line_is_painted_as_it_was_laid_out(
    html: Html, engines: tuple[Engine, Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, keeping = engines
    with monkeypatch.context() as changed:
        changed.setattr(Shaping, "serving", forgetful)
        wanted = plain.print(html)
    found = keeping.print(html)
    assert wanted.pages
    assert found == wanted


def test_a_line_is_made_once_but_where_it_is_justified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the test above would prove nothing."""
    engine = Engine(SHIPPED)
    again: list[object] = []
    layout = engine._shaping._layout.__base__
    whole = layout.reactivate

    def counted(one: object, style: object) -> None:
        again.append(one)
        whole(one, style)

    monkeypatch.setattr(layout, "reactivate", counted)
    engine.print(page(f"<p>{TEXT}"))
    assert not again
    engine.print(page(f"<p>{TEXT}", "p { text-align: justify }"))
    assert again
