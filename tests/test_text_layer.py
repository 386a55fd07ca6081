"""What programs take of a leaflet's text, script by script: floors that no change may fall below.

The structure tree, from which screen readers read, is right in every script. From the glyphs alone no program
makes all words of scripts that are written from right to left: each reorders them by rules of its own, and in
Nastaliq the marks stand far from their letters.
"""

import pytest
from support import guide
from text_layer import READERS, SAID, recovered
from typesetting import engine, typeset

from handouts.verify import reading
from handouts.verify.opened import Opened
from handouts.verify.verify import verify

FLOORS = {
    # Percent of the words, by poppler, PDFium and pypdf.
    "en": (100, 100, 100),
    "pl": (100, 100, 100),
    "vi": (100, 100, 100),
    "uk": (100, 100, 100),
    "el": (100, 100, 100),
    "zh-Hans": (100, 100, 100),
    "bn": (100, 100, 100),
    "hi": (100, 100, 100),
    "pa": (100, 100, 100),
    "gu": (100, 95, 100),
    "ta": (100, 100, 100),
    "ar": (83, 100, 100),
    "ur": (30, 25, 100),
}


@pytest.mark.parametrize("lang", SAID)
def test_programs_find_the_words(lang: str) -> None:
    made = typeset(guide(SAID[lang], lang=lang))
    data = made.facts.data
    for (name, read), floor in zip(READERS.items(), FLOORS[lang], strict=True):
        assert round(100 * recovered(SAID[lang], read(data))) >= floor, name
    spoken = " ".join(word.text for word in reading.words(Opened(data)))
    assert recovered(SAID[lang], spoken) == 1
    assert verify(data, "leaflet.pdf", made.html.text) == ()


def test_every_language_has_its_floors() -> None:
    assert FLOORS.keys() == SAID.keys()
    assert engine().diagnostics == ()
