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
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import faults
import pytest
from support import MakeShelf, Shelf, guide

from handouts.cli import run
from handouts.errors import MachineError
from handouts.export.cache import Remembering
from handouts.export.interrupts import ctrl_c_is_remembered
from handouts.export.plan import plan
from handouts.export.pool import Pool
from handouts.export.task import Task
from handouts.export.watch import Crew, Saves, _Kept, changes, saved_guides
from handouts.library.library import Selection


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
        lines = ear.heard("leaflet made")
        assert "made html/en/croup.html" in "\n".join(lines)
        assert "made html/en/asthma.html" not in "\n".join(lines), "the first was not heard of"
        assert "made html/en/asthma.html" in "\n".join(ear.heard("leaflet made")), "but all is looked at then"
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


def book_and_leaflets(made: Shelf, book: str) -> list[Task]:
    """Give the tasks of a library's leaflets, and before them one of a book of all its guides."""
    library = made.library
    jobs = plan(library.guides, html_only=True)
    places = tuple(job.guides[0] for job in jobs)
    return [Task(job, library) for job in (replace(jobs[0], name=book, guides=places, outputs=()), *jobs)]


def test_a_book_is_given_up_when_a_guide_is_saved_and_comes_after_its_leaflet(shelf: MakeShelf) -> None:
    made = shelf({f"good-{n}.md": guide("Text.", title=f"Good {n}") for n in (1, 2)})
    more: Future[None] = Future()
    pool = Pool(made.root, 1, warm=False, work=faults.work)
    done = []
    for task, _ in _Kept(pool, more).run(book_and_leaflets(made, "hang-book")):
        done.append(task.job.name)
        if len(done) == 2:
            threading.Timer(0.5, more.set_result, (None,)).start()  # while the book is at work
    assert done == ["good-1", "good-2"]
    idle = list(pool._idle)
    assert idle, "a worker is ready for what was saved"
    again = [task.job.name for task, _ in _Kept(pool, Future()).run(book_and_leaflets(made, "good-book")[1:])]
    assert again == ["good-1", "good-2"]
    assert idle == pool._idle
    pool.close()


def test_leaflets_that_are_under_way_are_finished_and_no_others_begun(shelf: MakeShelf) -> None:
    made = shelf({f"slow-{n}.md": guide("Text.", title=f"Slow {n}") for n in (1, 2, 3)})
    more: Future[None] = Future()
    more.set_result(None)
    pool = Pool(made.root, 2, warm=False, work=faults.work)
    results = {task.job.name: one for task, one in _Kept(pool, more).run(book_and_leaflets(made, "hang-book")[1:])}
    pool.close()
    assert results.keys() == {"slow-1", "slow-2"}
    assert all(one.files for one in results.values())


def test_a_burst_of_saves_and_an_editors_way_of_saving_are_heard_once_each(made: Shelf) -> None:
    asked_to_end = threading.Event()
    saves = Saves(made.root, made.out, asked_to_end)
    rounds = saves.rounds()
    more = saves.more()
    assert not more.done()
    for word in ("one", "two", "three"):  # written beside the guide, then renamed
        (made.root / ".asthma.md.swp").write_text(guide(word))
        (made.root / ".asthma.md.swp").replace(made.root / "asthma.md")
    saved = next(rounds)
    assert made.root / "asthma.md" in saved
    library = made.library
    assert saved_guides(library, Selection(), saved) == Selection((str(made.root / "asthma.md"),))
    assert saved_guides(library, Selection(), {*saved, made.root / "library.toml"}) is None
    assert saved_guides(library, Selection(), {made.root / "gone.md"}) is None
    assert more.done(), "whoever is at work hears of it, too"
    assert saves.more() is not more
    asked_to_end.set()
    assert all(saved for saved in rounds)


def test_a_folder_that_cannot_be_watched_is_said(tmp_path: Path) -> None:
    saves = Saves(tmp_path / "nowhere", tmp_path, threading.Event())
    with pytest.raises(MachineError, match="nowhere can't be watched"):
        next(saves.rounds())
