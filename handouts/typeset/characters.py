"""Characters: what the shipped fonts can't print is found before anything is laid out."""

import unicodedata
from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path

from handouts.diagnostics import Diagnostic, error
from handouts.library.guide import Guide

_INVISIBLE = frozenset(map(chr, (0x09, 0x0A, 0x0D, 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F))))
_JOINERS = frozenset(map(chr, (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)))


@cache
def covered_by(fonts: Path) -> frozenset[int]:
    """Give the code points that the ``.ttf`` files of a folder can print between them."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for path in sorted(fonts.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def missing(texts: Iterable[str], covered: Set[int], guide: Guide) -> list[Diagnostic]:
    """Report each character of a guide that no font has, by its name and its place."""
    seen = set().union(*texts) - _INVISIBLE - _JOINERS
    problems = []
    for character in sorted(one for one in seen if ord(one) not in covered):
        name = unicodedata.name(character, "a character without a name")
        message = f"no font has {character!r} (U+{ord(character):04X}, {name})"
        hint = "write it in words, or leave it out"
        problems.append(error("no-glyph", message, guide.path, guide.place_of(character), hint))
    return problems
