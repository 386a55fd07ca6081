"""Shaping: what Pango has made of a line is kept until that line is painted.

WeasyPrint lets go of each line as soon as its size is known, lest a document of a thousand pages fill memory, and
has Pango make it once more to be painted: a twentieth of a leaflet's time, and a leaflet has some hundred lines.
Written for WeasyPrint 70 (``text/line_break.py``, ``draw/text.py``); a test compares what is printed byte by byte.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handouts.typeset.tagger.replacing import replaced

_BREAK = re.compile("[\n\r\u2028\u2029]")
"""What a line is painted across, but not laid out across."""


class Shaping:
    """Keeps the lines of documents that are laid out while it serves. ``line_break`` is WeasyPrint's module."""

    def __init__(self, line_break: Any) -> None:
        self._line_break = line_break
        self._layout = _class_of_kept(line_break)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Let WeasyPrint make its lines with what keeps them."""
        with replaced(self._line_break, "Layout", self._layout):
            yield


def _class_of_kept(line_break: Any) -> Any:
    pango = line_break.pango

    class Kept(line_break.Layout):  # type: ignore[misc]
        is_kept = is_whole = is_plain = False
        """Whether Pango's layout waits to be painted; has one line; is painted as it was laid out."""

        def set_text(self, text: str, justify: bool = False) -> None:
            super().set_text(text, justify)
            if self.is_kept:  # an ellipsis is added in the midst of painting; lines break between words again
                pango.pango_layout_set_wrap(self.layout, line_break.PANGO_WRAP_MODE["WRAP_WORD"])
                return
            letters, words = self.style["letter_spacing"], self.style["word_spacing"] or self.justification_spacing
            self.is_plain = letters in ("normal", 0) and not words and not _BREAK.search(text)
            self.is_whole = False
            # As it is painted: set then, it would have Pango begin again. Without a break it makes no difference.
            pango.pango_layout_set_single_paragraph_mode(self.layout, self.is_plain)

        def get_first_line(self) -> Any:
            line, second = super().get_first_line()
            self.is_whole = second is None
            return line, second

        def deactivate(self) -> None:
            """Keep what is laid out; let go of what is painted."""
            self.is_kept = not self.is_kept and self.is_plain and self.is_whole
            if not self.is_kept:
                super().deactivate()

        def reactivate(self, style: Any) -> None:
            """Begin to paint, with what is kept."""
            if not self.is_kept or style is not self.style:
                self.is_kept = False
                super().reactivate(style)

    return Kept
