"""The settings of a library: every key of ``library.toml``, and what is wrong with one that can't be used."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.errors import SettingsError
from handouts.setting_values import is_language
from handouts.settings import Settings, parse, with_base_url

WHOLE = """
title = "Leaflets of Hill Street"
publisher = " Hill Street Surgery "
base_url = "https://hillstreet.org/patients/"
guide_url = "/{lang}/guides/{slug}.html"
category_url = "/{lang}/{slug}/"
lang = "pl"
paper = "Letter"
editions = ["standard", "large-print"]
categories = ["Heart & Circulation", "Infections"]
bundle_order = "date"
bundle_recto = false
disclaimer = "This leaflet does not replace your doctor."
formats = "Ask us for large print."
review_interval = "18 months"
check_ignore = ["home-page"]

stale_translations = "refuse"
translation_url = "/{lang}/{slug}.html"

[languages.ar]
disclaimer = "هذه النشرة لا تغني عن الطبيب."
[languages.ar.categories]
"Infections" = "العدوى"

[contact]
"Reception" = "020 7946 0123"
"Out of hours" = "NHS 111"

[sections]
red-flags = ["When to ring us at once"]
"""


def refused(text: str) -> str:
    """Give what is said about settings that can't be used: the message, and its hint behind an arrow."""
    with pytest.raises(SettingsError) as caught:
        parse(text, "content/library.toml")
    assert caught.value.exit_code == 2
    return f"{caught.value} -> {caught.value.hint}"


def test_every_key_is_read() -> None:
    found = parse(WHOLE, "library.toml")
    assert found.title == "Leaflets of Hill Street"
    assert found.publisher == "Hill Street Surgery"
    assert found.base_url == "https://hillstreet.org/patients"
    assert found.guide_url == "/{lang}/guides/{slug}.html"
    assert found.category_url == "/{lang}/{slug}/"
    assert found.lang == "pl"
    assert found.paper == "letter"
    assert found.editions == ("standard", "large-print")
    assert found.categories == ("Heart & Circulation", "Infections")
    assert (found.bundle_order, found.bundle_recto) == ("date", False)
    assert found.disclaimer == "This leaflet does not replace your doctor."
    assert list(found.contact.items()) == [("Reception", "020 7946 0123"), ("Out of hours", "NHS 111")]
    assert found.formats == "Ask us for large print."
    assert found.review_interval == 18
    assert found.stale_translations == "refuse"
    assert found.translation_url == "/{lang}/{slug}.html"
    assert found.in_language("ar").disclaimer == "هذه النشرة لا تغني عن الطبيب."
    assert found.category_in("Infections", "ar-SY") == "العدوى"
    assert found.sections == {"red-flags": ("When to ring us at once",)}


def test_the_example_above_has_every_key() -> None:
    whole = parse(WHOLE, "library.toml")
    assert [
        one.name for one in fields(Settings) if getattr(whole, one.name) == getattr(Settings(), one.name)
    ] == []


@pytest.mark.parametrize("text", ["", "\n# nothing yet\n"])
def test_everything_may_be_left_out(text: str) -> None:
    assert parse(text, "library.toml") == Settings()


# What can't be used


@pytest.mark.parametrize(
    "key",
    [
        "title",
        "publisher",
        "base_url",
        "guide_url",
        "category_url",
        "lang",
        "bundle_order",
        "disclaimer",
        "formats",
    ],
)
@pytest.mark.parametrize("value", ["5", "true", '["a"]', "2026-03-14"])
def test_a_text_must_be_text(key: str, value: str) -> None:
    said = refused(f"{key} = {value}")
    assert said.startswith(f"content/library.toml: {key} must be text, not ")
    assert said.endswith(f' -> write {key} = "…"')


def test_a_bundle_is_in_an_order_that_there_is() -> None:
    said = refused('bundle_order = "colour"')
    assert said == "content/library.toml: bundle_order can't be 'colour' -> it is one of: weight, title, date"


@pytest.mark.parametrize("value", ["1", '"no"', "[]"])
def test_a_switch_is_true_or_false(value: str) -> None:
    said = refused(f"bundle_recto = {value}")
    assert said.startswith("content/library.toml: bundle_recto must be true or false, not ")


UNUSABLE = "{} has a value that can't be used"
LIST = 'write a list of names: categories = ["Heart & Circulation", "Infections"]'
TABLE = 'write a table of texts:\n  [contact]\n  "Out of hours" = "NHS 111"'
TABLE_OF_LISTS = 'write a table of lists:\n  [sections]\n  red-flags = ["When to ring us at once"]'
KNOWN = ", ".join(one.name for one in fields(Settings))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('categories = "Infections"', UNUSABLE.format("categories"), LIST),
        ("categories = [1]", UNUSABLE.format("categories"), LIST),
        ('contact = "999"', UNUSABLE.format("contact"), TABLE),
        ("[contact]\nEmergency = 999", UNUSABLE.format("contact"), TABLE),
        ('[sections]\nred-flags = "When to ring us"', UNUSABLE.format("sections"), TABLE_OF_LISTS),
        ('baseurl = "https://a.org"', "unknown setting 'baseurl'", "did you mean base_url?"),
        ('BASE_URL = "https://a.org"', "unknown setting 'BASE_URL'", "did you mean base_url?"),
        ("colour = 1", "unknown setting 'colour'", f"there are: {KNOWN}"),
        ('paper = "A3"', "there is no paper 'A3'", "it is one of: a4, letter"),
        (
            'editions = "large-print"',
            UNUSABLE.format("editions"),
            'write a list of names: editions = ["standard", "large-print"]',
        ),
        ('lang = "English"', "lang 'English' is not a language code", "write en, pl or pt-BR"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_right(text: str, message: str, hint: str) -> None:
    assert refused(text) == f"content/library.toml: {message} -> {hint}"


def test_what_is_not_toml_is_shown_where_it_stands() -> None:
    assert refused('title = "A"\npublisher = Hill Street') == (
        'content/library.toml:2:13: this can\'t be read: invalid value -> text stands in quotes: title = "…"'
    )


def test_a_file_that_breaks_off_has_no_place_to_show() -> None:
    assert refused('title = "A') == (
        "content/library.toml: this can't be read: unterminated string (at end of document)"
        ' -> text stands in quotes: title = "…"'
    )


@pytest.mark.parametrize(
    "address",
    [
        *("clinic.org", "//clinic.org", "ftp://clinic.org", "javascript:alert(1)", "https://", "https:///guides"),
        *("https://[::1", "https://clinic.org:port", "https://our clinic.org", "https://clinic.org/our guides"),
    ],
)
def test_a_base_url_must_be_a_web_address(address: str) -> None:
    assert refused(f'base_url = "{address}"') == (
        f"content/library.toml: base_url {address!r} is not a web address -> write https://clinic.example"
    )


@pytest.mark.parametrize(
    "address", ["https://clinic.org/?page=1", "https://clinic.org/#top", "https://clinic.org?"]
)
def test_a_base_url_ends_with_its_path(address: str) -> None:
    assert "must not have a ? or # in it" in refused(f'base_url = "{address}"')


@pytest.mark.parametrize("path", ["/guides/", "", "guides/{slug}", "/{lang}/", "https://clinic.org/{slug}"])
def test_a_guide_url_says_where_the_slug_goes(path: str) -> None:
    assert refused(f'guide_url = "{path}"').endswith('-> write guide_url = "/guides/{slug}/"')


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        ("/{clinic}/{slug}", "{"),
        ("/{slug}/{", "{"),
        ("/{slug}}", "}"),
        ("/{{slug}}", "{"),
        ("/{slug!r}{slug}", "{"),
        ("/our guides/{slug}", " "),
    ],
)
def test_a_guide_url_has_nothing_else_to_be_filled_in(path: str, extra: str) -> None:
    assert f"can't have {extra!r} in it" in refused(f'guide_url = "{path}"')


@given(st.text(max_size=40), st.sampled_from([one.name for one in fields(Settings)]))
def test_any_value_is_used_or_refused(value: str, key: str) -> None:
    quoted = "".join(f"\\U{ord(one):08x}" for one in value)
    try:
        found = parse(f'{key} = "{quoted}"', "library.toml")
    except SettingsError:
        return
    assert found.url_of("asthma", "en").startswith(found.base_url)


# Addresses


def test_the_address_of_a_category() -> None:
    assert (
        parse(WHOLE, "library.toml").url_of_category("heart", "pl") == "https://hillstreet.org/patients/pl/heart/"
    )
    assert Settings().url_of_category("heart", "en") == ""
    assert Settings(base_url="https://a.example", category_url="").url_of_category("heart", "en") == ""
    assert refused('category_url = "/heart/"').endswith('-> write category_url = "/categories/{slug}/"')


def test_the_address_of_a_guide() -> None:
    found = parse(WHOLE, "library.toml")
    assert found.url_of("asthma", "pl") == "https://hillstreet.org/patients/pl/guides/asthma.html"
    assert parse('base_url = "https://clinic.org"', "library.toml").url_of("asthma", "en") == (
        "https://clinic.org/guides/asthma/"
    )


def test_without_a_base_url_a_guide_has_no_address() -> None:
    assert Settings().url_of("asthma", "en") == ""


def test_base_url_of_the_command_line_replaces_that_of_the_file() -> None:
    found = with_base_url(parse(WHOLE, "library.toml"), " http://localhost:8000/ ")
    assert found.base_url == "http://localhost:8000"
    assert found.publisher == "Hill Street Surgery"


def test_base_url_of_the_command_line_may_be_empty_and_then_no_symbol_is_made() -> None:
    assert with_base_url(parse(WHOLE, "library.toml"), "").url_of("asthma", "en") == ""


def test_base_url_of_the_command_line_is_checked_as_that_of_the_file() -> None:
    with pytest.raises(SettingsError, match=r"^--base-url: .*'clinic' is not a web address$"):
        with_base_url(Settings(), "clinic")


@pytest.mark.parametrize(
    "host",
    ["clinic.example", "example.com", "www.example.org", "a.test", "a.invalid", "localhost", "Clinic.EXAMPLE"],
)
def test_a_name_that_leads_nowhere_is_a_placeholder(host: str) -> None:
    assert parse(f'base_url = "https://{host}/x"', "library.toml").base_url_is_placeholder


@pytest.mark.parametrize("host", ["clinic.org", "counterexample.com", "example.com.au", "test.nhs.uk", "latest"])
def test_a_name_that_only_looks_like_it_is_none(host: str) -> None:
    assert not parse(f'base_url = "https://{host}"', "library.toml").base_url_is_placeholder


def test_no_address_is_no_placeholder() -> None:
    assert not Settings().base_url_is_placeholder


@pytest.mark.parametrize("code", ["en", "pl", "pt-BR", "zh-Hant-TW", "gsw", "EN"])
def test_a_language_code(code: str) -> None:
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "e", "english", "en_GB", "en-", "../..", "en\n", "en "])
def test_no_language_code(code: str) -> None:
    assert not is_language(code)


@pytest.mark.parametrize(
    ("written", "months"), [("3 years", 36), ("1 Year", 12), (" 18 months ", 18), ("1 month", 1), ("2years", 24)]
)
def test_the_review_interval_is_a_number_of_months_or_years(written: str, months: int) -> None:
    assert parse(f'review_interval = "{written}"', "library.toml").review_interval == months


@pytest.mark.parametrize(
    "value", ["3", '"3"', '"0 years"', '"-1 years"', '"two years"', '"90 days"', '""', "true"]
)
def test_any_other_review_interval_is_refused(value: str) -> None:
    said = refused(f"review_interval = {value}")
    assert "is not a number of years or months" in said
    assert said.endswith('-> write review_interval = "3 years" or "18 months"')
