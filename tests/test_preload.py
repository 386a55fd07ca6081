"""What workers are forked from has loaded what they share, and nothing that must not be forked."""

import subprocess
import sys

import pytest

SAYS = """
import gc, sys, threading
from handouts.export import preload
preload.rehearse()  # and without a fault
print("weasyprint" in sys.modules, threading.active_count(), gc.isenabled(), gc.get_freeze_count() > 50_000)
print([name for name in (*preload.MODULES, *preload.ONLY_FOR_PAGES) if name not in sys.modules])
mapped = open("/proc/self/maps").read()
print([one for one in ("libpango", "libfontconfig", "libgobject") if one in mapped])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel what is loaded")
def test_all_is_loaded_that_may_be_forked_and_nothing_else() -> None:
    ran = subprocess.run([sys.executable, "-c", SAYS], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines() == ["False 1 True True", "[]", "[]"]
