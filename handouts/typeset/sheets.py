"""Sheets: what comes of one composed page when it is laid out. A frozen value, which can be kept in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handouts.diagnostics import Diagnostic, from_dict
from handouts.typeset.white import WELL, Flags


@dataclass(frozen=True, slots=True)
class Sheets:
    """A document, laid out."""

    pages: int
    pdf: bytes = b""
    """Empty where it was only counted."""
    loose: int = 0
    """Pages that it would take, had no white space been tightened."""
    anchors: Mapping[str, int] = field(default_factory=dict)
    """The page of each id, from 0."""
    diagnostics: tuple[Diagnostic, ...] = ()
    flags: Flags = WELL
    """The red flags that do not stand well on their pages."""

    def described(self) -> dict[str, Any]:
        """Give all but the bytes as plain values."""
        return {
            "pages": self.pages,
            "loose": self.loose,
            "anchors": dict(self.anchors),
            "diagnostics": [one.as_dict() for one in self.diagnostics],
            "pushed": sorted(self.flags.pushed),
            "torn": sorted(self.flags.torn),
        }


def parse(said: Mapping[str, Any], pdf: bytes) -> Sheets:
    """Read what ``described`` has given.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else.
    """
    found = map(from_dict, said["diagnostics"])
    anchors = {str(name): int(page) for name, page in said["anchors"].items()}
    flags = Flags(frozenset(map(str, said["pushed"])), frozenset(map(str, said["torn"])))
    return Sheets(int(said["pages"]), pdf, int(said["loose"]), anchors, tuple(found), flags)
