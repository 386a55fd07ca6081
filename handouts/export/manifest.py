"""The manifest: the record of what stands in the output folder, and what was said about it."""

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handouts.export.sources import Source, merged

FILE_NAME = "manifest.json"
FORMAT = 2
"""Raised when a reader of the older form would go wrong."""

MADE = "made"
FAILED = "failed"
"""There is no file: the guide has errors, and never had an output."""
STALE = "stale"
"""The file is that of an earlier export: its guide has errors now, or is no longer published."""


@dataclass(frozen=True, slots=True)
class Record:
    """One output file."""

    path: str
    kind: str
    guides: tuple[str, ...]
    """Slugs."""
    category: str
    lang: str
    edition: str
    pages: int
    """Printed sides; 0 for HTML."""
    bytes: int
    sha256: str
    url: str
    """Address of the online version, or ""."""
    status: str
    diagnostics: tuple[Mapping[str, str | int], ...] = ()
    job: str = ""
    """Key of the job that made it."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Hash of each part that it was made of: while they are the same, it needs not be made again."""
    sheets: int = 0
    """Sheets of paper, printed on both sides; 0 for HTML."""
    sheets_saved: int = 0
    """Sheets that it would take besides, had no white space been tightened."""

    @property
    def is_there(self) -> bool:
        """Tell whether the record stands for a file on disk."""
        return self.status != FAILED


@dataclass(frozen=True, slots=True)
class Manifest:
    """All records, by path, and the texts that were ever published."""

    records: Mapping[str, Record] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    diagnostics: tuple[Mapping[str, Any], ...] = ()
    """What was said about the library and the styles rather than a guide."""

    def with_records(self, records: Iterable[Record]) -> "Manifest":
        """Give the manifest with these records in place of those of the same paths."""
        return replace(self, records={**self.records, **{one.path: one for one in records}})

    def dumped(self, versions: Mapping[str, str], diagnostics: Iterable[Mapping[str, Any]]) -> bytes:
        """Write it as JSON, sorted, without a clock time: equal outputs give an equal manifest."""
        content = {
            "version": FORMAT,
            "made_with": dict(versions),
            "sources": [_values(one) for one in merged(self.sources)],
            "outputs": [_values(self.records[path]) for path in sorted(self.records)],
            "diagnostics": list(diagnostics),
        }
        written = io.StringIO()
        # Piece by piece: all pieces at once take ten times the memory of what comes of them.
        written.writelines(json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(content))
        written.write("\n")
        return written.getvalue().encode()


def _values(one: Record | Source) -> dict[str, Any]:
    """Give the fields of a flat value; ``asdict`` copies them first, a tenth of an export that makes nothing."""
    return {name: getattr(one, name) for name in one.__slots__}


def sum_of(data: bytes) -> str:
    """Give the SHA-256 by which a file is known again."""
    return hashlib.sha256(data).hexdigest()


def parse(data: bytes | None) -> Manifest:
    """Read a manifest; one that is missing, damaged or of another format is an empty one."""
    return _read(data) or Manifest()


def is_readable(data: bytes | None) -> bool:
    """Tell whether a manifest says something to ``parse``, or is not there; what can't be read may hold much."""
    return data is None or _read(data) is not None


def _read(data: bytes | None) -> Manifest | None:
    try:
        content = json.loads(data or b"{}")
        if content.get("version") != FORMAT:
            return None
        records = [
            Record(**{**one, "guides": tuple(one["guides"]), "diagnostics": tuple(one["diagnostics"])})
            for one in content["outputs"]
        ]
        sources = merged(Source(**one) for one in content.get("sources", ()))
        said = tuple(content.get("diagnostics", ()))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return Manifest({one.path: one for one in records}, sources, said)
