"""The QR symbol: vector, level M, quiet zone of four modules, one path of merged runs."""

from dataclasses import dataclass, replace
from itertools import groupby

from handouts.diagnostics import Diagnostic, warning
from handouts.library.guide import Guide
from handouts.typeset import qr_mask

QUIET_ZONE = 4
"""Modules of white on every side (ISO/IEC 18004, 6.3.8)."""

SYMBOL_MM = 24.0
"""Width of the symbol without its quiet zone; editions have their own. The standard asks for 20 mm at least."""

MODULE_MM = 0.5
"""Width of one module at least; below it, phones of five years ago need several tries."""

EASY_MODULES = 33
"""Modules a side of version 4: up to 62 characters at level M. What is longer is reported."""

EASY_BYTES = 62
"""What surely fits into that."""


@dataclass(frozen=True, slots=True)
class QrSymbol:
    """A symbol that opens ``url``, ready to be drawn in a view box of ``size`` by ``size`` units."""

    url: str
    words: str
    """The address as a person types it."""
    size: int
    """Modules a side, quiet zone included."""
    path: str
    """SVG path: a stroke, one unit wide, for each run of dark modules."""
    symbol_mm: float = SYMBOL_MM
    """Width that the edition asks for, without the quiet zone."""

    def sized(self, symbol_mm: float) -> "QrSymbol":
        """Give the symbol in another width."""
        return replace(self, symbol_mm=symbol_mm)

    @property
    def modules(self) -> int:
        """Modules a side, without the quiet zone."""
        return self.size - 2 * QUIET_ZONE

    @property
    def width_mm(self) -> float:
        """Printed width, quiet zone included, in mm; more than asked for where modules would get too fine."""
        return round(self.module_mm * self.size, 2)

    @property
    def quiet_mm(self) -> float:
        """Printed width of the quiet zone on each side, in mm."""
        return round(self.module_mm * QUIET_ZONE, 2)

    @property
    def module_mm(self) -> float:
        """Printed width of one module, in mm."""
        return max(self.symbol_mm / self.modules, MODULE_MM)


def symbol(url: str, words: str) -> QrSymbol:
    """Make the symbol for an address; ``words`` is the same address as it is printed."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(url)
    code.best_fit()
    code.makeImpl(False, qr_mask.best(code))
    rows = code.modules
    runs = "".join(_runs(row, number) for number, row in enumerate(rows))
    return QrSymbol(url, words, len(rows) + 2 * QUIET_ZONE, runs)


def _runs(row: list[bool | None], number: int) -> str:
    """Draw the dark runs of a row: a stroke through the middle of its modules."""
    path, at = "", QUIET_ZONE
    for dark, modules in groupby(row):
        width = len(list(modules))
        if dark:
            path += f"M{at} {number + QUIET_ZONE}.5h{width}"
        at += width
    return path


def judge(qr: QrSymbol, guide: Guide) -> list[Diagnostic]:
    """Report an address that makes the symbol too fine to scan easily."""
    return _judged(qr.url, qr.modules, guide)


def _judged(url: str, modules: int, guide: Guide) -> list[Diagnostic]:
    if modules <= EASY_MODULES:
        return []
    message = f"the address has {len(url)} characters; its QR symbol has many small squares and is slow to scan"
    hint = "shorten the slug or guide_url: up to 62 characters scan well"
    return [warning("long-address", message, guide.path, guide.place_of("slug:"), hint)]


def judge_address(url: str, guide: Guide) -> list[Diagnostic]:
    """Report the same by the address alone, before any symbol is drawn."""
    if len(url.encode()) <= EASY_BYTES:
        return []
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(url)
    return _judged(url, 4 * code.best_fit() + 17, guide)
