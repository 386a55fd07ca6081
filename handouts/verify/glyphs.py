"""Glyphs: the text that the glyph codes of a font stand for, by its ToUnicode map (ISO 32000-1, 9.10)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9a-fA-F\s]*)>\s*<([0-9a-fA-F\s]*)>")
_RANGE = re.compile(rb"<([0-9a-fA-F\s]+)>\s*<([0-9a-fA-F\s]+)>\s*(\[[^\]]*\]|<[0-9a-fA-F\s]*>)")
_HEX = re.compile(rb"<([0-9a-fA-F\s]*)>")


@dataclass
class Font:
    """A font as a page names it, and which of its codes the page shows."""

    entry: Any
    used: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Its name, without the mark of a subset."""
        return str(self.entry.get("/BaseFont", "/a font without a name"))[1:].rpartition("+")[2]

    @property
    def is_composite(self) -> bool:
        """Whether a code has two bytes."""
        return str(self.entry.get("/Subtype", "")) == "/Type0"

    @property
    def is_drawn(self) -> bool:
        """Whether its glyphs are little pictures inside the file (Type 3)."""
        return str(self.entry.get("/Subtype", "")) == "/Type3"

    @cached_property
    def texts(self) -> dict[int, str] | None:
        """The text of each code; None for a font that doesn't say."""
        if "/ToUnicode" not in self.entry:
            return None
        try:
            return dict(_mapped(self.entry.ToUnicode.read_bytes()))
        except (AttributeError, ValueError):
            return None

    @property
    def is_embedded(self) -> bool:
        """Whether the file carries the font's shapes."""
        fonts = list(self.entry.get("/DescendantFonts", [])) or [self.entry]
        return any(key in one.get("/FontDescriptor", {}) for one in fonts for key in _FILES)

    def text(self, code: bytes) -> str:
        """Decode a string of glyph codes, and note that they are used."""
        step = 2 if self.is_composite else 1
        codes = [int.from_bytes(code[at : at + step], "big") for at in range(0, len(code), step)]
        self.used.update(codes)
        texts = self.texts
        return "".join(texts.get(one, "\ufffd") for one in codes) if texts is not None else "\ufffd" * len(codes)


_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def _mapped(source: bytes) -> Iterator[tuple[int, str]]:
    for block in _CHARS.findall(source):
        for code, text in _PAIR.findall(block):
            yield int(code, 16), _text(text)
    for block in _RANGES.findall(source):
        for first, last, texts in _RANGE.findall(block):
            low, high = int(first, 16), min(int(last, 16), int(first, 16) + 0xFFFF)
            if texts.startswith(b"["):
                yield from zip(range(low, high + 1), map(_text, _HEX.findall(texts)), strict=False)
                continue
            start = _text(_HEX.findall(texts)[0])
            for code in range(low, high + 1) if start else ():
                yield code, start[:-1] + chr(ord(start[-1]) + code - low)


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
