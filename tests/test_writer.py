"""The writer: files appear whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.errors import OutputError
from handouts.export.writer import Folder


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    Folder(tmp_path / "out").write("leaflets/en/asthma.pdf", b"whole")
    assert (tmp_path / "out/leaflets/en/asthma.pdf").read_bytes() == b"whole"


def test_nothing_is_left_beside_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.pdf", b"one")
    folder.write("a.pdf", b"two")
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]
    assert folder.read("a.pdf") == b"two"


def test_others_can_read_it_as_any_file_of_theirs(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    Folder(tmp_path).write("a.pdf", b"one")
    assert (tmp_path / "a.pdf").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("path", ["../a.pdf", "leaflets/../../a.pdf", "/tmp/a.pdf"])  # noqa: S108
def test_nothing_is_written_outside_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="outside"):
        Folder(tmp_path / "out").write(path, b"one")
    assert not (tmp_path / "a.pdf").exists()


def test_a_folder_in_the_way_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OutputError) as caught:
        Folder(tmp_path).write("a.pdf", b"one")
    assert str(tmp_path / "a.pdf") in str(caught.value)
    assert "remove it" in caught.value.hint
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_writer_that_is_killed_leaves_the_old_file_whole(tmp_path: Path) -> None:
    """Kill real processes at many moments of a rewrite; each time the file is one of the two, never a part."""
    old, new = b"o" * 300_000, b"n" * 3_000_000
    folder = Folder(tmp_path)
    folder.write("a.pdf", old)
    program = (
        "import sys; from pathlib import Path; from handouts.export.writer import Folder\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        f"    Folder(Path(sys.argv[1])).write('a.pdf', b'n' * {len(new)})\n"
        f"    Folder(Path(sys.argv[1])).write('a.pdf', b'o' * {len(old)})\n"
    )
    for moment in (0.0, 0.003, 0.011, 0.02, 0.037, 0.05):
        with subprocess.Popen([sys.executable, "-c", program, tmp_path], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        assert folder.read("a.pdf") in (old, new)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 64 kB; needs root."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_named_and_costs_no_file(small_disk: Path) -> None:
    folder = Folder(small_disk)
    folder.write("a.pdf", b"o" * 20_000)
    with pytest.raises(OutputError) as caught:
        folder.write("a.pdf", b"n" * 200_000)
    assert "No space left on device" in str(caught.value)
    assert "free some space" in caught.value.hint
    assert [one.name for one in small_disk.iterdir()] == ["a.pdf"]
    assert folder.read("a.pdf") == b"o" * 20_000


def test_the_folder_may_lie_beside_or_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    folder = Folder(Path("../website"))
    folder.write("html/a.html", b"one")
    assert (tmp_path / "website/html/a.html").read_bytes() == b"one"
    with pytest.raises(OutputError, match="outside"):
        folder.write("../a.html", b"one")


def test_only_folders_of_ours_are_swept(tmp_path: Path) -> None:
    left = [tmp_path / name / ".handouts-x.part" for name in ("leaflets/en", "letters", ".")]
    for one in left:
        one.parent.mkdir(parents=True, exist_ok=True)
        one.touch()
    Folder(tmp_path).sweep()
    assert [one.exists() for one in left] == [False, True, False]


def test_a_limit_to_files_is_named_and_the_old_file_kept(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    folder = Folder(tmp_path)
    folder.write("a.txt", b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OutputError, match="File too large") as problem:
            folder.write("a.txt", b"new" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "ulimit -f" in problem.value.hint
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.txt": b"old"}
