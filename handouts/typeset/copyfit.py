"""Copyfit: a sheet of paper less where white space can be spared. The type size never changes.

The stylesheets multiply their gaps, and what a line's height has above its least, by the token ``--slack``.
"""

from collections.abc import Callable
from typing import Any

from handouts.typeset.edition import Edition

STEPS = (0.8, 0.65, 0.5)
"""What ``--slack`` is lowered to, step by step. Half of the gaps still tells blocks apart."""

NEARLY_EMPTY = 1 / 3
"""A last page filled less than this may be saved."""

MOST_PAGES = 12
"""In a longer document a page more is little, and laying it out again costs much."""


def css(slack: float) -> str:
    """Give the stylesheet that tightens white space."""
    return f":root {{ --slack: {slack} }}"


def fit(document: Any, edition: Edition, lay_out: Callable[[float], Any]) -> Any:
    """Give the document with the least tightening that saves a page, or as it is where none does.

    In an edition with a limit of pages that means: that keeps the limit.
    ``lay_out`` lays the same text out again at a slack. The last step is tried first: where not even that saves
    a page, as mostly, one layout is all that it costs.
    """
    if not edition.copyfit or not _may_be_saved(document, edition):
        return document
    most = edition.pages or len(document.pages) - 1
    tightest = lay_out(STEPS[-1])
    if len(tightest.pages) > most:
        return document
    looser = (lay_out(step) for step in STEPS[:-1])
    return next((one for one in looser if len(one.pages) <= most), tightest)


def _may_be_saved(document: Any, edition: Edition) -> bool:
    """Tell whether the last page is nearly empty, and a page less is worth having."""
    pages = len(document.pages)
    if edition.pages:
        return edition.pages < pages <= edition.pages + 1
    if not 1 < pages <= MOST_PAGES:
        return False
    if edition.imposition and edition.sheets(pages - 1) == edition.sheets(pages):
        return False  # a booklet would only have one blank page more
    return filled(document) < NEARLY_EMPTY


def filled(document: Any) -> float:
    """Give the part of the last page's height that is filled, from 0 to 1."""
    page = document.pages[-1]._page_box  # noqa: SLF001 - WeasyPrint is pinned, and has no other way to ask
    text = page.children[0]
    return float((text.position_y + text.margin_height() - page.content_box_y()) / page.height)
