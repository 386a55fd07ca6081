"""White left on pages: red flags that did not fit below what stands before them, or that no page holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MUCH = 1 / 4
"""The part of a page's height from which white at its foot looks as if something were missing."""

_ALL_OF_IT = ("html", "body", "main", "article")
"""What holds the sections of a guide."""


@dataclass(frozen=True, slots=True)
class Flags:
    """The ids of red flags that do not stand well on their pages."""

    pushed: frozenset[str] = frozenset()
    """They were pushed to another page, and left much of the title's page white.

    Of those that follow other sections only such are given as the page would hold right below the guide's title.
    They are never cut in two; so it is better that they stand before these sections: they are seen sooner, and on
    the page that is white.
    """
    torn: frozenset[str] = frozenset()
    """No page holds them: they are in two pieces, the second without their title."""


WELL = Flags()
"""All of them stand well."""


def found(document: Any) -> Flags:
    """Look for red flags that do not stand well."""
    pages = [page._page_box for page in document.pages]  # noqa: SLF001 - WeasyPrint is pinned: no other way to ask
    pairs = list(pairwise(pages))
    return Flags(
        frozenset(one for before, page in pairs for one in _pushed(before, page)),
        frozenset(one for before, page in pairs for one in _torn(before, page)),
    )


def _torn(before: Any, page: Any) -> Iterator[str]:
    box, above = next(iter(_sections(page)), None), list(_sections(before))
    if box is not None and "red-flags" in _classes(box) and above and above[-1].element is box.element:
        yield box.element.get("aria-labelledby") or ""


def _pushed(before: Any, page: Any) -> Iterator[str]:
    box, above = next(iter(_sections(page)), None), list(_sections(before))
    if box is None or "red-flags" not in _classes(box):
        return
    title = next((one for one in above if "masthead" in _classes(one)), None)
    if title is None or above[-1].element is box.element:
        return
    foot = before.content_box_y() + before.height
    gap = max(one.margin_top for one in above)  # at the top of a page there is none
    spare = box.padding_bottom + box.border_bottom_width  # which the engine keeps free below, as for a part of it
    fits = _bottom(title) + gap + box.border_height() + spare <= foot
    if foot - _bottom(above[-1]) > before.height * MUCH and (fits or above[-1] is title):
        yield box.element.get("aria-labelledby") or ""


def _sections(box: Any) -> Iterator[Any]:
    """Give the title and the sections of a page, in their order."""
    for child in getattr(box, "children", ()):
        if child.is_in_normal_flow() and child.element is not None:
            if child.element.tag in _ALL_OF_IT:
                yield from _sections(child)
            elif type(child).__name__ == "BlockBox":
                yield child


def _bottom(box: Any) -> float:
    return float(box.position_y + box.margin_height())


def _classes(box: Any) -> list[str]:
    return (box.element.get("class") or "").split()
