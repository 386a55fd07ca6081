"""The plan: which files an export makes. Pure; imports nothing that lays out pages."""

from collections.abc import Iterable

from handouts.export.job import HTML, LEAFLET, Job, Output
from handouts.library.guide import Guide, Rejected
from handouts.typeset.edition import PLAIN, Edition


def plan(
    guides: Iterable[Guide | Rejected],
    editions: Iterable[Edition] = (PLAIN,),
    *,
    html_only: bool = False,
) -> tuple[Job, ...]:
    """Say what is made of each guide, edition by edition. The order of the guides is the order of the jobs."""
    made = {edition: kinds(edition, html_only=html_only) for edition in editions}
    return tuple(_leaflet(guide, one, made[one]) for guide in guides for one in made if made[one])


def kinds(edition: Edition, *, html_only: bool = False) -> tuple[str, ...]:
    """Say which kinds of file an edition of a leaflet has.

    One HTML page for all editions is enough, but for one that is meant for a screen.
    """
    page = (HTML,) if edition.is_standard or edition.screen else ()
    return page if html_only else (*page, LEAFLET)


def _leaflet(guide: Guide | Rejected, edition: Edition, made: tuple[str, ...]) -> Job:
    """Plan a leaflet. A rejected guide has a job too: what stands of it in the output folder is stale."""
    return Job(
        kind=LEAFLET,
        name=guide.slug,
        lang=guide.lang,
        title=guide.title if isinstance(guide, Guide) else "",
        category=guide.category if isinstance(guide, Guide) else "",
        guides=(str(guide.location),),
        # A file whose very name can't be used has never had an output.
        outputs=tuple(Output(_path(kind, guide, edition), kind, edition.name) for kind in made if guide.slug),
        edition=edition.name,
    )


def _path(kind: str, guide: Guide | Rejected, edition: Edition) -> str:
    folder, ending = ("html", "html") if kind == HTML else ("leaflets", "pdf")
    return f"{folder}/{guide.lang}/{edition.file_name(guide.slug)}.{ending}"
