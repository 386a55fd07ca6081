"""Images come from inside the library and travel inside the page; everything else is refused."""

import base64
from pathlib import Path

import pytest
from pdf_facts import Facts
from support import MakeShelf, guide
from typesetting import Set, typeset

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


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", b"GIF89a"),
        ("x.svg", b"<html>"),
        ("x.jpg", b""),
        ("x.bmp", b"BM"),
        ("x.txt", b"text"),
        ("x.png", PNG + b"\0" * 4_000_000),
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
        assert [one.code for one in outcome.diagnostics] == ["missing-image"]
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
    assert [one.code for one in outcome.diagnostics] == ["missing-image"]
    assert not made.pdf().exists()


def test_an_svg_with_entities_that_multiply_does_not_stall(shelf: MakeShelf) -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    svg = f'{bomb}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">&j;</text></svg>'
    made = shelf({"asthma.md": guide("![A box](box.svg)"), "box.svg": svg})
    assert made.export().found
