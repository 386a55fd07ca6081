"""``handouts watch`` as somebody uses it who writes a guide."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType


class Watch:
    """Watches a library, and saves its guides."""

    def __init__(self, root: Path, out: Path) -> None:
        self.out = out
        command = [sys.executable, "-m", "handouts", "watch", "--content", str(root), "--out", str(out)]
        self._process = subprocess.Popen(command, text=True, stderr=subprocess.PIPE)
        self._ended = threading.Semaphore(0)
        """Counts rounds that have come to their end."""
        threading.Thread(target=self._listen, daemon=True).start()
        self._ended.acquire()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if line.startswith("watching ") or " made in " in line:
                self._ended.release()

    def save(self, path: Path) -> float:
        """Save a guide as an editor does, beside it and then renamed; give the seconds until its PDF is there."""
        self._ended.acquire(timeout=3)  # a bundle of sixty guides may take longer: then it is given up
        pdf = self.out / "leaflets" / "en" / f"{path.stem}.pdf"
        before = pdf.stat().st_ino
        draft = path.with_name(f".{path.name}.swp")
        draft.write_text(f"{path.read_text('utf-8')}\nWalk {time.time_ns()} steps.\n", "utf-8")
        started = time.monotonic()
        draft.replace(path)
        while pdf.stat().st_ino == before:  # it is replaced in one step
            time.sleep(0.005)
            if time.monotonic() - started > 120:
                raise TimeoutError(path)
        return time.monotonic() - started

    def __enter__(self) -> "Watch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self._process.pid, signal.SIGINT)
        self._process.wait()
