"""What makes a guide hard to read: long sentences and paragraphs, runs of capitals, and the reading level."""

import re
from collections.abc import Iterable, Iterator, Sequence

from handouts.check import reading, sentences
from handouts.check.passages import CELL, HEADING, ITEM, PARAGRAPH, QUESTION, Passage
from handouts.check.places import Places
from handouts.check.reading import Reading
from handouts.diagnostics import Diagnostic, note, warning
from handouts.library.guide import Guide

LONG_SENTENCE = 25
"""Words. What is longer is lost before its end (GOV.UK, Writing for GOV.UK)."""

LINE = 70
"""Characters of a printed line of the standard edition (the median of the example library)."""

LONG_PARAGRAPH = 6
"""Printed lines."""

AGE = 11
"""Reading age that the NHS aims at, at most."""

GROWN_UP = 18
"""Reading age from which a figure says nothing more."""

_TOKEN = re.compile(r"[^\W_]+")
_TWO_CAPITALS = re.compile(r"[^\W\d_a-z]{2}")
"""What every run of capitals has in it, and few sentences in Latin letters have."""

_GAP = re.compile(r"[\s,/'\u2019-]+")
"""What may stand between two words of a run of capitals."""

_SHOUTED = 7
"""Letters of one word in capitals that is surely no abbreviation."""


def judge(guide: Guide, passages: Sequence[Passage], places: Places) -> Iterator[Diagnostic]:
    """Say which passages are hard to read. In every language; the reading level is another matter."""
    if sentences.can_be_counted(guide.lang):
        for passage in passages:
            if passage.is_prose:
                yield from _long_sentences(passage, guide, places)
    for passage in passages:
        if passage.kind in (PARAGRAPH, ITEM) and passage.is_prose:
            yield from _long_paragraph(passage, guide, places)
    yield from _capitals(guide, passages, places)


def _long_sentences(passage: Passage, guide: Guide, places: Places) -> Iterator[Diagnostic]:
    for one in passage.sentences:
        number = len(one.words)
        if number > LONG_SENTENCE:
            message = f"this sentence has {number} words; more than {LONG_SENTENCE} are hard to follow"
            hint = "make two sentences of it, or a list"
            yield warning("long-sentence", message, guide.path, places.of(one.text), hint)


def _long_paragraph(passage: Passage, guide: Guide, places: Places) -> Iterator[Diagnostic]:
    lines = -(-len(passage.text) // LINE)
    if lines > LONG_PARAGRAPH:
        message = f"this paragraph takes about {lines} lines in print; more than {LONG_PARAGRAPH} are passed over"
        hint = "make two paragraphs of it, or a list"
        yield warning("long-paragraph", message, guide.path, places.of(passage.text), hint)


def _capitals(guide: Guide, passages: Iterable[Passage], places: Places) -> Iterator[Diagnostic]:
    said = [guide.title, guide.description]
    said += [one.text for one in passages if one.kind in (HEADING, QUESTION, PARAGRAPH, ITEM, CELL)]
    for text in filter(_TWO_CAPITALS.search, dict.fromkeys(said)):
        for run in _runs_of_capitals(text):
            if _is_shouted(run):
                message = f'"{run}" is in capitals, which are slow to read and seem to shout'
                hint = "write it in small letters; bold type stresses it"
                yield warning("capitals", message, guide.path, places.of(run), hint)


def _runs_of_capitals(text: str) -> Iterator[str]:
    """Give each run of words in capitals; a number may stand inside. Most scripts know no capitals."""
    start = end = -1
    for token in [*_TOKEN.finditer(text), None]:
        goes_on = token is not None and start >= 0 and _GAP.fullmatch(text, end, token.start()) is not None
        if token is not None and goes_on and (_is_upper(token[0]) or token[0].isdigit()):
            end = token.end()
            continue
        if start >= 0:
            yield text[start:end].rstrip("0123456789 ,/'\u2019-")
        start, end = token.span() if token is not None and _is_upper(token[0]) else (-1, -1)


def _is_upper(word: str) -> bool:
    return word.isupper() and all(one.isupper() or one.isdigit() for one in word)


def _is_shouted(run: str) -> bool:
    """Tell words in capitals from abbreviations: "DO NOT STOP" and "EMERGENCY", but not "NHS GP"."""
    words = re.findall(r"[^\W\d_]+", run)
    longest = max(map(len, words))
    return longest >= _SHOUTED or (len(words) > 1 and longest > 4) or len(words) > 3 or _has_small_words(words)  # noqa: PLR2004


_SMALL = {"AN", "AND", "ANY", "CALL", "DO", "FOR", "IF", "IN", "IS", "NEVER", "NO", "NOT", "NOW", "OF", "ON"}
_SMALL |= {"ONLY", "OR", "STOP", "TAKE", "THE", "TO", "WITH", "YOU", "YOUR"}


def _has_small_words(words: Sequence[str]) -> bool:
    return len(words) > 1 and any(one in _SMALL for one in words)


def level_of(guide: Guide, passages: Iterable[Passage]) -> Reading | None:
    """Give the reading level of a guide in English; formulas say nothing about other languages."""
    if guide.lang.lower().split("-")[0] != "en":
        return None
    return reading.measure(passages, (guide.title, *guide.tags))


def judge_level(level: Reading, guide: Guide, places: Places) -> Iterator[Diagnostic]:
    """Show what drives a reading level above the aim. Never a reason to refuse a guide."""
    if level.age <= AGE:
        return
    found = (places.of(one)[0] for one in level.sentences)
    lines = ", ".join(dict.fromkeys(f"line {line}" for line in found if line))
    words = ", ".join(f"{word} ({number} times)" if number > 1 else word for word, number in level.hard_words)
    age = level.age if level.age < GROWN_UP else f"{GROWN_UP} or more"
    message = f"this guide asks for a reading age of {age} (grade {level.grade}); aim at 9 to {AGE}"
    parts = [f"the sentences that cost most: {lines}" if lines else "", f"the words: {words}" if words else ""]
    place = places.of(level.sentences[0])
    yield note("reading-level", message, guide.path, place, "; ".join(filter(None, parts)))
