"""``handouts plan`` and ``export --dry-run``: what would be made and why, while nothing is written."""

import json
import subprocess
import sys

import pytest
from support import MakeShelf, Shelf, guide

from handouts.cli import run

pytestmark = pytest.mark.usefixtures("no_workers")


@pytest.fixture
def made(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Give an exported library in which one guide has changed since, one is new and one is broken."""
    found = shelf({"asthma.md": guide("One."), "croup.md": guide("Two.", title="Croup")})
    monkeypatch.chdir(found.root.parent)
    assert run(["export", "--html-only", "-q"]) == 0
    (found.root / "croup.md").write_text(guide("Three.", title="Croup"))
    (found.root / "eczema.md").write_text(guide("Four.", title="Eczema"))
    (found.root / "broken.md").write_text(guide("Five.", publishDate="soon"))
    return found


def test_each_job_is_named_with_the_reason(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in made.out.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert run(["plan", "--html-only"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "leaflet/en/croup: guide changed",
        "leaflet/en/eczema: new",
        "leaflet/en/broken: refused",
    ]
    assert "broken.md:4:14: error[bad-date]" in err
    assert err.splitlines()[-1] == "2 jobs to do, 1 current, 1 refused, see above."
    assert {path: path.read_bytes() for path in made.out.rglob("*") if path.is_file()} == before
    assert run(["export", "--html-only", "--dry-run", "-v"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "leaflet/en/asthma: current"


@pytest.mark.usefixtures("made")
def test_programs_get_the_inputs_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["plan", "--html-only", "--json", "croup"]) == 0
    step, about = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (about["event"], about["code"]) == ("diagnostic", "placeholder"), "as an export says it"
    assert (step["event"], step["job"], step["outputs"]) == ("step", "leaflet/en/croup", ["html/en/croup.html"])
    assert (step["reasons"], step["current"]) == (["guide changed"], False)
    assert step["guides"] == ["croup.md"]
    assert all(len(value) == 32 for value in step["inputs"].values())


def test_planning_loads_nothing_that_lays_out_pages(made: Shelf) -> None:
    program = (
        "import sys; from handouts.cli import run\n"
        "run(['plan', '--html-only'])\n"
        "print(sorted({'weasyprint', 'pydyf', 'fontTools', 'pebble', 'markdown'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=made.root.parent, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_what_is_withdrawn_is_removed_on_request(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    (made.root / "asthma.md").unlink()
    assert run(["export", "--html-only", "-q"]) == 1
    assert made.html("asthma").exists()
    capsys.readouterr()
    run(["export", "--html-only", "--prune"])
    assert "removed html/en/asthma.html" in capsys.readouterr().err
    assert not made.html("asthma").exists()
    assert {one["path"] for one in made.manifest["outputs"]} == {
        "html/en/broken.html",
        "html/en/croup.html",
        "html/en/eczema.html",
    }


def test_what_a_broken_guide_left_is_never_removed(made: Shelf) -> None:
    """Its slug stood in its front matter, which can't be read any more: its file looks like nobody's."""
    (made.root / "croup.md").write_text(guide("Two.", title="Croup", slug="hoarse"))
    run(["export", "--html-only", "-q"])
    assert made.html("hoarse").exists()
    (made.root / "croup.md").write_text("---\ntitle: [\n---\nTwo.")
    run(["export", "--html-only", "--prune", "-q"])
    assert made.html("hoarse").exists()


def test_a_plan_ends_as_its_export_would_where_a_guide_is_refused(made: Shelf) -> None:
    """A script that asks before it prints must hear of it as one that prints."""
    for asked in (["plan"], ["export", "--dry-run"], ["export"]):
        assert run([*asked, "--html-only"]) == 1
        assert run([*asked, "--html-only", "croup"]) == 0, "it is not about the broken one"
        assert run([*asked, "--html-only", "--strict", "--base-url", "https://hillstreet.org", "croup"]) == 0
        assert run([*asked, "--html-only", "--strict", "croup"]) == 1, "there is no real base_url"
    (made.root / "broken.md").unlink()
    assert run(["plan", "--html-only"]) == 0
