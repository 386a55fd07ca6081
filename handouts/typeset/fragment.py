"""Fragments of HTML as trees: parse, read, write. The rest of the package speaks lxml through this door."""

from collections.abc import Iterable
from html import escape

from lxml import html as lxml_html
from lxml.html import HtmlElement


def parse(html: str) -> HtmlElement:
    """Give a ``div`` that holds what the text says."""
    return lxml_html.fragment_fromstring(html, create_parent="div")


def element(tag: str, text: str = "", **attributes: str) -> HtmlElement:
    """Make an element; an attribute called ``class_`` is ``class``, one called ``data_of`` is ``data-of``."""
    new = lxml_html.Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    new.text = text or None
    return new


def outer(node: HtmlElement) -> str:
    """Write an element as HTML, without the text after it."""
    return str(lxml_html.tostring(node, encoding="unicode", with_tail=False))


def inner(node: HtmlElement) -> str:
    """Write what an element holds as HTML."""
    children = (str(lxml_html.tostring(child, encoding="unicode")) for child in node)
    return escape(node.text or "", quote=False) + "".join(children)


def joined(nodes: Iterable[HtmlElement]) -> str:
    """Write elements one after the other, each on a line of its own."""
    return "\n".join(outer(node) for node in nodes)


def text(node: HtmlElement) -> str:
    """Give the text that a reader sees, with white space folded."""
    return " ".join("".join(node.itertext()).split())


def unwrap(node: HtmlElement) -> None:
    """Put what an element holds in its place."""
    node.drop_tag()


def move_children(source: HtmlElement, target: HtmlElement) -> None:
    """Append all that ``source`` holds to ``target``, text included."""
    if source.text:
        add_text(target, source.text)
    for child in list(source):
        target.append(child)
    source.text = None


def add_text(node: HtmlElement, more: str) -> None:
    """Append text to what an element holds."""
    if len(node):
        node[-1].tail = (node[-1].tail or "") + more
    else:
        node.text = (node.text or "") + more


def insert_after(node: HtmlElement, new: HtmlElement, gap: str = " ") -> None:
    """Put an element behind another, with ``gap`` between them; the text that followed follows both."""
    node.addnext(new)  # lxml puts it behind the text that follows node
    new.tail, node.tail = node.tail, gap
