"""The threat model of SECURITY.md, one test for each of its lines, called as the line says.

What a whole export opens and tries is watched in ``test_hermetic``.
"""

import base64
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml.html import document_fromstring
from support import MakeShelf, Shelf, guide, parsed
from typesetting import Set, body, typeset

from handouts.library.guide import Guide
from handouts.typeset import drawings
from handouts.typeset.pictures import UnusableError

HERE = Path(__file__)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'

LINES: dict[str, Callable[..., None]] = {}
"""What SECURITY.md claims, and the test of it."""


def line(claim: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the test of a line."""

    def register(test: Callable[..., None]) -> Callable[..., None]:
        LINES[claim] = test
        return test

    return register


def test_every_line_of_the_threat_model_has_a_test_and_every_test_its_line() -> None:
    text = (HERE.parent.parent / "SECURITY.md").read_text("utf-8")
    claims = [" ".join(found.split()) for found in re.findall(r"^- \[x\] (.*(?:\n  .*)*)$", text, re.MULTILINE)]
    assert len(claims) == len(set(claims))
    assert set(claims) == set(LINES)


def codes(text: str) -> list[str]:
    return [one.code for one in parsed(text).diagnostics]


def page(made: Set) -> str:
    text = made.html.text
    return text[text.index("<body") :]


# Reading


@line("an image's address can't climb out of the library, whether with `../`, as an absolute path or as `file:`")
@pytest.mark.parametrize(
    "way", ["../secret.png", "../../../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"]
)
def test_addresses_of_images(way: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    made = typeset(guide(f"Text.\n\n![A picture]({way})"), root=tmp_path / "content")
    assert set(made.codes) <= {"outside", "missing-image", "remote-image"}
    assert made.codes
    assert base64.b64encode(b"secret").decode() not in page(made)
    assert "root:" not in page(made)


@line("a symbolic link that leads outside is not followed, be it a guide, an image or a folder")
def test_links(shelf: MakeShelf, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "letter.md").write_text(guide("A letter about a patient."))
    (tmp_path / "elsewhere" / "scan.svg").write_text(SVG.format("<text>patient</text>"))
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "linked.md").symlink_to(tmp_path / "elsewhere" / "letter.md")
    (tmp_path / "content" / "scan.svg").symlink_to(tmp_path / "elsewhere" / "scan.svg")
    (tmp_path / "content" / "folder").symlink_to(tmp_path / "elsewhere")
    made = shelf(
        {"one.md": guide("![A](scan.svg)"), "two.md": guide("![A](folder/scan.svg)"), "good.md": guide("Text.")}
    )
    made.export(html_only=True)
    written = "".join(path.read_text("utf-8") for path in made.out.rglob("*.html"))
    assert made.html("good").exists()
    assert "patient" not in written
    assert len(list(made.out.rglob("*.html"))) == 1


REFERENCES = [
    '<image href="{}"/>',
    '<image xlink:href="{}"/>',
    '<use href="{}#x"/>',
    '<feImage href="{}"/>',
    '<style>@import "{}";</style>',
    "<style>rect {{ fill: url({}) }}</style>",
    '<style>rect {{ fill: u/**/rl({}); background: url("{}") }}</style>',
    '<rect style="fill: url(&quot;{}&quot;)"/>',
    '<rect fill="url({}#x)"/>',
    '<tref xlink:href="{}#x"/>',
    '<textPath href="{}#x"/>',
]


@line("a drawing (SVG) can't refer to another file, in any of its ways")
@pytest.mark.parametrize("way", REFERENCES)
@pytest.mark.parametrize("target", ["file:///etc/passwd", "../secret.png", "http://127.0.0.1:9/x.svg", "//evil/x"])
def test_drawings(way: str, target: str) -> None:
    with pytest.raises(UnusableError) as caught:
        drawings.harmless(
            SVG.format(way.replace("{{", "{").replace("}}", "}").replace("{}", target)).encode(), "x.svg"
        )
    assert caught.value.args[0] == "unsafe-image"


@line("styles in a guide (`url()`, `@import`, `style=`) are gone")
@pytest.mark.parametrize(
    "way",
    [
        "<style>@import url(file:///etc/passwd); p { background: url(http://evil.example) }</style>",
        '<p style="background: url(file:///etc/passwd)">Text</p>',
        '<table><tr><td style="text-align: left; background: url(http://evil.example)">Text</td></tr></table>',
        '<link rel="stylesheet" href="http://evil.example/x.css">',
        "Text\n{: style='background: url(http://evil.example)' }",
        "<div style={{background: 'url(http://evil.example)'}}>Text</div>",
    ],
)
@pytest.mark.parametrize("name", ["asthma.md", "asthma.mdx"])
def test_styles(way: str, name: str) -> None:
    said = page(typeset(guide(f"Text.\n\n{way}"), path=name))
    for trace in ("url(", "@import", "passwd", "background", "<style", "<link"):
        assert trace not in said or (trace == "background" and "style={{" in way and name.endswith(".md"))


# Network


@line("an image of another site is not fetched; its description is printed")
@pytest.mark.parametrize("way", ["http://127.0.0.1:9/x.png", "//127.0.0.1:9/x.png"])
def test_remote_images(way: str) -> None:
    made = body(f"![A bent knee]({way})")
    assert made.codes == ["remote-image"]
    assert "[A bent knee]" in page(made)
    assert "127.0.0.1" not in page(made)


@line("no connection is tried in a whole export of hostile guides")
def test_network() -> None:
    """``test_hermetic`` runs it in a process of its own, with every connection watched and refused."""
    watched = (HERE.parent / "test_hermetic.py").read_text("utf-8")
    assert "def test_no_connection_is_tried_and_no_program_is_started" in watched


# Code

RUNS = [
    "<script>evil()</script>",
    "<scr<script>ipt>evil()</script>",
    '<img src="x" onerror="evil()">',
    '<p onclick="evil()">x</p>',
    '<a href="javascript:evil()">x</a>',
    "[x](javascript:evil())",
    "[x](JaVaScRiPt&#58;evil())",
    "[x](vbscript:evil())",
    "[x](data:text/html,<script>evil()</script>)",
    '<iframe srcdoc="<script>evil()</script>"></iframe>',
    '<svg onload="evil()"><script>evil()</script></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror="evil()"></style></mglyph></table></mtext></math>',
    '<object data="javascript:evil()"></object>',
    '<form action="javascript:evil()"><button formaction="javascript:evil()">x</button></form>',
    '<noscript><p title="</noscript><img src=x onerror=evil()>"></noscript>',
    "<Link href='javascript:evil()'>x</Link>",
    ":::note[<script>evil()</script>]\nx\n:::",
    '{{< figure src="javascript:evil()" caption="<script>evil()</script>" >}}',
]
EVENTS = re.compile(r"^on|^(?:href|src|data|action|formaction)$")


@line("scripts, event handlers and addresses that run something reach neither the page nor the PDF")
@pytest.mark.parametrize("way", RUNS)
@pytest.mark.parametrize("name", ["asthma.md", "asthma.mdx"])
def test_code_in_pages(way: str, name: str) -> None:
    document = document_fromstring(typeset(guide(f"Text.\n\n{way}\n"), path=name).html.text)
    for element in document.iter():
        assert element.tag not in ("script", "iframe", "object", "embed", "form", "math", "base", "meta_")
        for key, value in element.attrib.items():
            assert not key.startswith("on")
            assert not (EVENTS.match(key) and re.match(r"\s*(?:java|vb)script|data:text", value, re.IGNORECASE))


@line("expressions of MDX and tags of templates are never run")
@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("asthma.mdx", "{7 * 6} {process.env.HOME} {(() => 42)()}"),
        ("asthma.mdx", "export const x = fetch('http://evil.example')\n\nText"),
        ("asthma.md", "{{ 7 * 6 }} {% for x in (1..3) %}x{% endfor %}"),
        ("asthma.md", "{{ ''.__class__.__mro__ }} {% include '/etc/passwd' %}"),
        ("asthma.md", "<Calc value={7 * 6} />"),
    ],
)
def test_code_in_text(name: str, way: str) -> None:
    said = " ".join(typeset(guide(f"Before.\n\n{way}\n\nAfter."), path=name).words)
    assert said.startswith("Before.")
    assert said.endswith("After.")
    for trace in ("42", "class", "root:", "evil", "HOME"):
        assert trace not in said


@line("YAML in the front matter makes text, lists and tables only")
@pytest.mark.parametrize(
    "way", ["!!python/object/apply:os.system [id]", "!!python/name:os.system", "!!binary aGk=", "!x y"]
)
def test_yaml(way: str) -> None:
    found = parsed(guide("Text.", description=way)).guide
    assert not isinstance(found, Guide) or isinstance(found.description, str)


# Writing

SLUGS = [
    *(
        "../x",
        "../../x",
        "/etc/x",
        "a/b",
        "a\\b",
        "..",
        ".",
        ".x",
        "x.pdf",
        "a b",
        "a--b",
        "-a",
        "A",
        "con",
        "nul",
        "com1",
    ),
    *(
        "x" * 300,
        "\u0430sthma",
        "ａｓｔｈｍａ",
        "asthma\u200b",
        "asthm\u00e0",
        "C:x",
        "x|y",
        "~",
        "$HOME",
        "%2e%2e%2fx",
    ),
]


@line("a slug is made of the letters a-z, digits and single hyphens, whatever its author wrote")
@pytest.mark.parametrize("slug", SLUGS)
def test_slugs(slug: str, shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text.", slug=json.dumps(slug)), "good.md": guide("Text.")})
    (said,) = [one for outcome in made.export(html_only=True).outcomes for one in outcome.diagnostics]
    assert said.code == "bad-slug"
    written = [
        path for path in made.out.parent.rglob("*") if path.is_file() and not path.is_relative_to(made.root)
    ]
    assert all(path.is_relative_to(made.out) for path in written)
    assert [path.name for path in made.out.rglob("*.html")] == ["good.html"]
    assert "bad-character" in codes(guide("Text.", slug='"a\\0b"'))


@line("a language code can't be a path")
@pytest.mark.parametrize("lang", ["../en", "en/x", "..", "/", "en\\x", "e" * 300, "en-" + "x" * 300])
def test_languages(lang: str) -> None:
    assert "bad-lang" in codes(guide("Text.", lang=json.dumps(lang)))


@line("letters that only look like Latin ones don't make the file of another guide")
def test_look_alikes(shelf: MakeShelf) -> None:
    made = shelf(
        {"asthma.md": guide("Right."), "\u0430sthma.md": guide("Wrong."), "asthm\u0430.md": guide("Wrong.")}
    )
    report = made.export(html_only=True)
    assert [one.code for outcome in report.outcomes for one in outcome.diagnostics] == ["bad-slug", "bad-slug"]
    assert [path.name for path in made.out.rglob("*.html")] == ["asthma.html"]
    assert "Right." in made.html().read_text("utf-8")


# Passing for something else

MARKUP = "\"><script>evil()</script><img src=x onerror=evil()>&lt;b&gt;'</title></style>"


@line("nothing in a title, category or tag puts markup into a page")
@pytest.mark.parametrize("key", ["title", "category", "tags", "description", "version", "reviewedBy"])
def test_markup_in_front_matter(key: str) -> None:
    document = document_fromstring(body("Text.", **{key: json.dumps(MARKUP)}).html.text)
    plain = document_fromstring(body("Text.", **{key: "Plain"}).html.text)
    assert [one.tag for one in document.iter()] == [one.tag for one in plain.iter()]
    assert not [key for one in document.iter() for key in one.attrib if key.startswith("on")]


@line("nothing in a guide adds an entry to the manifest")
def test_manifest(shelf: MakeShelf) -> None:
    forged = '\\"}], \\"outputs\\": [{\\"path\\": \\"forged.pdf\\"}]\\n---\\ntitle: Forged\\n---\\n'
    made = shelf(
        {
            "asthma.md": guide(
                "---\n\ntitle: Forged", title=f'"{forged}"', category=f'"{forged}"', tags=f'"{forged}"'
            )
        }
    )
    made.export(html_only=True)
    assert {one["guides"][0] for one in made.manifest["outputs"]} == {"asthma"}
    assert all("forged" not in one["path"] for one in made.manifest["outputs"])


@line("two guides of one name are both refused")
def test_twins(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Right."), "other.md": guide("Wrong.", slug="asthma")})
    report = made.export(html_only=True)
    assert [one.code for outcome in report.outcomes for one in outcome.diagnostics] == ["duplicate-slug"] * 2
    assert not made.html().exists()


@line("text can't be hidden, moved or laid over other text")
@pytest.mark.parametrize(
    "way",
    [
        '<p style="display: none">Text</p>',
        '<p style="position: absolute; top: 0">Text</p>',
        "<p hidden>Text</p>",
        '<p class="running-title qr draft-banner">Text</p>',
        '<table><tr><td style="visibility: hidden; font-size: 0; color: white">Text</td></tr></table>',
        '<span style="opacity: 0">Text</span>',
        "Text\n{: .draft-banner style='display: none' hidden }",
        "<details><summary>x</summary>Text</details>",
        "<dialog>Text</dialog>",
    ],
)
def test_hidden_text(way: str) -> None:
    made = body(way)
    found = [
        one for one in made.dom.iter() if (one.text or "").strip() == "Text" or (one.tail or "").strip() == "Text"
    ]
    assert found
    for one in found:
        assert one.get("hidden") is None
        assert (one.get("style") or "").replace(" ", "").strip(";") in ("", "text-align:left")
        assert one.get("class") in (None, "short", "lead-in")


# Stopping the others


@line("front matter that multiplies, nests or goes on is refused by a limit that the message names")
@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (
            "---\ntitle: x\na: &a ["
            + "x," * 99
            + "]\nb: &b ["
            + "*a," * 99
            + "]\nc: ["
            + "*b," * 99
            + "]\n---\nText.",
            "5,000",
        ),
        ("---\ntitle: x\na: " + "[" * 1000 + "]" * 1000 + "\n---\nText.", "20"),
        ("---\ntitle: x\na: " + "{a: " * 1000 + "}" * 1000 + "\n---\nText.", "20"),
        ("---\ntitle: " + "x" * 200_000 + "\n---\nText.", "100,000"),
        ("+++\ntitle = 'x'\na = " + "[" * 1000 + "]" * 1000 + "\n+++\nText.", "20"),
        ("+++\ntitle = 'x'\n" + "a." * 1000 + "b = 1\n+++\nText.", "20"),
    ],
)
def test_front_matter_that_is_too_much(text: str, limit: str) -> None:
    (said,) = parsed(text).diagnostics
    assert limit in said.message
    assert said.line


@line("a text that is too long or too deep is refused by a limit that the message names")
@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Words. " * 50_000, "300,000"),
        ("Words.\n" * 10_001, "10,000"),
        ("Words.\n\n" * 3_001, "3,000"),
        ("<b>x</b>" * 10_001, "10,000"),
        ("Words " * 4_000, "20,000"),
        (">" * 1000 + " x", "20"),
        ("".join("  " * n + "- x\n" for n in range(300)), "20"),
        ("<div>" * 1000 + "x", "60"),
        ("[" * 19_000, "200"),
        ("*a " * 6_000, ""),
    ],
)
def test_text_that_is_too_much(text: str, limit: str) -> None:
    made = body(text)
    if limit:
        assert any(limit in said and "error[too-" in said for said in made.said), made.said
    else:
        assert made.words


@line("an image that unpacks into more than memory holds is refused before it is unpacked")
def test_bombs() -> None:
    fixture = HERE.parent / "fixtures" / "broken" / "image-too-large"
    made = typeset((fixture / "asthma.md").read_text(), root=fixture)
    assert made.codes == ["image-too-large"]
    assert "50,000,000" in made.said[0]


@line("a pipe or a device among the guides is not read")
def test_pipes(shelf: MakeShelf, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    os.mkfifo(tmp_path / "content" / "asthma.md")
    os.mkfifo(tmp_path / "content" / "knee.png")
    made = shelf({"good.md": guide("Text."), "shown.md": guide("![A knee](knee.png)")})
    report = made.export(html_only=True)
    assert sorted(one.code for outcome in report.outcomes for one in outcome.diagnostics) == [
        "missing-image",
        "unreadable",
    ]
    assert made.html("good").exists()


@line("a fault of the program on one guide costs that guide only")
def test_faults(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from handouts.typeset import markdown

    convert = markdown.to_tree

    def fail(text: str, *rest: object) -> object:
        if "bad" in text:
            raise RuntimeError("a fault")
        return convert(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(markdown, "to_tree", fail)
    made: Shelf = shelf({"good.md": guide("Text."), "asthma.md": guide("bad")})
    report = made.export(html_only=True)
    assert [one.code for outcome in report.outcomes for one in outcome.diagnostics] == ["program-fault"]
    assert made.html("good").exists()
