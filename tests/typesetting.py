"""A guide's way from its text to pages, in memory: what the tests of ``typeset`` are made of."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

from lxml.html import HtmlElement, document_fromstring, fragment_fromstring
from pdf_facts import Facts
from support import guide

from handouts import settings as settings_
from handouts.diagnostics import Diagnostic
from handouts.library import guide as guide_
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.settings import Settings
from handouts.typeset import characters, qr
from handouts.typeset.article import Article, Section, convert
from handouts.typeset.compose import Composer, Html
from handouts.typeset.layout import Engine
from handouts.typeset.links import in_words
from handouts.typeset.publication import Leaflet
from handouts.typeset.theme import Theme

SETTINGS = settings_.parse(
    'publisher = "Hill Street Surgery"\nbase_url = "https://hillstreet.example"', "library.toml"
)

SHIPPED = Theme.of(Path("/nowhere"))
"""The theme of a library that has none of its own."""


@dataclass(frozen=True)
class Set:
    """One guide of a library, typeset as far as a test asks."""

    guide: Guide
    library: Library

    @cached_property
    def converted(self) -> tuple[Article, tuple[Diagnostic, ...]]:
        return convert(self.guide, self.library, characters.covered_by(SHIPPED.fonts))

    @property
    def article(self) -> Article:
        return self.converted[0]

    @property
    def said(self) -> list[str]:
        """What is wrong with the guide, in the form in which people read it."""
        return [str(one) for one in self.converted[1]]

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.converted[1]]

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.article.sections

    @property
    def kinds(self) -> list[str]:
        return [section.kind for section in self.sections]

    def section(self, kind: str) -> Section:
        (found,) = [one for one in self.sections if one.kind == kind]
        return found

    @property
    def body(self) -> str:
        """The blocks of all sections as HTML, one block a line, questions before their answers."""
        return "\n".join(
            f"<h3>{block.question}</h3>\n{block.html}" if block.question else str(block.html)
            for section in self.sections
            for block in section.blocks
        )

    @property
    def words(self) -> list[str]:
        """What the article says, without the addresses and numbers that are printed beside its links."""
        said = []
        for section in self.sections:
            said.append(f"<h2>{section.title}</h2>")
            said += [f"<h3>{block.question or ''}</h3>{block.html}" for block in section.blocks]
        printed = r'\s*<span class="(?:link-number|address beside[^"]*)">.*?</span>'
        return text_of(fragment_fromstring(re.sub(printed, "", "".join(said)), create_parent="div")).split()

    @property
    def leaflet(self) -> Leaflet:
        url = self.library.settings.url_of(self.guide.slug, self.guide.lang)
        return Leaflet(self.article, self.library.settings, qr.symbol(url, in_words(url)) if url else None)

    @cached_property
    def html(self) -> Html:
        return composer().compose(self.leaflet)

    @cached_property
    def dom(self) -> HtmlElement:
        """The composed page as a browser would see it."""
        return document_fromstring(self.html.text)

    @cached_property
    def facts(self) -> Facts:
        """The printed leaflet. What the layout engine has to say of it fails the test."""
        printed = engine().print(self.html)
        assert printed.diagnostics == (), printed.diagnostics
        return Facts(printed.pdf)


@cache
def composer() -> Composer:
    """The shipped templates, compiled once for all tests of a process: that takes longer than most tests."""
    return Composer(SHIPPED)


@cache
def engine() -> Engine:
    """The layout engine with the shipped styles, loaded once for all tests of a process."""
    return Engine(SHIPPED)


def typeset(
    text: str,
    settings: Settings = SETTINGS,
    *,
    others: tuple[str, ...] = (),
    root: Path = Path("/nowhere"),
    path: str = "asthma.md",
) -> Set:
    """Take a guide's text; ``others`` are the texts of other guides: ``one.md`` to ``four.md``, ``5.md``, …"""
    more = ("one", "two", "three", "four", *map(str, range(5, len(others) + 1)))
    names = [path, *(f"{name}.md" for name in more[: len(others)])]
    guides = [_guide(one, name, settings) for one, name in zip((text, *others), names, strict=True)]
    return Set(guides[0], Library(root.resolve(), settings, tuple(guides), (), ()))


def body(markdown: str, settings: Settings = SETTINGS, /, **keys: str) -> Set:
    """Take a guide's body alone; ``keys`` are lines of front matter."""
    return typeset(guide(markdown, **keys), settings)


def _guide(text: str, name: str, settings: Settings) -> Guide:
    found = guide_.parse(text, f"content/{name}", PurePosixPath(name), settings)
    assert isinstance(found.guide, Guide), found.diagnostics
    return found.guide


def clean(html: str) -> str:
    """Give HTML on one line, without the blanks between elements."""
    return " ".join(html.split()).replace("> <", "><")


_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "cite",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "kbd",
    "mark",
    "q",
    "s",
    "small",
    "span",
}
_INLINE |= {"strong", "sub", "sup", "u"}
_UNSEEN = {"title", "style", "script", "svg"}


def text_of(element: HtmlElement) -> str:
    """Give what an element says to the eye: blocks stand apart, the parts of a line do not."""
    if element.tag in _UNSEEN or not isinstance(element.tag, str):
        return ""
    inside = (element.text or "") + "".join(text_of(child) + (child.tail or "") for child in element)
    return inside if element.tag in _INLINE else f" {inside} "
