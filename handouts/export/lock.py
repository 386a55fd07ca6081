"""The lock: two exports never write into one folder at once; the second waits."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from handouts.errors import OutputError

_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK}


@contextlib.contextmanager
def locked(folder: Path, on_wait: Callable[[], None] | None = None, patience: float = 3600.0) -> Iterator[None]:
    """Hold a folder while something is written into it; ``on_wait`` is told, once, that another one has it.

    The kernel lets go of the lock with the process that holds it, however that ends, and no file is left behind.
    Where a file system has no such locks (some network shares), nothing is locked. Raises ``OutputError`` when the
    folder can't be made, or is still held after ``patience`` seconds.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as problem:
        said = problem.strerror or str(problem)
        raise OutputError(f"{folder} can't be used: {said}", "choose another folder with --out") from None
    try:
        _acquire(handle, folder, on_wait, patience)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, folder: Path, on_wait: Callable[[], None] | None, patience: float) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            if problem.errno not in _TAKEN:
                return
        else:
            return
        if on_wait is not None:
            on_wait()
            on_wait = None
        if time.monotonic() > until:
            message = f"another export has been writing into {folder} for too long"
            raise OutputError(message, "end it, or choose another folder with --out")
        time.sleep(0.2)
