"""Progress: a bar where somebody watches, a line now and then where a log is written."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 10.0
"""Seconds between two lines of a log."""


class Pace:
    """Counts what is done, and says how fast it goes. ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = self._said = clock()
        self._done = self._failed = self._worked = 0

    def line(self, total: int, *, failed: bool, worked: bool) -> str:
        """Count one more of ``total``; give a line where it is time for one, else "".

        What was current took no time (``worked``) and says nothing about how long the rest will take.
        """
        self._done += 1
        self._failed += failed
        self._worked += worked
        now = self._clock()
        if now - self._said < EVERY or self._done == total:
            return ""
        self._said = now
        rate = self._worked / (now - self._started)
        parts = [f"{self._done:,} of {total:,} done"]
        parts += [f"{self._failed:,} failed"] if self._failed else []
        parts += [f"{rate:.1f} a second, {in_words((total - self._done) / rate)} left"] if self._worked else []
        return ", ".join(parts)


def in_words(seconds: float) -> str:
    """Write a time: ``3.1 s``, ``4 min 10 s``, ``2 h 5 min``."""
    if seconds < 60:  # noqa: PLR2004 - seconds in a minute
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004 - a figure is enough then
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


@contextmanager
def bar(title: str) -> Iterator[Callable[[int], None]]:
    """Draw a bar on stderr with counts, rate and time left; give what moves it by one of a total."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many are done in a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeLeft())
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(title, total=None)

        def moved(total: int) -> None:
            drawn.update(task, advance=1, total=total)

        yield moved
