"""The pool: real workers that hang, are killed and crash, and what that costs: their own job at most."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import faults
import pytest
from pebble.pool.process import TaskManager
from support import MakeShelf, Shelf, guide

from handouts.errors import MachineError, SettingsError
from handouts.export.plan import plan
from handouts.export.pool import Pool
from handouts.export.runner import Here, Runner, cores
from handouts.export.task import Made, Task
from handouts.export.watch import _Kept


def tasks(made: Shelf, *, html_only: bool = True) -> list[Task]:
    library = made.library
    return [Task(job, library) for job in plan(library.guides, html_only=html_only)]


def named(shelf: MakeShelf, *names: str) -> Shelf:
    """Make a library with a guide of each name."""
    return shelf({f"{name}.md": guide(f"This is {name}.", title=f"{name}") for name in names})


def done(runner: Runner, todo: list[Task]) -> dict[str, Made]:
    try:
        return {task.job.name: made for task, made in runner.run(todo)}
    finally:
        runner.close()


def codes(results: dict[str, Made]) -> dict[str, list[str]]:
    return {name: [one.code for one in made.diagnostics] for name, made in sorted(results.items())}


def test_a_worker_that_dies_costs_its_own_job_after_a_second_try(shelf: MakeShelf) -> None:
    made = named(shelf, "killed-a", "crash-b", "good-c", "good-d", "good-e")
    results = done(Pool(made.root, 2, warm=False, work=faults.work), tasks(made))
    assert codes(results) == {
        "killed-a": ["worker-died"],
        "crash-b": ["worker-died"],
        "good-c": [],
        "good-d": [],
        "good-e": [],
    }
    said = {name: one.diagnostics[0].message for name, one in results.items() if one.diagnostics}
    assert "ended 2 times without a result (SIGKILL" in said["killed-a"]
    assert "SIGSEGV" in said["crash-b"]


def test_a_job_whose_worker_died_is_done_on_a_fresh_one(shelf: MakeShelf) -> None:
    made = named(shelf, "once-a", "good-b")
    results = done(Pool(made.root, 1, warm=False, work=faults.work), tasks(made))
    assert codes(results) == {"good-b": [], "once-a": []}
    assert results["once-a"].files.keys() == {"html/en/once-a.html"}


def test_a_job_that_hangs_is_stopped_and_the_others_go_on(shelf: MakeShelf) -> None:
    made = named(shelf, "hang-a", "good-b", "good-c")
    results = done(Pool(made.root, 1, timeout=1.5, warm=False, work=faults.work), tasks(made))
    assert codes(results) == {"good-b": [], "good-c": [], "hang-a": ["timed-out"]}
    said = results["hang-a"].diagnostics[0]
    assert said.message == "this took more than 1.5 seconds and was stopped"
    assert said.path.endswith("hang-a.md")


def test_a_worker_that_is_killed_while_it_has_nothing_to_do_costs_nothing(shelf: MakeShelf) -> None:
    made = named(shelf, "good-a", "good-b")
    first, second = tasks(made)
    pool = Pool(made.root, 1, warm=False, work=faults.work)
    assert [made.diagnostics for _, made in pool.run([first])] == [()]
    os.kill(int((made.root / "pids").read_text()), signal.SIGKILL)
    time.sleep(0.5)
    assert [made.diagnostics for _, made in pool.run([second])] == [()]
    pool.close()


def test_a_job_that_is_handed_to_a_worker_as_it_is_found_dead_is_done_by_another(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pebble has told all its jobs that their worker is dead, and then takes one more, that nobody will do."""
    made = named(shelf, "good-a", "good-b")
    first, second = tasks(made)
    pool = Pool(made.root, 1, warm=False, work=faults.work)
    assert [made.diagnostics for _, made in pool.run([first])] == [()]
    (dead,) = pool._idle
    register = TaskManager.register

    def too_late(manager: TaskManager, task: Any) -> None:
        while manager is dead._pool_manager.task_manager and dead.active:
            time.sleep(0.01)
        register(manager, task)

    monkeypatch.setattr(TaskManager, "register", too_late)
    os.kill(int((made.root / "pids").read_text()), signal.SIGKILL)
    assert [made.diagnostics for _, made in pool.run([second])] == [()]
    assert not dead.active
    pool.close()


def test_a_worker_that_hangs_before_it_begins_is_replaced(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = named(shelf, "good-a")
    pool = Pool(made.root, 1, timeout=0.5, warm=False, work=faults.work)
    new_pool, discard = pool._new_pool, pool._discard

    def hung() -> Any:
        """Give a worker that stands still as soon as it is there, as one does that waits for a disk."""
        monkeypatch.setattr(pool, "_new_pool", new_pool)
        first = new_pool()
        assert first.active  # which starts it
        for worker in first._pool_manager.worker_manager.workers:
            os.kill(worker, signal.SIGSTOP)
        return first

    def given_up(given: Any) -> Any:
        pool.timeout = 60  # the next one is to have all the time that it needs
        return discard(given)

    monkeypatch.setattr("handouts.export.pool.BEGINNING", 0)
    monkeypatch.setattr(pool, "_new_pool", hung)
    monkeypatch.setattr(pool, "_discard", given_up)
    assert codes(done(pool, tasks(made))) == {"good-a": []}


def test_what_cannot_be_handed_over_costs_one_job(shelf: MakeShelf) -> None:
    made = named(shelf, "good-b", "unspeakable-a")
    results = done(Pool(made.root, 1, warm=False, work=faults.work), tasks(made))
    assert codes(results) == {"good-b": [], "unspeakable-a": ["program-fault"]}


@pytest.mark.slow
def test_workers_are_replaced_after_a_number_of_jobs(shelf: MakeShelf) -> None:
    made = named(shelf, *(f"good-{letter}" for letter in "abcdef"))
    results = done(Pool(made.root, 1, warm=False, per_worker=2, work=faults.work), tasks(made))
    pids = (made.root / "pids").read_text().split()
    assert len(results) == 6
    assert [pids.count(one) for one in dict.fromkeys(pids)] == [2, 2, 2]


def test_a_long_job_leaves_no_other_worker_idle(shelf: MakeShelf) -> None:
    made = named(shelf, "good-b", "good-c", "good-d", "good-e", "slow-a")
    todo = sorted(tasks(made), key=lambda one: one.job.name != "slow-a")
    pool = Pool(made.root, 2, warm=False, work=faults.work)
    order = [task.job.name for task, _ in pool.run(todo)]
    pool.close()
    assert order[-1] == "slow-a"


@pytest.mark.slow
def test_tasks_are_drawn_as_work_goes_on(shelf: MakeShelf) -> None:
    made = named(shelf, *(f"good-{letter}" for letter in "abcdefgh"))
    drawn: list[str] = []

    def source() -> Iterator[Task]:
        for task in tasks(made):
            drawn.append(task.job.key)
            yield task

    pool = Pool(made.root, 2, warm=False)
    ahead = [len(drawn) - number for number, _ in enumerate(pool.run(source()))]
    pool.close()
    assert max(ahead) <= 5


def test_no_worker_is_left_when_the_pool_is_closed_in_the_middle(shelf: MakeShelf) -> None:
    made = named(shelf, "good-a", "hang-b")
    pool = Pool(made.root, 2, warm=False, work=faults.work)
    next(pool.run(tasks(made)))
    pids = [int(one) for one in (made.root / "pids").read_text().split()]
    pool.close()
    for pid in pids:
        assert gone(pid)


def gone(pid: int) -> bool:
    """Tell whether a process is no more, or soon."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.slow
def test_workers_that_are_killed_at_any_moment_cost_nothing_but_time(shelf: MakeShelf) -> None:
    """Kill the worker that spoke last, busy or idle, over and over. A job that is hit twice is reported."""
    made = named(shelf, *(f"good-{number:03}" for number in range(60)))
    wanted = done(Here(made.root), tasks(made))
    pool = Pool(made.root, 2, warm=False, work=faults.work)
    results: dict[str, Made] = {}
    for number, (task, one) in enumerate(pool.run(tasks(made))):
        results[task.job.name] = one
        if number % 5 == 2:
            victim = int((made.root / "pids").read_text().split()[-1])
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
    pool.close()
    hit_twice = {name for name, one in results.items() if one != wanted[name]}
    assert results.keys() == wanted.keys()
    assert len(hit_twice) <= 2
    assert {code for name in hit_twice for code in codes(results)[name]} <= {"worker-died"}


def test_the_bytes_are_the_same_for_every_number_of_workers(shelf: MakeShelf) -> None:
    made = named(shelf, "asthma", "croup", "eczema")
    todo = tasks(made, html_only=False)
    assert done(Here(made.root), todo) == done(Pool(made.root, 2), todo)


def test_as_many_cores_are_used_as_this_process_may_use() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_a_template_that_fails_stops_the_run_from_inside_a_worker(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "templates/partials/masthead.html": "{{ gude }}"})
    pool = Pool(made.root, 1, warm=False)
    with pytest.raises(SettingsError, match=r"masthead\.html:1: .*'gude' is undefined"):
        list(pool.run(tasks(made)))
    pool.close()


class _AtOnce:
    """A worker that has done its task as soon as it is given one."""

    def __init__(self, ended: list[object]) -> None:
        self.ended = ended

    def schedule(self, work: Any, args: tuple[Task], **_limits: float) -> "Future[Made]":
        found: Future[Made] = Future()
        try:
            found.set_result(work(*args))
        except SettingsError as problem:
            found.set_exception(problem)
        return found

    def stop(self) -> None:
        self.ended.append(self)

    def join(self) -> None:
        pass


def test_what_a_run_leaves_behind_is_not_taken_for_the_next_ones(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = named(shelf, "a", "b", "c", "d")
    todo, ended = tasks(made), list[object]()
    pool = Pool(made.root, 2, work=lambda _task: Made())
    monkeypatch.setattr(pool, "_new_pool", lambda: _AtOnce(ended))
    kept = _Kept(pool)
    next(iter(kept.run(todo)))
    kept.close()  # the export was broken off, and said so
    assert [task.job.name for task, _ in kept.run(todo[:1])] == ["a"]


def test_a_worker_that_stops_a_run_ends_with_it(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(_task: Task) -> Made:
        raise SettingsError("no such colour")

    made, ended = named(shelf, "a"), list[object]()
    pool = Pool(made.root, 1, work=work)
    monkeypatch.setattr(pool, "_new_pool", lambda: _AtOnce(ended))
    monkeypatch.setattr(pool, "_discard", ended.append)
    with pytest.raises(SettingsError):
        list(pool.run(tasks(made)))
    assert len(ended) == 1


class _WithoutMemory(_AtOnce):
    """A worker that can't be started, on a machine that has nothing left."""

    def schedule(self, *_work: Any, **_limits: Any) -> "Future[Made]":
        raise RuntimeError("can't start new thread")


def test_a_machine_without_memory_is_named(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_thread(_self: object) -> None:
        raise RuntimeError("can't start new thread")

    made = named(shelf, "a")
    pool = Pool(made.root, 1)
    monkeypatch.setattr(pool, "_new_pool", lambda: _WithoutMemory([]))
    monkeypatch.setattr("threading.Thread.start", no_thread)
    with pytest.raises(MachineError, match="every process that is to make leaflets ends at once") as problem:
        list(pool.run(tasks(made)))
    assert "memory" in problem.value.hint
    pool._idle.append(_WithoutMemory([]))  # type: ignore[arg-type]
    pool.close()
