"""The booklet: which page stands where on which sheet, proved from the sheets' text, and what the file says."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pdf_facts import MM
from support import Shelf
from typesetting import SETTINGS, SHIPPED, body, composer, engine

from handouts.settings import Settings
from handouts.typeset.compose import Html
from handouts.typeset.edition import Edition, read
from handouts.typeset.imposition import PAPER_MM, impose, sides
from handouts.typeset.layout import Printed

BOOKLET = read(SHIPPED, "booklet", Settings())


def printed(pages: int, edition: Edition = BOOKLET, direction: str = "ltr") -> Printed:
    """Print so many pages of a booklet, each of which says its number."""
    text = "".join(f"<p style='break-before: page'>Page {number} of {pages}</p>" for number in range(1, pages + 1))
    width, height = edition.page_mm
    style = f"<style>@page {{ size: {width}mm {height}mm }}</style>"
    html = f'<html lang="en"><title>Asthma</title>{style}{text}</html>'
    return engine().print(Html(html, "content/asthma.md", edition, direction))


def halves(pdf: bytes) -> list[tuple[str, str]]:
    """Give what each side of the sheets says on its left and on its right half."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            found.append(
                (text.get_text_bounded(0, 0, width / 2, height), text.get_text_bounded(width / 2, 0, width))
            )
        return found
    finally:
        document.close()


def folios(pdf: bytes) -> list[tuple[int, int]]:
    """Give the printed page numbers, left and right, of each side; 0 for a blank."""
    pairs = ([re.search(r"Page (\d+) of", half) for half in pair] for pair in halves(pdf))
    return [(int(left[1]) if left else 0, int(right[1]) if right else 0) for left, right in pairs]


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (4, [(4, 1), (2, 3)]),
        (1, [(0, 1), (0, 0)]),
        (6, [(0, 1), (2, 0), (6, 3), (4, 5)]),
    ],
)
def test_the_order_of_a_folded_booklet(pages: int, order: list[tuple[int, int]]) -> None:
    assert [tuple(side) for side in sides(pages)] == order
    assert [tuple(side) for side in sides(pages, "rtl")] == [(right, left) for left, right in order]


@pytest.mark.parametrize("pages", range(1, 41))
def test_a_folded_stack_reads_from_the_first_page_to_the_last(pages: int) -> None:
    """Fold the stack and turn the leaves: each leaf's front stands on the right, its back on the left."""
    found = list(sides(pages))
    fronts, backs = found[::2], found[1::2]
    inwards = [number for front, back in zip(fronts, backs, strict=True) for number in (front.right, back.left)]
    outwards = [
        number
        for front, back in zip(fronts[::-1], backs[::-1], strict=True)
        for number in (back.right, front.left)
    ]
    assert [number for number in (*inwards, *outwards) if number] == list(range(1, pages + 1))
    assert len(inwards + outwards) % 4 == 0


def test_the_sheets_of_eight_pages_say_so_themselves() -> None:
    made = printed(8)
    assert (made.pages, made.sheets) == (8, 2)
    assert folios(made.pdf) == [(8, 1), (2, 7), (6, 3), (4, 5)]


def test_blank_pages_fill_the_last_sheet() -> None:
    made = printed(6)
    assert (made.pages, made.sheets) == (6, 2)
    assert folios(made.pdf) == [(0, 1), (2, 0), (6, 3), (4, 5)]


def test_a_booklet_from_right_to_left_is_bound_at_the_right() -> None:
    assert folios(printed(8, direction="rtl").pdf) == [(1, 8), (7, 2), (3, 6), (5, 4)]


def test_a_guide_says_itself_in_which_direction_it_is_bound() -> None:
    compose = composer().compose
    assert compose(body("Text.", SETTINGS, lang="ur").leaflet, BOOKLET).direction == "rtl"
    assert compose(body("Text.", SETTINGS, lang="pl").leaflet, BOOKLET).direction == "ltr"


def test_pages_stand_on_a_sheet_at_their_true_size() -> None:
    with pikepdf.open(io.BytesIO(printed(3).pdf)) as file:
        for page in file.pages:
            _, _, width, height = map(float, page.mediabox)
            assert (round(width / MM), round(height / MM)) == (297, 210)
            for form in page.Resources.XObject.values():
                _, _, width, height = map(float, form.BBox)
                assert (round(width / MM), round(height / MM)) == (148, 210)
            assert not re.search(
                rb"(?<![\d.])(?!1 0 0 1 )[\d.]+ [\d.]+ [\d.]+ [\d.]+ [\d.]+ [\d.]+ cm", page.Contents.read_bytes()
            )


def test_on_letter_paper_a_page_is_half_a_letter() -> None:
    made = printed(1, read(SHIPPED, "booklet", Settings(paper="letter")))
    with pikepdf.open(io.BytesIO(made.pdf)) as file:
        _, _, width, height = map(float, file.pages[0].mediabox)
        assert (round(width / 72, 2), round(height / 72, 2)) == (11, 8.5)


def places(pdf: bytes) -> list[list[float]]:
    """Give where the pages stand on each side: the left edges, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [
            [float(one) for one in re.findall(rb"q 1 0 0 1 (-?[\d.]+) [\d.]+ cm", page.Contents.read_bytes())]
            for page in file.pages
        ]


def test_inner_sheets_move_towards_the_fold_by_the_thickness_of_those_around_them() -> None:
    outer, _, middle, _, inner, _ = places(printed(12).pdf)
    step = PAPER_MM * MM
    assert middle[0] - outer[0] == pytest.approx(step, abs=0.01)
    assert inner[0] - outer[0] == pytest.approx(2 * step, abs=0.01)
    assert outer[1] - inner[1] == pytest.approx(2 * step, abs=0.01)


def test_for_a_printer_that_turns_at_the_long_edge_every_back_stands_on_its_head() -> None:
    turned = printed(4, replace(BOOKLET, flip="long-edge"))
    with pikepdf.open(io.BytesIO(turned.pdf)) as file:
        heads = [page.Contents.read_bytes().startswith(b"-1 0 0 -1 ") for page in file.pages]
        assert heads == [False, True]
        assert file.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
    assert folios(turned.pdf) == [(4, 1), (3, 2)]  # as the back lies there: page 2 is behind page 1


def test_it_says_that_it_is_for_paper_and_claims_nothing_else() -> None:
    with pikepdf.open(io.BytesIO(printed(2).pdf)) as file:
        assert str(file.docinfo["/Title"]) == "Asthma"
        assert str(file.docinfo["/Subject"]).startswith("For printing on paper only")
        assert str(file.Root.Lang) == "en"
        assert file.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert file.Root.ViewerPreferences.PrintScaling == "/None"
        assert not {"/StructTreeRoot", "/MarkInfo", "/Metadata"} & set(file.Root.keys())
        assert all("/Annots" not in page for page in file.pages)


def test_the_same_pages_give_the_same_bytes() -> None:
    assert printed(3).pdf == printed(3).pdf


def test_what_no_stapler_goes_through_is_reported() -> None:
    made = printed(61)
    assert made.sheets == 16
    (said,) = map(str, made.diagnostics)
    assert said == (
        "content/asthma.md: warning[thick-booklet]: the booklet has 16 sheets, and 15 are the most that can be "
        "stapled hint: print it as loose sheets instead"
    )


def test_a_booklet_of_the_library_is_read_as_it_is_folded(editions_export: Shelf) -> None:
    found = folios(Path(editions_export.pdf("frequent-heartburn.booklet")).read_bytes())
    assert found == [tuple(side) for side in sides(max(map(max, found)))]


def test_imposing_is_pure() -> None:
    with pikepdf.new() as file:
        for _ in range(5):
            file.add_blank_page(page_size=(420, 595))
        whole = io.BytesIO()
        file.save(whole, deterministic_id=True)
    assert impose(whole.getvalue(), BOOKLET) == impose(whole.getvalue(), BOOKLET)
