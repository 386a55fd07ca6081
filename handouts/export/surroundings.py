"""Surroundings: what all jobs of a library have in common, as hashes: the program, the theme and the machine.

Nothing heavy is imported for it. Files are read and hashed: a date on a disk says nothing about what is in a file.
"""

import ctypes
import hashlib
import os
import platform
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import handouts
from handouts.settings import FILE_NAME
from handouts.typeset.theme import Theme, built_in

PACKAGES = (
    *("weasyprint", "pydyf", "tinycss2", "cssselect2", "tinyhtml5", "pyphen", "pillow", "fonttools"),
    *("markdown", "pymdown-extensions", "nh3", "lxml", "jinja2", "markupsafe", "babel", "qrcode", "pyyaml"),
    "pikepdf",
)
"""What has a hand in the bytes of an output."""

_LIBRARIES = {
    # The names under which WeasyPrint looks for each of them.
    "pango": ("pango_version_string", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")),
    "harfbuzz": ("hb_version_string", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")),
}

_NOT_IN_OUTPUTS = {"templates", "styles", "commands", "cli.py", "console.py", "doctor.py", "__pycache__"}
"""Parts of the package that leave no trace in an output, or are hashed by themselves."""

_READ = {".py", ".po", ".toml"}
"""Kinds of files in the package that have a say: code, and the words and headings of other languages."""

_FONTS = {".ttf", ".otf", ".woff", ".woff2", ".conf"}


def digest(*parts: str | bytes) -> str:
    """Hash some parts: 128 bits, so that one value stands for no two contents."""
    written: list[bytes] = []
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        written += (b"%d:" % len(data), data)
    return hashlib.blake2b(b"".join(written), digest_size=16).hexdigest()


def versions() -> dict[str, str]:
    """Give the versions of what makes the pages, for the manifest."""
    return {
        "handouts": handouts.__version__,
        "weasyprint": _package("weasyprint"),
        "pango": native("pango"),
    }


def surroundings(theme: Theme, settings: object) -> Mapping[str, str]:
    """Give a hash for each thing that all jobs have in common; the keys are those of ``inputs.REASONS``."""
    return {
        **themed(theme),
        "settings": digest(FILE_NAME, repr(settings)),
        "versions": program(),
    }


def themed(theme: Theme) -> dict[str, str]:
    """Give a hash of the templates, of the styles and of the fonts: what a worker has loaded."""
    fonts, styles = _parted(theme.style_folders)
    return {"templates": _tree(theme.template_folders), "styles": digest(*styles), "fonts": digest(*fonts)}


@cache
def program() -> str:
    """Hash the program and all that it stands on; its files, too, for in a checkout the version stays the same."""
    package = Path(handouts.__file__).parent
    read = (path for path in sorted(package.rglob("*")) if path.suffix in _READ)
    used = (path for path in read if _NOT_IN_OUTPUTS.isdisjoint(path.relative_to(package).parts))
    native_versions = [native(name) for name in _LIBRARIES]
    machine = (platform.python_version(), zlib.ZLIB_RUNTIME_VERSION, *native_versions)
    return digest(handouts.__version__, *map(_package, PACKAGES), *machine, *_named(package, used))


@cache
def _installed() -> Mapping[str, str]:
    """Give the version of each installed package, as the name of its folder says it.

    Reading all their metadata takes longer than planning a hundred leaflets.
    """
    found: dict[str, str] = {}
    for place in filter(None, reversed(sys.path)):
        with suppress(OSError):
            names = (one.name for one in os.scandir(place) if one.name.endswith(".dist-info"))
            found |= {_folded(name): version for name, _, version in (one[:-10].partition("-") for one in names)}
    return found


def _folded(name: str) -> str:
    return name.lower().replace("_", "-")


def _package(name: str) -> str:
    if version := _installed().get(name):
        return version
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@cache
def native(name: str) -> str:
    """Give the version of Pango or HarfBuzz, or "" where it can't be loaded: whoever needs it will say so."""
    function, files = _LIBRARIES[name]
    for file in (*files, *_elsewhere(name)):
        with suppress(OSError, AttributeError):
            ask = getattr(ctypes.CDLL(file), function)
            ask.restype = ctypes.c_char_p
            return bytes(ask()).decode()
    return ""


def _elsewhere(name: str) -> list[str]:
    """Give where a Mac keeps a library: Homebrew's folders are none that the loader looks into."""
    if sys.platform != "darwin":
        return []
    from ctypes.util import find_library

    return [found] if (found := find_library(name)) else []


def _parted(folders: Iterable[Path]) -> tuple[list[bytes | str], list[bytes | str]]:
    """Give names and bytes of all fonts below some folders, and of all other files."""
    fonts: list[bytes | str] = []
    others: list[bytes | str] = []
    for folder in folders:
        paths = _files(folder)
        fonts += _named(folder, (path for path in paths if path.suffix.lower() in _FONTS))
        others += _named(folder, (path for path in paths if path.suffix.lower() not in _FONTS))
    return fonts, others


def _tree(folders: Iterable[Path]) -> str:
    return digest(*(part for folder in folders for part in ("folder", *_named(folder, _files(folder)))))


def _files(folder: Path) -> list[Path]:
    """Give what a theme's folder holds: a library's template may have any name, an editor's leavings no say."""
    licences = {".md", ".txt"} if folder in {built_in("templates"), built_in("styles")} else set()
    found = (path for path in folder.rglob("*") if path.suffix not in licences and not path.name.endswith("~"))
    visible = (path for path in found if not any(one.startswith(".") for one in path.relative_to(folder).parts))
    return sorted(path for path in visible if path.is_file())


def _named(root: Path, paths: Iterable[Path]) -> Iterator[bytes | str]:
    for path in paths:
        yield path.relative_to(root).as_posix()
        yield path.read_bytes()
