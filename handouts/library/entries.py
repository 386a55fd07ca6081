"""Entries: the values of a front matter, each with the place where its author wrote it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handouts.diagnostics import Diagnostic

MAX_ENTRIES = 5_000
"""Values that one front matter may have, aliases counted where they stand: a bound for YAML bombs."""

MAX_DEPTH = 20
"""Lists inside lists. Without a bound, PyYAML's C composer ends the whole process (stack overflow)."""

MAX_CHARACTERS = 100_000
"""Characters of one front matter: a bound for what its parsers are given. A long one has two thousand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value and where it stands: ``None`` (empty or null), text, a list or a table of entries."""

    value: "str | tuple[Entry, ...] | Mapping[str, Entry] | None"
    line: int
    column: int
    key_place: tuple[int, int]
    """Line and column of its key; those of the value where it has none."""

    @property
    def place(self) -> tuple[int, int]:
        """Line and column, both from 1, in the guide's file."""
        return self.line, self.column


class FrontMatterError(Exception):
    """The block can't be used; ``diagnostic`` says why and where."""

    def __init__(self, diagnostic: "Diagnostic") -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic
