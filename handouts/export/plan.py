"""The plan: which files an export makes. Pure; imports nothing that lays out pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from handouts.library.guide import Guide, Rejected

STANDARD = "standard"
"""The edition that every publication has."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file to be made. ``path`` is relative to the output folder, with ``/`` on every system."""

    path: str
    kind: str
    """``leaflet`` for the PDF, ``html`` for the page."""
    edition: str = STANDARD


@dataclass(frozen=True, slots=True)
class Job:
    """A guide and the files that are made of it together."""

    guide: Guide | Rejected
    outputs: tuple[Output, ...]


def plan(guides: Iterable[Guide | Rejected], *, html_only: bool = False) -> tuple[Job, ...]:
    """Say what is made of each guide. The order of the guides is the order of the jobs."""
    return tuple(Job(guide, _outputs(guide, html_only=html_only)) for guide in guides)


def _outputs(guide: Guide | Rejected, *, html_only: bool) -> tuple[Output, ...]:
    if not guide.slug:
        return ()  # a file whose very name can't be used: it has never had an output
    page = Output(f"html/{guide.lang}/{guide.slug}.html", "html")
    leaflet = Output(f"leaflets/{guide.lang}/{guide.slug}.pdf", "leaflet")
    return (page,) if html_only else (page, leaflet)
