"""The cache: right or absent, never out of date."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from support import MakeShelf, Shelf, guide

from handouts.diagnostics import warning
from handouts.export.books import plan_pack
from handouts.export.task import Made
from handouts.export.verdict import as_seen_here
from handouts.export.worker import Worker
from handouts.library.library import Selection


@pytest.fixture
def made(shelf: MakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Give a library that was exported with a cache; from then on no worker makes anything."""
    found = shelf({"asthma.md": guide("One."), "croup.md": guide("Two.", title="Croup")})
    assert found.export(cache=tmp_path / "cache").counts == {"made": 2}

    def refuse(*_: object) -> None:
        raise AssertionError("this is in the cache")

    monkeypatch.setattr("handouts.export.worker.Worker._publish", refuse)
    return found


def files(out: Path) -> dict[str, bytes]:
    return {one.relative_to(out).as_posix(): one.read_bytes() for one in out.rglob("*") if one.is_file()}


def test_what_is_lost_comes_back_from_the_cache(made: Shelf, tmp_path: Path) -> None:
    before = files(made.out)
    shutil.rmtree(made.out)
    assert made.export(cache=tmp_path / "cache").counts == {"made": 2}
    assert files(made.out) == before


def test_it_serves_a_copy_of_the_library_on_another_machine(made: Shelf, tmp_path: Path) -> None:
    there = Shelf(tmp_path / "there" / "guides", tmp_path / "there" / "out")
    shutil.copytree(made.root, there.root)
    shutil.copytree(tmp_path / "cache", tmp_path / "there" / "cache")
    assert there.export(cache=tmp_path / "there" / "cache").counts == {"made": 2}
    before, after = files(made.out), files(there.out)
    del before["manifest.json"], after["manifest.json"]  # it names the folder of the guides
    assert after == before


def test_another_text_is_another_entry(made: Shelf, tmp_path: Path) -> None:
    (made.root / "croup.md").write_text(guide("Three.", title="Croup"))
    report = made.export(cache=tmp_path / "cache")
    assert report.counts == {"current": 1, "failed": 1}
    assert "this is in the cache" in [one.message for one in report.outcomes[1].diagnostics][-1]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"nonsense", b'{"files": []}\nabc'])
def test_a_damaged_entry_is_none(
    made: Shelf, tmp_path: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    before = files(made.out)
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(damage or path.read_bytes()[:-1])
    shutil.rmtree(made.out)
    assert made.export(cache=tmp_path / "cache").counts == {"made": 2}
    assert files(made.out) == before


@pytest.mark.parametrize("name", ["spacer.png", "styles/library.css"])
def test_what_was_saved_while_it_was_made_is_not_kept(
    shelf: MakeShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    picture = (Path(__file__).parents[1] / "content/images/leaflet.png").read_bytes()
    files = {"spacer.png": picture, "styles/library.css": "p { color: black }"}
    made = shelf({"asthma.md": guide("![A spacer](spacer.png)"), **files})
    publish = Worker._publish

    def saved_meanwhile(*task: Any) -> Made:
        (made.root / name).write_bytes((made.root / name).read_bytes() + b"\n")
        return publish(*task)

    monkeypatch.setattr(Worker, "_publish", saved_meanwhile)
    cache = tmp_path / "cache"
    assert made.export(html_only=True, cache=cache).counts == {"made": 1}
    assert not cache.exists()
    monkeypatch.undo()
    made.export(html_only=True, cache=cache)
    assert cache.exists()


def test_what_failed_is_not_kept(shelf: MakeShelf, tmp_path: Path) -> None:
    made = shelf({"asthma.md": guide("See [below](#nowhere).")})
    made.export(html_only=True, cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_strict_takes_nothing_that_has_warnings(shelf: MakeShelf, tmp_path: Path) -> None:
    made = shelf({"asthma.md": guide("One.", related="[nowhere]")})
    assert made.export(html_only=True, cache=tmp_path / "cache").counts == {"made": 1}
    shutil.rmtree(made.out)
    assert made.export(html_only=True, strict=True, cache=tmp_path / "cache").counts == {"failed": 1}


def test_a_finding_goes_to_the_file_whose_whole_path_it_names(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("One."), "kids/asthma.md": guide("Two.", slug="kids-asthma")})
    (job,) = plan_pack(made.library, Selection(("asthma", "kids-asthma")), "Both")
    (said,) = as_seen_here([warning("a", "b", "elsewhere/kids/asthma.md")], job, made.library)
    assert said.path.endswith("content/kids/asthma.md")
