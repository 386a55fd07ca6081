"""The export: from a loaded library to files, in the order of the map. One bad guide never stops the others."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from handouts import __version__
from handouts.diagnostics import Diagnostic, has_errors, in_order, warning
from handouts.export import manifest as manifest_
from handouts.export.job import Job, Output
from handouts.export.manifest import FAILED, STALE, Manifest, Record
from handouts.export.plan import kinds, plan
from handouts.export.pool import TIMEOUT, Pool
from handouts.export.runner import Here, Runner
from handouts.export.sources import Source, merged, source_of
from handouts.export.worker import Task, judged
from handouts.export.writer import Folder
from handouts.library.governance import governed
from handouts.library.guide import Guide, Rejected
from handouts.library.library import Library, Selection
from handouts.settings import FILE_NAME
from handouts.typeset.edition import PLAIN, Edition


@dataclass(frozen=True, slots=True)
class Options:
    """How to export."""

    out: Path
    today: date
    """The day on which guides leave: it decides which are overdue, and which come too early."""
    editions: tuple[Edition, ...] = (PLAIN,)
    html_only: bool = False
    strict: bool = False
    allow_overdue: bool = False
    """Publish guides whose review is overdue, with a stamp on every page."""
    jobs: int = 0
    """Workers; 0 for none: this process does everything itself."""
    timeout: float = TIMEOUT
    """Seconds that a worker may take for a leaflet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job."""

    job: Job
    records: tuple[Record, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Tell whether nothing was published."""
        return has_errors(self.diagnostics)


@dataclass(slots=True)
class Report:
    """What a whole export did, in order."""

    diagnostics: tuple[Diagnostic, ...] = ()
    """What is to be said about the library and the styles rather than a guide."""
    drafts: int = 0
    """Guides left out because they are drafts."""
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        """What is known of every file of the guides that were wanted."""
        return [record for outcome in self.outcomes for record in outcome.records]

    @property
    def found(self) -> bool:
        """Tell whether a guide failed, or the library has errors: exit code 1."""
        return has_errors(self.diagnostics) or any(one.failed for one in self.outcomes)


def export(
    library: Library,
    wanted: Selection,
    options: Options,
    on_outcome: Callable[[Outcome, int], None] | None = None,
) -> Report:
    """Publish the guides that are wanted; ``on_outcome`` hears of each, and of how many there are.

    The manifest is written at the end, also after an interruption: what was made is never forgotten. Raises
    ``UsageError`` for a guide that is not there, ``OutputError`` when the folder can't be written and
    ``MachineError`` when pages can't be laid out here.
    """
    library = governed(library, options.today, allow_overdue=options.allow_overdue)
    editions = {one.name: one for one in options.editions}
    jobs = plan(_chosen(library, wanted), options.editions, html_only=options.html_only)
    folder, strict = Folder(options.out), options.strict
    earlier = manifest_.parse(folder.read(manifest_.FILE_NAME))
    before = earlier.records
    runner: Runner = Here(library.root)
    if options.jobs:
        runner = Pool(library.root, options.jobs, options.timeout, warm=not options.html_only)
    versions = {"handouts": __version__}
    report = Report(judged(_about_the_library(library), strict=strict), _drafts_left_out(library, wanted))
    numbers = {job.key: number for number, job in enumerate(jobs)}
    try:
        tasks = (Task(job, library, editions[job.edition], strict) for job in jobs)
        for task, made in runner.run(tasks):
            job = task.job
            report.diagnostics = in_order((*report.diagnostics, *made.about_styles))
            versions |= made.versions
            outcome = Outcome(job, made.records, made.diagnostics)
            if outcome.failed:
                there = {record.path for record in report.records}
                outcome = replace(outcome, records=tuple(_left_behind(outcome, there, before, folder)))
            for path, data in made.files.items():
                folder.write(path, data)
            report.outcomes.append(outcome)
            if on_outcome is not None:
                on_outcome(outcome, len(jobs))
        report.outcomes.sort(key=lambda one: numbers[one.job.key])
    finally:
        runner.close()
        finished = len(report.outcomes) == len(jobs)
        outdated = _outdated(options) if wanted.is_whole and finished else set()
        kept = list(_kept(report, before, folder, outdated))
        stale = (_about_stale(record, folder) for record in kept if record.status == STALE)
        report.diagnostics = in_order((*report.diagnostics, *judged(stale, strict=strict)))
        sources = merged(earlier.sources, _published(report, library))
        manifest = Manifest(sources=sources).with_records([*kept, *report.records])
        _write_manifest(folder, manifest, versions, report)
    return report


def _chosen(library: Library, wanted: Selection) -> tuple[Guide | Rejected, ...]:
    guides, rejected = library.select(wanted)
    return (*guides, *rejected)


def _drafts_left_out(library: Library, wanted: Selection) -> int:
    with_drafts, _ = library.select(replace(wanted, drafts=True))
    return 0 if wanted.drafts else sum(guide.draft for guide in with_drafts)


def _left_behind(
    outcome: Outcome, made: set[str], before: Mapping[str, Record], folder: Folder
) -> Iterator[Record]:
    """Record what stands in the folder for a guide that failed: the files of an earlier export, or nothing.

    What another guide of the same slug has just made is not for this one to record.
    """
    said = tuple(one.as_dict() for one in outcome.diagnostics)
    for output in outcome.job.outputs:
        if output.path in made:
            continue
        status = STALE if folder.has(output.path) else FAILED
        old = before.get(output.path) if status == STALE else None
        yield replace(old or _blank(outcome.job, output), status=status, diagnostics=said)


def _outdated(options: Options) -> set[tuple[str, str]]:
    """Give the kinds and editions of which this export, when it is of the whole library, makes all there are."""
    return {(kind, one.name) for one in options.editions for kind in kinds(one, html_only=options.html_only)}


def _kept(
    report: Report, before: Mapping[str, Record], folder: Folder, outdated: set[tuple[str, str]]
) -> Iterator[Record]:
    """Give the records of files that this export did not touch; those that it should have made are stale."""
    new = {record.path for record in report.records}
    for path, record in before.items():
        if path not in new and folder.has(path):
            stale = (record.kind, record.edition) in outdated
            yield replace(record, status=STALE) if stale else record


def _about_stale(record: Record, folder: Folder) -> Diagnostic:
    """Warn of a file that somebody may still hand out, though its guide is withdrawn."""
    message = f"this file is of an earlier export, and its guide {record.guides[0]!r} is no longer published"
    return warning(
        "stale", message, (folder.root / record.path).as_posix(), hint="delete it, or publish the guide"
    )


def _published(report: Report, library: Library) -> Iterator[Source]:
    """Give the texts that this export has published."""
    for outcome in report.outcomes:
        if not outcome.failed:
            guides = map(library.at, outcome.job.guides)
            yield from (source_of(guide) for guide in guides if isinstance(guide, Guide))


def _write_manifest(folder: Folder, manifest: Manifest, versions: Mapping[str, str], report: Report) -> None:
    if manifest.records:
        said = [one.as_dict() for one in report.diagnostics]
        folder.write(manifest_.FILE_NAME, manifest.dumped(versions, said))


def _about_the_library(library: Library) -> Iterator[Diagnostic]:
    settings, path = library.settings, str(library.root / FILE_NAME)
    if not settings.base_url:
        message = "there is no base_url: leaflets are made without a QR symbol"
        hint = f'write base_url = "https://…" into {FILE_NAME}, or pass --base-url'
        yield warning("no-base-url", message, path, hint=hint)
    elif settings.base_url_is_placeholder:
        message = f"base_url is the placeholder {settings.base_url}: the QR symbols open no real page"
        yield warning("placeholder", message, path, hint="put your website's address there, or pass --base-url")


def _blank(job: Job, output: Output) -> Record:
    """Make the record of an output that no manifest knows."""
    return Record(
        path=output.path,
        kind=output.kind,
        guides=(job.name,),
        category=job.category,
        lang=job.lang,
        edition=output.edition,
        pages=0,
        bytes=0,
        sha256="",
        url="",
        status=FAILED,
    )
