"""Sheets: a booklet that is imposed for folding, read as it is read once it is folded: page by page.

It has no tags, for a sheet has no order. But each of its pages is a form with its text in marks that are numbered
as they are read, and with headers and footers known as such.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import pikepdf

from handouts.verify.fault import Fault, shortened
from handouts.verify.opened import Opened
from handouts.verify.source import ADDED, Source
from handouts.verify.words import plain_text

_LABEL = re.compile(r"[\W\d_]*|\(?\w{1,4}[.)、．]")
"""The bullet or number of a list, which the source leaves to the layout: "•", "12.", "(iv)"."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINERS = re.compile("[\u200c\u200d]")
"""Say which form a letter takes: no glyph stands for them."""
_QUOTED = 40
"""Letters that are quoted before what is missing."""

_MOST_DIGITS = 4
"""Digits that the number of a page may have."""

Pairs = Sequence[tuple[int, int]]
"""The numbers of the pages, from 1, on the left and the right half of each side; 0 for a blank."""

_Column = list[str]
"""Pieces of text, in their order."""


def faults(opened: Opened, pairs: Pairs, *, turned: bool = False) -> Iterator[Fault]:
    """Give where a page is not where it must be for folding; ``turned``: every second side stands on its head."""
    sides = list(opened.file.pages)
    if len(sides) != len(pairs):
        yield Fault("pdf-sheets", f"the booklet has {len(sides)} printed sides, and its pages take {len(pairs)}")
        return
    for number, (side, pair) in enumerate(zip(sides, pairs, strict=True), 1):
        halves = _halves(side)
        for found, page, name in zip(halves, pair, ("left", "right"), strict=True):
            if (found is None) == bool(page):
                message = f"page {page} is missing from" if page else "there is a page instead of a blank on"
                yield Fault("pdf-sheets", f"{message} the {name} half of printed side {number}")
        if _stands_on_its_head(side) != (turned and number % 2 == 0):
            yield Fault("pdf-sheets", f"printed side {number} is turned the wrong way for the printer")


def against(opened: Opened, source: Source, pairs: Pairs) -> Iterator[Fault]:
    """Give where the pages, in the order of the folded booklet, do not say what the source says."""
    found = _read(opened, source, pairs)
    if found.fault:
        yield Fault("pdf-words", found.fault)


def agreement(opened: Opened, source: Source, pairs: Pairs) -> int:
    """Say how far the pages say what the source says."""
    return _read(opened, source, pairs).letters


# ---- Where the pages stand


def _halves(side: Any) -> tuple[Any, Any]:
    """Give the forms that a side paints on its left and on its right half."""
    forms, width = side.obj.get("/Resources", {}).get("/XObject", {}), float(side.mediabox[2])
    halves: list[Any] = [None, None]
    left = 0.0
    for one in pikepdf.parse_content_stream(side):
        if str(one.operator) == "cm":
            left = float(one.operands[4])
        elif str(one.operator) == "Do" and (form := forms.get(one.operands[0])) is not None:
            middle = left + (float(form.BBox[0]) + float(form.BBox[2])) / 2
            halves[middle > width / 2] = form
    return halves[0], halves[1]


def _stands_on_its_head(side: Any) -> bool:
    first = next(iter(pikepdf.parse_content_stream(side)), None)
    return first is not None and str(first.operator) == "cm" and float(first.operands[0]) == -1


def _columns(opened: Opened, side: int, form: Any) -> Iterator[_Column]:
    """Give the text of a page; what is translucent is a form in it, with an order of its own."""
    number, texts = opened.form(form), opened.content.texts
    marks = sorted(mark for mark in texts if mark[:2] == (side, number))
    yield [said for mark in marks if (said := " ".join(_plain(texts[mark]).split()))]
    for inner in form.get("/Resources", {}).get("/XObject", pikepdf.Dictionary()).values():
        if inner.get("/Subtype") == pikepdf.Name.Form:
            yield from _columns(opened, side, inner)


# ---- What they say


def _plain(text: str) -> str:
    """Give a text with the letters apart from their marks: a line painted from right to left has them so."""
    return unicodedata.normalize("NFD", _JOINERS.sub("", plain_text(text)))


@dataclass(frozen=True, slots=True)
class _Found:
    letters: int
    """How much of the source has been read."""
    fault: str = ""


def _read(opened: Opened, source: Source, pairs: Pairs) -> _Found:
    """Read the pages one after the other, as far as they say what the source says."""
    said = " ".join(filter(None, (_plain(word.text) for word in source.words)))
    places = sorted(
        (page, side, half) for side, pair in enumerate(pairs) for half, page in enumerate(pair) if page
    )
    sides = list(opened.file.pages)
    ends = {0}
    for page, side, half in places:
        form = _halves(sides[side])[half] if side < len(sides) else None
        columns = list(_columns(opened, side + 1, form)) if form is not None else []
        ends, best, next_ = _page_read([one for one in columns if one], said, ends)
        if not ends:
            before = said[:best].rsplit(" ", 1)[0][-_QUOTED:] if best < len(said) else said[-_QUOTED:]
            message = f"on page {page} the booklet says {shortened(next_)} after {shortened(before, _QUOTED + 9)}"
            return _Found(best, f"{message}, where the source says {shortened(said[best:]) or 'nothing'}")
    best = max(ends)
    if said[best:].strip():
        message = f"the booklet ends after {shortened(said[:best][-_QUOTED:])}, the source goes on"
        return _Found(best, f"{message} with {shortened(said[best:])}")
    return _Found(best)


def _page_read(columns: list[_Column], said: str, starts: set[int]) -> tuple[set[int], int, str]:
    """Read a page on from some places of the source: give those that it ends at, and how far it can be read.

    What is drawn as a label may be none: "2" may be a dose. So every way of reading a page is followed.
    """
    goal = tuple(map(len, columns))
    first = (0,) * len(columns)
    todo, seen = [(first, at) for at in starts], {(first, at) for at in starts}
    ends, best, next_ = set(), -1, ""
    while todo:
        state, at = todo.pop()
        if state == goal:
            ends.add(at)
        for number, (column, index) in enumerate(zip(columns, state, strict=True)):
            if index == len(column):
                continue
            piece = column[index]
            after = (*state[:number], index + 1, *state[number + 1 :])
            there = list(_after(said, at, piece))
            if not there and at > best:
                best, next_ = at, piece
            for place in [*there, *([at] if _LABEL.fullmatch(piece) else [])]:
                if (after, place) not in seen:
                    seen.add((after, place))
                    todo.append((after, place))
    return ends, best, next_


def _after(said: str, at: int, piece: str) -> Iterator[int]:
    """Give where a text goes on behind a piece of it; nothing where the piece does not stand there.

    Between two pieces there may be a blank or none. Where the layout adds the number of a page, there must be one.
    """
    if said[at : at + 1] == " ":
        at += 1
    if said.startswith(piece, at):
        yield at + len(piece)
    elif (end := _behind_numbers(said, at, piece)) is not None:
        yield end
    elif _RIGHT_TO_LEFT.search(said):
        yield from _behind_line(said, at, piece)


def _behind_numbers(said: str, at: int, piece: str) -> int | None:
    number = 0
    while number < len(piece):
        if said[at : at + 1] == ADDED:
            digits = len(list(takewhile(str.isdecimal, piece[number:])))
            if not digits:
                return None
            number += digits
        elif said[at : at + 1] == piece[number]:
            number += 1
        else:
            return None
        at += 1
    return at


def _behind_line(said: str, at: int, piece: str) -> Iterator[int]:
    """Give where a text goes on behind a line that was painted from right to left.

    Its words stand in the order of painting, and the letters of each: it must have the same words, of the same
    letters, and each number as it is.
    """
    wanted = Counter(map(_without_order, piece.split()))
    count = len(piece.replace(" ", ""))
    added = range(1, _MOST_DIGITS + 1) if ADDED in said[at : at + count] else range(1)
    for digits in added:
        end, left = at, count
        while left > 0 and end < len(said):
            left -= {" ": 0, ADDED: digits}.get(said[end], 1)
            end += 1
        if left == 0 and wanted == Counter(map(_without_order, said[at:end].replace(ADDED, "0" * digits).split())):
            yield end


def _without_order(word: str) -> str:
    """Give what a word is told by wherever its letters stand; a stop goes to the other side of a number."""
    letters = sorted(word) if _RIGHT_TO_LEFT.search(word) else [one for one in word if one.isalnum()]
    return "".join((*letters, *sorted(one for one in word if not one.isalnum())))
