"""Tree: marks in the order of the pages become a structure tree in the shape of the HTML. Pure.

An element has one node, however many lines and pages it spans: nodes are found again by their element.
"""

from dataclasses import dataclass, field

from handouts.typeset.tagger.nodes import Mark, Node
from handouts.typeset.tagger.roles import GROUPING, INLINE, ONLY, Element, Html, alternative, expansion

_NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "none": "None",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
    **dict.fromkeys(("lower-alpha", "lower-latin"), "LowerAlpha"),
    **dict.fromkeys(("upper-alpha", "upper-latin"), "UpperAlpha"),
}
"""List styles and what ISO 32000-1 (table 347) calls them; every other style counts in decimals of some script."""

_PARAGRAPHS = frozenset(("P", "Caption", "H1", "H2", "H3", "H4", "H5", "H6"))


@dataclass(slots=True)
class Styles:
    """What the stylesheets add to the HTML that the tree must know of."""

    bullets: dict[Element, object] = field(default_factory=dict)
    """The ``list-style-type`` of lists: a name, or something else for a character or a picture."""
    footnotes: set[Element] = field(default_factory=set)
    """Elements that a stylesheet sends to the foot of the page."""
    pictures: set[Element] = field(default_factory=set)
    """Pictures that stand on lines of their own."""


class Tree:
    """Takes marks one by one and keeps the tree."""

    def __init__(self, html: Html, styles: Styles) -> None:
        self.html = html
        self.styles = styles
        self.document = Node("Document")
        self._nodes: dict[tuple[Element, str], Node] = {}
        self._notes = 0

    def add(self, mark: Mark) -> Node:
        """Append a mark to the node of its element, and give that node."""
        node = self._target(mark)
        if node.role in GROUPING or node.role in ONLY:
            node = self._paragraph(node, mark.element)
        if mark.box is None:
            self._part_words(node, mark)
        elif node.role == "Figure" and "Layout" not in node.attributes:
            node.attributes["Layout"] = {
                "Placement": "Block" if mark.element in self.styles.pictures else "Inline",
                "BBox": mark.box,
            }
        node.kids.append(mark)
        return node

    def node(self, element: Element) -> Node:
        """Give the node of an element, or of the nearest around it that has one; make what is missing."""
        if found := self._nodes.get((element, "")):
            return found
        parent = self.html.parent(element)
        if element.tag in ("dt", "dd") and self.html.role(element):
            node = self._entry(element).add("Lbl" if element.tag == "dt" else "LBody", element)
        elif role := "Note" if element in self.styles.footnotes else self.html.role(element):
            above = self._inside(parent) if parent is not None else self.document
            node = self._place(above, role, element)
        elif parent is not None:
            return self._inside(parent)
        else:
            return self.document
        self._nodes[element, ""] = node
        self._describe(node, element)
        return node

    def _inside(self, element: Element) -> Node:
        """Give the node that holds what an element holds: the body of a list item, a note in it."""
        node = self.node(element)
        if node.element is not element:
            return node
        if node.role == "LI":
            node = self._part(element, "LBody", node)
        if self.html.is_note(element) and node.role != "Note":
            node = self._part(element, "Note", node)
            self._name(node)
        return node

    def _part(self, element: Element, role: str, parent: Node) -> Node:
        """Give a node that belongs to an element beside its own."""
        if (element, role) not in self._nodes:
            self._nodes[element, role] = parent.add(role)
        return self._nodes[element, role]

    def _target(self, mark: Mark) -> Node:
        element = mark.element
        if mark.pseudo == "marker" and self.html.role(element) in ("LI", "TOCI"):
            return self._part(element, "Lbl", self.node(element))
        if mark.pseudo == "footnote-marker":
            return self._part(element, "Lbl", self.node(element))
        if mark.pseudo == "footnote-call":
            around = self.html.parent(element)
            if (element, "Reference") not in self._nodes and around is not None:
                self._nodes[element, "Reference"] = self._place(self._inside(around), "Reference", None, around)
            return self._nodes[element, "Reference"]
        return self._inside(element)

    def _place(self, parent: Node, role: str, element: Element | None, around: Element | None = None) -> Node:
        """Append a node where it may stand: text gets a paragraph, a stray block of a list an item."""
        if around is None and element is not None:
            around = self.html.parent(element)
        if parent.role in ONLY and role not in ONLY[parent.role][1]:
            parent = self._wrapped(parent, role)
        elif parent.role in GROUPING and role in INLINE and element not in self.styles.pictures:
            parent = self._paragraph(parent, around)
        elif parent.role in (INLINE | _PARAGRAPHS) - {"Note"} and role in GROUPING | _PARAGRAPHS:
            role = "Span"  # a block inside a line, as HTML allows in a link
        if role == "Link" and element is not None and self.html.is_reference(element):
            parent = parent if parent.role == "Reference" else parent.add("Reference")
        return parent.add(role, element)

    def _wrapped(self, parent: Node, role: str) -> Node:
        """Give what must stand between a list or its item and something that is neither."""
        if parent.role == "TOCI" and role == "Link":
            return parent.add("Reference")
        while parent.role in ONLY and role not in ONLY[parent.role][1]:
            parent = parent.add(ONLY[parent.role][0], is_anonymous=True)
        return parent

    def _paragraph(self, parent: Node, element: Element | None) -> Node:
        """Give the paragraph for text that stands directly in a part, one for each stretch of it."""
        block = self.html.block_of(element)
        if parent.role in ONLY:
            parent = self._wrapped(parent, "P")
            if parent.role == "LBody":
                return parent
        last = parent.kids[-1] if parent.kids else None
        if isinstance(last, Node) and last.is_anonymous and last.element is block:
            return last
        return parent.add("P", block, is_anonymous=True)

    def _entry(self, element: Element) -> Node:
        """Give the list item of a term and what is said of it; a ``dt`` after a ``dd`` begins a new one."""
        around = self.html.parent(element)
        assert around is not None  # noqa: S101 - neither dt nor dd is ever the root
        first, before = element, "dd"
        for one in around:
            if one.tag == "dt" and before == "dd":
                first = one
            if one.tag in ("dt", "dd"):
                before = one.tag
            if one is element:
                break
        return self._part(first, "LI", self._inside(around))

    def _describe(self, node: Node, element: Element) -> None:
        node.lang = self.html.lang(element)
        node.expansion = expansion(element)
        if node.role in ("Sect", "Part", "Index"):
            node.title = self.html.title(element)
        elif node.role == "Figure":
            node.alternative = alternative(element)
        elif node.role == "Note":
            self._name(node)
        elif node.role == "L":
            node.attributes["List"] = {"ListNumbering": self._numbering(element)}

    def _numbering(self, element: Element) -> str:
        if element.tag not in ("ul", "ol"):
            return "None"
        style = self.styles.bullets.get(element, "decimal" if element.tag == "ol" else "disc")
        return _NUMBERINGS.get(style, "Decimal") if isinstance(style, str) else "Disc"

    def _name(self, note: Node) -> None:
        self._notes += 1
        note.identity = f"{self.html.part}note-{self._notes:04d}"

    def _part_words(self, node: Node, mark: Mark) -> None:
        """End the word before a mark where the glyphs leave no blank: at the end of a line or block of lines."""
        block: Node | None = node
        while block is not None and block.role in INLINE:
            block = block.parent
        if block is None:
            return
        last, block.last = block.last, mark
        if last is None or last.said.endswith(" "):
            return
        is_next_entry = block.role == "TOCI" and last.element is not mark.element
        if mark.follows_blank or is_next_entry or last.block is not mark.block:
            last.said += " "


def pruned(node: Node) -> bool:
    """Take out what holds nothing, cells apart; tell whether the node itself holds something."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or pruned(kid)]
    return bool(node.kids) or node.role in ("TD", "TH")
