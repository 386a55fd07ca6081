"""The meter: what a command costs with all the processes that it starts, also those that outlive it."""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU time and of the clock, the largest process in megabytes, and what else the machine did."""

    cpu: float
    wall: float
    megabytes: float
    others: float
    """Cores that other programs kept busy meanwhile: with more than a few hundredths, a clock says little."""


def measured(*command: str | Path, codes: tuple[int, ...] = (0,)) -> Cost:
    """Run a command to its end and give what it cost; Linux only, like what it asks."""
    ran = subprocess.run(
        [sys.executable, __file__, *map(str, command)], capture_output=True, text=True, check=False
    )
    if ran.returncode not in codes:
        raise RuntimeError(f"{command} ended with {ran.returncode}: {ran.stderr[-2000:]}")
    return Cost(**json.loads(ran.stdout.splitlines()[-1]))


_WORK = "kept = {}\nfor at in range(6_000_000): kept[at % 5003] = at * 7 % 13"
"""A second of work that needs nothing but a core."""


def ceiling() -> float:
    """Give how much more the machine does now with two processes that share nothing than with one."""

    def clock(number: int) -> float:
        started = time.monotonic()
        for process in [subprocess.Popen([sys.executable, "-c", _WORK]) for _ in range(number)]:
            process.wait()
        return time.monotonic() - started

    return 2 * clock(1) / clock(2)


def busy() -> float:
    """Give the seconds for which the machine's cores have worked since it was started, for whomever."""
    user, nice, system, _idle, _waiting, *others = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + sum(others)) / os.sysconf("SC_CLK_TCK")


def main(command: list[str]) -> int:
    """Run a command, wait for it and for all that it leaves behind, and print the cost."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    started, before = time.monotonic(), busy()
    code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
    wall = time.monotonic() - started
    after = busy()
    while True:  # orphans are ours now
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    others = max(0.0, (after - before - cpu) / wall)
    cost = {"cpu": cpu, "wall": wall, "megabytes": used.ru_maxrss / 1024, "others": others}
    print(json.dumps(cost))  # noqa: T201 - a command of its own
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
