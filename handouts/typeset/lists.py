"""Lists as authors write them, made into lists as Python-Markdown reads them.

Python-Markdown nests by four blanks and wants a blank line before a list; editors, websites and word processors
nest by two or three, put a list right below its sentence, and paste bullets of their own. Read as it stands, a
step of a plan would lose its number or melt into the step before.
"""

import re
from dataclasses import dataclass

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

_ITEM = re.compile(r"( *)([-*+•●○◦▪‣·]|\d{1,3}[.)]) +(?=\S)")
_RULE = re.compile(r" {0,3}([-*_])( *\1){2,} *$")
_TASK = re.compile(r"\[([ xX])\] +")
_STEP = 4
"""Blanks by which Python-Markdown nests."""
_DEEPER = 2
"""Blanks by which an author nests, at least: a sub-item stands that much further in than its item."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A list item that is still open."""

    indent: int
    is_numbered: bool


class Lists(Extension):
    """The extension for Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register; after fenced code has been put aside (25), before HTML is (20)."""
        md.preprocessors.register(_ListPreprocessor(md), "lists", 24)


class _ListPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return straightened(lines)


def straightened(lines: list[str]) -> list[str]:
    """Give the lines of a text with every list in the form that Python-Markdown reads. No word is changed."""
    reader = _Reader()
    for line in lines:
        reader.read(line)
    return reader.out


class _Reader:
    """Reads a text line by line; ``stack`` holds the items that the next line may belong to."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.stack: list[_Item] = []
        self.number = 0
        """The last number of an outermost list: a paragraph between two steps does not end the count."""
        self.in_paragraph = False
        """Whether the line before belongs to a second paragraph of an item, which only a blank line ends."""

    def read(self, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        item = _ITEM.match(line)
        if not line.strip() or _RULE.match(line):
            self.out.append(line)
        elif item and self._begins_item(item, indent):
            self._item(line, item, indent)
        elif self.stack and (self._after_blank or indent):
            self._continue(line, indent)
        else:
            if line.startswith("#"):
                self.stack, self.number = [], 0
            self.out.append(line)

    @property
    def _after_blank(self) -> bool:
        return not self.out or not self.out[-1].strip()

    def _begins_item(self, item: re.Match[str], indent: int) -> bool:
        """Tell whether a line that looks like an item is one: inside a paragraph only what surely is."""
        if self.stack:
            return True
        if indent >= _STEP:
            return False  # code
        return self._after_blank or not item[2][0].isdigit() or int(item[2][:-1]) in (1, self.number + 1)

    def _item(self, line: str, item: re.Match[str], indent: int) -> None:
        closed = None
        while self.stack and indent < self.stack[-1].indent + _DEEPER:
            closed = self.stack.pop()
        is_numbered = item[2][0].isdigit()
        changes = closed is not None and closed.is_numbered != is_numbered
        first = closed is None and not self.stack
        if not self._after_blank and (changes or first or self.in_paragraph):
            self.out.append("")
        marker = f"{item[2][:-1]}." if is_numbered else "-"
        text = line[item.end() :]
        if box := _TASK.match(text):
            text = ("☐ " if box[1] == " " else "☑ ") + text[box.end() :]
        self.out.append(" " * _STEP * len(self.stack) + f"{marker} {text}")
        if not self.stack and is_numbered:
            self.number = int(item[2][:-1])
        self.stack.append(_Item(indent, is_numbered))
        self.in_paragraph = False

    def _continue(self, line: str, indent: int) -> None:
        """Place a line that goes on with an item, or ends the list when it stands too far out."""
        if self._after_blank:
            self.in_paragraph = True
            while self.stack and indent < self.stack[-1].indent + _DEEPER:
                self.stack.pop()
        if not self.stack:
            self.out.append(line)
            return
        beyond = indent - self.stack[-1].indent - _STEP
        code = beyond if beyond >= _STEP else 0
        self.out.append(" " * (_STEP * len(self.stack) + code) + line.lstrip(" "))
