"""The cluster: the same jobs on a Dask cluster, for libraries that one machine is not enough for.

Each machine needs the same version of handouts and the library's folder at the same path. What is made comes back
to the process that asked for it: the output folder need not be shared.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.errors import HandoutsError, MachineError, UsageError
from handouts.export.pool import patience
from handouts.export.runner import failed
from handouts.export.surroundings import program, themed, versions
from handouts.export.task import Made, Task
from handouts.typeset.theme import Theme

if TYPE_CHECKING:
    from handouts.export.worker import Worker

BATCH = 6
"""Jobs that are sent together: sending one alone takes a cluster longer than it should."""

BATCH_GUIDES = 8
"""Guides in a batch at most: a bundle goes alone."""

AHEAD = 2
"""Batches for each thread of the cluster that are on their way: one at work, one waiting at its door."""

CONNECT = 20.0
"""Seconds to wait for a scheduler's answer."""


@dataclass(frozen=True, slots=True)
class _Batch:
    tasks: tuple[Task, ...]
    until: float
    """The moment at which it has taken too long."""
    again: bool = False
    """Whether its worker died once: its tasks are sent one by one now, to find out which of them it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker of the cluster has made of a batch, and with what."""

    made: tuple[Made, ...]
    versions: dict[str, str]
    differs: tuple[str, ...] = ()
    """What it has loaded that is not what was hashed where the tasks come from; then it has made nothing."""


class Cluster:
    """Runs tasks on the cluster whose scheduler has an address such as ``tcp://10.0.0.5:8786``."""

    def __init__(
        self,
        address: str,
        root: Path,
        timeout: float,
        *,
        work: Callable[[Path, tuple[Task, ...]], Answer] | None = None,
    ) -> None:
        """Connect; ``work`` is what a worker of the cluster does with a batch."""
        try:
            import distributed
        except ImportError:
            raise MachineError("--cluster needs Dask", 'pip install "handouts[cluster]"') from None
        self.root, self.timeout, self.work = root, timeout, work or make
        try:
            self._client: Any = distributed.Client(address, timeout=CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as problem:
            hint = "is the scheduler running there? `dask scheduler` prints its address"
            raise UsageError(f"there is no cluster at {address!r}: {problem}", hint) from None
        self._executor: Any = self._client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._sent: dict[Future[Answer], _Batch] = {}

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        """Do the tasks, some batches of them at a time; see ``Runner``."""
        batches = _batches(tasks)
        again: list[tuple[Task, ...]] = []
        while self._send_some(batches, again):
            done, _ = wait(self._sent, timeout=self._next_end(), return_when=FIRST_COMPLETED)
            for future in done:
                batch = self._sent.pop(future)
                yield from self._results(future, batch, again)
            yield from self._give_up()

    def _send_some(self, batches: Iterator[tuple[Task, ...]], again: list[tuple[Task, ...]]) -> bool:
        threads = max(1, sum(self._client.nthreads().values()))
        while len(self._sent) < AHEAD * threads:
            retried = bool(again)
            batch = again.pop() if again else next(batches, None)
            if batch is None:
                break
            # It may wait behind another one, and behind the one before that.
            until = time.monotonic() + (AHEAD + 1) * sum(patience(task, self.timeout) for task in batch)
            future = self._executor.submit(self.work, self.root, batch)
            self._sent[future] = _Batch(batch, until, retried)
        return bool(self._sent)

    def _results(
        self, future: "Future[Answer]", batch: _Batch, again: list[tuple[Task, ...]]
    ) -> Iterator[tuple[Task, Made]]:
        try:
            answer = future.result()
        except HandoutsError:
            raise
        except Exception as end:  # a worker that died, over and over, or what it made could not be sent
            if not batch.again:
                again += [(task,) for task in batch.tasks]
                return
            message = f"the cluster gave this up: {type(end).__name__}: {end}"
            for task in batch.tasks:
                yield task, failed(task, "worker-died", message, "look into the logs of the cluster's workers")
            return
        if answer.versions != versions():
            message = f"the cluster's workers have other versions: {answer.versions}, here {versions()}"
            raise MachineError(message, "install the same versions everywhere")
        if answer.differs:
            message = f"the cluster's workers do not have what is here: other {' and '.join(answer.differs)}"
            hint = "bring program, packages and library up to date everywhere, and restart the workers"
            raise MachineError(message, hint)
        yield from zip(batch.tasks, answer.made, strict=True)

    def _next_end(self) -> float:
        return max(0.1, min(batch.until for batch in self._sent.values()) - time.monotonic())

    def _give_up(self) -> Iterator[tuple[Task, Made]]:
        """Give up what has taken too long: a thread of a cluster can't be stopped from here, only be forgotten."""
        for future, batch in list(self._sent.items()):
            if batch.until < time.monotonic():
                del self._sent[future]
                future.cancel()
                for task in batch.tasks:
                    message = f"the cluster has not answered within {self.timeout:g} seconds for each leaflet"
                    yield task, failed(task, "timed-out", message, "restart its workers, or use --timeout")

    def close(self) -> None:
        """Take back what is not yet done, and leave the cluster as it was."""
        for future in self._sent:
            future.cancel()
        self._client.close()


def _batches(tasks: Iterable[Task]) -> Iterator[tuple[Task, ...]]:
    batch: list[Task] = []
    for task in tasks:
        if batch and sum(len(one.job.guides) for one in (*batch, task)) > BATCH_GUIDES:
            yield tuple(batch)
            batch = []
        batch.append(task)
        if len(batch) == BATCH:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


# ---- what runs in the cluster's workers -----------------------------------------------------------------

_workers: "dict[Path, tuple[Mapping[str, str], Worker]]" = {}
"""For each library, hashes of what its worker has loaded, and the worker."""

_one_at_a_time = threading.Lock()


def make(root: Path, tasks: tuple[Task, ...]) -> Answer:
    """Do a batch. Templates, styles and fonts are loaded with the first one and kept until they change.

    Nothing is made with others than those that the tasks name: it would be recorded as made with them.
    A worker of Dask may have several threads; pages are laid out in one of them at a time.
    """
    from handouts.export.worker import Worker

    with _one_at_a_time:
        looks = {**themed(Theme.of(root)), "versions": program()}
        wanted = [(name, task.inputs.get(name)) for name in looks for task in tasks]
        if differs := dict.fromkeys(name for name, value in wanted if value != looks[name]):
            return Answer((), versions(), tuple(differs))
        loaded, worker = _workers.get(root, ({}, None))
        if worker is None or loaded != looks:
            worker = Worker(root)
            _workers[root] = looks, worker
        return Answer(tuple(map(worker.make, tasks)), versions())
