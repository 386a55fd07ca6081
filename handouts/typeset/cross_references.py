"""Cross-references of guides in one PDF: what only all of its articles together can tell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from handouts.typeset.article import Article, Block, Section
from handouts.typeset.binding import SEPARATOR


def settle(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Give the articles of one PDF with every link between them leading somewhere.

    A link to a section that the other guide has not got opens that guide's first page.
    """
    known = {name for article in articles for name in (article.anchor, *article.ids)}
    return tuple(_settled(article, known) for article in articles)


def _settled(article: Article, known: set[str]) -> Article:
    lost = {f'="#{one}"': f'="#{one.partition(SEPARATOR)[0]}"' for one in article.references - known}
    if not lost:
        return article
    sections = tuple(_section(one, lost) for one in article.sections)
    return replace(article, sections=sections)


def _section(section: Section, lost: Mapping[str, str]) -> Section:
    blocks = tuple(_block(one, lost) for one in section.blocks)
    return replace(section, title=_led(section.title, lost), blocks=blocks)


def _block(block: Block, lost: Mapping[str, str]) -> Block:
    question = None if block.question is None else _led(block.question, lost)
    return replace(block, html=_led(block.html, lost), question=question)


def _led(html: Markup, lost: Mapping[str, str]) -> Markup:
    text = str(html)
    for old, new in lost.items():
        text = text.replace(old, new)
    return Markup(text)  # noqa: S704 - sanitized when it was made, and an address of our own put in
