"""The press: makes the files of one publication after the other, and records what became of each."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from handouts import __version__
from handouts.diagnostics import Diagnostic, has_errors, in_order, made_strict
from handouts.export import manifest as manifest_
from handouts.export.manifest import FAILED, MADE, STALE, Manifest, Record
from handouts.export.plan import Job, Output
from handouts.export.writer import Folder
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.typeset import characters, qr
from handouts.typeset.article import Article, convert
from handouts.typeset.compose import Composer, Html
from handouts.typeset.layout import Engine
from handouts.typeset.links import in_words
from handouts.typeset.publication import Leaflet
from handouts.typeset.theme import Theme


@dataclass(frozen=True, slots=True)
class Options:
    """How to export."""

    out: Path
    html_only: bool = False
    strict: bool = False


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


class Press:
    """Makes publications of one library, one after the other. Templates, styles and fonts are loaded once."""

    def __init__(self, library: Library, options: Options) -> None:
        self.library, self.options = library, options
        self.folder = Folder(options.out)
        self.before: Manifest = manifest_.parse(self.folder.read(manifest_.FILE_NAME))
        self.theme = Theme.of(library.root)
        self.composer = Composer(self.theme)
        self.said = _by_path(library.diagnostics)

    @cached_property
    def engine(self) -> Engine:
        """The layout engine, loaded when the first page is laid out."""
        return Engine(self.theme)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What the engine said of the styles."""
        return () if "engine" not in self.__dict__ else self.judged(self.engine.diagnostics)

    def publish(self, job: Job) -> Outcome:
        """Make the files of one guide, or say why not and leave what was there before."""
        said = self.judged(self.said.get(job.guide.path, ()))
        if not isinstance(job.guide, Guide) or has_errors(said):
            return self._failed(job, said)
        article, problems = convert(job.guide, self.library, characters.covered_by(self.theme.fonts))
        leaflet, more = self._leaflet(article)
        said = self.judged((*said, *problems, *more))
        if has_errors(said):
            return self._failed(job, said)
        return self._make(job, leaflet, self.composer.compose(leaflet), said)

    def _leaflet(self, article: Article) -> tuple[Leaflet, list[Diagnostic]]:
        guide = article.guide
        url = self.library.settings.url_of(guide.slug, guide.lang)
        if not url:
            return Leaflet(article, self.library.settings, None), []
        symbol = qr.symbol(url, in_words(url))
        return Leaflet(article, self.library.settings, symbol), qr.judge(symbol, guide)

    def _make(self, job: Job, leaflet: Leaflet, html: Html, said: tuple[Diagnostic, ...]) -> Outcome:
        made: dict[str, tuple[bytes, int]] = {"html": (html.standalone(self.theme).encode(), 0)}
        if any(output.kind == "leaflet" for output in job.outputs):
            printed = self.engine.print(html)
            made["leaflet"] = printed.pdf, printed.pages
            said = self.judged((*said, *printed.diagnostics))
            if has_errors(said):
                return self._failed(job, said)
        records = []
        for output in job.outputs:
            data, pages = made[output.kind]
            self.folder.write(output.path, data)
            records.append(_record(output, leaflet, data, pages, said))
        return Outcome(job, tuple(records), said)

    def _failed(self, job: Job, said: tuple[Diagnostic, ...]) -> Outcome:
        records = []
        for output in job.outputs:
            old = self.before.records.get(output.path)
            there = self.folder.has(output.path)
            old = old if old and there else _blank(job, output, STALE if there else FAILED)
            status = STALE if there else FAILED
            records.append(replace(old, status=status, diagnostics=tuple(one.as_dict() for one in said)))
        return Outcome(job, tuple(records), said)

    def judged(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Sort diagnostics, and weigh warnings as errors under ``--strict``."""
        found = in_order(diagnostics)
        return made_strict(found) if self.options.strict else found

    def record(self, outcomes: Sequence[Outcome], diagnostics: Iterable[Diagnostic], *, whole: bool) -> None:
        """Write the manifest. ``whole`` says that every guide was looked at: others' outputs are stale."""
        new = [record for outcome in outcomes for record in outcome.records]
        paths = {one.path for one in new}
        kept = [one for path, one in self.before.records.items() if path not in paths and self.folder.has(path)]
        if whole:
            outdated = {"html"} if self.options.html_only else {"html", "leaflet"}
            kept = [replace(one, status=STALE) if one.kind in outdated else one for one in kept]
        versions = {"handouts": __version__}
        if "engine" in self.__dict__:
            versions |= self.engine.versions
        if new or kept:
            said = [one.as_dict() for one in diagnostics]
            self.folder.write(manifest_.FILE_NAME, Manifest().with_records([*kept, *new]).dumped(versions, said))


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


def _blank(job: Job, output: Output, status: str) -> Record:
    """Make the record of an output that no manifest knows."""
    category = job.guide.category if isinstance(job.guide, Guide) else ""
    return Record(
        path=output.path,
        kind=output.kind,
        guides=(job.guide.slug,),
        category=category,
        lang=job.guide.lang,
        edition=output.edition,
        pages=0,
        bytes=0,
        sha256="",
        url="",
        status=status,
    )
