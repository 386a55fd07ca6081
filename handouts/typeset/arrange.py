"""Arranging: which sections of the articles an edition prints, and in which order. None is cut in two."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from lxml.html import HtmlElement
from markupsafe import Markup

from handouts.typeset import fragment
from handouts.typeset.article import Article, Block, Section
from handouts.typeset.edition import Edition

_ID = re.compile(r'\bid="([^"]+)"')
_TARGET = re.compile(r'\bhref="#([^"]+)"')


def arranged(
    articles: Iterable[Article],
    edition: Edition,
    kinds: Collection[str] = (),
    lifted: Collection[str] = (),
    long: Collection[str] = (),
) -> tuple[Article, ...]:
    """Give the articles with sections of these ``kinds`` alone, all where there are none, in the edition's order.

    The sections whose ids are ``lifted`` stand before all others of their article; no page holds those that are
    ``long``.
    An article that has none of them goes. Notes come along with what refers to them. A link to what is left out
    becomes plain text, and an address of which no link is left goes from the list.
    """
    chosen = [_in_order(one, edition, lifted, long) for one in articles]
    if kinds:
        chosen = [_only(one, kinds) for one in chosen if kinds_of(one) & set(kinds)]
        there = {name for one in chosen for name in (one.anchor, *_ids(one.sections))}
        chosen = [replace(one, sections=tuple(_alive(one.sections, there))) for one in chosen]
    return tuple(map(_with_its_addresses, chosen))


def kinds_of(article: Article) -> set[str]:
    """Give the kinds of section that an article has."""
    return {section.kind for section in article.sections}


def _in_order(article: Article, edition: Edition, lifted: Collection[str], long: Collection[str]) -> Article:
    """Put the sections of ``edition.first`` before the others, which stay as the author has them."""
    first = list(edition.first)

    def place(one: Section) -> int:
        return -1 if one.id in lifted else first.index(one.kind) if one.kind in first else len(first)

    order = sorted(article.sections, key=place)
    return replace(article, sections=tuple(replace(one, is_long=True) if one.id in long else one for one in order))


def _only(article: Article, kinds: Collection[str]) -> Article:
    wanted = [one for one in article.sections if one.kind in kinds]
    targets = set(_targets(wanted))
    notes = [one for one in article.sections if one.kind == "notes" and not targets.isdisjoint(_ids([one]))]
    return replace(article, sections=(*wanted, *notes))


def _ids(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield section.id
        for block in section.blocks:
            yield block.question_id
            yield from _ID.findall(block.html)


def _targets(sections: Iterable[Section]) -> Iterator[str]:
    return (name for section in sections for block in section.blocks for name in _TARGET.findall(block.html))


def _alive(sections: tuple[Section, ...], there: set[str]) -> Iterator[Section]:
    for section in sections:
        if there.issuperset(_targets([section])):
            yield section
        else:
            yield replace(section, blocks=tuple(_without_dead_links(one, there) for one in section.blocks))


def _without_dead_links(block: Block, there: set[str]) -> Block:
    tree = fragment.parse(block.html)
    for link in list(tree.iter("a")):
        href = link.get("href") or ""
        if href.startswith("#") and href[1:] not in there:
            is_page = (link.get("class") or "").startswith("page-reference")
            if fragment.text(link).strip("\u21a9\ufe0e") and not is_page:
                fragment.unwrap(link)
            else:
                _drop(link)  # the arrow back to where a note belongs, the page of what is not printed
    return replace(block, html=Markup(fragment.inner(tree)))  # noqa: S704 - as sanitized as it was


def _drop(link: HtmlElement) -> None:
    """Take an element away with the blank before it."""
    before, parent = link.getprevious(), link.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip()
    elif parent is not None:
        parent.text = (parent.text or "").rstrip()
    link.drop_tree()


def _with_its_addresses(article: Article) -> Article:
    text = "".join(block.html for section in article.sections for block in section.blocks)
    return replace(
        article,
        addresses=tuple(one for one in article.addresses if f'class="link-number">[{one.number}]<' in text),
    )
