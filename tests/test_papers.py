"""The papers beside the code: README, CONTRIBUTING and their like are whole."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("handouts", "templates", "styles", "content", "tests", ".ci")
PAPERS = {".md", ".po", ".toml", ".css", ".html", ".txt", ".py"}
MARKERS = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def papers() -> Iterator[Path]:
    """Give every file that people write. Broken guides are meant to be broken."""
    yield from ROOT.glob("*.*")
    for folder in FOLDERS:
        yield from (path for path in (ROOT / folder).rglob("*.*") if "broken" not in path.parts)


def test_no_paper_holds_two_sides_of_a_merge() -> None:
    found = [
        path for path in papers() if path.suffix in PAPERS and MARKERS.search(path.read_text("utf-8", "replace"))
    ]
    assert found == []


def test_markers_of_a_merge_would_be_found() -> None:
    assert MARKERS.search((ROOT / "tests" / "fixtures" / "broken" / "merge-conflict.md").read_text("utf-8"))
