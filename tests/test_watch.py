"""Watching: a saved file is made again, and what it touches, until Ctrl-C."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from support import MakeShelf, Shelf, guide

from handouts.cli import run
from handouts.export.cache import Remembering
from handouts.export.interrupts import ctrl_c_is_remembered
from handouts.export.watch import Crew, changes


@pytest.fixture
def made(shelf: MakeShelf) -> Shelf:
    """Give a library of two guides."""
    return shelf({"asthma.md": guide("One."), "croup.md": guide("Two.", title="Croup")})


@pytest.fixture
def watching(made: Shelf) -> Iterator["subprocess.Popen[str]"]:
    """Start to watch it."""
    command = [sys.executable, "-m", "handouts", "watch", "--html-only", "-j", "1", "-v"]
    where = ["--content", str(made.root), "--out", str(made.out)]
    process = subprocess.Popen([*command, *where], text=True, stderr=subprocess.PIPE, bufsize=1)
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    assert process.stderr is not None
    process.stderr.close()


class Ear:
    """Listens to what a process says on stderr."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.put(line.rstrip())

    def heard(self, *words: str) -> list[str]:
        """Give the lines up to one with all these words; waiting for ever helps nobody."""
        found: list[str] = []
        while not (found and all(word in found[-1] for word in words)):
            try:
                found.append(self.lines.get(timeout=60))
            except queue.Empty:
                raise AssertionError(found) from None
        return found


def test_what_is_saved_is_made_again_and_nothing_else(made: Shelf, watching: "subprocess.Popen[str]") -> None:
    ear = Ear(watching)
    ear.heard("watching", "Ctrl-C ends it")
    (made.root / "croup.md").write_text(guide("Three.", title="Croup"))
    lines = ear.heard("leaflet made")
    assert "made html/en/croup.html" in "\n".join(lines)
    assert "1 leaflet made" in lines[-1]
    assert "Three." in made.html("croup").read_text()
    (made.root / "library.toml").write_text("publisher = ")
    ear.heard("error: ", "can't be read")
    (made.root / "library.toml").write_text('publisher = "Hill Street"')
    ear.heard("2 leaflets made")
    (made.root / "templates").mkdir()
    (made.root / "templates" / "leaflet.html").write_text("<!DOCTYPE html><html><head></head>New</html>")
    ear.heard("2 leaflets made")
    assert "New" in made.html("croup").read_text()
    watching.send_signal(signal.SIGINT)
    ear.heard("no longer watching")
    watching.wait(timeout=60)
    assert watching.returncode == 0


def test_new_workers_are_taken_for_new_styles_and_for_nothing_else(made: Shelf) -> None:
    crew = Crew(made.root, 1, 60, warm=False)
    first = crew._pool
    (made.root / "new.md").write_text(guide("Four."))
    crew.runner(1)
    assert crew._pool is first
    (made.root / "styles").mkdir()
    (made.root / "styles" / "library.css").write_text("p { color: black }")
    crew.runner(1)
    assert crew._pool is not first
    crew.close()


@pytest.mark.slow
def test_the_output_folder_is_not_watched(made: Shelf) -> None:
    """Out may lie in the library: what is made must not be a reason to make it again."""
    out = made.root / "out"
    command = [sys.executable, "-m", "handouts", "watch", "--html-only", "-j", "1", "-v"]
    where = ["--content", str(made.root), "--out", str(out)]
    with subprocess.Popen([*command, *where], text=True, stderr=subprocess.PIPE) as process:
        ear = Ear(process)
        ear.heard("watching")
        (out / "html" / "en" / "asthma.html").unlink()
        time.sleep(1.0)
        (made.root / "croup.md").write_text(guide("Three.", title="Croup"))
        lines = ear.heard("leaflets made")
        assert "2 leaflets made" in lines[-1], "both at once: the first was not heard of"
        os.kill(process.pid, signal.SIGINT)
        process.wait(timeout=60)


def test_what_is_watched_is_kept_in_the_cache_and_no_cluster_is_asked(made: Shelf) -> None:
    crew = Crew(made.root, 1, 60, warm=False, cache=made.out)
    assert isinstance(crew.runner(1), Remembering)
    crew.close()
    assert run(["watch", "--cluster", "tcp://x:1", "--content", str(made.root), "--out", str(made.out)]) == 2


def test_ctrl_c_ends_the_watch_even_where_its_exception_is_lost(made: Shelf) -> None:
    with ctrl_c_is_remembered() as asked_to_end:
        with contextlib.suppress(KeyboardInterrupt):  # as Python does in a callback or a finalizer
            signal.raise_signal(signal.SIGINT)
        assert asked_to_end.is_set()
        assert list(changes(made.root, made.out, asked_to_end)) in ([], [set()])
