"""What runs in the workers of a cluster: each of their threads has a process of its own that makes what is sent.

A thread can't be stopped, and native code that goes on for ever, or crashes, takes its process with it. So what
Dask has started makes nothing itself: a job that hangs is killed there as on any machine, at no cost to others,
and the cluster's worker goes on.
"""

import multiprocessing
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from handouts.export.job import HTML
from handouts.export.pool import Pool
from handouts.export.surroundings import program, themed, versions
from handouts.export.task import Made, Task
from handouts.typeset.theme import Theme

IDLE = 60.0
"""Seconds after which a process to which nothing is sent ends, so that a cluster's memory is for others again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker of the cluster has made of a batch, and with what."""

    made: tuple[Made, ...]
    versions: dict[str, str]
    differs: tuple[str, ...] = ()
    """What it has loaded that is not what was hashed where the tasks come from; then it has made nothing."""


@dataclass(slots=True)
class _Crew:
    """The processes of this worker that have nothing to do, each with what it has loaded and whom it works for."""

    idle: list[tuple[tuple[object, ...], Pool]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    watch: threading.Timer | None = None

    def take(self, loaded: tuple[object, ...]) -> Pool | None:
        """Give a process that has loaded what is wanted."""
        with self.lock:
            for number, (what, pool) in enumerate(self.idle):
                if what == loaded:
                    del self.idle[number]
                    return pool
        return None

    def give_back(self, loaded: tuple[object, ...], pool: Pool) -> None:
        """Keep a process for a while."""
        with self.lock:
            self.idle.append((loaded, pool))
            if self.watch is not None:
                self.watch.cancel()
            self.watch = threading.Timer(IDLE, self.dismiss)
            self.watch.daemon = True
            self.watch.start()

    def dismiss(self) -> None:
        """End all that have nothing to do."""
        with self.lock:
            ended, self.idle = self.idle, []
        for _, pool in ended:
            pool.close()


_crew = _Crew()


def make(
    root: Path, tasks: tuple[Task, ...], timeout: float, *, work: Callable[[Task], Made] | None = None
) -> Answer:
    """Do a batch. Templates, styles and fonts are loaded with the first one and kept until they change.

    Nothing is made with others than those that the tasks name: it would be recorded as made with them.
    """
    looks: Mapping[str, str] = {**themed(Theme.of(root)), "versions": program()}
    wanted = [(name, task.inputs.get(name)) for name in looks for task in tasks]
    if differs := dict.fromkeys(name for name, value in wanted if value != looks[name]):
        return Answer((), versions(), tuple(differs))
    warm = any(output.kind != HTML for task in tasks for output in task.job.outputs)
    loaded = (root, looks, timeout, work)
    pool = _crew.take(loaded)
    if pool is None:
        _may_start_processes()
        pool = Pool(root, 1, timeout, warm=warm, work=work)
    try:
        made = {task.job.key: one for task, one in pool.run(tasks)}
    except BaseException:
        pool.close()
        raise
    _crew.give_back(loaded, pool)
    return Answer(tuple(made[task.job.key] for task in tasks), versions())


def _may_start_processes() -> None:
    """Say that this process will have children: Dask's nanny marks its own as daemonic, which may have none.

    The mark would have children killed at the end of their parent. Ours end by themselves when their pipe does.
    """
    with suppress(AssertionError):  # it can't be changed in a process that was started in another way
        multiprocessing.current_process().daemon = False
