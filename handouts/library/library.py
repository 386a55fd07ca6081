"""The library: all guides loaded, with their settings; and the selection of some of them."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from handouts.diagnostics import Diagnostic, has_errors
from handouts.errors import UsageError
from handouts.library.guide import SUFFIXES, Guide, Rejected
from handouts.library.slugs import slugify
from handouts.settings import Settings


@dataclass(frozen=True, slots=True)
class Selection:
    """Which guides are wanted. Empty means all; the criteria add up, the values of one are alternatives."""

    names: tuple[str, ...] = ()
    """Slugs or paths."""
    categories: tuple[str, ...] = ()
    """Names or slugs of categories."""
    tags: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    drafts: bool = False

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing but drafts is left out."""
        return not (self.names or self.categories or self.tags or self.langs)


@dataclass(frozen=True)
class Library:
    """All guides of a folder, sorted by category and title, and what is to be said about them."""

    root: Path
    """The folder, absolute, symbolic links resolved."""
    settings: Settings
    guides: tuple[Guide, ...]
    rejected: tuple[Rejected, ...]
    diagnostics: tuple[Diagnostic, ...]
    twins: tuple[Guide, ...] = ()
    """Guides that could be read, and are rejected only because another has their name."""
    half_read: tuple[Guide, ...] = ()
    """What could be read of files whose front matter is refused: to be checked, never to be published."""

    @cached_property
    def _by_location(self) -> dict[str, Guide | Rejected]:
        everything: Sequence[Guide | Rejected] = (*self.guides, *self.rejected)
        return {str(one.location): one for one in everything}

    @cached_property
    def _by_path(self) -> dict[str, list[Diagnostic]]:
        found: dict[str, list[Diagnostic]] = {}
        for one in self.diagnostics:
            found.setdefault(one.path, []).append(one)
        return found

    @cached_property
    def _by_slug(self) -> dict[str, dict[str, Guide]]:
        found: dict[str, dict[str, Guide]] = {}
        for guide in self.guides:
            found.setdefault(guide.slug, {})[guide.lang] = guide
        return found

    @cached_property
    def _files(self) -> frozenset[Path]:
        everything: Sequence[Guide | Rejected] = (*self.guides, *self.rejected)
        return frozenset(_file(one.path) for one in everything)

    def at(self, location: str) -> Guide | Rejected:
        """Give what stands at a place relative to the library's folder."""
        return self._by_location[location]

    def about(self, locations: Iterable[str]) -> tuple[Diagnostic, ...]:
        """Give what is to be said about the files at some places."""
        return tuple(one for place in locations for one in self._by_path.get(self.at(place).path, ()))

    def find(self, slug: str, lang: str) -> Guide | None:
        """Give the guide of this slug in this language, or else in the library's own."""
        found = self._by_slug.get(slug, {})
        return found.get(lang) or found.get(self.settings.lang)

    def is_held(self, guide: Guide) -> bool:
        """Tell whether an error about a guide is known already: it must not be published."""
        return has_errors(self._by_path.get(guide.path, ()))

    def is_published(self, guide: Guide) -> bool:
        """Tell whether readers can get a guide: it is no draft, and nothing that is known keeps it back."""
        return not (guide.draft or guide.held or self.is_held(guide))

    def select(self, wanted: Selection) -> tuple[tuple[Guide, ...], tuple[Rejected, ...]]:
        """Give the guides that are wanted, and the rejected files that were or may have been.

        Raises ``UsageError`` for a name, category, tag or language that no guide has: a typing error must not
        end as an export of nothing.
        """
        self._refuse_unknown(wanted)
        names = _Names(wanted.names)
        guides = tuple(guide for guide in self.guides if _is_wanted(guide, wanted, names))
        # Which category a broken file belongs to can't be known: better to report one too many.
        rejected = tuple(one for one in self.rejected if not wanted.names or names.mean(one))
        return guides, rejected

    def _refuse_unknown(self, wanted: Selection) -> None:
        everything: Sequence[Guide | Rejected] = (*self.guides, *self.rejected)
        known_as = {key for one in everything for key in _called(one)} if wanted.names else set()
        for name in wanted.names:
            if known_as.isdisjoint(_meant(name)) and not (name.endswith(SUFFIXES) and _file(name) in self._files):
                _refuse("guide", name, (one.slug for one in everything))
        categories = {name for one in everything for name in one.categories} | {*self.settings.categories}
        for kind, asked, known in (
            ("category", wanted.categories, categories),
            ("tag", wanted.tags, {name for guide in self.guides for name in guide.tags}),
            ("language", wanted.langs, {guide.lang for guide in self.guides}),
        ):
            for name in asked:
                if _folded(name) not in map(_folded, known):
                    _refuse(kind, name, known)


def _refuse(kind: str, name: str, known: Iterable[str]) -> None:
    near = difflib.get_close_matches(name, known := sorted(set(known)), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(known[:12]) or 'none'}"
    raise UsageError(f"there is no {kind} {name!r} in this library", hint)


def _is_wanted(guide: Guide, wanted: Selection, names: "_Names") -> bool:
    def any_of(asked: tuple[str, ...], has: Iterable[str]) -> bool:
        return not asked or not {_folded(name) for name in asked}.isdisjoint(map(_folded, has))

    return (
        (wanted.drafts or not guide.draft)
        and (not wanted.names or names.mean(guide))
        and any_of(wanted.categories, guide.categories)
        and any_of(wanted.tags, guide.tags)
        and any_of(wanted.langs, (guide.lang,))
    )


def _folded(name: str) -> str:
    """Make names equal that a person would call the same. A name in another script has no slug."""
    return slugify(name) or name.casefold()


class _Names:
    """The names of some guides: each guide is looked up among them, however many there are."""

    def __init__(self, asked: Sequence[str]) -> None:
        self._keys = {key for name in asked for key in _meant(name)}
        self._files = {_file(name) for name in asked if name.endswith(SUFFIXES)}

    def mean(self, one: Guide | Rejected) -> bool:
        """Tell whether one of them is this guide's slug, its path as shown, or its path inside the library."""
        # Links are followed last: that takes longer than all else.
        return not self._keys.isdisjoint(_called(one)) or bool(self._files and _file(one.path) in self._files)


def _meant(name: str) -> tuple[str | PurePosixPath, ...]:
    return name, PurePosixPath(name)


def _called(one: Guide | Rejected) -> tuple[str | PurePosixPath, ...]:
    return one.slug, PurePosixPath(one.path), one.location


def _file(path: str) -> Path:
    return Path(path).resolve()
