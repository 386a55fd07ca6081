"""The local pool: worker processes of this machine, each killed when it hangs and replaced when it dies.

Each worker has a ``pebble`` pool of its own. Workers of one pool share a pipe and its lock: one that is killed
while it speaks would garble what the next one says, and the lock would be held for ever.
"""

import contextlib
import multiprocessing
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handouts.errors import HandoutsError, MachineError
from handouts.export import pool_worker
from handouts.export.interrupts import reason
from handouts.export.runner import TIMEOUT, failed
from handouts.export.task import Made, Task, patience

if TYPE_CHECKING:
    from pebble import ProcessPool


JOBS_PER_WORKER = 250
"""After so many a worker is replaced, so that what native libraries do not give back can't add up."""

TRIES = 2
"""A job whose worker dies is done once more, on a fresh worker: the fault may have been the machine's."""

STARTS = 4
"""So often a job is handed to a worker that ends before it says that it has begun."""

LOOK = 1.0
"""Seconds after which a run looks whether what it waits for can still come."""

BEGINNING = 120.0
"""Seconds that a worker may take to start, on top of its job's own: the machine may be very busy."""

_ENDS = (BrokenProcessPool, RuntimeError, OSError, EOFError)
"""What pebble raises where a worker has ended, or can't be started."""


@dataclass(slots=True)
class _Attempt:
    task: Task
    deaths: int = 0
    """Workers that ended in the midst of it."""
    starts: int = 1
    until: float = 0.0
    """When it must have come to an end, whatever it is: a worker's own time runs only once it has begun."""


class Pool:
    """Up to ``jobs`` workers for the library in the folder ``root``; they are started when there is work."""

    def __init__(
        self,
        root: Path,
        jobs: int,
        timeout: float = TIMEOUT,
        *,
        warm: bool = True,
        per_worker: int = JOBS_PER_WORKER,
        work: Callable[[Task], Made] | None = None,
    ) -> None:
        """``warm`` workers load what lays out pages before their first job; ``work`` is what a worker does."""
        self.root, self.jobs, self.timeout = root, max(1, jobs), timeout
        self.warm, self.per_worker, self.work = warm, per_worker, work or pool_worker.make
        self._idle: list[ProcessPool] = []
        self._busy: dict[Future[Made], tuple[ProcessPool, _Attempt]] = {}
        self._deaths = 0
        """Since the last result."""

    def run(
        self, tasks: Iterable[Task], enough: "Future[None] | None" = None
    ) -> Generator[tuple[Task, Made], None, None]:
        """Do the tasks side by side, each begun in its order; see ``Runner``.

        As soon as ``enough`` is done nothing more is begun, and what takes long is given up.
        """
        waiting = iter(tasks)
        again: deque[_Attempt] = deque()
        try:
            while self._start_some(waiting, again):
                watched: set[Future[Any]] = {*self._busy} | ({enough} if enough else set())
                done, _ = wait(watched, LOOK, FIRST_COMPLETED)
                if enough in done:
                    waiting, again, enough = iter(()), deque(), None
                    self._give_up_what_is_long()
                ended = [(self._busy[future][1], self._outcome(future)) for future in done & self._busy.keys()]
                ended += self._lost()
                again += [attempt for attempt, made in ended if made is None]
                # Nobody is to be idle while whoever asked deals with the results.
                self._start_some(waiting, again)
                yield from ((attempt.task, made) for attempt, made in ended if made is not None)
        finally:  # nobody waits any more for what is left: the next run must not take it for its own
            for pool, _ in self._busy.values():
                self._discard(pool)
            self._busy.clear()

    def _start_some(self, waiting: Iterator[Task], again: deque[_Attempt]) -> bool:
        """Give work to every worker that has none, as long as there is some; tell whether any has work now."""
        while len(self._busy) < self.jobs:
            attempt = again.popleft() if again else next(map(_Attempt, waiting), None)
            if attempt is None:
                break
            self._begin(attempt)
        return bool(self._busy)

    def _begin(self, attempt: _Attempt) -> None:
        """Hand a job to a worker that is idle, or to a new one: an idle worker may have been killed meanwhile."""
        while True:
            pool = self._idle.pop() if self._idle else self._new_pool()
            seconds = patience(attempt.task, self.timeout)
            try:
                future = pool.schedule(self.work, args=(attempt.task,), timeout=seconds)
            except _ENDS as end:
                self._discard(pool)
                self._count_death(end)
                time.sleep(0.1)  # where no process can be started, the next moment may be better
                continue
            attempt.until = time.monotonic() + seconds + BEGINNING
            self._busy[future] = pool, attempt
            return

    def prepare(self) -> None:
        """Start a worker before there is work for it, and one more than may be busy at once."""
        if len(self._idle) + len(self._busy) <= self.jobs:
            pool = self._new_pool()
            self._idle.insert(0, pool)  # the last one to be taken: the others have begun before it
            with contextlib.suppress(*_ENDS):  # whoever has a job for it is told so
                pool.schedule(pool_worker.nothing)

    def _give_up_what_is_long(self) -> None:
        for future, (pool, attempt) in list(self._busy.items()):
            if attempt.task.is_long:
                del self._busy[future]
                self._discard(pool)

    def _lost(self) -> Iterator[tuple[_Attempt, Made | None]]:
        """Take back what nobody will do any more, and nobody says so.

        Pebble tells all jobs of a worker that has died; one that is handed over meanwhile comes too late to be
        told. And to a worker that hangs before it has begun it sets no limit.
        """
        for future, (pool, attempt) in list(self._busy.items()):
            if future.done() or (pool.active and time.monotonic() < attempt.until):
                continue
            wait([future], LOOK)  # it may be just about to be told
            if future.cancel():
                del self._busy[future]
                yield attempt, self._died(attempt, pool, BrokenProcessPool("nobody is left to do it"))

    def _outcome(self, future: "Future[Made]") -> Made | None:
        """Give what came of an attempt; None where it is worth another one."""
        from pebble import ProcessExpired

        pool, attempt = self._busy.pop(future)
        task = attempt.task
        try:
            made = future.result()
        except TimeoutError:
            self._discard(pool)
            seconds = patience(task, self.timeout)
            message = f"this took more than {seconds:g} seconds and was stopped"
            return failed(task, "timed-out", message, "look for what is unusual in it, or give it more: --timeout")
        except (ProcessExpired, BrokenProcessPool, OSError, EOFError) as end:
            attempt.deaths += isinstance(end, ProcessExpired)
            return self._died(attempt, pool, end)
        except HandoutsError:
            self._discard(pool)
            raise
        except Exception as fault:
            self._discard(pool)
            message = f"what was made of this could not be handed over: {type(fault).__name__}: {fault}"
            return failed(task, "program-fault", message, "report it, with the guide; the other guides are made")
        self._idle.append(pool)
        self._deaths = 0
        return made

    def _died(self, attempt: _Attempt, pool: "ProcessPool", end: Exception) -> Made | None:
        self._discard(pool)
        self._count_death(end)
        attempt.starts += 1
        if attempt.deaths < TRIES and attempt.starts <= STARTS:
            return None
        message = f"the process that worked on this ended {TRIES} times without a result ({reason(end)})"
        return failed(attempt.task, "worker-died", message, "give the machine more memory, or run fewer --jobs")

    def _count_death(self, end: Exception) -> None:
        self._deaths += 1
        if self._deaths > 2 * STARTS * self.jobs:
            message = f"every process that is to make leaflets ends at once ({reason(end)})"
            raise MachineError(message, "run `handouts doctor`; is there enough memory?")

    def _new_pool(self) -> "ProcessPool":
        from pebble import ProcessPool

        context = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
        _start_server()
        return ProcessPool(1, self.per_worker, pool_worker.start, (self.root, self.warm, self.timeout), context)

    def _discard(self, pool: "ProcessPool") -> threading.Thread | None:
        """End a pool without waiting for it: a thread of it may wait for ever for the rest of a message."""
        ending = threading.Thread(target=_end, args=(pool,), daemon=True)
        with contextlib.suppress(RuntimeError):  # out of memory; it ends with this process then
            ending.start()
            return ending
        return None

    def close(self) -> None:
        """End all workers, also those that are in the middle of something."""
        pools = [*self._idle, *(pool for pool, _ in self._busy.values())]
        self._idle, self._busy = [], {}
        for ending in [self._discard(pool) for pool in pools]:
            if ending:
                ending.join(timeout=5)


def _end(pool: "ProcessPool") -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _start_server() -> None:
    """Start the process that workers are forked from, deaf to Ctrl-C, and with it all workers.

    Ctrl-C reaches every process of a terminal: only this one is to act on it. WeasyPrint is not imported there:
    Pango and fontconfig must not be forked once they run.
    """
    if sys.platform == "win32":
        return
    from multiprocessing import forkserver, resource_tracker

    forkserver.set_forkserver_preload(["handouts.export.preload"])
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
