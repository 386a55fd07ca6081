"""Words: the text round trip. What is read aloud is what is printed, and what the source says."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import takewhile

from handouts.verify import reading
from handouts.verify.fault import Fault, shortened
from handouts.verify.links import target_of
from handouts.verify.opened import Opened
from handouts.verify.reading import Spoken
from handouts.verify.source import ADDED, Source

_STEERING = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""What says how to print, not what to read."""
_SHAPED = re.compile("[\u0590-\u109f\u1780-\u17ff\u1a00-\u1aff\ufb1d-\ufdff\ufe70-\ufefe]")
"""Scripts whose glyphs do not stand for one letter each, or not in the order of reading."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that are written without blanks between words."""
_AROUND = 4
"""Words that are quoted before one that is missing."""
_LONGEST = 40
"""Letters of a word that is looked for: a longer address is broken over lines, and maybe a page."""


def faults(opened: Opened) -> Iterator[Fault]:
    """Give where what is read aloud is not what is printed."""
    content = opened.content
    for one in opened.elements:
        if "/ActualText" in one.entry and one.role != "Figure":
            printed = "".join(content.glyphs.get(mark, "") for part in one.walk() for mark in part.marks)
            yield from _replaced(one.said("/ActualText"), printed)
    for mark, said in content.texts.items():
        if said != content.glyphs[mark]:
            yield from _replaced(said, content.glyphs[mark])


def _replaced(said: str, printed: str) -> Iterator[Fault]:
    """Compare words with the glyphs that they are given for, where one glyph is one letter."""
    if not _SHAPED.search(said + printed) and _letters(said) != _letters(printed):
        message = f"{shortened(printed)} is printed, {shortened(said)} is read aloud"
        yield Fault("pdf-words", message)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def against(opened: Opened, source: Source) -> Iterator[Fault]:
    """Give where a file does not say what its source says."""
    yield from _compared(plain(source.words), _spoken(opened))
    found = {target_of(one) for _, one in opened.annotations}
    for target in sorted(source.targets - found):
        yield Fault("pdf-link", f"the link to {target} can't be clicked in the file")
    for target in sorted(found - source.targets):
        yield Fault("pdf-link", f"a link leads to {target}, and none of the source does")
    described = {" ".join(one.said("/Alt").split()) for one in opened.elements if one.role == "Figure"}
    for words in sorted(source.pictures - described):
        yield Fault("pdf-figure", f"the picture that is described as {shortened(words)} is not in the file")


def agreement(opened: Opened, source: Source) -> int:
    """Say how many words are those of the source, up to the first that differs."""
    pairs = zip(plain(source.words), _spoken(opened), strict=False)
    return sum(1 for _ in takewhile(lambda pair: _same(pair[0].text, pair[1].text), pairs))


def _spoken(opened: Opened) -> list[Spoken]:
    return plain([one for one in reading.words(opened) if not one.is_label])


def plain(words: Sequence[Spoken]) -> list[Spoken]:
    """Give words in a form in which they can be compared; those of which nothing is left go."""
    found = (Spoken(plain_text(one.text), one.lang) for one in words)
    return [one for one in found if one.text]


def plain_text(text: str) -> str:
    """Give a text without what says how to print it, its letters with their marks in one way of many."""
    return unicodedata.normalize("NFC", _STEERING.sub("", text))


def _compared(expected: Sequence[Spoken], spoken: Sequence[Spoken]) -> Iterator[Fault]:
    """Compare word by word, up to the first that differs."""
    at = 0
    for number, word in enumerate(expected):
        if at == len(spoken) or not _same(word.text, spoken[at].text):
            before = " ".join(one.text for one in expected[max(0, number - _AROUND) : number])
            found = shortened(spoken[at].text) if at < len(spoken) else "nothing"
            message = f'after "{before}" the source says {shortened(word.text)}, the file says {found}'
            yield Fault("pdf-words", message)
            return
        if spoken[at].lang.casefold() != word.lang.casefold():
            message = (
                f'"{word.text}" is {word.lang or "of no language"} in the source, and read as {spoken[at].lang}'
            )
            yield Fault("pdf-language", message)
            return
        at += 1
    rest = [one.text for one in spoken[at:]]
    if rest:
        yield Fault("pdf-words", f"the file says {shortened(' '.join(rest))} at its end, and the source does not")


def _same(word: str, spoken: str) -> bool:
    """Compare two words; where the layout adds the number of a page, there must be one."""
    before, added, after = word.partition(ADDED)
    if not added:
        return word == spoken
    inside = spoken.removeprefix(before).removesuffix(after)
    return inside.isdecimal() and f"{before}{inside}{after}" == spoken


def not_found(opened: Opened, extracted: str) -> Iterator[Fault]:
    """Give words that are read aloud but that a program does not find which takes the text from the pages."""
    found = _letters(extracted)
    lost = [
        one.text
        for one in plain(reading.words(opened))
        if len(one.text) <= _LONGEST and not _SHAPED.search(one.text) and not _is_in(_letters(one.text), found)
    ]
    if lost:
        said = ", ".join(lost[:_AROUND]) + (" …" if len(lost) > _AROUND else "")
        message = f"{len(lost)} words are not found when the text is searched or copied: {said}"
        yield Fault("pdf-words", message)


def _is_in(word: str, found: str) -> bool:
    """Look for a word; one of a script without blanks is a sentence, which a page's end may cut in two."""
    if word in found:
        return True
    cuts = range(1, len(word)) if _UNSPACED.search(word) else ()
    return any(word[:at] in found and word[at:] in found for at in cuts)
