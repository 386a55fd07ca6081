"""The words that the program itself prints on a page, and dates as the reader's language writes them.

Templates and code ask for every such word through gettext, in English; a catalogue answers in the leaflet's
language. There is no catalogue but English yet.
"""

from datetime import date
from gettext import NullTranslations
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

ENGLISH: Final = NullTranslations()


def catalogue(lang: str) -> NullTranslations:  # noqa: ARG001 - the seam for catalogues of other languages
    """Give the words of a language."""
    return ENGLISH


def has_catalogue(lang: str) -> bool:
    """Tell whether the program's words are there in a language."""
    return lang.lower().split("-")[0] == "en"


def day(value: date, lang: str) -> str:
    """Write a day with its month's name: ``08/09/25`` is one day in London and another in New York."""
    locale = _locale(lang)
    pattern = "d MMMM y" if locale.language == "en" else "long"
    return format_date(value, format=pattern, locale=locale)


def language(lang: str) -> str:
    """Give a language's name in that language: ``English``, ``Polski``."""
    name = _locale(lang).get_display_name() or lang
    return name[0].upper() + name[1:]


def _locale(lang: str) -> Locale:
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
