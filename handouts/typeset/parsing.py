"""Parsing: a page becomes the tree that HTML's rules make of it, at the speed of a parser for XML.

Our pages are nearly XML, for every element is closed where it ends. WeasyPrint's parser, Python throughout, takes
a twentieth of a leaflet's time for what expat does in no time. Where the two might differ (one element that closes
another, a name that is none of ours, a comment, a reference) a page is left to that parser: what passes here has
one reading only (HTML Standard, 13.2.6).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from handouts.typeset.tagger.replacing import replaced

_DOCTYPE = "<!DOCTYPE html>"
_TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*>""")
_VOID = re.compile(r"""<(br|col|hr|img|link|meta|wbr)\b((?:[^<>"'/]|"[^"<]*"|'[^'<]*')*)>""")
_CLOSED = re.compile(r"<(?:br|col|hr|img|link|meta|wbr|path|rect|circle|line|g)\b")
"""What a slash at its end closes in HTML, too."""

_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#39|#34);)")
_STYLE = re.compile(r"<style[^<>]*>([^<]*)</style>")
_XMLNS = "{http://www.w3.org/2000/xmlns/}xmlns"
_SVG = "{http://www.w3.org/2000/svg}"
_WHITE = " \n\t"


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PHRASING = _names(
    "a abbr b bdi bdo br cite code dfn em i img kbd mark q s samp small span strong sub sup time u var wbr"
) | {f"{_SVG}svg"}
_FLOW = _PHRASING | _names(
    "address article aside blockquote div dl figcaption figure footer h1 h2 h3 h4 h5 h6 header hr main nav ol p"
    " section table ul"
)
_DRAWN = frozenset(f"{_SVG}{one}" for one in ("g", "path", "rect", "circle", "line", "title", "desc"))
_NONE: frozenset[str] = frozenset()
_ROWS = _names("tr")
_WITHIN: Mapping[str, frozenset[str]] = {
    "html": _names("head body"),
    "head": _names("link meta style title"),
    **dict.fromkeys(_names("link meta style title br col hr img wbr"), _NONE),
    **dict.fromkeys(_names("body blockquote caption dd li td th"), _FLOW),
    **dict.fromkeys(_FLOW - _PHRASING - _names("hr p h1 h2 h3 h4 h5 h6"), _FLOW),
    **dict.fromkeys((_PHRASING - _names("br img wbr")) | _names("p dt h1 h2 h3 h4 h5 h6"), _PHRASING),
    "ul": _names("li"),
    "ol": _names("li"),
    "dl": _names("dt dd"),
    "table": _names("caption colgroup thead tbody tfoot"),
    "colgroup": _names("col"),
    **dict.fromkeys(_names("thead tbody tfoot"), _ROWS),
    "tr": _names("td th"),
    f"{_SVG}svg": _DRAWN,
    **dict.fromkeys(_DRAWN, _NONE),
    f"{_SVG}g": _DRAWN,
}
"""What may stand in what: nothing here closes what it stands in, or is moved out of it."""

_WITHOUT_TEXT = _names("html head table colgroup thead tbody tfoot tr")
_OF_DRAWINGS = _names(
    "class style width height viewBox role d fill stroke transform x y r cx cy x1 y1 x2 y2 id aria-label"
    " aria-hidden stroke-width shape-rendering"
)


@contextmanager
def serving(tinyhtml5: Any) -> Iterator[None]:
    """Let WeasyPrint parse with ``tree`` first. ``tinyhtml5`` is the module with its parser."""
    with replaced(tinyhtml5, "parse", partial(_parsed, tinyhtml5.parse)):
        yield


def _parsed(parse: Any, file: Any, **options: Any) -> Any:
    text = file.read()
    found = tree(text) if isinstance(text, str) else None
    if found is None:
        file.seek(0)
        return parse(file, **options)
    return found


def tree(text: str) -> Element | None:
    """Give the tree of a page; None where only a parser for HTML can tell."""
    before, end, after = text.rpartition("</html>")
    tags = _TAG.findall(text)
    if not before.startswith(_DOCTYPE) or after.strip(_WHITE) or not _is_plain(text, tags):
        return None
    body = _VOID.sub(r"<\1\2/>", before.removeprefix(_DOCTYPE)).replace("&nbsp;", "\u00a0")
    try:
        root = ElementTree.fromstring(body.lstrip(_WHITE) + end)  # noqa: S314 - no DTD, so no entity of its own
    except (ElementTree.ParseError, UnicodeError):
        return None
    if not _has_one_reading(root) or len(tags) != sum(1 for _ in root.iter()):
        return None
    drawings = list(root.iter(f"{_SVG}svg"))
    if text.count("xmlns") != len(drawings):  # each says what it is, and nothing else does
        return None
    _settle(root, drawings, after)
    return root


def _is_plain(text: str, tags: list[str]) -> bool:
    """Tell whether there is nothing in a text that the two parsers spell, end or call otherwise."""
    return (
        text.count("<!") == 1
        and "<?" not in text
        and "\r" not in text
        and not _REFERENCE.search(text)
        and not any("&" in style for style in _STYLE.findall(text))
        and not any("\n" in tag or "\t" in tag for tag in tags)  # XML makes a blank of it in a value
        and all(map(_CLOSED.match, (tag for tag in tags if tag.endswith("/>"))))
    )


def _has_one_reading(root: Element) -> bool:
    for one in root.iter():
        within = _WITHIN.get(one.tag)
        if within is None or (one.tag in _WITHOUT_TEXT and not _is_blank(one)):
            return False
        is_drawn = one.tag.startswith(_SVG)
        for name in one.attrib:
            if name not in _OF_DRAWINGS if is_drawn else not name.islower() or ":" in name or "{" in name:
                return False
        for child in one:
            if child.tag not in within:
                return False
    return [one.tag for one in root] == ["head", "body"] and not any(
        one.find(".//a") is not None for one in root.iter("a")
    )


def _is_blank(one: Element) -> bool:
    return not any((said or "").strip(_WHITE) for said in (one.text, *(child.tail for child in one)))


def _settle(root: Element, drawings: Iterable[Element], after: str) -> None:
    """Put white space where HTML has it, and each drawing's own word for what it is."""
    root.text = None
    body = root[1]
    rest, body.tail = (body.tail or "") + after, None
    if len(body):
        body[-1].tail = (body[-1].tail or "") + rest or None
    else:
        body.text = (body.text or "") + rest or None
    for drawing in drawings:
        drawing.set(_XMLNS, _SVG[1:-1])
