"""The program's own words: complete in every language that it speaks, in the reader's digits and direction."""

import importlib.util
import re
import sys
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from handouts.typeset import words

ROOT = Path(__file__).parent.parent
TRANSLATED = [lang for lang in words.LANGUAGES if lang != "en"]


def _script() -> ModuleType:
    """What ``./run words`` runs."""
    spec = importlib.util.spec_from_file_location("handouts_words_script", ROOT / ".ci" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()


@cache
def wanted() -> Any:
    """All words that are said anywhere."""
    return SCRIPT.gathered()


def test_the_languages_of_patients_are_there() -> None:
    named = "en es fr de pl ro uk ar ur fa bn hi pa gu ta zh-Hans tr pt so vi"
    assert set(words.LANGUAGES) == set(named.split())
    assert {path.stem for path in words.LOCALE.glob("*.po")} == set(TRANSLATED)


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_word_has_a_translation(lang: str) -> None:
    """Where this fails, ``./run words`` says what to translate."""
    assert SCRIPT.missing(SCRIPT.read(lang), wanted()) == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_catalogue_holds_nothing_that_is_said_nowhere_and_every_place_for_a_value(lang: str) -> None:
    for message in SCRIPT.read(lang):
        if message.id:
            assert wanted().get(message.id, message.context), f"{message.id!r} is said nowhere: ./run words"
            ids = [message.id] if isinstance(message.id, str) else message.id
            strings = [message.string] if isinstance(message.string, str) else message.string
            for string in strings:
                assert _places(string) == _places(ids[-1]), string
                assert string == string.strip() or ids[0] != ids[0].strip(), string


def _places(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}|%\(\w+\)s", text))


def test_words_are_gathered_from_code_and_from_templates() -> None:
    assert wanted().get("Red flags")
    assert wanted().get("Page {page} of {pages}")
    assert wanted().get("Large print")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("pl", "Objawy alarmowe"),
        ("ar", "علامات الخطر"),
        ("ar-SY", "علامات الخطر"),
        ("zh", "危险信号"),
        ("zh-CN", "危险信号"),
        ("pt-BR", "Sinais de alerta"),
        ("en-GB", "Red flags"),
        # Another script is another language to a reader.
        ("zh-TW", "Red flags"),
        ("pa-PK", "Red flags"),
        ("xx", "Red flags"),
    ],
)
def test_a_country_has_the_words_of_its_language(lang: str, said: str) -> None:
    assert words.catalogue(lang).gettext("Red flags") == said
    assert words.has_catalogue(lang) == (said != "Red flags" or lang == "en-GB")


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("ur", "rtl"),
        ("fa-AF", "rtl"),
        ("pa", "ltr"),
        ("pa-PK", "rtl"),
        ("xx", "ltr"),
    ],
)
def test_direction(lang: str, direction: str) -> None:
    assert words.direction(lang) == direction


@pytest.mark.parametrize(
    ("lang", "day", "name", "in_english"),
    [
        ("en", "14 March 2026", "English", "English"),
        ("pl", "14 marca 2026", "Polski", "Polish"),
        ("ar", "١٤ مارس ٢٠٢٦", "العربية", "Arabic"),
        ("ar-MA", "14 مارس 2026", "العربية (المغرب)", "Arabic (Morocco)"),
        ("fa", "۱۴ مارس ۲۰۲۶", "فارسی", "Persian"),
        ("bn", "১৪ মার্চ, ২০২৬", "বাংলা", "Bengali"),
        ("hi", "14 मार्च 2026", "हिन्दी", "Hindi"),
        ("zh-Hans", "2026年3月14日", "简体中文", "Simplified Chinese"),
        ("zh-CN", "2026年3月14日", "简体中文", "Simplified Chinese"),
    ],
)
def test_days_and_names_as_readers_write_them(lang: str, day: str, name: str, in_english: str) -> None:
    assert words.day(date(2026, 3, 14), lang) == day
    assert words.language(lang) == name
    assert words.language_in_english(lang) == in_english


def test_the_program_s_numbers_are_in_the_reader_s_digits() -> None:
    assert [words.number(12, lang) for lang in ("en", "ar", "fa", "bn", "ur", "ta")] == [
        *("12", "١٢", "۱۲", "১২", "12", "12")
    ]
    assert words.counter_style("bn") == "bengali"
    assert words.counter_style("pl") == "decimal"
