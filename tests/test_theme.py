"""The theme: a library replaces templates and styles file by file; what is shipped is whole."""

import re
from pathlib import Path
from typing import Any

import pytest
from pdf_facts import Facts
from support import MakeShelf, guide
from typesetting import SHIPPED, body

from handouts.errors import SettingsError
from handouts.typeset.theme import BROWSER_STYLESHEET, STYLESHEETS, Theme, built_in

STYLES = built_in("styles")


def test_every_shipped_stylesheet_is_used() -> None:
    assert {path.name for path in STYLES.glob("*.css")} == {*STYLESHEETS, BROWSER_STYLESHEET}
    assert [path.name for path in SHIPPED.stylesheets()] == list(STYLESHEETS)


def test_every_shipped_template_is_used() -> None:
    templates = built_in("templates")
    names = {path.relative_to(templates).as_posix() for path in templates.rglob("*") if path.is_file()}
    source = "".join((templates / name).read_text() for name in names)
    named = set(re.findall(r'{% (?:extends|include|from) "([^"]+)"', source))
    assert names == named | {"leaflet.html", "bundle.html", "partials/bound.html"}


def test_every_token_is_used_and_every_used_token_is_there() -> None:
    css = "".join(path.read_text() for path in STYLES.glob("*.css"))
    defined = set(re.findall(r"^\s*(--[\w-]+):", css, re.MULTILINE))
    running = (built_in("templates") / "partials" / "running.css").read_text()
    used = set(re.findall(r"var\((--[\w-]+)", css + running))
    assert used <= defined
    assert defined - used <= {"--size-running"}


def test_every_typeface_is_a_file_of_the_program_with_its_licence_beside_it() -> None:
    sheets = [STYLES / "fonts.css", *(STYLES / "scripts").glob("*.css")]
    css = "".join(path.read_text() for path in sheets).replace("../fonts/", "fonts/")
    for url in re.findall(r'url\("([^"]+)"\)', css):
        assert (STYLES / url).is_file()
    families = set(re.findall(r'font-family: "([^"]+)"', css))
    assert all(family.startswith("Handouts ") for family in families)
    licences = {path.name for path in (STYLES / "fonts").glob("LICENSE-*.txt")}
    assert licences == {
        "LICENSE-AtkinsonHyperlegibleNext.txt",
        "LICENSE-NotoEmoji.txt",
        "LICENSE-NotoSans.txt",
        "LICENSE-NotoSansSC.txt",
    }
    assert {path.stem.rpartition("-")[0] for path in (STYLES / "fonts").glob("*-*.ttf")} <= set(
        re.findall(r"fonts/([A-Za-z0-9]+)-", css)
    )


def test_colours_have_a_contrast_of_7_to_1_on_white_and_on_the_tint() -> None:
    tokens = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", (STYLES / "tokens.css").read_text()))
    for name in ("--ink", "--accent", "--alarm"):
        for ground in ("#ffffff", tokens["--tint"]):
            assert contrast(tokens[name], ground) >= 7, (name, ground)
    for path in STYLES.glob("*.css"):
        for colour in re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", path.read_text()):
            assert contrast(colour, "#ffffff") >= 7, (path.name, colour)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ---- A library's own


def test_a_library_without_templates_and_styles_has_the_shipped_ones(tmp_path: Path) -> None:
    assert Theme.of(tmp_path) == SHIPPED


def test_one_stylesheet_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "masthead.css").write_text("h1 { color: black }")
    found = {path.name: path for path in Theme.of(tmp_path).stylesheets()}
    assert found["masthead.css"] == tmp_path / "styles" / "masthead.css"
    assert found["page.css"] == STYLES / "page.css"
    assert list(found) == [path.name for path in SHIPPED.stylesheets()]


def test_a_library_s_token_reaches_the_paper_and_the_screen(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "styles/tokens.css": ":root { --size-body: 15pt; }"})
    assert not made.export().found
    leaflet = Facts(made.pdf())
    (piece,) = leaflet.pieces_of(leaflet.find("Text.", "P"))
    assert piece.size == pytest.approx(15, abs=0.01)
    assert "--size-body: 15pt" in made.html().read_text()


def test_a_library_s_own_rules_come_last_on_paper_and_on_screen(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "styles/library.css": "main p { font-size: 20pt }"})
    assert not made.export().found
    leaflet = Facts(made.pdf())
    assert leaflet.pieces_of(leaflet.find("Text.", "P"))[0].size == pytest.approx(20, abs=0.01)
    html = made.html().read_text()
    assert html.index("main p { font-size: 20pt }") > html.index("--size-body:")


def test_one_template_is_replaced_and_the_others_stay(shelf: MakeShelf) -> None:
    own = "<footer class='colophon'><p>Ours: {{ guide.title }}</p></footer>"
    made = shelf({"asthma.md": guide("Text."), "templates/partials/colophon.html": own})
    assert not made.export().found
    html = made.html().read_text()
    assert "<p>Ours: Asthma</p>" in html
    assert "Last reviewed" not in html
    assert "Scan to read online" in html


def test_a_template_that_was_changed_is_another_one_in_the_same_process(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "templates/partials/colophon.html": "<footer>First</footer>"})
    assert not made.export().found
    (made.root / "templates/partials/colophon.html").write_text("<footer>Second</footer>")
    assert not made.export().found
    assert "<footer>Second</footer>" in made.html().read_text()


@pytest.mark.parametrize(
    ("name", "template", "place"),
    [
        ("leaflet.html", "one\n{% if %}", "leaflet.html:2"),
        ("leaflet.html", "{{ guide.tittle }}", "leaflet.html:1"),
        ("leaflet.html", "\n\n{{ 1 / 0 }}", "leaflet.html:3"),
        ("leaflet.html", '{% include "no.html" %}', "no.html"),
        ("partials/colophon.html", "one\n\n{{ nobody }}", "partials/colophon.html:3"),
        ("partials/section.html", "{% endfor %}", "partials/section.html:1"),
        ("partials/section.html", "{{ section.blocks | nofilter }}", "partials/section.html:1"),
        ("base.html", "{{ guide.title.nothing() }}", "base.html:1"),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(
    shelf: MakeShelf, name: str, template: str, place: str
) -> None:
    made = shelf({"asthma.md": guide("Text."), f"templates/{name}": template})
    with pytest.raises(SettingsError) as failed:
        made.export()
    assert f"templates/{place}" in str(failed.value)
    assert not made.pdf().exists()
    assert not made.html().exists()


def test_a_template_that_is_no_text_is_named(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "templates/partials/qr.html": b"\xff\xfe"})
    with pytest.raises(SettingsError, match="utf-8"):
        made.export()


def test_a_stylesheet_that_is_no_css_is_reported_and_the_leaflet_is_made(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "styles/library.css": "this is { not css"})
    report = made.export()
    assert [one.code for one in report.diagnostics if one.path.endswith("library.css")] == ["stylesheet"]
    assert made.pdf().exists()


def test_what_was_said_of_a_stylesheet_stays_until_pages_are_laid_out_with_it_again(shelf: MakeShelf) -> None:
    bad = "this is { not css"
    made = shelf({"asthma.md": guide("Text."), "styles/library.css": bad, "styles/editions/mono.css": bad})

    def warned(**options: Any) -> set[str]:
        said = made.export(**options).diagnostics
        written = {one["path"] for one in made.manifest["diagnostics"] if one["code"] == "stylesheet"}
        assert written == {one.path for one in said if one.code == "stylesheet"}
        return {Path(one).name for one in written}

    assert warned(editions=["mono"]) == {"library.css", "mono.css"}
    assert warned(html_only=True) == {"library.css", "mono.css"}  # made anew, but no page was laid out
    assert warned() == {"library.css", "mono.css"}  # nothing was printed in black and white
    (made.root / "styles/library.css").write_text("p { color: black }")
    assert warned(html_only=True) == {"library.css", "mono.css"}
    assert warned() == {"mono.css"}
    (made.root / "styles/editions/mono.css").unlink()
    assert warned(editions=["mono"]) == set()


def test_a_template_can_not_read_beside_its_folder(shelf: MakeShelf, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret")
    made = shelf({"asthma.md": guide("Text."), "templates/leaflet.html": '{% include "../../secret.html" %}'})
    with pytest.raises(SettingsError):
        made.export()


# ---- The page that carries its styles


def test_the_standalone_page_holds_styles_and_fonts() -> None:
    page = body("Text.").html.standalone(SHIPPED)
    assert page.count("data:font/woff2;base64,") == 2
    assert 'url("fonts/' not in page
    assert page.count("</head>") == 1
    assert len(page) < 150_000


def test_what_the_document_says_of_itself_comes_after_the_theme() -> None:
    page = body("Text.").html.standalone(SHIPPED)
    assert page.index("Page ") > page.index("--size-body")


def test_what_a_library_s_styles_name_is_carried_in_the_page(shelf: MakeShelf) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    css = (
        "h1 { background: url(logo.svg) } h2 { background: url('a%20b.svg') no-repeat }"
        '@font-face { font-family: Own; src: url("fonts/Own.ttf") }'
        " .category { background: url(../../secret.svg), url(nowhere.png) }"
    )
    font = (SHIPPED.fonts / "NotoSansMath.ttf").read_bytes()
    names = {"styles/logo.svg": svg, "styles/a b.svg": svg, "styles/fonts/Own.ttf": font, "../secret.svg": svg}
    made = shelf({"asthma.md": guide("## One\n\nText."), "styles/library.css": css, **names})
    made.export(html_only=True)
    page = made.html().read_text()
    assert page.count("data:image/svg+xml;base64,") == 2
    assert page.count("data:font/ttf;base64,") == 1
    assert not re.findall(r"url\((?![\"']?data:)[^)]*\)", page)
