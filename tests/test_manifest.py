"""The manifest: what is written is what is read again; what can't be read is an empty one, not a stop."""

import dataclasses
import json

import pytest

from handouts.export.manifest import FAILED, MADE, STALE, Manifest, Record, parse

RECORD = Record(
    path="leaflets/en/asthma.pdf",
    kind="leaflet",
    guides=("asthma",),
    category="Breathing & Lungs",
    lang="en",
    edition="standard",
    pages=2,
    bytes=29_000,
    sha256="0" * 64,
    url="https://hillstreet.example/guides/asthma/",
    status=MADE,
    diagnostics=({"severity": "warning", "code": "no-alt", "message": "é", "path": "a.md", "line": 1},),
)


def dumped(*records: Record) -> bytes:
    return Manifest().with_records(records).dumped({"handouts": "1"}, [{"code": "placeholder"}])


def test_what_is_written_is_read_again() -> None:
    assert parse(dumped(RECORD)).records == {RECORD.path: RECORD}


def test_it_holds_what_programs_ask_for() -> None:
    content = json.loads(dumped(RECORD))
    assert content["version"] == 2
    assert content["made_with"] == {"handouts": "1"}
    assert content["diagnostics"] == [{"code": "placeholder"}]
    (output,) = content["outputs"]
    wanted = ["path", "kind", "guides", "category", "lang", "edition", "pages", "bytes", "sha256", "url", "status"]
    assert list(output) == [*wanted, "diagnostics", "job", "inputs", "sheets", "sheets_saved"]


def test_it_is_sorted_and_readable_and_ends_with_a_line_feed() -> None:
    other = dataclasses.replace(RECORD, path="html/en/asthma.html", kind="html", pages=0)
    assert dumped(RECORD, other) == dumped(other, RECORD)
    assert "é".encode() in dumped(RECORD)
    assert dumped(RECORD).endswith(b"}\n")


def test_a_new_record_takes_the_place_of_the_old_one_of_its_path() -> None:
    new = dataclasses.replace(RECORD, pages=1)
    assert Manifest().with_records([RECORD]).with_records([new]).records == {RECORD.path: new}


def test_a_failed_output_has_no_file() -> None:
    there = {status: dataclasses.replace(RECORD, status=status).is_there for status in (MADE, STALE, FAILED)}
    assert there == {MADE: True, STALE: True, FAILED: False}


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"\xff\xfe",
        b'{"version": 1, "outputs": []}',
        b'{"version": 2}',
        b'{"version": 2, "outputs": 7}',
        b'{"version": 2, "outputs": [7]}',
        b'{"version": 2, "outputs": [{}]}',
        b'{"version": 2, "outputs": [{"path": "x"}]}',
        dumped(RECORD).replace(b'"pages"', b'"sides"'),
        dumped(RECORD)[:-40],
        b'{"version":' + b"[" * 100_000,
    ],
)
def test_one_that_is_missing_damaged_or_of_another_format_is_empty(data: bytes | None) -> None:
    assert parse(data) == Manifest()
