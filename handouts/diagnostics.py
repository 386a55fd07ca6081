"""Problems in content, as values: what is wrong, where, and what to do about it.

All guides are read, all problems are gathered, all are reported; nothing here prints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    """The guide is not published; what was published of it before stays where it is."""
    WARNING = "warning"
    """The guide is published; under ``--strict`` it counts as an error."""
    NOTE = "note"
    """Good to know; never a reason to refuse a guide, not even under ``--strict``."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One reported problem with its place.

    ``path`` is written as the user can open it from where they stand; ``line`` and ``column`` count from 1
    and are 0 where the problem has no place inside the file.
    """

    severity: Severity
    code: str
    message: str
    path: str
    line: int = 0
    column: int = 0
    hint: str = ""

    def __str__(self) -> str:
        """Give it in the form ``content/asthma.md:4:9: error[bad-date]: … hint: …``."""
        place = ":".join([self.path, *(str(number) for number in (self.line, self.column) if number)])
        hint = f" hint: {self.hint}" if self.hint else ""
        return f"{place}: {self.severity}[{self.code}]: {self.message}{hint}"

    def as_dict(self) -> dict[str, str | int]:
        """Give it as plain values, for ``manifest.json`` and ``--json``."""
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "hint": self.hint,
        }


def from_dict(values: Mapping[str, Any]) -> Diagnostic:
    """Give the diagnostic that ``as_dict`` has written down."""
    return Diagnostic(**{**values, "severity": Severity(values["severity"])})


def error(code: str, message: str, path: str, place: tuple[int, int] = (0, 0), hint: str = "") -> Diagnostic:
    """Make a diagnostic that keeps its guide from being published. ``place`` is (line, column)."""
    return Diagnostic(Severity.ERROR, code, message, path, *place, hint=hint)


def warning(code: str, message: str, path: str, place: tuple[int, int] = (0, 0), hint: str = "") -> Diagnostic:
    """Make a diagnostic that lets its guide pass. ``place`` is (line, column)."""
    return Diagnostic(Severity.WARNING, code, message, path, *place, hint=hint)


def note(code: str, message: str, path: str, place: tuple[int, int] = (0, 0), hint: str = "") -> Diagnostic:
    """Make a diagnostic that only tells. ``place`` is (line, column)."""
    return Diagnostic(Severity.NOTE, code, message, path, *place, hint=hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of these keeps a guide from being published."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def made_strict(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Give the same diagnostics with every warning raised to an error (``--strict``)."""
    return tuple(
        replace(one, severity=Severity.ERROR) if one.severity is Severity.WARNING else one for one in diagnostics
    )


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, then by place, and drop what is said twice."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda one: (one.path, one.line, one.column, one.code, one.message)))
