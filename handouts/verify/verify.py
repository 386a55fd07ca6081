"""Verify: all that can be said of a PDF without its maker's help."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pikepdf

from handouts.diagnostics import Diagnostic, error
from handouts.verify import facts, fonts, links, pages, poppler, sheets, source, structure, tables, words
from handouts.verify.fault import Fault
from handouts.verify.opened import Opened

_RULES: tuple[Callable[[Opened], Iterable[Fault]], ...] = (
    facts.faults,
    structure.faults,
    tables.faults,
    pages.faults,
    links.faults,
    fonts.faults,
    words.faults,
    poppler.faults,
)


_RULES_ON_PAPER: tuple[Callable[[Opened], Iterable[Fault]], ...] = (
    facts.on_paper,
    pages.faults,
    fonts.faults,
    words.faults,
    poppler.faults,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """How a booklet is imposed."""

    pairs: sheets.Pairs
    turned: bool = False
    """Whether every second side stands on its head."""


def verify(data: bytes, path: str, html: str = "", folded: Folded | None = None) -> tuple[Diagnostic, ...]:
    """Give what is wrong with a PDF, as errors about the file at ``path``; nothing for a good one.

    ``html`` is the page that it was made from, where that is known: the file must say the same, word for word.
    ``folded`` is for the sheets of a booklet, which are for paper only: no tags are asked for, and the pages are
    read in the order in which they are turned.
    """
    found = dict.fromkeys(_faults(data, html, folded))
    return tuple(error(one.code, one.message, path, hint=one.hint) for one in found)


def agreement(data: bytes, html: str, folded: Folded | None = None) -> int:
    """Say how far a PDF, of which is known that it can be read, says what a page of HTML says: more is further."""
    opened, said = Opened(data), source.read(html)
    return sheets.agreement(opened, said, folded.pairs) if folded else words.agreement(opened, said)


def _faults(data: bytes, html: str, folded: Folded | None) -> Iterator[Fault]:
    try:
        opened = Opened(data)
    except pikepdf.PasswordError:
        yield Fault("pdf-locked", "the file can't be opened without a password")
        return
    except pikepdf.PdfError as problem:
        yield Fault("pdf-damaged", f"the file is no PDF, or a damaged one: {problem}", "make it again")
        return
    if complaints := opened.file.check_pdf_syntax():
        yield Fault("pdf-damaged", f"the file is damaged: {complaints[0]}", "make it again")
    try:
        for rule in _RULES_ON_PAPER if folded else _RULES:
            yield from rule(opened)
        if folded:
            yield from sheets.faults(opened, folded.pairs, turned=folded.turned)
        if html and folded:
            yield from sheets.against(opened, source.read(html), folded.pairs)
        elif html and opened.tops:
            yield from words.against(opened, source.read(html))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, IndexError) as problem:
        # A file that breaks the format itself: what was found before is said, and that there is more.
        message = f"the file does not keep to the format PDF: {type(problem).__name__}: {problem}"
        yield Fault("pdf-damaged", message, "make it again")
