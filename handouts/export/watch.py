"""Watching: what a saved file touches is made again, by a worker that has everything loaded already."""

import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path

from handouts.export.cache import Cache, Remembering
from handouts.export.pool import Pool
from handouts.export.runner import Runner
from handouts.export.surroundings import themed
from handouts.export.task import Made, Task
from handouts.typeset.theme import Theme

STEP, PATIENCE = 60, 400
"""Milliseconds: for so long nothing more must change, and so long at most is waited for that."""

IDLE = 250
"""Milliseconds after which a watcher to whom nothing happens looks up."""


class Crew:
    """Workers that outlive an export. They are new where what they have loaded, templates and styles, is new."""

    def __init__(self, root: Path, jobs: int, timeout: float, *, warm: bool, cache: Path | None = None) -> None:
        self.root, self.jobs, self.timeout, self.warm, self.cache = root, jobs, timeout, warm, cache
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
        kept = _Kept(self._pool)
        return Remembering(kept, Cache(self.cache)) if self.cache else kept

    def close(self) -> None:
        """End the workers."""
        self._pool.close()


class _Kept:
    """A pool that an export does not end, but for what is left running by one that was broken off."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._running: Generator[tuple[Task, Made], None, None] | None = None

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        """Have the pool do the tasks."""
        self._running = self._pool.run(tasks)
        return self._running

    def close(self) -> None:
        """End what nobody waits for any more."""
        if self._running is not None:
            self._running.close()


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
