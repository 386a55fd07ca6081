"""The QR symbol: scanned from the page as a printer prints it, and measured there."""

import re

import pikepdf
import pytest
import qrcode
import zxingcpp
from pdf_facts import Box, Facts
from PIL.Image import Image
from support import MakeShelf, Shelf, guide
from typesetting import body, typeset

from handouts.settings import Settings
from handouts.typeset import qr, qr_mask

DPI = 150
SLUGS = {
    "short": ("a", 1),
    "usual": ("asthma-in-adults", 1),
    "longest-easy": ("x" * 28, 1),
    "long": ("x" * 60, 2),
    "longest": ("x" * 100, 2),
}


@pytest.fixture(scope="module", params=SLUGS)
def leaflet(request: pytest.FixtureRequest) -> tuple[str, Facts]:
    slug = SLUGS[request.param][0]
    found = typeset(guide("Text.", slug=slug, title="Asthma in Adults"))
    assert found.leaflet.qr is not None
    return found.leaflet.qr.url, found.facts


def symbol_on(leaflet: Facts) -> tuple[zxingcpp.Barcode, Image]:
    picture = leaflet.raster(1, DPI)
    (found,) = zxingcpp.read_barcodes(picture)
    return found, picture


def ink(leaflet: Facts, picture: Image) -> tuple[Box, Box]:
    """Give the box of the figure and that of its ink, both in pixels from the picture's upper left corner."""
    (figure,) = leaflet.tree.all("Figure")
    left, bottom, right, top = (float(one) * DPI / 72 for one in figure.attributes["BBox"])
    figure_box = Box(left, picture.height - top, right, picture.height - bottom)
    around = (round(figure_box.left), round(figure_box.bottom), round(figure_box.right), round(figure_box.top))
    inside = picture.crop(around).point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert inside is not None
    return figure_box, Box(
        around[0] + inside[0], around[1] + inside[1], around[0] + inside[2], around[1] + inside[3]
    )


def test_it_is_scanned_from_the_page_at_150_dpi_in_grey(leaflet: tuple[str, Facts]) -> None:
    url, facts = leaflet
    found, _ = symbol_on(facts)
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    assert found.text == url
    assert found.ec_level == "M"
    assert found.error is None


def test_it_is_20_millimetres_wide_or_more_and_its_modules_half_a_millimetre(leaflet: tuple[str, Facts]) -> None:
    url, facts = leaflet
    _, picture = symbol_on(facts)
    _, symbol = ink(facts, picture)
    width = symbol.width / DPI * 25.4
    modules = qr.symbol(url, url).modules
    assert abs(symbol.width - symbol.height) <= 2
    assert width >= 20
    assert width / modules >= 0.5 - 0.01


def test_a_white_border_of_four_modules_is_around_it(leaflet: tuple[str, Facts]) -> None:
    url, facts = leaflet
    _, picture = symbol_on(facts)
    figure, symbol = ink(facts, picture)
    module = symbol.width / qr.symbol(url, url).modules
    border = round(4 * module - 1.5)  # pixels; the edge of the ink is blurred over one
    sides = (symbol.left, symbol.bottom, symbol.right, symbol.top)
    left, upper, right, lower = (round(one) for one in sides)
    crop = picture.crop((left - border, upper - border, right + border, lower + border))
    crop.paste(255, (border - 2, border - 2, crop.width - border + 2, crop.height - border + 2))
    assert crop.getextrema() == (255, 255)
    assert figure.holds(symbol, slack=1)


def test_nothing_else_is_printed_in_its_border(leaflet: tuple[str, Facts]) -> None:
    _, facts = leaflet
    (figure,) = facts.tree.all("Figure")
    box = Box(*(float(one) for one in figure.attributes["BBox"]))
    for piece in facts.on(1):
        wide, high = piece.box.overlap(box)
        assert wide <= 0 or high <= 0, piece.text


def test_it_says_in_words_what_it_opens(leaflet: tuple[str, Facts]) -> None:
    url, facts = leaflet
    (figure,) = facts.tree.all("Figure")
    assert figure.alt == "QR code that opens Asthma in Adults online"
    said = "".join(facts.find("Scan to read online", "P").lines)
    assert said.replace(" ", "").endswith(url.removeprefix("https://"))
    assert url in {link.url for link in facts.links}


def test_it_is_a_drawing_of_lines_not_a_picture(leaflet: tuple[str, Facts]) -> None:
    kinds = {str(one.get("/Subtype")) for one in leaflet[1].file.objects if isinstance(one, pikepdf.Stream)}
    assert "/Image" not in kinds


def test_the_reference_leaflet_s_symbol_is_scanned(reference: Facts) -> None:
    assert symbol_on(reference)[0].text == "https://hillstreet.example/guides/frequent-heartburn/"


def test_every_symbol_of_the_library_is_scanned(content_export: Shelf) -> None:
    wanted = {one["path"]: one["url"] for one in content_export.manifest["outputs"] if one["kind"] == "leaflet"}
    assert len(wanted) >= 12
    for path, url in wanted.items():
        assert symbol_on(Facts(content_export.out / path))[0].text == url


def test_a_draft_s_stamp_leaves_the_symbol_alone() -> None:
    facts = body("Text.", draft="true").facts
    assert symbol_on(facts)[0].text == "https://hillstreet.example/guides/asthma/"


def test_a_title_of_many_lines_leaves_the_symbol_alone() -> None:
    title = (
        "A Very Long Title That Goes on and on over Many Lines of the Masthead Until Nobody Can Read It Any More"
    )
    facts = body("Text.", title=title, description="And " * 60 + "end.").facts
    assert symbol_on(facts)[0].text == "https://hillstreet.example/guides/asthma/"


# ---- Geometry


@pytest.mark.parametrize("length", [10, 26, 42, 62, 63, 84, 106, 150, 213])
def test_sizes_for_addresses_of_every_length(length: int) -> None:
    url = "https://a.example/".ljust(length, "x")
    symbol = qr.symbol(url, url)
    assert symbol.modules == 17 + 4 * ((symbol.modules - 17) // 4)
    assert symbol.size == symbol.modules + 8
    assert symbol.module_mm >= 0.5
    assert symbol.modules * symbol.module_mm >= 20
    assert symbol.width_mm == pytest.approx(symbol.size * symbol.module_mm, abs=0.01)
    assert (symbol.modules > 33) == (length > 62)


def test_the_path_draws_the_code_s_dark_modules_in_merged_runs() -> None:
    symbol = qr.symbol("https://a.example", "a.example")
    runs = [tuple(map(float, one)) for one in re.findall(r"M(\d+) (\d+\.5)h(\d+)", symbol.path)]
    assert "".join(f"M{x:.0f} {y}h{width:.0f}" for x, y, width in runs) == symbol.path
    ends: dict[float, float] = {}
    for x, y, width in runs:
        assert x > ends.get(y, 0), "two runs touch: they are one"
        ends[y] = x + width
        assert x >= 4
        assert x + width <= symbol.size - 4
    dark = {(x + step, y) for x, y, width in runs for step in range(int(width))}
    finder = {(x, y) for x in range(4, 11) for y in (4.5, 10.5)}
    assert finder <= dark


def test_a_long_address_is_reported(shelf: MakeShelf) -> None:
    long = "https://clinic.example.org/a/path/that/is/longer/than/it/should/be"
    made = shelf({"asthma.md": guide("Text.")}, settings=f'base_url = "{long}"')
    (outcome,) = made.export().outcomes
    assert [one.code for one in outcome.diagnostics] == ["long-address"]
    assert not outcome.failed
    assert outcome.diagnostics[0].message.startswith("the address has 81 characters; its QR symbol")


def test_its_address_follows_the_library_s_pattern() -> None:
    settings = Settings(base_url="https://a.example/site", guide_url="/{lang}/{slug}.html")
    assert symbol_on(body("Text.", settings, lang="pl").facts)[0].text == "https://a.example/site/pl/asthma.html"


@pytest.mark.parametrize("length", [1, 11, 26, 42, 43, 62, 84, 106, 122, 152, 180, 213])
def test_the_mask_is_the_one_that_the_standard_s_penalties_give(length: int) -> None:
    for number in range(3):
        address = f"{number}https://hillstreet.example/guides/high-blood-pressure-in-pregnancy/"[:length].ljust(
            length, "%"
        )
        code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
        code.add_data(address)
        code.best_fit()
        wanted = code.best_mask_pattern()
        assert qr_mask.best(code) == wanted
