"""The worker: makes the files of one job after the other. Templates, styles and fonts are loaded once.

It writes nothing: it hands the bytes back, so that one process alone touches the output folder.
"""

from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from handouts.diagnostics import Diagnostic, error, has_errors, in_order
from handouts.errors import HandoutsError, MachineError
from handouts.export import read_back
from handouts.export.job import HTML, Output
from handouts.export.manifest import MADE, Record, sum_of
from handouts.export.publications import COLLECTORS, address, refusal
from handouts.export.task import Made, Task, judged
from handouts.typeset import characters, press
from handouts.typeset.compose import Composer
from handouts.typeset.layout import Engine, Printed
from handouts.typeset.publication import Publication
from handouts.typeset.shelf import Shelf
from handouts.typeset.theme import Theme


class Worker:
    """Makes publications with the theme of the library in the folder ``root``."""

    def __init__(self, root: Path) -> None:
        self.theme = Theme.of(root)
        self.composer = Composer(self.theme)

    @cached_property
    def engine(self) -> Engine:
        """The layout engine, loaded when the first page is laid out."""
        return Engine(self.theme)

    def warm_up(self) -> None:
        """Load what is loaded once, before the first job. Raises ``MachineError`` and ``SettingsError``."""
        characters.covered_by(self.theme.fonts)
        _ = self.engine, self.theme.inlined()

    def make(self, task: Task) -> Made:
        """Make the files of one job, all of them or none.

        Everything is checked and laid out before the first byte is handed back. Raises ``MachineError`` and
        ``SettingsError``: what keeps every other job from being done too.
        """
        said = task.library.about(task.job.guides)
        try:
            return self._publish(task, said)
        except HandoutsError:
            raise
        except ImportError as missing:
            message = f"the Python package {missing.name} can't be used: {missing}"
            raise MachineError(
                message, "install handouts again; `handouts doctor` says what is there"
            ) from missing
        except Exception as fault:
            # A fault of the program on one guide must not cost all others theirs.
            problem = _program_fault(fault, task.library.at(task.job.guides[0]).path)
            return Made(diagnostics=judged((*said, problem), strict=task.strict))

    def _publish(self, task: Task, about_guides: tuple[Diagnostic, ...]) -> Made:
        said = judged(about_guides, strict=task.strict)
        if has_errors(said):
            return _refused(task, said)
        collect = COLLECTORS[task.job.kind]
        publication, problems = collect(task.job, task.library, characters.covered_by(self.theme.fonts))
        if publication is not None:
            problems = [*problems, *press.judge(publication, task.edition)]
        said = judged((*said, *problems), strict=task.strict)
        if publication is None or has_errors(said):
            return _refused(task, said)
        return self._made(task, publication, said)

    def _made(self, task: Task, publication: Publication, said: tuple[Diagnostic, ...]) -> Made:
        job, strict, shelf = task.job, task.strict, None
        about_styles: tuple[Diagnostic, ...] = ()
        styles: tuple[str, ...] = ()
        if all(output.kind == HTML for output in job.outputs):
            html, printed = press.page(publication, task.edition, self.composer), Printed(b"", 0)
        else:
            shelf = _shelf(task)
            print_ = partial(self.engine.print, shelf=shelf)
            html, printed = press.printed(publication, task.edition, self.composer, print_)
            said = judged((*said, *printed.diagnostics), strict=strict)
            if task.verify and not has_errors(said):
                said = (*said, *read_back.said_by(printed.pdf, html.path, html, printed.pages))
            about_styles = in_order(self.engine.diagnostics)
            styles = tuple(map(str, (*self.theme.stylesheets(), *html.stylesheets(self.theme))))
            if has_errors(said):
                return replace(_refused(task, said), about_styles=about_styles, styles=styles)
        files = {
            one.path: html.standalone(self.theme).encode() if one.kind == HTML else printed.pdf
            for one in job.outputs
        }
        records = (_record(task, one, files[one.path], printed, said) for one in job.outputs)
        return Made(
            tuple(records), files, said, about_styles, styles, shelf.dumped() if shelf and job.shelf else b""
        )


def _shelf(task: Task) -> Shelf:
    """Give the quires of the last time. What their text does not say, hashes of what goes into it say."""
    data = b""
    with suppress(OSError):
        data = Path(task.shelf).read_bytes() if task.shelf else b""
    return Shelf(" ".join(task.inputs.get(part, "") for part in ("styles", "fonts", "versions")), data)


def _refused(task: Task, said: tuple[Diagnostic, ...]) -> Made:
    return Made(diagnostics=judged((*said, *refusal(task.job, said)), strict=task.strict))


def _program_fault(fault: Exception, path: str) -> Diagnostic:
    message = f"the program fails on this guide: {type(fault).__name__}: {fault}"
    return error("program-fault", message, path, hint="report it, with the guide; the other guides are made")


def _record(task: Task, output: Output, data: bytes, printed: Printed, said: tuple[Diagnostic, ...]) -> Record:
    job, library = task.job, task.library
    guides = tuple(library.at(one).slug for one in job.guides)
    return Record(
        path=output.path,
        kind=output.kind,
        guides=guides,
        category=job.category,
        lang=job.lang,
        edition=output.edition,
        pages=0 if output.kind == HTML else printed.pages,
        sheets=0 if output.kind == HTML else printed.sheets,
        sheets_saved=0 if output.kind == HTML else printed.sheets_saved,
        bytes=len(data),
        sha256=sum_of(data),
        url=address(job, library),
        status=MADE,
        diagnostics=tuple(one.as_dict() for one in said),
        job=job.key,
        inputs=task.inputs,
    )
