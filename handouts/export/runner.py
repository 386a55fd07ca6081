"""The seam between an export and what does its work: this process, workers of this machine, or a cluster."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from handouts.diagnostics import Diagnostic, error
from handouts.export.task import Made, Task, judged

TIMEOUT = 60.0
"""Seconds for a leaflet. A bundle has as many for its first guide, and a tenth of that for every further one."""


def cores() -> int:
    """Give the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Runner(Protocol):
    """Does tasks somewhere. A task that fails in whatever way is a result with a reason, never an exception."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        """Give each task with what came out of it, in the order in which they are done.

        ``tasks`` is drawn from as work goes on, so that few are held at a time. Raises ``MachineError`` and
        ``SettingsError`` for what keeps every job from being done.
        """
        ...

    def close(self) -> None:
        """End what is still running. Nothing is lost by it but the work of the moment."""
        ...


class Here:
    """Does the tasks in this process, one after the other: for tests, and for programs that start processes.

    A job that hangs or crashes takes the whole process with it; the command line uses workers.
    """

    def __init__(self, root: Path) -> None:
        from handouts.export.worker import Worker

        self._worker = Worker(root)

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        """Do the tasks in their order."""
        for task in tasks:
            yield task, self._worker.make(task)

    def close(self) -> None:
        """Do nothing: nothing is left running."""


def failed(task: Task, code: str, message: str, hint: str) -> Made:
    """Give the result of a task that came to nothing, with the reason beside what was known of its guides."""
    problem = error(code, message, task.library.at(task.job.guides[0]).path, hint=hint)
    return Made(diagnostics=judged((*_known(task), problem), strict=task.strict))


def _known(task: Task) -> tuple[Diagnostic, ...]:
    return task.library.about(task.job.guides)
