"""Composing: every value is escaped, in HTML and in CSS; what is said stands where programs look for it."""

from datetime import date
from html import unescape

import pytest
from support import guide
from typesetting import SHIPPED, body, text_of, typeset

from handouts.settings import Settings
from handouts.typeset.compose import Composer, css_string, page_counter
from handouts.typeset.words import day, language

EVIL = "</style><script>evil()</script>\"'\\;}{{ 7*7 }}{% x %}&amp; \\3C b>"


def test_no_value_of_the_front_matter_gets_out_of_its_place() -> None:
    quoted = "'" + EVIL.replace("'", "''") + "'"
    keys = dict.fromkeys(("title", "description", "category", "version", "reviewedBy"), quoted)
    found = typeset(guide("Text.", **keys, tags=f"[{quoted}]", faq=f"\n  - q: {quoted}\n    a: 'So.'"))
    read = unescape(EVIL)  # exports of websites write entities
    assert list(found.dom.iter("script")) == []
    assert len(list(found.dom.iter("style"))) == 1
    assert [title.text for title in found.dom.iter("title")] == [read, f"QR code that opens {read} online"]
    said = text_of(found.dom)
    assert said.count("evil()") == 6  # category, title, description, question, version, reviewer
    assert "49" not in said


def test_no_value_of_the_settings_gets_out_of_its_place() -> None:
    settings = Settings(
        publisher=EVIL, disclaimer=EVIL, formats=EVIL, contact={EVIL: EVIL}, base_url="https://a.example"
    )
    found = body("Text.", settings)
    assert list(found.dom.iter("script")) == []
    assert len(list(found.dom.iter("style"))) == 1
    assert text_of(found.dom).count("evil()") == 5


def test_a_hostile_title_is_printed_as_it_stands() -> None:
    found = body("\n\n".join(["Text."] * 60), title="'</style> \\A \"x\" {{ 7 }} @page { margin: 0 }'")
    assert found.facts.tree.all("H1")[0].text == '</style> \\A "x" {{ 7 }} @page { margin: 0 }'
    assert found.facts.running[2][0] == '</style> \\A "x" {{ 7 }} @page { margin: 0 }'


@pytest.mark.parametrize(
    ("text", "css"),
    [
        ("plain", '"plain"'),
        ('a "b"', '"a \\22 b\\22 "'),
        ("</style>", '"\\3c /style\\3e "'),
        ("a\nb", '"a\\a b"'),
        ("\\", '"\\5c "'),
        ("{}&'", '"\\7b \\7d \\26 \\27 "'),
        ("é → 1", '"é → 1"'),
    ],
)
def test_a_text_becomes_a_css_string(text: str, css: str) -> None:
    assert css_string(text) == css


def test_page_counters_stand_where_the_translator_puts_them() -> None:
    assert page_counter("Page {page} of {pages}") == '"Page " counter(page) " of " counter(pages) ""'
    assert page_counter("{pages}/{page}") == '"" counter(pages) "/" counter(page) ""'


def test_the_head_says_what_programs_look_for() -> None:
    keys = {
        "description": "What it is.",
        "tags": "[a, b]",
        "publishDate": "2026-03-14",
        "updatedDate": "2026-04-02",
    }
    dom = body("Text.", **keys).dom
    meta = {one.get("name"): one.get("content") for one in dom.iter("meta") if one.get("name")}
    assert meta["description"] == "What it is."
    assert meta["author"] == "Hill Street Surgery"
    assert meta["keywords"] == "a, b"
    assert meta["dcterms.created"] == "2026-03-14"
    assert meta["dcterms.modified"] == "2026-04-02"
    assert [one.get("href") for one in dom.iter("link")] == ["https://hillstreet.example/guides/asthma/"]
    assert dom.get("lang") == "en"


def test_what_a_guide_does_not_say_leaves_no_empty_element() -> None:
    found = body("Text.", Settings())
    names = {one.get("name") for one in found.dom.iter("meta")}
    assert names == {None, "viewport", "generator"}
    empty = [one.tag for one in found.dom.iter("p", "h1", "h2", "h3", "li", "span") if not text_of(one).strip()]
    assert empty == []


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "8 September 2025"),
        ("en-US", "8 September 2025"),
        ("pl", "8 września 2025"),
        ("de", "8. September 2025"),
    ],
)
def test_a_day_is_written_with_its_month_s_name(lang: str, written: str) -> None:
    assert day(date(2025, 9, 8), lang) == written


@pytest.mark.parametrize(
    ("lang", "name"), [("en", "English"), ("pl", "Polski"), ("uk", "Українська"), ("xx", "English")]
)
def test_a_language_is_named_in_itself(lang: str, name: str) -> None:
    assert language(lang) == name


def test_one_composer_speaks_many_languages_in_turn() -> None:
    composer = Composer(SHIPPED)
    leaflets = {lang: body("Text.", lang=lang).leaflet for lang in ("en", "ur", "pl")}
    said = {"en": "Not yet reviewed by a clinician.", "ur": "ماہرِ صحت", "pl": "Jeszcze niesprawdzone"}
    for lang in ("en", "ur", "en", "pl", "ur", "en"):
        text = composer.compose(leaflets[lang]).text
        assert [one for one in said if said[one] in text] == [lang]
