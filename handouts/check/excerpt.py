"""Excerpts: the line of the source in which something is wrong, with a mark below the place."""

import re
import unicodedata
from pathlib import Path

from handouts.diagnostics import Diagnostic
from handouts.library import unprintable

WIDTH = 96
"""Columns of a line that is shown; of a longer one, what stands around the place."""

_BEFORE = 32
"""Columns that are kept before the place in a line that is cut."""

MAX_BYTES = 1_000_000
"""What is larger is no guide and is not read."""


class Sources:
    """The files that diagnostics speak of, read when one is shown, as the program itself reads them."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    def line(self, one: Diagnostic) -> str | None:
        """Give the line that a diagnostic speaks of, or None where there is none."""
        if one.line < 1:
            return None  # nor is the file read: it may be one that the program refuses to read
        if one.path not in self._lines:
            self._lines[one.path] = _read(Path(one.path))
        lines = self._lines[one.path]
        return lines[one.line - 1] if one.line <= len(lines) else None


def _read(path: Path) -> list[str]:
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return []
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return []
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unprintable.without_breaks(text)).split("\n")


def shown(one: Diagnostic, line: str) -> str:
    """Give the line with its number, and below it a mark under what is meant.

    ::

        4 | publishDate: March
          |              ^~~~~
    """
    number = str(one.line)
    margin = " " * len(number)
    column = max(1, min(one.column, len(line) + 1))
    start, text = _window(line, column)
    length = min(_length(one, line, column), start + len(text) - column + 1)
    before = text[: column - 1 - start]
    marked = text[column - 1 - start : column - 1 - start + length]
    mark = "^" + "~" * (max(1, _width(marked)) - 1) if one.column else ""
    cut_before, cut_after = ("\u2026" if start else ""), ("\u2026" if start + len(text) < len(line) else "")
    below = f"{margin} | {' ' * (len(cut_before) + _width(before))}{mark}".rstrip()
    return f"{number} | {cut_before}{_visible(text)}{cut_after}\n{below}"


def _window(line: str, column: int) -> tuple[int, str]:
    """Give the part of a line that is shown, and how many characters stand before it."""
    if len(line) <= WIDTH:
        return 0, line
    start = max(0, min(column - 1 - _BEFORE, len(line) - WIDTH))
    return start, line[start : start + WIDTH]


def _length(one: Diagnostic, line: str, column: int) -> int:
    """Tell how many characters are meant: what the message quotes, where it stands there, or else the word."""
    rest = line[column - 1 :]
    if closed := re.match(r"\"[^\"]*\"|'[^']*'", rest):
        return len(closed[0])
    quoted = re.findall(r"\"([^\"]+)\"|'([^']+)'", one.message)
    for said in (double or single for double, single in quoted):
        if rest.startswith(said):
            return len(said)
    word = re.match(r"[\w.,:/@%&'\u2019-]*\w|\S", rest)
    return len(word[0]) if word else 1


def _visible(text: str) -> str:
    """Make what would move the mark, or the terminal, a blank."""
    return "".join(one if one.isprintable() else " " for one in text)


def _width(text: str) -> int:
    """Give the columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )
