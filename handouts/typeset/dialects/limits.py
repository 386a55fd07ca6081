"""Limits: what is too deep or too long for any program is refused before one tries to read it."""

import re

from handouts.typeset.dialects.manuscript import TOKEN, Manuscript

MAX_NESTING = 20
"""Lists and quotations inside each other."""

MAX_BLOCK = 20_000
"""Characters of one paragraph. The time that Markdown takes for one grows with the square of its length."""

MAX_OPEN = 200
"""Opening brackets of one paragraph that are never closed: for each of them Markdown reads to the end."""

_BREAK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r" *(?:[-*+]|\d{1,3}[.)]) ")


def refuse(manuscript: Manuscript) -> bool:
    """Note an error where a manuscript is too much, and tell whether it is."""
    if problem := _too_much(manuscript.text):
        message, needle, hint = problem
        manuscript.error("too-deep", message, manuscript.places.next(needle), hint)
    return problem is not None


def _too_much(text: str) -> tuple[str, str, str] | None:
    """Say what of a text is too much: message, where it stands, hint."""
    for block in _BREAK.split(text):
        if len(block) > MAX_BLOCK and any(len(one) > MAX_BLOCK for one in _paragraphs(block)):
            message = f"a paragraph has more than {MAX_BLOCK:,} characters"
            return message, TOKEN.split(block.strip()[:40])[0].partition("\n")[0], "make several of it"
        if block.count("[") - block.count("]") > MAX_OPEN:
            message = f"more than {MAX_OPEN} brackets in a paragraph are never closed"
            return message, "[", "close each [ with a ], or write \\[ for one that is to be printed"
    for line in text.split("\n"):
        quoted = re.match(r"[ >]*", line)
        if quoted and quoted[0].count(">") > MAX_NESTING:
            return (
                f"quotations stand more than {MAX_NESTING} deep inside each other",
                line[:40],
                "take some > away",
            )
    return _too_deep_list(text)


def _too_deep_list(text: str) -> tuple[str, str, str] | None:
    indents: list[int] = []
    for line in text.split("\n"):
        if _ITEM.match(line):
            indent = len(line) - len(line.lstrip(" "))
            while indents and indent < indents[-1] + 2:
                indents.pop()
            indents.append(indent)
            if len(indents) > MAX_NESTING:
                message = f"lists stand more than {MAX_NESTING} deep inside each other"
                return message, TOKEN.split(line)[0], "make several lists of it"
    return None


def _paragraphs(block: str) -> list[str]:
    """Part a block without blank lines into what Markdown reads at once: rows of a table are read one by one."""
    return re.split(r"\n(?=[ ]*(?:[-*+|>#]|\d+[.)]))", block)
