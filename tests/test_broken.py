"""Broken guides, one fault each, and exactly what an author reads about it.

``fixtures/broken/`` holds a guide ``NAME.md``, or a library ``NAME/`` where one file does not show the fault;
``NAME.expected.txt`` holds the messages. ``HANDOUTS_UPDATE_GOLDEN=1`` writes these: read the diff as the author
of the guide would. What can't stand in a file of a repository is made in the tests below.
"""

import ast
import os
import re
import shutil
from pathlib import Path

import pytest
from support import LIBRARY_TOML, MakeShelf, Shelf, guide

import handouts
from handouts.diagnostics import Diagnostic, has_errors
from handouts.library.reader import MAX_GUIDE_BYTES

BROKEN = Path(__file__).parent / "fixtures" / "broken"
NAMES = sorted(path.name.removesuffix(".expected.txt") for path in BROKEN.glob("*.expected.txt"))

MADE_IN_TESTS = {"outside", "too-large", "unreadable", "bad-encoding", "overdue", "too-early"}
MADE_IN_TESTS |= {"expired", "not-public"}  # the first as the two above, the second in test_fields
MADE_IN_TESTS |= {"nothing-to-print", "no-room", "too-long", "hidden-red-flags", "cut-off"}
"""Below, in test_governance, which knows what day it is, and in test_press and test_fitting, which print pages."""


def said_about(root: Path) -> list[Diagnostic]:
    """Export a library as HTML into ``out`` and give what is said about its guides."""
    report = Shelf(root, Path("out")).export(html_only=True)
    return [one for outcome in report.outcomes for one in outcome.diagnostics]


def written() -> list[Path]:
    return list(Path("out").rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_guide_is_told_what_is_wrong_and_where(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    root = Path("content")
    if (BROKEN / name).is_dir():
        shutil.copytree(BROKEN / name, root)
    else:
        root.mkdir()
        (source,) = BROKEN.glob(f"{name}.md*")
        shutil.copy(source, root)
    (root / "library.toml").write_text(LIBRARY_TOML)

    found = said_about(root)

    said = "".join(f"{one}\n" for one in found)
    expected = BROKEN / f"{name}.expected.txt"
    if os.environ.get("HANDOUTS_UPDATE_GOLDEN"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    assert said
    assert bool(written()) is not has_errors(found), (
        "an error keeps a guide from being published, a warning does not"
    )


def test_every_broken_guide_has_its_expected_messages() -> None:
    files = {re.sub(r"\.mdx?$", "", path.name) for path in BROKEN.iterdir() if not path.name.endswith(".txt")}
    assert files == set(NAMES)


def test_every_diagnostic_code_has_a_broken_guide() -> None:
    shown = set(re.findall(r"\[([a-z-]+)\]: ", "".join(path.read_text("utf-8") for path in BROKEN.glob("*.txt"))))
    assert codes_in_the_program() == shown | MADE_IN_TESTS


def codes_in_the_program() -> set[str]:
    """Find the first arguments of everything that makes a diagnostic about a guide's text.

    What is said of a whole library and by the layout engine is shown by the tests of these.
    """
    makers = {"error", "warning", "note", "BadValueError", "_UnreadableError", "UnusableError", "_refuse"}
    codes = set()
    package = Path(handouts.__path__[0])
    for path in {*package.glob("library/*.py"), *package.glob("typeset/**/*.py")} - {
        package / "typeset" / "layout.py",
        package / "typeset" / "complaints.py",
    }:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                codes |= {str(node.args[0].value)} if called in makers else set()
    codes = {one for one in codes if re.fullmatch("[a-z-]+", one)}  # and not what is logged
    return codes - {"guide"}  # library._refuse raises a UsageError for a kind of name


@pytest.fixture
def told(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Told":
    """Give a function that makes a library and gives what is said about it."""
    monkeypatch.chdir(tmp_path)
    return Told(shelf)


class Told:
    def __init__(self, shelf: MakeShelf) -> None:
        self.shelf = shelf

    def about(self, files: dict[str, str | bytes]) -> str:
        """Say what is wrong with files of a library; the good guide beside them is always made."""
        made = self.shelf({"good.md": guide("Keep your inhaler with you."), **files})
        said = said_about(Path("content"))
        assert made.html("good").exists()
        return "\n".join(map(str, said))


def test_a_file_in_another_encoding_is_shown_where_it_begins(told: Told) -> None:
    latin = "---\ntitle: Asthma\n---\nKeep your café card.\n".encode("latin-1")
    assert told.about({"asthma.md": latin}) == (
        "content/asthma.md:4:14: error[bad-encoding]: from byte 35 on (0xE9) the file is not in UTF-8 "
        "hint: save the file again with the encoding UTF-8"
    )


def test_the_place_of_a_bad_byte_counts_characters_not_bytes(told: Told) -> None:
    said = told.about({"asthma.md": "# Zażółć".encode() + b"\xff"})
    assert said.startswith("content/asthma.md:1:9: error[bad-encoding]")


def test_utf_16_is_another_encoding(told: Told) -> None:
    said = told.about({"asthma.md": guide("Keep your inhaler.").encode("utf-16")})
    assert said.startswith("content/asthma.md:1:1: error[bad-encoding]")


def test_a_file_that_is_too_large_is_not_read(told: Told) -> None:
    assert told.about({"asthma.md": b"x" * (MAX_GUIDE_BYTES + 1)}) == (
        "content/asthma.md: error[too-large]: the file has 1,000,001 bytes; the limit is 1,000,000 "
        "hint: make several guides of it"
    )


def test_a_link_out_of_the_library_is_not_followed(told: Told, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(guide("A letter about a patient."))
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "asthma.md").symlink_to(tmp_path / "secret.md")
    assert told.about({}) == (
        "content/asthma.md: error[outside]: this is a link to a file outside the library "
        "hint: put the file itself into the folder"
    )
    assert "patient" not in "".join(path.read_text("utf-8") for path in written())


def test_a_link_inside_the_library_is_a_guide_like_any_other(told: Told, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "other.md").symlink_to("good.md")
    assert told.about({}) == ""


@pytest.mark.parametrize(
    ("target", "why"),
    [("gone.md", "No such file or directory"), ("asthma.md", "Too many levels of symbolic links")],
    ids=["a link to nothing", "a link to itself"],
)
def test_a_link_that_leads_nowhere_is_reported(told: Told, tmp_path: Path, target: str, why: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "asthma.md").symlink_to(target)
    assert told.about({}) == (
        f"content/asthma.md: error[unreadable]: the file can't be read: {why} "
        "hint: see whether you can open it yourself"
    )


def test_a_pipe_among_the_guides_is_not_waited_for(told: Told, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    os.mkfifo(tmp_path / "content" / "asthma.md")
    assert told.about({}) == (
        "content/asthma.md: error[unreadable]: this is not an ordinary file hint: remove it from the library"
    )


def test_an_image_outside_the_library_is_not_shown(told: Told, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    said = told.about({"asthma.md": guide("![A scan](../secret.svg)")})
    assert said == (
        "content/asthma.md:6:11: error[outside]: the image '../secret.svg' lies outside the library "
        "hint: copy it into the library's folder images/"
    )


def test_a_control_character_in_the_front_matter_is_shown_where_it_stands(told: Told) -> None:
    assert told.about({"asthma.md": "---\ntitle: Asthma\ndescription: Breathing\x92s end\n---\nText.\n"}) == (
        "content/asthma.md:3:23: error[bad-character]: an invisible control character (U+0092) stands here "
        "hint: delete the text around it and type it anew"
    )


def test_a_control_character_in_the_text_is_shown_where_it_first_stands(told: Told) -> None:
    said = told.about({"asthma.md": guide("Don\x92t wait.\n\nDon\x92t smoke.\0")})
    assert [line.split(" hint")[0] for line in said.splitlines()] == [
        "content/asthma.md:6:4: error[bad-character]: an invisible control character (U+0092) stands here",
        "content/asthma.md:8:13: error[bad-character]: an invisible control character (U+0000) stands here",
    ]


def test_a_control_character_in_a_heading_that_is_the_title_is_shown(told: Told) -> None:
    assert told.about({"asthma.md": "# Asthma\x07\n\nText.\n"}).startswith("content/asthma.md:1:9: error[bad-char")


def test_the_soft_line_ends_and_page_breaks_of_a_word_processor_are_blanks(told: Told) -> None:
    assert told.about({"asthma.md": guide("Keep well,\vand\ftake care.", description="Breathe\vwell")}) == ""
    assert "Keep well, and take care." in Path("out/html/en/asthma.html").read_text("utf-8")


def test_a_file_name_without_latin_letters_asks_for_a_slug(told: Told) -> None:
    assert told.about({"астма.md": "# Астма\n\nВозьмите ингалятор.\n"}) == (
        "content/астма.md:1:1: error[bad-slug]: this file's name has 'астм' in it, which has no place in files "
        "and addresses hint: write slug: with the letters a-z, or rename the file"
    )


def test_a_letter_that_only_looks_like_a_latin_one_does_not_vanish_from_a_name(told: Told) -> None:
    said = told.about({"\u0430sthma.md": "# Asthma\n\nKeep your inhaler.\n"})
    assert said.startswith("content/\u0430sthma.md:1:1: error[bad-slug]: this file's name has '\u0430' in it")


def test_a_front_matter_of_fifty_megabytes_is_refused_by_its_size(told: Told) -> None:
    said = told.about({"asthma.md": b"---\ntitle: " + b"x" * 50_000_000 + b"\n---\n"})
    assert said.startswith(
        "content/asthma.md: error[too-large]: the file has 50,000,016 bytes; the limit is 1,000,000"
    )


def test_a_front_matter_that_is_longer_than_any_is_refused(told: Told) -> None:
    said = told.about({"asthma.md": "---\ntitle: " + "x" * 100_000 + "\n---\nText.\n"})
    assert said == (
        "content/asthma.md:2:1: error[front-matter-too-large]: the front matter has 100,007 characters; the limit "
        "is 100,000 hint: put a line of three hyphens (---) between the front matter and the text"
    )


def test_a_file_name_that_is_not_text_is_still_reported(told: Told, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    try:
        Path(os.fsdecode(bytes(tmp_path / "content") + b"/asthma\xff.md")).write_text("---\ntitle:\n---\nText.\n")
    except OSError:
        pytest.skip("this file system has no such names")
    said = told.about({})
    assert said.startswith("content/asthma?.md:2:7: error[empty-title]: title is empty")
