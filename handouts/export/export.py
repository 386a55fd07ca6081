"""The export: from a loaded library to files, in the order of the map. One bad guide never stops the others."""

from collections.abc import Callable
from functools import partial

from handouts import garbage
from handouts.check.whole import about_the_settings
from handouts.diagnostics import in_order
from handouts.export.cache import Cache, Remembering
from handouts.export.delivery import Delivery, Listener
from handouts.export.interrupts import ended_like_ctrl_c
from handouts.export.planners import Plan, Planner, everything
from handouts.export.report import Forecast, Options, Outcome, Report
from handouts.export.runner import Here, Runner
from handouts.export.task import judged
from handouts.library.governance import governed
from handouts.library.library import Library, Selection
from handouts.library.translations import with_others

__all__ = ["Forecast", "Options", "Outcome", "Report", "export", "planned"]


def export(
    library: Library,
    wanted: Selection,
    options: Options,
    on_outcome: Listener | None = None,
    on_wait: Callable[[], None] | None = None,
    *,
    planner: Planner = everything,
    runner: Callable[[int], Runner] | None = None,
) -> Report:
    """Publish the guides that are wanted; ``on_outcome`` hears of each job, and of how many there are.

    What is current is not made again. ``on_wait`` is told that another export has the folder; ``planner`` says
    what is made, ``runner`` gives who makes it, for a number of jobs. Raises ``UsageError`` for a guide that is
    not there, ``OutputError`` when the folder can't be written and ``MachineError`` when pages can't be laid out.
    """
    delivery, plan = _delivery(library, wanted, options, planner)
    report = Report(in_order((*about_the_settings(library), *plan.notes)), plan.drafts)
    with ended_like_ctrl_c():
        delivery.run(report, runner or partial(runner_for, library, options), on_outcome, on_wait)
    # Only now: what is written down must not depend on how strictly this run was asked to judge.
    report.diagnostics = judged(report.diagnostics, strict=options.strict)
    return report


def planned(library: Library, wanted: Selection, options: Options, planner: Planner = everything) -> Forecast:
    """Say what an export would do, and why. Nothing is written, and nothing that lays out pages is loaded."""
    delivery, plan = _delivery(library, wanted, options, planner)
    said = judged((*about_the_settings(library), *plan.notes), strict=options.strict)
    return Forecast(tuple(delivery.steps()), said)


def _delivery(library: Library, wanted: Selection, options: Options, planner: Planner) -> tuple[Delivery, Plan]:
    with garbage.left_alone():
        library = prepared(library, options)
        plan = planner(library, wanted, options)
        return Delivery(library, plan.jobs, options, plan.complete, plan.names), plan


def prepared(library: Library, options: Options) -> Library:
    """Give the library as it stands today: which guides may leave, and in which languages each can be had."""
    return with_others(governed(library, options.today, allow_overdue=options.allow_overdue))


def runner_for(library: Library, options: Options, number: int) -> Runner:
    """Give who does a number of jobs: never more workers than jobs."""
    found = _maker(library, options, number)
    return Remembering(found, Cache(options.cache)) if options.cache else found


def _maker(library: Library, options: Options, number: int) -> Runner:
    if options.cluster:
        from handouts.export.cluster import Cluster

        return Cluster(options.cluster, library.root, options.timeout)
    if not options.jobs:
        return Here(library.root)
    from handouts.export.pool import Pool

    return Pool(library.root, min(options.jobs, number), options.timeout, warm=not options.html_only)
