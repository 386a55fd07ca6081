"""What is seen only when all guides are looked at together: twins, and categories that are one."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts.check import explain
from handouts.diagnostics import Diagnostic, note, warning
from handouts.library.governance import place_of_key
from handouts.library.library import Library
from handouts.library.slugs import slugify
from handouts.settings import FILE_NAME
from handouts.typeset.words import is_known

if TYPE_CHECKING:
    from handouts.library.guide import Guide

_NAMED = 3
"""Files that a message names; what they have in common is the same for all."""

_NEAR_CODE = 0.5
"""Likeness from which a language code is taken for a slip: one letter of two."""

_NEAR = 0.88
"""Likeness from which a category is taken for a slip of one in the settings."""


def judge(library: Library) -> Iterator[Diagnostic]:
    """Say what is wrong between guides, and what the settings lack."""
    yield from about_the_settings(library)
    for code in library.settings.check_ignore:
        if near := explain.not_a_code(code):
            path = str(library.root / FILE_NAME)
            yield warning("unknown-code", f'check_ignore names "{code}", which is no code', path, hint=near)
    yield from _same_titles(library)
    yield from _similar_categories(library)


def about_the_settings(library: Library) -> Iterator[Diagnostic]:
    """Warn where no QR symbol can be made, or where it opens no real page."""
    settings, path = library.settings, str(library.root / FILE_NAME)
    if not settings.base_url:
        message = "there is no base_url: leaflets are made without a QR symbol"
        hint = f'write base_url = "https://…" into {FILE_NAME}, or pass --base-url'
        yield warning("no-base-url", message, path, hint=hint)
    elif settings.base_url_is_placeholder:
        message = f"base_url is the placeholder {settings.base_url}: the QR symbols open no real page"
        yield warning("placeholder", message, path, hint="put your website's address there, or pass --base-url")
    yield from _unused_languages(library, path)


def _unused_languages(library: Library, path: str) -> Iterator[Diagnostic]:
    """Say which ``[languages.…]`` no guide is in: a warning where there is no such language, else good to know."""
    written = {
        library.settings.lang,
        *(one.lang for one in library.guides),
        *(one.lang for one in library.rejected),
    }
    there = written | {one.split("-", maxsplit=1)[0] for one in written}
    for lang in library.settings.languages:
        if lang in there:
            continue
        near = difflib.get_close_matches(lang, sorted(written), n=1, cutoff=_NEAR_CODE)
        hint = f"did you mean [languages.{near[0]}]?" if near else f"guides are in: {', '.join(sorted(written))}"
        message = f"[languages.{lang}] is never printed: no guide is in this language"
        if is_known(lang):
            yield note("unused-language", message, path, hint=hint)
        else:
            yield warning("unused-language", f"{message}, and there is no such language", path, hint=hint)


def _same_titles(library: Library) -> Iterator[Diagnostic]:
    groups: dict[tuple[str, str], list[Guide]] = defaultdict(list)
    for guide in library.guides:
        groups[guide.lang.lower(), _folded(guide.title)].append(guide)
    for twins in groups.values():
        for one in twins if len(twins) > 1 else ():
            others = _some([other.path for other in twins if other is not one])
            message = f'the title "{one.title}" is also that of {others}'
            hint = "give each its own title, or remove the one that is out of date"
            place = place_of_key(one, "title")
            yield warning("duplicate-title", message, one.path, place if place != (0, 0) else (1, 1), hint)


def _some(paths: list[str]) -> str:
    """Name a few of many."""
    return ", ".join(paths[:_NAMED]) + (f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else "")


def _similar_categories(library: Library) -> Iterator[Diagnostic]:
    used = Counter(name for guide in library.guides for name in guide.categories)
    meant = _meant(used, library.settings.categories)
    for guide in library.guides:
        for name in guide.categories:
            if name in meant and _folded(name) != _folded(meant[name]):  # else the library has said so itself
                message = f'the category "{name}" is nearly "{meant[name]}"; its guides are listed apart'
                place = guide.place_of(name, start=max(0, guide.text.find("category")))
                yield warning("similar-category", message, guide.path, place, f"write {meant[name]}")


def _meant(used: Counter[str], wanted: tuple[str, ...]) -> dict[str, str]:
    """Give for each category that is probably a slip the one that was meant.

    That is the one of the settings, or else the commonest.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for name in (*wanted, *(one for one, _ in used.most_common() if one not in wanted)):
        groups[_singular(name)].append(name)
    meant = {slip: names[0] for names in groups.values() for slip in names[1:]}
    folded = {_folded(one): one for one in wanted}
    for name in used:
        if name not in wanted and name not in meant:
            near = difflib.get_close_matches(_folded(name), folded, n=1, cutoff=_NEAR)
            meant.update((name, folded[one]) for one in near)
    return {slip: name for slip, name in meant.items() if slip not in wanted}


def _folded(name: str) -> str:
    return slugify(name) or " ".join(name.casefold().split())


def _singular(name: str) -> str:
    """Fold case, signs and the plural of each word: "Infectious Disease(s)" is "infectious diseases"."""
    words = [one for one in _folded(re.sub(r"['\u2019]|\((s)\)", r"\1", name)).split("-") if one != "the"]
    return "-".join(
        one.removesuffix("ies") + "y" if one.endswith("ies") else one.removesuffix("s") for one in words
    )
