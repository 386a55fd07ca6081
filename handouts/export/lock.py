"""The lock: two exports never write into one folder at once; the second waits."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import OutputError

_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK}


@contextlib.contextmanager
def locked(
    folder: Path, on_wait: Callable[[], None] | None = None, patience: float = 3600.0, part: str = ""
) -> Iterator[None]:
    """Hold a folder while something is written into it; ``on_wait`` is told, once, that another one has it.

    Whoever makes a ``part`` of a plan shares the folder with those who make other parts, and with nobody else.
    The kernel lets go of a lock with the process that holds it, however that ends, and no file is left behind.
    Where a file system has no such locks (some network shares), nothing is locked. Raises ``OutputError`` when the
    folder can't be made, or is still held after ``patience`` seconds.
    """
    with contextlib.ExitStack() as held:
        wait = _Wait(folder, on_wait, time.monotonic() + patience)
        held.enter_context(_locked(folder, wait, shared=bool(part)))
        if part:
            place = folder / f".handouts-{part}"
            held.enter_context(_locked(place, wait, shared=False))
            held.callback(lambda: _removed(place))
        yield


@dataclass(slots=True)
class _Wait:
    folder: Path
    on_wait: Callable[[], None] | None
    until: float

    def a_moment(self) -> None:
        """Wait a little; say so the first time, and give up in the end."""
        if self.on_wait is not None:
            self.on_wait()
            self.on_wait = None
        if time.monotonic() > self.until:
            message = f"another export has been writing into {self.folder} for too long"
            raise OutputError(message, "end it, or choose another folder with --out")
        time.sleep(0.2)


@contextlib.contextmanager
def _locked(folder: Path, wait: _Wait, *, shared: bool) -> Iterator[None]:
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder, os.O_RDONLY)
        except OSError as problem:
            said = problem.strerror or str(problem)
            raise OutputError(f"{folder} can't be used: {said}", "choose another folder with --out") from None
        try:
            if _is_taken(handle, shared=shared):
                wait.a_moment()
                continue
            if _is_gone(folder, handle):
                continue  # whoever had it before us has removed it
            yield
            return
        finally:
            os.close(handle)


def _is_taken(handle: int, *, shared: bool) -> bool:
    """Take the lock, or tell that another process has it."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno in _TAKEN
    return False


def _is_gone(folder: Path, handle: int) -> bool:
    try:
        return folder.stat().st_ino != os.fstat(handle).st_ino
    except OSError:
        return True


def _removed(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
