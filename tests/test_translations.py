"""Translations: one guide in several languages, and whether each still says what the original says."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from support import LIBRARY_TOML, MakeShelf, Shelf, guide, parsed_guide
from typesetting import SETTINGS, Set, typeset

from handouts.cli import cli
from handouts.library.governance import governed
from handouts.library.library import Library, Selection
from handouts.library.notices import NoticeKind
from handouts.library.translations import State, grid, with_others

SOURCE = guide("Carry your inhaler.", nextReview="2029-03-01", tags="asthma, lungs")
HASH = parsed_guide(SOURCE).text_hash


def polish(**keys: str) -> str:
    return (
        "---\ntitle: Astma\n"
        + "".join(f"{key}: {said}\n" for key, said in keys.items())
        + "---\n\nNoś inhalator.\n"
    )


def library(shelf: MakeShelf, translation: str) -> Library:
    return shelf({"en/asthma.md": SOURCE, "pl/asthma.md": translation}).library


def codes(found: Library) -> list[str]:
    return [f"{one.severity}[{one.code}]" for one in found.diagnostics]


def test_a_translation_of_the_original_as_it_is_is_current(shelf: MakeShelf) -> None:
    found = library(shelf, polish(sourceHash=HASH))
    assert codes(found) == []
    assert found.find("asthma", "pl").notices == ()  # type: ignore[union-attr]


def test_the_reference_printed_on_the_original_will_do_too(shelf: MakeShelf) -> None:
    whole = parsed_guide(SOURCE).source_hash
    assert codes(library(shelf, polish(sourceHash=whole.upper()))) == []


def test_a_new_day_of_review_makes_no_translation_stale() -> None:
    assert parsed_guide(SOURCE.replace("2029-03-01", "2030-03-01")).text_hash == HASH
    assert parsed_guide(SOURCE.replace("inhaler", "inhalers")).text_hash != HASH


def test_a_stale_translation_is_stamped_and_said(shelf: MakeShelf) -> None:
    found = library(shelf, polish(sourceHash="0a1b2c3d"))
    assert codes(found) == ["warning[stale-translation]"]
    assert f"sourceHash: {HASH}" in found.diagnostics[0].hint
    (notice,) = found.find("asthma", "pl").notices  # type: ignore[union-attr]
    assert notice.kind is NoticeKind.STALE_TRANSLATION


def test_a_library_may_refuse_it(shelf: MakeShelf) -> None:
    made = shelf(
        {"en/asthma.md": SOURCE, "pl/asthma.md": polish(sourceHash="0a1b2c3d")},
        LIBRARY_TOML + 'stale_translations = "refuse"',
    )
    assert codes(made.library) == ["error[stale-translation]"]
    assert made.export(html_only=True).found
    assert [one.parent.name for one in (made.out / "html").rglob("*.html")] == ["en"]
    assert "Astma" not in made.html().read_text()  # what is held back is not offered


def test_a_translation_that_does_not_say_what_it_was_made_of_is_told_what_to_write(shelf: MakeShelf) -> None:
    found = library(shelf, polish())
    assert codes(found) == ["note[no-source-hash]"]
    assert f"write sourceHash: {HASH}" in found.diagnostics[0].hint


def test_a_translation_has_what_it_does_not_say_from_its_source(shelf: MakeShelf) -> None:
    found = library(shelf, polish(sourceHash=HASH, tags="astma")).find("asthma", "pl")
    assert found is not None
    assert (found.category, found.tags, found.next_review) == ("Breathing", ("astma",), date(2029, 3, 1))
    assert found.source is not None
    assert found.source.title == "Asthma"
    assert found.reviewed_by == ""  # a review of the original is none of the translation


@pytest.mark.parametrize(
    ("keys", "stamped"),
    [
        ({"machineTranslated": "true"}, True),
        ({"machineTranslated": "yes", "reviewedBy": "Dr A. Mensah, GP"}, True),  # who reviewed the English text
        ({"machineTranslated": "true", "translationReviewedBy": "J. Nowak"}, False),
        ({"translatedBy": "J. Nowak"}, False),
    ],
)
def test_a_machine_s_translation_is_stamped_until_somebody_has_reviewed_it(
    keys: dict[str, str],
    stamped: bool,
) -> None:
    found = parsed_guide(polish(**keys), "content/pl/asthma.md")
    assert (NoticeKind.MACHINE_TRANSLATION in [one.kind for one in found.notices]) is stamped


def printed(translation: str) -> Set:
    settings = SETTINGS
    found = typeset(translation, settings, path="pl/asthma.md")
    from handouts.library.translations import linked

    guides, _ = linked((found.guide, parsed_guide(SOURCE, settings=settings)), settings)
    library = with_others(Library(found.library.root, settings, tuple(guides), (), ()))
    return Set(library.guides[0], library)


def test_the_stamp_is_on_every_page_in_the_reader_s_language() -> None:
    text = polish(machineTranslated="true", sourceHash=HASH).replace("Noś inhalator.", "Noś inhalator.\n\n" * 60)
    found = printed(text).facts
    assert found.page_count > 1
    assert "Tłumaczenie maszynowe, niesprawdzone" in found.text
    for page in range(2, found.page_count + 1):
        assert "Tłumaczenie maszynowe" in " ".join(found.running[page])


def test_the_first_page_says_in_english_what_it_is() -> None:
    found = printed(polish(sourceHash=HASH))
    (line,) = found.dom.find_class("for-staff")
    assert line.text_content() == "Polish (Polski): Asthma"
    assert [one.get("lang") for one in line.iter("bdi")] == ["en", "pl", "en"]
    assert "Polish (Polski): Asthma" in found.facts.text
    assert typeset(SOURCE).dom.find_class("for-staff") == []


def test_a_leaflet_lists_the_languages_in_which_it_can_be_had() -> None:
    found = printed(polish(sourceHash=HASH))
    (said,) = found.dom.find_class("elsewhere")
    assert " ".join(said.text_content().split()) == "W innych językach: English"
    assert [(one.get("href"), one.get("lang")) for one in said.iter("a")] == [
        ("https://hillstreet.example/guides/asthma/", "en")
    ]
    assert (
        '<link rel="alternate" hreflang="en" href="https://hillstreet.example/guides/asthma/">' in found.html.text
    )


def test_what_is_held_back_and_drafts_are_not_offered(shelf: MakeShelf) -> None:
    found = shelf(
        {
            "asthma.md": SOURCE,
            "asthma.pl.md": polish(sourceHash=HASH),
            "asthma.uk.md": polish(sourceHash=HASH, draft="true"),
            "asthma.es.md": polish(sourceHash=HASH, nextReview="2020-01-01"),
        }
    ).library
    found = with_others(governed(found, date(2026, 11, 24)))
    offered = {one.lang: [other.lang for other in one.others] for one in found.guides}
    assert offered == {"en": ["pl"], "pl": ["en"], "uk": ["en", "pl"], "es": ["en", "pl"]}


def test_the_qr_symbol_opens_the_same_language() -> None:
    found = printed(polish(sourceHash=HASH))
    assert found.leaflet.qr is not None
    assert found.leaflet.qr.url == "https://hillstreet.example/pl/guides/asthma/"


def test_a_link_leads_to_the_translation_where_there_is_one(shelf: MakeShelf) -> None:
    made = shelf(
        {
            "en/asthma.md": SOURCE,
            "en/cough.md": guide("Text.", title="Cough"),
            "pl/asthma.md": polish(sourceHash=HASH, related="[cough]").replace("Noś", "[Noś](/guides/cough/)"),
            "pl/cough.md": polish(sourceHash="0"),
            "uk/asthma.md": polish(related="[cough]"),
        }
    )
    made.export(html_only=True)
    assert (
        made.html(lang="pl").read_text().count('href="https://hillstreet.example/pl/guides/cough/"') == 3
    )  # also in the list of links
    assert 'href="https://hillstreet.example/guides/cough/"' in made.html(lang="uk").read_text()


def test_a_library_says_its_own_words_in_other_languages(shelf: MakeShelf) -> None:
    settings = """
disclaimer = "Ask your doctor."
[languages.pl]
disclaimer = "Zapytaj lekarza."
contact = { Rejestracja = "020 7946 0123" }
categories = { Breathing = "Oddychanie" }
"""
    made = shelf({"en/asthma.md": SOURCE, "pl/asthma.md": polish(sourceHash=HASH)}, LIBRARY_TOML + settings)
    made.export(html_only=True)
    said = made.html(lang="pl").read_text()
    assert all(one in said for one in ("Zapytaj lekarza.", "Rejestracja", "Oddychanie"))
    assert "Ask your doctor." not in said
    assert "Ask your doctor." in made.html().read_text()


def test_the_grid(shelf: MakeShelf) -> None:
    found = shelf(
        {
            "en/asthma.md": SOURCE,
            "en/cough.md": guide("Text."),
            "pl/asthma.md": polish(sourceHash=HASH, machineTranslated="true"),
            "uk/asthma.md": polish(sourceHash="1"),
            "uk/only.md": polish(),
        }
    ).library
    langs, rows = grid(found)
    assert langs == ("en", "pl", "uk")
    assert {row.slug: list(row.states.values()) for row in rows} == {
        "asthma": [State.SOURCE, State.CURRENT, State.STALE],
        "cough": [State.SOURCE, State.MISSING, State.MISSING],
        "only": [State.MISSING, State.MISSING, State.UNKNOWN],
    }
    assert next(row.unreviewed for row in rows if row.slug == "asthma") == {"pl"}


@pytest.fixture
def trio(shelf: MakeShelf) -> Shelf:
    return shelf(
        {
            "en/asthma.md": SOURCE,
            "pl/asthma.md": polish(sourceHash=HASH, machineTranslated="true"),
            "uk/asthma.md": polish(sourceHash="1"),
        }
    )


def test_the_command_prints_the_grid(trio: Shelf) -> None:
    ran = CliRunner().invoke(cli, ["translations", "--content", str(trio.root), "--lang", "uk", "--lang", "bn"])
    assert [line.split() for line in ran.stdout.splitlines()] == [
        ["en", "uk", "bn"],
        ["asthma", "source", "stale", "-"],
    ]
    assert f"sourceHash: {HASH}" in ran.stderr


def test_the_command_gives_it_to_programs(trio: Shelf) -> None:
    ran = CliRunner().invoke(cli, ["translations", "--content", str(trio.root), "--json"])
    (row,) = json.loads(ran.stdout)
    assert (row["slug"], row["title"], row["source_hash"]) == ("asthma", "Asthma", HASH)
    assert row["languages"]["pl"]["state"] == "current"
    assert row["languages"]["pl"]["unreviewed"] is True
    assert row["languages"]["uk"]["path"].endswith("uk/asthma.md")


def test_guides_of_one_language_are_chosen(trio: Shelf) -> None:
    guides, _ = trio.library.select(Selection(langs=("pl",)))
    assert [one.lang for one in guides] == ["pl"]
