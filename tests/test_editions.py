"""Every edition as it is handed out: what must be on its pages, and how large, measured in the PDF."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from golden import assert_golden
from pdf_facts import MM, Box, Facts, folded, lines, overlaps
from PIL import ImageStat
from PIL.Image import Image
from source_words import first_missing, source_words, tokens
from support import MakeShelf, Shelf, page_text
from test_golden import as_text

TAGGED = ("standard", "large-print", "easy-read", "summary", "mono")
"""What is read on screens, too."""

EVERY = (*TAGGED, "booklet")

each_edition = pytest.mark.parametrize("edition", EVERY)
each_tagged = pytest.mark.parametrize("edition", TAGGED)


def path_of(export: Shelf, edition: str) -> Path:
    slug = {"reference": "frequent-heartburn", "constructs": "every-construct"}[export.root.name]
    return export.pdf(slug if edition == "standard" else f"{slug}.{edition}")


@pytest.fixture(params=["reference", "constructs"])
def export(request: pytest.FixtureRequest) -> Shelf:
    """Give the reference guide, and then the one with every construct, in every edition."""
    name = "editions_export" if request.param == "reference" else "construct_editions_export"
    made: Shelf = request.getfixturevalue(name)
    return made


def pictures(path: Path, dpi: int, *, grey: bool = True) -> Iterator[Image]:
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=grey).to_pil()
    finally:
        document.close()


# ---- All of them


@each_edition
def test_the_symbol_is_scanned_from_the_page_at_150_dpi_in_grey(editions_export: Shelf, edition: str) -> None:
    first = next(pictures(path_of(editions_export, edition), 150))
    (found,) = zxingcpp.read_barcodes(first)
    assert found.text == "https://hillstreet.example/guides/frequent-heartburn/"


@pytest.mark.parametrize("edition", [one for one in EVERY if one != "summary"])
def test_every_word_of_the_guide_is_there(editions_export: Shelf, edition: str) -> None:
    source = (editions_export.root / "frequent-heartburn.md").read_text()
    path = path_of(editions_export, edition)
    found = tokens(booklet_text(path) if edition == "booklet" else Facts(path).text)
    if edition == "easy-read":  # in another order
        assert set(source_words(source)) <= set(found)
    else:
        assert not first_missing(source_words(source), found)


def booklet_text(path: Path) -> str:
    """Give what the halves of the sheets say, in the order of their printed page numbers."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for page in document:
            (width, height), text = page.get_size(), page.get_textpage()
            halves = text.get_text_bounded(0, 0, width / 2, height), text.get_text_bounded(width / 2, 0, width)
            found += [half for half in halves if half.strip()]
    finally:
        document.close()
    return "\n".join(sorted(found, key=lambda half: int(re.findall(r"Page (\d+) of", half)[-1])))


@each_edition
def test_nothing_is_printed_near_the_paper_s_edge(export: Shelf, edition: str) -> None:
    edge = int(12.7 / 25.4 * 100) - 1
    for picture in pictures(path_of(export, edition), 100):
        inked = picture.convert("L").point(lambda grey: 255 if grey < 250 else 0).getbbox()
        if inked:
            left, top, right, bottom = inked
            assert min(left, top, picture.width - right, picture.height - bottom) >= edge


@each_tagged
def test_no_text_covers_another_or_leaves_the_margins(export: Shelf, edition: str) -> None:
    leaflet = Facts(path_of(export, edition))
    paper, margin = leaflet.paper[0], 12.7 * MM
    inside = Box(margin, margin, paper.right - margin, paper.top - margin)
    assert [piece for piece in leaflet.pieces if not inside.holds(piece.box)] == []
    assert overlaps(leaflet.pieces) == []


@each_tagged
def test_its_name_stands_on_every_page(editions_export: Shelf, edition: str) -> None:
    names = {"large-print": "Large print", "easy-read": "Easy read", "mono": "Black and white"}
    leaflet = Facts(path_of(editions_export, edition))
    for said in leaflet.running.values():
        assert names.get(edition, edition.capitalize()) in " ".join(said) or edition == "standard"


@each_edition
def test_the_text_of_its_pages(editions_export: Shelf, edition: str) -> None:
    path = path_of(editions_export, edition)
    text = booklet_text(path).replace("\r\n", "\n") if edition == "booklet" else as_text(Facts(path))
    assert_golden(f"frequent-heartburn.{edition}.txt", text.rstrip() + "\n")


# ---- Each by its numbers


def test_in_large_print_no_glyph_is_under_16_points(export: Shelf) -> None:
    leaflet = Facts(path_of(export, "large-print"))
    assert {piece.text: piece.size for piece in leaflet.pieces if piece.size < 15.99} == {}
    sizes = [piece.size for piece in leaflet.pieces]
    assert max(set(sizes), key=sizes.count) == pytest.approx(18, abs=0.05)


def test_large_print_is_laid_out_afresh_on_a4(editions_export: Shelf) -> None:
    leaflet = Facts(path_of(editions_export, "large-print"))
    assert {(round(one.width / MM), round(one.height / MM)) for one in leaflet.paper} == {(210, 297)}
    (figure,) = leaflet.tree.all("Figure")
    left, _, right, _ = (float(one) for one in figure.attributes["BBox"])
    modules = 33  # version 4 for this address
    assert (right - left) / MM * modules / (modules + 8) == pytest.approx(30, abs=0.1)


def body_lines(leaflet: Facts, size: float) -> list[tuple[int, float, str]]:
    """Give page, lowest ink and text of the lines of the body."""
    pieces = [piece for piece in leaflet.pieces if abs(piece.size - size) < 0.05]
    return [
        (line[0].page, min(one.box.bottom for one in line), folded("".join(one.text for one in line)))
        for line in lines(pieces)
    ]


def test_easy_read_keeps_the_numbers_of_the_dyslexia_guide(editions_export: Shelf) -> None:
    leaflet = Facts(path_of(editions_export, "easy-read"))
    found = body_lines(leaflet, 14)
    assert len(found) > 60
    assert max(len(text) for _, _, text in found) <= 70
    deep = [bool(re.search("[gjpqy]", text)) for _, _, text in found]  # ink ends equally far below the line
    steps = [
        round(one[1] - other[1], 1)
        for (one, other), both in zip(pairwise(found), map(all, pairwise(deep)), strict=True)
        if both and one[0] == other[0] and one[1] - other[1] > 12
    ]
    assert len(steps) > 20
    assert min(steps) == pytest.approx(14 * 1.5, abs=0.6)
    headings = leaflet.pieces_of(leaflet.tree.all("H2")[0])
    assert headings[0].size >= 1.2 * 14


def test_easy_read_has_the_key_points_first_and_all_words_are_found(editions_export: Shelf) -> None:
    path = path_of(editions_export, "easy-read")
    assert Facts(path).tree.all("H2")[0].text == "Key Points"
    assert "Know the alarm signs (below)" in " ".join(page_text(path).split())  # letters are set a little apart


def test_easy_read_is_tinted_on_a_screen_only(editions_export: Shelf) -> None:
    page = editions_export.html("frequent-heartburn.easy-read").read_text("utf-8")
    before, tint = page.split("#fbf7ea", maxsplit=1)
    assert before.rindex("@media screen {") > before.rindex("}\n\n")
    corners = {
        picture.getpixel((1, 1)) for picture in pictures(path_of(editions_export, "easy-read"), 20, grey=False)
    }
    assert corners == {(255, 255, 255)}
    assert tint.count("#fbf7ea") == 0


def test_a_summary_is_one_side_with_the_red_flags(editions_export: Shelf) -> None:
    leaflet = Facts(path_of(editions_export, "summary"))
    assert leaflet.page_count == 1
    assert [tag.text for tag in leaflet.tree.all("H2")][:3] == [
        "Key Points",
        "Red Flags — See a Doctor the Same Day",
        "Flare Plan",
    ]


def test_mono_has_no_colour_and_no_tint_and_its_text_is_black(editions_export: Shelf) -> None:
    path = path_of(editions_export, "mono")
    with pikepdf.open(path) as file:
        colours = [
            list(map(float, instruction.operands))
            for page in file.pages
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) in ("rg", "RG", "k", "K", "g", "G")
        ]
    assert [one for one in colours if set(one) not in ({0}, {1})] == []


def test_mono_takes_less_toner(export: Shelf) -> None:
    def toner(edition: str) -> float:
        grey = [picture.convert("L") for picture in pictures(path_of(export, edition), 150)]
        return sum(255 - ImageStat.Stat(one).mean[0] for one in grey)

    assert toner("mono") < 0.98 * toner("standard")


def test_a_booklet_is_set_in_11_5_points_or_more(editions_export: Shelf) -> None:
    path = path_of(editions_export, "booklet")
    sizes: list[float] = []
    with pikepdf.open(path) as file:
        for page in file.pages:
            for form in page.Resources.XObject.values():
                chosen = [one for one in pikepdf.parse_content_stream(form) if str(one.operator) == "Tf"]
                sizes += [float(one.operands[1]) for one in chosen]
    assert max(set(sizes), key=sizes.count) >= 11.5
    assert min(sizes) >= 9


def test_a_booklet_is_the_same_bytes_in_another_process(editions_export: Shelf, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "handouts", "export", "frequent-heartburn", "-q", "-j", "1"]
    subprocess.run(
        [*command, "--edition", "booklet", "--content", str(editions_export.root), "--out", str(tmp_path)],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        check=True,
    )
    name = "leaflets/en/frequent-heartburn.booklet.pdf"
    assert (tmp_path / name).read_bytes() == (editions_export.out / name).read_bytes()


def test_on_letter_paper_every_edition_is_on_letter_paper(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": "---\ntitle: Asthma\n---\n## Key Points\n- Rest.\n"}, 'paper = "letter"\n')
    made.export(editions=["all"])
    for edition in EVERY:
        (paper, *_) = Facts(made.pdf("asthma" if edition == "standard" else f"asthma.{edition}")).paper
        wide, high = (11, 8.5) if edition == "booklet" else (8.5, 11)
        assert (round(paper.width / 72, 2), round(paper.height / 72, 2)) == (wide, high)


# ---- The whole library


@pytest.mark.slow
def test_every_guide_of_the_library_in_every_edition(tmp_path: Path) -> None:
    made = Shelf(Path(__file__).parent.parent / "content", tmp_path)
    report = made.export(editions=["all"])
    assert {one["code"] for record in report.records for one in record.diagnostics} <= {"no-room", "too-long"}
    for record in (one for one in report.records if one.kind == "leaflet" and one.is_there):
        first = next(pictures(tmp_path / record.path, 150))
        assert zxingcpp.read_barcodes(first)[0].text == record.url, record.path
        if record.edition == "booklet" or record.lang in ("ar", "ur", "bn"):
            continue  # their letters reach into and over each other
        leaflet = Facts(tmp_path / record.path)
        paper, margin = leaflet.paper[0], 12.7 * MM
        inside = Box(margin, margin, paper.right - margin, paper.top - margin)
        assert [piece for piece in leaflet.pieces if not inside.holds(piece.box)] == [], record.path
        assert overlaps(leaflet.pieces) == [], record.path
        assert record.pages == 1 or record.edition != "summary"
        assert min(piece.size for piece in leaflet.pieces) >= (15.99 if record.edition == "large-print" else 8.99)
