"""Imports and exports of JavaScript: a guide in MDX may have them, and none is ever printed."""

import re

from handouts.library.source import Places
from handouts.typeset.dialects.jsx import expression_end

MAX_STATEMENT = 50_000
"""Characters of one statement."""

_STATEMENT = re.compile(
    r"(?:import\s+(?:[\w*{}\s,$]+\s+from\s+)?[\"']|import\s*\(|export\s+(?:default\b|const\b|let\b|var\b|function\b"
    r"|async\b|class\b|type\b|interface\b|\{|\*))"
)
IMPORT_LINE = re.compile(r"^import\s+[\w*{}\s,$]+?\s+from\s+([\"'])[^\"'\n]+\1;?[ \t]*$", re.MULTILINE)
"""An import as Docusaurus allows it in plain Markdown, where no sentence looks like it."""

IMPORTED = re.compile(r"import\s+(\w+)\s+from\s+[\"']([^\"'\n]+\.(?:png|jpe?g|webp|gif|svg))[\"']", re.IGNORECASE)
"""A picture that gets a name by an import."""

_CONSTANT = re.compile(
    r"^export\s+const\s+(\w+)\s*=\s*(\"[^\"\n]*\"|'[^'\n]*'|-?\d[\d.]*)[ \t]*;?[ \t]*$", re.MULTILINE
)


def constants(text: str) -> dict[str, str]:
    """Give the names that a guide gives to a plain text or number, each with its expression."""
    return dict(_CONSTANT.findall(text))


def without(text: str, places: Places) -> str:
    """Drop imports and exports: each starts a paragraph, and ends with the line that closes its brackets."""
    out, at, after_blank = [], 0, True
    patience = MAX_STATEMENT
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end
        if after_blank and _STATEMENT.match(text, at):
            closed = _end(text, at, patience)
            patience = patience if closed else 0  # what never closes ends with its line, and so do all others
            end = closed or line_end + 1
            places.hide(text[at:line_end], text.count("\n", at, end))
            out.append("\n")
            at = end
            continue
        line = text[at:line_end]
        after_blank = not line.strip()
        out.append(line + "\n")
        at = line_end + 1
    return "".join(out)


def _end(text: str, at: int, patience: int) -> int | None:
    """Give the start of the line behind a statement, or None for one whose brackets never close."""
    limit = min(len(text), at + patience)
    read_to = at
    while True:
        line_end = text.find("\n", read_to)
        line_end = len(text) if line_end < 0 else line_end
        opened = next((one for one in range(read_to, line_end) if text[one] in "{(["), None)
        if opened is None:
            return line_end + 1
        closed = expression_end(text, opened, limit)
        if closed is None:
            return None
        read_to = closed
