"""A worker ends itself when its job never ends and nobody is left to end it, whatever native code is at."""

import subprocess
import sys

PROGRAM = """
import ctypes
from handouts.export.pool_worker import _not_for_ever
with _not_for_ever(30):
    pass
print("done", flush=True)
with _not_for_ever(0.5):
    ctypes.PyDLL(None).sleep(60)  # lets no other thread of Python run meanwhile
"""


def test_a_worker_that_nobody_ends_ends_itself() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=50, check=False)
    assert ran.stdout == "done\n"
    assert ran.returncode == 1
    assert "Timeout" in ran.stderr
