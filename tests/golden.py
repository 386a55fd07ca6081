"""Golden files: what came out once, was read by a person and found good. ``HANDOUTS_UPDATE_GOLDEN=1`` writes them.

Update, then read the diff: every changed line is a change that somebody will see on paper.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """Compare a text with its golden file."""
    path = FOLDER / name
    if os.environ.get("HANDOUTS_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path} is missing: HANDOUTS_UPDATE_GOLDEN=1 makes it"
    assert text == path.read_text("utf-8")
