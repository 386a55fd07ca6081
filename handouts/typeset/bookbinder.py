"""The bookbinder: lays the quires of a book out until every page number that is printed is right.

Most is known at once: a guide's first page by those before it. A guide that refers to a page still unknown is only
counted, and laid out in full when all are. The numbers have settled when a round changes none. Each time it begins
anew, with what is kept instead of what would be laid out: begun with the numbers of the last time, a book could
settle with others than one that is made from nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from handouts.typeset.compose import Html
from handouts.typeset.quires import Quire, Quires
from handouts.typeset.sheets import Sheets
from handouts.typeset.shelf import Shelf

LayOut = Callable[[Html, bool], Sheets]
"""Lays a page out; False: only counts its pages, which takes half the time."""

_MOST_ROUNDS = 6
"""Two are the rule; a third where a number that is printed makes a guide longer."""


class UnsettledError(Exception):
    """Page numbers and lengths chase each other. Not seen yet."""

    def __str__(self) -> str:
        return "a page number that is printed makes its guide longer, and so is another; change a line of it"


@dataclass(frozen=True, slots=True)
class Bound:
    """The quires of a book, in their order, with the blank pages between them."""

    front: tuple[Sheets, ...]
    """Their pages are i, ii, …"""
    numbered: tuple[Sheets, ...]
    """Their pages are 1, 2, …"""
    loose: int = 0
    """Pages that all would take, had no white space been tightened."""

    @property
    def all(self) -> tuple[Sheets, ...]:
        """All of them."""
        return (*self.front, *self.numbered)


def bind(quires: Quires, lay_out: LayOut, shelf: Shelf, *, recto: bool) -> Bound:
    """Lay a book out; ``recto``: every guide begins on a right-hand page.

    What is on the shelf is not laid out again. Raises ``UnsettledError``.
    """
    binder = _Binder(lay_out, shelf)
    order = quires.guides if quires.back is None else (*quires.guides, quires.back)
    pages: dict[str, int] = {}
    for _ in range(_MOST_ROUNDS):
        before, made = dict(pages), list[Sheets]()
        for quire, first in _placed(order, quires.back, made, recto=recto):
            found = binder.sheets(quire, first, pages)
            made.append(found)
            pages.update({name: first + page for name, page in found.anchors.items()})
        if pages == before:
            return _complete(quires, made, binder, pages, recto=recto)
    raise UnsettledError


def _placed(
    order: tuple[Quire, ...], back: Quire | None, made: list[Sheets], *, recto: bool
) -> Iterator[tuple[Quire, int]]:
    """Give each quire with the number of its first page; ``made`` has those before it.

    What stands at the back follows on the next page.
    """
    first = 1
    for at, quire in enumerate(order):
        if at:
            first += made[-1].pages
            if recto and quire is not back:
                first += 1 - first % 2
        yield quire, first


def _complete(
    quires: Quires, made: list[Sheets], binder: "_Binder", pages: dict[str, int], *, recto: bool
) -> Bound:
    """Put what stands before the guides, and blank pages where the next guide would begin on a left-hand page."""
    blank = binder.sheets(quires.blank, 0, pages)
    front = binder.sheets(quires.front, 0, pages)
    binder.keep()
    guides, back = made[: len(quires.guides)], made[len(quires.guides) :]
    numbered: list[Sheets] = []
    for at, one in enumerate(guides):
        numbered += [one, blank] if recto and one.pages % 2 and at < len(guides) - 1 else [one]
    loose = [one.loose + (one.loose % 2 if recto else 0) for one in guides]
    ahead = front.pages + front.pages % 2
    return Bound(
        (front, blank) if front.pages % 2 else (front,),
        (*numbered, *back),
        ahead + sum(loose[:-1]) + guides[-1].loose + sum(one.pages for one in back),
    )


@dataclass
class _Binder:
    lay_out: LayOut
    shelf: Shelf
    laid_out: dict[Html, Sheets] = field(default_factory=dict)
    used: dict[Quire, Html] = field(default_factory=dict)
    """As each was laid out the last time."""

    def sheets(self, quire: Quire, first: int, pages: dict[str, int]) -> Sheets:
        """Give a quire, laid out at most once with the same numbers."""
        html = self.used[quire] = quire.numbered(first, pages)
        is_known = quire.refers_to <= pages.keys()
        made = self.laid_out.get(html) or self.shelf.get(html)
        if made is None or (is_known and not made.pdf):
            made = self.lay_out(html, is_known)
        self.laid_out[html] = made
        return made

    def keep(self) -> None:
        """Put what came of it on the shelf, and how long it was on the way there."""
        printed = set(self.used.values())
        for html, made in self.laid_out.items():
            self.shelf.put(html, made if html in printed else replace(made, pdf=b""))
