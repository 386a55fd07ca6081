"""Letters: every glyph says the letters that it stands for where it stands (ToUnicode, ISO 32000-1, 9.10.3).

WeasyPrint keeps one text for each glyph, that of its first use, and none for the second glyph of a letter that is
drawn in two. In scripts whose letters share glyphs (dots, vowel signs, conjuncts) that makes wrong words, or words
with holes. Here a glyph that stands for other letters elsewhere gets a second code of its own there; a stream says
which glyph each code draws (CIDToGIDMap, 9.7.4.3), so that the font itself does not grow.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pydyf

from handouts.typeset.tagger import text
from handouts.typeset.tagger.streams import Place

_MOST = 0xFFFF
"""The highest code."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph, as it was painted."""

    code: int
    cluster: int
    """Glyphs of one number, side by side, draw the same letters together."""
    letters: str
    """Of the whole cluster, in reading order."""
    is_right_to_left: bool


def shared(glyphs: Iterable[Glyph]) -> Iterator[tuple[int, str]]:
    """Give each glyph's code and its letters: those of a cluster are shared out in reading order."""
    for _, cluster in groupby(glyphs, lambda one: one.cluster):
        parts = list(cluster)
        letters, count = parts[0].letters, len(parts)
        shares = [letters[at : at + 1] or text.NOTHING for at in range(count - 1)]
        shares.append(letters[count - 1 :] or text.NOTHING)
        if parts[0].is_right_to_left:
            shares.reverse()
        yield from zip((one.code for one in parts), shares, strict=True)


@dataclass(slots=True)
class _Codes:
    """The codes of one font."""

    texts: dict[int, str]
    glyphs: dict[int, int] = field(default_factory=dict)
    """The glyph of each code that was added."""
    added: dict[tuple[int, str], int] = field(default_factory=dict)

    def code(self, glyph: int, letters: str) -> int:
        """Give the code by which a glyph stands for some letters."""
        if self.texts.get(glyph) == letters:
            return glyph
        if not self.texts.get(glyph):  # nobody has used it yet
            self.texts[glyph] = letters
            return glyph
        if (glyph, letters) not in self.added:
            code = max(self.texts) + 1
            self.added[glyph, letters], self.glyphs[code], self.texts[code] = code, glyph, letters
        return self.added[glyph, letters]


class Letters:
    """Respells places where glyphs do not say what is printed, then writes down what the codes mean."""

    def __init__(self, pdf: Any, fonts: Mapping[str, dict[int, str]]) -> None:
        self._entries = {name: entry for name, entry in _entries(pdf).items() if _can_grow(pdf, entry)}
        self._fonts = {name: _Codes(fonts[name]) for name in self._entries if name in fonts}
        self._changed: set[str] = set()
        self._pdf = pdf

    def respell(self, place: Place) -> None:
        """Give the glyphs of a place codes that say their letters; leave it as it is where that can't be done."""
        spelled = list(shared(place.glyphs()))
        used = text.codes(place.operators)
        if [code for code, _ in spelled] != [code for _, code in used]:
            return
        if not all(font in self._fonts for font, _ in used):
            return
        new = [self._fonts[font].code(*one) for (font, _), one in zip(used, spelled, strict=True)]
        if all(max(self._fonts[font].texts) <= _MOST for font, _ in used):
            place.recode(new)
            self._changed |= {font for font, _ in used}

    def write(self) -> None:
        """Write maps and widths of the fonts that were changed into the PDF."""
        for name in sorted(self._changed):
            entry, codes = self._entries[name], self._fonts[name]
            _object(self._pdf, entry["ToUnicode"]).stream = _to_unicode(codes.texts)
            if not codes.glyphs:
                continue
            below = _object(self._pdf, entry["DescendantFonts"][0])
            widths = _widths(below["W"])
            below["W"].extend(
                (min(codes.glyphs), pydyf.Array(widths[glyph] for _, glyph in sorted(codes.glyphs.items())))
            )
            glyphs = [
                codes.glyphs.get(code, code if code in codes.texts else 0) for code in range(max(codes.texts) + 1)
            ]
            stream = pydyf.Stream([b"".join(one.to_bytes(2, "big") for one in glyphs)], compress=True)
            self._pdf.add_object(stream)
            below["CIDToGIDMap"] = stream.reference


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _entries(pdf: Any) -> dict[str, Any]:
    """Give the dictionaries of all fonts by the names that the pages call them."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and one.get("Type") == "/Page":
            fonts = _object(pdf, _object(pdf, one["Resources"])["Font"])
            return {name: _object(pdf, reference) for name, reference in fonts.items()}
    return {}


def _can_grow(pdf: Any, entry: Any) -> bool:
    below = _object(pdf, entry["DescendantFonts"][0]) if "DescendantFonts" in entry else {}
    return entry.get("Encoding") == "/Identity-H" and below.get("Subtype") == "/CIDFontType2"


def _widths(array: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    for first, widths in zip(array[::2], array[1::2], strict=True):
        found.update(enumerate(widths, first))
    return found


def _to_unicode(texts: Mapping[int, str]) -> list[bytes]:
    """Write a map of codes to letters, a hundred to a block (Adobe Technical Note 5411)."""
    head = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def "
        b"/CMapName /Adobe-Identity-UCS def /CMapType 2 def "
        b"1 begincodespacerange <0000> <ffff> endcodespacerange"
    )
    rows = [
        b"<%04x> <%s>" % (code, said.encode("utf-16-be").hex().encode()) for code, said in sorted(texts.items())
    ]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    lines = [line for block in blocks for line in (b"%d beginbfchar" % len(block), *block, b"endbfchar")]
    return [head, *lines, b"endcmap CMapName currentdict /CMap defineresource pop end end"]
