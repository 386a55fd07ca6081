"""What goes wrong from outside: Ctrl-C, kills, a full disk, two exports at once. Real processes, real signals.

After each of them the output folder holds whole files only, of the old text or the new one, and a manifest; and
the next export goes on from there to the same bytes as one that nothing has disturbed.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import MakeShelf, Shelf, guide

NAMES = ("asthma", "croup", "eczema", "migraine")
EXPORT = [sys.executable, "-m", "handouts", "export", "--base-url", "https://hillstreet.org"]


@pytest.fixture
def made(shelf: MakeShelf) -> Shelf:
    """Give a library of four guides, not yet exported."""
    return shelf({f"{name}.md": guide(f"About {name}.", title=name.title()) for name in NAMES})


def started(made: Shelf, *options: str, out: Path | None = None) -> subprocess.Popen[str]:
    """Start an export as a terminal does: in a process group of its own, to which Ctrl-C goes."""
    where = ["--content", str(made.root), "--out", str(out or made.out)]
    return subprocess.Popen(
        [*EXPORT, *where, *options],
        text=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def finished(made: Shelf, *options: str, out: Path | None = None) -> tuple[int, str]:
    process = started(made, *options, out=out)
    _, err = process.communicate(timeout=120)
    return process.returncode, err


def sums(out: Path) -> dict[str, str]:
    """Give a hash of each file. Which texts were ever published is history, and none of what is compared."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(without_history(path)).hexdigest()
        for path in out.rglob("*")
        if path.is_file()
    }


def without_history(path: Path) -> bytes:
    if path.name != "manifest.json":
        return path.read_bytes()
    content = json.loads(path.read_text())
    assert content.pop("sources")
    return json.dumps(content).encode()


def write(made: Shelf, word: str) -> None:
    for name in NAMES:
        (made.root / f"{name}.md").write_text(guide(f"About {name}, {word}.", title=name.title()))


def whole(made: Shelf, tmp_path: Path, word: str, *options: str) -> dict[str, str]:
    """Give the sums of an export that nothing disturbs."""
    write(made, word)
    out = tmp_path / word
    code, err = finished(made, *options, out=out)
    assert code == 0, err
    return sums(out)


def interrupted(made: Shelf, tmp_path: Path, rounds: int, *options: str, longest: float) -> None:
    """Interrupt exports at random moments; every time the text is another one than the time before."""
    texts = [whole(made, tmp_path, word, *options) for word in ("old", "new")]
    known = {path: {one[path] for one in texts} for path in texts[0]}
    chance = random.Random(20261124)  # noqa: S311 - moments, no secrets
    codes = set()
    for number in range(rounds):
        write(made, ("old", "new")[number % 2])
        process = started(made, *options)
        time.sleep(chance.uniform(0, longest))
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        if process.returncode != 1 or not ("site" in err or "runpy" in err):  # Python itself was not yet ready
            codes.add(process.returncode)
        found = sums(made.out) if made.out.exists() else {}
        for path, value in found.items():
            if path == "manifest.json":
                assert json.loads((made.out / path).read_text())["version"] == 2
            else:
                assert value in known[path], f"round {number}: {path} is neither the old file nor the new one"
        assert "program-fault" not in err
    assert codes <= {0, 130, -signal.SIGINT}
    write(made, "new")
    code, err = finished(made, *options)
    assert code == 0, err
    assert sums(made.out) == texts[1]


def test_ctrl_c_at_any_moment_leaves_whole_files(made: Shelf, tmp_path: Path) -> None:
    interrupted(made, tmp_path, 2, "--html-only", "--jobs", "2", longest=0.8)


@pytest.mark.slow
@pytest.mark.parametrize("moments", [10, 100])
def test_ctrl_c_while_pages_are_laid_out_leaves_whole_files(made: Shelf, tmp_path: Path, moments: int) -> None:
    interrupted(made, tmp_path, moments, "--jobs", "2", longest=2.0)


@pytest.mark.slow
def test_an_interrupted_export_says_that_what_was_finished_is_kept(made: Shelf) -> None:
    for number in range(40):  # so many that it can't have ended before Ctrl-C comes
        (made.root / f"more-{number}.md").write_text(guide("Text.", title=f"More {number}"))
    process = started(made, "--jobs", "1", "-v")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("made"):
            break
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted; what was finished is kept" in err
    statuses = [one["status"] for one in made.manifest["outputs"]]
    assert statuses
    assert set(statuses) == {"made"}


@pytest.mark.slow
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_a_scheduler_that_ends_an_export_is_obeyed_as_tidily(made: Shelf, end: signal.Signals) -> None:
    process = started(made, "--html-only", "--jobs", "1", "-v")
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(end)
    process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert not list(made.out.rglob("*.part"))
    assert made.manifest["outputs"]


@pytest.mark.slow
def test_an_export_that_is_killed_costs_only_what_it_was_at(made: Shelf, tmp_path: Path) -> None:
    wanted = whole(made, tmp_path, "old", "--html-only")
    process = started(made, "--html-only", "--jobs", "2", "-v")
    assert process.stderr is not None
    process.stderr.readline()
    workers = descendants(process.pid)
    process.kill()
    process.communicate(timeout=60)
    (made.out / "html" / "en").mkdir(parents=True, exist_ok=True)
    (made.out / "html" / "en" / ".handouts-abc.part").write_bytes(b"half")
    code, err = finished(made, "--html-only")
    assert code == 0, err
    assert sums(made.out) == wanted
    assert all(gone(pid) for pid in workers)


def descendants(pid: int) -> list[int]:
    """Give the processes that a process has started, and those that these have started."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def gone(pid: int) -> bool:
    """Tell whether a process is no more, or soon."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_workers_that_are_killed_cost_at_most_their_own_job(made: Shelf, tmp_path: Path) -> None:
    wanted = whole(made, tmp_path, "old")
    chance = random.Random(4711)  # noqa: S311 - moments, no secrets
    for _ in range(10):
        process = started(made, "--jobs", "2", "--force")
        time.sleep(chance.uniform(0.5, 2.5))
        for pid in descendants(process.pid)[2:]:  # not the two that start and tidy up
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert sums(made.out) == wanted


@pytest.mark.slow
def test_two_exports_into_one_folder_take_turns(made: Shelf, tmp_path: Path) -> None:
    wanted = whole(made, tmp_path, "old", "--html-only")
    both = [started(made, "--html-only", "--jobs", "1", "--force") for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sums(made.out) == wanted


@pytest.mark.slow
def test_the_second_export_says_that_it_waits(made: Shelf) -> None:
    import fcntl

    made.out.mkdir()
    handle = os.open(made.out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    process = started(made, "--html-only", "--jobs", "1")
    assert process.stderr is not None
    line = process.stderr.readline()
    while "waiting" not in line:
        line = process.stderr.readline()
    assert line.startswith("another export is writing into the same folder")
    assert process.poll() is None
    os.close(handle)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk that three pages fit on, but not four; needs root."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=640k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_and_the_next_export_goes_on(made: Shelf, small_disk: Path, tmp_path: Path) -> None:
    wanted = whole(made, tmp_path, "old", "--html-only")
    size = max(len((tmp_path / "old" / path).read_bytes()) for path in wanted)
    resize = ["mount", "-o", f"remount,size={int(size * 3.5)}", str(small_disk)]
    subprocess.run(resize, check=True)
    out = small_disk / "out"
    code, err = finished(made, "--html-only", "--jobs", "2", out=out)
    assert code == 2
    assert "No space left on device" in err
    assert "free some space and run the same command again" in err
    found = sums(out)
    assert found.items() <= {**wanted, "manifest.json": found.get("manifest.json")}.items()
    assert 2 <= len(found) <= 4
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    code, err = finished(made, "--html-only", "--jobs", "2", out=out)
    assert code == 0, err
    assert sums(out) == wanted
    assert "current" in err


def test_a_folder_that_cannot_be_used_is_named(made: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, err = finished(made, "--html-only", out=tmp_path / "file" / "out")
    assert code == 2
    assert "file/out can't be used: Not a directory" in err
    assert "--out" in err


def test_one_file_that_is_held_costs_one_leaflet(made: Shelf) -> None:
    made.html("croup").mkdir(parents=True)
    code, err = finished(made, "--html-only", "--jobs", "2")
    assert code == 1
    assert "croup.md: error[in-the-way]" in err
    assert "Is a directory" in err
    assert {name for name in NAMES if made.html(name).is_file()} == {"asthma", "eczema", "migraine"}
    made.html("croup").rmdir()
    code, err = finished(made, "--html-only")
    assert code == 0, err
