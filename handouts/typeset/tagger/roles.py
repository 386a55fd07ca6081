"""Roles: what each element of the HTML is called in the structure tree of the PDF (ISO 32000-1, 14.8.4). Pure."""

from collections.abc import Iterator
from functools import cached_property
from typing import Protocol


class Element(Protocol):
    """What is asked of an element: ``xml.etree.ElementTree.Element`` has it."""

    tag: str
    attrib: dict[str, str]
    text: str | None
    tail: str | None

    def iter(self, tag: str | None = None) -> "Iterator[Element]":
        """Give this element and all below it."""

    def itertext(self) -> Iterator[str]:
        """Give the text of this element and of all below it."""

    def __iter__(self) -> "Iterator[Element]": ...


SVG = "{http://www.w3.org/2000/svg}"

GROUPING = frozenset(("Document", "Part", "Sect", "Div", "BlockQuote", "Index"))
"""What holds blocks, and no text of its own: text that stands directly in one gets a paragraph around it."""

INLINE = frozenset(("Span", "Link", "Reference", "Note", "Code", "Quote", "Figure"))
"""What stands inside a line of text."""

ONLY = {
    "L": ("LI", ("L", "LI", "Caption")),
    "LI": ("LBody", ("Lbl", "LBody")),
    "TOC": ("TOCI", ("TOC", "TOCI", "Caption")),
    "TOCI": ("P", ("Lbl", "Reference", "P", "TOC")),
}
"""What may stand directly in what, and what is put around anything else (PDF/UA-1 7.2)."""

_ROLES: dict[str, str | None] = {
    "article": "Part",
    "section": "Sect",
    "aside": "Sect",
    "nav": "Sect",
    "details": "Sect",
    "blockquote": "BlockQuote",
    "address": "Div",
    "figure": "Div",
    "p": "P",
    "pre": "P",
    "summary": "P",
    "figcaption": "Caption",
    "caption": "Caption",
    **dict.fromkeys(("ul", "ol", "dl"), "L"),
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    **{tag: tag.upper() for tag in ("tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6")},
    "a": "Link",
    "img": "Figure",
    f"{SVG}svg": "Figure",
    **dict.fromkeys(("code", "kbd", "samp"), "Code"),
    "q": "Quote",
}

_ARIA = {
    # WAI-ARIA and its module for digital publishing: what an element means where its name does not say it.
    **dict.fromkeys(("article", "doc-chapter", "doc-part"), "Part"),
    **dict.fromkeys(("region", "group", "complementary", "navigation", "note", "doc-tip", "doc-notice"), "Sect"),
    **dict.fromkeys(("doc-toc", "doc-endnotes", "doc-appendix", "doc-cover", "doc-colophon"), "Sect"),
    **dict.fromkeys(("doc-footnote", "doc-endnote"), "Note"),
    "doc-index": "Index",
    "list": "L",
    "listitem": "LI",
    "doc-subtitle": "P",
    "paragraph": "P",
    "blockquote": "BlockQuote",
    "figure": "Div",
    "img": "Figure",
    "link": "Link",
    "code": "Code",
}

_BLOCKS = {
    *("html", "body", "div", "main", "header", "footer", "section", "article", "aside", "nav", "address", "form"),
    *("blockquote", "figure", "fieldset", "details", "li", "dd", "ul", "ol", "dl", "td", "th", "hgroup", "table"),
}
"""Elements that begin a paragraph of their own where text stands directly in them."""
_TABLE = frozenset(("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"))
_CHAPTERS = frozenset(("article", "section", "nav", "aside"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class Html:
    """The HTML of a document, asked for what its elements mean."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.part = root.attrib.get("data-part", "")
        """Of a document that is to be joined with others: a name that none of them has. The first has none."""
        self._parents: dict[Element, Element] = {child: parent for parent in root.iter() for child in parent}
        self._roles: dict[Element, str | None] = {}

    def parent(self, element: Element) -> Element | None:
        """Give what an element stands in; None for the root."""
        return self._parents.get(element)

    def ancestors(self, element: Element | None) -> Iterator[Element]:
        """Give an element and all that it stands in, from the inside out."""
        while element is not None:
            yield element
            element = self._parents.get(element)

    def block_of(self, element: Element | None) -> Element | None:
        """Give the block that an element is part of: itself, or the nearest around it."""
        return next((one for one in self.ancestors(element) if one.tag in _BLOCKS), None)

    @cached_property
    def _by_id(self) -> dict[str, Element]:
        return {one.attrib["id"]: one for one in self.root.iter() if "id" in one.attrib}

    @cached_property
    def _chapters(self) -> set[Element]:
        """The parts of a book that have a title of the first level, as the book itself has: one lower here."""
        titles = [one for one in self.root.iter() if one.tag == "h1"][0 if self.part else 1 :]
        around = (next((one for one in self.ancestors(title) if one.tag in _CHAPTERS), None) for title in titles)
        return {one for one in around if one is not None}

    def role(self, element: Element) -> str | None:
        """Give the role of an element; None for one that says nothing of structure, whose content counts."""
        if element not in self._roles:
            self._roles[element] = self._role(element)
        return self._roles[element]

    def _role(self, element: Element) -> str | None:
        aria, tag = _aria(element), element.tag
        if aria == "heading":
            return f"H{element.attrib.get('aria-level', '2')}"
        if tag in ("ul", "ol", "li") and self._is_in_contents(element):
            return "TOCI" if tag == "li" else "TOC"
        if tag in _HEADINGS:
            return f"H{min(6, int(tag[1]) + any(one in self._chapters for one in self.ancestors(element)))}"
        if tag == "main" and sum(1 for one in element if one.tag == "article") > 1:
            return "Div"
        role = (_ARIA.get(aria) if tag != "li" else None) or _ROLES.get(tag)
        if self._means_nothing(element, aria):
            role = None
        if role is None and tag not in ("html", "body") and (self.lang(element) or _expansion(element)):
            return "Div" if tag in _BLOCKS else "Span"
        return role

    def _means_nothing(self, element: Element, aria: str) -> bool:
        """Tell whether an element is not what its name says: a table for columns, a link without a target."""
        if element.tag in _TABLE:
            tables = (one for one in self.ancestors(element) if one.tag == "table")
            aria = next((_aria(one) for one in tables), aria)
        return aria in ("presentation", "none") or (element.tag == "a" and "href" not in element.attrib)

    def _is_in_contents(self, element: Element) -> bool:
        return any(_aria(one) == "doc-toc" for one in self.ancestors(element))

    def is_reference(self, element: Element) -> bool:
        """Tell whether a link is one of the contents, or leads to a note: it stands in a ``Reference``."""
        return _aria(element) == "doc-noteref" or self._is_in_contents(element)

    def is_note(self, element: Element) -> bool:
        """Tell whether an element is the text of a note."""
        if element.tag == "li":
            lists = [one for one in self.ancestors(element) if one.tag in ("ul", "ol")]
            around = self._parents.get(lists[0]) if len(lists) == 1 else None
            if around is not None and _aria(around) == "doc-endnotes":
                return True
        return _aria(element) in ("doc-footnote", "doc-endnote")

    def lang(self, element: Element) -> str:
        """Give the language of an element where it is another than that of what it stands in; else ""."""
        own = _lang(element)
        around = self._parents.get(element)
        if not own or around is None:
            return ""
        inherited = next((lang for one in self.ancestors(around) if (lang := _lang(one))), "")
        return own if own != inherited else ""

    def title(self, element: Element) -> str:
        """Give the name of a part, as its label says it, or else its heading; "" for none."""
        names = element.attrib.get("aria-labelledby", "").split()
        said = " ".join(words(self._by_id[name]) for name in names if name in self._by_id)
        tops = [one for child in element for one in (child, *(child if child.tag in ("header", "div") else ()))]
        heading = next((words(one) for one in tops if one.tag in _HEADINGS), "")
        return said or element.attrib.get("aria-label") or heading


def is_decorative(element: Element) -> bool:
    """Tell whether nothing would be lost if an element were not seen: it is left out of the tree."""
    given = element.attrib.get
    if given("aria-hidden") == "true":
        return True
    if element.tag in ("img", f"{SVG}svg"):
        return _aria(element) in ("presentation", "none") or (element.tag == "img" and not alternative(element))
    return False


def alternative(element: Element) -> str:
    """Give the words that stand for a picture; "" for none."""
    title = next(iter(element.iter(f"{SVG}title")), None) if element.tag == f"{SVG}svg" else None
    given = element.attrib.get("aria-label") or element.attrib.get("alt")
    return " ".join((given or (title.text if title is not None else "") or "").split())


def expansion(element: Element) -> str:
    """Give what an abbreviation stands for; "" for none."""
    return _expansion(element)


def words(element: Element) -> str:
    """Give what an element says, on one line."""
    return " ".join("".join(element.itertext()).split())


def _aria(element: Element) -> str:
    return (element.attrib.get("role", "").split() or [""])[0]


def _lang(element: Element) -> str:
    return element.attrib.get("lang") or element.attrib.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def _expansion(element: Element) -> str:
    return element.attrib.get("title", "") if element.tag == "abbr" else ""
