"""The doctor: what is installed, at which version, and what is missing with the command that brings it."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from handouts import __version__
from handouts.errors import DONE, HandoutsError, MachineError

PACKAGES = (
    "weasyprint",
    "pydyf",
    "markdown",
    "jinja2",
    "qrcode",
    "click",
    "rich",
    "pyyaml",
    "nh3",
    "lxml",
    "babel",
    "fonttools",
    "pillow",
    "pymdown-extensions",
    "pikepdf",
    "pebble",
    "watchfiles",
)
"""What must be there: the dependencies of ``pyproject.toml``, among them pydyf, which the tagger leans on."""

_NATIVE = {
    "debian": "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "dnf install pango harfbuzz-icu",
    "arch": "pacman -S pango",
    "alpine": "apk add pango",
    "darwin": "brew install pango",
    "": "install the packages of Pango and HarfBuzz",
}
_TOOLS = {
    # What only the project's own tests ask for: a program, and Debian's package of it.
    "pdftotext": "poppler-utils",
    "chromium": "chromium",
    "java": "default-jdk-headless",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    state: str
    """What was found, or what is missing and how to get it."""
    mark: str = "ok"
    """``ok``, ``note`` for what works but deserves a look, ``missing`` for what must be brought."""

    @property
    def exit_code(self) -> int:
        """3 where something needed is missing."""
        return MachineError.exit_code if self.mark == "missing" else DONE

    def __str__(self) -> str:
        """Give the line."""
        return f"{self.mark:<7} {self.name:<13} {self.state}"


def examine(content: Path) -> tuple[Finding, ...]:
    """Look at the program, the machine and the library in ``content``. Changes nothing."""
    return (*_program(), *_packages(), *_engine(), *_fonts(), *_tools(), *_library(content))


def _program() -> Iterator[Finding]:
    yield Finding("handouts", __version__)
    yield Finding("python", f"{platform.python_version()} ({sys.executable})")


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Finding(name, f"not installed: pip install {name}", "missing")


def _engine() -> Iterator[Finding]:
    try:
        from handouts.typeset.layout import Engine
        from handouts.typeset.theme import Theme

        yield Finding("pango", Engine(Theme.of(Path("/nonexistent"))).versions["pango"])
    except ImportError as problem:
        yield _not_examined("pango", problem)
    except MachineError as problem:
        yield Finding("pango", f"{problem}: {_NATIVE[_system()]}", "missing")


def _not_examined(name: str, problem: ImportError) -> Finding:
    """Say that a Python package is missing, for which ``_packages`` names the command."""
    return Finding(name, f"can't be examined without the Python package {problem.name}", "missing")


def _system() -> str:
    """Give the family of this machine's packages: ``debian`` for Ubuntu too, "" for one that is not known."""
    if sys.platform == "darwin":
        return "darwin"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    families = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((family for family in families if family in _NATIVE), "")


def _fonts() -> Iterator[Finding]:
    try:
        from handouts.typeset.characters import covered_by
        from handouts.typeset.theme import Theme

        fonts = Theme.of(Path("/nonexistent")).fonts
        count = len(covered_by(fonts))
    except ImportError as problem:
        yield _not_examined("fonts", problem)
        return
    except HandoutsError as problem:
        yield Finding("fonts", f"{problem}: {problem.hint}", "missing")
        return
    if count:
        yield Finding("fonts", f"{len(list(fonts.glob('*.ttf')))} files, {count:,} characters ({fonts})")
    else:
        yield Finding("fonts", f"there are none in {fonts}: install handouts again", "missing")


def _tools() -> Iterator[Finding]:
    for program, package in _TOOLS.items():
        if path := shutil.which(program):
            yield Finding(program, f"{_version(path)} (for the project's tests)")
        else:
            yield Finding(program, f"not there; only the project's tests use it: apt install {package}", "note")


def _version(program: str) -> str:
    flag = "-v" if "pdf" in program else "--version"
    try:
        ran = subprocess.run([program, flag], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return "of an unknown version"
    return (ran.stdout + ran.stderr).strip().split("\n")[0]


def _library(content: Path) -> Iterator[Finding]:
    try:
        from handouts.library.reader import load

        library = load(content)
    except ImportError as problem:
        yield _not_examined("library", problem)
        return
    except HandoutsError as problem:
        yield Finding("library", ": ".join(filter(None, (str(problem), problem.hint))), "note")
        return
    number = len(library.guides)
    guides = f"{number} guide{'' if number == 1 else 's'} in {content}"
    bad = f", {len(library.rejected)} that can't be read: handouts list" if library.rejected else ""
    yield Finding("library", guides + bad, "note" if bad else "ok")
    settings = library.settings
    if not settings.base_url:
        yield Finding("base_url", "none: leaflets have no QR symbol; write it into library.toml", "note")
    elif settings.base_url_is_placeholder:
        state = f"{settings.base_url} is a placeholder: put your website's address into library.toml"
        yield Finding("base_url", state, "note")
    else:
        yield Finding("base_url", settings.base_url)
