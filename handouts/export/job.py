"""The job: one publication that is to be made, with the files that are made of it together.

A job is small and names its guides by where they stand in the library: it is pickled, sent to workers and listed.
"""

from dataclasses import dataclass

from handouts.typeset.edition import STANDARD

LEAFLET = "leaflet"
BUNDLE = "bundle"
PACK = "pack"
HTML = "html"
"""The kind of output that is a page for browsers; every other kind is a PDF."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file to be made. ``path`` is relative to the output folder, with ``/`` on every system."""

    path: str
    kind: str
    """``html`` for the page; for a PDF the kind of its publication, such as ``leaflet``."""
    edition: str = STANDARD


@dataclass(frozen=True, slots=True)
class Job:
    """One publication and its files: all of them are made, or none."""

    kind: str
    """What is published, and so which of ``publications.COLLECTORS`` is asked for it."""
    name: str
    """Slug of the guide, of the category or of the pack."""
    lang: str
    title: str
    category: str
    guides: tuple[str, ...]
    """Where each guide stands, relative to the library's folder, in the order in which they are printed."""
    outputs: tuple[Output, ...]
    edition: str = STANDARD
    recto: bool = True
    """In a book, whether every guide starts on a right-hand page."""

    @property
    def key(self) -> str:
        """Name the job: the same in every run, on every machine, and unlike that of any other job."""
        edition = "" if self.edition == STANDARD else f".{self.edition}"
        return f"{self.kind}/{self.lang}/{self.name}{edition}"
