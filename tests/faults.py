"""What can go wrong in a worker, by the name of the job: real deaths of real processes. The rest is done."""

import ctypes
import os
import signal
import time
from pathlib import Path

from handouts.export.pool_worker import make
from handouts.export.task import Made, Task


def work(task: Task) -> Made:
    """Do what the job's name says, or else the job."""
    kind = task.job.name.split("-")[0]
    if kind == "hang":
        while True:
            time.sleep(60)
    if kind == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "crash":
        ctypes.string_at(0)  # a segmentation fault, as in a native library
    if kind == "once" and not (marker := task.library.root / "was-killed").exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "unspeakable":
        return {}.keys()  # type: ignore[return-value]
    if kind == "slow":
        time.sleep(0.6)
    note_pid(task.library.root)
    return make(task)


def note_pid(root: Path) -> None:
    """Write down which process has done a job."""
    with (root / "pids").open("a") as file:
        file.write(f"{os.getpid()}\n")
