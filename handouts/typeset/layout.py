"""Layout: HTML flows into pages, pages become PDF. WeasyPrint comes with the engine of the tagger.

Nothing is fetched from a network and no file is read but the theme's own: images are inside the page as data.
"""

import importlib
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

from handouts.diagnostics import Diagnostic, error, has_errors, in_order, warning
from handouts.errors import HandoutsError, MachineError, SettingsError
from handouts.typeset import bookbinder, complaints, copyfit, fitting, native, parsing, quires, white
from handouts.typeset.cascade import Cascade, joined
from handouts.typeset.compose import Html
from handouts.typeset.imposition import MOST_SHEETS, impose
from handouts.typeset.shaping import Shaping
from handouts.typeset.sheets import Sheets
from handouts.typeset.shelf import Shelf
from handouts.typeset.theme import Theme

_ENGINE = "handouts.typeset.tagger.engine"

IMAGES = 8_000_000
"""Bytes of images that are kept for the next page, with their ``data:`` addresses."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A document, laid out and written."""

    pdf: bytes
    pages: int
    """Pages that were laid out; of a booklet two or more stand on one printed side."""
    diagnostics: tuple[Diagnostic, ...] = ()
    sheets: int = 0
    """Sheets of paper, printed on both sides."""
    sheets_saved: int = 0
    """Sheets that it would take besides, had no white space been tightened."""
    flags: white.Flags = white.WELL
    """The red flags that do not stand well on their pages."""


class Engine:
    """WeasyPrint with a theme's fonts and styles, loaded once for a run: a fifth of a leaflet's time otherwise.

    ``diagnostics`` says what is wrong with the stylesheets that were read. Raises ``MachineError`` when Pango or
    another native library is missing.
    """

    def __init__(self, theme: Theme) -> None:
        self._tagger = _load(theme.fonts / "fonts.conf")
        self._weasyprint = self._tagger.weasyprint
        self._fetcher = _fetcher(self._weasyprint, (*theme.style_folders, *theme.template_folders))
        self._fonts = self._weasyprint.text.fonts.FontConfiguration()
        self._cascade = Cascade(self._weasyprint.css)
        self._shaping = Shaping(self._weasyprint.text.line_break)
        self._images: dict[str, Any] = {}
        self._theme = theme
        self._sheets: dict[Path, Any] = {}
        self._tight: dict[float, Any] = {}
        self._joined: dict[tuple[Path, ...], list[Any]] = {}
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._styles = [self._sheet(path) for path in theme.stylesheets()]

    def _sheet(self, path: Path) -> Any:
        """Give a stylesheet, read when it is first asked for."""
        if path not in self._sheets:
            with complaints.gathered() as said:
                self._sheets[path] = self._weasyprint.CSS(
                    filename=path,
                    base_url=path.as_uri(),
                    url_fetcher=self._fetcher,
                    font_config=self._fonts,
                )
            _refuse_missing_fonts(said, path, self._theme)
            self.diagnostics += tuple(warning("stylesheet", one, str(path)) for one in said)
        return self._sheets[path]

    def _styles_of(self, html: Html) -> list[Any]:
        """Give the stylesheets of a page: those of its scripts and its edition too."""
        more = html.stylesheets(self._theme)
        if more not in self._joined:
            self._joined[more] = joined([*self._styles, *map(self._sheet, more)])
        return self._joined[more]

    def print(self, html: Html, shelf: Shelf | None = None) -> Printed:
        """Lay a page out as PDF/UA-1 and PDF/A-2a; not to be published with an error among the diagnostics.

        A book is laid out guide by guide, and what of it lies on the ``shelf`` is not laid out again.
        """
        try:
            sheets = self._bound(html, shelf or Shelf("")) if html.guides else self._sheets_of(html)
            # In a booklet the tags stay behind, but what the tagger has made of the letters is still to be read.
            is_imposed = html.edition.imposition and sheets.pdf
            pdf = impose(sheets.pdf, html.edition, html.direction) if is_imposed else sheets.pdf
        except HandoutsError:
            raise
        except Exception as fault:
            return Printed(b"", 0, (_failed(fault, html.path),))
        found, number = list(sheets.diagnostics), html.edition.sheets(sheets.pages)
        if html.edition.imposition and number > MOST_SHEETS:
            message = f"the booklet has {number} sheets, and {MOST_SHEETS} are the most that can be stapled"
            found.append(warning("thick-booklet", message, html.path, hint="print it as loose sheets instead"))
        saved = html.edition.sheets(sheets.loose) - number
        return Printed(pdf, sheets.pages, tuple(found), number, saved, sheets.flags)

    def _bound(self, html: Html, shelf: Shelf) -> Sheets:
        """Lay a book out guide by guide, and make one file of it."""
        from handouts.typeset import joining  # PDF files are taken apart for books only

        def lay_out(quire: Html, is_known: bool) -> Sheets:
            try:
                return self._sheets_of(quire, written=is_known)
            except HandoutsError:
                raise
            except Exception as fault:
                return Sheets(0, diagnostics=(_failed(fault, quire.path),))

        bound = bookbinder.bind(quires.cut(html), lay_out, shelf, recto=html.recto)
        said = in_order(dict.fromkeys(one for sheets in bound.all for one in sheets.diagnostics))
        pdf = b"" if has_errors(said) else joining.joined([one.pdf for one in bound.all], len(bound.front))
        flags = white.Flags(
            frozenset[str]().union(*(one.flags.pushed for one in bound.all)),
            frozenset[str]().union(*(one.flags.torn for one in bound.all)),
        )
        return Sheets(sum(one.pages for one in bound.all), pdf, bound.loose, diagnostics=said, flags=flags)

    def _sheets_of(self, html: Html, *, written: bool = True) -> Sheets:
        """Lay a page out, tightened where that saves one; ``written``: make its file, too."""
        styles = self._styles_of(html)
        _forget(self._images)
        with complaints.gathered() as said, self._serving(said):
            forms: dict[int, str] = {}
            loose = self._lay_out(html.text, styles, forms)
            document = copyfit.fit(loose, html.edition, partial(self._tightened, html.text, styles, forms))
            pdf = bytes(self._tagger.write_pdf(document)) if written else b""
        found = [complaints.judged(one, html.path) for one in dict.fromkeys(said)]
        found += fitting.cut_off(document, html.path)
        pages = reversed(list(enumerate(document.pages)))  # what goes on over pages has an anchor on each
        anchors = {name: at for at, page in pages for name in page.anchors}
        flags = white.found(document)
        return Sheets(len(document.pages), pdf, len(loose.pages), anchors, tuple(found), flags)

    @contextmanager
    def _serving(self, said: list[str]) -> Iterator[None]:
        """Have WeasyPrint do less than it would, to the same end."""
        with self._cascade.serving(said), self._shaping.serving(), parsing.serving(self._weasyprint.tinyhtml5):
            yield

    def _lay_out(self, text: str, styles: list[Any], forms: dict[int, str]) -> Any:
        """Lay a text out, again where a table turns out to be too wide; ``forms`` keeps what was done to which."""
        while True:
            html = self._weasyprint.HTML(string=text, url_fetcher=self._fetcher)
            tables = list(html.etree_element.iter("table"))
            fitting.reshape(tables, forms, html.etree_element)
            document = self._tagger.render(html, stylesheets=styles, font_config=self._fonts, cache=self._images)
            found = fitting.too_wide(document, tables, forms)
            if not found:
                return document
            forms.update(found)

    def _tightened(self, text: str, styles: list[Any], forms: dict[int, str], slack: float) -> Any:
        if slack not in self._tight:
            self._tight[slack] = self._weasyprint.CSS(string=copyfit.css(slack), font_config=self._fonts)
        return self._lay_out(text, [*styles, self._tight[slack]], forms)

    @property
    def versions(self) -> dict[str, str]:
        """The versions of what makes the pages, as it says of itself: for ``doctor``."""
        pango = self._weasyprint.text.ffi.pango
        return {"weasyprint": self._weasyprint.__version__, "pango": _dotted(pango.pango_version())}


def _forget(images: dict[str, Any]) -> None:
    """Keep images of pages before for the next, such as the logo on each, while they are not too many.

    What could not be loaded is tried again: that must be said of every guide which needs it.
    """
    for address in [address for address, image in images.items() if image is None]:
        del images[address]
    if sum(len(one) for pair in images.items() for one in pair if isinstance(one, (str, bytes))) > IMAGES:
        images.clear()


def _failed(fault: Exception, path: str) -> Diagnostic:
    """Say that a page can't be laid out: a fault of the engine on one must not cost all other guides theirs."""
    message = f"the page can't be laid out: {type(fault).__name__}: {fault}"
    hint = "look at the library's own styles and at what is unusual in this guide"
    return error("layout-failed", message, path, hint=hint)


def _refuse_missing_fonts(said: list[str], stylesheet: Path, theme: Theme) -> None:
    """Stop where a font can't be loaded: the engine would take another, or crash where there is none."""
    missing = next((one for one in said if one.startswith("Font-face")), None)
    if missing and stylesheet.is_relative_to(theme.fonts.parent):
        raise MachineError(f"{stylesheet}: {missing}", "install handouts again")
    if missing:
        hint = "give the font's file as url(…) relative to the stylesheet, in the library's folder styles/"
        raise SettingsError(f"{stylesheet}: {missing}", hint)


def _dotted(number: int) -> str:
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _load(fontconfig: Path) -> Any:
    """Import the tagger's engine, and WeasyPrint with it.

    It is pointed at a font configuration without fonts before fontconfig is initialised.
    """
    os.environ["FONTCONFIG_FILE"] = str(fontconfig)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")
            try:
                with native.found_by_file():
                    return importlib.import_module(_ENGINE)
            except OSError:
                return importlib.import_module(_ENGINE)
    except OSError as problem:
        library = str(problem).split("'")[1] if "'" in str(problem) else str(problem)
        raise MachineError(
            f"the native library {library} is missing, without which no page can be laid out",
            "run `handouts doctor`: it names the command that brings it",
        ) from None


def _fetcher(weasyprint: Any, folders: tuple[Path, ...]) -> Any:
    """Make a fetcher that gives ``data:`` addresses and the files below some folders, and refuses all else."""
    allowed = tuple(folder.resolve() for folder in folders)

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith("file:"):
                # Symbolic links are resolved first: one that leads outside is as good as a path that does.
                path = Path(url2pathname(url.removeprefix("file:").split("?")[0].split("#")[0])).resolve()
                if not any(path.is_relative_to(folder) for folder in allowed):
                    raise ValueError(f"{path.name} lies outside the library's and the program's folders")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"file", "data"}, allow_redirects=False)
