"""Interrupts: Ctrl-C, and the signals that end a process from outside, at moments when nothing is half done."""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

_ENDS = ("SIGINT", "SIGTERM", "SIGHUP")


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off Ctrl-C and its like until a few steps that belong together are done: milliseconds, not seconds."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {getattr(signal, name) for name in _ENDS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """Let the signals of a scheduler, a shutdown or a closed terminal end a run as Ctrl-C does: tidily."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in _ENDS[1:] if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


@contextlib.contextmanager
def ctrl_c_is_remembered() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C sets before it interrupts, for what runs until it is told to end.

    An exception alone can be lost: where it strikes a callback or a finalizer, Python prints and forgets it.
    """
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return

    def interrupt(*_: object) -> None:
        asked.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def reason(end: Exception) -> str:
    """Say how a process ended, in words."""
    code: Any = getattr(end, "exitcode", None) or getattr(end, "code", None)
    if isinstance(code, int) and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        return f"{name}, as when memory runs out" if name == "SIGKILL" else name
    return f"exit code {code}" if code else "it could not be started, or was killed"
