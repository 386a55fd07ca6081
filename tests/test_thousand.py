"""A folder that grew over years: a thousand guides, fifty of them broken in fifty ways."""

import subprocess
import sys
from pathlib import Path

import pytest
from support import LIBRARY_TOML, guide

BROKEN = Path(__file__).parent / "fixtures" / "broken"

FAULTS = sorted(
    path
    for path in BROKEN.glob("*.md*")
    if path.stat().st_size < 20_000
    and ": error[" in (text := path.with_suffix(".expected.txt").read_text("utf-8"))
    and len(text.splitlines()) == 1
)


@pytest.mark.slow
def test_nine_hundred_and_fifty_are_made_and_fifty_are_reported(tmp_path: Path) -> None:
    content, out = tmp_path / "content", tmp_path / "out"
    content.mkdir()
    (content / "library.toml").write_text(LIBRARY_TOML)
    assert len(FAULTS) >= 50
    for path in FAULTS[:50]:
        (content / path.name).write_bytes(path.read_bytes())
    for number in range(950):
        (content / f"guide-{number:03}.md").write_text(guide(f"Guide {number}.\n\n## Red Flags\n\n- Call 999."))
    command = [sys.executable, "-m", "handouts", "export", "--content", str(content), "--out", str(out)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr + ran.stdout
    assert len(list(out.rglob("*.pdf"))) == 950
    assert len(list(out.rglob("*.html"))) == 950
    for path in FAULTS[:50]:
        expected = path.with_suffix(".expected.txt").read_text("utf-8").strip().removeprefix("content/")
        assert expected in ran.stderr, path.name
