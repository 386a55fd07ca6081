"""Reading back: with ``--verify`` every PDF is read as it will be read, and compared with its guide."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.diagnostics import Diagnostic, from_dict
from handouts.export.job import HTML
from handouts.export.manifest import Record
from handouts.export.publications import COLLECTORS
from handouts.export.verdict import Step
from handouts.export.writer import Folder
from handouts.library.library import Library
from handouts.typeset import characters, fitting, press
from handouts.typeset.compose import Composer, Html
from handouts.typeset.edition import FLIPS, Edition
from handouts.typeset.imposition import sides
from handouts.typeset.theme import Theme

if TYPE_CHECKING:
    from handouts.verify.verify import Folded


def said_by(pdf: bytes, path: str, html: Html, pages: int) -> tuple[Diagnostic, ...]:
    """Say what is wrong with a PDF of so many pages, as of the file at ``path``; it must say what its HTML says.

    A booklet is for paper: nothing in it is tagged, and its pages are read in the order in which they are turned.
    """
    from handouts.verify.verify import verify

    folded = _folded(html, pages)
    said = verify(pdf, path, html.text, folded)
    if any(one.code == "pdf-words" for one in said) and (other := _as_printed(pdf, html.text, folded)):
        return verify(pdf, path, other, folded)
    return said


def _folded(html: Html, pages: int) -> "Folded | None":
    from handouts.verify.verify import Folded

    if not html.edition.imposition:
        return None
    return Folded(tuple(sides(pages, html.direction)), turned=html.edition.flip == FLIPS[1])


def _as_printed(pdf: bytes, html: str, folded: "Folded | None") -> str:
    """Give the HTML with those tables as lists that are printed so; "" where none is.

    Only the layout knows which of them are too wide. Of each, in their order, that form is taken with which the
    file says more of what the HTML says.
    """
    from handouts.verify.verify import agreement

    stacked: list[int] = []
    best = agreement(pdf, html, folded)
    for number in range(html.count("<table")):
        so_far = agreement(pdf, fitting.as_lists(html, (*stacked, number)), folded)
        if so_far > best:
            best = so_far
            stacked.append(number)
    return fitting.as_lists(html, stacked) if stacked else ""


class ReadBack:
    """Reads files that need not be made again, each against its guides as they are composed anew."""

    def __init__(self, root: Path, folder: Folder) -> None:
        self._root, self._folder = root, folder

    @cached_property
    def _composer(self) -> Composer:
        return Composer(Theme.of(self._root))

    def said_by_files(self, step: Step, edition: Edition, library: Library) -> tuple[Diagnostic, ...]:
        """Say what is wrong with the PDF files of a job; ``library`` is what went into them."""
        records = [one for one in step.records if one.kind != HTML]
        if not records:
            return ()
        covered = characters.covered_by(self._composer.theme.fonts)
        publication, _ = COLLECTORS[step.job.kind](step.job, library, covered)
        if publication is None:
            return ()  # a guide of it can't be read: the library has said so, and that keeps it from being current
        page = partial(press.page, publication, edition, self._composer, _short_of(step))

        def compose(lifted: Collection[str]) -> Html:
            return page(lifted=lifted)

        liftable = press.liftable(publication, edition)
        return tuple(one for record in records for one in self._said_by(record, compose, liftable))

    def _said_by(
        self, record: Record, compose: Callable[[Collection[str]], Html], liftable: Sequence[str]
    ) -> tuple[Diagnostic, ...]:
        """Compare a file with its guides, and where they differ, with those red flags first that it has there."""
        pdf, path = self._folder.read(record.path) or b"", str(self._folder.root / record.path)
        said = said_by(pdf, path, compose(()), record.pages)
        if any(one.code == "pdf-words" for one in said) and (
            lifted := _lifted(pdf, compose, liftable, record.pages)
        ):
            return said_by(pdf, path, compose(lifted), record.pages)
        return said


def _lifted(
    pdf: bytes, compose: Callable[[Collection[str]], Html], liftable: Sequence[str], pages: int
) -> tuple[str, ...]:
    """Give the red flags with which right below their guides' titles a file says more of what the HTML says.

    Only the layout knows which of them did not fit where the guide has them.
    """
    from handouts.verify.verify import agreement

    def agrees(lifted: Collection[str]) -> int:
        html = compose(lifted)
        return agreement(pdf, html.text, _folded(html, pages))

    found: tuple[str, ...] = ()
    best = agrees(found)
    for one in liftable:
        if (so_far := agrees((*found, one))) > best:
            best, found = so_far, (*found, one)
    return found


def _short_of(step: Step) -> tuple[str, ...]:
    """Give what was said of sections for which there was no room."""
    found = (from_dict(said) for one in step.records for said in one.diagnostics)
    return tuple(one.message for one in found if one.code == "no-room")
