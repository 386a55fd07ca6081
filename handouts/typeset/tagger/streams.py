"""Streams: stretches of a page's content, changed after they were painted (ISO 32000-1, 14.6)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from handouts.typeset.tagger import text


@dataclass(slots=True, eq=False)
class Place:
    """Where something was painted: a stretch of a ``pydyf.Stream``, from BDC to EMC."""

    stream: Any
    start: int
    """Where its tag stands in the list of operators; properties and BDC follow."""
    end: int = 0
    """Where EMC stands."""
    glyphs: Callable[[], Iterable[Any]] = tuple
    """Gives the glyphs of a text, as ``letters`` knows them; only where they are asked for, for it takes time."""
    is_group: bool = False
    """Whether the stream is not the page's own: what is translucent is painted as a group."""

    @property
    def properties(self) -> Any:
        """The properties of the marked content, a dictionary."""
        return self.stream.stream[self.start + 1]

    @property
    def operators(self) -> list[bytes]:
        """What is painted."""
        found: list[bytes] = self.stream.stream[self.start + 3 : self.end]
        return found

    @property
    def is_empty(self) -> bool:
        """Whether no glyph is painted."""
        return not any(one.endswith(b"TJ") for one in self.operators)

    def erase(self) -> None:
        """Take the marks out, and what stands between them."""
        self.stream.stream[self.start : self.end + 1] = [b""] * (self.end + 1 - self.start)

    def turn_into_artifact(self, kind: dict[str, str]) -> None:
        """Say that what is painted is no part of the text (ISO 32000-1, 14.8.2.2)."""
        self.stream.stream[self.start] = "/Artifact"
        self.properties.update(kind)

    def recode(self, codes: Iterable[int]) -> None:
        """Paint by other codes, as many as there are."""
        new, operators = iter(codes), self.stream.stream
        for at in range(self.start + 3, self.end):
            if operators[at].endswith(b"TJ"):
                operators[at] = text.with_codes(operators[at], new)

    def append_glyph(self, code: int) -> None:
        """Paint one more glyph behind the last."""
        operators = self.stream.stream
        at = next(at for at in range(self.end - 1, self.start, -1) if operators[at][-2:] == b"TJ")
        operators[at] = text.with_glyph(operators[at], code)
