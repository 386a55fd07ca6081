"""The keys that front matter may have, and how each value is read.

Authors write the same thing in many ways (a date as ``2025-8-3`` or with a time, tags as a list or with
commas); each reader takes what is clear and refuses what is not, with the place and a hint.
"""

import difflib
import html
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from handouts.diagnostics import Diagnostic, error, warning
from handouts.library import publicity
from handouts.library.entries import Entry
from handouts.setting_values import usual

_TIME = r"(?:[Tt]|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[A-Z]{2,5}|[+-]\d{1,2}(?::?\d{2})?)?"
"""A time of day behind a date, with its zone, as YAML, TOML and site generators write it."""


class BadValueError(Exception):
    """A value can't be read. ``args`` are the code, the message and the hint; ``place`` is where it stands."""

    def __init__(self, code: str, message: str, hint: str, place: tuple[int, int]) -> None:
        super().__init__(code, message, hint)
        self.place = place


def text(key: str, entry: Entry) -> str:
    """Read one line of text; white space inside is folded, and ``&amp;`` is the sign that it stands for."""
    if not isinstance(entry.value, str) or not entry.value.strip():
        message = f"{key} is empty" if is_empty(entry) else f"{key} must be one line of text"
        raise BadValueError("bad-value", message, f'write {key}: "…"', entry.place)
    return plain(entry.value)


def plain(said: str) -> str:
    """Give a text as it is to be read: content systems export ``&#8211;`` for a dash."""
    return " ".join(html.unescape(said).split())


def language(key: str, entry: Entry) -> str:
    """Read a language code, written as is usual: it is the name of a folder."""
    return usual(text(key, entry))


def title(key: str, entry: Entry) -> str:
    """Read the title: one line of text, and not an empty one."""
    hint = f'write {key}: "…", or leave the line out and begin the text with a heading: # …'
    if is_empty(entry):
        raise BadValueError("empty-title", f"{key} is empty", hint, entry.place)
    if not isinstance(entry.value, str):
        raise BadValueError("bad-title", f"{key} must be one line of text", f'write {key}: "…"', entry.place)
    return text(key, entry)


def day(key: str, entry: Entry) -> date:
    """Read a calendar day: ``2026-03-14``, ``2026-3-4``, or with a time, which is dropped."""
    hint = f"write {key}: 2026-03-14 (year, month, day), or leave the line out"
    if is_empty(entry):
        raise BadValueError("empty-date", f"{key} is empty", hint, entry.place)
    if not isinstance(entry.value, str):
        raise BadValueError("bad-date", f"{key} must be a date", hint, entry.place)
    found = re.fullmatch(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:{_TIME})?", entry.value.strip())
    try:
        return date(*map(int, found.groups())) if found else _not_a_date(entry.value)
    except ValueError:
        raise BadValueError("bad-date", f'"{entry.value}" is not a date', hint, entry.place) from None


def _not_a_date(value: str) -> date:
    raise ValueError(value)


def number(key: str, entry: Entry) -> float:
    """Read a number, with or without decimals."""
    said = entry.value.strip() if isinstance(entry.value, str) else ""
    if not re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,6})?", said):
        hint = f"write {key}: 10; the guide with the smallest comes first"
        raise BadValueError("bad-value", f"{key} must be a number", hint, entry.place)
    return float(said)


def flag(key: str, entry: Entry) -> bool:
    """Read yes or no, in any of YAML's spellings."""
    spelled = entry.value.strip().lower() if isinstance(entry.value, str) else ""
    if spelled in ("true", "yes", "on", "y", "1"):
        return True
    if spelled in ("false", "no", "off", "n", "0"):
        return False
    raise BadValueError("bad-value", f"{key} must be true or false", f"write {key}: false", entry.place)


def texts(key: str, entry: Entry) -> tuple[str, ...]:
    """Read a list of texts; one line with commas is a list too. What is said twice counts once."""
    if isinstance(entry.value, str):
        found = list(map(plain, html.unescape(entry.value).split(",")))
    elif isinstance(entry.value, tuple):
        found = [_item(key, one) for one in entry.value if not is_empty(one)]
    else:
        raise BadValueError("bad-value", f"{key} must be a list", f"write {key}: [one, two]", entry.place)
    return tuple(dict.fromkeys(filter(None, found)))


def _item(key: str, entry: Entry) -> str:
    if not isinstance(entry.value, str):
        hint = 'put it between double quotes if it has a colon or brackets in it: "Fever: in children"'
        raise BadValueError("bad-value", f"this entry of {key} is not text", hint, entry.place)
    return text(key, entry)


def names(key: str, entry: Entry) -> tuple[str, ...]:
    """Read one name, or a list of them; a comma is part of a name (``Brain, Nerves & Sleep``)."""
    return texts(key, entry) if isinstance(entry.value, tuple) else (text(key, entry),)


def questions(key: str, entry: Entry) -> tuple[tuple[str, str], ...]:
    """Read a list of questions with their answers, both Markdown: ``q``/``a`` or ``question``/``answer``."""
    if not isinstance(entry.value, tuple):
        hint = f"write {key}: and below it lines such as - question: … and answer: …"
        raise BadValueError("bad-value", f"{key} must be a list of questions", hint, entry.place)
    return tuple(_question(key, one) for one in entry.value if not is_empty(one))


def _question(key: str, entry: Entry) -> tuple[str, str]:
    pair = entry.value if isinstance(entry.value, Mapping) else {}
    asked, answered = _said(pair, "question", "q"), _said(pair, "answer", "a")
    if not asked or not answered:
        missing = "answer" if asked else "question"
        hint = "write - question: … and below it answer: … (or q and a)"
        raise BadValueError("bad-value", f"this entry of {key} has no {missing}", hint, entry.place)
    return " ".join(asked.split()), answered


def _said(pair: Mapping[str, Entry], *keys: str) -> str:
    values = (pair[key].value for key in keys if key in pair)
    return next((value.strip() for value in values if isinstance(value, str)), "")


def is_empty(entry: Entry) -> bool:
    """Tell whether an author has written the key, or the hyphen, and nothing behind it."""
    return not (entry.value.strip() if isinstance(entry.value, str) else entry.value)


FIELDS: Mapping[str, tuple[str, Callable[[str, Entry], Any]]] = {
    # key in the front matter: (field of Guide, reader)
    "title": ("title", title),
    "description": ("description", text),
    "category": ("categories", names),
    "date": ("published", day),  # what most site generators call it; publishDate wins, for it is read later
    "publishDate": ("published", day),
    "updatedDate": ("updated", day),
    "draft": ("draft", flag),
    "tags": ("tags", texts),
    "slug": ("slug", text),
    "lang": ("lang", language),
    "version": ("version", text),
    "reviewedBy": ("reviewed_by", text),
    "lastReviewed": ("last_reviewed", day),
    "nextReview": ("next_review", day),
    "expires": ("expires", day),
    "related": ("related", texts),
    "weight": ("weight", number),
    "faq": ("faq", questions),
    "checkIgnore": ("check_ignore", texts),
    "translationOf": ("translation_of", text),
    "sourceHash": ("made_of", text),
    "machineTranslated": ("machine_translated", flag),
    "translatedBy": ("translated_by", text),
    "translationReviewedBy": ("translation_reviewed_by", text),
}

EMPTY_IS_ABSENT = {
    *("description", "tags", "related", "faq", "slug", "lang", "version", "reviewedBy", "category", "weight"),
    *("checkIgnore", "translationOf", "sourceHash", "translatedBy", "translationReviewedBy"),
}
"""Keys that templates of content systems leave empty; a date or a title left empty is a mistake."""


ALIASES: Mapping[str, tuple[str, ...]] = {
    "category": ("categories",),
    "description": ("excerpt", "summary"),
    "publishDate": ("publish_date",),
    "updatedDate": ("updated_date", "lastmod", "updated"),
    "lastReviewed": ("last_reviewed",),
    "nextReview": ("next_review",),
    "reviewedBy": ("reviewed_by",),
    "expires": ("expiryDate", "expiry_date", "expiry"),
}
"""Keys that exports of websites have for our own, which win where both stand."""


def read(entries: Mapping[str, Entry], path: str) -> tuple[dict[str, Any], list[Diagnostic]]:
    """Read all known keys. Gives the fields of ``Guide`` that were said, and every problem found."""
    entries = _in_our_words(entries)
    found: dict[str, Any] = {}
    problems: list[Diagnostic] = []
    order = list(FIELDS)
    for key, entry in sorted(entries.items(), key=lambda one: order.index(one[0]) if one[0] in order else -1):
        if key not in FIELDS:
            problems += _misspelt(key, entry, entries, path)
        elif is_empty(entry) and key in EMPTY_IS_ABSENT:
            continue
        else:
            name, reader = FIELDS[key]
            try:
                found[name] = reader(key, entry)
            except BadValueError as bad:
                code, message, hint = bad.args
                problems.append(error(code, message, path, bad.place, hint))
    if said := publicity.judge(entries, path):
        found["draft"] = True
        problems += said
    return found, problems


def _in_our_words(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Give the entries with our own key for each that a website calls otherwise."""
    ours = dict(entries)
    for key, others in ALIASES.items():
        for alias in filter(ours.__contains__, others):
            entry = ours.pop(alias)
            if key not in ours or (is_empty(ours[key]) and key in EMPTY_IS_ABSENT):
                ours[key] = entry
    return ours


def _misspelt(key: str, entry: Entry, entries: Mapping[str, Entry], path: str) -> list[Diagnostic]:
    """Warn of an unknown key that is nearly a known one; other unknown keys belong to other programs."""
    said = key.replace("_", "").replace("-", "").lower()
    # Slips keep the first letter, and are as near as titel, categories and pubDate; what site generators ask
    # for (subtitle, created, metaDescription) is not.
    folded = {known.lower(): known for known in FIELDS if known[0] == said[:1]}
    near = difflib.get_close_matches(said, folded, n=1, cutoff=0.77)
    if not near or folded[near[0]] in entries or publicity.speaks(key, entry):
        return []
    hint = f"did you mean {folded[near[0]]}?"
    return [warning("unknown-key", f"{key!r} is not used", path, entry.key_place, hint)]
