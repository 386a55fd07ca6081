"""What goes into a job: a change of any of it is a reason, and a change of anything else is none."""

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support import LIBRARY_TOML, TODAY, MakeShelf, Shelf, guide

from handouts.export.export import Options, planned
from handouts.export.inputs import REASONS, Inputs
from handouts.export.plan import plan
from handouts.export.surroundings import PACKAGES, digest, program, surroundings, versions
from handouts.library.library import Selection
from handouts.typeset.edition import PLAIN, choose
from handouts.typeset.theme import Theme

ROOT = Path(__file__).parents[1]
PIXEL = b"\x89PNG\r\n\x1a\n" + b"0" * 40
ASTHMA = guide("See [croup](croup.md).\n\n![A spacer](spacer.png)\n", related="[eczema]")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Export a library, once, in which the guide on asthma has a link, a related guide and an image."""
    root = tmp_path_factory.mktemp("exported")
    files = {
        "library.toml": LIBRARY_TOML,
        "asthma.md": ASTHMA,
        "croup.md": guide("Sit the child up.", title="Croup"),
        "eczema.md": guide("Use your cream.", title="Eczema"),
        "migraine.md": guide("Lie down.", title="Migraine"),
    }
    found = Shelf(root / "content", root / "out")
    (found.root / "images").mkdir(parents=True)
    for name, text in files.items():
        (found.root / name).write_text(text)
    (found.root / "images/spacer.png").write_bytes((ROOT / "content/images/leaflet.png").read_bytes())
    (found.root / "images/other.png").write_bytes(PIXEL)
    assert not found.export(html_only=True).found
    return found


@pytest.fixture
def made(exported: Shelf, tmp_path: Path) -> Shelf:
    """Give a copy of it: what is elsewhere is no less current."""
    found = Shelf(tmp_path / "content", tmp_path / "out")
    shutil.copytree(exported.root, found.root)
    shutil.copytree(exported.out, found.out)
    return found


def reasons(made: Shelf, today: date = TODAY, **options: Any) -> dict[str, str]:
    """Say why each guide would be made again; those that are current are left out."""
    library = made.library
    editions = choose(Theme.of(library.root), (), library.settings)
    forecast = planned(library, Selection(), Options(made.out, today, editions, html_only=True, **options))
    return {step.job.name: ", ".join(step.reasons) for step in forecast.steps if step.reasons}


def test_nothing_is_made_again_while_nothing_changes(made: Shelf) -> None:
    assert reasons(made) == {}
    report = made.export(html_only=True)
    assert report.counts == {"current": 4}


def change(name: str, old: str, new: str) -> Callable[[Shelf], None]:
    def do(made: Shelf) -> None:
        path = made.root / name
        path.write_text(path.read_text().replace(old, new))

    return do


def put(name: str, data: bytes | str) -> Callable[[Shelf], None]:
    def do(made: Shelf) -> None:
        path = made.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())

    return do


def spoil(made: Shelf) -> None:
    made.html("croup").write_text("spoilt")


ALL = ("asthma", "croup", "eczema", "migraine")


@pytest.mark.parametrize(
    ("happens", "wanted"),
    [
        (change("croup.md", "Sit", "Hold"), {"croup": "guide changed"}),
        (
            change("eczema.md", "title: Eczema", "title: Dry skin"),
            {"asthma": "linked guide changed", "eczema": "guide changed"},
        ),
        (change("eczema.md", "title: Eczema", "title: Eczema\ndraft: true"), {"asthma": "linked guide changed"}),
        (
            change("eczema.md", "title: Eczema", "title: Eczema\nnextReview: 2026-01-01"),
            {"asthma": "linked guide changed", "eczema": "refused"},
        ),
        (put("images/spacer.png", PIXEL), {"asthma": "image changed"}),
        (put("images/other.png", PIXEL + b"1"), {}),
        (put("readme.md", "# Ours"), {}),
        (put("new.md", guide("Text.", title="New")), {"new": "new"}),
        (lambda made: made.html("croup").unlink(), {"croup": "file missing"}),
        (spoil, {"croup": "file damaged"}),
        (put("styles/library.css", "p { color: black }"), dict.fromkeys(ALL, "stylesheet changed")),
        (put("templates/partials/note.html", "Hello"), dict.fromkeys(ALL, "template changed")),
        (put("templates/note.txt", "Hello"), dict.fromkeys(ALL, "template changed")),
        (put("styles/.library.css.swp", "typed"), {}),
        (put("styles/.git/x.css", "old"), {}),
        (put("styles/library.css~", "old"), {}),
        (put("styles/fonts/own.ttf", "font"), dict.fromkeys(ALL, "font changed")),
        (
            put("library.toml", LIBRARY_TOML + 'disclaimer = "Ask us."'),
            dict.fromkeys(ALL, "settings changed"),
        ),
    ],
)
def test_a_change_is_a_reason_for_what_it_touches(
    made: Shelf, happens: Callable[[Shelf], None], wanted: dict[str, str]
) -> None:
    happens(made)
    assert reasons(made) == wanted


def test_a_file_that_is_touched_but_not_changed_is_no_reason(made: Shelf) -> None:
    for path in made.root.rglob("*"):
        path.touch()
    assert reasons(made) == {}


def test_what_today_means_for_a_guide_is_a_reason_and_the_day_itself_is_none(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text.", nextReview="2026-12-31"), "croup.md": guide("Text.", title="Croup")})
    made.export(html_only=True)
    assert reasons(made, date(2026, 12, 31)) == {}
    assert reasons(made, date(2027, 1, 1)) == {"asthma": "refused"}
    assert reasons(made, date(2027, 1, 1), allow_overdue=True) == {"asthma": REASONS["standing"]}
    made.export(html_only=True, today=date(2027, 1, 1), allow_overdue=True)
    assert reasons(made, date(2027, 2, 1), allow_overdue=True) == {}


def test_a_newer_program_is_a_reason(made: Shelf) -> None:
    path = made.out / "manifest.json"
    content = json.loads(path.read_text())
    for output in content["outputs"]:
        output["inputs"]["versions"] = digest("older")
    path.write_text(json.dumps(content))
    assert reasons(made) == dict.fromkeys(ALL, "version changed")


def test_force_and_strict_are_reasons(made: Shelf) -> None:
    assert reasons(made, force=True) == dict.fromkeys(ALL, "forced")
    put("eczema.md", guide("Use your cream.", title="Eczema", related="[nowhere]"))(made)
    made.export(html_only=True)
    assert reasons(made) == {}
    assert reasons(made, strict=True) == {"eczema": "warnings count"}


def test_a_guide_that_failed_is_tried_again(made: Shelf) -> None:
    change("croup.md", "Sit", "[Sit](#nowhere)")(made)
    assert made.export(html_only=True).counts == {"current": 3, "failed": 1}
    assert reasons(made) == {"croup": "failed before"}


def test_a_library_that_is_copied_elsewhere_is_current_there(made: Shelf, tmp_path: Path) -> None:
    moved = Shelf(tmp_path / "elsewhere" / "guides", made.out)
    moved.root.parent.mkdir()
    made.root.rename(moved.root)
    assert reasons(moved) == {}
    put("eczema.md", guide("Use your cream.", title="Eczema", related="[nowhere]"))(moved)
    moved.export(html_only=True)
    moved.root.rename(made.root)
    (said,) = [one for outcome in made.export(html_only=True).outcomes for one in outcome.diagnostics]
    assert said.path == str(made.root / "eczema.md")


def test_a_worker_sees_what_was_hashed_and_nothing_else(made: Shelf) -> None:
    library = made.library
    inputs = Inputs(library, {})
    (asthma, _, _, migraine) = sorted(plan(library.guides), key=lambda one: one.name)
    seen = inputs.seen_by(asthma)
    assert [(one.slug, bool(one.text)) for one in seen.guides] == [
        ("asthma", True),
        ("croup", False),
        ("eczema", False),
    ]
    assert [one.slug for one in inputs.seen_by(migraine).guides] == ["migraine"]


def test_a_name_counts_however_it_is_written(shelf: MakeShelf) -> None:
    text = "See [a](/guides/Back%2Dpain/), <b.md>, “café”, \u00a0croup… and ![x](<our logo.PNG>)."
    made = shelf(
        {
            "a.md": guide(text),
            "back-pain.md": guide("Text.", title="Back"),
            "b.md": guide("Text.", title="B"),
            "café.md": guide("Text.", title="Café"),
            "croup.md": guide("Text.", title="Croup"),
            "Our Logo.png": PIXEL,
        }
    )
    library = made.library
    inputs = Inputs(library, {})
    job = next(one for one in plan(library.guides) if one.name == "a")
    assert {one.slug for one in inputs.seen_by(job).guides} == {"a", "b", "back-pain", "cafe", "croup"}
    before = inputs.of(job, PLAIN)["images"]
    (made.root / "Our Logo.png").write_bytes(b"new")
    assert Inputs(made.library, {}).of(job, PLAIN)["images"] != before


def test_an_image_counts_wherever_it_lies_and_however_its_name_is_written(shelf: MakeShelf) -> None:
    images = {
        "images/my_pic.png": r"my\_pic.png",
        "a&b.png": "a&amp;b.png",
        "images/caf\u00e9.png": "caf&eacute;.png",
        "sub/pic.png": "sub/pic.png?v=1.25",
        "_images/x.png": "_images/x.png",
        ".assets/y.png": ".assets/y.png",
        "out/z.png": "out/z.png",
        "styles/w.png": "styles/w.png",
    }
    picture = (ROOT / "content/images/leaflet.png").read_bytes()
    text = "\n\n".join(f"![A spacer]({address})" for address in images.values())
    made = shelf({"asthma.md": guide(text), **dict.fromkeys(images, picture)})
    assert made.export(html_only=True).counts == {"made": 1}
    assert reasons(made) == {}
    for name in images:
        (made.root / name).write_bytes(PIXEL)
        assert "image changed" in reasons(made).get("asthma", ""), name
        (made.root / name).write_bytes(picture)


def test_every_part_has_words_for_its_change(made: Shelf) -> None:
    library = made.library
    inputs = Inputs(library, surroundings(Theme.of(library.root), library.settings))
    assert set(inputs.of(plan(library.guides)[0], PLAIN)) == set(REASONS)


@pytest.mark.parametrize("name", ["typeset/links.py", "locale/fr.po", "locale/headings.toml"])
def test_each_file_of_the_program_that_is_read_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir()
    path.write_text("old")
    monkeypatch.setattr("handouts.__file__", str(tmp_path / "__init__.py"))
    before = program.__wrapped__()
    path.write_text("new")
    assert program.__wrapped__() != before


def test_every_package_that_makes_pages_counts() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split("[<>=]", one)[0] for one in project["dependencies"]}
    assert needed - {"click", "rich", "pebble", "watchfiles"} <= set(PACKAGES)


def test_parts_cannot_be_shifted_into_one_another() -> None:
    assert digest("ab", "c") != digest("a", "bc")


def test_the_versions_are_those_that_the_layout_engine_gives() -> None:
    from typesetting import engine

    assert versions().items() >= engine().versions.items()
