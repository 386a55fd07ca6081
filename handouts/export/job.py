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

SHELVES = ".quires"
"""The folder of the guides of bundles, each laid out by itself; it can be deleted, then all are laid out again."""


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

    @property
    def shelf(self) -> str:
        """Where its quires are kept from one export to the next, relative to the output folder; "" for nowhere.

        Only a bundle is made again and again: of what changed in it, one guide or two.
        """
        return shelf_of(self.outputs[0].path) if self.kind == BUNDLE else ""


def shelf_of(path: str) -> str:
    """Give where the quires of a PDF are kept, by a name that nobody takes for a PDF to be published."""
    return f"{SHELVES}/{path.removesuffix('.pdf')}.quires"
