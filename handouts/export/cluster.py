"""The cluster: the same jobs on a Dask cluster, for libraries that one machine is not enough for.

Each machine needs the same version of handouts and the library's folder at the same path. What is made comes back
to the process that asked for it: the output folder need not be shared.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path
from typing import Any

from handouts.errors import HandoutsError, MachineError, UsageError
from handouts.export.cluster_worker import Answer, make
from handouts.export.pool import TRIES
from handouts.export.runner import failed
from handouts.export.surroundings import versions
from handouts.export.task import Made, Task, patience

BATCH = 6
"""Jobs that are sent together: sending one alone takes a cluster longer than it should."""

BATCH_GUIDES = 8
"""Guides in a batch at most: a bundle goes alone."""

AHEAD = 2
"""Batches for each thread of the cluster that are on their way: one at work, one waiting at its door."""

CONNECT = 20.0
"""Seconds to wait for a scheduler's answer."""

SILENCE = 600.0
"""Seconds without an answer, beyond what jobs may take, after which a cluster is given up. A scheduler itself
needs half of that to give up a worker that is silent, and have others do what it was at."""

_TALKERS = ("distributed", "distributed.client", "distributed.core", "tornado.application", "asyncio")
"""Who writes tracebacks into a log when a cluster is lost."""

_Batch = tuple[Task, ...]


class Cluster:
    """Runs tasks on the cluster whose scheduler has an address such as ``tcp://10.0.0.5:8786``."""

    def __init__(
        self,
        address: str,
        root: Path,
        timeout: float,
        *,
        silence: float = SILENCE,
        work: Callable[[Path, tuple[Task, ...], float], Answer] | None = None,
    ) -> None:
        """Connect; ``work`` is what a worker of the cluster does with a batch."""
        try:
            import distributed
        except ImportError:
            raise MachineError("--cluster needs Dask", 'pip install "handouts[cluster]"') from None
        for talker in _TALKERS:  # what matters is said here, in words for people
            logging.getLogger(talker).setLevel(logging.CRITICAL)
        self.root, self.timeout, self.silence, self.work = root, timeout, silence, work or make
        try:
            self._client: Any = distributed.Client(address, timeout=CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as problem:
            hint = "is the scheduler running there? `dask scheduler` prints its address"
            raise UsageError(f"there is no cluster at {address!r}: {problem}", hint) from None
        self._executor: Any = self._client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        self._sent: dict[Future[Answer], _Batch] = {}
        self._alone: set[str] = set()
        """Keys of jobs that are sent one by one, since something happened to a batch that they were in."""

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        """Do the tasks, some batches of them at a time; see ``Runner``.

        A job that hangs or crashes is dealt with there. Raises ``MachineError`` for a cluster that is silent.
        """
        batches = _batches(tasks)
        again: list[_Batch] = []
        while self._send_some(batches, again):
            done, _ = wait(self._sent, timeout=self._patience(), return_when=FIRST_COMPLETED)
            if not done:
                self._give_up()
            for future in done:
                yield from self._results(future, self._sent.pop(future), again)

    def _send_some(self, batches: Iterator[_Batch], again: list[_Batch]) -> bool:
        try:
            while len(self._sent) < AHEAD * max(1, sum(self._client.nthreads().values())):
                batch = again.pop() if again else next(batches, None)
                if batch is None:
                    break
                future = self._executor.submit(self.work, self.root, batch, self.timeout)
                self._sent[future] = batch
        except (OSError, TimeoutError):  # its scheduler is gone, and with it all that it knew
            self._give_up()
        return bool(self._sent)

    def _results(
        self, future: "Future[Answer]", batch: _Batch, again: list[_Batch]
    ) -> Iterator[tuple[Task, Made]]:
        try:
            answer = future.result()
        except HandoutsError:
            raise
        except Exception as end:  # a worker that died, over and over, or what it made could not be sent
            if self._client.status != "running":
                self._give_up()
            if not self._alone.issuperset(task.job.key for task in batch):
                self._alone.update(task.job.key for task in batch)
                again += [(task,) for task in batch]
                return
            message = f"the cluster gave this up: {type(end).__name__}: {end}"
            for task in batch:
                yield task, failed(task, "worker-died", message, "look into the logs of the cluster's workers")
            return
        if answer.versions != versions():
            message = f"the cluster's workers have other versions: {answer.versions}, here {versions()}"
            raise MachineError(message, "install the same versions everywhere")
        if answer.differs:
            message = f"the cluster's workers do not have what is here: other {' and '.join(answer.differs)}"
            hint = "bring program, packages and library up to date everywhere, and restart the workers"
            raise MachineError(message, hint)
        yield from zip(batch, answer.made, strict=True)

    def _patience(self) -> float:
        """Give the seconds within which something must come back from a cluster that is well."""
        longest = max(sum(patience(task, self.timeout) for task in batch) for batch in self._sent.values())
        return self.silence + TRIES * longest

    def _give_up(self) -> None:
        raise MachineError(
            "the cluster does not answer any more; what was finished is kept",
            "look at its scheduler and at its workers, then run the same command again: it goes on from there",
        )

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
