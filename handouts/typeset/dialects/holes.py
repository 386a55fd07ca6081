"""Holes: what a website works out in the middle of a sentence. "Take … mg" must never be handed out."""

import re

from handouts.typeset.dialects.manuscript import TOKEN

_EDGE = re.compile(r"\n[ \t>]*(?=\n|[-*+] |\d{1,3}[.)] )")
"""Where a paragraph or an item of a list ends."""

_NO_WORDS = re.compile(r"\{[^{}]*\}|<[^<>]*>|^[ \t>]*(?:\d{1,3}[.)] )?", re.MULTILINE)
_REACH = 2_000
"""Characters that are read before and behind."""


def is_in_a_sentence(text: str, start: int, end: int) -> bool:
    """Tell whether other words stand in the paragraph or list item of what stands between two offsets."""
    before, behind = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    edges = [one.end() for one in _EDGE.finditer(before)]
    before = before[edges[-1] if edges else 0 :]
    edge = _EDGE.search(behind)
    behind = behind[: edge.start()] if edge else behind
    return any(re.search(r"\w", TOKEN.sub("", _NO_WORDS.sub("", one))) for one in (before, behind))
