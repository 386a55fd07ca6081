"""Plain text is passed over: a text without any mark need not be looked at by each of Markdown's inline patterns.

Most items, cells and headings have none. Python-Markdown runs eighteen searches over each of them: a fifth of the
time that reading a library takes.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_MARKED = re.compile(r"[`\\\[\]<>&*_~@^{}\x02\x03]|  \n|://|www\.", re.IGNORECASE)
"""What an inline pattern may begin with; the two control characters are Markdown's own."""


class PlainText(Extension):
    """The extension for Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register around the inline patterns (20), and before abbreviations are looked for (7)."""
        marked: list[Element] = []
        md.treeprocessors.register(_Mark(md, marked), "plain-text", 20.5)
        md.treeprocessors.register(_Unmark(md, marked), "plain-text-end", 19.5)


class _Mark(Treeprocessor):
    """Marks plain texts as finished."""

    def __init__(self, md: Markdown, marked: list[Element]) -> None:
        super().__init__(md)
        self.marked = marked

    def run(self, root: Element) -> None:
        self.marked.clear()
        for element in root.iter():
            if element.text and not isinstance(element.text, AtomicString) and not _MARKED.search(element.text):
                element.text = AtomicString(element.text)
                self.marked.append(element)


class _Unmark(_Mark):
    """Makes them ordinary again."""

    def run(self, root: Element) -> None:  # noqa: ARG002 - the name is Python-Markdown's
        for element in self.marked:
            element.text = str(element.text)
        self.marked.clear()
