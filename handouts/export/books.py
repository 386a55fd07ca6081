"""Planning bundles and packs: which guides are bound together, in which order. Pure, as ``plan`` is."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from handouts.diagnostics import Diagnostic, note
from handouts.errors import UsageError
from handouts.export.job import BUNDLE, PACK, Job, Output
from handouts.library.categories import Category, categories, slug_of
from handouts.library.guide import Guide, Rejected
from handouts.library.library import Library, Selection
from handouts.settings import FILE_NAME
from handouts.typeset.binding import SEPARATOR
from handouts.typeset.edition import PLAIN, Edition

UNTITLED = "your-guides"
"""The file of a pack that was given no title."""


class Order(StrEnum):
    """How the guides of a bundle follow each other."""

    WEIGHT = "weight"
    """By ``weight`` in the front matter, the lightest first; those without one follow by title."""
    TITLE = "title"
    DATE = "date"
    """The newest first."""


def plan_bundles(
    library: Library,
    wanted: Selection,
    editions: Iterable[Edition] = (PLAIN,),
    *,
    order: Order = Order.WEIGHT,
    recto: bool = True,
) -> tuple[Job, ...]:
    """Say which bundles are made of the guides that are wanted: one for each category and language.

    Raises ``UsageError`` as ``Library.select`` does.
    """
    made = tuple(editions)
    return tuple(
        _bundle(category, wanted.tags, edition, order, recto=recto)
        for category in _chosen(library, wanted)
        for edition in made
    )


def _chosen(library: Library, wanted: Selection) -> tuple[Category, ...]:
    guides, rejected = library.select(wanted)
    asked = {slug_of(name) for name in wanted.categories}
    # Of a file that can't be read it is not known whether it has the tags that are asked for: it might.
    here = [one for one in rejected if not wanted.langs or one.lang in wanted.langs]
    found = categories((*guides, *here), library.settings)
    return tuple(one for one in found if not asked or one.slug in asked)


def _bundle(category: Category, tags: tuple[str, ...], edition: Edition, order: Order, *, recto: bool) -> Job:
    # A bundle of some of a category's guides must not take the place of the whole one.
    name = SEPARATOR.join((category.slug, *map(slug_of, tags)))
    title = f"{category.name}: {', '.join(tags)}" if tags else category.name
    return Job(
        kind=BUNDLE,
        name=name,
        lang=category.lang,
        title=title,
        category=category.name,
        guides=tuple(str(one.location) for one in sorted(category.guides, key=_KEYS[order])),
        outputs=(Output(f"bundles/{category.lang}/{edition.file_name(name)}.pdf", BUNDLE, edition.name),),
        edition=edition.name,
        recto=recto,
    )


def _by_title(one: Guide | Rejected) -> tuple[str, str]:
    return (one.title.casefold() if isinstance(one, Guide) else "", str(one.location))


def _by_weight(one: Guide | Rejected) -> tuple[float, tuple[str, str]]:
    weight = one.weight if isinstance(one, Guide) else None
    return (math.inf if weight is None else weight, _by_title(one))


def _by_date(one: Guide | Rejected) -> tuple[int, tuple[str, str]]:
    day = (one.updated or one.published) if isinstance(one, Guide) else None
    return (-day.toordinal() if day else 0, _by_title(one))


_KEYS: Mapping[Order, Callable[[Guide | Rejected], tuple[Any, ...]]] = {
    Order.WEIGHT: _by_weight,
    Order.TITLE: _by_title,
    Order.DATE: _by_date,
}


def without_bundle(library: Library, wanted: Selection) -> tuple[Diagnostic, ...]:
    """Note each category that was wanted and gets no bundle, for it has no guides, or drafts only."""
    made = {(one.slug, one.lang) for one in _chosen(library, wanted)}
    drafts = [one for one in _chosen(library, replace(wanted, drafts=True)) if (one.slug, one.lang) not in made]
    path = str(library.root / FILE_NAME)
    notes = [_drafts_only(one, path) for one in drafts]
    known = {slug for slug, _ in made} | {one.slug for one in drafts}
    asked = {slug_of(name) for name in wanted.categories}
    if not (wanted.tags or wanted.langs):
        empty = (name for name in library.settings.categories if slug_of(name) not in known)
        notes += [_empty(name, path) for name in empty if not asked or slug_of(name) in asked]
    return tuple(notes)


def _drafts_only(category: Category, path: str) -> Diagnostic:
    message = f'there is no bundle of "{category.name}" ({category.lang}): all its guides are drafts'
    return note("empty-category", message, path, hint="--drafts makes it, with a stamp on every page")


def _empty(name: str, path: str) -> Diagnostic:
    message = f'there is no bundle of "{name}": no guide names this category'
    return note("empty-category", message, path, hint="take it out of categories, or name it in a guide")


def plan_pack(
    library: Library,
    wanted: Selection,
    title: str,
    editions: Iterable[Edition] = (PLAIN,),
    *,
    path: str = "",
    recto: bool = True,
) -> tuple[Job, ...]:
    """Say which pack is made of the guides that are named, in that order; each counts once.

    ``path`` is the file, relative to the output folder, where somebody wants another than the usual one. Raises
    ``UsageError`` for a name that no guide has, and for a draft where drafts are not wanted: a pack that lacks
    a guide would be handed out as if it were whole.
    """
    guides = tuple(dict.fromkeys(_named(library, name, wanted) for name in wanted.names))
    lang = guides[0].lang
    name = slug_of(title) if title else UNTITLED
    return tuple(
        Job(
            kind=PACK,
            name=name,
            lang=lang,
            title=title,
            category="",
            guides=tuple(str(one.location) for one in guides),
            outputs=(Output(_path(path, name, lang, edition), PACK, edition.name),),
            edition=edition.name,
            recto=recto,
        )
        for edition in editions
    )


def _named(library: Library, name: str, wanted: Selection) -> Guide | Rejected:
    """Find one guide of a pack: of several translations the one that is asked for, or in the library's own."""
    guides, rejected = library.select(Selection((name,), langs=wanted.langs, drafts=True))
    found: Sequence[Guide | Rejected] = (*guides, *(one for one in rejected if not guides))
    if not found:
        raise UsageError(f"there is no guide {name!r} in {' or '.join(wanted.langs)}", "leave --lang out")
    own = [one for one in found if one.lang == library.settings.lang]
    chosen = (own or found)[0]
    if isinstance(chosen, Guide) and chosen.draft and not wanted.drafts:
        raise UsageError(f"the guide {name!r} is a draft", "--drafts takes it in, with a stamp on every page")
    return chosen


def _path(path: str, name: str, lang: str, edition: Edition) -> str:
    if not path:
        return f"packs/{lang}/{edition.file_name(name)}.pdf"
    stem, dot, ending = path.rpartition(".")
    return f"{edition.file_name(stem)}{dot}{ending}" if dot else edition.file_name(path)
