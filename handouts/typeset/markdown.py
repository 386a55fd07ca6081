"""Markdown to clean, semantic HTML: Python-Markdown, then an allow-list, then tight lists and plain links."""

from functools import cache
from itertools import zip_longest

import nh3
from lxml.html import HtmlElement
from markdown import Markdown

from handouts.typeset import facts, fragment
from handouts.typeset.lists import Lists

EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
)

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl"),
    *("dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd"),
    *("li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}
_ATTRIBUTES = {
    "*": {"dir", "id", "lang"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"alt", "src", "title"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
}
_CLASSES = {"a": {"footnote-ref", "footnote-backref"}, "div": {"footnote"}}
LETTERS = 60
"""Letters that surely fit side by side into a table as wide as the text."""

LETTERS_WIDE = 84
"""Letters that surely fit into a table as wide as the page; where the longest words of all columns have more,
words are broken, for otherwise they would leave the page."""

LINE = 80
"""Characters that may fit into one line. A list's first or last item of one line is kept with its neighbour."""

WIDE = 5
"""Columns from which a table is set across the page, in smaller type."""

LONG = 9
"""Rows from which a table may be cut between two of them."""

_LINE_ENDS = {0x2028: "\n", 0x2029: "\n\n"}
"""Word processors' own line and paragraph ends, which no font has."""

SCHEMES = {"http", "https", "mailto", "tel"}
"""The addresses that a link may have; every other kind is dropped, its text stays."""


_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
"""Characters that no XML has and nobody sees; a reference such as ``&#1;`` makes one."""


@cache
def _markdown() -> Markdown:
    return Markdown(extensions=[*EXTENSIONS, Lists()], output_format="html")


def to_tree(text: str) -> HtmlElement:
    """Convert Markdown to a ``div`` of clean elements.

    What is not on the allow-list is gone (scripts, forms, styles, comments); its text stays, but for scripts
    and styles. Lists are tight, and an image or bold type inside a link stands around or beside it.
    """
    html = nh3.clean(
        _markdown().reset().convert(text.translate(_LINE_ENDS)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        filter_style_properties={"text-align"},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    tree = fragment.parse(html.translate(_CONTROLS))
    for item in tree.iter("li", "dd"):
        _tighten(item)
        if len(fragment.text(item)) < LINE:
            item.set("class", "short")
    for numbered in tree.iterfind(".//ol[@start]"):
        # WeasyPrint 70 takes no notice of start: without this, step 3 after a paragraph would print as 1.
        numbered.set("style", f"counter-reset: list-item {_number(numbered.get('start')) - 1}")
    for link in list(tree.iter("a")):
        _straighten(link)
    for paragraph in tree.iter("p"):
        if fragment.text(paragraph).endswith((":", "\uff1a")) and paragraph.getnext() is not None:
            paragraph.set("class", "lead-in")
    for details in tree.iter("details"):
        details.set("open", "open")
    for table in tree.iter("table"):
        _size(table)
    for cell in tree.iterfind(".//thead//th"):
        cell.set("scope", "col")
    facts.hold(tree)
    return tree


def _size(table: HtmlElement) -> None:
    """Mark a table that needs the page's whole width, more than one page, or that its words be broken."""
    rows = [[fragment.text(cell) for cell in row] for row in table.iter("tr")]
    columns = list(zip_longest(*rows, fillvalue=""))
    letters = sum(2 + max(len(word) for cell in column for word in cell.split() or [""]) for column in columns)
    marks = {
        "wide": len(columns) >= WIDE or letters > LETTERS,
        "long": len(rows) >= LONG,
        "crowded": letters > LETTERS_WIDE,
    }
    if any(marks.values()):
        table.set("class", " ".join(name for name, holds in marks.items() if holds))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 1


def _tighten(item: HtmlElement) -> None:
    """Unwrap the first paragraph of a list item: ``<li><p>`` prints with gaps and breaks PDF/UA's LI."""
    first = item[0] if len(item) else None
    if first is not None and first.tag == "p" and not (item.text or "").strip():
        item.text = None
        first.tail = None
        fragment.unwrap(first)


def _straighten(link: HtmlElement) -> None:
    """Make a link hold nothing but text.

    WeasyPrint makes one more annotation for each box inside a link, which PDF/UA-1 7.18.5 forbids.
    """
    if link.get("class") == "footnote-backref":
        link.drop_tree()  # an arrow back to the text: of no use on paper
        return
    for image in list(link.iter("img")):
        link.addprevious(fragment.parse(fragment.outer(image))[0])
        image.drop_tree()  # what stood behind it stays
    only = link[0] if len(link) == 1 and not (link.text or "").strip() else None
    bold = only is not None and only.tag in ("strong", "b") and not (only.tail or "").strip()
    for child in list(link.iterdescendants()):
        fragment.unwrap(child)
    if not fragment.text(link):
        link.drop_tree()
    elif bold:
        strong = fragment.element("strong")
        strong.tail, link.tail = link.tail, None
        link.addprevious(strong)
        strong.append(link)
