"""Places: where the words of an article stand in its guide, whatever marks and addresses stand between them."""

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property

from handouts.library.guide import Guide

_ENOUGH = 5
"""Words in a row that surely name a place."""

_BETWEEN = 12
"""Words of the source that may stand between two of the article: an address, the name of a character."""


class Places:
    """The words of one guide's file, with their places."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    @cached_property
    def _words(self) -> list[tuple[str, int]]:
        return [(one[0].casefold(), one.start()) for one in re.finditer(r"[^\W_]+", self._guide.text)]

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for number, (word, _) in enumerate(self._words):
            found[word].append(number)
        return found

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(one.end() for one in re.finditer("\n", self._guide.text))]

    def of(self, text: str) -> tuple[int, int]:
        """Give line and column, from 1, where a text of the article begins; (0, 0) where it can't be found.

        The body comes before the front matter, which is read for what only stands there.
        """
        wanted = [one.casefold() for one in re.findall(r"[^\W_]+", text)[:_ENOUGH]]
        if not wanted:
            return (0, 0)
        candidates = [
            (gap, one) for one in self._numbers.get(wanted[0], ()) if (gap := self._gap(wanted, one)) >= 0
        ]
        if not candidates:
            return (0, 0)
        body = self._lines[min(self._guide.body_line, len(self._lines)) - 1]
        _, _, start = min((self._words[one][1] < body, gap, self._words[one][1]) for gap, one in candidates)
        return self.at(start)

    def at(self, offset: int) -> tuple[int, int]:
        """Give line and column, from 1, of an offset in the file."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _gap(self, wanted: list[str], at: int) -> int:
        """Count what stands between some words from a place on; -1 where they do not stand there."""
        gap = 0
        for word in wanted[1:]:
            rest = [one for one, _ in self._words[at + 1 : at + 2 + _BETWEEN]]
            if word not in rest:
                return -1
            gap += rest.index(word)
            at += 1 + rest.index(word)
        return gap
