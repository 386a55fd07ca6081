"""Several guides on their way into one PDF, in memory, and what that book says of itself on its own pages."""

import re
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement, document_fromstring
from pdf_facts import Facts, Piece, folded
from typesetting import SETTINGS, SHIPPED, Set, composer, engine, typeset

from handouts.diagnostics import Diagnostic
from handouts.export.job import BUNDLE, Job
from handouts.export.publications import book
from handouts.settings import Settings
from handouts.typeset import characters
from handouts.typeset.edition import PLAIN, Edition
from handouts.typeset.publication import Book

BLANK = "This page is left blank"


@dataclass(frozen=True)
class Bound:
    """A book, typeset as far as a test asks."""

    job: Job
    first: Set
    edition: Edition = PLAIN

    @cached_property
    def collected(self) -> tuple[Book, list[Diagnostic]]:
        made, problems = book(self.job, self.first.library, characters.covered_by(SHIPPED.fonts))
        assert isinstance(made, Book)
        return made, problems

    @property
    def book(self) -> Book:
        return self.collected[0]

    @cached_property
    def dom(self) -> HtmlElement:
        return document_fromstring(composer().compose(self.book, self.edition).text)

    @cached_property
    def facts(self) -> Facts:
        """The printed book. What the layout engine has to say of it fails the test."""
        printed = engine().print(composer().compose(self.book, self.edition))
        assert printed.diagnostics == (), printed.diagnostics
        return Facts(printed.pdf)

    def leaflet(self, number: int) -> Set:
        """The guide of this number, from 0, as it is published alone."""
        return Set(self.first.library.guides[number], self.first.library)


def bind(
    *texts: str,
    settings: Settings = SETTINGS,
    title: str = "Heart & Circulation",
    kind: str = BUNDLE,
    recto: bool = True,
    lang: str = "en",
    only: int | None = None,
) -> Bound:
    """Bind guides, or ``only`` the first of them; they are called ``asthma.md``, ``one.md``, ``two.md``, …"""
    first = typeset(texts[0], settings, others=texts[1:])
    places = tuple(str(one.location) for one in first.library.guides[:only])
    return Bound(Job(kind, "heart-and-circulation", lang, title, title, places, (), recto=recto), first)


def folio(facts: Facts, page: int) -> str:
    """Give the number that stands at the foot of a page, or ""."""
    said = [folded(piece.text) for piece in facts.margin(page, above=False)]
    numbers = [found[1] for text in said if (found := re.fullmatch(r"Page (\w+)", text))]
    assert len(numbers) <= 1
    return numbers[0] if numbers else ""


def labels(facts: Facts) -> list[str]:
    """Give what a viewer calls each page (ISO 32000-1, 12.4.2)."""
    nums = list(facts.file.Root.PageLabels.Nums)
    runs = {int(nums[at]): str(nums[at + 1].S) for at in range(0, len(nums), 2)}
    found, start, style = [], 0, ""
    for page in range(facts.page_count):
        if page in runs:
            start, style = page, runs[page]
        number = page - start + 1
        found.append(_roman(number) if style == "/r" else str(number))
    return found


def _roman(number: int) -> str:
    values = {"x": 10, "ix": 9, "v": 5, "iv": 4, "i": 1}
    text = ""
    for letters, value in values.items():
        text, number = text + letters * (number // value), number % value
    return text


def titles(facts: Facts) -> dict[str, int]:
    """Give the page, from 1, on which each guide's title is printed, in the order of the book."""
    return {tag.all("H2")[0].text: min(tag.all("H2")[0].pages) for tag in facts.tree.all("Part")}


def contents(facts: Facts) -> dict[str, tuple[str, int]]:
    """Give the printed number of each entry of the contents, and the page that a click on it opens."""
    found = {}
    pages = facts.tree.all("TOC")[0].pages
    for link in facts.links:
        if link.page in pages:
            printed = [one for one in facts.on(link.page) if link.box.holds(one.box, slack=1)]
            title, _, number = folded(" ".join(one.text for one in printed)).rpartition(" ")
            found[title] = number, link.to_page
    return found


def blanks(facts: Facts) -> list[int]:
    """Give the pages that are left blank on purpose."""
    return [page for page in range(1, facts.page_count + 1) if [one.text for one in facts.on(page)] == [BLANK]]


def above(facts: Facts, page: int) -> list[Piece]:
    """Give the running header of a page, from the left."""
    return sorted(facts.margin(page, above=True), key=lambda piece: piece.box.left)


def assert_numbers_agree(facts: Facts) -> None:
    """Compare every number of a book with the page on which that thing stands, and with what that page prints."""
    known = labels(facts)
    printed = {page: folio(facts, page) for page in range(1, facts.page_count + 1)}
    assert {page: number for page, number in printed.items() if number} == {
        page: known[page - 1] for page in printed if page != 1 and page not in blanks(facts)
    }
    where = titles(facts)
    listed = contents(facts)
    assert {title: page for title, (_, page) in listed.items() if title != "Index"} == where
    assert {title: number for title, (number, _) in listed.items()} == {
        title: printed[page] for title, (_, page) in listed.items()
    }
    marks = [(title, page) for depth, title, page in facts.outline if depth == 0]
    assert [one for one in marks if one[0] not in ("Contents", "Index")] == list(where.items())
