"""The worker: makes the files of one job after the other. Templates, styles and fonts are loaded once.

It writes nothing: it hands the bytes back, so that one process alone touches the output folder.
"""

import hashlib
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from handouts.diagnostics import Diagnostic, error, has_errors
from handouts.errors import HandoutsError, MachineError
from handouts.export import read_back
from handouts.export.job import HTML, Output
from handouts.export.manifest import MADE, Record
from handouts.export.publications import COLLECTORS, refusal
from handouts.export.task import Made, Task, judged
from handouts.typeset import characters
from handouts.typeset.compose import Composer, Html
from handouts.typeset.layout import Engine
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
        said = judged((*said, *problems), strict=task.strict)
        if publication is None or has_errors(said):
            return _refused(task, said)
        return self._made(task, self.composer.compose(publication, task.edition), said)

    def _made(self, task: Task, html: Html, said: tuple[Diagnostic, ...]) -> Made:
        job, strict = task.job, task.strict
        files, pages = {}, 0
        about_styles: tuple[Diagnostic, ...] = ()
        if any(output.kind != HTML for output in job.outputs):
            printed = self.engine.print(html)
            said = judged((*said, *printed.diagnostics), strict=strict)
            if task.verify and not has_errors(said):
                said = (*said, *read_back.said_by(printed.pdf, task.edition, html.path, html.text))
            about_styles = judged(self.engine.diagnostics, strict=strict)
            if has_errors(said):
                return replace(_refused(task, said), about_styles=about_styles)
            files, pages = {one.path: printed.pdf for one in job.outputs if one.kind != HTML}, printed.pages
        page = html.standalone(self.theme).encode()
        files |= {one.path: page for one in job.outputs if one.kind == HTML}
        records = (_record(task, one, files[one.path], pages, said) for one in job.outputs)
        return Made(tuple(records), files, said, about_styles)


def _refused(task: Task, said: tuple[Diagnostic, ...]) -> Made:
    return Made(diagnostics=judged((*said, *refusal(task.job, said)), strict=task.strict))


def _program_fault(fault: Exception, path: str) -> Diagnostic:
    message = f"the program fails on this guide: {type(fault).__name__}: {fault}"
    return error("program-fault", message, path, hint="report it, with the guide; the other guides are made")


def _record(task: Task, output: Output, data: bytes, pages: int, said: tuple[Diagnostic, ...]) -> Record:
    job, library = task.job, task.library
    guides = tuple(library.at(one).slug for one in job.guides)
    return Record(
        path=output.path,
        kind=output.kind,
        guides=guides,
        category=job.category,
        lang=job.lang,
        edition=output.edition,
        pages=0 if output.kind == HTML else pages,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        url=library.settings.url_of(guides[0], job.lang) if len(guides) == 1 else "",
        status=MADE,
        diagnostics=tuple(one.as_dict() for one in said),
        job=job.key,
        inputs=task.inputs,
    )
