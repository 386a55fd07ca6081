"""The doctor: what it reports, and what it says when something is missing."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from support import MakeShelf, guide

from handouts import __version__, doctor
from handouts.cli import run
from handouts.doctor import Finding, examine

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def content(shelf: MakeShelf) -> Path:
    return shelf({"asthma.md": guide("Text.")}, settings='base_url = "https://hillstreet.org"').root


@pytest.fixture
def without_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the programs that only tests use: asking a browser for its version takes a second."""
    monkeypatch.setattr(shutil, "which", lambda _: None)


def examined(content: Path) -> dict[str, Finding]:
    return {one.name: one for one in examine(content)}


def test_versions_are_reported(content: Path) -> None:
    found = examined(content)
    assert found["handouts"].state == __version__
    assert found["python"].state.startswith(sys.version.split()[0])
    assert found["weasyprint"].state == metadata.version("weasyprint")
    assert re.fullmatch(r"\d+\.\d+\.\d+", found["pango"].state)
    assert re.fullmatch(r"\d+ files, [\d,]+ characters \(.*styles/fonts\)", found["fonts"].state)
    assert found["library"].state == f"1 guide in {content}"
    assert found["base_url"].state == "https://hillstreet.org"
    assert {one.mark for one in found.values()} <= {"ok", "note"}


def test_every_package_that_handouts_depends_on_is_looked_at() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {re.split(r"[<>=]", one)[0] for one in project["dependencies"]} <= set(doctor.PACKAGES)


@pytest.mark.usefixtures("without_tools")
def test_a_missing_tool_is_a_note_with_its_package(content: Path) -> None:
    found = examined(content)
    assert str(found["pdftotext"]) == (
        "note    pdftotext     not there; only the project's tests use it: apt install poppler-utils"
    )
    assert {found[name].mark for name in ("chromium", "java")} == {"note"}
    assert max(one.exit_code for one in found.values()) == 0


def test_a_tool_that_is_there_tells_its_version(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "pdftotext"
    tool.write_text("#!/bin/sh\necho pdftotext 22.12 $1 >&2\necho more >&2\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert str(examined(content)["pdftotext"]) == (
        "ok      pdftotext     pdftotext 22.12 -v (for the project's tests)"
    )


def test_a_tool_that_does_not_run_is_reported_all_the_same(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "java").write_bytes(b"\x7fELF of another machine")
    (tmp_path / "java").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert examined(content)["java"].state == "of an unknown version (for the project's tests)"


@pytest.mark.usefixtures("without_tools")
def test_a_placeholder_address_is_noted(shelf: MakeShelf) -> None:
    found = examined(shelf({"asthma.md": guide("Text.")}).root)
    assert str(found["base_url"]) == (
        "note    base_url      https://hillstreet.example is a placeholder: "
        "put your website's address into library.toml"
    )


@pytest.mark.usefixtures("without_tools")
def test_a_library_without_an_address_is_noted(shelf: MakeShelf) -> None:
    found = examined(shelf({"asthma.md": guide("Text.")}, settings="").root)
    assert str(found["base_url"]) == (
        "note    base_url      none: leaflets have no QR symbol; write it into library.toml"
    )


@pytest.mark.usefixtures("without_tools")
def test_guides_that_cannot_be_read_are_noted(shelf: MakeShelf) -> None:
    root = shelf({"asthma.md": guide("Text."), "broken.md": guide("Text.", draft="maybe")}).root
    found = examined(root)["library"]
    assert (found.mark, found.state) == ("note", f"1 guide in {root}, 1 that can't be read: handouts list")


@pytest.mark.usefixtures("without_tools")
@pytest.mark.parametrize(
    ("settings", "state"),
    [
        (
            "publisher = 5",
            '{root}/library.toml: publisher must be text, not 5: write publisher = "…"',
        ),
        (None, "there is no folder '{root}': name the folder of your guides: --content DIR"),
    ],
)
def test_a_library_that_cannot_be_used_is_noted(tmp_path: Path, settings: str | None, state: str) -> None:
    root = tmp_path / "content"
    if settings is not None:
        root.mkdir()
        (root / "library.toml").write_text(settings)
    found = examined(root)["library"]
    assert (found.mark, found.state) == ("note", state.format(root=root))


@pytest.mark.usefixtures("without_tools")
def test_a_missing_package_is_named_with_the_command_that_brings_it(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "PACKAGES", ("click", "no-such-package"))
    assert run(["doctor", "--content", str(content)]) == 3
    out = capsys.readouterr().out.splitlines()
    assert "missing no-such-package not installed: pip install no-such-package" in out


@pytest.mark.parametrize("system", [*filter(None, doctor._NATIVE), ""])
def test_every_system_has_a_command_that_brings_pango(system: str) -> None:
    assert "pango" in doctor._NATIVE[system].lower()


@pytest.mark.parametrize(
    ("release", "system"),
    [
        ({"ID": "debian"}, "debian"),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, "debian"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ({"ID": "alpine"}, "alpine"),
        ({"ID": "haiku"}, ""),
    ],
)
def test_a_system_is_known_by_its_family(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str], system: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    assert doctor._system() == system


def process(code: str, content: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the doctor after some code that takes something away from it; PATH has no programs."""
    program = (
        f"import sys\n{code}\nfrom handouts.cli import run\nsys.exit(run(['doctor', '--content', sys.argv[1]]))"
    )
    return subprocess.run(
        [sys.executable, "-c", program, content],
        env={**os.environ, "PATH": "/nonexistent", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_native_library_is_named_with_the_command_that_brings_it(content: Path, tmp_path: Path) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    ran = process("", content, PYTHONPATH=str(tmp_path))
    assert (ran.returncode, ran.stderr) == (3, "")
    (pango,) = [line for line in ran.stdout.splitlines() if "pango  " in line]
    assert pango.startswith("missing pango         the native library libpango-1.0-0 is missing")
    assert "pango" in pango.split(": ")[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they are searched for at once")
def test_libraries_that_the_loader_does_not_know_by_their_files_are_searched_for(tmp_path: Path) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(
        "import ctypes.util, sys\n"
        "from unittest.mock import MagicMock\n"
        "found = ctypes.util.find_library('c')\n"
        "if not found:\n    print('WeasyPrint could not import')\n    raise OSError('c')\n"
        "inside = ['pdf', 'pdf.stream', 'formatting_structure', 'layout', 'layout.absolute', 'logger', 'text']\n"
        "sys.modules.update({f'weasyprint.{name}': MagicMock() for name in [*inside, 'text.ffi']})\n"
    )
    load = "from pathlib import Path; from handouts.typeset.layout import _load"
    code = f"{load}; print(_load(Path('x')).weasyprint.found)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.startswith("libc.")


@pytest.mark.parametrize("package", ["weasyprint", "fontTools", "yaml", "jinja2"])
def test_the_doctor_itself_needs_no_package_that_may_be_missing(content: Path, package: str) -> None:
    ran = process(f"sys.modules[{package!r}] = None", content)
    assert (ran.returncode, ran.stderr) == (3, "")
    assert "can't be examined without the Python package" in ran.stdout
