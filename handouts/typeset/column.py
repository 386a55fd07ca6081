"""Column: how many pages a text takes at least, reckoned from the heights of its lines, without laying it out."""

from dataclasses import dataclass

_CLOSE = 0.01
"""By how much two sums of the same lengths may differ, in pixels."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What no page ends in: a line, a picture, a row of a table. Lengths are in CSS pixels."""

    page: int
    """The page on which it was laid out, from 0."""

    gap: float
    """White space, padding and borders between it and the piece before."""

    gap_spared: float
    """What tightening to nothing takes of that, at most."""

    head: float
    """What of the gap stays at the top of a page: padding and borders."""

    height: float
    height_spared: float
    may_break: bool
    """Whether a page may begin with it."""

    must_break: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A text as one column of pieces, to be cut into pages, each as late as it may end.

    The layout engine never makes fewer pages: what is left aside here (the lower border of a box, the head of a
    table on its second page) only takes room.
    """

    pieces: tuple[Piece, ...]
    rooms: tuple[float, ...]
    """The height of each page's text; further pages are as high as the last one."""

    def pages(self, slack: float) -> int:
        """Give how many pages it takes at a slack, at least."""
        return len(self.starts(slack))

    def starts(self, slack: float) -> list[int]:
        """Give the numbers of the pieces that pages begin with; the engine's begin with these or earlier ones."""
        tops, feet = self._placed(slack)
        starts, top, number = [0], 0.0, 1
        while number < len(self.pieces):
            piece, room = self.pieces[number], self.rooms[min(len(starts), len(self.rooms)) - 1]
            if piece.must_break or feet[number] > top + room + _CLOSE:
                if not piece.must_break:
                    number = self._break_before(number, starts[-1])
                starts.append(number)
                top = tops[number] - self.pieces[number].head
            number += 1
        return starts

    def _placed(self, slack: float) -> tuple[list[float], list[float]]:
        """Give where each piece begins and ends, were there no pages."""
        tops, feet, foot = [], [], 0.0
        for piece in self.pieces:
            tops.append(foot + piece.gap - piece.gap_spared * (1 - slack))
            foot = tops[-1] + piece.height - piece.height_spared * (1 - slack)
            feet.append(foot)
        return tops, feet

    def _break_before(self, number: int, start: int) -> int:
        """Give the last piece up to this one that a page may begin with; this one where there is none."""
        found = (one for one in range(number, start, -1) if self.pieces[one].may_break)
        return next(found, number)
