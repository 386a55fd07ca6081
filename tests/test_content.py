"""The library that comes with the program: real leaflets that a clinic could hand out once they are reviewed."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from lxml.html import document_fromstring
from pdf_facts import Facts
from support import Shelf

from handouts.library.guide import Guide
from handouts.library.reader import load
from handouts.library.translations import State, state_of
from handouts.typeset.article import convert
from handouts.typeset.characters import covered_by
from handouts.typeset.theme import Theme
from handouts.typeset.words import catalogue

CONTENT = Path(__file__).parent.parent / "content"
LIBRARY = load(CONTENT)
ORIGINALS = [guide for guide in LIBRARY.guides if guide.source is None]
TRANSLATIONS = [guide for guide in LIBRARY.guides if guide.source is not None]
GUIDES = pytest.mark.parametrize("guide", ORIGINALS, ids=lambda guide: guide.slug)


def test_there_are_at_least_12_guides_in_5_categories() -> None:
    assert len(ORIGINALS) >= 12
    assert len({guide.category for guide in ORIGINALS}) >= 5
    assert LIBRARY.rejected == ()
    assert LIBRARY.diagnostics == ()


def test_every_category_has_its_place_in_the_settings() -> None:
    assert {guide.category for guide in ORIGINALS} == set(LIBRARY.settings.categories)


@pytest.mark.parametrize(
    "slug",
    ["chronic-back-pain", "fever-danger-adults-children", "angina-symptoms-management", "coronary-angiography"],
)
def test_the_guides_that_were_asked_for_are_there(slug: str) -> None:
    assert LIBRARY.find(slug, "en")


def test_every_file_of_the_export_was_made_and_nothing_is_wrong(content_export: Shelf) -> None:
    assert_made(content_export, bundles=1)


@pytest.mark.slow
def test_every_bundle_was_made_too_and_nothing_is_wrong(whole_content_export: Shelf) -> None:
    assert_made(whole_content_export, bundles=len({(guide.lang, guide.category) for guide in LIBRARY.guides}))


def assert_made(export: Shelf, *, bundles: int) -> None:
    manifest = export.manifest
    assert Counter(one["kind"] for one in manifest["outputs"]) == {
        "leaflet": len(LIBRARY.guides),
        "html": len(LIBRARY.guides),
        "bundle": bundles,
    }
    assert {one["status"] for one in manifest["outputs"]} == {"made"}
    assert [one["diagnostics"] for one in manifest["outputs"]] == [[]] * len(manifest["outputs"])
    assert [one["code"] for one in manifest["diagnostics"]] == ["placeholder"]


@GUIDES
def test_each_leaflet_is_one_sheet_and_a_small_file(content_export: Shelf, guide: Guide) -> None:
    path = content_export.pdf(guide.slug)
    assert Facts(path).page_count <= 2
    assert path.stat().st_size < 100_000


@GUIDES
def test_none_claims_a_review_that_did_not_happen(content_export: Shelf, guide: Guide) -> None:
    assert guide.reviewed_by == ""
    assert guide.last_reviewed is None
    assert "Not yet reviewed by a clinician." in Facts(content_export.pdf(guide.slug)).text


def test_every_guide_leads_to_others_of_this_library(content_export: Shelf) -> None:
    url_of = LIBRARY.settings.url_of
    known = {url_of(guide.slug, guide.lang) for guide in LIBRARY.guides}
    for guide in ORIGINALS:
        own = {url_of(one.slug, one.lang) for one in LIBRARY.guides if one.slug == guide.slug}
        urls = {link.url for link in Facts(content_export.pdf(guide.slug)).links if "clinic.example" in link.url}
        assert urls <= known
        assert urls - own, guide.slug


def test_every_guide_names_its_sources_and_its_red_flags(content_export: Shelf) -> None:
    for guide in ORIGINALS:
        leaflet = Facts(content_export.pdf(guide.slug))
        headings = [tag.text for tag in leaflet.tree.all("H2")]
        assert any("Further Reading" in one for one in headings), guide.slug
        sources = [link.url for link in leaflet.links if "clinic.example" not in link.url]
        assert len([url for url in sources if url.startswith("https://")]) >= 2, guide.slug
        assert any(one.casefold().startswith("red flags") for one in headings), guide.slug


def test_no_two_guides_share_a_sentence_of_their_own() -> None:
    """Copied text is text that is corrected in one place and stays wrong in the other."""
    seen: dict[str, str] = {}
    for guide in ORIGINALS:
        for sentence in re.findall(r"[A-Z][^.!?\n|]{50,}[.!?]", guide.body):
            assert seen.setdefault(sentence, guide.slug) == guide.slug, sentence


def test_sentences_are_short() -> None:
    """GOV.UK: 25 words at most; a list item is a sentence, too."""
    for guide in ORIGINALS:
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", guide.body)
        for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
            assert len(sentence.split()) <= 30, (guide.slug, sentence)


def test_slugs_make_addresses_that_scan_easily() -> None:
    for guide in ORIGINALS:
        assert len(LIBRARY.settings.url_of(guide.slug, guide.lang)) <= 62


def test_the_address_is_a_placeholder_and_the_settings_say_so() -> None:
    settings = tomllib.loads((CONTENT / "library.toml").read_text())
    assert settings["base_url"] == "https://clinic.example"
    assert LIBRARY.settings.base_url_is_placeholder


def test_a_file_s_name_is_its_slug() -> None:
    assert [guide.location.stem for guide in ORIGINALS] == [guide.slug for guide in ORIGINALS]


def test_two_guides_are_translated_into_seven_languages_and_nobody_claims_to_have_read_them() -> None:
    langs = {"ar", "ur", "bn", "pl", "uk", "zh-Hans", "es"}
    by_slug = {guide.slug: {one.lang for one in TRANSLATIONS if one.slug == guide.slug} for guide in TRANSLATIONS}
    assert list(by_slug.values()) == [langs, langs]
    assert all(guide.is_unread for guide in TRANSLATIONS)


@pytest.mark.parametrize("guide", TRANSLATIONS, ids=lambda guide: f"{guide.lang}-{guide.slug}")
def test_a_translation_says_as_much_as_its_source(guide: Guide) -> None:
    source = LIBRARY.find(guide.slug, "en")
    assert source is not None
    assert state_of(guide, source) is State.CURRENT
    covered = covered_by(Theme.of(CONTENT).fonts)
    (article, problems), (original, _) = convert(guide, LIBRARY, covered), convert(source, LIBRARY, covered)
    assert problems == ()
    assert [one.kind for one in article.sections] == [one.kind for one in original.sections]
    for sign in (r"^- ", r"^\d\. ", r"999", r"NHS 111", r"^\*\*.*\?\*\*|^\*\*.*[？؟]\*\*", r"https://"):
        found = [len(re.findall(sign, one.body, re.MULTILINE)) for one in (guide, source)]
        assert found[0] == found[1], sign


@pytest.mark.parametrize("lang", sorted({guide.lang for guide in TRANSLATIONS}))
def test_a_translation_is_stamped_on_every_page_and_small(content_export: Shelf, lang: str) -> None:
    stamp = catalogue(lang).gettext("Machine translation, not reviewed")
    for guide in TRANSLATIONS:
        if guide.lang == lang:
            path = content_export.pdf(guide.slug, lang)
            leaflet = Facts(path)
            assert path.stat().st_size < 150_000
            assert leaflet.page_count <= 4
            page = document_fromstring(content_export.html(guide.slug, lang).read_text("utf-8"))
            assert page.find_class("notice")[0].text_content().startswith(stamp)
            assert stamp in page.cssselect("style")[-1].text_content()  # the margins of every further page
