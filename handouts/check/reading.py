"""Reading level: how old a reader of English must be, and the sentences and words that make it so.

The Flesch-Kincaid grade (Kincaid and others, 1975), counted over the article's sentences, never over its Markdown.
No formula knows whether a text is understood: a short word may be jargon ("stent"), a long one well known
("diabetes"). So the words of the title count as easy, every list item ends its sentence, and the figure is only
shown, with what drives it: the NHS recommends such tools to prioritise, not to judge.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from handouts.check import sentences, syllables
from handouts.check.passages import Passage

_BY_LENGTH, _BY_SYLLABLES, _BASE = 0.39, 11.8, -15.59
"""Weights of the Flesch-Kincaid grade."""

_SCHOOL_STARTS = 5
"""Age of a reader of grade 0."""

_FEWEST = 4
"""Words of a sentence that is measured: shorter ones are labels."""

_HARD = 3
"""Syllables from which a word is hard."""

_SHOWN_SENTENCES, _SHOWN_WORDS = 3, 6

_EDGES = re.compile(r"^[\W_]+|(?:[\u2019']s)?[\W_]*$")
_LETTER = re.compile(r"[^\W\d_]")

ENOUGH = 100
"""Words below which a grade means nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading level of one guide."""

    grade: float
    """School year in the USA, with a decimal."""
    words: int
    sentences: tuple[str, ...]
    """Those that raise the grade most, the worst first."""
    hard_words: tuple[tuple[str, int], ...]
    """The words that cost most, each with how often it stands there."""

    @property
    def age(self) -> int:
        """Reading age in years."""
        return max(6, round(self.grade + _SCHOOL_STARTS))


def measure(passages: Iterable[Passage], known: Iterable[str]) -> Reading | None:
    """Measure the prose among some passages; None where there is too little. ``known`` words count as easy."""
    easy = {word for text in known for word in _letters(sentences.words(text))}
    said = [one for passage in passages if passage.is_prose for one in passage.sentences]
    measured = [(one.text, found) for one in said if len(found := _letters(one.words)) >= _FEWEST]
    counted = Counter(word for _, found in measured for word in found)
    spoken = {word: min(2, _syllables(word)) if word in easy else _syllables(word) for word in counted}
    if counted.total() < ENOUGH:
        return None
    total = _Counts(len(measured), counted.total(), sum(spoken[word] * counted[word] for word in counted))
    # What drives the grade is what it would fall without.
    falls = {
        text: total.grade - total.without(len(found), sum(map(spoken.__getitem__, found))).grade
        for text, found in measured
    }
    return Reading(
        grade=round(total.grade, 1),
        words=total.words,
        sentences=tuple(sorted(falls, key=lambda one: -falls[one])[:_SHOWN_SENTENCES]),
        hard_words=tuple(_costly(counted, spoken)),
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    sentences: int
    words: int
    syllables: int

    @property
    def grade(self) -> float:
        return _BY_LENGTH * self.words / self.sentences + _BY_SYLLABLES * self.syllables / self.words + _BASE

    def without(self, words: int, syllables_: int) -> "_Counts":
        """Leave out one sentence."""
        if self.sentences == 1:
            return self
        return _Counts(self.sentences - 1, self.words - words, self.syllables - syllables_)


def _letters(words: Iterable[str]) -> list[str]:
    """Give the words that are made of letters, without what clings to them: a number is read at one glance."""
    found = (one if one.isalpha() else _EDGES.sub("", one) for one in words)
    return [one.casefold() for one in found if one.isalpha() or _LETTER.search(one)]


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    return sum(syllables.count(one) for one in re.split(r"[\W_]+", word) if one) or 1


def _costly(counted: Counter[str], spoken: Mapping[str, int]) -> list[tuple[str, int]]:
    """Give the hard words that stand there most often or have most syllables."""
    cost = {word: counted[word] * (spoken[word] - 2) for word in counted if spoken[word] >= _HARD}
    worst = sorted(cost, key=lambda one: (-cost[one], one))[:_SHOWN_WORDS]
    return [(word, counted[word]) for word in worst]
