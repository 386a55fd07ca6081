"""The native libraries that lay out pages, found by the names of their files instead of by a compiler's search."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO


@contextmanager
def found_by_file() -> Iterator[None]:
    """Keep Python from searching for libraries, on Linux: the loader alone knows where their files are.

    WeasyPrint asks for each by its names on other systems, too, and for each name that is no file's Python starts
    ldconfig, gcc and ld: fifty programs, a third of what the import costs. It comes to the name of the file in the
    end. Where the loader does not find that, ``OSError`` is raised: then all must be asked after all.
    """
    if sys.platform != "linux":
        yield
        return
    import ctypes.util

    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the name is Python's
    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints what it does not find
            yield
    finally:
        ctypes.util.find_library = search
