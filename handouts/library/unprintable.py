"""Control characters: no font prints them, YAML and XML refuse them, and nobody sees them in an editor."""

import re

from handouts.diagnostics import Diagnostic, error

_CONTROL = re.compile("[^\t\n -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow, what Unicode keeps for programs (U+FDD0 and on), and the C1 controls:
quotation marks of Windows that were read as Latin-1."""

_BREAKS = str.maketrans("\v\f", "  ")


def without_breaks(text: str) -> str:
    """Make blanks of the soft line ends and page breaks of word processors, which moves no other character."""
    return text.translate(_BREAKS) if "\v" in text or "\f" in text else text


def find(text: str, path: str, first_line: int = 1) -> list[Diagnostic]:
    """Report the first of each control character in a text that starts on ``first_line`` of its file."""
    found: dict[str, tuple[int, int]] = {}
    for one in _CONTROL.finditer(text):
        line = first_line + text.count("\n", 0, one.start())
        found.setdefault(one[0], (line, one.start() - text.rfind("\n", 0, one.start())))
    return [report(character, path, place) for character, place in found.items()]


def first(text: str) -> str:
    """Give the first control character in a text, or ""."""
    found = _CONTROL.search(text)
    return found[0] if found else ""


def report(character: str, path: str, place: tuple[int, int]) -> Diagnostic:
    """Say that a control character stands at a place."""
    message = f"an invisible control character (U+{ord(character):04X}) stands here"
    return error("bad-character", message, path, place, "delete the text around it and type it anew")
