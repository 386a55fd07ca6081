"""Translations: guides of one slug in several languages, and whether each still says what its source says.

Pure. The source is the guide in the library's own language; a translation names the text that it was made of by
``sourceHash``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handouts.diagnostics import Diagnostic, error, note, warning
from handouts.library.guide import OTHER, Guide
from handouts.library.languages import Translation
from handouts.library.library import Library
from handouts.library.notices import Notice, NoticeKind
from handouts.settings import REFUSE, Settings

INHERITED = ("categories", "tags", "related", "next_review")
"""What a translation need not repeat: it has it from its source."""


class State(StrEnum):
    """How a guide stands in a language."""

    SOURCE = "source"
    """It was written in it."""
    CURRENT = "current"
    """The translation was made of the source as it is now."""
    STALE = "stale"
    """The source has changed since."""
    UNKNOWN = "unknown"
    """The translation does not say what it was made of."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Row:
    """A guide in the languages of its library."""

    slug: str
    title: str
    source_hash: str
    """What a translation that is made now records; "" where there is no source."""
    states: Mapping[str, State]
    """By language, in the order of the grid's columns."""
    paths: Mapping[str, str]
    """The files that there are, by language."""
    unreviewed: frozenset[str]
    """Languages in which a program has translated the guide and nobody has read it since."""


def linked(guides: Sequence[Guide], settings: Settings) -> tuple[list[Guide], list[Diagnostic]]:
    """Give the guides with each translation completed from its source, and what is to be said of translations."""
    sources = {one.slug: one for one in guides if one.lang == settings.lang}
    complete: list[Guide] = []
    problems: list[Diagnostic] = []
    for guide in guides:
        source = sources.get(guide.slug) if guide.lang != settings.lang else None
        if source is None:
            complete.append(guide)
            problems += _about_no_source(guide, settings)
        else:
            complete.append(_completed(guide, source))
            problems += _about_state(guide, source, refused=settings.stale_translations == REFUSE)
    return complete, problems


def with_others(library: Library) -> Library:
    """Give the library with each guide knowing in which other languages it can be had.

    A draft and a guide that is held back can't be had.
    """
    by_slug: dict[str, list[Guide]] = {}
    for guide in library.guides:
        if not guide.draft and not library.is_held(guide):
            by_slug.setdefault(guide.slug, []).append(guide)
    own = library.settings.lang
    others = ((one, _others(one, by_slug.get(one.slug, ()), own)) for one in library.guides)
    guides = (replace(one, others=found) if found != one.others else one for one, found in others)
    return replace(library, guides=tuple(guides))


def grid(library: Library, wanted: Sequence[str] = ()) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Give the languages of a library, its own first, and a row for each guide.

    ``wanted`` are the languages to look at, those that no guide has yet among them; without any, all there are.
    """
    own = library.settings.lang
    others = wanted or sorted({guide.lang for guide in library.guides})
    langs = tuple(dict.fromkeys((own, *others)))
    by_slug: dict[str, dict[str, Guide]] = {}
    for guide in library.guides:
        by_slug.setdefault(guide.slug, {})[guide.lang] = guide
    return langs, tuple(_row(slug, found, langs, own) for slug, found in by_slug.items())


def state_of(guide: Guide, source: Guide) -> State:
    """Say how a translation stands to its source."""
    if not guide.made_of:
        return State.UNKNOWN
    # The reference printed on the source's pages will do as well: that is what a translator may have at hand.
    whole = (source.text_hash, source.source_hash)
    return State.CURRENT if any(_same(guide.made_of.lower(), one) for one in whole) else State.STALE


def _same(recorded: str, hash_: str) -> bool:
    return hash_.startswith(recorded) or recorded.startswith(hash_)


def _row(slug: str, found: Mapping[str, Guide], langs: Iterable[str], own: str) -> Row:
    source = found.get(own)
    shown = {lang: found[lang] for lang in langs if lang in found}
    return Row(
        slug,
        (source or next(iter(found.values()))).title,
        source.text_hash if source else "",
        {lang: _state(found.get(lang), source) for lang in langs},
        {lang: guide.path for lang, guide in shown.items()},
        frozenset(lang for lang, guide in shown.items() if guide.is_unread),
    )


def _state(guide: Guide | None, source: Guide | None) -> State:
    if guide is None:
        return State.MISSING
    if guide is source:
        return State.SOURCE
    return state_of(guide, source) if source else State.UNKNOWN


def _completed(guide: Guide, source: Guide) -> Guide:
    empty = {"categories": (OTHER,), "tags": (), "related": (), "next_review": None}
    values = {name: getattr(source, name) for name in INHERITED if getattr(guide, name) == empty[name]}
    stale = state_of(guide, source) is State.STALE
    noticed = (*guide.noticed, Notice(NoticeKind.STALE_TRANSLATION)) if stale else guide.noticed
    return replace(guide, **values, noticed=noticed, source=Translation(source.lang, source.title))


def _others(guide: Guide, found: Iterable[Guide], own: str) -> tuple[Translation, ...]:
    """Give the guide in other languages, its original first."""
    others = (Translation(one.lang, one.title) for one in found if one.lang != guide.lang)
    return tuple(sorted(others, key=lambda one: (one.lang != own, one.lang)))


def _about_no_source(guide: Guide, settings: Settings) -> list[Diagnostic]:
    if not guide.translation_of:
        return []
    place = guide.place_of("translationOf", start=0)
    if guide.lang == settings.lang:
        message = f"translationOf stands in a guide in {guide.lang}, the language of this library's originals"
        hint = "leave it out, or say in which language this guide is: lang:"
    else:
        message = f"there is no guide {guide.slug!r} in {settings.lang} that this translates"
        hint = "write translationOf: with the slug of the original"
    return [warning("unknown-source", message, guide.path, place, hint)]


def _about_state(guide: Guide, source: Guide, *, refused: bool) -> list[Diagnostic]:
    record = f"sourceHash: {source.text_hash}"
    state = state_of(guide, source)
    if state is State.UNKNOWN:
        message = "this translation does not say which text it was made of"
        hint = f"if it was made of {source.path} as it is now, write {record}"
        return [note("no-source-hash", message, guide.path, (1, 1), hint)]
    if state is State.STALE:
        message = f"{source.path} has changed since it was translated"
        hint = f"bring the translation up to date, then write {record}"
        place = guide.place_of("sourceHash", start=0)
        if refused:
            return [error("stale-translation", message, guide.path, place, hint)]
        return [warning("stale-translation", f"{message}; each page says so", guide.path, place, hint)]
    return []
