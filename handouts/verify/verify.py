"""Verify: all that can be said of a PDF without its maker's help."""

from collections.abc import Callable, Iterable, Iterator

import pikepdf

from handouts.diagnostics import Diagnostic, error
from handouts.verify import facts, fonts, links, pages, poppler, source, structure, tables, words
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


def verify(data: bytes, path: str, html: str = "") -> tuple[Diagnostic, ...]:
    """Give what is wrong with a PDF, as errors about the file at ``path``; nothing for a good one.

    ``html`` is the page that it was made from, where that is known: the file must say the same, word for word.
    """
    return tuple(error(one.code, one.message, path, hint=one.hint) for one in dict.fromkeys(_faults(data, html)))


def _faults(data: bytes, html: str) -> Iterator[Fault]:
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
        for rule in _RULES:
            yield from rule(opened)
        if html and opened.tops:
            yield from words.against(opened, source.read(html))
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, IndexError) as problem:
        # A file that breaks the format itself: what was found before is said, and that there is more.
        message = f"the file does not keep to the format PDF: {type(problem).__name__}: {problem}"
        yield Fault("pdf-damaged", message, "make it again")
