"""Isolation: doses, phone numbers, ranges and addresses in a text that is written from right to left.

The Unicode bidirectional algorithm orders what stands between two numbers by the text around them: in Arabic,
"500 mg" is printed as "mg 500" and "+44 20 7946 0123" with its groups turned round. Each such run is wrapped in
``<bdi dir="ltr">``, or in the characters for the same where no element can stand.
"""

import re

from lxml.html import HtmlElement
from markupsafe import Markup, escape

from handouts.typeset import fragment
from handouts.typeset.words import direction

_START, _END = "\u2066", "\u2069"
"""Left-to-right isolate and pop directional isolate: what ``bdi`` says, for CSS strings and inside links."""

LONGEST_FACT = 24
"""Letters of a dose, a range or a phone number at most; what is longer is an address or a name, and may wrap."""

_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_LATIN = r"A-Za-z\u00b5\u00c0-\u024f\u0370-\u03ff\u2126"
_BETWEEN = r" \u00a0+\-\u2010-\u2014\u2212\u00b1~/()%\u00b0@#&'\u2019_=?<>\u00d7\u2264\u2265"
_RUN = re.compile(
    # Latin letters and digits, and whatever stands between two of them: blanks, dashes, dots, brackets.
    rf"(?:[<>\u2264\u2265~\u00b1][ \u00a0]?)*[+\-\u2212(@#]*[0-9{_LATIN}]"
    # A comma that a blank follows parts two facts.
    rf"(?:(?:[0-9{_LATIN}{_BETWEEN}]|[.,:](?!\s))*"
    rf"[0-9{_LATIN}%\u00b0/)])?"
)
_PLAIN = re.compile(rf"[{_LATIN}]+|[0-9]+")
_OWN_DIGITS = re.compile(
    # A phone number in Arabic or Persian digits: its groups must not be turned round either. (A range in these
    # digits is read from the right, as the words are, and stays as it is.)
    "[+(]?[\u0660-\u0669\u06f0-\u06f9](?:[ \u00a0()-]?[\u0660-\u0669\u06f0-\u06f9]){6,}"
    "|[\u0660-\u0669\u06f0-\u06f9]{1,3}/[\u0660-\u0669\u06f0-\u06f9]{1,3}"
)


def isolate(tree: HtmlElement) -> None:
    """Wrap every run of a tree in ``<bdi dir="ltr">``; a text inside a link gets the characters instead.

    A link that holds an element would be two links in the PDF (PDF/UA-1 7.18.5).
    """
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        in_link = element.tag == "a" or any(one.tag == "a" for one in element.iterancestors())
        if element.text and (parts := _split(element.text)):
            _replace_text(element, parts, in_link=in_link)
        if element.tail and element is not tree and (parts := _split(element.tail)):
            _replace_tail(element, parts, in_link=in_link and element.tag != "a")


def isolated(text: str, lang: str) -> Markup:
    """Give a text as HTML with its runs isolated, where the language is written from right to left."""
    if direction(lang) != "rtl":
        return escape(text)
    parts = _split(str(text))
    wrapped = (Markup('<bdi dir="ltr">{}</bdi>').format(one) if at % 2 else escape(one) for at, one in parts)
    return Markup().join(wrapped) if parts else escape(text)


def marked(text: str, lang: str) -> str:
    """Give a text with characters for isolation around its runs: for the margins of a page."""
    if direction(lang) != "rtl":
        return text
    return "".join(f"{_START}{one}{_END}" if at % 2 else one for at, one in _split(text)) or text


def own_direction(text: str) -> str:
    """Tell which way a text by itself is written: a label or a number that a library's settings give."""
    return "rtl" if _RTL_LETTER.search(text) else "ltr"


def _split(text: str) -> list[tuple[int, str]]:
    """Cut a text into what stays (even numbers) and what is isolated (odd ones); nothing where all stays."""
    parts, at = [], 0
    for found in _runs(text):
        start, end = found
        parts += [text[at:start], text[start:end]]
        at = end
    return list(enumerate([*parts, text[at:]])) if parts else []


def _runs(text: str) -> list[tuple[int, int]]:
    found = []
    for one in _RUN.finditer(text):
        start, end = _trimmed(text, *one.span())
        if end > start and not _PLAIN.fullmatch(text, start, end):
            found.append((start, end))
    found += [one.span() for one in _OWN_DIGITS.finditer(text)]
    return sorted(found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave a bracket outside that has no partner inside: it belongs to the sentence."""
    while end > start and text.count("(", start, end) < text.count(")", start, end):
        end = text.rindex(")", start, end)
        end = start + len(text[start:end].rstrip(" \u00a0.,:-"))
    while text.count("(", start, end) > text.count(")", start, end):
        inside = text.index("(", start, end)
        if inside > start:  # what stands before an open bracket goes, too
            end = start + len(text[start:inside].rstrip(" \u00a0.,:-"))
        else:
            start = inside + 1
    return start, end


def _replace_text(element: HtmlElement, parts: list[tuple[int, str]], *, in_link: bool) -> None:
    if in_link:
        element.text = _with_characters(parts)
        return
    element.text = parts[0][1] or None
    for number, child in enumerate(_children(parts)):
        element.insert(number, child)


def _replace_tail(element: HtmlElement, parts: list[tuple[int, str]], *, in_link: bool) -> None:
    if in_link:
        element.tail = _with_characters(parts)
        return
    element.tail = None
    last = element
    for child in _children(parts):
        tail, child.tail = child.tail, None
        last.addnext(child)
        child.tail = tail
        last = child
    element.tail = parts[0][1] or None


def _children(parts: list[tuple[int, str]]) -> list[HtmlElement]:
    children = []
    for at, said in parts[1:]:
        if at % 2:
            children.append(fragment.element("bdi", said, dir="ltr", **_class(said)))
        else:
            children[-1].tail = said or None
    return children


def _class(said: str) -> dict[str, str]:
    """Mark what is one fact and must stand on one line: a range, too, which could break at its dash."""
    return {"class_": "fact"} if len(said) <= LONGEST_FACT else {}


def _with_characters(parts: list[tuple[int, str]]) -> str:
    return "".join(f"{_START}{said}{_END}" if at % 2 else said for at, said in parts)
