"""Nodes: the structure tree before it is written. Values that the other modules fill and read; no logic."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handouts.typeset.tagger.roles import Element

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the page's lower left corner."""


@dataclass(slots=True, eq=False)
class Mark:
    """Something printed in one go: a line of text of one style, or a picture."""

    page: int
    """From 0."""
    element: Element
    """The element that it comes from."""
    pseudo: str = ""
    """The part of the element: ``marker``, ``before``, ``footnote-call``, …; "" for the element itself."""
    block: object = None
    """The element whose lines it stands in: where that changes, a word has ended."""
    follows_blank: bool = False
    """Whether the line before was cut at a blank, which neither of them has."""
    said: str = ""
    """The text, in reading order, with the blank that ends it where a word ends there."""
    painted: str = ""
    """What programs get that take the text from the painted glyphs, in painting order."""
    is_right_to_left: bool = False
    box: Box | None = None
    """Where a picture stands; None for text."""
    number: int = -1
    """Its number (MCID) in its stream, given when the tree is written."""
    place: Any = None
    """Where it was painted; only the engine and the writer look inside."""


@dataclass(slots=True, eq=False)
class Annotation:
    """The place of a link that can be clicked."""

    page: int
    element: Element | None
    """The ``a``; None for a link in a part of the page that is not read, such as its header."""
    box: Box
    is_whole: bool
    """Whether it belongs to the link itself, not to something inside it."""
    entry: Any = None
    """The dictionary in the PDF; only the writer looks inside."""


@dataclass(slots=True)
class Found:
    """What is found on the pages beside marks."""

    annotations: list[Annotation] = field(default_factory=list)
    artifacts: list[Any] = field(default_factory=list)
    """Where something was painted that is no part of the text."""


@dataclass(slots=True, eq=False)
class Node:
    """One element of the structure tree."""

    role: str
    parent: "Node | None" = field(default=None, repr=False)
    element: Element | None = None
    is_anonymous: bool = False
    """Whether no element of the HTML stands for it."""
    kids: "list[Node | Mark | Annotation]" = field(default_factory=list)
    identity: str = ""
    lang: str = ""
    title: str = ""
    alternative: str = ""
    expansion: str = ""
    actual: str | None = None
    """What to read instead of what it holds; None to read that."""
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By owner (``Table``, ``List``, ``Layout``); a ``str`` is a name, a tuple of ``str`` are texts."""
    last: Mark | None = field(default=None, repr=False)
    """Of a block: the text that came last, wherever below it."""

    def add(self, role: str, element: Element | None = None, *, is_anonymous: bool = False) -> "Node":
        """Append a new node."""
        node = Node(role, self, element, is_anonymous)
        self.kids.append(node)
        return node

    def walk(self) -> Iterator["Node"]:
        """Give this node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    @property
    def nodes(self) -> "list[Node]":
        """The nodes directly below."""
        return [kid for kid in self.kids if isinstance(kid, Node)]
