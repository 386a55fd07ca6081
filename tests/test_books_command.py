"""``handouts bundle`` and ``handouts pack``, as they are typed; what an export does with bundles."""

import re
from pathlib import Path

import pytest
from support import MakeShelf, Shelf, guide

from handouts.cli import run
from handouts.export.planners import everything

pytestmark = pytest.mark.usefixtures("no_workers")

HEART = guide("## Key points\n\n- Rest.", title="Angina", category="Heart & Blood", tags="[chest]")


@pytest.fixture
def told(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shelf:
    """A library of three guides, and this folder as the place where commands are typed."""
    monkeypatch.chdir(tmp_path)
    return shelf(
        {
            "angina.md": HEART,
            "asthma.md": guide("See [angina](angina.md)."),
            "draft.md": guide("Not yet.", title="Eczema", category="Skin", draft="true"),
        }
    )


def pdfs(shelf: Shelf) -> set[str]:
    return {path.relative_to(shelf.out).as_posix() for path in shelf.out.rglob("*.pdf")}


def test_a_bundle_is_made_of_a_category_or_of_all(told: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bundle", "heart and blood"]) == 0
    assert pdfs(told) == {"bundles/en/heart-and-blood.pdf"}
    capsys.readouterr()
    assert run(["bundle"]) == 0
    assert pdfs(told) == {"bundles/en/heart-and-blood.pdf", "bundles/en/breathing.pdf"}
    said = capsys.readouterr().err
    assert 'note[empty-category]: there is no bundle of "Skin" (en): all its guides are drafts' in said
    assert "1 bundle made in out; 1 bundle current" in said
    (record,) = [one for one in told.manifest["outputs"] if "heart" in one["path"]]
    assert (record["kind"], record["guides"], record["category"]) == ("bundle", ["angina"], "Heart & Blood")
    assert record["url"] == "https://hillstreet.example/categories/heart-and-blood/"


def test_an_unknown_category_ends_in_2(told: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bundle", "Hart & Blood"]) == 2
    assert "did you mean Heart & Blood?" in capsys.readouterr().err
    assert pdfs(told) == set()


@pytest.mark.slow
def test_books_come_in_other_editions(told: Shelf) -> None:
    assert run(["bundle", "Heart & Blood", "--edition", "large-print"]) == 0
    assert run(["pack", "angina", "--edition", "large-print", "--out", "mrs-k.pdf"]) == 0
    assert pdfs(told) == {"bundles/en/heart-and-blood.large-print.pdf"}
    assert Path("mrs-k.large-print.pdf").is_file()


def test_a_pack_goes_where_it_is_wanted_and_leaves_nothing_else_there(told: Shelf) -> None:
    Path("here").mkdir()
    assert run(["pack", "asthma", "angina", "--title", "After your  visit", "--out", "here/mrs-k.pdf"]) == 0
    assert [path.name for path in Path("here").iterdir()] == ["mrs-k.pdf"]
    assert not told.out.exists()


def test_a_strict_pack_in_a_file_heeds_the_settings_too(told: Shelf) -> None:
    (told.root / "library.toml").write_text('title = "No address"\n', "utf-8")
    asked = ["pack", "asthma", "--out", "mrs-k.pdf"]
    assert (run(asked), run([*asked, "--strict"])) == (0, 1)


def test_a_pack_without_a_file_stands_in_the_output_folder(told: Shelf) -> None:
    assert run(["pack", "angina", "asthma.md", "--title", "After your  visit"]) == 0
    assert pdfs(told) == {"packs/en/after-your-visit.pdf"}
    (record,) = told.manifest["outputs"]
    assert (record["kind"], record["guides"], record["url"]) == ("pack", ["angina", "asthma"], "")


def test_a_pack_with_a_broken_guide_is_not_made_and_the_old_one_stays(
    told: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["pack", "angina", "asthma", "--out", "pack.pdf", "-q"]) == 0
    before = Path("pack.pdf").read_bytes()
    (told.root / "asthma.md").write_text(guide("See [nothing](nothing.md)."))
    assert run(["pack", "angina", "asthma", "--out", "pack.pdf"]) == 1
    said = capsys.readouterr().err
    assert 'pack.pdf: error[incomplete-book]: the pack "Your guides" is not made' in said
    assert re.search(r"because of errors in content/asthma\.md:\d+ \(.*nothing\.md.*\) hint", said)
    assert "hint: correct them; or make it without them: handouts pack angina.md\n" in said
    assert Path("pack.pdf").read_bytes() == before


def test_a_pack_with_an_overdue_guide_says_so_and_how_to_print_it_all_the_same(
    told: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    (told.root / "asthma.md").write_text(guide("Text.", nextReview="2020-01-01"))
    assert run(["pack", "asthma", "--out", "pack.pdf"]) == 1
    said = capsys.readouterr().err
    assert re.search(r"errors in content/asthma\.md:\d+ \(the review of this guide was due on 2020-01-01\)", said)
    assert "hint: have them reviewed, or print them with a stamp: --allow-overdue\n" in said
    assert "0 packs made" in said
    assert run(["pack", "asthma", "--out", "pack.pdf", "--allow-overdue"]) == 0


def test_an_export_without_names_makes_bundles_and_keeps_old_ones_of_broken_guides(told: Shelf) -> None:
    assert not told.export(planner=everything).found
    assert {path for path in pdfs(told) if "bundles" in path} == {
        "bundles/en/breathing.pdf",
        "bundles/en/heart-and-blood.pdf",
    }
    before = told.bundle().read_bytes()
    (told.root / "asthma.md").write_text(guide("Text.", publishDate="March"))
    report = told.export(planner=everything)
    assert [one.job.key for one in report.outcomes if one.failed] == ["leaflet/en/asthma", "bundle/en/breathing"]
    assert told.bundle().read_bytes() == before
    status = {one["path"]: one["status"] for one in told.manifest["outputs"]}
    assert status["bundles/en/breathing.pdf"] == "stale"
    assert status["bundles/en/heart-and-blood.pdf"] == "made"


def test_an_export_of_some_guides_leaves_bundles_alone(told: Shelf) -> None:
    told.export("angina", planner=everything)
    assert pdfs(told) == {"leaflets/en/angina.pdf"}


def test_a_bundle_is_made_again_when_one_of_its_guides_has_changed(told: Shelf) -> None:
    told.export(planner=everything)
    (told.root / "angina.md").write_text(HEART.replace("Rest.", "Rest well."))
    report = told.export(planner=everything)
    assert {one.job.key: one.current for one in report.outcomes if one.job.kind == "bundle"} == {
        "bundle/en/breathing": True,
        "bundle/en/heart-and-blood": False,
    }


def test_the_bundle_of_a_withdrawn_category_is_named(told: Shelf) -> None:
    told.export(planner=everything)
    (told.root / "angina.md").unlink()
    (told.root / "asthma.md").write_text(guide("Text."))
    report = told.export(planner=everything)
    said = [one.message for one in report.diagnostics if "bundles" in one.path]
    assert said == ["this file is of an earlier export, and its category 'Heart & Blood' is no longer published"]
