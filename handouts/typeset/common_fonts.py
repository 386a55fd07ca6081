"""Common fonts: quires that are joined share one file of each font, with the glyphs that any of them prints.

Each came with a file of its own, cut down to its glyphs: of sixty guides four tenths of the book's bytes. The
glyphs kept their numbers, so the file for all has each where those have it that print it. Only the parts that
glyphs are put together of, such as the dot of an i, were numbered anew in each (HarfBuzz, second pass of
WeasyPrint's ``_harfbuzz_subset``): here they go behind all numbers that are printed.
"""

import io
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pikepdf
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

_NEEDED = {"head", "hhea", "maxp", "hmtx", "loca", "glyf"}
_KEPT = (*sorted(_NEEDED), "cvt ", "fpgm", "prep", "OS/2", "post", "name", "gasp")
"""What draws glyphs (ISO 32000-1, 9.9), and what tells whose font it is; not what chooses them."""

_HEADER = 10
"""Bytes before the outline proper: the number of contours, and the glyph's box."""

# Flags of a glyph that is put together of others (OpenType 1.9, glyf, table "Component glyph flags").
_WORDS, _SCALE, _MORE, _TWO_SCALES, _TWO_BY_TWO = 0x1, 0x8, 0x20, 0x40, 0x80


def share(pages: Iterable[Any], file: pikepdf.Pdf) -> None:
    """Give the fonts of pages that bear the same name the same file; those without TrueType outlines stay."""
    found: dict[str, dict[tuple[int, int], tuple[Any, set[int]]]] = {}
    for page in pages:
        for font in page.Resources.get("/Font", pikepdf.Dictionary()).values():
            for below in font.get("/DescendantFonts", ()):
                described = below.FontDescriptor
                same = found.setdefault(str(described.FontName), {})
                if "/FontFile2" in described and described.objgen not in same:
                    same[described.objgen] = described, _printed(below)
    for same in found.values():
        parts = list(same.values())
        if len(parts) > 1 and (whole := merged([(one.FontFile2.read_bytes(), used) for one, used in parts])):
            stream = file.make_stream(whole, Length1=len(whole))
            for one, _ in parts:
                one.FontFile2 = stream


def _printed(font: Any) -> set[int]:
    """Give the numbers of the glyphs that are printed: those of all codes that have a width (9.7.4.3)."""
    codes: set[int] = set()
    for first, widths in zip(font.W[::2], font.W[1::2], strict=True):
        codes.update(range(int(first), int(first) + len(widths)))
    glyphs = font.get("/CIDToGIDMap")
    if not isinstance(glyphs, pikepdf.Stream):
        return codes
    data = glyphs.read_bytes()
    return {struct.unpack_from(">H", data, 2 * code)[0] for code in codes if 2 * code + 2 <= len(data)}


def merged(fonts: list[tuple[bytes, set[int]]]) -> bytes | None:
    """Give a TrueType font with the glyphs that are printed of each; None where they are not parts of one font."""
    read = [(SFNTReader(io.BytesIO(data)), printed) for data, printed in fonts]
    if any(not set(tables.keys()) >= _NEEDED for tables, _ in read):
        return None
    parts = [(_Outlines(tables), printed) for tables, printed in read]
    if len({one.units for one, _ in parts}) > 1:
        return None
    whole = _Merged(max((glyph for _, printed in parts for glyph in printed), default=0) + 1)
    for part, printed in parts:
        whole.add(part, printed)
    return whole.written([one.tables for one, _ in parts])


class _Outlines:
    """The glyphs of one font, by their numbers (OpenType 1.9: ``loca``, ``glyf``, ``hmtx``)."""

    def __init__(self, tables: SFNTReader) -> None:
        self.tables = tables
        head, hhea = tables["head"], tables["hhea"]
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        self.count: int = struct.unpack_from(">H", tables["maxp"], 4)[0]
        (is_long,) = struct.unpack_from(">h", head, 50)
        places = struct.unpack_from(f">{self.count + 1}{'I' if is_long else 'H'}", tables["loca"])
        outlines, unit = tables["glyf"], 1 if is_long else 2
        self.glyphs = [outlines[start * unit : end * unit] for start, end in pairwise(places)]
        (wide,) = struct.unpack_from(">H", hhea, 34)
        numbers = tables["hmtx"]
        pairs = list(struct.iter_unpack(">Hh", numbers[: wide * 4]))
        rest = struct.unpack_from(f">{self.count - wide}h", numbers, wide * 4)
        self.metrics: list[tuple[int, int]] = [*pairs, *((pairs[-1][0], bearing) for bearing in rest)]


@dataclass
class _Merged:
    """The font that comes of it."""

    printable: int
    """The number behind all that are printed."""
    glyphs: dict[int, tuple[bytes, tuple[int, int]]] = field(default_factory=dict)
    """Outline and metrics by number."""
    components: dict[bytes, int] = field(default_factory=dict)
    """The number of each part of glyphs, by its outline."""

    def add(self, part: _Outlines, printed: Iterable[int]) -> None:
        """Add glyphs of a font that have not come with another."""
        for glyph in {0, *printed} - self.glyphs.keys():
            if glyph < part.count:
                self.glyphs[glyph] = self._outline(part, glyph), part.metrics[glyph]

    def _outline(self, part: _Outlines, glyph: int) -> bytes:
        """Give an outline; where it is put together of others, with their new numbers."""
        outline = bytearray(part.glyphs[glyph])
        for at in _components(outline):
            (other,) = struct.unpack_from(">H", outline, at)
            struct.pack_into(">H", outline, at, self._component(part, other))
        return bytes(outline)

    def _component(self, part: _Outlines, glyph: int) -> int:
        outline = self._outline(part, glyph)
        if outline not in self.components:
            number = self.components[outline] = self.printable + len(self.components)
            self.glyphs[number] = outline, part.metrics[glyph]
        return self.components[outline]

    def written(self, parts: list[SFNTReader]) -> bytes:
        """Give the file; what goes with the glyphs is that of the first part, or the most of all."""
        tables = parts[0]
        count = max(self.glyphs) + 1
        found = [self.glyphs.get(glyph, (b"", (0, 0))) for glyph in range(count)]
        padded = [outline + bytes(-len(outline) % 4) for outline, _ in found]
        places = [0]
        for one in padded:
            places.append(places[-1] + len(one))
        changed = {
            "head": _with(tables["head"], ">h", 50, 1),  # loca has four bytes each
            "hhea": _with(tables["hhea"], ">H", 34, count),
            "maxp": _with(_most([one["maxp"] for one in parts]), ">H", 4, count),
            "hmtx": b"".join(struct.pack(">Hh", *metrics) for _, metrics in found),
            "loca": struct.pack(f">{len(places)}I", *places),
            "glyf": b"".join(padded),
        }
        return _file(tables, changed)


def _components(outline: bytes | bytearray) -> Iterator[int]:
    """Give where in an outline the numbers stand of glyphs that it is put together of; none for a simple one."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = _HEADER, _MORE
    while flags & _MORE:
        (flags,) = struct.unpack_from(">H", outline, at)
        yield at + 2
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _TWO_BY_TWO else 0


def _most(tables: list[bytes]) -> bytes:
    """Give a table ``maxp`` that holds for all: a version, then numbers of two bytes each."""
    numbers = [struct.unpack(f">{(len(one) - 4) // 2}H", one[4:]) for one in tables]
    most = [max(column) for column in zip(*numbers, strict=True)]
    return tables[0][:4] + struct.pack(f">{len(most)}H", *most)


def _with(table: bytes, form: str, at: int, value: int) -> bytes:
    changed = bytearray(table)
    struct.pack_into(form, changed, at, value)
    return bytes(changed)


def _file(tables: SFNTReader, changed: Mapping[str, bytes]) -> bytes:
    kept = [tag for tag in _KEPT if tag in tables.keys()]  # noqa: SIM118 - it is no mapping
    result = io.BytesIO()
    writer = SFNTWriter(result, len(kept))
    for tag in kept:
        writer[tag] = changed[tag] if tag in changed else tables[tag]
    writer.close()
    return result.getvalue()
