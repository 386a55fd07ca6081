"""Complaints: what WeasyPrint and the libraries below it only log, as diagnostics."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from handouts.diagnostics import Diagnostic, error, warning

_CODES = {
    # What WeasyPrint only logs is an error in a leaflet that a patient relies on.
    "Failed to load image": "missing-image",
    "Failed to load inline SVG": "missing-image",
    "Failed to render SVG": "missing-image",
    "No anchor": "dead-link",
    ".notdef": "no-glyph",
}


@contextmanager
def gathered() -> Iterator[list[str]]:
    """Gather what is logged as a warning or an error, and keep it off the screen."""
    said: list[str] = []

    class Gatherer(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Gatherer(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield said
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate


def judged(said: str, path: str) -> Diagnostic:
    """Weigh one complaint about the page of a file."""
    for start, code in _CODES.items():
        if said.startswith(start):
            return error(code, said, path)
    return warning("layout", said, path)
