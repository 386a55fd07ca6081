"""Text: what a line says, and what programs get that take it from the painted glyphs. Pure.

A program that reads a PDF aloud or copies from it turns glyph codes into characters with the font's ToUnicode map.
What comes out is compared with what the line says; where it differs, the line says it in so many words
(``ActualText``, ISO 32000-1, 14.9.4).
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

NOTHING = "\u200b"
"""What a glyph says that has no letter of its own: a mark that is neither seen, heard nor searched for."""

_FONT = re.compile(rb"/(\S+) \S+ Tf")
_CODES = re.compile(rb"<([0-9a-f]*)>")
_BLANKS = re.compile(r"\s+")

_UNSEEN = dict.fromkeys(
    (0xAD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""Soft hyphens, marks for line ends and for directions: they say how to print, not what to read."""
_JOINERS = dict.fromkeys((0x200C, 0x200D))
"""They choose the form of a letter. They are said, but a program may do without them."""
_UNCOUNTED = _UNSEEN | _JOINERS

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")


def clean(text: str) -> str:
    """Give a text as it is to be read: without marks that only steer printing, white space as single blanks."""
    return re.sub(r"[ \t\n\r\f]+", " ", text.translate(_UNSEEN))


def is_same(said: str, painted: str) -> bool:
    """Tell whether the glyphs say what the text says; white space counts the same, and one more blank nothing."""
    if said == painted:
        return NOTHING not in painted
    meant = _folded(said)
    return NOTHING not in painted and _folded(painted) in (meant, f"{meant} ")


def lacks_blank(said: str, painted: str) -> bool:
    """Tell whether nothing but the blank at the end is missing from the glyphs."""
    return said.endswith(" ") and _folded(said) == f"{_folded(painted)} "


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text if text.isascii() else text.translate(_UNCOUNTED))


def runs_right_to_left(text: str) -> bool:
    """Tell whether a text has letters of a script that is written from right to left."""
    return bool(_RIGHT_TO_LEFT.search(text))


def painted(operators: Iterable[bytes], fonts: Mapping[str, Mapping[int, str]]) -> str:
    """Give the text of a stretch of a content stream, as a program decodes it."""
    letters: list[str] = []
    for font, shown in _runs(operators):
        known = fonts.get(font, {})
        letters += [known.get(code, "\ufffd") for code in shown]
    return "".join(letters)


def is_silent(operators: Iterable[bytes], fonts: Mapping[str, Mapping[int, str]]) -> bool:
    """Tell whether a glyph of a stretch says nothing at all."""
    return not all(all(map(fonts.get(font, {}).get, shown)) for font, shown in _runs(operators))


def codes(operators: Iterable[bytes]) -> list[tuple[str, int]]:
    """Give the codes of a stretch of a content stream, each with the name of its font."""
    return [(font, code) for font, shown in _runs(operators) for code in shown]


def _runs(operators: Iterable[bytes]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give the codes of each ``TJ`` operator with the name of their font."""
    font = ""
    for one in operators:
        if one.endswith(b"TJ"):
            yield font, _shown(one)
        elif named := _FONT.fullmatch(one):
            font = named[1].decode()


@lru_cache(maxsize=4096)  # each is asked for three or four times: of a page, and then no more
def _shown(operator: bytes) -> tuple[int, ...]:
    """Give the codes of a ``TJ`` operator, two bytes each."""
    glyphs = bytes.fromhex(b"".join(_CODES.findall(operator)).decode())
    return struct.unpack(f">{len(glyphs) // 2}H", glyphs)


def last_font(operators: Sequence[bytes]) -> str:
    """Give the name of the font that the last glyphs of a stretch are painted in; "" for none."""
    named = next(filter(None, map(_FONT.fullmatch, reversed(operators))), None)
    return named[1].decode() if named else ""


def with_codes(operator: bytes, new: Iterator[int]) -> bytes:
    """Give a ``TJ`` operator that takes its codes one by one from elsewhere."""

    def recoded(found: re.Match[bytes]) -> bytes:
        return b"<%s>" % b"".join(b"%04x" % next(new) for _ in range(len(found[1]) // 4))

    return _CODES.sub(recoded, operator)


def with_glyph(operator: bytes, code: int) -> bytes:
    """Give a ``TJ`` operator that paints one more glyph behind the others."""
    return operator.removesuffix(b"] TJ") + b"<%04x>] TJ" % code
