"""The theme: templates, stylesheets and fonts, from the package or from a library's own folders, file by file."""

import base64
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import unquote

from handouts.errors import MachineError

ALWAYS = ("fonts.css", "tokens.css")

STYLESHEETS = (
    *(*ALWAYS, "reset.css", "page.css", "masthead.css", "article.css", "sections.css"),
    *("questions.css", "boxes.css", "links.css", "colophon.css", "bundle.css", "library.css"),
)
"""In the order of the cascade. ``library.css`` is empty here: it is the place for a library's own rules."""

ONLY_PRINTED = {"bundle.css"}
"""What no HTML page has to carry: bundles are made for paper."""

BROWSER_STYLESHEET = "browser.css"
"""What only browsers are told: screens of every width, and how they must print. Comes last."""

_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#|https?:)([^"')]+)\1\s*\)""")


@dataclass(frozen=True)
class Theme:
    """Where templates and styles are looked for, the first folder first."""

    template_folders: tuple[Path, ...]
    style_folders: tuple[Path, ...]

    @classmethod
    def of(cls, root: Path) -> "Theme":
        """Give the theme of the library in the folder ``root``: its own files before those of the package."""
        return cls(
            tuple(one for one in (root / "templates", built_in("templates")) if one.is_dir()),
            tuple(one for one in (root / "styles", built_in("styles")) if one.is_dir()),
        )

    @property
    def fonts(self) -> Path:
        """The folder of the fonts that are shipped."""
        return built_in("styles") / "fonts"

    def stylesheets(self, *more: str) -> tuple[Path, ...]:
        """Give the stylesheets that count, in the order of the cascade, and ``more`` of them.

        The shipped fonts and tokens come first even where a library has its own: nobody should have to repeat a
        hundred values to change one colour, and without any font the engine would crash.
        """
        found = [built_in("styles") / name for name in ALWAYS]
        for name in (*STYLESHEETS, *more):
            path = self.style(name)
            if path is not None and path not in found:
                found.append(path)
        return tuple(found)

    def style(self, name: str) -> Path | None:
        """Give the file of this name in ``styles/``, the library's own before the shipped one; None for none."""
        return next((folder / name for folder in self.style_folders if (folder / name).is_file()), None)

    def scripts(self, names: Iterable[str]) -> tuple[Path, ...]:
        """Give the stylesheets of scripts: the program's fonts, then what the library says of them."""
        files = (f"scripts/{name}.css" for name in names)
        both = ((built_in("styles") / file, self.style(file)) for file in files)
        return tuple(dict.fromkeys(path for pair in both for path in pair if path is not None))

    def inlined(self, *more: Path) -> str:
        """Give all styles, and ``more`` of them, as one text that needs no other file: fonts are in it as data.

        Of the shipped faces only those with a ``.woff2`` beside them are carried (18 kB each); the wide and
        symbol fonts would add a megabyte to every page, and browsers have such characters themselves.
        """
        return "\n".join([self._inlined, *map(_with_files, more)])

    @cached_property
    def _inlined(self) -> str:
        carried = (one for one in self.stylesheets(BROWSER_STYLESHEET) if one.name not in ONLY_PRINTED)
        return "\n".join(map(_with_files, carried))


@cache
def built_in(name: str) -> Path:
    """Give the folder ``templates`` or ``styles``: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir() and (folder.parent == package or (package.parent / "pyproject.toml").is_file()):
            return folder
    raise MachineError(f"the program's folder {name}/ is missing", "install handouts again")


def _with_files(stylesheet: Path) -> str:
    """Read a stylesheet, with the files of its folder that it names inside it."""
    folder = stylesheet.parent.resolve()

    def carried(found: re.Match[str]) -> str:
        path = (folder / unquote(re.split("[?#]", found[2])[0])).resolve()
        inside = path.is_file() and any(path.is_relative_to(one) for one in (folder, built_in("styles").resolve()))
        return _carried(path) if inside else 'url("data:,")'  # as in the PDF, which has nothing there either

    return _URL.sub(carried, stylesheet.read_text("utf-8"))


def _carried(path: Path) -> str:
    packed = path.with_suffix(".woff2")
    if path.suffix in (".ttf", ".otf") and packed.is_file():
        path = packed
    elif path.is_relative_to(built_in("styles").resolve()):
        return 'local("")'
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    media_type = f"font/{path.suffix[1:]}" if path.suffix in (".woff2", ".woff", ".ttf", ".otf") else media_type
    return f'url("data:{media_type};base64,{base64.b64encode(path.read_bytes()).decode()}")'
