"""Characters: what the shipped fonts can't print is found before anything is laid out."""

import unicodedata
from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path

from handouts.diagnostics import Diagnostic, error
from handouts.library.guide import Guide

_INVISIBLE = frozenset(map(chr, (0x09, 0x0A, 0x0D, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F))))
_JOINERS = frozenset(map(chr, (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)))


@cache
def covered_by(fonts: Path) -> frozenset[int]:
    """Give the code points that the ``.ttf`` files of a folder can print between them."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for path in sorted(fonts.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            # Numbers will do for names of glyphs: to read the names takes thrice as long as all else.
            font.setGlyphOrder(list(map(str, range(font["maxp"].numGlyphs))))
            points.update(font.getBestCmap())
    return frozenset(points)


def missing(texts: Iterable[str], covered: Set[int], guide: Guide) -> list[Diagnostic]:
    """Report each character of a guide that no font has, by its name and its place."""
    seen = set().union(*texts) - _INVISIBLE - _JOINERS
    groups: dict[str, list[str]] = {}
    for character in sorted(one for one in seen if ord(one) not in covered):
        groups.setdefault(_script(character), []).append(character)
    return [_report(script, found, guide) for script, found in groups.items()]


def _script(character: str) -> str:
    """Give the script of a letter, ``ARABIC``; any other character is a group of its own."""
    name = unicodedata.name(character, "a character without a name")
    return name.split()[0] if unicodedata.category(character)[0] in "LM" else name


def _report(script: str, found: list[str], guide: Guide) -> Diagnostic:
    place = min(guide.place_of(one) for one in found)
    if len(found) > 1:
        message = f"no font has {len(found)} {script.title()} letters of this guide, such as {found[0]!r}"
        hint = "this script can't be printed yet: leave it out, or write it in Latin letters"
    else:
        name = unicodedata.name(found[0], "a character without a name")
        message = f"no font has {found[0]!r} (U+{ord(found[0]):04X}, {name})"
        hint = "write it in words, or leave it out"
    return error("no-glyph", message, guide.path, place, hint)
