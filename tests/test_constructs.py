"""The construct suite: small documents of one construct each, and the structure tree that each must have.

``constructs/*.txt`` hold them, one after the other: ``=== what it is``, the HTML, and behind ``---`` the tree, as
it is read from the finished PDF. ``@2`` says that a text stands on page 2, ``PNG`` is a small picture, ``LONG`` a
text that does not fit on one of the small pages. ``HANDOUTS_UPDATE_GOLDEN=1`` writes the trees: read the diff as
somebody who can't see the page.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import verapdf
from typesetting import SHIPPED, engine

from handouts.typeset.scripts import needed
from handouts.verify.elements import Element
from handouts.verify.links import target_of
from handouts.verify.opened import Opened
from handouts.verify.verify import verify

FOLDER = Path(__file__).parent / "constructs"
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAAAAACoWZBhAAAADklEQVR42mPogAMG2jMBavM1IaMAEhUAAAAASUVORK5CYII="
LONG = (
    "These words go on to the end of the page and beyond, for so it is with a long text that has much to say. " * 3
)
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Title</title><style>
@page {{ size: 60mm 50mm; margin: 8mm; font: 8pt "Handouts Sans" }}
body {{ font: 10pt "Handouts Sans", {fonts}, sans-serif; margin: 0 }} p, ul, ol, dl {{ margin: 0 }}
h1 {{ font-size: 12pt; margin: 0 }} td, th {{ padding: 1pt }}
</style></head><body><h1>Title</h1>{body}</body></html>"""
FONTS = ("Wide", "Arabic", "Devanagari", "Chinese")


def cases() -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.glob("*.txt")):
        for part in path.read_text("utf-8").split("=== ")[1:]:
            yield path.stem, part


def parted(case: str) -> tuple[str, str, str]:
    """Give name, HTML and tree of a case."""
    name, _, rest = case.partition("\n")
    html, _, tree = rest.partition("---\n")
    return name, html.strip(), tree.strip()


@cache
def page_of(html: str) -> str:
    body = html.replace("PNG", PNG).replace("LONG", LONG.strip())
    return PAGE.format(body=body, fonts=", ".join(f'"Handouts {name}"' for name in FONTS))


@cache
def printed(html: str) -> bytes:
    maker = engine()
    sheets = [maker._sheet(path) for path in SHIPPED.stylesheets() if path.name == "fonts.css"]
    text = page_of(html)
    sheets += [maker._sheet(path) for path in SHIPPED.scripts(needed(text, "en"))]
    page = maker._weasyprint.HTML(string=text, url_fetcher=maker._fetcher)
    data: bytes = maker._tagger.write_pdf(maker._tagger.render(page, stylesheets=sheets, font_config=maker._fonts))
    return data


def tree_of(data: bytes) -> str:
    """Give the tree below the document, without the title that all of them have."""
    opened = Opened(data)
    (document,) = opened.tops
    targets = {one.objgen: target_of(one) for _, one in opened.annotations}
    rows = [row for kid in document.elements for row in shown(kid, opened, targets, 0)]
    assert rows[0] == 'H1 "Title"'
    return "\n".join(rows[1:])


def shown(element: Element, opened: Opened, targets: dict[tuple[int, int], str], depth: int) -> Iterator[str]:
    told = [element.role]
    told += [f"{key[1:]}={element.said(key)!r}" for key in ("/Lang", "/T", "/Alt", "/E") if key in element.entry]
    attributes = element.attributes
    told += [f"{key}={str(attributes[key]).strip('/')}" for key in _SHOWN if key in attributes]
    if "Headers" in attributes:
        told.append(f"Headers={len(list(attributes['Headers']))}")
    told += [f"-> {targets.get(one, '?')}" for one in element.annotations]
    head = "  " * depth + " ".join(told)
    if "/ActualText" in element.entry:
        yield f"{head} says {quoted(element.said('/ActualText'), element)}"
        return
    if len(element.kids) == 1 and not element.elements:
        yield f"{head} {quoted(opened.content.texts[element.marks[0]], element)}".rstrip()
        return
    yield head
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from shown(kid, opened, targets, depth + 1)
        else:
            page = f" @{kid[0]}" if kid[0] > 1 else ""
            yield "  " * (depth + 1) + f'"{shortened(opened.content.texts[kid])}"{page}'


_ADDED = r"content:|display: none|visibility|text-transform|footnote|running|float: left|<tfoot|<q>|<a [^>]*><h2"
"""What the stylesheet adds, hides or moves, and the one thing that WeasyPrint can't do: a link around blocks."""
_SHOWN = ("ListNumbering", "Scope", "ColSpan", "RowSpan", "Placement")


def quoted(text: str, element: Element) -> str:
    pages = sorted({page for one in element.walk() for page, _, _ in one.marks})
    where = f" @{'-'.join(map(str, pages))}" if pages[-1:] > [1] else ""
    return "" if element.role == "Figure" else f'"{shortened(text)}"{where}'


def shortened(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:30]}…{text[-30:]}"


@pytest.mark.parametrize("group", sorted(path.stem for path in FOLDER.glob("*.txt")))
def test_each_construct_has_its_tree(group: str) -> None:
    path, wrong = FOLDER / f"{group}.txt", []
    made = ""
    for case_group, case in cases():
        if case_group != group:
            continue
        name, html, expected = parted(case)
        tree = tree_of(printed(html))
        made += f"=== {name}\n{html}\n---\n{tree}\n\n"
        if tree != expected:
            wrong.append(f"=== {name}\n{html}\n--- expected\n{expected}\n--- found\n{tree}")
    if os.environ.get("HANDOUTS_UPDATE_GOLDEN"):
        path.write_text(made.rstrip() + "\n", "utf-8")
        return
    assert not wrong, "\n".join(["", *wrong])


def test_there_are_more_than_a_hundred_constructs() -> None:
    names = [parted(case)[0] for _, case in cases()]
    assert len(names) > 150
    assert len(set(names)) == len(names)


@pytest.mark.slow
def test_each_construct_is_good_and_says_what_its_html_says() -> None:
    """What the stylesheets add or hide is no part of the HTML: those constructs are not compared with it."""
    wrong = {}
    for _, case in cases():
        name, html, _ = parted(case)
        if said := verify(printed(html), name, "" if re.search(_ADDED, html) else page_of(html)):
            wrong[name] = [f"{one.code}: {one.message}" for one in said]
    assert wrong == {}


@pytest.mark.slow
def test_verapdf_has_nothing_against_any_construct(tmp_path: Path) -> None:
    files = {}
    for number, (_, case) in enumerate(cases()):
        name, html, _ = parted(case)
        path = tmp_path / f"{number:03d}.pdf"
        path.write_bytes(printed(html))
        files[path.name] = name
    paths = sorted(tmp_path.glob("*.pdf"))
    ran = subprocess.run([verapdf(), "ua1,2a", *paths], capture_output=True, text=True, check=False)
    verdicts = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(verdicts) == 2 * len(files), ran.stderr
    refused = {(files[Path(one["file"]).name], one["flavour"]): one for one in verdicts if not one["compliant"]}
    assert {key: [rule["rule"] for rule in one.get("rules", [])] for key, one in refused.items()} == {}
