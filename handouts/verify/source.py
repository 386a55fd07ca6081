"""Source: what a PDF must say that was made from a page of HTML: its words, links and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement, document_fromstring

from handouts.verify.reading import Spoken

_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q"),
    *("s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "img"),
}
_UNSEEN = {"head", "style", "script", "svg", "title", "template"}

ADDED = "\ufffc"
"""Stands for the number of a page, which only the layout knows (OBJECT REPLACEMENT CHARACTER)."""


@dataclass(frozen=True, slots=True)
class Source:
    """What stands on a page of HTML."""

    words: tuple[Spoken, ...]
    targets: frozenset[str]
    """Where its links lead; a place in the page itself by its name."""
    pictures: frozenset[str]
    """The words that stand for its pictures."""


def read(html: str) -> Source:
    """Read a page. Markup that only a browser shows is not told from what is printed: there must be none."""
    page = document_fromstring(html)
    lang = page.get("lang", "")
    words: list[Spoken] = []
    pending, its_lang = "", lang
    for text, piece_lang in _pieces(page, lang):
        for at, part in enumerate(_cut(text)):
            if at and pending:
                words.append(Spoken(pending, its_lang))
                pending = ""
            its_lang = its_lang if pending else piece_lang
            pending += part
    if pending:
        words.append(Spoken(pending, its_lang))
    targets = frozenset(link.get("href", "").removeprefix("#") for link in page.iterfind(".//a[@href]"))
    seen = [one for one in page.iter("img", "svg") if not _is_decorative(one)]
    pictures = [one.get("alt") or "".join(each.text or "" for each in one.iterfind("title")) for one in seen]
    return Source(tuple(words), targets, frozenset(" ".join(one.split()) for one in pictures if one.strip()))


def _is_decorative(picture: HtmlElement) -> bool:
    return picture.get("aria-hidden") == "true" or picture.get("role") in ("presentation", "none")


def _cut(text: str) -> list[str]:
    parts = text.split()
    if not parts:
        return ["", ""] if text else [""]
    return [*([""] if text[0].isspace() else []), *parts, *([""] if text[-1].isspace() else [])]


def _pieces(element: HtmlElement, lang: str) -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.get("aria-hidden") == "true":
        return
    lang = element.get("lang") or lang
    edge = "" if element.tag in _INLINE else " "
    added = ADDED if element.get("data-of") else ""
    yield edge + (element.text or "") + added, lang
    for child in element:
        yield from _pieces(child, lang)
        yield child.tail or "", lang
    yield edge, lang
