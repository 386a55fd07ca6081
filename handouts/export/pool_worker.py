"""What runs in a worker process of the local pool: one job after the other, with what is loaded once."""

import contextlib
import faulthandler
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from handouts.errors import HandoutsError
from handouts.export.task import Made, Task, patience

if TYPE_CHECKING:
    from handouts.export.worker import Worker

GRACE = 30.0
"""Seconds after its time that a job has until its worker ends itself: the pool should have ended it before."""

GARBAGE = 100_000
"""So many new objects, and a worker looks for garbage in the midst of a job: a long bundle would fill memory."""

_loaded: "tuple[Worker, float] | None" = None
"""The worker of this process, and the seconds that a leaflet may take."""


def start(root: Path, warm: bool, timeout: float) -> None:
    """Load templates, styles and fonts. What can't be loaded is said with the first job, where it is heard."""
    from handouts.export.worker import Worker

    global _loaded  # noqa: PLW0603 - one worker a process
    worker = Worker(root)
    _loaded = worker, timeout
    if warm:
        with contextlib.suppress(HandoutsError):
            worker.warm_up()
    gc.collect()
    gc.freeze()  # what is loaded stays: looking through it again and again finds nothing to throw away
    gc.set_threshold(GARBAGE)


def make(task: Task) -> Made:
    """Do a task with what this process has loaded."""
    assert _loaded is not None  # noqa: S101 - the pool has called start
    worker, timeout = _loaded
    with _not_for_ever(patience(task, timeout) + GRACE):
        made = worker.make(task)
    gc.collect()  # at once, now that the pages are gone: in the midst of a job nearly all that is there is in use
    return made


@contextlib.contextmanager
def _not_for_ever(seconds: float) -> Iterator[None]:
    """End this process where nobody is left to do so: whoever has started it may have been killed meanwhile."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=2)  # also where native code lets nobody else run
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def nothing() -> None:
    """Make sure that a worker is there."""
