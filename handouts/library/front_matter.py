"""The front matter: the block of YAML or TOML at the top of a guide, with the place of every value.

What stands inside is read by ``yaml_block`` and ``toml_block``; what the keys mean is the business of ``fields``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, error
from handouts.library import toml_block, unprintable, yaml_block
from handouts.library.entries import MAX_CHARACTERS, Entry, FrontMatterError

_SEPARATORS = str.maketrans("\u2028\u2029", "  ")
"""Line ends to YAML 1.1 but to no editor; word processors leave them. As blanks they move no line."""

_FENCES = {"---": "three hyphens (---)", "+++": "three plus signs (+++)"}

_KEY = re.compile(r"[\w.-]+\s*(?::(?:\s|$)|=)")
_IN_BLOCK = re.compile(rf"{_KEY.pattern}|\s|- |#|\[|\]|\}}")
"""How lines of a front matter begin: a key, what is set in, an item, a comment, a table or the end of a list."""

_LANGUAGE = re.compile(r"^lang\s*[:=]\s*[\"']?([a-z]{2,3}(?:-[A-Za-z]{2,4})?)[\"']?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A guide's file, taken apart: the entries by key, and the Markdown that follows."""

    entries: Mapping[str, Entry]
    body: str
    body_line: int
    """Line of the file, from 1, on which the body starts."""


def parse(text: str, path: str) -> FrontMatter:
    """Take a guide's text apart. Raises ``FrontMatterError`` when there is a block that can't be used.

    ``text`` has line feeds for line ends and no byte order mark. A text without front matter has no entries.
    Blank lines may stand above the front matter: else it would be printed.
    """
    lines = text.split("\n")
    if "<<<<<<< " in text and (conflict := _conflict(lines)):
        raise FrontMatterError(_about_conflict(path, conflict))
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fence = lines[start].rstrip()
    if fence not in _FENCES:
        return FrontMatter({}, text, 1)
    end = _end(lines, start)
    if end is None:
        message = "the front matter that starts here is never closed"
        hint = f"put a line of {_FENCES[fence]} between the front matter and the text"
        raise FrontMatterError(error("front-matter-open", message, path, (start + 1, 1), hint))
    inside = "\n".join(lines[start + 1 : end]).translate(_SEPARATORS)
    _refuse_large(inside, path, start + 2)
    if controls := unprintable.find(inside, path, start + 2):
        raise FrontMatterError(controls[0])
    read = yaml_block.entries if fence == "---" else toml_block.entries
    entries = read(inside, path, start + 2)
    if second := _second_block(lines, end + 1):
        message = f"a second front matter stands below the first, which ends on line {end + 1}"
        hint = "make one of the two, between one pair of lines ---; for a rule in the text write ***"
        raise FrontMatterError(error("second-front-matter", message, path, (second, 1), hint))
    return FrontMatter(entries, "\n".join(lines[end + 1 :]), end + 2)


def below(text: str) -> FrontMatter | None:
    """Give what stands below a block that can't be used, with the language that the block names in plain sight.

    None where nobody can tell where the text begins.
    """
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fence = lines[start].rstrip()
    end = None if fence not in _FENCES or _conflict(lines) else _end(lines, start)
    if end is None:
        return None
    said = _LANGUAGE.search("\n".join(lines[start + 1 : end]))
    entries = {"lang": Entry(said[1], start + 2, 1, (start + 2, 1))} if said else {}
    if second := _second_block(lines, end + 1):
        end = _end(lines, second - 1) or end
    return FrontMatter(entries, "\n".join(lines[end + 1 :]), end + 2)


def _end(lines: list[str], start: int) -> int | None:
    """Give the number of the line that closes the block opened on line ``start``, both from 0."""
    closing = ("---", "...") if lines[start].rstrip() == "---" else ("+++",)
    return next((number for number in range(start + 1, len(lines)) if lines[number].rstrip() in closing), None)


def _second_block(lines: list[str], after: int) -> int:
    """Give the line, from 1, on which another front matter starts right below the first, or 0.

    Three hyphens may be a rule as well: a second front matter is closed, and holds nothing but keys.
    """
    start = next((number for number in range(after, len(lines)) if lines[number].strip()), None)
    if start is None or lines[start].rstrip() not in _FENCES or (end := _end(lines, start)) is None:
        return 0
    inside = [line for line in lines[start + 1 : end] if line.strip()]
    return start + 1 if inside and _KEY.match(inside[0]) and all(map(_IN_BLOCK.match, inside)) else 0


def _conflict(lines: list[str]) -> int:
    """Give the line, from 1, of the first mark that Git leaves where two versions could not be joined, or 0."""
    opened = next((number for number, line in enumerate(lines, 1) if line.startswith("<<<<<<< ")), 0)
    return opened if any(line.startswith(">>>>>>> ") for line in lines[opened:]) else 0


def _about_conflict(path: str, line: int) -> Diagnostic:
    message = "here stand two versions of the text that Git could not join"
    hint = "keep what is right and delete the lines that start with <<<<<<<, ======= and >>>>>>>"
    return error("merge-conflict", message, path, (line, 1), hint)


def _refuse_large(inside: str, path: str, line: int) -> None:
    if len(inside) > MAX_CHARACTERS:
        message = f"the front matter has {len(inside):,} characters; the limit is {MAX_CHARACTERS:,}"
        hint = "put a line of three hyphens (---) between the front matter and the text"
        raise FrontMatterError(error("front-matter-too-large", message, path, (line, 1), hint))
