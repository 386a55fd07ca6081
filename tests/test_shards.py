"""Parts of a plan, made on several machines, and what becomes of them when they are joined."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import MakeShelf, Shelf, guide

from handouts.cli import run
from handouts.errors import UsageError
from handouts.export.merge import merge
from handouts.export.shards import WHOLE, Shard, parse

NAMES = ("asthma", "croup", "eczema", "migraine", "sprains", "sunburn")


@pytest.fixture
def made(shelf: MakeShelf) -> Shelf:
    """Give a library of six guides."""
    return shelf({f"{name}.md": guide(f"About {name}.", title=name.title()) for name in NAMES})


def files(out: Path) -> dict[str, bytes]:
    return {one.relative_to(out).as_posix(): one.read_bytes() for one in out.rglob("*") if one.is_file()}


def test_each_job_is_in_one_part_whatever_else_there_is() -> None:
    keys = [f"leaflet/en/guide-{number}" for number in range(1000)]
    parts = [{key for key in keys if Shard(number, 8).has(key)} for number in range(1, 9)]
    assert sorted(key for part in parts for key in part) == sorted(keys)
    assert all(90 < len(part) < 160 for part in parts)
    assert all(map(WHOLE.has, keys))


def test_a_part_is_the_same_on_every_machine() -> None:
    program = "from handouts.export.shards import Shard; print([Shard(n, 8).has('a') for n in range(1, 9)])"
    ran = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        for seed in ("1", "2")
    ]
    assert ran[0].stdout == ran[1].stdout
    assert ran[0].stdout.count("True") == 1


@pytest.mark.parametrize("said", ["0/8", "9/8", "3", "a/b", "3/0", "-1/2", "1/8/2"])
def test_what_is_no_part_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="no part of a whole"):
        parse(said)
    assert parse("3/8") == Shard(3, 8)


@pytest.mark.parametrize("apart", [False, True])
def test_parts_that_are_joined_are_what_one_export_makes(made: Shelf, tmp_path: Path, apart: bool) -> None:
    made.export(html_only=True)
    wanted = files(made.out)
    places = []
    for number in (1, 2, 3):
        place = Shelf(made.root, tmp_path / (f"part-{number}" if apart else "parts"))
        place.export(html_only=True, shard=Shard(number, 3))
        places.append(place.out)
        assert f"manifest.{number}-of-3.json" in files(place.out)
    joined = merge(places if apart else places[:1], tmp_path / "parts")
    assert joined.parts == 3
    assert joined.copied == (6 if apart else 0)
    assert files(tmp_path / "parts") == wanted


def test_what_another_part_or_the_whole_has_made_is_current(made: Shelf) -> None:
    made.export(html_only=True)
    reports = [made.export(html_only=True, shard=Shard(number, 3)) for number in (1, 2, 3)]
    assert sum(report.counts["current"] for report in reports) == 6
    assert not any(report.counts["made"] for report in reports)


def test_a_part_that_is_missing_is_named(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (1, 4):
        made.export(html_only=True, shard=Shard(number, 4))
    assert run(["merge-manifests", "--out", str(made.out)]) == 2
    assert "parts are missing: 2/4, 3/4" in capsys.readouterr().err


def test_a_file_that_did_not_arrive_is_named(
    made: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (1, 2):
        made.export(html_only=True, shard=Shard(number, 2))
    made.html("croup").unlink()
    made.html("eczema").write_text("damaged")
    assert run(["merge-manifests", str(made.out), "--out", str(tmp_path / "all")]) == 1
    err = capsys.readouterr().err
    assert "html/en/croup.html is missing or damaged" in err
    assert "html/en/eczema.html is missing or damaged" in err
    assert "2 parts joined" in err
    assert len(files(tmp_path / "all")) == 5


def test_parts_made_with_different_versions_are_not_joined(made: Shelf) -> None:
    for number in (1, 2):
        made.export(html_only=True, shard=Shard(number, 2))
    path = made.out / "manifest.2-of-2.json"
    content = json.loads(path.read_text())
    content["made_with"]["weasyprint"] = "1.0"
    path.write_text(json.dumps(content))
    with pytest.raises(UsageError, match="different versions"):
        merge([made.out], made.out)


def test_a_folder_without_parts_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        merge([tmp_path / "nowhere"], tmp_path)
    with pytest.raises(UsageError, match="no manifest"):
        merge([tmp_path], tmp_path)


def test_what_is_withdrawn_is_stale_in_its_part(made: Shelf) -> None:
    made.export(html_only=True)
    (made.root / "croup.md").unlink()
    for number in (1, 2):
        made.export(html_only=True, shard=Shard(number, 2))
    joined = merge([made.out], made.out)
    assert joined.manifest.records["html/en/croup.html"].status == "stale"


@pytest.mark.slow
def test_two_parts_may_be_made_in_one_folder_at_once(made: Shelf) -> None:
    command = [sys.executable, "-m", "handouts", "export", "--html-only", "-j", "1", "--content", str(made.root)]
    both = [
        subprocess.Popen(
            [*command, "--out", str(made.out), "--shard", f"{number}/2"], stderr=subprocess.PIPE, text=True
        )
        for number in (1, 2)
    ]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert not any("waiting" in one for one in said)
    assert merge([made.out], made.out).manifest.records.keys() == {f"html/en/{name}.html" for name in NAMES}
    assert {path.name for path in made.out.iterdir()} == {"html", "manifest.json"}


def test_what_fails_now_is_stale_where_it_was_made_before(
    made: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def joined(day: str) -> int:
        places = [Shelf(made.root, tmp_path / f"{day}-{number}") for number in (1, 2)]
        for number, place in enumerate(places, start=1):
            place.export(html_only=True, shard=Shard(number, 2))
        return run(["merge-manifests", *(str(place.out) for place in places), "--out", str(made.out)])

    assert joined("monday") == 0
    (made.root / "croup.md").write_text(guide("![](no.png)", title="Croup"))
    (made.root / "scabies.md").write_text(guide("![](no.png)", title="Scabies"))
    assert joined("tuesday") == 1
    records = {one["path"]: one for one in made.manifest["outputs"]}
    stale = records["html/en/croup.html"]
    assert (stale["status"], bool(stale["sha256"])) == ("stale", True)
    assert "missing-image" in {one["code"] for one in stale["diagnostics"]}
    assert records["html/en/scabies.html"]["status"] == "failed"
    assert records["html/en/asthma.html"]["status"] == "made"
    err = capsys.readouterr().err
    assert "html/en/croup.html: is of an earlier export, and out of date" in err
    assert "html/en/scabies.html: was not made" in err
