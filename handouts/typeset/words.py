"""The words that the program itself prints on a page, and days and numbers as the reader's language writes them.

Templates and code ask for every such word through gettext, in English; a catalogue of ``handouts/locale`` answers
in the leaflet's language. The catalogues are read as translators write them (``.po``): 5 ms each, once a process,
and nothing compiled can be older than its source.
"""

from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

LOCALE: Final = Path(__file__).parent.parent / "locale"

LANGUAGES: Final = (
    *("en", "es", "fr", "de", "pl", "ro", "uk", "ar", "ur", "fa", "bn", "hi", "pa", "gu", "ta", "zh-Hans"),
    *("tr", "pt", "so", "vi"),
)
"""Languages whose words are complete; a test holds that. English needs no catalogue."""

_ENGLISH: Final = NullTranslations()
_PLAIN_NAMES: Final = {
    # Unicode's names, where people in clinics use others.
    "bn": ("বাংলা", "Bengali"),
    "zh-Hans": ("简体中文", "Simplified Chinese"),
    "zh-Hant": ("繁體中文", "Traditional Chinese"),
    "zh": ("简体中文", "Simplified Chinese"),
}
_DIGITS: Final = {"arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "beng": "০১২৩৪৫৬৭৮৯"}
_COUNTERS: Final = {"arab": "arabic-indic", "arabext": "persian", "beng": "bengali"}
"""CSS Counter Styles Level 3: what such digits are called there."""

_LATIN_DIGITS: Final = ("ar-AE", "ar-DZ", "ar-EH", "ar-LY", "ar-MA", "ar-TN")
"""Where Arabic is written with the digits of English (CLDR 45, default numbering systems)."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a word for the catalogues that is translated elsewhere, when the language is known."""
    return text


EDITIONS: Final = (
    N_("Standard"),
    N_("Large print"),
    N_("Easy read"),
    N_("Summary"),
    N_("Booklet"),
    N_("Black and white"),
)
"""What patients call the built-in editions; the headers in ``styles/editions/`` say which is which."""


def catalogue(lang: str) -> NullTranslations:
    """Give the words of a language: English ones where there is no catalogue."""
    name = catalogue_name(lang)
    return _ENGLISH if name in (None, "en") else _read(name)


def has_catalogue(lang: str) -> bool:
    """Tell whether the program's words are there in a language."""
    return catalogue_name(lang) is not None


def is_known(lang: str) -> bool:
    """Tell whether there is a language of this code (CLDR)."""
    from babel import Locale

    return _language_of(lang) in Locale("en").languages


def direction(lang: str) -> str:
    """Tell which way a language is written: ``ltr`` or ``rtl``."""
    return "rtl" if script(lang) in ("Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Rohg") else "ltr"


@cache
def script(lang: str) -> str:
    """Give the script of a language (ISO 15924): that of its code, or else the usual one."""
    from babel.core import get_global

    likely = get_global("likely_subtags")
    language_, *rest = lang.split("-")
    for part in rest:
        if len(part) == 4 and part.isalpha():  # noqa: PLR2004 - the length of a script's code
            return part.title()
    region = next((part.upper() for part in rest if len(part) == 2), "")  # noqa: PLR2004 - that of a country's
    full = likely.get(f"{language_.lower()}_{region}") or likely.get(language_.lower()) or "en_Latn_GB"
    return str(full.split("_")[1])


def _language_of(lang: str) -> str:
    return lang.split("-", maxsplit=1)[0].lower()


def digits(lang: str) -> str:
    """Give the numbering system that readers of a language expect: ``latn``, ``arab``, ``arabext``, ``beng``."""
    if _language_of(lang) == "ar":
        return "latn" if lang in _LATIN_DIGITS else "arab"
    return {"fa": "arabext", "ps": "arabext", "bn": "beng"}.get(_language_of(lang), "latn")


def number(value: int, lang: str) -> str:
    """Write a number that the program itself prints in the reader's digits."""
    return in_digits(str(value), lang)


def in_digits(text: str, lang: str) -> str:
    """Write every digit of a text of the program's own in the reader's; a guide's own digits stay as they are."""
    own = _DIGITS.get(digits(lang))
    return text.translate(str.maketrans("0123456789", own)) if own else text


def counter_style(lang: str) -> str:
    """Give the CSS counter style for page numbers and numbered lists: ``decimal``, ``bengali``."""
    return _COUNTERS.get(digits(lang), "decimal")


@lru_cache(maxsize=1024)
def day(value: date, lang: str) -> str:
    """Write a day with its month's name: ``08/09/25`` is one day in London and another in New York."""
    from babel.dates import format_date

    locale = _locale(lang)
    pattern = "d MMMM y" if locale.language == "en" else "long"
    return in_digits(format_date(value, format=pattern, locale=locale), lang)


def language(lang: str) -> str:
    """Give a language's name in that language: ``English``, ``Polski``."""
    name = _name_of(lang, 0) or _locale(lang).get_display_name() or lang
    return name[0].upper() + name[1:]


def language_in_english(lang: str) -> str:
    """Give a language's English name, for those who hand out the leaflet: ``Polish``."""
    return _name_of(lang, 1) or _locale(lang).get_display_name("en") or lang


def _name_of(lang: str, at: int) -> str:
    names = _PLAIN_NAMES.get(lang) or _PLAIN_NAMES.get(f"{_language_of(lang)}-{script(lang)}")
    return names[at] if names else ""


@cache
def catalogue_name(lang: str) -> str | None:
    """Give the catalogue for a language: of the same language and the same script, whatever the country."""
    wanted = _language_of(lang), script(lang)
    return next((one for one in LANGUAGES if (_language_of(one), script(one)) == wanted), None)


@cache
def _read(name: str) -> NullTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (LOCALE / f"{name}.po").open("rb") as file:
        found = read_po(file, locale=name.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def _locale(lang: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
