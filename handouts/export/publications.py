"""Collecting: from a job's guides to the publication that is printed, one function for each kind of job."""

from collections.abc import Callable, Mapping, Set

from handouts.diagnostics import Diagnostic
from handouts.export.job import LEAFLET, Job
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.typeset import qr
from handouts.typeset.article import convert
from handouts.typeset.links import in_words
from handouts.typeset.publication import Leaflet

Collected = tuple[Leaflet | None, list[Diagnostic]]
"""A publication, and all that is wrong with it; with an error among that, it is not printed."""

Collector = Callable[[Job, Library, Set[int]], Collected]
"""Takes a job, a library that has the job's guides, and the code points that the fonts can print."""


def leaflet(job: Job, library: Library, covered: Set[int]) -> Collected:
    """Give the leaflet of one guide."""
    guide = library.at(job.guides[0])
    if not isinstance(guide, Guide):
        return None, []  # rejected when it was read: the library has said why
    article, problems = convert(guide, library, covered)
    settings = library.settings
    url = settings.url_of(guide.slug, guide.lang)
    if not url:
        return Leaflet(article, settings, None), list(problems)
    symbol = qr.symbol(url, in_words(url))
    return Leaflet(article, settings, symbol), [*problems, *qr.judge(symbol, guide)]


COLLECTORS: Mapping[str, Collector] = {LEAFLET: leaflet}
"""By the kind of a job."""
