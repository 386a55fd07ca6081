"""The export: what stands in the output folder afterwards, and what the manifest says of it."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring
from pdf_facts import Facts
from support import FRONT_MATTER, TODAY, MakeShelf, Shelf, guide

from handouts.errors import OutputError, SettingsError, UsageError
from handouts.export.export import Options, Outcome, export
from handouts.export.inputs import REASONS
from handouts.export.manifest import Record
from handouts.library.guide import Guide
from handouts.library.library import Selection
from handouts.typeset.article import convert

GOOD = FRONT_MATTER + "## Key points\n- Keep your inhaler with you.\n"
BROKEN = GOOD.replace("2026-03-14", "soon")


def manifest(shelf: Shelf) -> dict[str, Any]:
    return dict(json.loads((shelf.out / "manifest.json").read_text()))


def outputs(shelf: Shelf) -> dict[str, dict[str, Any]]:
    return {one["path"]: one for one in manifest(shelf)["outputs"]}


def files(root: Path) -> dict[str, bytes]:
    return {one.relative_to(root).as_posix(): one.read_bytes() for one in root.rglob("*") if one.is_file()}


def test_each_guide_becomes_a_pdf_and_a_page_in_the_folder_of_its_language(shelf: MakeShelf) -> None:
    made = shelf({"a/deep/asthma.md": GOOD, "grippe.md": guide("Bleiben Sie im Bett.", lang="de")})
    assert not made.export().found
    assert sorted(files(made.out)) == [
        "html/de/grippe.html",
        "html/en/asthma.html",
        "leaflets/de/grippe.pdf",
        "leaflets/en/asthma.pdf",
        "manifest.json",
    ]


def test_the_manifest_tells_the_truth_about_every_file(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD})
    made.export()
    record = outputs(made)["leaflets/en/asthma.pdf"]
    data = made.pdf().read_bytes()
    assert set(record.pop("inputs")) == set(REASONS)
    assert record == {
        "path": "leaflets/en/asthma.pdf",
        "kind": "leaflet",
        "guides": ["asthma"],
        "category": "Breathing",
        "lang": "en",
        "edition": "standard",
        "pages": 1,
        "sheets": 1,
        "sheets_saved": 0,
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "url": "https://hillstreet.example/guides/asthma/",
        "status": "made",
        "diagnostics": [],
        "job": "leaflet/en/asthma",
    }
    page = outputs(made)["html/en/asthma.html"]
    assert (page["kind"], page["pages"]) == ("html", 0)
    assert page["sha256"] == hashlib.sha256(made.html().read_bytes()).hexdigest()
    assert manifest(made)["version"] == 2
    assert set(manifest(made)["made_with"]) == {"handouts", "weasyprint", "pango"}


def test_the_same_export_again_changes_no_byte(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD})
    made.export()
    before = files(made.out)
    made.export()
    assert files(made.out) == before


def test_a_bad_guide_never_stops_the_others(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": BROKEN, "croup.md": guide("Sit the child up.", title="Croup")})
    report = made.export()
    assert report.found
    assert [outcome.failed for outcome in report.outcomes] == [False, True]
    assert made.pdf("croup").exists()
    assert not made.pdf("asthma").exists()
    record = outputs(made)["leaflets/en/asthma.pdf"]
    assert (record["status"], record["bytes"], record["pages"]) == ("failed", 0, 0)
    (said,) = record["diagnostics"]
    assert (said["code"], said["line"], said["column"]) == ("bad-date", 5, 14)


def test_what_was_printed_before_stays_until_its_successor_is_complete(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD})
    made.export()
    good = made.pdf().read_bytes()
    sha256 = outputs(made)["leaflets/en/asthma.pdf"]["sha256"]
    (made.root / "asthma.md").write_text(BROKEN)
    made.export()
    record = outputs(made)["leaflets/en/asthma.pdf"]
    assert made.pdf().read_bytes() == good
    assert (record["status"], record["sha256"], record["pages"]) == ("stale", sha256, 1)
    (made.root / "asthma.md").write_text(GOOD)
    made.export()
    assert outputs(made)["leaflets/en/asthma.pdf"]["status"] == "made"


def test_a_fault_that_only_shows_in_conversion_fails_the_guide_too(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD + "\nSee [below](#nowhere).\n"})
    report = made.export()
    assert [one.code for one in report.outcomes[0].diagnostics] == ["dead-link"]
    assert not made.out.joinpath("html").exists()


def test_a_broken_file_does_not_take_the_record_of_its_namesake(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "old/asthma.md": BROKEN})
    made.export()
    assert outputs(made)["leaflets/en/asthma.pdf"]["status"] == "made"


def test_an_export_of_one_guide_keeps_the_records_of_the_others(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "croup.md": guide("Sit the child up.", title="Croup")})
    made.export()
    made.export("asthma")
    assert {path: one["status"] for path, one in outputs(made).items()} == {
        "html/en/asthma.html": "made",
        "html/en/croup.html": "made",
        "leaflets/en/asthma.pdf": "made",
        "leaflets/en/croup.pdf": "made",
    }


def test_the_outputs_of_a_guide_that_is_gone_are_stale(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "croup.md": guide("Sit the child up.", title="Croup")})
    made.export()
    (made.root / "croup.md").unlink()
    made.export()
    assert made.pdf("croup").exists()
    assert outputs(made)["leaflets/en/croup.pdf"]["status"] == "stale"
    made.pdf("croup").unlink()
    made.export()
    assert "leaflets/en/croup.pdf" not in outputs(made)


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"version": 2}', b'{"version": 2, "outputs": [{}]}', b"\xff"]
)
def test_a_damaged_manifest_is_replaced(shelf: MakeShelf, damage: bytes) -> None:
    made = shelf({"asthma.md": GOOD})
    made.out.mkdir()
    (made.out / "manifest.json").write_bytes(damage)
    report = made.export(html_only=True)
    assert not report.found
    assert list(outputs(made)) == ["html/en/asthma.html"]
    kept = made.out / "manifest.json.unreadable"
    said = [one.code for one in report.diagnostics if one.code != "placeholder"]
    if damage:  # it may hold what nothing else does: the texts of old sheets
        assert (kept.read_bytes(), said) == (damage, ["unreadable-manifest"])
    else:
        assert (kept.exists(), said) == (False, [])
    assert [one.code for one in made.export(html_only=True).diagnostics] == ["placeholder"]


def test_a_page_has_the_order_of_its_sheet_and_that_of_its_author_where_there_is_none(shelf: MakeShelf) -> None:
    """Whoever has both finds the red flags in the same place; without a sheet there is no white to be filled."""
    said = "A line of text that is rather long, says nothing of any use to anybody, and goes on for a while."
    flags = "\n".join(
        f"- Sign number {number} is there, and is no better after a while of rest." for number in range(22)
    )
    made = shelf({"asthma.md": guide("## About it\n\n" + f"{said}\n\n" * 8 + f"## Red flags\n\n{flags}")})

    def first() -> str:
        return str(document_fromstring(made.html().read_text()).cssselect("h2")[0].text_content())

    made.export(html_only=True)
    assert first() == "About it"
    made.export()
    assert first() == "Red flags"
    assert Facts(made.pdf()).tree.all("H2")[0].text == "Red flags"
    made.export(html_only=True)  # as the guide has not changed, nothing is made again
    assert first() == "Red flags"


def test_html_only_makes_no_pdf_and_says_nothing_of_those_that_are_there(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD})
    made.export()
    made.export(html_only=True)
    assert {path: one["status"] for path, one in outputs(made).items()} == {
        "html/en/asthma.html": "made",
        "leaflets/en/asthma.pdf": "made",
    }


def test_a_draft_is_left_out_unless_it_is_asked_for(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD.replace("---\n", "---\ndraft: true\n", 1)})
    report = made.export(html_only=True)
    assert (report.drafts, report.outcomes) == (1, [])
    assert len(made.export(html_only=True, drafts=True).outcomes) == 1


def test_strict_treats_a_warning_as_an_error(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD.replace("---\n", "---\nrelated: [croup]\n", 1)})
    lenient, strict = made.export(html_only=True), made.export(html_only=True, strict=True)
    assert [str(one.severity) for one in lenient.outcomes[0].diagnostics] == ["warning"]
    assert [str(one.severity) for one in strict.outcomes[0].diagnostics] == ["error"]
    assert (lenient.found, strict.found) == (False, True)


def test_without_an_address_leaflets_have_no_symbol_and_a_warning_says_so(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD}, settings="")
    report = made.export(html_only=True)
    assert [one.code for one in report.diagnostics] == ["no-base-url"]
    assert 'class="qr"' not in made.html().read_text()


def test_a_placeholder_address_is_reported(shelf: MakeShelf) -> None:
    assert [one.code for one in shelf({"asthma.md": GOOD}).export(html_only=True).diagnostics] == ["placeholder"]


def test_somebody_who_listens_hears_of_each_guide_and_of_how_many_there_are(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "croup.md": BROKEN})
    heard: list[tuple[str, int]] = []

    def listen(outcome: Outcome, total: int) -> None:
        heard.append((outcome.job.name, total))

    export(made.library, Selection(), Options(made.out, TODAY, html_only=True), listen)
    assert heard == [("asthma", 2), ("croup", 2)]


def test_an_interruption_loses_no_record_of_what_was_made(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "croup.md": guide("Sit the child up.", title="Croup")})
    made.export(html_only=True)

    def interrupt(_outcome: Outcome, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(made.library, Selection(), Options(made.out, TODAY, html_only=True), interrupt)
    assert {one["status"] for one in outputs(made).values()} == {"made"}
    assert len(outputs(made)) == 2


def test_a_guide_that_is_not_there_stops_the_export_before_anything_is_written(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD})
    with pytest.raises(UsageError, match="no guide 'astma'"):
        made.export("astma")
    assert not made.out.exists()


def test_a_template_of_the_library_that_fails_is_named_with_its_line(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "templates/partials/masthead.html": "<h1>{{ guide.title }}</h1>\n{{ gude }}"})
    with pytest.raises(SettingsError, match=re.escape("partials/masthead.html:2: ")) as caught:
        made.export(html_only=True)
    assert "'gude' is undefined" in str(caught.value)


def test_a_file_where_a_folder_is_needed_is_named_and_what_to_do_about_it(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD})
    made.out.mkdir()
    (made.out / "html").write_text("in the way")
    with pytest.raises(OutputError) as caught:
        made.export(html_only=True)
    assert "html" in str(caught.value)
    assert "--out" in caught.value.hint


def test_a_draft_that_was_not_asked_for_is_not_counted_as_left_out(shelf: MakeShelf) -> None:
    draft = guide("Sit the child up.", title="Croup", draft="true")
    assert shelf({"asthma.md": GOOD, "croup.md": draft}).export("asthma", html_only=True).drafts == 0


def test_a_control_character_by_reference_is_left_out(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD + "\nBreathe&#1; slowly&#8;.\n"})
    assert not made.export(html_only=True).found
    assert "<p>Breathe slowly.</p>" in made.html().read_text()


def test_a_fault_of_the_program_costs_one_guide_only(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shelf({"asthma.md": GOOD, "croup.md": guide("Sit the child up.", title="Croup")})
    whole = convert

    def faulty(one: Guide, *rest: Any) -> Any:
        if one.slug == "asthma":
            raise ZeroDivisionError("oh")
        return whole(one, *rest)

    monkeypatch.setattr("handouts.export.publications.convert", faulty)
    report = made.export(html_only=True)
    (said,) = [one for outcome in report.outcomes for one in outcome.diagnostics]
    assert (said.code, said.message) == ("program-fault", "the program fails on this guide: ZeroDivisionError: oh")
    assert report.found
    assert made.html("croup").exists()


def test_a_withdrawn_guide_is_withdrawn_in_every_edition_and_from_packs(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "croup.md": guide("Sit the child up.", title="Croup")})
    made.export(editions=["easy-read"], html_only=True)
    pack = Record("packs/en/both.pdf", "pack", ("asthma", "croup"), "", "en", "standard", 1, 1, "", "", "made")
    content = manifest(made)
    content["outputs"].append({name: getattr(pack, name) for name in pack.__slots__})
    (made.out / "manifest.json").write_text(json.dumps(content))
    (made.out / "packs/en").mkdir(parents=True)
    (made.out / "packs/en/both.pdf").touch()
    (made.root / "croup.md").unlink()
    named = [one.path for one in made.export(html_only=True).diagnostics if one.code == "stale"]
    assert named == [f"{made.out}/html/en/croup.easy-read.html", f"{made.out}/packs/en/both.pdf"]
    pruned = made.export(html_only=True, prune=True).pruned
    assert sorted(pruned) == ["html/en/croup.easy-read.html", "packs/en/both.pdf"]
    assert outputs(made).keys() == {"html/en/asthma.html", "html/en/asthma.easy-read.html"}


def test_what_is_only_broken_is_withdrawn_in_no_edition(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "croup.md": guide("Sit up.", title="Croup", slug="other")})
    made.export(editions=["easy-read"], html_only=True)
    (made.root / "croup.md").write_text("---\ntitle: [\n---\n")
    assert made.export(html_only=True, prune=True).pruned == []


def test_where_everything_is_removed_the_manifest_knows(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD})
    made.export(html_only=True)
    (made.root / "asthma.md").write_text(GOOD.replace("---\n", "---\ndraft: true\n", 1))
    assert made.export(html_only=True, prune=True).pruned == ["html/en/asthma.html"]
    assert outputs(made) == {}


def test_how_strictly_one_run_judges_styles_does_not_depend_on_another(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GOOD, "styles/library.css": "p { colour: red }"})
    found = [made.export(strict=strict).found for strict in (True, False, True, False)]
    assert found == [True, False, True, False]


def test_html_only_of_an_edition_without_a_page_is_refused(shelf: MakeShelf) -> None:
    with pytest.raises(UsageError, match="no page of the edition large-print"):
        shelf({"asthma.md": GOOD}).export(editions=["large-print"], html_only=True)
