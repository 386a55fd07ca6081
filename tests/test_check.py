"""``handouts check``: what is said about each fault, with its line, and what the command answers.

``fixtures/check/`` holds a guide ``NAME.md``, or the guides of a library ``NAME/``; ``NAME.expected.txt`` is what
its author reads. ``HANDOUTS_UPDATE_GOLDEN=1`` writes these: read the diff as that author would.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from support import LIBRARY_TOML, TODAY, MakeShelf, Shelf, guide

import handouts
from handouts.check import explain
from handouts.check.check import check
from handouts.cli import run
from handouts.library.library import Selection
from handouts.library.reader import load

FIXTURES = Path(__file__).parent / "fixtures" / "check"
NAMES = sorted(path.name.removesuffix(".expected.txt") for path in FIXTURES.glob("*.expected.txt"))
SETTINGS = LIBRARY_TOML.replace("hillstreet.example", "hillstreet.org") + 'categories = ["Breathing"]\n'


class Said(NamedTuple):
    code: int
    out: str
    err: str


Check = Callable[..., Said]


@pytest.fixture
def checked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    """Give the command as a function, standing beside a folder ``content``; it is 24 November 2026."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Said:
        code = run(["check", "--today", str(TODAY), *arguments])
        return Said(code, *capsys.readouterr())

    return call


def library(name: str) -> None:
    """Make the library of a fixture in the folder ``content``."""
    root = Path("content")
    if (FIXTURES / name).is_dir():
        shutil.copytree(FIXTURES / name, root)
    else:
        root.mkdir()
        shutil.copy(FIXTURES / f"{name}.md", root)
    own = root / "library.toml"  # what a fixture's settings say follows what those of all say
    own.write_text(SETTINGS + (own.read_text("utf-8") if own.exists() else ""), "utf-8")


def names_of(said: Said) -> list[str]:
    return re.findall(r": (?:error|warning|note)\[([a-z-]+)\]: ", said.out)


# ---- Each fault


@pytest.mark.parametrize("name", NAMES)
def test_an_author_reads_what_is_wrong_where_why_and_what_to_do(name: str, checked: Check) -> None:
    library(name)
    said = checked().out.replace(f"{Path.cwd()}/", "")  # settings are named by their whole path
    expected = FIXTURES / f"{name}.expected.txt"
    if os.environ.get("HANDOUTS_UPDATE_GOLDEN"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")


def test_every_fixture_has_its_expected_words() -> None:
    files = {path.name.removesuffix(".md") for path in FIXTURES.iterdir() if not path.name.endswith(".txt")}
    assert files == set(NAMES)


def test_every_fault_that_only_a_check_finds_has_a_fixture() -> None:
    shown = set(re.findall(r"\[([a-z-]+)\]: ", "".join(one.read_text("utf-8") for one in FIXTURES.glob("*.txt"))))
    own = codes_in(Path(handouts.__path__[0]) / "check") - {"program-fault", "no-base-url", "placeholder"}
    assert own | {"overdue", "too-early"} <= shown


# ---- Every code of the program is explained

MAKERS = {"error": 0, "Fault": 0, "warning": 0, "note": 0, "say": 0, "_refuse": 0, "failed": 1}
"""What makes a diagnostic, and which of its arguments is the code. So do exceptions."""


def codes_in(folder: Path) -> set[str]:
    """Find every code that the modules of a folder can give a diagnostic."""
    codes = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                at = MAKERS.get(called, 0 if called.endswith("Error") else None)
                if at is not None and len(node.args) > at and _is_code(node.args[at]):
                    codes.add(ast.literal_eval(node.args[at]))
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id == "_CODES":
                    codes |= {ast.literal_eval(value) for value in node.value.values}
    return codes


def _is_code(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and bool(re.fullmatch(r"[a-z]+(-[a-z]+)*", str(node.value)))


NO_CODES = {"guide"}
"""Words that stand where codes do: kinds of name that a command is given."""


def test_every_code_of_the_program_is_explained_and_no_other() -> None:
    """Where this fails, write ``handouts/check/codes/<code>.md``: what it is, why it matters, how to mend it."""
    assert codes_in(Path(handouts.__path__[0])) - NO_CODES == set(explain.codes())


@pytest.mark.parametrize("code", explain.codes())
def test_an_explanation_says_what_why_and_how_to_mend(code: str) -> None:
    title, *paragraphs = explain.explained(code).split("\n\n")
    assert re.fullmatch(r"# [A-Z][^\n]{8,80}[^.]", title)
    assert [one.split()[0] for one in paragraphs] == ["What:", "Why:", "To"]
    assert paragraphs[2].startswith("To mend: ")
    for one in paragraphs:
        assert len(one) > 30
        assert one.endswith((".", '"'))
        assert max(map(len, one.splitlines())) <= 96


def test_a_code_is_explained_on_stdout(checked: Check) -> None:
    said = checked("--explain", "overdue")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# A guide whose review is overdue\n\nWhat: ")


def test_all_codes_are_listed_with_their_fault_in_a_few_words(checked: Check) -> None:
    rows = checked("--explain", "all").out.splitlines()
    assert [row.split()[0] for row in rows] == list(explain.codes())
    assert "overdue                 A guide whose review is overdue" in rows


@pytest.mark.parametrize("option", ["--explain", "--select", "--ignore"])
def test_a_code_that_does_not_exist_is_refused_2(option: str, checked: Check) -> None:
    library("overdue")
    said = checked(option, "overdu")
    assert said == (2, "", "error: there is no code 'overdu'\nhint: did you mean overdue?\n")


# ---- The command


def test_errors_end_in_1_warnings_only_when_strict_and_notes_never(checked: Check) -> None:
    library("overdue")
    assert checked().code == 1
    shutil.rmtree("content")
    library("http-link")
    assert checked().code == 0
    strict = checked("--strict")
    assert strict.code == 1
    assert "error[http-link]" in strict.out
    shutil.rmtree("content")
    library("reading-level")
    assert checked("--strict", "--select", "reading-level").code == 0


def test_a_clean_library_is_told_so(checked: Check, shelf: MakeShelf) -> None:
    keys = {"description": "What helps.", "lastReviewed": "2026-03-01", "publishDate": "2026-03-14"}
    shelf({"asthma.md": guide("Keep your inhaler with you.", **keys)}, settings=SETTINGS)
    assert checked() == (0, "", "1 guide checked: nothing is wrong.\n")


def test_what_it_comes_to_is_said_on_stderr(checked: Check) -> None:
    library("two-findings")
    assert checked().err == (
        "1 guide checked: 3 warnings. What a code means, `handouts check --explain CODE` says.\n"
    )


def test_findings_can_be_chosen_and_left_out(checked: Check) -> None:
    library("two-findings")
    assert names_of(checked()) == ["no-description", "http-link", "capitals"]
    assert names_of(checked("--select", "capitals,http-link")) == ["http-link", "capitals"]
    assert names_of(checked("--select", "capitals", "--select", "http-link")) == ["http-link", "capitals"]
    assert names_of(checked("--ignore", "capitals", "--ignore", "no-description")) == ["http-link"]
    assert names_of(checked("--select", "capitals", "--ignore", "capitals")) == []


def test_two_guides_of_one_name_are_told_all_else_that_is_wrong_with_them(
    checked: Check, shelf: MakeShelf
) -> None:
    files = {
        "a.md": guide("See [it](http://a.org/x).", slug="asthma", lastReviewed="2026-03-01"),
        "b.md": guide("![A knee](knee.png)", slug="asthma", nextReview="2026-11-01"),
        "c.md": guide("DO NOT STOP.", title="C", lastReviewed="2026-03-01"),
    }
    shelf(files, SETTINGS)
    said = checked("a.md", "b.md", "--ignore", "no-description,undated,no-review,no-red-flags")
    found = re.findall(r"(?m)^content/(.)\.md.*?\[([a-z-]+)\]", said.out)
    assert found == [
        *(("a", "duplicate-slug"), ("a", "http-link")),
        *(("b", "duplicate-slug"), ("b", "overdue"), ("b", "missing-image")),
    ]


BAD_TEXT = """## Red flags

- Pain. See [it](http://a.org/x), [more](gone.md) and [below](#about-it).

![A knee](knee.png)

## About it

Take {{ dose }} twice a day. See [asthma](a.md).
"""
OF_THE_TEXT = ["dead-link", "http-link", "left-out", "missing-image"]


@pytest.mark.parametrize(
    ("front_matter", "codes"),
    [
        ("title: Asthma\npublishDate: March", ["bad-date"]),
        ("title: Asthma\nlang: englisch!", ["bad-lang"]),
        ("title:", ["empty-title"]),
        ("title: Asthma\nslug: A/B", ["bad-slug"]),
        ("title: Fever: in children", ["bad-yaml"]),
        ("description: Breathing.", ["no-title"]),
        ("title: Asthma\n---\n\n---\ncategory: Breathing", ["second-front-matter"]),
    ],
)
def test_a_text_is_checked_also_where_its_front_matter_is_refused(
    front_matter: str, codes: list[str], checked: Check, shelf: MakeShelf
) -> None:
    """All faults at once, and none that is only that of the front matter over again."""
    shelf({"a.md": f"---\n{front_matter}\n---\n\n{BAD_TEXT}"}, SETTINGS)
    said = checked()
    assert said.code == 1
    assert sorted(names_of(said)) == sorted([*codes, *OF_THE_TEXT])
    line = BAD_TEXT.splitlines().index("![A knee](knee.png)") + front_matter.count("\n") + 5
    assert f"content/a.md:{line}:11: error[missing-image]" in said.out


def test_the_text_of_a_draft_is_left_out_with_it_though_its_front_matter_is_refused(
    checked: Check, shelf: MakeShelf
) -> None:
    text = BAD_TEXT.replace("See [asthma](a.md).", "")
    shelf({"a.md": f"---\ntitle: A\ndraft: true\npublishDate: March\n---\n\n{text}"}, SETTINGS)
    assert names_of(checked()) == ["bad-date"]
    assert set(names_of(checked("--drafts"))) == {"bad-date", *OF_THE_TEXT}


def test_a_text_whose_language_can_be_seen_is_not_measured_as_english(checked: Check, shelf: MakeShelf) -> None:
    """Though its front matter can't be read. Nothing is said of a text that begins nobody knows where."""
    text = "## Kiedy wezwać karetkę\n\n- Ból.\n\n![Kolano](kolano.png)\n"
    front_matter = "title: Gorączka: u dzieci\nlang: pl\n"
    shelf({"a.md": f"---\n{front_matter}---\n\n{text}", "b.md": f"---\n{front_matter}\n{text}"}, SETTINGS)
    assert names_of(checked()) == ["bad-yaml", "missing-image", "front-matter-open"]


def test_a_guide_and_a_library_may_not_want_to_hear_of_something(checked: Check, shelf: MakeShelf) -> None:
    keys = {"description": "What helps.", "lastReviewed": "2026-03-01", "checkIgnore": "[capitals, overdue]"}
    text = "DO NOT STOP. See [it](http://a.org/x)."
    files = {
        "a.md": guide(text, title="A", publishDate="2026-03-14", **keys),
        "b.md": guide(text, title="B", nextReview="2026-11-01", version="1", **keys),
    }
    shelf(files, SETTINGS + 'check_ignore = ["http-link", "htp-link"]')
    said = checked()
    assert names_of(said) == ["unknown-code", "overdue"]  # an error is always told
    assert 'check_ignore names "htp-link", which is no code' in said.out
    assert "did you mean http-link" in said.out
    assert "4 findings ignored, as checkIgnore or check_ignore says" in said.err


def test_of_many_findings_it_is_said_how_often_each_code_stands_there(checked: Check, shelf: MakeShelf) -> None:
    files = {f"g{number}.md": guide("Text.", title=f"G{number}") for number in range(10)}
    shelf(files, SETTINGS + 'check_ignore = ["htp-link"]\n')
    found = checked()
    said = found.err.splitlines()
    assert said[0] == "    10  no-description: A guide without a description"
    assert len(said) == 4
    assert found.out.count("unknown-code") == 1  # it stands above, and is not said again
    assert "unknown-code" not in found.err


def test_findings_are_sorted_by_file_and_place(checked: Check) -> None:
    library("similar-category")
    places = re.findall(r"^(content/\S+?):(\d+)", checked().out, re.MULTILINE)
    assert places == sorted(places, key=lambda one: (one[0], int(one[1])))
    assert len(places) >= 2


def test_guides_are_chosen_as_for_an_export(checked: Check, shelf: MakeShelf) -> None:
    shelf({"a.md": guide("Text.", title="A", tags="x"), "b.md": guide("Text.", title="B", draft="true")}, SETTINGS)
    assert "1 draft left out (--drafts checks them)" in checked().err
    assert checked("--drafts").err.startswith("2 guides checked")
    assert checked("b", "--drafts").err.startswith("1 guide checked")
    assert checked("--tag", "x").err.startswith("1 guide checked")
    assert checked("c") == (2, "", "error: there is no guide 'c' in this library\nhint: there are: a, b\n")


def test_the_day_can_be_another_one(checked: Check) -> None:
    library("review-soon")
    assert names_of(checked()) == ["review-soon"]
    assert names_of(checked("--today", "2026-01-01")) != ["review-soon"]
    assert "overdue" in names_of(checked("--today", "2027-02-01"))
    assert checked("--today", "soon").code == 2


def test_quiet_says_only_errors_and_verbose_every_reading_level(checked: Check) -> None:
    library("reading-level")
    assert checked("--quiet") == (0, "", "")
    row = r"^content/reading-level.md: reading age \d+ \(grade [\d.]+, \d+ words\)$"
    assert re.search(row, checked("-v").err, re.MULTILINE)


def test_programs_read_json(checked: Check) -> None:
    library("reading-level")
    said = checked("--json")
    values = json.loads(said.out)
    assert set(values) == {"findings", "reading", "summary"}
    assert values["summary"] == {
        "guides": 1,
        "drafts": 0,
        "ignored": 0,
        "codes": {"reading-level": 1},
        "errors": 0,
        "warnings": 0,
        "notes": 1,
    }
    (found,) = values["findings"]
    assert (found["code"], found["severity"], found["path"]) == (
        "reading-level",
        "note",
        "content/reading-level.md",
    )
    (level,) = values["reading"]
    assert level["age"] > 18
    assert len(level["sentences"]) == 3
    assert level["hard_words"]["anti-inflammatory"] == 3


def test_what_an_export_would_refuse_is_found_too(checked: Check, shelf: MakeShelf) -> None:
    files = {
        "gone.md": guide("![A knee](knee.png)", title="Gone"),
        "nowhere.md": guide("See [below](#below).", title="Nowhere"),
        "soon.md": guide("Text.", title="Soon", publishDate="soon"),
        "latin.md": "---\ntitle: Café\n---\nText.".encode("latin-1"),
    }
    shelf(files, SETTINGS)
    said = checked("--select", "missing-image,dead-link,bad-date,bad-encoding")
    assert said.code == 1
    assert names_of(said) == ["missing-image", "bad-encoding", "dead-link", "bad-date"]


def test_nothing_is_written(checked: Check) -> None:
    library("two-findings")
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    checked("-v")
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before


def test_a_fault_of_the_program_costs_only_its_guide(
    checked: Check, shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf({"a.md": guide("Text.", title="A"), "b.md": guide("Text.", title="B")}, SETTINGS)
    from handouts.check import check as module

    def broken(*_: object) -> object:
        raise RuntimeError("oh")

    monkeypatch.setattr(module, "convert", broken)
    said = checked("--select", "program-fault")
    assert names_of(said) == ["program-fault", "program-fault"]
    assert "the program fails on this guide: RuntimeError: oh" in said.out


def test_the_layout_engine_is_not_even_imported(shelf: MakeShelf) -> None:
    made = shelf({"a.md": guide("## Symptoms\n\nText.", title="A")}, SETTINGS)
    program = (
        "import sys; from handouts.cli import run\n"
        f"run(['check', '--content', {str(made.root)!r}])\n"
        "heavy = {'weasyprint', 'pydyf', 'pikepdf', 'qrcode', 'pebble'}\n"
        "print(sorted({one.split('.')[0] for one in sys.modules} & heavy))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


# ---- The library that comes with the program


def test_the_example_library_is_clean() -> None:
    content = Path(__file__).parent.parent / "content"
    found = check(load(content), Selection(), TODAY)
    # No clinician has reviewed it, nobody its translations, and the address is for its owner to fill in.
    assert {one.code for one in found.diagnostics} <= {"no-review", "unreviewed-translation", "placeholder"}
    assert [str(one) for one in found.diagnostics if one.severity != "note" and one.code != "placeholder"] == []
    assert max(level.age for level in found.readings.values()) <= 11


def test_a_hundred_guides_are_checked_in_one_go(shelf: MakeShelf) -> None:
    files = {f"g{number}.md": guide("## Symptoms\n\nYou wheeze.", title=f"G{number}") for number in range(100)}
    made: Shelf = shelf(files, SETTINGS)
    found = check(made.library, Selection(), date(2026, 11, 24))
    assert found.guides == 100
    assert sum(one.code == "no-review" for one in found.diagnostics) == 100
