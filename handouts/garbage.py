"""Garbage: when Python looks for it. It then goes through all that is in use, which for a while only grows."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_alone() -> Iterator[None]:
    """Look for no garbage while much is made that stays: ten thousand guides, read or planned.

    A collector that looks on finds nothing, again and again: that is a fifth of planning a large library.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
