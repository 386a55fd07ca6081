"""Images come from inside the library and travel inside the page; everything else is refused."""

import base64
import io
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from pdf_facts import Facts
from PIL import Image
from support import MakeShelf, guide
from typesetting import Set, typeset

from handouts.typeset import drawings, pictures

PNG = (Path(__file__).parent / "fixtures" / "constructs" / "knee.png").read_bytes()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "content"
    (root / "images").mkdir(parents=True)
    (root / "knee.png").write_bytes(PNG)
    (root / "images" / "shared.png").write_bytes(PNG)
    (root / "images" / "a b.svg").write_text(SVG)
    (tmp_path / "outside.png").write_bytes(PNG)
    return root


def shown(library: Path, markdown: str, path: str = "asthma.md") -> Set:
    return typeset(guide(markdown), root=library, path=path)


@pytest.mark.parametrize(
    "address",
    [
        "knee.png",
        "./knee.png",
        "/knee.png",
        "images/shared.png",
        "shared.png",
        "/shared.png",
        "/images/shared.png",
    ],
)
def test_an_image_is_found_beside_the_guide_or_in_the_library_s_images(library: Path, address: str) -> None:
    found = shown(library, f"![A knee]({address})")
    assert found.said == []
    (image,) = found.dom.iter("img")
    assert image.get("src") == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert image.get("alt") == "A knee"


def test_a_guide_in_a_folder_finds_images_beside_itself_first(library: Path) -> None:
    (library / "heart").mkdir()
    (library / "heart" / "knee.png").write_bytes(PNG + b"other")
    (image,) = shown(library, "![A knee](knee.png)", "heart/asthma.md").dom.iter("img")
    assert image.get("src", "").endswith(base64.b64encode(PNG + b"other").decode()[-12:])
    assert shown(library, "![A knee](../knee.png)", "heart/asthma.md").said == []


def test_blanks_and_percent_signs_in_names(library: Path) -> None:
    assert shown(library, "![Box](<a b.svg>)").said == []
    assert shown(library, "![Box](a%20b.svg)").said == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("nowhere.png", "missing-image"),
        ("images", "missing-image"),
        ("", "missing-image"),
        ("../outside.png", "outside"),
        ("../../../nowhere.png", "missing-image"),
        ("images/../../outside.png", "outside"),
        ("%2e%2e/outside.png", "outside"),
        ("/../outside.png", "outside"),
        ("..\\outside.png", "missing-image"),
        ("knee.png%00.svg", "missing-image"),
        ("x" * 300 + ".png", "missing-image"),
        ("x/" * 3000 + "x.png", "missing-image"),
    ],
)
def test_an_image_that_is_not_in_the_library_fails_the_guide(library: Path, address: str, code: str) -> None:
    found = shown(library, f'<img src="{address}" alt="A knee">')
    assert found.codes == [code]
    assert found.converted[1][0].severity == "error"


@pytest.mark.parametrize(
    "address", ["https://a.example/x.png", "http://a.example/x.png", "//a.example/x.png", "HTTP://A.EXAMPLE/x.png"]
)
def test_an_image_of_another_site_is_not_fetched_its_description_is_printed(library: Path, address: str) -> None:
    found = shown(library, f"Before ![A knee]({address}) after.")
    assert found.codes == ["remote-image"]
    assert list(found.dom.iter("img")) == []
    assert found.words == ["Before", "[A", "knee]", "after."]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "data:image/png;base64,AAAA", "http://[x/y.png", "javascript:x"]
)
def test_other_addresses_read_nothing_and_never_reach_the_page(library: Path, address: str) -> None:
    found = shown(library, f'Text <img src="{address}" alt="A knee"> after.')
    assert address not in found.html.text
    assert len(found.codes) == 1
    assert found.words[0] == "Text"
    assert found.words[-1] == "after."


def test_a_link_that_leads_out_of_the_library_is_refused(library: Path) -> None:
    (library / "linked.png").symlink_to(library.parent / "outside.png")
    (library / "folder").symlink_to(library.parent)
    assert shown(library, "![A knee](linked.png)").codes == ["outside"]
    assert shown(library, "![A knee](folder/outside.png)").codes == ["outside"]
    (library / "inside.png").symlink_to(library / "knee.png")
    assert shown(library, "![A knee](inside.png)").codes == []


@pytest.mark.parametrize("folder", [".git", "node_modules"])
def test_what_only_lies_in_the_folder_is_not_the_library_s(library: Path, folder: str) -> None:
    (library / folder).mkdir()
    (library / folder / "bolt.png").write_bytes(PNG)
    (library / "bolt.png").symlink_to(library / folder / "bolt.png")
    assert shown(library, f"![A bolt]({folder}/bolt.png)").codes == ["outside"]
    assert shown(library, "![A bolt](bolt.png)").codes == ["outside"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", b"GIF89a"),
        ("x.svg", b"<html>"),
        ("x.jpg", b""),
        ("x.bmp", b"BM"),
        ("x.txt", b"text"),
    ],
)
def test_what_is_no_image_fails_the_guide(library: Path, name: str, data: bytes) -> None:
    (library / name).write_bytes(data)
    found = shown(library, f"![A knee]({name})")
    assert found.codes == ["bad-image"]
    assert "root:" not in found.html.text


def test_an_image_without_description_is_reported_and_named_after_its_file(library: Path) -> None:
    (library / "bent-knee_2.png").write_bytes(PNG)
    found = shown(library, "![](bent-knee_2.png)")
    assert found.codes == ["no-alt"]
    (image,) = found.dom.iter("img")
    assert image.get("alt") == "bent knee 2"


def test_a_title_stands_in_for_a_description(library: Path) -> None:
    found = shown(library, '![](knee.png "A knee")')
    assert found.codes == []
    assert found.facts.tree.all("Figure")[1].alt == "A knee"


REFERENCES = [
    '<image href="file:///etc/hostname" width="9" height="9"/>',
    '<image xlink:href="file:///etc/hostname" width="9" height="9"/>',
    '<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>',
    '<use href="file:///etc/hostname#x"/>',
    '<use xlink:href="http://127.0.0.1:9/x.svg#x"/>',
    '<style>@import url("http://127.0.0.1:9/x.css");</style>',
    '<style>@import url("file:///etc/hostname");</style>',
    '<style>rect { fill: url("http://127.0.0.1:9/x.svg#y") }</style>',
    "<script>document.title = 'evil'</script>",
    '<foreignObject><iframe src="http://127.0.0.1:9/"/></foreignObject>',
]


@pytest.mark.parametrize("inside", REFERENCES)
def test_what_an_svg_refers_to_is_not_read(shelf: MakeShelf, inside: str) -> None:
    """The files that are opened are watched in test_hermetic; here, that the guide is printed or refused."""
    svg = SVG.replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ').replace(
        "</svg>", f"{inside}</svg>"
    )
    made = shelf({"asthma.md": guide("![A box](box.svg)"), "box.svg": svg})
    (outcome,) = made.export().outcomes
    if outcome.failed:
        assert [one.code for one in outcome.diagnostics] == ["unsafe-image"]
        assert not made.pdf().exists()
        assert not made.html().exists()
    else:
        hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "etc"
        assert hostname not in Facts(made.pdf()).text
        html = made.html().read_text()
        assert "127.0.0.1" not in html  # it is inside as base64, where browsers fetch nothing for it
        assert "<script" not in html


def test_a_broken_svg_fails_the_guide(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("![A box](box.svg)"), "box.svg": "<svg><rect"})
    (outcome,) = made.export().outcomes
    assert [one.code for one in outcome.diagnostics] == ["bad-image"]
    assert not made.pdf().exists()


def test_an_svg_with_entities_that_multiply_does_not_stall(shelf: MakeShelf) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    svg = f'{bomb}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">&j;</text></svg>'
    made = shelf({"asthma.md": guide("![A box](box.svg)"), "box.svg": svg})
    (outcome,) = made.export().outcomes
    assert [one.code for one in outcome.diagnostics] == ["bad-image"]


# Pixels: what is printed of them


def picture(size: tuple[int, int], kind: str = "PNG", mode: str = "RGB", **options: object) -> bytes:
    """Make an image with an edge in it, so that no format can make one colour of it."""
    image = Image.new(mode, size)
    image.paste(1 if mode == "P" else tuple([200] * len(mode)), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def printed(library: Path, data: bytes, name: str = "x.png") -> tuple[float, float, float]:
    """Give width and height of an image on paper in mm, and its resolution in dots per inch."""
    (library / name).write_bytes(data)
    found = shown(library, f"![A knee]({name})")
    assert found.said == []
    document = pypdfium2.PdfDocument(found.facts.data)
    (image,) = [one for page in document for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    left, bottom, right, top = image.get_bounds()
    pixels = image.get_px_size()[0]
    document.close()
    return (right - left) / 72 * 25.4, (top - bottom) / 72 * 25.4, pixels / ((right - left) / 72)


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "x.png"), ("JPEG", "x.jpg"), ("WEBP", "x.webp"), ("GIF", "x.gif")]
)
def test_an_image_of_every_format_is_printed_at_150_dots_an_inch_never_larger(
    library: Path, kind: str, name: str
) -> None:
    width, height, dpi = printed(library, picture((300, 150), kind), name)
    assert (round(width, 1), round(height, 1), round(dpi)) == (50.8, 25.4, 150)


@pytest.mark.parametrize(
    ("size", "expected"),
    [((3000, 600), (144, 28.8)), ((600, 3000), (18, 90)), ((1000, 100), (144, 14.4))],
    ids=["wide", "high", "wide, with few pixels"],
)
def test_an_image_is_as_wide_as_the_column_and_no_higher_than_a_third_of_the_page(
    library: Path, size: tuple[int, int], expected: tuple[float, float]
) -> None:
    width, height, dpi = printed(library, picture(size, "JPEG"), "x.jpg")
    assert (round(width, 1), round(height, 1)) == pytest.approx(expected, abs=0.4)
    assert 149 < dpi < 202


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "CMYK", "LA", "I;16"])
def test_images_of_every_kind_of_colour_are_made_smaller(mode: str) -> None:
    kind, name = ("JPEG", "x.jpg") if mode == "CMYK" else ("PNG", "x.png")
    image = Image.new(mode, (4000, 1000))
    out = io.BytesIO()
    image.save(out, kind)
    made = pictures.fit(out.getvalue(), name, name[1:])
    assert Image.open(io.BytesIO(made.data)).size == (1134, 284)
    assert len(made.data) < 40_000


def test_an_image_that_is_small_enough_goes_as_it_came() -> None:
    data = picture((1134, 700), "JPEG")
    assert pictures.fit(data, "x.jpg", ".jpg").data == data


def test_a_camera_that_was_held_upright_is_believed() -> None:
    exif = Image.Exif()
    exif[274] = 6
    made = pictures.fit(picture((3000, 1000), "JPEG", exif=exif), "x.jpg", ".jpg")
    assert Image.open(io.BytesIO(made.data)).size == (236, 709)


def test_the_page_in_a_browser_shows_it_as_large_as_the_paper(library: Path) -> None:
    (library / "x.png").write_bytes(picture((300, 150)))
    (image,) = shown(library, "![A knee](x.png)").dom.iter("img")
    assert image.get("width") == "192"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.png", picture((9, 9), "JPEG"), "x.png is not what its name says: it is JPEG"),
        ("x.jpg", SVG.encode(), "x.jpg is not what its name says: it is SVG"),
        ("x.webp", b"RIFF\0\0\0\0WAVEfmt ", "x.webp is not what its name says"),
        ("x.png", b"<!DOCTYPE html><title>404", "x.png is not what its name says: it is a web page"),
        ("x.jpg", b"\0\0\0\x18ftypheic", "x.jpg is not what its name says: it is HEIC or AVIF"),
        ("x.svg", picture((9, 9)), "x.svg can't be read as a drawing: Start tag expected, '<' not found"),
        ("x.svg", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "x.svg is not what its name says: no drawing"),
    ],
)
def test_a_file_that_lies_about_what_it_is_fails_the_guide(
    library: Path, name: str, data: bytes, said: str
) -> None:
    (library / name).write_bytes(data)
    (found,) = shown(library, f"![A knee]({name})").said
    assert f"error[bad-image]: {said}" in found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_half_an_image_fails_the_guide(library: Path, kind: str) -> None:
    name = f"x.{kind.lower()}"
    noise = Image.effect_noise((200, 200), 80)
    out = io.BytesIO()
    noise.save(out, kind)
    (library / name).write_bytes(out.getvalue()[: len(out.getvalue()) // 2])
    found = shown(library, f"![A knee]({name})")
    assert found.codes == ["bad-image"]
    assert "is broken" in found.said[0]


def test_a_bomb_of_pixels_is_refused_before_they_are_made(library: Path) -> None:
    """A small file that says it has so many that they would take 600 MB of memory."""
    head = struct.pack(">4sIIBBBBB", b"IHDR", 20_000, 10_000, 8, 2, 0, 0, 0)
    bomb = PNG[:12] + head + struct.pack(">I", zlib.crc32(head)) + PNG[33:]
    (library / "x.png").write_bytes(bomb)
    (found,) = shown(library, "![A knee](x.png)").said
    assert "error[image-too-large]: x.png has 20,000 x 10,000 pixels; the limit is 50,000,000" in found


def test_an_image_with_the_site_s_address_is_taken_from_the_library(library: Path) -> None:
    assert shown(library, "![A knee](https://hillstreet.example/images/shared.png)").said == []
    assert shown(library, "![A knee](https://hillstreet.example/images/gone.png)").codes == ["remote-image"]


def test_an_image_that_is_nearly_there_is_named(library: Path) -> None:
    (library / "images" / "Bent-Knee.PNG").write_bytes(PNG)
    (found,) = shown(library, "![A knee](/images/bent-knee.png)").said
    assert found.endswith("hint: did you mean Bent-Knee.PNG?")


# Drawings

HARMLESS = [
    ('<script>evil()</script><rect width="9" height="9"/>', "rect"),
    ('<rect width="9" height="9" onclick="evil()"/>', "rect"),
    ('<a href="https://evil.example"><rect width="9" height="9"/></a>', "a rect"),
    ('<animate attributeName="x" to="evil"/><rect width="9" height="9"/>', "rect"),
    ("<switch><foreignObject><p>evil</p></foreignObject><text>fine</text></switch>", "switch text"),
    ('<metadata><x xmlns="urn:evil">evil</x></metadata><g id="a"/><use href="#a"/>', "g use"),
    ('<style>rect { fill: url(#a) }</style><rect width="9" height="9"/>', "style rect"),
]


@pytest.mark.parametrize(("inside", "left"), HARMLESS)
def test_only_what_draws_is_left_of_a_drawing(inside: str, left: str) -> None:
    made = drawings.harmless(SVG.replace("</svg>", f"{inside}</svg>").encode(), "x.svg")
    assert b"evil" not in made.data
    tags = [str(one.tag).rpartition("}")[2] for one in etree.fromstring(made.data).iter()]
    assert tags == ["svg", "rect", *left.split()]


USES = [f'<use href="#g{n}"/>' * 10 for n in range(9)]
LAUGHS = "".join(f'<g id="g{n}">{uses}</g>' for n, uses in enumerate(USES, 1))


@pytest.mark.parametrize(
    ("inside", "code", "said"),
    [
        ('<g id="a"><use href="#a"/></g>', "unsafe-image", "draws itself again and again"),
        (f'<rect id="g0"/>{LAUGHS}<use href="#g9"/>', "image-too-large", "draws more than 20,000 parts"),
        ("<g>" * 100 + "</g>" * 100, "image-too-large", "parts more than 60 deep"),
        ("<g/>" * 20_001, "image-too-large", "more than 20,000 parts"),
        ("<foreignObject><p>words</p></foreignObject>", "unsafe-image", "only browsers draw"),
        ('<image href="data:image/svg+xml,x"/>', "unsafe-image", "from outside itself"),
        ('<image href="data:image/png;base64,AAAA"/>', "bad-image", "an image inside x.svg"),
        ("<style>@\\69mport 'x'</style>", "unsafe-image", "from outside itself"),
        ('<rect fill="url(http://evil.example/x#y)"/>', "unsafe-image", "from outside itself"),
        (
            '<rect style="fill: url(data:image/png;base64,AA); stroke: url(http://evil.example/x)"/>',
            "unsafe-image",
            "from outside itself",
        ),
        ("<rect style=\"fill: url( '../x.svg#y' )\"/>", "unsafe-image", "from outside itself"),
    ],
)
def test_a_drawing_that_is_a_bomb_or_refers_elsewhere_fails_the_guide(
    library: Path, inside: str, code: str, said: str
) -> None:
    (library / "x.svg").write_text(SVG.replace("</svg>", f"{inside}</svg>"))
    found = shown(library, "![A box](x.svg)")
    assert found.codes == [code]
    assert said in found.said[0]


def test_letters_in_a_drawing_that_no_font_has_are_found(library: Path) -> None:
    (library / "x.svg").write_text(SVG.replace("</svg>", "<text>\U00013000</text></svg>"))
    assert shown(library, "![A box](x.svg)").codes == ["no-glyph"]
