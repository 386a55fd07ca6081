"""Elements: what is read from a PDF, as values: the structure tree, and what the pages show."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from handouts.verify.glyphs import Font

MarkKey = tuple[int, int, int]
"""Page from 1, number of the form that it is painted in (0 for the page itself), and MCID."""


@dataclass(slots=True, eq=False)
class Element:
    """One element of the structure tree."""

    role: str
    """By the standard's own name, after the file's map of roles."""
    entry: Any
    parent: "Element | None" = field(repr=False)
    kids: "list[Element | MarkKey]" = field(default_factory=list)
    annotations: list[tuple[int, int]] = field(default_factory=list)
    """Object numbers of the annotations that belong to it."""

    def walk(self) -> Iterator["Element"]:
        """Give this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    @property
    def elements(self) -> "list[Element]":
        """The elements directly below."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def marks(self) -> list[MarkKey]:
        """What is printed directly by this element."""
        return [kid for kid in self.kids if not isinstance(kid, Element)]

    def said(self, key: str) -> str:
        """Give a text of the element, such as ``/Alt``; "" for none."""
        return str(self.entry.get(key, ""))

    @property
    def attributes(self) -> dict[str, Any]:
        """All attributes, of whatever owner, without slashes."""
        return {str(key)[1:]: value for one in several(self.entry.get("/A")) for key, value in _items(one)}


@dataclass(slots=True)
class Content:
    """What the pages show."""

    texts: dict[MarkKey, str] = field(default_factory=dict)
    """The text of marked content, by its glyphs or by the words given instead."""
    glyphs: dict[MarkKey, str] = field(default_factory=dict)
    """The text of marked content by its glyphs alone."""
    doubled: list[MarkKey] = field(default_factory=list)
    unmarked: dict[int, str] = field(default_factory=dict)
    """By page: the text of what is neither tagged nor an artifact, "" for lines and pictures alone."""
    artifacts: dict[int, str] = field(default_factory=dict)
    """By page: the text of its headers, footers and repeated heads of tables."""
    nested: set[int] = field(default_factory=set)
    """Pages on which tagged content stands in an artifact, or the other way round."""
    fonts: dict[tuple[int, int] | int, Font] = field(default_factory=dict)
    lost_fonts: set[str] = field(default_factory=set)
    """Names of fonts that a page asks for and the file has not."""


def several(value: Any) -> list[Any]:
    """Give what a key of a PDF holds as a list, whether it is one thing, an array or nothing."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, pikepdf.Dictionary) else []
