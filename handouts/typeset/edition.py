"""Editions: the forms in which a publication is printed. Each is data: a header in TOML and a stylesheet.

``styles/editions/large-print.toml`` says what can't be said in CSS, ``large-print.css`` beside it the rest. A
library adds editions of its own, or changes one, with files in ``styles/editions/`` of its own folder.
"""

import difflib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from handouts.errors import SettingsError, UsageError
from handouts.library.slugs import is_slug
from handouts.settings import PAPERS, Settings
from handouts.typeset.section_kinds import HEADINGS, ORDINARY
from handouts.typeset.theme import Theme

STANDARD = "standard"
"""The edition that every publication has."""

ALL = "all"
"""Asks for every edition there is."""

BOOKLET = "booklet"
"""The imposition for folding: pages of half a sheet, in the order in which a stapled booklet is turned."""

FLIPS = ("short-edge", "long-edge")

_HALVES = {"a4": (148.0, 210.0), "letter": (139.7, 215.9)}
"""Width and height in mm of half a sheet: A5, and half a letter."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One form of a publication. All but the last two fields are the keys of its header, each optional."""

    title: str = ""
    """What people call it, in English: stands in the running footer; "" where nothing needs to be said."""

    paper: str = ""
    """``a4`` or ``letter``; without it the paper of the library."""

    qr_mm: float = 24.0
    """Width of the QR symbol without its quiet zone, at least. The leaflet standard asks for 20."""

    line: int = 92
    """Letters of bold running type that surely fit across the page."""

    identity: int = 76
    """Letters of the running footer that surely fit beside "Page 10 of 12", over all lines it has room for."""

    stamp: int = 26
    """Letters of a stamp, such as "Overdue for review", that surely fit into one of its lines."""

    sections: tuple[str, ...] = ()
    """Kinds of section that are printed, what can be missed least first; none means all."""

    first: tuple[str, ...] = ()
    """Kinds of section that stand before all others."""

    pages: int = 0
    """Printed sides at most, or 0. Kinds of ``sections`` are left out, the last first, until the rest fits."""

    imposition: str = ""
    """``booklet`` or nothing."""

    flip: str = FLIPS[0]
    """The edge at which the printer turns the sheets of a booklet over: ``short-edge`` or ``long-edge``."""

    description: bool = True
    """Whether the guide's description stands below its title."""

    screen: bool = False
    """Whether it has an HTML page of its own, to be read on a screen."""

    copyfit: bool = True
    """Whether white space may be tightened where that saves a page."""

    name: str = STANDARD
    """Part of its files' names."""

    stylesheets: tuple[Path, ...] = ()
    """What comes after the stylesheets of the theme."""

    @property
    def is_standard(self) -> bool:
        """Tell whether this is the edition whose files do not bear its name."""
        return self.name == STANDARD

    def file_name(self, slug: str) -> str:
        """Give the name of a file without its ending: ``asthma``, ``asthma.large-print``."""
        return slug if self.is_standard else f"{slug}.{self.name}"

    @property
    def page_mm(self) -> tuple[float, float]:
        """Width and height of a page in mm; in a booklet a page is half a sheet."""
        return (_HALVES if self.imposition else PAPERS)[self.paper or "a4"]

    @property
    def sheet_mm(self) -> tuple[float, float]:
        """Width and height of the sheet of paper in mm, as it stands upright in the printer's tray."""
        return PAPERS[self.paper or "a4"]

    def sheets(self, pages: int) -> int:
        """Give the sheets of paper that so many pages take, printed on both sides."""
        return -(-pages // (4 if self.imposition else 2))


PLAIN = Edition()
"""The standard edition of a library that says nothing about it, on A4."""


def names(theme: Theme) -> tuple[str, ...]:
    """Give the names of all editions, the standard one first, then by name."""
    headers = (path for folder in theme.style_folders for path in (folder / "editions").glob("*.toml"))
    return (STANDARD, *sorted({path.stem for path in headers} - {STANDARD}))


def choose(
    theme: Theme, wanted: Iterable[str], settings: Settings, *, copyfit: bool = True, long_edge: bool = False
) -> tuple[Edition, ...]:
    """Give the editions of these names, each once; without names those that ``library.toml`` offers.

    Without ``copyfit`` white space is never tightened; ``long_edge`` is for a printer that turns booklets there.
    Raises ``UsageError`` for a name that no edition has, ``SettingsError`` for a header that can't be used.
    """
    known, chosen = names(theme), list(wanted) or list(settings.editions) or [STANDARD]
    for name in chosen:
        if name not in (*known, ALL):
            near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join((*known, ALL))}"
            raise UsageError(f"there is no edition {name!r}", hint)
    found = (read(theme, name, settings) for name in known if name in chosen or ALL in chosen)
    return tuple(
        replace(one, copyfit=one.copyfit and copyfit, flip=FLIPS[1] if long_edge else one.flip) for one in found
    )


def read(theme: Theme, name: str, settings: Settings) -> Edition:
    """Read the header of an edition; the library's own files count before those of the program."""
    header = theme.style(f"editions/{name}.toml")
    stylesheet = theme.style(f"editions/{name}.css")
    if header is None:
        raise SettingsError(f"styles/editions/{name}.toml is missing", "install handouts again")
    if not is_slug(name) or name == ALL:
        hint = "call it by small letters, digits and hyphens, such as pocket-card.toml"
        raise SettingsError(f"{header}: an edition can't be called {name!r}", hint)
    try:
        table = tomllib.loads(header.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{header}: this can't be read: {problem}", 'write title = "Pocket card"') from None
    values = {key: _converted(key, value, header) for key, value in table.items()}
    sheets = (stylesheet,) if stylesheet else ()
    return Edition(**{"paper": settings.paper, **values}, name=name, stylesheets=sheets)


def _converted(key: str, value: object, header: Path) -> Any:
    """Check one entry of a header, and give its value as ``Edition`` has it."""
    defaults = {one.name: one.default for one in fields(Edition) if one.name not in ("name", "stylesheets")}
    if key not in defaults:
        near = difflib.get_close_matches(key.lower(), defaults, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(defaults)}"
        raise SettingsError(f"{header}: unknown key {key!r}", hint)
    choices = {"paper": tuple(PAPERS), "imposition": (BOOKLET,), "flip": FLIPS}.get(key)
    if choices is not None and value not in choices:
        raise SettingsError(f"{header}: {key} can't be {value!r}", f"it is one of: {', '.join(choices)}")
    if key in ("qr_mm", "line", "identity", "stamp") and value == 0 and not isinstance(value, bool):
        raise SettingsError(f"{header}: {key} can't be 0", "leave the line out, or write how much fits")
    default = defaults[key]
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(one, str) for one in value):
        known = (*HEADINGS, ORDINARY, "notes")
        if unknown := [one for one in value if one not in known]:
            raise SettingsError(f"{header}: {key} can't have {unknown[0]!r}", f"there are: {', '.join(known)}")
        return tuple(value)
    number = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if isinstance(default, float) and number:
        return float(value)  # type: ignore[arg-type]
    if type(value) is type(default) and (number or not isinstance(value, int) or isinstance(value, bool)):
        return value
    form = {tuple: "a list of texts", float: "a number", int: "a whole number", bool: "true or false"}
    raise SettingsError(
        f"{header}: {key} can't be {value!r}", f"it is {form.get(type(default), 'text in quotes')}"
    )
