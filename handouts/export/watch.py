"""Watching: what a saved file touches is made again, by workers that have everything loaded already."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, wait
from dataclasses import replace
from pathlib import Path

from handouts.errors import MachineError
from handouts.export.cache import Cache, Remembering
from handouts.export.pool import Pool
from handouts.export.runner import Runner
from handouts.export.surroundings import themed
from handouts.export.task import Made, Task
from handouts.library.library import Library, Selection
from handouts.typeset.theme import Theme

STEP, PATIENCE = 60, 400
"""Milliseconds: for so long nothing more must change, and so long at most is waited for that."""

IDLE = 250
"""Milliseconds after which a watcher to whom nothing happens looks up."""


class Saves:
    """Hears of the files below ``root`` that are saved, also while others are being made again."""

    def __init__(self, root: Path, out: Path, asked_to_end: threading.Event) -> None:
        """Begin to listen: from now on nothing is missed."""
        self._asked_to_end = asked_to_end
        self._more: Future[None] = Future()
        self._saved: set[Path] = set()
        self._problem: MachineError | None = None
        self._lock, self._ready = threading.Lock(), threading.Event()
        threading.Thread(target=self._listen, args=(root, out), daemon=True).start()
        self._ready.wait()

    def _listen(self, root: Path, out: Path) -> None:
        try:
            for found in changes(root, out, self._asked_to_end):
                if found:
                    self._heard(found)
                self._ready.set()
        except Exception as problem:  # whoever waits must hear of it
            hint = (
                "set WATCHFILES_FORCE_POLLING=1 where the system can't say what is saved, as in a network folder"
            )
            self._problem = MachineError(f"{root} can't be watched: {problem}", hint)
            self._heard(set())
        finally:
            self._ready.set()

    def _heard(self, saved: set[Path]) -> None:
        with self._lock:
            self._saved |= saved
            if not self._more.done():
                self._more.set_result(None)

    def more(self) -> "Future[None]":
        """Give what is done as soon as something is saved."""
        return self._more

    def rounds(self) -> Iterator[set[Path]]:
        """Give what was saved when there is something, until ``asked_to_end`` is set. Raises ``MachineError``."""
        while not self._asked_to_end.is_set():
            if wait([self._more], timeout=IDLE / 1000).done:
                if self._problem:
                    raise self._problem
                with self._lock:
                    saved, self._saved, self._more = self._saved, set(), Future()
                yield saved


def saved_guides(library: Library, wanted: Selection, saved: Iterable[Path]) -> Selection | None:
    """Give the choice of the guides that were saved; None where it may be that others are touched, or none is."""
    there = {path for path in saved if path.is_file()}  # what an editor writes beside a guide is soon gone
    chosen = {library.root / one.location for group in library.select(wanted) for one in group}
    return replace(wanted, names=tuple(map(str, sorted(there)))) if there and there <= chosen else None


class Crew:
    """Workers that outlive an export. They are new where what they have loaded, templates and styles, is new.

    ``more`` gives what is done when there is something else to do than what is being done.
    """

    def __init__(
        self,
        root: Path,
        jobs: int,
        timeout: float,
        *,
        warm: bool,
        cache: Path | None = None,
        more: "Callable[[], Future[None]]" = Future,
    ) -> None:
        self.root, self.jobs, self.timeout, self.warm, self.cache = root, jobs, timeout, warm, cache
        self.more = more
        self._loaded, self._pool = self._new()

    def _new(self) -> tuple[Mapping[str, str], Pool]:
        looks = themed(Theme.of(self.root))  # before workers load it: what changes meanwhile is new then
        pool = Pool(self.root, self.jobs, self.timeout, warm=self.warm)
        pool.prepare()
        return looks, pool

    def runner(self, _number: int) -> Runner:
        """Give the workers to an export; it can't end them."""
        if self._loaded != themed(Theme.of(self.root)):
            self.close()
            self._loaded, self._pool = self._new()
        kept = _Kept(self._pool, self.more())
        return Remembering(kept, Cache(self.cache)) if self.cache else kept

    def close(self) -> None:
        """End the workers."""
        self._pool.close()


class _Kept:
    """A pool that an export does not end, but for what is left running by one that was broken off.

    Leaflets are made first, and bundles are given up as soon as there is ``more``: whoever has saved a guide looks
    at its leaflet, and is not to wait for a book of sixty others.
    """

    def __init__(self, pool: Pool, more: "Future[None] | None" = None) -> None:
        self._pool, self._more = pool, more
        self._running: Generator[tuple[Task, Made], None, None] | None = None

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        """Have the pool do the tasks."""
        self._running = self._in_turn(tasks)
        return self._running

    def _in_turn(self, tasks: Iterable[Task]) -> Generator[tuple[Task, Made], None, None]:
        books: list[Task] = []
        yield from self._pool.run(_short(tasks, books), self._more)
        if books and not (self._more and self._more.done()):
            self._pool.prepare()  # for what is saved while all others are at these
            yield from self._pool.run(books, self._more)

    def close(self) -> None:
        """End what nobody waits for any more."""
        if self._running is not None:
            self._running.close()


def _short(tasks: Iterable[Task], long: list[Task]) -> Iterator[Task]:
    """Give the tasks that take a moment, and put the others aside."""
    for task in tasks:
        if task.is_long:
            long.append(task)
        else:
            yield task


def changes(root: Path, out: Path, asked_to_end: threading.Event) -> Iterator[set[Path]]:
    """Give the files below ``root`` that have changed, whenever some have; the output folder does not count.

    The first answer is empty: from then on nothing is missed. Ends when ``asked_to_end`` is set.
    """
    from watchfiles import DefaultFilter, watch

    class Ours(DefaultFilter):
        """Leaves out what editors and version control keep for themselves, and what is made here."""

        def __call__(self, change: object, path: str) -> bool:
            return super().__call__(change, path) and not Path(path).is_relative_to(out)  # type: ignore[arg-type]

    first = True
    for found in watch(
        root,
        watch_filter=Ours(),
        debounce=PATIENCE,
        step=STEP,
        rust_timeout=IDLE,
        yield_on_timeout=True,
        stop_event=asked_to_end,
    ):
        if found or first:
            first = False
            yield {Path(path) for _, path in found}
