"""The worker: makes the files of one job after the other. Templates, styles and fonts are loaded once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from handouts.diagnostics import Diagnostic, error, has_errors, in_order, made_strict
from handouts.export.manifest import MADE, Record
from handouts.export.plan import Job, Output
from handouts.export.writer import Folder
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.typeset import characters, qr
from handouts.typeset.article import Article, convert
from handouts.typeset.compose import Composer
from handouts.typeset.layout import Engine
from handouts.typeset.links import in_words
from handouts.typeset.publication import Leaflet
from handouts.typeset.theme import Theme


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one guide."""

    job: Job
    records: tuple[Record, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Tell whether the guide was not published."""
        return has_errors(self.diagnostics)


class Worker:
    """Publishes guides of one library into a folder. ``strict`` weighs every warning as an error."""

    def __init__(self, library: Library, folder: Folder, *, strict: bool = False) -> None:
        self.library, self.folder, self.strict = library, folder, strict
        self.theme = Theme.of(library.root)
        self.composer = Composer(self.theme)
        self.said = _by_path(library.diagnostics)

    @cached_property
    def engine(self) -> Engine:
        """The layout engine, loaded when the first page is laid out."""
        return Engine(self.theme)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the engine said of the styles; nothing where no page was laid out."""
        return self.judged(self.engine.diagnostics) if "engine" in self.__dict__ else ()

    @property
    def versions(self) -> dict[str, str]:
        """Versions of what laid out the pages; nothing where no page was laid out."""
        return self.engine.versions if "engine" in self.__dict__ else {}

    def run(self, job: Job) -> Outcome:
        """Make the files of one guide, all of them or none; an outcome without records says why not.

        Everything is checked and laid out before the first file is written. Raises ``OutputError``,
        ``MachineError`` and ``SettingsError``: what keeps every other guide from being published too.
        """
        said = self.judged(self.said.get(job.guide.path, ()))
        if not isinstance(job.guide, Guide) or has_errors(said):
            return Outcome(job, (), said)
        try:
            article, problems = convert(job.guide, self.library, characters.covered_by(self.theme.fonts))
        except Exception as fault:
            # A fault of the program on one guide must not cost all others theirs.
            message = f"the program fails on this guide: {type(fault).__name__}: {fault}"
            hint = "report it, with the guide; the other guides are made"
            fault_found = error("program-fault", message, job.guide.path, hint=hint)
            return Outcome(job, (), self.judged((*said, fault_found)))
        leaflet, more = self._leaflet(article)
        said = self.judged((*said, *problems, *more))
        if has_errors(said):
            return Outcome(job, (), said)
        html = self.composer.compose(leaflet)
        made = {"html": (html.standalone(self.theme).encode(), 0)}
        if any(output.kind == "leaflet" for output in job.outputs):
            printed = self.engine.print(html)
            made["leaflet"] = printed.pdf, printed.pages
            said = self.judged((*said, *printed.diagnostics))
            if has_errors(said):
                return Outcome(job, (), said)
        for output in job.outputs:
            self.folder.write(output.path, made[output.kind][0])
        records = (_record(output, leaflet, *made[output.kind], said) for output in job.outputs)
        return Outcome(job, tuple(records), said)

    def _leaflet(self, article: Article) -> tuple[Leaflet, list[Diagnostic]]:
        guide, settings = article.guide, self.library.settings
        url = settings.url_of(guide.slug, guide.lang)
        if not url:
            return Leaflet(article, settings, None), []
        symbol = qr.symbol(url, in_words(url))
        return Leaflet(article, settings, symbol), qr.judge(symbol, guide)

    def judged(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Sort diagnostics, and raise warnings to errors where the worker is strict."""
        found = in_order(diagnostics)
        return made_strict(found) if self.strict else found


def _by_path(diagnostics: tuple[Diagnostic, ...]) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for one in diagnostics:
        found.setdefault(one.path, []).append(one)
    return found


def _record(output: Output, leaflet: Leaflet, data: bytes, pages: int, said: tuple[Diagnostic, ...]) -> Record:
    guide = leaflet.article.guide
    return Record(
        path=output.path,
        kind=output.kind,
        guides=(guide.slug,),
        category=guide.category,
        lang=guide.lang,
        edition=output.edition,
        pages=pages,
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        url=leaflet.qr.url if leaflet.qr else "",
        status=MADE,
        diagnostics=tuple(one.as_dict() for one in said),
    )
