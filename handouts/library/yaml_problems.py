"""What a YAML parser says, in the words of the people who write front matter."""

from dataclasses import dataclass

import yaml

_BEGIN = "a value can't begin with {character}"
_BESIDE = "this stands behind a closing quotation mark, where nothing more may stand"
_QUOTED = 'put the whole value between double quotes: title: "Asthma: first steps"'
_UNQUOTED = "a value with quotation marks in it goes between the other kind, 'so \"this\" is right'"
_KEY = "start every key at the beginning of its line, with a space after its colon: title: Asthma"

_RULES = (
    # part of what the parser says; True: the fault is where the thing began, not where the parser gave up;
    # the message; the hint
    ("second colon", False, "a second colon in one line can't be read", _QUOTED),
    ("behind quotes", False, _BESIDE, _UNQUOTED),
    ("tab character", False, "a tab stands where only spaces may", "indent with spaces"),
    ("end of stream", True, "the quotation mark that opens here is never closed", "put one at the value's end"),
    ("expected ',' or ']'", True, "the list that opens here is not closed", "put ] at its end"),
    ("expected ',' or '}'", True, "the list that opens here is not closed", "put } at its end"),
    ("not closed", False, "a list that opens above is not closed", "put ] at its end"),
    ("expected ':'", True, "this line is not a key with a value", "write key: value, or move it below the ---"),
    ("escape character", False, "a backslash can't stand between double quotes", "use single quotes"),
    ("cannot start any token", False, _BEGIN, _QUOTED),
    ("undefined alias", False, _BEGIN, _QUOTED),
    ("alphabetic or numeric", True, _BEGIN, _QUOTED),
    ("comment or line break", True, _BEGIN, _QUOTED),
    ("node content", False, _BEGIN, _QUOTED),
    ("entries are not allowed", False, "a list starts on the line below its key", "write each - on its own line"),
    ("", False, "this does not fit what stands above it", _KEY),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a block of YAML. ``line`` and ``column`` count from 0, as the marks of YAML do."""

    line: int
    column: int
    message: str
    hint: str


def explained(fault: yaml.MarkedYAMLError, block: str) -> Problem:
    """Say what an author did wrong, and where."""
    noticed = fault.problem_mark or fault.context_mark
    if noticed is None:
        return Problem(0, 0, "the front matter can't be read", _KEY)
    said = _sharper(fault.problem or "", _line(block, noticed.line), noticed.column)
    _, begun, message, hint = next(rule for rule in _RULES if rule[0] in said)
    mark = (fault.context_mark if begun else None) or noticed
    character = _line(block, mark.line)[mark.column : mark.column + 1]
    return Problem(mark.line, mark.column, message.format(character=character), hint)


def _sharper(said: str, line: str, column: int) -> str:
    """Tell apart what the parser lumps together, by the line on which it gave up."""
    before = line[:column]
    if line[column : column + 1] == "\t":
        return "tab character"
    if "mapping values" in said and ": " in before:
        return "second colon"
    if "node content" in said and column == len(line):
        return "not closed"
    if "expected key" in said and before.rstrip().endswith(('"', "'")):
        return "behind quotes"
    return said


def _line(block: str, number: int) -> str:
    return "".join(block.split("\n")[number : number + 1])
