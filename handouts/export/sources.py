"""Sources: which texts were ever published, so that a sheet found on a desk leads back to its guide.

Each page bears a reference, the hash of the text that it was made of. The manifest keeps every one, also when
the guide has changed since, was renamed or withdrawn.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from handouts.library.guide import Guide, Rejected
from handouts.library.library import Library

SHORTEST = 4
"""Characters of a reference that are needed: with fewer, half the library would answer."""


LONGEST = 64
"""Characters of a whole SHA-256."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A text of a guide that was published."""

    path: str
    """The file, relative to the library's folder."""
    hash: str
    slug: str
    lang: str
    title: str
    version: str
    day: str
    """The day of its last change as ``2026-03-14``, or ""."""


@dataclass(frozen=True, slots=True)
class Traced:
    """An answer: the text that a reference names, and the guide that it has become."""

    source: Source
    now: Guide | None
    """The guide as it is now; None where it is withdrawn or can't be read."""

    @property
    def is_current(self) -> bool:
        """Tell whether the text is still that of the guide."""
        return self.now is not None and self.now.source_hash == self.source.hash


def source_of(guide: Guide) -> Source:
    """Give what is to be remembered of a guide that is published."""
    day = guide.updated or guide.published
    return Source(
        path=str(guide.location),
        hash=guide.source_hash,
        slug=guide.slug,
        lang=guide.lang,
        title=guide.title,
        version=guide.version,
        day=day.isoformat() if day else "",
    )


def sources_of(published: Iterable[Guide | Rejected]) -> Iterator[Source]:
    """Give what is to be remembered of those that could be read."""
    return (source_of(guide) for guide in published if isinstance(guide, Guide))


def merged(*histories: Iterable[Source]) -> tuple[Source, ...]:
    """Put histories together, sorted; of one text in one file the last word counts."""
    return tuple(sorted({(one.path, one.hash): one for history in histories for one in history}.values()))


def reference_in(said: str) -> str:
    """Give the reference in what somebody has typed or copied off a sheet, or "" where there is none.

    ``Ref. 3F9A 2C1B`` is ``3f9a2c1b``.
    """
    digits = takewhile(lambda word: re.fullmatch("[0-9a-f]+", word), reversed(said.lower().split()))
    reference = "".join(reversed(list(digits)))
    return reference if SHORTEST <= len(reference) <= LONGEST else ""


def trace(reference: str, library: Library, history: Iterable[Source]) -> tuple[Traced, ...]:
    """Find the texts whose hash begins with a reference: those of the library first, then those of old."""
    current = [source_of(guide) for guide in library.guides]
    known = {(one.path, one.hash) for one in current}
    older = [one for one in history if (one.path, one.hash) not in known]
    named = (one for one in (*sorted(current), *older) if _names(reference, one.hash))
    return tuple(Traced(one, _now(one, library)) for one in named)


def _names(reference: str, hash_: str) -> bool:
    """Tell whether a reference, or the whole SHA-256 that it is the beginning of, names a text."""
    return hash_.startswith(reference) or reference.startswith(hash_)


def _now(source: Source, library: Library) -> Guide | None:
    """Give the guide that a text has become: in its file, or under its name where the file was moved."""
    same_file = [one for one in library.guides if str(one.location) == source.path]
    same_name = [one for one in library.guides if (one.slug, one.lang) == (source.slug, source.lang)]
    return next(iter((*same_file, *same_name)), None)
