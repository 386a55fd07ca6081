"""The command line: exit codes, stdout and stderr, completion. Real processes where it counts."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from support import MakeShelf, Shelf, guide

from handouts import __version__
from handouts.cli import run

FILES = {
    "asthma.md": guide("Keep your inhaler with you.", tags="[lungs, inhaler]", version="1.10"),
    "angina.md": guide("Stop and rest.", title="Angina", category="Heart", publishDate="2026-3-4"),
    "new.md": guide("Not yet.", title="New", draft="true"),
}
BROKEN = guide("Text.", title="Broken", publishDate="soon")


class Said(NamedTuple):
    code: int
    out: str
    err: str


Handouts = Callable[..., Said]


@pytest.fixture
def handouts(capsys: pytest.CaptureFixture[str], no_workers: None) -> Handouts:  # noqa: ARG001 - for what it does
    """Give the command line as a function, in this process."""

    def call(*arguments: str | Path) -> Said:
        code = run([str(one) for one in arguments])
        return Said(code, *capsys.readouterr())

    return call


@pytest.fixture
def library(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Give a library in the folder ``content`` of the folder that the command line stands in."""
    made = shelf(FILES, settings='base_url = "https://hillstreet.org"')
    monkeypatch.chdir(made.root.parent)
    return made


def process(*arguments: str | Path, **environment: str) -> Said:
    """Run the command line as users do, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "handouts", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(ran.returncode, ran.stdout, ran.stderr)


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


# Exit codes


@pytest.mark.usefixtures("library")
def test_all_is_well_0(handouts: Handouts) -> None:
    said = handouts("export", "--html-only")
    assert said == (0, "", "2 leaflets made in out; 1 draft left out (--drafts makes them).\n")


def test_a_guide_has_failed_1(handouts: Handouts, library: Shelf) -> None:
    (library.root / "broken.md").write_text(BROKEN)
    said = handouts("export", "--html-only")
    assert said.code == 1
    assert said.out == ""
    assert said.err.splitlines() == [
        (
            'content/broken.md:4:14: error[bad-date]: "soon" is not a date '
            "hint: write publishDate: 2026-03-14 (year, month, day), or leave the line out"
        ),
        "2 leaflets made in out; 1 draft left out (--drafts makes them); 1 failed, see above.",
    ]


@pytest.mark.usefixtures("library")
def test_a_warning_counts_only_when_strict(handouts: Handouts, library: Shelf) -> None:
    (library.root / "asthma.md").write_text(guide("Text.", descripton="Breathing"))
    assert handouts("export", "--html-only").code == 0
    strict = handouts("export", "--html-only", "--strict")
    assert strict.code == 1
    assert "error[unknown-key]" in strict.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("export", "asthmaa"),
            "error: there is no guide 'asthmaa' in this library\nhint: did you mean asthma?\n",
        ),
        (
            ("list", "--category", "Hart"),
            "error: there is no category 'Hart' in this library\nhint: did you mean Heart?\n",
        ),
        (
            ("export", "--content", "nowhere"),
            "error: there is no folder 'nowhere'\nhint: name the folder of your guides: --content DIR\n",
        ),
        (
            ("export", "--base-url", "clinic"),
            "error: --base-url: base_url 'clinic' is not a web address\nhint: write https://clinic.example\n",
        ),
        (("export", "--htlm-only"), "Error: No such option '--htlm-only'. Did you mean '--html-only'?\n"),
        (("exprot",), "Error: No such command 'exprot'. Did you mean 'export'?\n"),
        (
            ("list", "--content", "content/asthma.md"),
            "Error: Invalid value for '--content': Directory 'content/asthma.md' is a file.\n",
        ),
    ],
)
@pytest.mark.usefixtures("library")
def test_the_command_is_wrong_2(handouts: Handouts, arguments: tuple[str, ...], said: str) -> None:
    found = handouts(*arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.endswith(said)
    assert not Path("out").exists()


def test_the_settings_are_wrong_2(handouts: Handouts, library: Shelf) -> None:
    (library.root / "library.toml").write_text("publisher = Hill Street")
    said = handouts("list")
    assert (said.code, said.out) == (2, "")
    assert said.err.splitlines() == [
        "error: content/library.toml:1:13: this can't be read: invalid value",
        'hint: text stands in quotes: title = "…"',
    ]


@pytest.mark.usefixtures("library")
def test_the_output_folder_cannot_be_written_2(handouts: Handouts) -> None:
    Path("out").mkdir()
    Path("out/html").write_text("in the way")
    said = handouts("export", "--html-only")
    assert said.code == 2
    assert said.err.startswith("error: out/html/")
    assert "hint: a file stands where a folder is needed" in said.err


def test_a_native_library_is_missing_3(library: Shelf, tmp_path: Path) -> None:
    (tmp_path / "stub" / "weasyprint").mkdir(parents=True)
    (tmp_path / "stub" / "weasyprint" / "__init__.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0': cannot open shared object file\")"
    )
    said = process("export", "asthma", PYTHONPATH=str(tmp_path / "stub"))
    assert (said.code, said.out) == (3, "")
    assert said.err.splitlines() == [
        "error: the native library libpango-1.0-0 is missing, without which no page can be laid out",
        "hint: run `handouts doctor`: it names the command that brings it",
    ]
    assert not list(library.root.parent.glob("out/**/*.pdf"))


def test_an_interruption_130(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C stops a run at once; what was made by then is whole and stands in the manifest."""
    made = shelf({f"asthma-{number}.md": guide("Keep well.\n" * 50) for number in range(60)})
    monkeypatch.chdir(made.root.parent)
    # A shell that starts something in the background has it ignore Ctrl-C, and children inherit that.
    start = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    running = subprocess.Popen(
        [sys.executable, "-c", f"{start}; from handouts.cli import main; main()", "export", "-v"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stderr is not None
    seen = [running.stderr.readline() for _ in range(3)]
    running.send_signal(signal.SIGINT)
    out, err = running.communicate()

    assert [line.split()[0] for line in seen] == [b"made"] * 3
    assert (running.returncode, out) == (130, b"")
    assert err.decode().endswith("interrupted; what was finished is kept\n")
    manifest = json.loads((made.out / "manifest.json").read_text())
    assert 2 <= len(manifest["outputs"]) < 120
    for output in manifest["outputs"]:
        data = (made.out / output["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (output["sha256"], output["bytes"])
    files = [path for path in made.out.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".html", ".pdf"}
    assert all(path.read_bytes().rstrip().endswith((b"</html>", b"%%EOF", b"}")) for path in files)


# stdout carries what was asked for, stderr the messages


@pytest.mark.usefixtures("library")
def test_a_list_for_people(handouts: Handouts) -> None:
    assert handouts("list", "--drafts") == (
        0,
        "asthma  en  Breathing: Asthma\nnew     en  Breathing: New (draft)\nangina  en  Heart: Angina\n",
        "",
    )


@pytest.mark.usefixtures("library")
def test_a_list_may_be_empty(handouts: Handouts) -> None:
    assert handouts("list", "--category", "heart", "--tag", "lungs") == (0, "", "")


@pytest.mark.usefixtures("library")
def test_a_list_for_programs(handouts: Handouts) -> None:
    said = handouts("list", "--json")
    asthma, angina = json.loads(said.out)
    assert asthma == {
        "slug": "asthma",
        "lang": "en",
        "title": "Asthma",
        "category": "Breathing",
        "categories": ["Breathing"],
        "tags": ["lungs", "inhaler"],
        "draft": False,
        "version": "1.10",
        "review_due": None,
        "published": None,
        "path": "content/asthma.md",
        "url": "https://hillstreet.org/guides/asthma/",
    }
    assert (angina["slug"], angina["published"]) == ("angina", "2026-03-04")


def test_a_list_names_the_guides_that_cannot_be_read(handouts: Handouts, library: Shelf) -> None:
    (library.root / "broken.md").write_text(BROKEN)
    said = handouts("list", "--json")
    assert said.code == 1
    assert [one["slug"] for one in json.loads(said.out)] == ["asthma", "angina"]
    assert said.err.startswith("content/broken.md:4:14: error[bad-date]")


def test_a_list_of_one_guide_says_nothing_of_others(handouts: Handouts, library: Shelf) -> None:
    (library.root / "broken.md").write_text(BROKEN)
    assert handouts("list", "asthma") == (0, "asthma  en  Breathing: Asthma\n", "")


def test_an_export_for_programs_writes_one_object_a_line(handouts: Handouts, library: Shelf) -> None:
    (library.root / "broken.md").write_text(BROKEN)
    said = handouts("export", "--html-only", "--json", "--base-url", "https://clinic.example")
    found = lines(said.out)
    assert [one["event"] for one in found] == ["job", "job", "job", "diagnostic", "summary"]
    assert sorted((one["job"], one["status"]) for one in found[:3]) == [
        ("leaflet/en/angina", "made"),
        ("leaflet/en/asthma", "made"),
        ("leaflet/en/broken", "failed"),
    ]
    assert [one["code"] for one in found[2]["diagnostics"]] == ["bad-date"]  # type: ignore[attr-defined]
    assert found[3]["code"] == "placeholder"
    assert found[4]["made"] == 2
    assert found[4]["failed"] == 1
    assert "bad-date" in said.err


@pytest.mark.usefixtures("library")
def test_quiet_says_nothing_when_all_is_well(handouts: Handouts) -> None:
    assert handouts("export", "--html-only", "-q", "--base-url", "https://clinic.example") == (0, "", "")


def test_quiet_still_says_what_failed(handouts: Handouts, library: Shelf) -> None:
    (library.root / "broken.md").write_text(BROKEN)
    said = handouts("export", "--html-only", "-q")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "error[bad-date]" in said.err


@pytest.mark.usefixtures("library")
def test_verbose_says_every_file(handouts: Handouts) -> None:
    said = handouts("export", "--html-only", "-v", "asthma")
    assert said.out == ""
    assert said.err.startswith("made html/en/asthma.html (")


# What is made


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (("asthma",), ["asthma"]),
        (("content/angina.md",), ["angina"]),
        (("--category", "heart"), ["angina"]),
        (("--tag", "lungs"), ["asthma"]),
        (("--lang", "en"), ["angina", "asthma"]),
        (("--drafts",), ["angina", "asthma", "new"]),
        (("--drafts", "new"), ["new"]),
    ],
)
@pytest.mark.usefixtures("library")
def test_options_choose_guides(handouts: Handouts, arguments: tuple[str, ...], made: list[str]) -> None:
    assert handouts("export", "--html-only", "--out", "here", *arguments).code == 0
    assert sorted(path.stem for path in Path("here").rglob("*.html")) == made


@pytest.mark.usefixtures("library")
def test_base_url_replaces_that_of_the_library(handouts: Handouts) -> None:
    assert handouts("export", "--html-only", "--base-url", "https://other.org", "asthma").code == 0
    page = Path("out/html/en/asthma.html").read_text("utf-8")
    assert "other.org/guides/asthma/" in page
    assert "hillstreet.org" not in page


def test_a_library_without_settings_is_exported_with_a_warning(handouts: Handouts, library: Shelf) -> None:
    (library.root / "library.toml").unlink()
    said = handouts("export", "--html-only")
    assert said.code == 0
    assert "warning[no-base-url]: there is no base_url: leaflets are made without a QR symbol" in said.err


def test_version(handouts: Handouts) -> None:
    assert handouts("--version") == (0, f"handouts, version {__version__}\n", "")


# Help is quick


@pytest.mark.parametrize("arguments", [["--help"], ["export", "--help"], ["completion", "zsh"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    heavy = {"weasyprint", "lxml", "jinja2", "rich", "yaml", "babel", "fontTools", "markdown", "nh3", "qrcode"}
    code = f"""
import sys
from handouts.cli import run
assert run({arguments!r}) == 0
print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout
    assert ran.stderr == "[]\n"


def test_a_list_lays_out_no_page() -> None:
    code = """
import sys
from handouts.cli import run
assert run(["list", "--help"]) == 0
assert run(["list", "--content", sys.argv[1]]) == 0
print(sorted({"weasyprint", "lxml", "jinja2", "fontTools"} & set(sys.modules)), file=sys.stderr)
"""
    content = Path(__file__).parent.parent / "content"
    ran = subprocess.run([sys.executable, "-c", code, content], capture_output=True, text=True, check=True)
    assert ran.stderr == "[]\n"


# Completion


@pytest.mark.parametrize(
    ("shell", "hook"),
    [("bash", "complete -o nosort -F"), ("zsh", "compdef"), ("fish", "complete --no-files --command handouts")],
)
def test_each_shell_has_its_completion_script(handouts: Handouts, shell: str, hook: str) -> None:
    said = handouts("completion", shell)
    assert said.code == 0
    assert hook in said.out
    assert f"_HANDOUTS_COMPLETE={shell}_complete" in said.out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("handouts export as", ["plain,asthma"]),
        ("handouts export asthma a", ["plain,angina", "plain,asthma"]),
        ("handouts list --content elsewhere ", ["plain,eczema"]),
        ("handouts export --html", ["plain,--html-only"]),
        ("handouts exp", ["plain,export"]),
        ("handouts export content/a", ["file,content/a"]),
        ("handouts export --out ", ["dir,"]),
        ("handouts list --content nowhere a", ["file,a"]),
    ],
)
def test_completion_offers_guides_options_and_folders(
    typed: str,
    offered: list[str],
    library: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (library.root.parent / "elsewhere").mkdir()
    (library.root.parent / "elsewhere" / "Eczema.md").write_text(BROKEN)
    monkeypatch.setenv("_HANDOUTS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(typed.count(" ")))
    with pytest.raises(SystemExit) as end:
        run([])
    assert end.value.code == 0
    assert capsys.readouterr().out.splitlines() == offered


@pytest.mark.usefixtures("library")
def test_bash_completes_a_slug() -> None:
    bash, program = shutil.which("bash"), Path(sys.executable).parent / "handouts"
    if bash is None or not program.exists():
        pytest.skip("needs bash and the installed command")
    script = f"""
eval "$({program} completion bash)"
COMP_WORDS=(handouts export as) COMP_CWORD=2
_handouts_completion {program}
echo "${{COMPREPLY[@]}}"
"""
    ran = subprocess.run([bash, "--norc", "-c", script], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("asthma\n", "")
