"""Colour: the profile that PDF/A asks for (ISO 19005-2, 6.2.3), sRGB in 480 bytes instead of 3,024.

An ICC profile of version 4.2 (ISO 15076-1): what red, green and blue are, seen under D50, and the curve of
IEC 61966-2-1. Nothing in it depends on day or machine.
"""

import struct
from dataclasses import dataclass
from typing import Any

_WHITE = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    # Adapted from D65 to D50 after Bradford, with the matrix of ``chad``.
    b"rXYZ": (0.4360747, 0.2225045, 0.0139322),
    b"gXYZ": (0.3850649, 0.7168786, 0.0971045),
    b"bXYZ": (0.1430804, 0.0606169, 0.7141733),
}
_ADAPTATION = (
    *(1.0478112, 0.0228866, -0.0501270),
    *(0.0295424, 0.9904844, -0.0170491),
    *(-0.0092345, 0.0150436, 0.7521316),
)
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


@dataclass(slots=True)
class ColourProfile:
    """What WeasyPrint asks of a colour profile."""

    name: str
    content: bytes
    components: tuple[str, ...] = ("r", "g", "b")
    pdf_reference: Any = None


def srgb() -> ColourProfile:
    """Make the profile."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _numbers(_CURVE)
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("CC0"),
        b"wtpt": b"XYZ " + bytes(4) + _numbers(_WHITE),
        b"chad": b"sf32" + bytes(4) + _numbers(_ADAPTATION),
        **{name: b"XYZ " + bytes(4) + _numbers(values) for name, values in _PRIMARIES.items()},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    start = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    places: dict[bytes, int] = {}
    for name, content in tags.items():
        if content not in places:
            places[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", places[content], len(content))
    return ColourProfile("sRGB", _header(start + len(data)) + table + data)


def _header(size: int) -> bytes:
    first = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    day = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    rest = b"acsp" + bytes(28) + _numbers(_WHITE)
    return (first + day + rest).ljust(128, b"\0")


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded


def _numbers(values: tuple[float, ...]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))
