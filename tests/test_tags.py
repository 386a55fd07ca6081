"""What a screen reader is told: the structure tree, walked here, for validators call files compliant that aren't.

Links, bookmarks and the facts about the file as a whole are here too.
"""

import re
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pdf_facts import MM, Facts, Tag, skipped_levels
from support import Shelf, guide
from typesetting import body, typeset

ALLOWED = {
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Table": {"THead", "TBody", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
"""What may stand directly in what (ISO 32000-1, 14.8.4.3)."""


@pytest.fixture(scope="session")
def leaflets(reference: Facts, constructs: Facts, content_export: Shelf) -> list[Facts]:
    return [reference, constructs, *(Facts(path) for path in sorted(content_export.out.glob("leaflets/en/*.pdf")))]


# ---- The tree


def test_lists_and_tables_hold_only_what_they_may(leaflets: list[Facts]) -> None:
    for leaflet in leaflets:
        for tag in leaflet.tree.walk():
            allowed = ALLOWED.get(tag.kind)
            assert allowed is None or {child.kind for child in tag.children} <= allowed, tag.kind
            for child in tag.children:
                parents = {parent for parent, kids in ALLOWED.items() if child.kind in kids}
                assert not parents or tag.kind in parents, (tag.kind, child.kind)


def test_the_title_is_the_only_h1_and_no_level_is_skipped(leaflets: list[Facts]) -> None:
    for leaflet in leaflets:
        headings = leaflet.tree.all("H1", "H2", "H3", "H4", "H5", "H6")
        assert [tag.kind for tag in headings].count("H1") == 1
        assert headings[0].text == str(leaflet.file.docinfo.Title)
        assert skipped_levels([int(tag.kind[1]) for tag in headings]) == []
        assert all(tag.text for tag in headings)


def test_everything_printed_is_tagged_but_what_stands_in_the_margins(leaflets: list[Facts]) -> None:
    for leaflet in leaflets:
        for page in range(1, leaflet.page_count + 1):
            said = set(leaflet.running[page])
            body_text = {one.text for one in leaflet.on(page)} - said
            untagged = leaflet.margin(page, above=True) + leaflet.margin(page, above=False)
            assert len(untagged) <= 4
            assert body_text
            height = leaflet.paper[page - 1].top
            for piece in untagged:
                assert piece.box.bottom > height - 30 * MM or piece.box.top < 20 * MM, piece


def test_no_mark_is_in_two_tags(leaflets: list[Facts]) -> None:
    for leaflet in leaflets:
        marks = leaflet.tree.marks
        assert len(marks) == len(set(marks))


def test_the_tree_reads_from_the_top_of_each_page_to_its_foot(reference: Facts) -> None:
    tops = {(piece.page, piece.mcid): piece.box.top for piece in reference.pieces}
    marks = [mark for mark in reference.tree.marks if mark in tops]
    for page in (1, 2):
        on_page = [tops[mark] for mark in marks if mark[0] == page]
        assert [mark[0] for mark in marks] == sorted(mark[0] for mark in marks)
        steps_up = [(one, other) for one, other in pairwise(on_page) if other > one + 9]
        assert steps_up == []


def listed(tag: Tag) -> list[object]:
    """Give a list as a person would draw it: (label, text, lists below)."""
    found: list[object] = []
    for item in tag.children:
        label = " ".join(one.text for one in item.children if one.kind == "Lbl")
        (inside,) = [one for one in item.children if one.kind == "LBody"]
        below = [listed(one) for one in inside.children if one.kind == "L"]
        words = inside.text if not below else inside.text.split(" with ")[0]
        found.append((label, words, *below))
    return found


@pytest.mark.parametrize("loose", [False, True], ids=["tight", "loose"])
def test_bullets_and_numbers_are_labels(loose: bool) -> None:
    gap = "\n\n" if loose else "\n"
    leaflet = body(f"- One.{gap}- Two.\n\nApart.\n\n1. First.{gap}2. Second.").facts
    bulleted, numbered = leaflet.tree.all("L")
    assert listed(bulleted) == [("•", "One."), ("•", "Two.")]
    assert listed(numbered) == [("1.", "First."), ("2.", "Second.")]


def test_a_list_inside_a_list_belongs_to_its_item() -> None:
    leaflet = body("- One with\n    - inner a\n    - inner b with\n        1. deep\n- Two").facts
    outer = leaflet.tree.all("L")[0]
    assert len(leaflet.tree.all("L")) == 3
    assert listed(outer) == [
        ("•", "One", [("◦", "inner a"), ("◦", "inner b", [("1.", "deep")])]),
        ("•", "Two"),
    ]


def test_an_item_of_several_paragraphs_keeps_them_in_its_body() -> None:
    leaflet = body("1. First.\n\n    Its second paragraph.\n\n    - A list.\n\n2. Second.").facts
    (first, second) = leaflet.tree.all("L")[0].children
    inside = first.all("LBody")[0]
    assert inside.text == "First. Its second paragraph. ◦ A list."
    assert [tag.text for tag in first.all("P")] == ["Its second paragraph."]
    assert second.text == "2. Second."


def test_lists_say_how_they_are_labelled(constructs: Facts) -> None:
    label = {"•": "/Disc", "◦": "/Circle", "1.": "/Decimal"}
    for tag in constructs.tree.all("L"):
        first = tag.children[0].all("Lbl")
        assert str(tag.attributes["ListNumbering"]) == label.get(first[0].text if first else "", "/None")


def test_terms_are_the_labels_of_what_is_said_of_them(constructs: Facts) -> None:
    (terms,) = [tag for tag in constructs.tree.all("L") if tag.children[0].children[0].text == "Gullet"]
    assert [[(one.kind, one.text) for one in item.children] for item in terms.children] == [
        [
            ("Lbl", "Gullet"),
            ("LBody", "The pipe from the mouth to the stomach."),
            ("LBody", "Also called oesophagus."),
        ],
        [("Lbl", "Reflux"), ("LBody", "Acid that comes up. With a second paragraph.")],
    ]


def test_header_cells_say_what_they_head(constructs: Facts) -> None:
    (table,) = constructs.tree.all("Table")
    rows = table.all("TR")
    assert [[cell.text for cell in row.children] for row in rows] == [
        ["Age", "Dose", "How often"],
        ["12 to 17 years", "250 mg", "once a day"],
        ["18 years and over", "500 mg", "twice a day"],
    ]
    assert [str(cell.attributes["Scope"]) for cell in rows[0].children] == ["/Column"] * 3
    assert {cell.kind for row in rows[1:] for cell in row.children} == {"TD"}


def test_every_figure_has_words_and_a_box_around_what_it_shows(constructs: Facts) -> None:
    qr, knee = constructs.tree.all("Figure")
    assert qr.alt.startswith("QR code that opens Every Construct")
    assert knee.alt == "A knee, bent"
    dpi = 144
    picture = constructs.raster(1, dpi)
    for figure in (qr, knee):
        left, bottom, right, top = (float(one) for one in figure.attributes["BBox"])
        height = constructs.paper[0].top
        assert 0 <= left < right <= constructs.paper[0].right
        assert 0 <= bottom < top <= height
        # The box and 2 points around it: the ink must end inside the box, or the box is in the wrong place.
        scale = dpi / 72
        crop = picture.crop(
            (
                round((left - 2) * scale),
                round((height - top - 2) * scale),
                round((right + 2) * scale),
                round((height - bottom + 2) * scale),
            )
        )
        inked = crop.point(lambda grey: 255 if grey < 250 else 0).getbbox()
        assert inked is not None
        slack = 3 * scale
        assert min(inked[:2]) >= 3
        assert inked[2] <= crop.width - 3
        assert inked[3] <= crop.height - 3
        if figure is knee:  # it has no white border: the box is as large as the picture
            assert inked[2] - inked[0] >= crop.width - 2 * slack
            assert inked[3] - inked[1] >= crop.height - 2 * slack


# ---- Links


def test_links_open_what_the_guide_says() -> None:
    leaflet = body(
        "[one](https://a.example/x), [two](http://b.example), [write](mailto:a@b.example), [ring](tel:111), "
        "[another guide](/guides/knee/) and <https://c.example/y>."
    ).facts
    assert sorted({link.url for link in leaflet.links}) == [
        "http://b.example",
        "https://a.example/x",
        "https://c.example/y",
        "https://hillstreet.example/guides/asthma/",
        "https://hillstreet.example/guides/knee/",
        "mailto:a@b.example",
        "tel:111",
    ]


def test_further_reading_opens_over_https(reference: Facts) -> None:
    assert [link.url for link in reference.links if "hillstreet" not in link.url and "tel:" not in link.url] == [
        "https://www.nice.org.uk/guidance/cg184",
        "https://www.nhs.uk/conditions/heartburn-and-acid-reflux/",
    ]


def test_a_link_inside_the_guide_lands_on_its_heading() -> None:
    filler = "\n\n".join(["A line of text."] * 60)
    leaflet = body(f"## One\n\nGo to [the end](#the-end) or [up](#one).\n\n{filler}\n\n## The End\n\nText.").facts
    down, up = [link for link in leaflet.links if link.to_page]
    for link, heading in ((down, "The End"), (up, "One")):
        (piece,) = leaflet.pieces_of(leaflet.find(heading, "H2"))
        assert link.to_page == piece.page
        assert 0 <= link.to_top - piece.box.top < 20
    assert down.to_page == 2


def test_every_link_can_be_clicked_and_is_tagged(leaflets: list[Facts]) -> None:
    for leaflet in leaflets:
        for link in leaflet.links:
            assert link.box.width > 2
            assert link.box.height > 6
            assert leaflet.paper[link.page - 1].holds(link.box)
        annotations = [one for page in leaflet.file.pages for one in page.get("/Annots", [])]
        assert len({int(one.StructParent) for one in annotations}) == len(annotations)
        numbers = list(leaflet.file.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for one in annotations:
            element: Any = parents[int(one.StructParent)]
            assert str(element.S) == "/Link"
            assert any(kid.get("/Obj", kid).objgen == one.objgen for kid in element.K if not isinstance(kid, int))


def test_a_link_is_described_by_its_words(constructs: Facts) -> None:
    described = {str(one.Contents) for page in constructs.file.pages for one in page.get("/Annots", [])}
    assert {"the first page", "020 7946 0123", "the table", "here", "number to call"} <= described
    assert not [one for one in described if "://" in one]


def test_a_link_over_two_lines_is_one_link() -> None:
    leaflet = body(f"{'word ' * 13}[two lines of words that make one link](https://a.example/1).").facts
    (link,) = [one for one in leaflet.tree.all("Link") if one.text.startswith("two lines")]
    assert link.text == "two lines of words that make one link"
    assert len(link.lines) == 2
    places = [one for one in leaflet.links if one.url == "https://a.example/1"]
    assert len(places) == 3  # one a line, and that of the list at the end


def test_a_link_around_bold_type_or_an_image_is_one_link() -> None:
    leaflet = body("[**bold**](https://a.example/1) and [some *more* words](https://a.example/2).").facts
    urls = [link.url for link in leaflet.links if "a.example" in link.url]
    assert sorted(urls) == sorted(["https://a.example/1", "https://a.example/2"] * 2)  # the list prints them too


# ---- The file


def test_the_title_is_shown_instead_of_the_file_s_name(leaflets: list[Facts]) -> None:
    for leaflet in leaflets:
        assert bool(leaflet.file.Root.ViewerPreferences.DisplayDocTitle)
        assert str(leaflet.file.docinfo.Title) == leaflet.tree.all("H1")[0].text


def test_the_language_is_the_guide_s() -> None:
    assert str(body("Text.", lang="pl").facts.file.Root.Lang) == "pl"
    assert str(body("Text.").facts.file.Root.Lang) == "en"


def test_the_file_says_that_it_is_pdf_ua_and_pdf_a(leaflets: list[Facts]) -> None:
    for leaflet in leaflets:
        metadata = leaflet.file.Root.Metadata.read_bytes().decode()
        assert re.search(r"pdfuaid:part(>|=\")1", metadata)
        assert re.search(r"pdfaid:part(>|=\")2", metadata)
        assert re.search(r"pdfaid:conformance(>|=\")A", metadata)
        assert bool(leaflet.file.Root.MarkInfo.Marked)
        assert {str(page.Tabs) for page in leaflet.file.pages} == {"/S"}


def test_metadata_come_from_the_front_matter() -> None:
    leaflet = typeset(
        guide(
            "Text.",
            title='"A & B: <C>"',
            description="What it is.",
            tags="[one, two]",
            publishDate="2026-03-14",
            updatedDate="2026-04-02",
        )
    ).facts
    info = {str(key): str(value) for key, value in leaflet.file.docinfo.items()}
    assert info["/Title"] == "A & B: <C>"
    assert info["/Author"] == "Hill Street Surgery"
    assert info["/Subject"] == "What it is."
    assert info["/Keywords"] == "one, two"
    assert info["/CreationDate"].startswith("D:20260314")
    assert info["/ModDate"].startswith("D:20260402")


def test_a_guide_without_dates_gets_none_from_the_clock() -> None:
    file = body("Text.").facts.file
    assert "/CreationDate" not in file.docinfo
    assert "/ModDate" not in file.docinfo
    assert b"xmp:CreateDate" not in file.Root.Metadata.read_bytes()


def test_bookmarks_are_the_headings() -> None:
    leaflet = body("## One\n\nText.\n\n### Deeper\n\nText.\n\n## FAQ\n\n**Why?**\nSo.").facts
    assert leaflet.outline == [
        (0, "Asthma", 1),
        (1, "One", 1),
        (2, "Deeper", 1),
        (1, "FAQ", 1),
        (2, "Why?", 1),
    ]


def test_bookmarks_lead_to_the_page_of_their_heading(reference: Facts) -> None:
    for depth, title, page in reference.outline:
        assert reference.find(title, f"H{depth + 1}").pages == {page}


@pytest.mark.parametrize(
    "forbidden", ["/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/AA", "/OpenAction", "/SubmitForm"]
)
def test_nothing_in_the_file_runs_or_is_attached(leaflets: list[Facts], forbidden: str) -> None:
    for leaflet in leaflets:
        seen = [one for one in leaflet.file.objects if isinstance(one, pikepdf.Dictionary) and forbidden in one]
        assert seen == []
