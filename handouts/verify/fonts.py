"""Fonts: all are inside the file, and each glyph says which letters it stands for (PDF/UA-1, 7.21)."""

from collections.abc import Iterator

from handouts.verify.fault import Fault
from handouts.verify.glyphs import Font
from handouts.verify.opened import Opened

_UNREADABLE = {"\0", "\ufeff", "\ufffe"}
_HINT = "make the file again; on another machine it prints with other letters, or none"


def faults(opened: Opened) -> Iterator[Fault]:
    """Give what is wrong with the fonts."""
    for name in sorted(opened.content.lost_fonts):
        yield Fault("pdf-font", f"a page asks for a font {name[1:]} that the file has not", _HINT)
    for font in opened.content.fonts.values():
        if not font.is_embedded and not font.is_drawn:
            yield Fault("pdf-font", f"the font {font.name} is not in the file", _HINT)
        yield from _texts(font)


def _texts(font: Font) -> Iterator[Fault]:
    if font.texts is None:
        yield Fault("pdf-glyph", f"the font {font.name} does not say which letters its glyphs are")
        return
    texts = font.texts
    silent = [code for code in font.used if not texts.get(code)]
    if silent:
        message = (
            f"{len(silent)} glyphs of the font {font.name} say no letter: words lose them when read or copied"
        )
        yield Fault("pdf-glyph", message)
    if any(set(texts.get(code, "")) & _UNREADABLE for code in font.used):
        yield Fault("pdf-glyph", f"a glyph of the font {font.name} stands for a character that is none")
    if any("\ue000" <= letter <= "\uf8ff" for code in font.used for letter in texts.get(code, "")):
        message = f"a glyph of the font {font.name} stands for a private character, which no one else knows"
        yield Fault("pdf-glyph", message)
    if 0 in font.used and font.is_composite:
        yield Fault("pdf-glyph", f"the font {font.name} prints an empty box for a character that it lacks")
