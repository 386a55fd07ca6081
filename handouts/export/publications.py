"""Collecting: from a job's guides to the publication that is printed, one function for each kind of job."""

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from handouts.diagnostics import Diagnostic, Severity, error
from handouts.export.job import BUNDLE, LEAFLET, PACK, Job
from handouts.library.guide import OTHER, Guide
from handouts.library.library import Library
from handouts.settings import Settings
from handouts.typeset import qr
from handouts.typeset.article import Article, convert
from handouts.typeset.binding import SEPARATOR, Binding
from handouts.typeset.cross_references import settle
from handouts.typeset.links import in_words
from handouts.typeset.publication import Book, Leaflet, Publication
from handouts.typeset.qr import QrSymbol
from handouts.typeset.words import catalogue

Collected = tuple[Publication | None, list[Diagnostic]]
"""A publication, and all that is wrong with it; with an error among that, it is not printed."""

Collector = Callable[[Job, Library, Set[int]], Collected]
"""Takes a job, a library that has the job's guides, and the code points that the fonts can print."""


def leaflet(job: Job, library: Library, covered: Set[int]) -> Collected:
    """Give the leaflet of one guide."""
    guide = library.at(job.guides[0])
    if not isinstance(guide, Guide):
        return None, []  # rejected when it was read: the library has said why
    article, problems = convert(guide, library, covered)
    made = _leaflet(article, library.settings)
    return made, [*problems, *(qr.judge(made.qr, guide) if made.qr else ())]


def book(job: Job, library: Library, covered: Set[int]) -> Collected:
    """Give the bundle of a category, or a pack: all its guides, or nothing."""
    guides = [one for one in map(library.at, job.guides) if isinstance(one, Guide)]
    if len(guides) < len(job.guides):
        return None, []
    binding, settings = Binding.of(guides), library.settings
    articles: list[Article] = []
    problems: list[Diagnostic] = []
    for guide in guides:
        article, more = convert(guide, library, covered, binding)
        articles.append(article)
        problems += more
    leaflets = tuple(_leaflet(one, settings) for one in settle(articles))
    problems += [one for made in leaflets if made.qr for one in qr.judge(made.qr, made.article.guide)]
    made = Book(
        _in_language(_title(job), job, settings),
        job.lang,
        leaflets,
        settings.in_language(job.lang),
        _symbol(address(job, library)),
        with_index=job.kind == BUNDLE,
        recto=job.recto,
    )
    return made, problems


def address(job: Job, library: Library) -> str:
    """Give the online address of what a job publishes; "" for a pack, and where there is no website."""
    if job.kind == BUNDLE:
        return library.settings.url_of_category(job.name.partition(SEPARATOR)[0], job.lang)
    return "" if job.kind == PACK else library.settings.url_of(library.at(job.guides[0]).slug, job.lang)


def _leaflet(article: Article, settings: Settings) -> Leaflet:
    settings = settings.in_language(article.guide.lang)
    return Leaflet(article, settings, _symbol(settings.url_of(article.guide.slug, article.guide.lang)))


def _symbol(url: str) -> QrSymbol | None:
    return qr.symbol(url, in_words(url)) if url else None


def _in_language(title: str, job: Job, settings: Settings) -> str:
    """Give a title as the library says it in the book's language; tags may stand behind the category."""
    if not job.category or not title.startswith(job.category):
        return settings.category_in(title, job.lang)
    return settings.category_in(job.category, job.lang) + title.removeprefix(job.category)


def _title(job: Job) -> str:
    """Give a book's title: a category that nobody has named, and a pack without one, have it from the program."""
    _ = catalogue(job.lang).gettext
    if not job.title:
        return _("Your guides")
    return _("Other guides") if job.title == OTHER else job.title


def refusal(job: Job, problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Say of a book that it is not made, and because of which guides; a leaflet's own problems say it all."""
    if job.kind == LEAFLET:
        return []
    found: dict[str, list[Diagnostic]] = {}
    for one in problems:
        if one.severity is Severity.ERROR:
            found.setdefault(one.path, []).append(one)
    named = "; ".join(map(_reason, found.values())) if job.kind == PACK else ", ".join(found)
    message = f'the {job.kind} "{_title(job)}" is not made, because of errors in {named}'
    return [error("incomplete-book", message, job.outputs[0].path, hint=_way_out(job, found))]


def _reason(problems: Sequence[Diagnostic]) -> str:
    """Name a guide and what is wrong with it, in short: the place and the hint stand with the finding itself."""
    first, *more = problems
    place = f"{first.path}:{first.line}" if first.line else first.path
    return f"{place} ({first.message}{f', and {len(more)} more' if more else ''})"


def _way_out(job: Job, found: Mapping[str, Sequence[Diagnostic]]) -> str:
    """Say what to do about guides that keep a book from being made."""
    mend = "correct them"
    if {one.code for said in found.values() for one in said} == {"overdue"}:
        mend = "have them reviewed, or print them with a stamp: --allow-overdue"
    if job.kind != PACK:
        return f"{mend}; a guide with draft: true is left out"
    good = [place for place in job.guides if not any(f"/{path}".endswith(f"/{place}") for path in found)]
    return f"{mend}; or make it without them: handouts pack {' '.join(map(shlex.quote, good))}" if good else mend


COLLECTORS: Mapping[str, Collector] = {LEAFLET: leaflet, BUNDLE: book, PACK: book}
"""By the kind of a job."""
