"""The leaflet as it is handed out: what must be on it, and how large, measured on the pages of the PDF."""

import re
from pathlib import Path

import pytest
from pdf_facts import MM, Box, Facts, Piece, folded, lines, overlaps
from support import FRONT_MATTER, MakeShelf, Shelf, guide, page_text, words
from typesetting import body, typeset

from handouts import settings as settings_

MARGIN = 12.7 * MM
"""Office printers and hole punches take what is nearer to the paper's edge."""

CONTACT = """
publisher = "Hill Street Surgery"
disclaimer = "General advice only."
formats = "Ask for large print."

[contact]
"Reception" = "020 7946 0123"
"Out of hours" = "NHS 111"
"""


def test_a_guide_becomes_a_leaflet(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": FRONT_MATTER + "## Key points\n- Keep your inhaler with you.\n"})
    report = made.export()
    assert not report.found
    assert "Keep your inhaler with you." in " ".join(words(page_text(made.pdf())))


# ---- The reference leaflet: one sheet of A4


def test_the_reference_leaflet_is_one_sheet_of_a4_both_sides(reference: Facts) -> None:
    assert reference.page_count == 2
    for paper in reference.paper:
        assert (round(paper.width / MM), round(paper.height / MM)) == (210, 297)


def test_the_reference_leaflet_fits_into_any_mailbox(reference: Facts) -> None:
    assert len(reference.data) < 100_000


def test_only_the_shipped_fonts_are_used_and_all_are_embedded(reference: Facts, constructs: Facts) -> None:
    for leaflet in (reference, constructs):
        assert {name.rsplit("-", 1)[0] for name in leaflet.fonts if "Bold" in name} == {"Handouts-Sans"}
        assert all(name.startswith("Handouts-") for name in leaflet.fonts)


def small_print(leaflet: Facts) -> list[Piece]:
    """What may be smaller than the body: the address beside the QR symbol, and whose text this is."""
    tags = [leaflet.find("Scan to read", "P"), leaflet.find("Publisher:", "P")]
    return [piece for tag in tags for piece in leaflet.pieces_of(tag)]


def running(leaflet: Facts) -> list[Piece]:
    tagged = set(leaflet.tree.marks)
    return [piece for piece in leaflet.pieces if (piece.page, piece.mcid) not in tagged]


def test_text_is_set_in_12_points_or_more(reference: Facts) -> None:
    small = {*small_print(reference), *running(reference)}
    body_text = [piece for piece in reference.pieces if piece not in small]
    assert len(body_text) > 100
    assert {piece.text: piece.size for piece in body_text if piece.size < 12} == {}


def test_nothing_is_smaller_than_9_points(reference: Facts, constructs: Facts) -> None:
    for leaflet in (reference, constructs):
        assert min(piece.size for piece in leaflet.pieces) >= 9


def test_nothing_is_printed_near_the_paper_s_edge(reference: Facts, constructs: Facts) -> None:
    for leaflet in (reference, constructs):
        for page in range(1, leaflet.page_count + 1):
            assert_white_margin(leaflet, page)


def assert_white_margin(leaflet: Facts, page: int, dpi: int = 100) -> None:
    """Look at the picture of a page: lines, boxes and the QR symbol count, not only text."""
    picture = leaflet.raster(page, dpi)
    inked = picture.point(lambda grey: 255 if grey < 250 else 0).getbbox()
    assert inked is not None
    edge = int(12.7 / 25.4 * dpi) - 1
    left, top, right, bottom = inked
    assert left >= edge
    assert top >= edge
    assert right <= picture.width - edge
    assert bottom <= picture.height - edge


def test_all_text_lies_inside_the_margins_and_no_text_covers_another(reference: Facts, constructs: Facts) -> None:
    for leaflet in (reference, constructs):
        paper = leaflet.paper[0]
        inside = Box(MARGIN, MARGIN, paper.right - MARGIN, paper.top - MARGIN)
        assert [piece for piece in leaflet.pieces if not inside.holds(piece.box)] == []
        assert overlaps(leaflet.pieces) == []


def test_running_text_and_body_text_keep_apart(reference: Facts, constructs: Facts) -> None:
    for leaflet in (reference, constructs):
        margin = set(running(leaflet))
        for page in range(1, leaflet.page_count + 1):
            text = [piece.box for piece in leaflet.on(page) if piece not in margin]
            for piece in margin & set(leaflet.on(page)):
                above = piece.box.bottom > max(box.top for box in text)
                below = piece.box.top < min(box.bottom for box in text)
                assert above or below, piece


def test_lines_hold_at_most_80_characters(reference: Facts, content_export: Shelf) -> None:
    lengths: list[int] = []
    for leaflet in (reference, Facts(content_export.pdf("insomnia"))):
        small = set(small_print(leaflet)) | set(running(leaflet))
        set_lines = lines([piece for piece in leaflet.pieces if piece not in small])
        lengths += [len(folded("".join(piece.text for piece in line))) for line in set_lines]
    assert len(lengths) > 100
    assert max(lengths) <= 80


def test_a_page_holds_three_lines_at_least(content_export: Shelf, reference: Facts, constructs: Facts) -> None:
    leaflets = [Facts(path) for path in sorted(content_export.out.glob("leaflets/en/*.pdf"))]
    for leaflet in (*leaflets, reference, constructs):
        margin = set(running(leaflet))
        for page in range(1, leaflet.page_count + 1):
            assert len(lines([piece for piece in leaflet.on(page) if piece not in margin])) >= 3


# ---- What a leaflet must say


def test_the_masthead_says_category_title_and_summary(reference: Facts) -> None:
    assert reference.rows(1)[1:4] == [
        "Stomach & Digestion",
        "H1: Frequent Heartburn",
        "Why acid comes up, which signs must not wait, and what helps day by day & night by night.",
    ]


def test_every_page_says_title_day_language_and_page_x_of_y() -> None:
    found = body("\n\n".join(["A line of text."] * 90), title="Asthma", publishDate="2026-03-14")
    leaflet = found.facts
    assert leaflet.page_count == 3
    for page in (1, 2, 3):
        said = leaflet.running[page]
        assert f"Page {page} of 3" in said
        assert f"14 March 2026 · English · Ref. {found.guide.source_hash}" in said
        assert "Hill Street Surgery" in said
        assert ("Asthma" in said) == (page > 1)  # page 1 has it in the masthead


def test_the_version_stands_in_the_running_footer_with_the_day_of_the_last_change() -> None:
    leaflet = body("Text.", publishDate="2026-03-14", updatedDate="2026-04-02", version="1.10").facts
    assert "Version 1.10, 2 April 2026 · English" in leaflet.running[1][1]


def test_a_leaflet_without_publisher_carries_its_title_on_page_1_too() -> None:
    plain = settings_.Settings()
    assert "Asthma" in body("Text.", plain).facts.running[1]


@pytest.mark.parametrize("draft", ["false", "true"])
@pytest.mark.parametrize("letters", [55, 70, 90, 150])
@pytest.mark.parametrize("publisher", ["", "Hill Street Surgery", "Hill Street Surgery and " * 6])
def test_the_running_header_is_one_line_however_long_its_words(letters: int, publisher: str, draft: str) -> None:
    title = "How to Live Well with a Condition Whose Name Is Longer Than the Line that it Must Stand On: " * 2
    settings = settings_.Settings(publisher=publisher)
    leaflet = body("\n\n".join(["A line."] * 50), settings, title=f'"{title[:letters]}"', draft=draft).facts
    assert overlaps(leaflet.pieces) == []
    assert leaflet.running[2][0].startswith("How to Live Well with a Condition Whose Name")
    for page in (1, 2):
        words_above = [one for one in leaflet.margin(page, above=True) if not one.text.startswith("Draft")]
        assert len(lines(words_above)) == 1
        assert_white_margin(leaflet, page)


def test_every_page_of_a_draft_is_stamped() -> None:
    leaflet = body("\n\n".join(["A line of text."] * 90), draft="true").facts
    assert leaflet.page_count >= 3
    for page in range(1, leaflet.page_count + 1):
        (stamp,) = [one for one in leaflet.on(page) if one.text.startswith("Draft: not for patients")]
        assert stamp.size >= 12
        assert_white_margin(leaflet, page)


def test_no_page_of_a_finished_guide_is_stamped(reference: Facts) -> None:
    assert "Draft" not in reference.text + str(reference.running)


def test_where_to_call_is_printed_in_the_library_s_order() -> None:
    rows = body("Text.", settings_.parse(CONTACT, "library.toml")).facts.rows(1)
    at = rows.index("H2: Where to call")
    assert rows[at + 1] == "Reception: 020 7946 0123 · Out of hours: NHS 111"


def test_without_numbers_there_is_no_such_section() -> None:
    assert "Where to call" not in body("Text.").facts.text


def test_the_colophon_says_who_published_which_version_when() -> None:
    keys = {
        "publishDate": "2026-03-14",
        "updatedDate": "2026-04-02",
        "version": "3",
        "reviewedBy": "Dr Ada Example, GP",
        "lastReviewed": "2026-03-20",
        "nextReview": "2029-03-20",
    }
    said = body("Text.", settings_.parse(CONTACT, "library.toml"), **keys).facts.find("Publisher:", "P").text
    assert said == (
        "Publisher: Hill Street Surgery. Version: 3. Published: 14 March 2026. Updated: 2 April 2026. "
        "Last reviewed: 20 March 2026. Next review: 20 March 2029. Reviewed by: Dr Ada Example, GP. "
        "General advice only. Ask for large print."
    )


def test_a_guide_that_nobody_reviewed_says_so(reference: Facts) -> None:
    said = reference.find("Publisher:", "P").text
    assert "Last reviewed: no date recorded. Next review: 6 October 2028." in said  # 3 years after its day
    assert "Not yet reviewed by a clinician." in said
    assert "Reviewed by:" not in said


def test_a_guide_without_any_day_has_none_set() -> None:
    assert "Last reviewed: no date recorded. Next review: no date set." in body("Text.").facts.text


def test_a_date_is_never_broken_over_two_lines(content_export: Shelf, reference: Facts) -> None:
    for leaflet in (reference, Facts(content_export.pdf("migraine"))):
        about = lines(leaflet.pieces_of(leaflet.find("Publisher:", "P")))
        said = [folded("".join(piece.text for piece in line)) for line in about]
        for fact in (
            r"Published: \d+ \w+ 20\d\d\.",
            r"Last reviewed: no date recorded\.",
            r"Next review: \d+ \w+ 20\d\d\.",
        ):
            assert any(re.search(fact, line) for line in said), (fact, said)


def test_doses_and_numbers_to_call_are_never_broken_over_two_lines() -> None:
    filler = "word " * 9
    for letters in range(12):
        text = f"{filler}{'x' * letters} take 500 mg and call NHS 111 or 020 7946 0123 at once, then 2 puffs."
        said = [piece.text.replace("\u00a0", " ") for piece in body(text).facts.pieces]
        for fact in ("500 mg", "NHS 111", "020 7946 0123", "2 puffs"):
            assert any(fact in line for line in said), (letters, fact)


# ---- With and without an address to open


def test_without_base_url_there_is_no_symbol_and_a_warning(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("## Intro\nText, with a [link](/guides/other/).")}, settings="")
    report = made.export()
    assert not report.found
    (said,) = [one for one in report.diagnostics if one.code == "no-base-url"]
    assert "leaflets are made without a QR symbol" in said.message
    leaflet = Facts(made.pdf())
    assert leaflet.tree.all("Figure") == []
    assert leaflet.links == []
    assert "Scan to read online" not in leaflet.text
    assert '<link rel="canonical"' not in made.html().read_text()


# ---- What is printed where the reader can't click


def test_the_links_of_running_text_are_numbered_and_listed_once() -> None:
    leaflet = typeset(
        guide("See [one](https://a.example/1), [two](https://a.example/2) and [one again](https://a.example/1).")
    ).facts
    rows = leaflet.rows(1)
    assert "See one [1], two [2] and one again [1]." in rows
    at = rows.index("H2: Links in this guide")
    assert rows[at + 1 : at + 3] == ["[1] a.example/1", "[2] a.example/2"]
    assert leaflet.text.count("a.example/1") == 1


def test_emphasis_is_bold_never_slanted() -> None:
    leaflet = body("One *two* **three** _four_.").facts
    assert leaflet.fonts == {"Handouts-Sans", "Handouts-Sans-Bold"}


def test_the_readme_s_picture_is_there() -> None:
    assert (Path(__file__).parent.parent / "content" / "images" / "leaflet.png").stat().st_size < 150_000


@pytest.mark.parametrize("lang", ["en", "pl", "pt-BR", "cy"])
def test_the_language_s_own_name_stands_on_every_page(lang: str) -> None:
    names = {"en": "English", "pl": "Polski", "pt-BR": "Português (Brasil)", "cy": "Cymraeg"}
    leaflet = body("Text.", lang=lang).facts
    assert str(leaflet.file.Root.Lang) == lang
    assert leaflet.running[1][1].startswith(f"{names[lang]} · ")
