"""Quires: the parts of a book that are laid out one by one: what is before the guides, each guide, what follows.

All that a guide takes from the others of its book is numbers: that of its first page, and those of the pages that
it refers to. So each guide is a document of its own, which is laid out once and kept for the next time
(``shelf``); ``bookbinder`` finds the numbers, ``joining`` makes one file of the parts. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from handouts.errors import SettingsError
from handouts.typeset.compose import Html

ELSEWHERE = "handouts:"
"""The scheme of a link into another quire, until all of them are joined."""

_BODY = re.compile(r"<body[^>]*>")
_OF_THE_FILE = re.compile(r"<title>.*?(?=<style)", re.DOTALL)
"""What a head says of the whole file: a guide need not be laid out again for a word of it."""
_GUIDE = re.compile(r'(?=<article id="[^"]*" class="bound")')
_ANCHOR = re.compile(r'<article id="([^"]*)"')
_TAG = re.compile(r"""<[a-zA-Z](?:[^"'<>]|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(r"""\s([\w-]+)=(?:"([^"]*)"|'[^']*')""")
"""In single quotes stands what has double ones in it: words, such as an author's title of a link."""

_UNKNOWN = 88
"""Printed for a page that is not known yet: two digits, as most have."""


@dataclass(frozen=True)
class Quire:
    """One part of a book, as a page of its own; links into other parts and their numbers are still to be told."""

    html: Html
    there: frozenset[str] = frozenset()
    """The ids in the whole book. A reference to any other is left as it is: the layout engine complains of it."""

    @cached_property
    def _tags(self) -> list[str]:
        return _TAG.findall(self.html.text)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids in it."""
        return frozenset(_said(self._tags, "id"))

    @cached_property
    def refers_to(self) -> frozenset[str]:
        """The ids in other quires whose pages it prints."""
        found = frozenset(address[1:] for address in _said(self._tags, "data-of"))
        return (found & self.there) - self.ids

    def numbered(self, first: int, pages: Mapping[str, int]) -> Html:
        """Give it with the number of its first page, from 1 (0: it has i, ii, …), and of the ``pages`` of ids.

        It begins on a right-hand page where that number is odd, in a book from right to left on a left-hand one.
        """
        text = _TAG.sub(lambda found: self._told(found[0], pages), self.html.text)
        if first:
            verso = "" if first % 2 else " html { break-before: verso }"
            begin = f"<style>@page :first {{ counter-reset: page {first} }}{verso}</style>\n</head>"
            text = text.replace("</head>", begin, 1)
        return replace(self.html, text=text)

    def _told(self, tag: str, pages: Mapping[str, int]) -> str:
        def told(found: re.Match[str]) -> str:
            name, place = found[1], (found[2] or "").removeprefix("#")
            if place == found[2] or not self._is_elsewhere(place):
                return found[0]
            if name == "data-of":
                return f' data-elsewhere="{place}" style="counter-reset: folio {pages.get(place, _UNKNOWN)}"'
            return f' href="{ELSEWHERE}{place}"' if name == "href" else found[0]

        return _ATTRIBUTE.sub(told, tag) if '="#' in tag else tag

    def _is_elsewhere(self, name: str) -> bool:
        return name in self.there and name not in self.ids


@dataclass(frozen=True)
class Quires:
    """A book, cut into its parts."""

    front: Quire
    guides: tuple[Quire, ...]
    back: Quire | None
    """Index and colophon; None where there are none."""
    blank: Quire
    """A page that is left blank, and says so."""


def cut(book: Html) -> Quires:
    """Cut a composed book into quires.

    Raises ``SettingsError`` where the library's own template has moved the guides to where they are not found.
    """
    body = _BODY.search(book.text)
    before, _, rest = book.text.partition("<main>")
    main, _, after = rest.rpartition("</main>")
    _, *guides = _GUIDE.split(main)
    if body is None or len(guides) != len(book.guides):
        hint = "keep its <body>, the guides between <main> and </main>, and the first line of partials/bound.html"
        raise SettingsError("templates/bundle.html: the guides of a book are not found in it", hint)
    head = _OF_THE_FILE.sub("", before[: body.end()], count=1)
    foot = "</body>\n</html>\n"
    # Nobody's sheet of paper is saved before and after the guides; in a booklet no page more or less is one.
    whole = replace(book, guides=(), edition=replace(book.edition, copyfit=False))
    guide = whole if book.edition.imposition else replace(whole, edition=book.edition)
    there = frozenset(_said(_TAG.findall(book.text), "id"))
    return Quires(
        Quire(replace(whole, text=before + foot), there),
        tuple(
            Quire(
                replace(guide, path=path, text=_part_of(head, _ANCHOR.findall(text)[0] + "-") + text + foot), there
            )
            for path, text in zip(book.guides, guides, strict=True)
        ),
        Quire(replace(whole, text=_part_of(head, "back-") + after), there) if "<div" in after else None,
        Quire(replace(whole, text=_part_of(head, "blank-") + f'<div style="page: blank"></div>{foot}')),
    )


def _part_of(head: str, name: str) -> str:
    """Say in a document's head that it is a part of a book, for the tagger."""
    return head.replace("<html", f'<html data-part="{name}"', 1) + "\n"


def _said(tags: Iterable[str], name: str) -> Iterator[str]:
    """Give what an attribute says in each tag that has it."""
    mark = f' {name}="'
    return (
        found[2]
        for tag in tags
        if mark in tag
        for found in _ATTRIBUTE.finditer(tag)
        if found[1] == name and found[2]
    )
