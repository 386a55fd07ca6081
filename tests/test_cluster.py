"""A real scheduler and two worker processes of Dask on this machine; one of them is killed half-way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import faults
import pytest
from support import MakeShelf, Shelf, guide

from handouts.errors import MachineError
from handouts.export.cluster import Cluster
from handouts.export.cluster_worker import Answer, make
from handouts.export.plan import plan
from handouts.export.surroundings import program, themed
from handouts.export.task import Made, Task
from handouts.typeset.theme import Theme

pytestmark = pytest.mark.slow

EXPORT = [sys.executable, "-m", "handouts", "export", "--base-url", "https://hillstreet.org"]


@pytest.fixture(autouse=True)
def _distributed() -> None:
    """Import it when it is needed only: these tests are collected with all others."""
    pytest.importorskip("distributed")


@dataclass(frozen=True)
class Dask:
    """A scheduler and its workers."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


def start(module: str, *options: str, log: Path) -> subprocess.Popen[bytes]:
    # They must find the faults that they are sent.
    known = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with log.open("wb") as said:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
        return subprocess.Popen(command, stdout=said, stderr=said, env=known)


@pytest.fixture(params=["--no-nanny"])
def cluster(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Dask]:
    """Give a cluster of two workers with a thread each; a nanny starts a worker anew when it dies."""
    where = tmp_path / "scheduler.json"
    quiet = ("--scheduler-file", str(where), "--no-dashboard")
    scheduler = start(
        "dask_scheduler", *quiet, "--host", "127.0.0.1", "--port", "0", log=tmp_path / "scheduler.log"
    )
    alone = ("--nthreads", "1", request.param, "--local-directory", str(tmp_path / "dask"))
    workers = [start("dask_worker", *quiet, *alone, log=tmp_path / f"worker-{n}.log") for n in (1, 2)]
    try:
        yield Dask(address_in(where), scheduler, workers)
    finally:
        for process in (*workers, scheduler):
            if request.param == "--nanny":  # one that is killed leaves its worker behind
                process.terminate()
            else:
                process.kill()
        for process in (*workers, scheduler):
            process.wait()


def address_in(where: Path) -> str:
    import json

    for _ in range(300):
        if where.exists() and where.stat().st_size:
            return str(json.loads(where.read_text())["address"])
        time.sleep(0.1)
    raise TimeoutError(where)


@pytest.fixture
def made(shelf: MakeShelf) -> Shelf:
    """Give a library of twenty guides in two categories, one of them broken."""
    guides = {
        f"guide-{number:02}.md": guide(
            "Rest for a day.\n\n" * number, title=f"Guide {number}", category=("Heart", "Skin")[number % 2]
        )
        for number in range(1, 20)
    }
    return shelf({**guides, "dead.md": guide("See [below](#nowhere).", title="Dead", category="Other")})


def files(out: Path) -> dict[str, bytes]:
    return {one.relative_to(out).as_posix(): one.read_bytes() for one in out.rglob("*") if one.is_file()}


def exported(made: Shelf, out: Path, *options: str) -> subprocess.Popen[str]:
    where = ["--content", str(made.root), "--out", str(out)]
    return subprocess.Popen([*EXPORT, *where, *options], text=True, stderr=subprocess.PIPE)


def test_a_cluster_makes_what_this_machine_makes_also_when_a_worker_is_killed(
    made: Shelf, cluster: Dask, tmp_path: Path
) -> None:
    here = exported(made, tmp_path / "here")
    assert here.communicate(timeout=300)[0] is None
    assert here.returncode == 1
    process = exported(made, tmp_path / "there", "--cluster", cluster.address, "-v")
    assert process.stderr is not None
    line = ""
    while not line.startswith("made"):
        line = process.stderr.readline()
    cluster.workers[0].kill()
    _, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "dead.md" in err
    assert "error[dead-link]" in err
    assert "worker-died" not in err
    assert cluster.workers[0].wait() < 0
    assert cluster.workers[1].poll() is None
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_cluster_that_is_not_there_is_said(made: Shelf, tmp_path: Path) -> None:
    process = exported(made, tmp_path / "out", "--cluster", "tcp://127.0.0.1:9")
    _, err = process.communicate(timeout=120)
    assert process.returncode == 2
    assert "there is no cluster at 'tcp://127.0.0.1:9'" in err
    assert "dask scheduler" in err


def test_ctrl_c_takes_back_what_was_sent(made: Shelf, cluster: Dask, tmp_path: Path) -> None:
    # Stopped, so that the export can't have ended before Ctrl-C comes, however slow this process is.
    cluster.workers[1].send_signal(signal.SIGSTOP)
    process = exported(made, tmp_path / "out", "--cluster", cluster.address, "-v")
    assert process.stderr is not None
    line = ""
    while not line.startswith("made"):
        line = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    cluster.workers[1].send_signal(signal.SIGCONT)
    assert all(one.poll() is None for one in cluster.workers)
    again = exported(made, tmp_path / "out", "--cluster", cluster.address)
    _, err = again.communicate(timeout=300)
    assert again.returncode == 1
    assert "current" in err


def sent(made: Shelf) -> list[Task]:
    """Give the tasks of a library's guides as an export sends them."""
    library, looks = made.library, themed(Theme.of(made.root))
    return [
        Task(job, library, inputs={**looks, "versions": program()}) for job in plan(library.guides, html_only=True)
    ]


def codes(results: dict[str, Made]) -> dict[str, list[str]]:
    return {name: [one.code for one in made.diagnostics] for name, made in sorted(results.items())}


@pytest.mark.parametrize("cluster", ["--nanny", "--no-nanny"], indirect=True)
def test_a_job_that_hangs_or_crashes_there_costs_itself_alone(shelf: MakeShelf, cluster: Dask) -> None:
    names = ("crash-a", "hang-b", "killed-c", *(f"good-{number:02}" for number in range(20)), "hang-z")
    made = shelf({f"{name}.md": guide("Text.", title=name) for name in names})
    work = partial(make, work=faults.work)
    for _ in range(2):  # the second time nothing of the first must be in the way
        runner = Cluster(cluster.address, made.root.resolve(), 6.0, work=work)
        results = [(task.job.name, one) for task, one in runner.run(sent(made))]
        runner.close()
        assert sorted(name for name, _ in results) == sorted(names), "each once"
        assert codes(dict(results)) == {
            **{name: [] for name in sorted(names) if name.startswith("good")},
            **{name: ["timed-out"] for name in names if name.startswith("hang")},
            **{name: ["worker-died"] for name in names if name.startswith(("crash", "killed"))},
        }
    assert all(one.poll() is None for one in cluster.workers)


def stopped(_root: Path, _tasks: tuple[Task, ...], _timeout: float) -> Answer:
    """Stop the whole worker, as a machine does that has lost its network."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return Answer((), {})


def test_a_cluster_that_falls_silent_is_given_up(made: Shelf, cluster: Dask) -> None:
    runner = Cluster(cluster.address, made.root.resolve(), 0.1, silence=1.0, work=stopped)
    with pytest.raises(MachineError, match="does not answer any more"):
        list(runner.run(sent(made)))
    runner.close()


def test_a_cluster_whose_scheduler_ends_is_given_up(made: Shelf, cluster: Dask, tmp_path: Path) -> None:
    process = exported(made, tmp_path / "out", "--cluster", cluster.address, "-v")
    assert process.stderr is not None
    line = ""
    while not line.startswith("made"):
        line = process.stderr.readline()
    cluster.scheduler.kill()
    _, err = process.communicate(timeout=300)
    assert process.returncode == 3, err
    assert "the cluster does not answer any more; what was finished is kept" in err
    assert "Traceback" not in err
    made_then = len(list((tmp_path / "out").rglob("*.pdf")))
    assert made_then
    again = exported(made, tmp_path / "out")
    _, err = again.communicate(timeout=300)
    assert "current" in err
