"""Poppler: what the program that reads most PDF files on Linux makes of one, where it is installed."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from handouts.verify import words
from handouts.verify.fault import Fault, shortened
from handouts.verify.opened import Opened

_SECONDS = 60


def is_there() -> bool:
    """Tell whether poppler can be asked."""
    return shutil.which("pdftotext") is not None


def faults(opened: Opened) -> Iterator[Fault]:
    """Give what poppler complains of, and the words that it does not find."""
    program = shutil.which("pdftotext")
    if program is None:
        return
    with tempfile.TemporaryDirectory(prefix="handouts-") as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(opened.data)
        try:
            ran = subprocess.run(  # noqa: S603 - poppler's own program, on a file that we have written
                [program, "-enc", "UTF-8", str(path), "-"], capture_output=True, timeout=_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            yield Fault("pdf-damaged", f"poppler has not read the file after {_SECONDS} seconds")
            return
    if complaint := ran.stderr.decode("utf-8", "replace").strip():
        yield Fault("pdf-damaged", f"poppler says of the file: {shortened(complaint, 100)}")
    if opened.tops:
        yield from words.not_found(opened, ran.stdout.decode("utf-8", "replace"))
