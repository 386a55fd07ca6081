"""Front matter in TOML, between lines of ``+++``, as Hugo and Zola write it."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NoReturn

from handouts.diagnostics import error
from handouts.library.entries import MAX_DEPTH, MAX_ENTRIES, Entry, FrontMatterError

_TWICE = ("overwrite", "declare", "Duplicate", "mutate", "twice")
"""What the parser says of a key or a table that is there already."""

_RULES = (
    # part of what the parser says; the message; the hint
    ("after a key", "this line is not a key with a value", 'write key = "value"'),
    ("Invalid value", "this value can't be read", 'text goes between double quotes: title = "Asthma"'),
    ("Unterminated", "a quotation mark is never closed", "put one at the value's end"),
    ("Illegal character", "a quotation mark is never closed", "put one at the value's end"),
    ("Unclosed", "a list is never closed", "put ] or } at its end"),
    ("escape", "a backslash can't stand between double quotes", "use single quotes"),
    ("", "this can't be read as TOML", 'write lines such as title = "Asthma"'),
)


def entries(text: str, path: str, first_line: int) -> Mapping[str, Entry]:
    """Give the entries of a block that starts on ``first_line`` of its file.

    Values come as the text that the author wrote, as those of YAML do: ``version = 1.10`` is "1.10". Raises
    ``FrontMatterError``.
    """

    def _refuse(code: str, message: str, place: tuple[int, int], hint: str) -> NoReturn:
        raise FrontMatterError(error(code, message, path, (first_line + place[0], place[1] + 1), hint))

    if deep := _too_deep(text):
        hint = "put text with brackets in it between double quotes"
        _refuse("bad-toml", f"lists stand more than {MAX_DEPTH} deep inside each other", deep, hint)
    try:
        table = tomllib.loads(text + "\n", parse_float=str)
    except tomllib.TOMLDecodeError as fault:
        place = _place_in(str(fault), text)
        if any(one in str(fault) for one in _TWICE):
            _refuse("duplicate-key", "this key or table stands twice", (place[0], 0), "keep one of the two")
        _, message, hint = next(rule for rule in _RULES if rule[0] in str(fault))
        _refuse("bad-toml", message, place, hint)
    return _Reader(text, path, first_line).table(table, (first_line, 1), top=True)


class _Reader:
    """Turns what ``tomllib`` gives into entries, and looks up where each top key stands."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.lines = text.split("\n")
        self.left = MAX_ENTRIES

    def table(self, table: Mapping[str, object], place: tuple[int, int], *, top: bool = False) -> dict[str, Entry]:
        found = {}
        for key, value in table.items():
            key_place, value_place = self._places(key) if top else (place, place)
            found[key] = self._entry(value, value_place, key_place)
        return found

    def _entry(self, value: object, place: tuple[int, int], key_place: tuple[int, int]) -> Entry:
        self.left -= 1
        if self.left < 0:
            message = f"the front matter has more than {MAX_ENTRIES:,} values"
            raise FrontMatterError(error("front-matter-too-large", message, self.path, place, "shorten it"))
        said: str | tuple[Entry, ...] | Mapping[str, Entry] | None
        if isinstance(value, dict):
            said = self.table(value, place)
        elif isinstance(value, list):
            said = tuple(self._entry(one, place, place) for one in value)
        else:
            said = _text(value)
        return Entry(said, *place, key_place)

    def _places(self, key: str) -> tuple[tuple[int, int], tuple[int, int]]:
        """Give the places of a top key and of its value: ``key = value``, ``[key]`` or ``[[key]]``."""
        name = rf"[\"']?{re.escape(key)}[\"']?"
        pattern = re.compile(rf"\s*(?:\[{{1,2}}\s*)?(?P<key>{name})\s*(?:\.[^=]*)?(?:=\s*|\])(?P<value>)")
        for number, line in enumerate(self.lines, self.first_line):
            if found := pattern.match(line):
                return (number, found.start("key") + 1), (number, found.start("value") + 1)
        return (self.first_line, 1), (self.first_line, 1)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)


def _too_deep(text: str) -> tuple[int, int] | None:
    """Give the place at which brackets stand too deep: each level costs the parser a call of its own."""
    depth = 0
    for number, line in enumerate(text.split("\n")):
        for column, character in enumerate(line):
            depth = max(0, depth + (character in "[{") - (character in "]}"))
            if depth > MAX_DEPTH:
                return number, column
        if line.count(".") > MAX_DEPTH * 10:
            key = line.partition("=")[0]
            if key.count(".") > MAX_DEPTH:
                return number, 0
    return None


def _place_in(said: str, text: str) -> tuple[int, int]:
    """Give the place in the block, from 0, that the parser names in its message."""
    found = re.search(r"at line (\d+), column (\d+)", said)
    if found:
        return int(found[1]) - 1, int(found[2]) - 1
    return max(0, text.count("\n")), 0  # "at end of document"
