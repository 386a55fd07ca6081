"""The export: from a loaded library to files, in the order of the map. One bad guide never stops the others."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from handouts.check.whole import about_the_settings
from handouts.export.aftermath import Complete
from handouts.export.delivery import Delivery, Listener
from handouts.export.interrupts import ended_like_ctrl_c
from handouts.export.job import Job
from handouts.export.plan import kinds, plan
from handouts.export.pool import Pool
from handouts.export.report import Options, Outcome, Report
from handouts.export.runner import Here, Runner
from handouts.export.task import judged
from handouts.export.verdict import Step
from handouts.library.governance import governed
from handouts.library.guide import Guide, Rejected
from handouts.library.library import Library, Selection
from handouts.library.translations import with_others

__all__ = ["Options", "Outcome", "Report", "deliver", "export", "planned"]


def export(
    library: Library,
    wanted: Selection,
    options: Options,
    on_outcome: Listener | None = None,
    on_wait: Callable[[], None] | None = None,
) -> Report:
    """Publish the guides that are wanted; ``on_outcome`` hears of each, and of how many there are.

    What is current is not made again. ``on_wait`` is told that another export has the folder. Raises
    ``UsageError`` for a guide that is not there, ``OutputError`` when the folder can't be written and
    ``MachineError`` when pages can't be laid out here.
    """
    delivery = _delivery(library, wanted, options)
    return _run(delivery, _drafts_left_out(library, wanted), on_outcome, on_wait)


def deliver(
    library: Library,
    jobs: Iterable[Job],
    options: Options,
    on_outcome: Listener | None = None,
    on_wait: Callable[[], None] | None = None,
    *,
    complete: Complete = frozenset(),
) -> Report:
    """Do any jobs of a library that is ``governed``: bundles and packs, too. See ``export``.

    ``complete`` names the kinds and editions of output of which these jobs are all that there should be: files of
    others of these kinds are stale.
    """
    return _run(Delivery(library, jobs, options, complete), 0, on_outcome, on_wait)


def planned(library: Library, wanted: Selection, options: Options) -> tuple[Step, ...]:
    """Say what an export would do, and why. Nothing is written, and nothing that lays out pages is loaded."""
    return tuple(_delivery(library, wanted, options).steps())


def _run(
    delivery: Delivery, drafts: int, on_outcome: Listener | None, on_wait: Callable[[], None] | None
) -> Report:
    library, options = delivery.library, delivery.options
    report = Report(judged(about_the_settings(library), strict=options.strict), drafts)
    with ended_like_ctrl_c():
        delivery.run(report, lambda number: runner_for(library, options, number), on_outcome, on_wait)
    return report


def _delivery(library: Library, wanted: Selection, options: Options) -> Delivery:
    library = with_others(governed(library, options.today, allow_overdue=options.allow_overdue))
    jobs = plan(_chosen(library, wanted), options.editions, html_only=options.html_only)
    return Delivery(library, jobs, options, _complete(options) if wanted.is_whole else frozenset())


def runner_for(library: Library, options: Options, number: int) -> Runner:
    """Give who does a number of jobs: never more workers than jobs."""
    if not options.jobs:
        return Here(library.root)
    return Pool(library.root, min(options.jobs, number), options.timeout, warm=not options.html_only)


def _complete(options: Options) -> Complete:
    """Give the kinds and editions of which an export of the whole library makes all there are."""
    return {(kind, one.name) for one in options.editions for kind in kinds(one, html_only=options.html_only)}


def _chosen(library: Library, wanted: Selection) -> tuple[Guide | Rejected, ...]:
    guides, rejected = library.select(wanted)
    return (*guides, *rejected)


def _drafts_left_out(library: Library, wanted: Selection) -> int:
    with_drafts, _ = library.select(replace(wanted, drafts=True))
    return 0 if wanted.drafts else sum(guide.draft for guide in with_drafts)
