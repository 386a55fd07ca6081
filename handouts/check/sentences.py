"""Sentences and words of a text, told apart as a reader does.

A naive splitter ends a sentence at a decimal or at "Dr.", and a bullet without a full stop runs into the next:
here every passage (a paragraph, a list item, a cell) ends its last sentence.
"""

import re

_END = re.compile(
    r"""[.!?\u2026\u061f\u06d4\u0964\u3002\uff01\uff1f]+["')\]\u2019\u201d\u00bb]*(?=\s|$)|[\u3002\uff01\uff1f]"""
)
"""Full stops of Latin, Arabic, Urdu, Hindi and Chinese, with what closes behind them."""

_TITLE = r"(?:Dr|Mr|Mrs|Ms|Prof|St|Sr|Jr)"
_ABBREVIATED = re.compile(
    rf"(?:^|[\s(\u201c\"])(?:{_TITLE}|vs|etc|approx|tel|ext|figs?|ca|al|max|min|temp|dept|refs?|vol|pp?|hrs?|mins?"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri"
    r"|(?:[A-Za-z]\.)+[A-Za-z])$"  # e.g., i.e., a.m.
    rf"|(?:^|{_TITLE}\.? |[A-Z]\. ?)[A-Z]$",  # J. Smith; not: vitamin D. Then
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\s)nos?$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*[a-z]")
"""A sentence does not begin with a small letter."""

_MAY_END = re.compile(r"(?:etc|[ap]\.m|min|max|mins|hrs?|temp)$", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:$|[\"(\u201c]?[A-Z])")


_DASHES = re.compile("[\u2013\u2014]")

_TAIL = 16
"""Characters before a full stop that tell what it is."""


def split(text: str) -> list[str]:
    """Give the sentences of one passage."""
    found, start = [], 0
    for end in _END.finditer(text):
        if _GOES_ON.match(text, end.end()) or (end[0][0] == "." and _is_short_for(text, start, end)):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    rest = text[start:].strip()
    return [one for one in (*found, rest) if any(map(str.isalnum, one))]


def _is_short_for(text: str, start: int, end: re.Match[str]) -> bool:
    """Tell whether a full stop only shortens a word, as in "Dr." and "No. 5"."""
    cut = max(start, end.start() - _TAIL)
    before, after = ("-" if cut > start else "") + text[cut : end.start()], text[end.end() : end.end() + _TAIL]
    if _NUMBERED.search(before):
        return after.lstrip()[:1].isdigit()
    if _ABBREVIATED.search(before) is None:
        return False
    return not (_MAY_END.search(before) and _BEGINS.match(after))


def words(text: str) -> list[str]:
    """Give the words of a text, as the blanks and dashes between them tell."""
    return [one for one in _DASHES.sub(" ", text).split() if one.isalnum() or any(map(str.isalnum, one))]


def can_be_counted(lang: str) -> bool:
    """Tell whether a language puts blanks between its words."""
    return lang.lower().split("-")[0] not in ("zh", "ja", "th", "lo", "km", "my", "yue", "bo")
