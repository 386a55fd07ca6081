"""Passages: what an article says, taken apart into the pieces that are read in one go."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from handouts.check import sentences
from handouts.typeset import fragment
from handouts.typeset.article import Article, Section

HEADING, QUESTION, PARAGRAPH, ITEM, CELL = "heading", "question", "paragraph", "item", "cell"

_KINDS = {
    "p": PARAGRAPH,
    "blockquote": PARAGRAPH,
    "dd": PARAGRAPH,
    "figcaption": PARAGRAPH,
    "div": PARAGRAPH,
    "li": ITEM,
    "dt": ITEM,
    "td": CELL,
    "th": CELL,
    "caption": CELL,
    "h3": HEADING,
    "h4": HEADING,
    "h5": HEADING,
    "h6": HEADING,
    "summary": HEADING,
}
_HOLDERS = {"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "details", "figure", "section", "aside"}
_NOT_READ = {"svg", "style", "script", "pre", "img"}
_PRINTED_BY_US = ("address", "link-number", "footnote-ref", "footnote-backref")
"""Classes of what the program prints beside links."""

NOT_PROSE = ("reading", "related", "references")
"""Kinds of section that list titles, not sentences."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its words."""

    text: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A paragraph, a list item, a cell or a heading: the last sentence of it ends where it ends."""

    kind: str
    section: str
    """The kind of section that it stands in."""
    text: str

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """The sentences of the text."""
        return tuple(Sentence(one, tuple(sentences.words(one))) for one in sentences.split(self.text))

    @property
    def is_prose(self) -> bool:
        """Tell whether it is made of sentences."""
        return self.kind in (PARAGRAPH, ITEM, CELL) and self.section not in NOT_PROSE


def passages(article: Article) -> Iterator[Passage]:
    """Give what an article says, in its order."""
    for section in article.sections:
        if section.title:
            yield Passage(HEADING, section.kind, _plain(fragment.parse(section.title)))
        yield from _of_section(section)


def _of_section(section: Section) -> Iterator[Passage]:
    for block in section.blocks:
        if block.question:
            yield Passage(QUESTION, section.kind, _plain(fragment.parse(block.question)))
        for kind, text in _of_block(fragment.parse(block.html), PARAGRAPH):
            if text:
                yield Passage(kind, section.kind, text)


def _of_block(element: HtmlElement, kind: str) -> Iterator[tuple[str, str]]:
    """Walk a tree: each run of words between two blocks is a passage."""
    said = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _KINDS or tag in _HOLDERS:
            yield kind, _folded(said)
            said = []
            yield from _of_block(child, _KINDS.get(tag, kind))
        elif tag == "br":
            said.append(" ")
        elif tag and tag not in _NOT_READ and not _is_ours(child):
            said.append(_plain(child))
        said.append(child.tail or "")
    yield kind, _folded(said)


def _plain(element: HtmlElement) -> str:
    """Give what an element says in its lines, without what the program prints beside links."""
    said = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _NOT_READ and not _is_ours(child):
            said.append(" " if child.tag == "br" else _plain(child))
        said.append(child.tail or "")
    return "".join(said)


def _is_ours(element: HtmlElement) -> bool:
    return element.tag in ("span", "a", "sup") and any(
        one in (element.get("class") or "").split() for one in _PRINTED_BY_US
    )


def _folded(said: list[str]) -> str:
    return " ".join("".join(said).split())
