"""The values of ``library.toml``, read one by one: what each key takes, and what to write where it has another."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeGuard

from handouts.errors import SettingsError


def converted(key: str, value: object, path: str) -> object:
    """Give a key's value as ``Settings`` holds it; raises ``SettingsError`` for one of the wrong type."""
    if key in ("categories", "editions", "check_ignore") and _is_texts(value):
        return tuple(value)
    if key == "contact" and isinstance(value, dict) and _is_texts(list(value.values())):
        return MappingProxyType(value)
    if key == "sections" and isinstance(value, dict) and all(map(_is_texts, value.values())):
        return MappingProxyType({kind: tuple(headings) for kind, headings in value.items()})
    if key == "languages" and isinstance(value, dict):
        return MappingProxyType(
            {usual(lang): _in_language(usual(lang), said, path) for lang, said in value.items()}
        )
    if key in ("categories", "editions", "check_ignore", "contact", "sections", "languages"):
        wanted = {
            "categories": 'a list of names: categories = ["Heart & Circulation", "Infections"]',
            "editions": 'a list of names: editions = ["standard", "large-print"]',
            "check_ignore": 'a list of codes: check_ignore = ["home-page"]',
            "languages": 'a table for each language:\n  [languages.ar]\n  disclaimer = "…"',
            "contact": 'a table of texts:\n  [contact]\n  "Out of hours" = "NHS 111"',
            "sections": 'a table of lists:\n  [sections]\n  red-flags = ["When to ring us at once"]',
        }
        raise SettingsError(f"{path}: {key} has a value that can't be used", f"write {wanted[key]}")
    if key in ("review_interval", "bundle_recto"):
        return _months(value, path) if key == "review_interval" else _switch(key, value, path)
    if not isinstance(value, str):
        raise SettingsError(f"{path}: {key} must be text, not {value!r}", f'write {key} = "…"')
    return value.strip()


def _in_language(lang: str, said: object, path: str) -> Mapping[str, Any]:
    """Read what a library says in one other language."""
    texts, tables = ("title", "publisher", "disclaimer", "formats"), ("contact", "categories")
    if not is_language(lang) or not isinstance(said, dict):
        message = f"{path}: [languages] has an entry {lang!r} that can't be used"
        raise SettingsError(message, 'write [languages.ar] and below it disclaimer = "…"')
    for key, value in said.items():
        if key in texts and isinstance(value, str):
            continue
        if key in tables and isinstance(value, dict) and _is_texts(list(value.values())):
            continue
        known = f"there are the texts {', '.join(texts)}, and the tables {', '.join(tables)}"
        raise SettingsError(f"{path}: {key!r} in [languages.{lang}] can't be used", known)
    return MappingProxyType(
        {key: MappingProxyType(one) if isinstance(one, dict) else one for key, one in said.items()}
    )


def _switch(key: str, value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{path}: {key} must be true or false, not {value!r}", f"write {key} = true")
    return value


def _months(value: object, path: str) -> int:
    found = re.fullmatch(r"\s*(\d{1,4})\s*(month|year)s?\s*", value.lower()) if isinstance(value, str) else None
    if found is None or int(found[1]) == 0:
        message = f"{path}: review_interval {value!r} is not a number of years or months"
        raise SettingsError(message, 'write review_interval = "3 years" or "18 months"')
    return int(found[1]) * (12 if found[2] == "year" else 1)


def _is_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def usual(code: str) -> str:
    """Write a language code as is usual: ``en``, ``pt-BR``, ``zh-Hans``; what has not the form of one stays."""
    first, *rest = (tidy := code.replace("_", "-")).split("-")
    return "-".join([first.lower(), *map(_subtag, rest)]) if is_language(tidy) else code


def _subtag(part: str) -> str:
    """Write a country in capitals (``BR``), a script with one (``Hans``), anything else as it is."""
    if len(part) == 2:  # noqa: PLR2004 - the length of a country's code
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()  # noqa: PLR2004 - of a script's


def is_language(code: str) -> bool:
    """Tell whether a text has the form of a language code (BCP 47): ``en``, ``pt-BR``."""
    return re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", code) is not None
