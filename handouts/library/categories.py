"""Categories: the groups that guides name, told apart by their slugs, however each author writes them. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, warning
from handouts.library.guide import Guide, Rejected
from handouts.library.slugs import is_slug, slugify
from handouts.settings import Settings


@dataclass(frozen=True, slots=True)
class Category:
    """One category in one language, with what belongs to it."""

    name: str
    slug: str
    lang: str
    guides: tuple[Guide | Rejected, ...]
    """In the order of the library; rejected files only where they could say that they belong to it."""


def slug_of(name: str) -> str:
    """Give the slug of a category: for files, addresses and ids.

    ``Muscle & Joints`` and ``muscle and joints`` are one. A name in another script than Latin has no slug of
    letters; it gets a short one that no other name has, and the same in every run.
    """
    slug = slugify(name)
    if is_slug(slug):
        return slug
    return f"category-{hashlib.sha256(name.strip().casefold().encode()).hexdigest()[:8]}"


def categories(members: Iterable[Guide | Rejected], settings: Settings) -> tuple[Category, ...]:
    """Group what is published by category and language, in the order of ``library.toml``, then by name."""
    found: dict[tuple[str, str], list[Guide | Rejected]] = {}
    members = tuple(members)
    for one in members:
        for slug in dict.fromkeys(map(slug_of, one.categories)):
            found.setdefault((slug, one.lang), []).append(one)
    names = _names(members, settings)
    order = {slug_of(name): number for number, name in enumerate(settings.categories)}
    made = (Category(names[slug], slug, lang, tuple(guides)) for (slug, lang), guides in found.items())
    return tuple(sorted(made, key=lambda one: (order.get(one.slug, len(order)), one.name.casefold(), one.lang)))


def _names(members: Sequence[Guide | Rejected], settings: Settings) -> Mapping[str, str]:
    """Choose how each category is written: as in ``library.toml``, or else as most guides write it."""
    spellings: dict[str, Counter[str]] = {}
    for one in members:
        for name in one.categories:
            spellings.setdefault(slug_of(name), Counter())[name] += 1
    chosen = {slug: min(counts, key=lambda name: (-counts[name], name)) for slug, counts in spellings.items()}
    return chosen | {slug_of(name): name for name in settings.categories}


def written_differently(guides: Sequence[Guide], settings: Settings) -> list[Diagnostic]:
    """Warn of every guide that writes a category in another way than the others do."""
    names = _names(guides, settings)
    problems = []
    for guide in guides:
        for name in guide.categories:
            usual = names[slug_of(name)]
            if name != usual:
                start = guide.text.find("category")
                message = f'the category "{name}" is written "{usual}" elsewhere; both count as one'
                hint = f'write category: "{usual}"'
                place = guide.place_of(name, start=max(0, start))
                problems.append(warning("category-spelling", message, guide.path, place, hint))
    return problems
