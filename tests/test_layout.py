"""Where pages end, and what the layout engine says. A sweep moves every kind of section over a page's foot."""

import itertools
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pdf_facts import MM, Box, Facts, Tag, lines, overlaps
from support import MakeShelf, Shelf, guide
from typesetting import SHIPPED, body, engine, typeset

from handouts.typeset.compose import Html
from handouts.typeset.layout import Engine
from handouts.typeset.theme import Theme

LINE = "A line of plain text that is short."

HEADING = "A Heading of Three Lines, Because Some Author Wrote All of It There, and Then Went On and On with " * 2

TAIL = """
## @HEADING@

Opening words of the section, which go on for a second line so that there is something to keep together here,
and even for a third line, so that the rule about orphans has something to look at, and then a fourth one.

## Key Points

- Point one.
- Point two is so long that it needs a second line on the page, or so it was meant when this was written down.
- Point three.

## Not in a Box

**Call 999 if:**

- Item alpha.
- Item beta, which goes on and on until it needs a second line, and it must not be cut between those two lines.
- Item gamma.
- Item delta.

## Red Flags

- Flag one.

Ring us if:

- Flag two is so long that it needs a second line on the page, or so it was meant when this was written down.
- Flag three.

## FAQ

**Question one?**
Answer one is long enough for two lines of the page, and so it shows whether an answer is ever cut by the foot.

**Question two?**
Answer two.

- With a list.
- Of two items.

## Flare Plan

1. Step one.
2. Step two is long enough for two lines of the page, and so it shows whether a step is ever cut by the foot.
3. Step three.

## A Table

| Age | Dose |
|-----|------|
| 1 | one |
| 2 | two |
| 3 | three |

## Further Reading

- [The first source](https://www.nhs.uk/conditions/the-first/)
- [The second source](https://www.nhs.uk/conditions/the-second/)

## Related Guides

- [The other guide](/guides/other/)
"""


def swept(filler: int) -> Facts:
    """Print the tail behind a number of lines."""
    return body("## Before\n\n" + "\n\n".join([LINE] * filler) + "\n" + TAIL.replace("@HEADING@", HEADING)).facts


@pytest.fixture(scope="module", params=range(26))
def leaflet(request: pytest.FixtureRequest) -> Facts:
    return swept(request.param)


def blocks(leaflet: Facts) -> list[Tag]:
    """Everything that stands on lines of its own, in reading order."""
    return leaflet.tree.all("H1", "H2", "H3", "H4", "P", "LI", "Table")


def section(leaflet: Facts, title: str) -> list[Tag]:
    """Give a heading and all blocks up to the next one of its level or above."""
    found: list[Tag] = []
    for tag in blocks(leaflet):
        if found and tag.kind.startswith("H") and tag.kind <= found[0].kind:
            break
        if found or (tag.text.startswith(title) and tag.kind.startswith("H")):
            found.append(tag)
    assert found, title
    return found


def pages(tags: list[Tag]) -> set[int]:
    return {page for tag in tags for page in tag.pages}


def test_page_ends(leaflet: Facts) -> None:
    """One test for all rules, so that each page is laid out once; what fails says which rule."""
    assert list(broken_rules(leaflet)) == []


def broken_rules(leaflet: Facts) -> Iterator[str]:
    yield from openings_at_the_foot(leaflet)
    yield from boxes_and_answers_cut(leaflet)
    yield from items_alone(leaflet)
    yield from (f"cut in two: {tag.text}" for tag in leaflet.tree.all("LI", "Table") if len(tag.pages) > 1)
    starts = [tag.text for tag in leaflet.tree.all("LI", "P", "TR")]
    yield from (f"the rest of something: {text}" for text in starts if re.match("[a-z]", text))
    yield from (f"text on text: {one.text} and {other.text}" for one, other in overlaps(leaflet.pieces))
    for page in range(1, leaflet.page_count + 1):
        yield from off_the_page(leaflet, page)


def openings_at_the_foot(leaflet: Facts) -> Iterator[str]:
    for tag, after in itertools.pairwise(blocks(leaflet)):
        opens = tag.kind.startswith("H") or (tag.kind == "P" and tag.text.endswith(":"))
        if opens and tag.pages != {min(after.pages)}:
            yield f"it opens something, at a page's foot: {tag.text}"


def boxes_and_answers_cut(leaflet: Facts) -> Iterator[str]:
    for title in ("Key Points", "Red Flags", "Question one?", "Question two?"):
        found = section(leaflet, title)
        if len(pages(found)) > 1:
            yield f"cut in two: {[tag.text for tag in found]}"


def items_alone(leaflet: Facts) -> Iterator[str]:
    """Find the first or the last item of a list, one line long, alone on its page."""
    for first, second in (("• Item alpha", "• Item beta"), ("• Item gamma", "• Item delta"), ("1. ", "2. ")):
        one, other = leaflet.find(first, "LI"), leaflet.find(second, "LI")
        if one.pages != other.pages:
            yield f"one item stands alone: {one.text} | {other.text}"


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


def test_the_sweep_moves_the_sections_over_a_page_s_foot() -> None:
    """Or the test above would look at the same pages again and again."""
    first = {tag.text: tag.pages for tag in blocks(swept(0)) if tag.kind == "H2"}
    last = {tag.text: tag.pages for tag in blocks(swept(25)) if tag.kind == "H2"}
    moved = [title for title, at in first.items() if last[title] != at]
    assert len(moved) >= 6


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
