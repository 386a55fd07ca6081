"""Blocks of HTML as CommonMark reads them: Markdown goes on behind a blank line, however deep it stands in them.

Python-Markdown takes everything up to the closing tag for HTML, and would print the marks of a list inside
``<details>``. HTML is put aside tag by tag; the sanitizer joins it again.
"""

import re

from handouts.typeset.dialects.elements import BLOCKS, VOID
from handouts.typeset.dialects.manuscript import TOKEN, Manuscript

_START = re.compile(r"[ \t]*</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>]|$)")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*?(/?)>")
_MARKDOWN = re.compile(
    r"\s+markdown(?:\s*=\s*(?:\"(?:1|block|span)\"|'(?:1|block|span)'|1))?(?=[\s/>])", re.IGNORECASE
)
_LONE = re.compile(r"[ \t]*(<[A-Za-z][^<>]*>)(.*)$")
_STEP = 4
"""Blanks that would make code of a line."""

_STARTING = BLOCKS | {"center", "video", "audio", "object", "svg", "form", "noscript", "link", "frameset", "map"}


def put_aside(manuscript: Manuscript) -> None:
    """Put all blocks of HTML in a manuscript aside."""
    if "<" in manuscript.text:
        manuscript.text = "\n".join(_Reader(manuscript).read(manuscript.text.split("\n")))


class _Reader:
    """Reads line by line. ``depth`` counts the elements that are open where the next line stands."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.depth = 0
        self.cut = 0
        """Blanks that Markdown inside HTML is set in by: they belong to the HTML."""

    def read(self, lines: list[str]) -> list[str]:
        """Give the lines, with what stands for HTML in place of HTML."""
        out: list[str] = []
        waiting = lines[::-1]
        while waiting:
            line = waiting.pop()
            if not self._starts(line, out):
                out.append(self._text(line))
            elif (found := _LONE.match(line)) and _MARKDOWN.search(found[1]):
                waiting += self._opened(line, found, out)
            else:
                chunk = [line]
                while waiting and waiting[-1].strip():
                    chunk.append(waiting.pop())
                self._put(chunk, out)
        return out

    def _starts(self, line: str, out: list[str]) -> bool:
        found = _START.match(line)
        if not found or found[1].lower() not in _STARTING:
            return False
        indent = len(line) - len(line.lstrip())
        below_item = any(re.match(r" *(?:[-*+]|\d+[.)]) ", one) for one in out[-30:])
        return indent < _STEP or self.depth > 0 or below_item

    def _opened(self, line: str, found: re.Match[str], out: list[str]) -> list[str]:
        """Put a tag aside that says that Markdown follows; give what is to be read next, the last line first."""
        indent = line[: len(line) - len(line.lstrip())]
        self._count(found[1])
        out += ["", indent + self.manuscript.keep(_MARKDOWN.sub("", found[1])), ""]
        self.cut = -1
        name = _START.match(line)
        closing = re.search(rf"</{name[1]}\s*>\s*$", found[2], re.IGNORECASE) if name else None
        if closing:
            return [indent + closing[0], indent + found[2][: closing.start()]]
        return [indent + found[2]] if found[2].strip() else []

    def _put(self, chunk: list[str], out: list[str]) -> None:
        html = "\n".join(chunk).strip()
        indent = chunk[0][: len(chunk[0]) - len(chunk[0].lstrip())] if self.depth == 0 else ""
        self._count(html)
        html = TOKEN.sub(self._kept, html)
        out += ["", indent + self.manuscript.keep(html), ""]
        self.cut = -1

    def _kept(self, found: re.Match[str]) -> str:
        """Give what was put aside inside a block. Code between backticks is no code there: it stays as it is."""
        return self.manuscript.kept[int(found[1])][0]

    def _count(self, html: str) -> None:
        for closes, name, empty in _TAG.findall(html):
            if name.lower() in _STARTING and name.lower() not in VOID and not empty:
                self.depth = max(0, self.depth + (-1 if closes else 1))

    def _text(self, line: str) -> str:
        if self.depth == 0 or not line.strip():
            return line
        blanks = len(line) - len(line.lstrip(" "))
        if self.cut < 0:
            self.cut = blanks
        return line[min(self.cut, blanks) :]
