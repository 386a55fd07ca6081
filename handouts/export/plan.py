"""The plan: which files an export makes. Pure; imports nothing that lays out pages."""

from collections.abc import Iterable

from handouts.export.job import HTML, LEAFLET, Job, Output
from handouts.library.guide import Guide, Rejected


def plan(guides: Iterable[Guide | Rejected], *, html_only: bool = False) -> tuple[Job, ...]:
    """Say what is made of each guide. The order of the guides is the order of the jobs."""
    return tuple(_leaflet(guide, html_only=html_only) for guide in guides)


def _leaflet(guide: Guide | Rejected, *, html_only: bool) -> Job:
    """Plan a leaflet. A rejected guide has a job too: what stands of it in the output folder is stale."""
    return Job(
        kind=LEAFLET,
        name=guide.slug,
        lang=guide.lang,
        title=guide.title if isinstance(guide, Guide) else "",
        category=guide.category if isinstance(guide, Guide) else "",
        guides=(str(guide.location),),
        outputs=_outputs(guide, html_only=html_only),
    )


def _outputs(guide: Guide | Rejected, *, html_only: bool) -> tuple[Output, ...]:
    if not guide.slug:
        return ()  # a file whose very name can't be used: it has never had an output
    page = Output(f"html/{guide.lang}/{guide.slug}.html", HTML)
    leaflet = Output(f"leaflets/{guide.lang}/{guide.slug}.pdf", LEAFLET)
    return (page,) if html_only else (page, leaflet)
