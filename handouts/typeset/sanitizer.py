"""The sanitizer: nothing that runs, is fetched, hides or moves gets past it. What can't be printed is found."""

from collections.abc import Iterator

import nh3
from lxml.html import HtmlElement

from handouts.typeset import fragment

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl"),
    *("dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd"),
    *("li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
_CONTAINERS = {
    *("address", "article", "aside", "center", "dialog", "dir", "fieldset", "footer", "form", "header", "hgroup"),
    *("legend", "main", "menu", "nav", "search", "section"),
}
"""Blocks that only group: nothing of them is printed, but what stands in one must not run into the next."""

_LEFT_OUT = {
    # what can't be printed, and what it is called; its text is only for browsers that don't know it
    "audio": "a sound (<audio>)",
    "canvas": "a drawing made by a program (<canvas>)",
    "embed": "an embedded file (<embed>)",
    "map": "a map of links (<map>)",
    "math": "a formula (<math>)",
    "object": "an embedded file (<object>)",
    "svg": "a drawing in the text (<svg>)",
    "video": "a video (<video>)",
}
_FIELDS = {"button", "datalist", "input", "meter", "output", "progress", "select"}
"""Fields of forms. On paper they mean nothing; the words around them stay."""

_ATTRIBUTES = {
    "*": {"dir", "id", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"alt", "src", "title"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    **{tag: {"title", "aria-label"} for tag in _LEFT_OUT},
    "input": {"type"},
}
_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "div": {"footnote", "box", "alarm"},
    "span": {"left-out"},
    "strong": {"box-title"},
}

SCHEMES = {"http", "https", "mailto", "tel"}
"""The addresses that a link may have; every other kind is dropped, its text stays."""

MAX_DEPTH = 60
"""Elements inside each other. What is deeper would end the programs that walk through a page."""

MAX_SPAN = 100
"""Rows or columns that one cell of a table may take; browsers allow a thousand, each of which is laid out."""

_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Characters that no XML has and nobody sees; a reference such as ``&#1;`` makes one."""

_BLOCKS = {
    *("blockquote", "details", "div", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre"),
    *("table", "ul"),
}


def clean(html: str) -> HtmlElement | None:
    """Give a ``div`` of clean elements, or None where elements stand too deep inside each other.

    What is not on the allow-list is gone; its text stays, but for scripts and styles. What ``left_out`` finds is
    still in it.
    """
    cleaned = nh3.clean(
        html,
        tags=_TAGS | _CONTAINERS | set(_LEFT_OUT) | _FIELDS,
        clean_content_tags={"script", "style", "template", "title"},
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        filter_style_properties={"text-align"},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    if _depth(cleaned) > MAX_DEPTH:
        return None
    tree = fragment.parse(cleaned.translate(_CONTROLS))
    for cell in tree.iter("td", "th"):
        for span in ("colspan", "rowspan"):
            if (said := cell.get(span)) and not (said.isdecimal() and int(said) <= MAX_SPAN):
                del cell.attrib[span]
    return tree


def _depth(html: str) -> int:
    """Give how deep elements stand in clean HTML, where each is closed."""
    deepest = depth = 0
    for part in html.split("<")[1:]:
        name = part[1:5] if part.startswith("/") else part[:4]
        if part.startswith("/"):
            depth -= 1
        elif not name.startswith(("br>", "br ", "hr>", "hr ", "img ", "img>", "inpu", "embe")):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def left_out(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Give each element that can't be printed, the outermost only, with what to call it; and each form."""
    for element in list(tree.iter(*_LEFT_OUT, "form")):
        if not any(above.tag in _LEFT_OUT for above in element.iterancestors()):
            yield element, _LEFT_OUT.get(str(element.tag), "a form (<form>)")


def straighten(tree: HtmlElement) -> None:
    """Take away what only groups, and fields of forms; a text that stood alone in a group is a paragraph."""
    for field in list(tree.iter(*_FIELDS)):
        field.drop_tree()
    for group in list(tree.iter(*_CONTAINERS, "div")):
        if group is tree or group.get("class"):
            continue
        _paragraphs(group)
        if any(child.tag in _BLOCKS | _CONTAINERS for child in group):
            fragment.unwrap(group)
        else:
            group.tag = "p"
            if not fragment.text(group) and group.find(".//img") is None:
                group.drop_tree()
    _paragraphs(tree)
    for paragraph in list(tree.iter("p")):
        if not fragment.text(paragraph) and paragraph.find(".//img") is None:
            paragraph.drop_tree()


def _paragraphs(group: HtmlElement) -> None:
    """Make paragraphs of the running text that stands beside blocks in a group."""
    if not any(child.tag in _BLOCKS | _CONTAINERS for child in group):
        return
    children = list(group)
    paragraph = fragment.element("p", group.text or "")
    group.text = None
    run: list[HtmlElement] = []
    at = 0
    for child in [*children, None]:
        if child is not None and child.tag not in _BLOCKS | _CONTAINERS:
            run.append(child)
            paragraph.append(child)  # with the text behind it
            continue
        if fragment.text(paragraph) or paragraph.find(".//img") is not None:
            group.insert(at, paragraph)
            at += 1
        if child is not None:
            at = group.index(child) + 1
            paragraph = fragment.element("p", child.tail or "")
            child.tail = None
