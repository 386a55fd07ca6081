"""Reading back: with ``--verify`` every PDF is read as a screen reader reads it before it is published."""

from handouts.diagnostics import Diagnostic
from handouts.export.job import HTML
from handouts.export.verdict import Step
from handouts.export.writer import Folder
from handouts.typeset.edition import Edition


def said_by(pdf: bytes, edition: Edition, path: str, html: str = "") -> tuple[Diagnostic, ...]:
    """Say what is wrong with a PDF, as of the file at ``path``; it must say what its page of HTML says.

    A booklet is for paper: its pages stand in another order, and nothing in it is tagged.
    """
    from handouts.verify.verify import verify

    return () if edition.imposition else verify(pdf, path, html)


def said_by_files(step: Step, edition: Edition, folder: Folder) -> tuple[Diagnostic, ...]:
    """Say what is wrong with the PDF files of a job that need not be made again."""
    pages = [folder.read(one.path) or b"" for one in step.records if one.kind == HTML]
    html = pages[0].decode("utf-8") if pages else ""
    paths = [one.path for one in step.records if one.kind != HTML]
    found = (said_by(folder.read(path) or b"", edition, str(folder.root / path), html) for path in paths)
    return tuple(one for said in found for one in said)
