"""One file by itself: made and written where somebody wants it, without a manifest beside it."""

import time

from handouts.check.whole import about_the_settings
from handouts.export.aftermath import left_behind
from handouts.export.delivery import Listener
from handouts.export.export import prepared
from handouts.export.planners import Planner
from handouts.export.report import Options, Outcome, Report
from handouts.export.task import Task, judged
from handouts.export.worker import Worker
from handouts.export.writer import Folder
from handouts.library.library import Library, Selection


def export_alone(
    library: Library,
    wanted: Selection,
    options: Options,
    on_outcome: Listener | None = None,
    *,
    planner: Planner,
) -> Report:
    """Make what a planner says and write it into the output folder, but nothing else.

    A file that was there stays until its successor is complete. Raises what ``export`` raises.
    """
    started = time.monotonic()
    library = prepared(library, options)
    plan, folder = planner(library, wanted, options), Folder(options.out)
    editions = {one.name: one for one in options.editions}
    worker, report = Worker(library.root), Report((*about_the_settings(library), *plan.notes), plan.drafts)
    for job in plan.jobs:
        made = worker.make(Task(job, library, editions[job.edition], options.strict))
        report.diagnostics += made.about_styles
        outcome = Outcome(job, made.records, made.diagnostics)
        if outcome.failed:
            records = tuple(left_behind(job, made.diagnostics, set(), {}, folder))
            outcome = Outcome(job, records, made.diagnostics)
        for path, data in made.files.items():
            folder.write(path, data)
        report.outcomes.append(outcome)
        if on_outcome is not None:
            on_outcome(outcome, len(plan.jobs))
    report.diagnostics = judged(report.diagnostics, strict=options.strict)
    report.seconds = time.monotonic() - started
    return report
