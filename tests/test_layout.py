"""Where pages end, and what the layout engine says. A sweep moves every kind of section over a page's foot."""

import logging
import random
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from pdf_facts import MM, Box, Facts, Tag, lines, overlaps
from support import MakeShelf, Shelf, guide
from typesetting import SHIPPED, body, engine, typeset

from handouts.typeset.compose import Html
from handouts.typeset.layout import Engine
from handouts.typeset.theme import Theme

LONG = "is long enough for two lines of the page, which shows whether it is ever cut between these two of them."

UNITS = {
    "prose": "## Prose @\n\n" + f"Prose {LONG} It goes on, and {LONG} " * 3,
    "tall heading": f"## Tall @ {'and So On and On ' * 9}\n\nUnder it stands a text that {LONG}\n",
    "key points": "## Key Points @\n\n" + "\n".join(f"- Point of @ {LONG}" for _ in range(5)),
    "red flags": f"## Red Flags @\n\nCome if this {LONG}\n\n- Flag of @ {LONG}\n\nRing if this {LONG}\n\n- So.",
    "list": f"## List @\n\nCall 999 if:\n\n- One of @.\n- Two of @ {LONG}\n- Three of @.\n- Four of @.",
    "long items": "## Items @\n\n" + "\n".join("- Item of @ " + f"{LONG} And it " * 5 for _ in range(3)),
    "two items": "## Two @\n\n- One of @.\n- Two of @.",
    "questions": f"## FAQ: @\n\n**Why @?**\nAs {LONG}\n\n"
    + "And so.\n\n" * 6
    + "**How @?**\nSo.\n\n- A.\n- B.\n\nC.",
    "plan": f"## Flare Plan @\n\n1. One of @.\n2. Two of @ {LONG}\n3. Three of @.",
    "table": "## Table @\n\nTake this much:\n\n| A @ | B |\n|---|---|" + "\n| C | D |" * 5,
    "sources": "## Further Reading @\n\n- [One of @](https://www.nhs.uk/a/)\n- [Two of @](https://www.nhs.uk/b/)",
}
"""Every kind of section; the @ stands for a number that makes its words its own."""


SEEDS = [*range(8), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(8, 40))]


@pytest.mark.parametrize("seed", SEEDS)
def test_page_ends(seed: int) -> None:
    """Several pages of all kinds of sections in an order that nobody chose: pages end everywhere in them."""
    chance = random.Random(seed)  # noqa: S311 - the same for ever: a failing seed fails again
    names = [name for _ in range(2) for name in chance.sample(sorted(UNITS), len(UNITS))]
    fillers = ("A line.\n\n" * chance.randrange(4) for _ in names)
    units = (UNITS[name].replace("@", str(at)) for at, name in enumerate(names))
    leaflet = body("\n\n".join(filler + unit for filler, unit in zip(fillers, units, strict=True))).facts
    assert leaflet.page_count >= 3
    assert list(broken_rules(leaflet)) == []


def broken_rules(leaflet: Facts) -> Iterator[str]:
    yield from openings_at_the_foot(leaflet)
    yield from boxes_and_answers_cut(leaflet)
    yield from items_cut_or_alone(leaflet)
    yield from ends_of_paragraphs_alone(leaflet)
    yield from (f"text on text: {one.text} and {other.text}" for one, other in overlaps(leaflet.pieces))
    for page in range(1, leaflet.page_count + 1):
        yield from off_the_page(leaflet, page)


def blocks(leaflet: Facts) -> list[Tag]:
    """Everything that stands on lines of its own, in reading order."""
    return leaflet.tree.all("H1", "H2", "H3", "P", "LI", "Table")


def openings_at_the_foot(leaflet: Facts) -> Iterator[str]:
    for tag, after in pairwise(blocks(leaflet)):
        opens = tag.kind.startswith("H") or (tag.kind == "P" and tag.text.endswith(":"))
        if opens and tag.pages != {min(after.pages)}:
            yield f"it opens something, at a page's foot: {tag.text}"


def boxes_and_answers_cut(leaflet: Facts) -> Iterator[str]:
    opened, pages = None, set[int]()
    for tag in blocks(leaflet):
        if tag.kind.startswith("H") or tag.text.startswith(("A line.", "Publisher:")):
            keeps = tag.kind == "H3" or tag.text.startswith(("Key Points", "Red Flags"))
            opened, pages = (tag.text if keeps else None), set()
        pages |= tag.pages
        if opened and len(pages) > 1:
            yield f"cut in two: {opened}"
            opened = None


def items_cut_or_alone(leaflet: Facts) -> Iterator[str]:
    """Find items and tables that are cut, and an item of one line that a list begins or ends with, left alone."""
    heads = [row.text for row in leaflet.tree.all("THead")]
    yield from (f"a table is cut in two: {head}" for head in set(heads) if heads.count(head) > 1)
    yield from (f"cut in two: {tag.text}" for tag in leaflet.tree.all("LI", "Table") if len(tag.pages) > 1)
    items = leaflet.tree.all("LI")
    yield from (f"the rest of an item: {tag.text}" for tag in items if not re.match(r"(•|\d\.) ", tag.text))
    for before, item in pairwise(items):
        first, last = "One of" in before.text, "Two of" in item.text and "Three" not in after_text(items, item)
        short = LONG[:20] not in (before.text if first else item.text)
        same_list = re.findall(r"of (\d+)", before.text) == re.findall(r"of (\d+)", item.text) != []
        if same_list and short and (first or last) and before.pages != item.pages:
            yield f"one item stands alone: {before.text} | {item.text}"


def after_text(items: list[Tag], item: Tag) -> str:
    at = items.index(item) + 1
    return items[at].text if at < len(items) else ""


def ends_of_paragraphs_alone(leaflet: Facts) -> Iterator[str]:
    """Find paragraphs that are cut with fewer than three lines on one of the pages."""
    for before, tag in pairwise(leaflet.tree.all("P")):
        if re.match("[a-z]", tag.text):
            for part in (before, tag):
                if len(lines(leaflet.pieces_of(part))) < 3:
                    yield f"fewer than three lines of a paragraph: {part.text}"


def off_the_page(leaflet: Facts, page: int) -> Iterator[str]:
    above, below = leaflet.margin(page, above=True), leaflet.margin(page, above=False)
    paper = leaflet.paper[page - 1]
    top = min([piece.box.bottom for piece in above], default=paper.top - 12.7 * MM)
    foot = max([piece.box.top for piece in below], default=12.7 * MM)
    inside = Box(12.7 * MM, foot, paper.right - 12.7 * MM, top)
    text = [piece for piece in leaflet.on(page) if piece not in (*above, *below)]
    yield from (f"out of place on page {page}: {piece.text}" for piece in text if not inside.holds(piece.box))
    if len(lines(text)) < 3:
        yield f"fewer than three lines on page {page}"


@pytest.mark.parametrize("lines_of_text", range(31, 39))
def test_the_closing_block_never_stands_alone_on_a_page(lines_of_text: int) -> None:
    leaflet = body("\n\n".join(["A line."] * lines_of_text)).facts
    last = leaflet.on(leaflet.page_count)
    assert [one.text for one in last if one.text.startswith("A line.")]


def test_a_box_longer_than_a_page_is_printed_whole() -> None:
    leaflet = body("## Red Flags\n\n" + "\n".join(f"- Flag {number}." for number in range(1, 91))).facts
    said = [tag.text for tag in leaflet.tree.all("LI")]
    assert said == [f"• Flag {number}." for number in range(1, 91)]
    assert overlaps(leaflet.pieces) == []


def test_a_word_that_no_line_holds_is_broken_and_not_cut_off() -> None:
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3
    leaflet = body(f"## {word}\n\n{word}\n\n- {word}\n\n| {word} | b |\n|---|---|\n| c | d |").facts
    assert "".join(leaflet.text.split()).count(word) == 4
    assert not [one for page in range(1, leaflet.page_count + 1) for one in off_the_page(leaflet, page)]


def test_a_wide_table_and_a_large_image_stay_inside_the_page(tmp_path: Path) -> None:
    png = Path(__file__).parent / "fixtures" / "constructs" / "knee.png"
    wide = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="500"><rect width="3000" height="500"/></svg>'
    )
    (tmp_path / "wide.svg").write_text(wide)
    (tmp_path / "knee.png").write_bytes(png.read_bytes())
    table = (
        "| " + " | ".join(["Paracetamol"] * 8) + " |\n" + "|---" * 8 + "|\n" + "| " + " | ".join(["x"] * 8) + " |"
    )
    leaflet = typeset(guide(f"![Wide](wide.svg)\n\n![Knee](knee.png)\n\n{table}"), root=tmp_path).facts
    picture = leaflet.raster(1, 72)
    inked = picture.point(lambda grey: 255 if grey < 250 else 0).getbbox()
    assert inked is not None
    assert inked[0] >= 35
    assert inked[2] <= picture.width - 35
    assert overlaps(leaflet.pieces) == []


# ---- What the engine says


def test_the_shipped_styles_give_no_warning() -> None:
    assert engine().diagnostics == ()


def test_nothing_is_said_of_the_reference_and_of_content_but_that_the_address_is_a_placeholder(
    content_export: Shelf, reference_export: Shelf
) -> None:
    for export in (content_export, reference_export):
        manifest = export.manifest
        assert [one["code"] for one in manifest["diagnostics"]] == ["placeholder"]
        assert [one for output in manifest["outputs"] for one in output["diagnostics"]] == []


def test_a_rule_that_the_engine_does_not_know_is_reported_with_its_stylesheet(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "styles/library.css": "p { colour: red; display: flurb }"})
    report = made.export()
    assert not report.found
    said = [one for one in report.diagnostics if one.code == "stylesheet"]
    assert len(said) == 2
    assert all(one.path.endswith("content/styles/library.css") for one in said)
    assert "colour" in said[0].message


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ('<a href="#nowhere">x</a>', "dead-link"),
        ('<img src="file:///nowhere.png" alt="x">', "missing-image"),
        ('<img src="data:image/png;base64,AAAA" alt="x">', "missing-image"),
        ("\U00012000", "no-glyph"),
    ],
)
def test_what_the_engine_only_logs_is_an_error(html: str, code: str) -> None:
    page = f"<!DOCTYPE html><html lang=en><title>x</title><body>{html}</body></html>"
    printed = engine().print(Html(page, "content/asthma.md"))
    assert [(one.code, str(one.severity), one.path) for one in printed.diagnostics] == [
        (code, "error", "content/asthma.md")
    ]


def test_other_words_of_the_engine_are_warnings() -> None:
    page = "<!DOCTYPE html><html lang=en><title>x</title><body><p style='colour: red'>x</p></body></html>"
    (said,) = engine().print(Html(page, "content/asthma.md")).diagnostics
    assert (said.code, str(said.severity)) == ("layout", "warning")


def test_the_log_is_left_as_it_was() -> None:
    logger = logging.getLogger("weasyprint")
    before = logger.propagate, list(logger.handlers)
    engine().print(Html("<!DOCTYPE html><html lang=en><title>x</title><a href='#no'>x</a>", "a.md"))
    assert (logger.propagate, logger.handlers) == before


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "{styles}/../pyproject.toml",
        "{styles}/fonts/../../pyproject.toml",
        "{styles}/%2e%2e/pyproject.toml",
        "http://localhost:9/x.png",
        "https://localhost:9/x.png",
        "ftp://localhost/x.png",
    ],
)
def test_the_engine_reads_nothing_but_the_theme(address: str) -> None:
    styles = SHIPPED.style_folders[-1].as_uri()
    page = (
        "<!DOCTYPE html><html lang=en><title>x</title>"
        f"<style>@import '{address.format(styles=styles)}';</style>"
        f"<img alt=x src='{address.format(styles=styles)}'><p>text</p>"
    )
    said = [one.message for one in engine().print(Html(page, "a.md")).diagnostics]
    assert sorted(one.split(" at ")[0] for one in said) == ["Failed to load image", "Failed to load stylesheet"]


def test_a_style_that_links_out_of_its_folder_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("h1::after { content: 'secret' }")
    styles = tmp_path / "content" / "styles"
    styles.mkdir(parents=True)
    (styles / "linked.css").symlink_to(secret)
    (styles / "library.css").write_text('@import url("linked.css"); @import url("../../secret.css");')
    theme = Theme((), (styles, *SHIPPED.style_folders))
    said = [one.message for one in Engine(theme).diagnostics]
    assert len(said) == 2
    assert all("lies outside" in one for one in said)
