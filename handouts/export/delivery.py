"""The delivery: jobs become files in the output folder. Nothing is lost, whatever goes wrong on the way."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from handouts import garbage
from handouts.diagnostics import Diagnostic, error, in_order
from handouts.export import manifest as manifest_
from handouts.export.aftermath import (
    Complete,
    Names,
    about_stale,
    about_styles,
    gone,
    left_behind,
    set_aside,
    untouched,
)
from handouts.export.inputs import Inputs
from handouts.export.interrupts import uninterrupted
from handouts.export.job import Job, shelf_of
from handouts.export.lock import locked
from handouts.export.manifest import STALE, Manifest, Record
from handouts.export.report import Options, Outcome, Report
from handouts.export.runner import Runner
from handouts.export.sources import merged, sources_of
from handouts.export.surroundings import surroundings, versions
from handouts.export.task import Made, Task, judged
from handouts.export.verdict import REFUSED, Step, judge, objections, refusal, said_of_current
from handouts.export.writer import Folder, InTheWayError
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.typeset.theme import Theme

if TYPE_CHECKING:
    from handouts.export.read_back import ReadBack

Listener = Callable[[Outcome, int], None]
"""Hears what became of each job, and how many jobs there are."""

CHECKPOINT = 10.0
"""Seconds after which the manifest is written in the midst of a run, so that a power cut costs no more work."""


class Delivery:
    """Brings jobs of a library into a folder.

    ``complete`` says of what they are all that there should be, ``names`` which guides are published, if that was
    asked.
    """

    def __init__(
        self,
        library: Library,
        jobs: Iterable[Job],
        options: Options,
        complete: Complete = frozenset(),
        names: Names | None = None,
    ):
        self.library, self.options, self.complete, self.names = library, options, complete, names
        self.shard = options.shard
        self.jobs = tuple(job for job in jobs if self.shard.has(job.key))
        self.folder = Folder(options.out)
        self.shelves = Folder(options.cache or options.out)
        self.editions = {one.name: one for one in options.editions}
        self.inputs = Inputs(library, surroundings(Theme.of(library.root), library.settings))
        self.earlier = Manifest()
        self.styles: set[str] = set()
        """The stylesheets with which pages were laid out this time."""
        self.there: set[str] = set()
        """The paths of all files that are recorded so far."""

    def steps(self) -> Iterator[Step]:
        """Say of each job, in order, why it must be done, or that it need not. Writes nothing."""
        with garbage.left_alone():
            self.earlier = self._read()
            yield from map(self._step, self.jobs)

    def _step(self, job: Job) -> Step:
        inputs, options = self.inputs.of(job, self.editions[job.edition]), self.options
        if said := objections(job, self.library, strict=options.strict):
            return Step(job, inputs, (REFUSED,), said=said)
        return judge(job, inputs, self.earlier.records, self.folder, force=options.force, strict=options.strict)

    def run(
        self,
        report: Report,
        runner: Callable[[int], Runner],
        on_outcome: Listener | None = None,
        on_wait: Callable[[], None] | None = None,
    ) -> None:
        """Do what must be done; ``runner`` gives who does it, for a number of jobs.

        The manifest is written at the end, also after an interruption, and now and then before: what was made is
        never forgotten.
        """
        part = "" if self.shard.is_whole else self.shard.name
        with locked(self.folder.root, on_wait, part=part):
            if not part:
                self.folder.sweep()
            report.diagnostics = in_order((*report.diagnostics, *set_aside(self.folder, self.shard.manifest)))
            try:
                self._run(report, runner, on_outcome or (lambda _outcome, _total: None))
            finally:
                with uninterrupted():
                    self._finish(report)

    def _run(self, report: Report, runner: Callable[[int], Runner], on_outcome: Listener) -> None:
        total = len(self.jobs)
        todo: dict[str, Step] = {}
        refused: list[Step] = []
        started = checkpoint = time.monotonic()

        def tell(outcome: Outcome) -> None:
            report.outcomes.append(outcome)
            self.there.update(record.path for record in outcome.records)
            on_outcome(outcome, total)

        for step in self.steps():
            if step.is_current:
                said = judged(said_of_current(step, self.library), strict=self.options.strict)
                if wrong := self._wrong(step):
                    tell(self._failed(step.job, in_order((*said, *wrong))))
                else:
                    tell(Outcome(step.job, step.records, said, current=True))
            elif step.is_refused:
                refused.append(step)
            else:
                todo[step.job.key] = step
        if todo:
            crew = runner(len(todo))
            try:
                for task, made in crew.run(self._tasks(todo)):
                    tell(self._delivered(task, made, report))
                    if time.monotonic() - checkpoint > CHECKPOINT:
                        checkpoint = time.monotonic()
                        self._write(report, [*self._untouched(report), *report.records])
            finally:
                crew.close()
        for step in refused:  # last: a namesake may just have been made
            tell(self._failed(step.job, (*step.said, *refusal(step))))
        order = {id(job): number for number, job in enumerate(self.jobs)}
        report.outcomes.sort(key=lambda one: order[id(one.job)])
        report.seconds = time.monotonic() - started

    def _tasks(self, todo: Mapping[str, Step]) -> Iterator[Task]:
        """Give the tasks one by one, the biggest first: a long one begun last would be waited for alone."""
        for step in sorted(todo.values(), key=self._size, reverse=True):
            job, seen, options = step.job, self.inputs.seen_by(step.job), self.options
            shelf = str(self.shelves.root / job.shelf) if job.shelf and not options.force else ""
            yield Task(job, seen, self.editions[job.edition], options.strict, options.verify, step.inputs, shelf)

    def _wrong(self, step: Step) -> tuple[Diagnostic, ...]:
        """Read the files of a job back that is current, where that is asked for."""
        if not self.options.verify:
            return ()
        return self._read_back.said_by_files(step, self.editions[step.job.edition], self.inputs.seen_by(step.job))

    @cached_property
    def _read_back(self) -> "ReadBack":
        from handouts.export.read_back import ReadBack

        return ReadBack(self.library.root, self.folder)

    def _size(self, step: Step) -> int:
        guides = (self.library.at(place) for place in step.job.guides)
        return sum(len(guide.text) for guide in guides if isinstance(guide, Guide))

    def _delivered(self, task: Task, made: Made, report: Report) -> Outcome:
        """Write what was made of a task."""
        report.diagnostics = in_order((*report.diagnostics, *made.about_styles))
        self.styles.update(made.styles)
        # What came from a worker has hashes of its own, the same ones: of 2,000 guides some megabytes.
        records = tuple(replace(record, inputs=task.inputs) for record in made.records)
        outcome = Outcome(task.job, records, made.diagnostics)
        if outcome.failed:
            return self._failed(task.job, made.diagnostics)
        try:
            with uninterrupted():
                self.folder.write_all(made.files)
        except InTheWayError as problem:
            path = task.library.at(task.job.guides[0]).path
            said = (*made.diagnostics, error("in-the-way", str(problem), path, hint=problem.hint))
            return self._failed(task.job, in_order(said))
        if made.shelf:
            self.shelves.keep(task.job.shelf, made.shelf)
        return outcome

    def _failed(self, job: Job, said: tuple[Diagnostic, ...]) -> Outcome:
        return Outcome(job, tuple(left_behind(job, said, self.there, self.earlier.records, self.folder)), said)

    # ---- what is written down ----

    def _read(self) -> Manifest:
        """Read what earlier exports have recorded: of a part of the plan, also what an export of all of it has."""
        found = manifest_.parse(self.folder.read(self.shard.manifest))
        if self.shard.is_whole:
            return found
        whole = manifest_.parse(self.folder.read(manifest_.FILE_NAME))
        records = {path: one for path, one in whole.records.items() if self.shard.has(one.job)}
        return Manifest({**records, **found.records}, merged(whole.sources, found.sources), found.diagnostics)

    def _untouched(self, report: Report, *, finished: bool = False) -> list[Record]:
        new = {record.path for record in report.records}
        complete, names = (self.complete, self._names()) if finished else (frozenset[tuple[str, str]](), None)
        return list(untouched(self.earlier.records, new, self.folder, complete, names))

    def _finish(self, report: Report) -> None:
        """Write the manifest; where the run came to its end, say which files are of withdrawn guides."""
        kept = self._untouched(report, finished=len(report.outcomes) == len(self.jobs))
        withdrawn = [one for one in kept if one.status == STALE and self._is_withdrawn(one)]
        if self.options.prune:
            for record in withdrawn:
                self.folder.remove(record.path)
                self.shelves.discard(shelf_of(record.path))
                report.pruned.append(record.path)
            kept = [one for one in kept if one not in withdrawn]
        names = self._names()
        stale = (about_stale(one, self.folder, names) for one in kept if one.status == STALE)
        report.diagnostics = in_order((*report.diagnostics, *stale, *about_styles(self.earlier, self.styles)))
        self._write(report, [*kept, *report.records])

    def _is_withdrawn(self, record: Record) -> bool:
        """Tell whether a file's guide is gone, rather than in a file that can't be read well enough to name it."""
        if gone(record, self._names()):
            return True
        named = any((slug, record.lang) in self._broken() for slug in record.guides)
        return not named and (record.kind, record.edition) in self.complete

    def _names(self) -> Names | None:
        return None if self.names is None else self.names | self._broken()

    def _broken(self) -> Names:
        """Give the names by which guides were published that can't be read now."""
        broken = {str(one.location) for one in self.library.rejected}
        return {(one.slug, one.lang) for one in self.earlier.sources if one.path in broken}

    def _write(self, report: Report, records: Iterable[Record]) -> None:
        published = (place for one in report.outcomes if not one.failed for place in one.job.guides)
        sources = merged(self.earlier.sources, sources_of(map(self.library.at, published)))
        manifest = Manifest(sources=sources).with_records(records)
        if not manifest.records and not self.folder.has(self.shard.manifest):
            return
        said = in_order((*report.diagnostics, *about_styles(self.earlier, self.styles)))
        data = manifest.dumped(versions(), [one.as_dict() for one in said])
        if data != self.folder.read(self.shard.manifest):
            self.folder.write(self.shard.manifest, data)
