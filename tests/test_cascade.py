"""Styles and images that are kept from one leaflet to the next change nothing, neither pages nor what is said."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from support import guide
from typesetting import SHIPPED, typeset

from handouts.typeset import layout
from handouts.typeset.cascade import Cascade
from handouts.typeset.compose import Html
from handouts.typeset.layout import Engine
from handouts.typeset.theme import Theme

FIRST = guide(
    "## Red Flags\n- Call **999**\n\n## Diet\n| Food | a day |\n|---|---|\n| Salt | 6 g |", title="Asthma"
)
SECOND = guide(
    "## Diet\n1. Eat\n   - less\n2. Drink\n\n> Wait.\n\n## FAQ\n**Why?**\nSo.", title="Eczema", lang="fr"
)


def themed(folder: Path, css: str) -> Theme:
    """Give the shipped theme with rules of a library's own."""
    folder.mkdir(exist_ok=True)
    (folder / "library.css").write_text(css, "utf-8")
    return Theme(SHIPPED.template_folders, (folder, *SHIPPED.style_folders))


def page(body: str, head: str = "") -> Html:
    return Html(
        f"<!DOCTYPE html><html lang=en><head><title>x</title>{head}</head><body>{body}</body></html>", "a.md"
    )


@contextmanager
def forgetful(_cascade: Cascade, _said: list[str]) -> Iterator[None]:
    """Stand in for a cascade that keeps nothing."""
    yield


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Keep nothing from one page to the next and join no stylesheets, until the test undoes it."""
    with monkeypatch.context() as changed:
        changed.setattr(Cascade, "serving", forgetful)
        changed.setattr(layout, "joined", list)
        yield changed


PAGES = {
    "leaflets in two languages": [typeset(FIRST).html, typeset(SECOND).html],
    "a document's own styles": [
        page("<h1 style='color: red'>One</h1><p>text", "<style>p { margin: 1em; color: blue }</style>"),
        page("<h1 style='color: lime'>One</h1><p>text", "<style>p { margin: 2em }</style>"),
    ],
    "lengths in parts of the page": [
        page("<div class=half>a</div>", f"<style>@page {{ size: {size} }}</style>") for size in ("A4", "A5", "A4")
    ],
    "what layout changes in a style": [page("<p>One<ol><li>two<li>three</ol>")] * 2,
    "footnotes and leaders": [page("<p>One <span class=note>two</span> <b class=toc>three</b>")] * 2,
}
CSS = """
.half { width: 50vw; height: calc(10vh + 1mm); background: red }
html { overflow: hidden }
.note { float: footnote }
.toc::after { content: leader('.') "1" }
li::marker { content: "* " }
h2, h1 { color: #123; padding-left: 1mm }
"""


@pytest.mark.parametrize("pages", PAGES.values(), ids=PAGES)
def test_what_is_kept_changes_no_byte(tmp_path: Path, pages: list[Html], without: pytest.MonkeyPatch) -> None:
    theme = themed(tmp_path / "styles", CSS)
    alone = [Engine(theme).print(one) for one in pages]
    without.undo()
    engine = Engine(theme)
    for _ in range(2):
        assert [engine.print(one) for one in pages] == alone
    assert [engine.print(one) for one in reversed(pages)] == alone[::-1]


def test_layers_keep_their_order(tmp_path: Path, without: pytest.MonkeyPatch) -> None:
    theme = themed(
        tmp_path / "styles", "@layer a, b; @layer b { h1 { color: red } } @layer a { h1 { color: lime } }"
    )
    alone = Engine(theme).print(page("<h1>One</h1>"))
    without.undo()
    assert Engine(theme).print(page("<h1>One</h1>")) == alone


def test_what_is_wrong_with_a_style_is_said_of_every_page(tmp_path: Path) -> None:
    engine = Engine(themed(tmp_path / "styles", "p { font-size: calc(1em + 1) }"))
    said = [[one.message for one in engine.print(page(f"<p>{word}")).diagnostics] for word in ("one", "two")]
    assert len(said[0]) == 1
    assert said[0][0].startswith("Invalid math function")
    assert said[0] == said[1]


def test_kept_styles_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handouts.typeset.cascade.MOST", 40)
    engine = Engine(SHIPPED)
    first = engine.print(typeset(FIRST).html)
    engine.print(typeset(SECOND).html)
    assert engine.print(typeset(FIRST).html) == first
    assert len(engine._cascade._originals) <= 40


def test_a_leaflet_leaves_no_style_of_its_own_behind() -> None:
    engine = Engine(SHIPPED)
    engine.print(typeset(FIRST).html)
    kept = len(engine._cascade._originals)
    engine.print(typeset(FIRST.replace("Asthma", "Ischias")).html)
    assert len(engine._cascade._originals) == kept


def picture(colour: str, kind: str = "PNG") -> str:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, kind)
    return f"<img alt=x src='data:image/{kind.lower()};base64,{base64.b64encode(file.getvalue()).decode()}'>"


def test_an_image_of_every_leaflet_is_loaded_once_and_looks_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    logo, photo = picture("red"), picture("blue", "JPEG")
    pages = [page(logo), page(logo + photo), page(photo), page(logo)]
    alone = [Engine(SHIPPED).print(one) for one in pages]
    engine = Engine(SHIPPED)
    assert [engine.print(one) for one in pages] == alone
    assert sum(one.startswith("data:") for one in engine._images) == 2
    monkeypatch.setattr("handouts.typeset.layout.IMAGES", 100)
    assert [engine.print(one) for one in pages] == alone
    assert sum(one.startswith("data:") for one in engine._images) == 1, "those of the last page"


def test_an_image_that_can_t_be_loaded_is_missed_on_every_page() -> None:
    engine = Engine(SHIPPED)
    broken = page("<img alt=x src='data:image/png;base64,AAAA'>")
    codes = [
        [one.code for one in engine.print(replace(broken, path=name)).diagnostics] for name in ("a.md", "b.md")
    ]
    assert codes == [["missing-image"], ["missing-image"]]
