"""The index at a book's end: its guides' tags in alphabetical order, each with the guides that have it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from handouts.typeset.article import Article


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an index."""

    tag: str
    """As its first guide writes it."""
    articles: tuple[Article, ...]
    """In the order of the book, so that their pages ascend."""


def index(articles: Iterable[Article]) -> tuple[Entry, ...]:
    """Make the index of a book. Tags that differ only in capitals are one entry."""
    found: dict[str, tuple[str, dict[str, Article]]] = {}
    for article in articles:
        for tag in article.guide.tags:
            _, having = found.setdefault(tag.casefold(), (tag, {}))
            having[article.anchor] = article
    entries = (Entry(tag, tuple(having.values())) for tag, having in found.values())
    return tuple(sorted(entries, key=lambda one: (_plain(one.tag), one.tag)))


def _plain(text: str) -> str:
    """Fold capitals and accents: ``éclampsie`` stands under e, not behind z."""
    taken_apart = unicodedata.normalize("NFKD", text)
    return "".join(one for one in taken_apart if not unicodedata.combining(one)).casefold()
