"""Inputs: everything that goes into a job, as hashes, found without converting a guide.

A worker is sent what was hashed here and nothing else: what can't be seen can't change an output in secret.
"""

import html
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

from handouts.export.job import LEAFLET, Job
from handouts.export.surroundings import digest
from handouts.library.guide import Guide, Rejected
from handouts.library.library import Library
from handouts.library.reader import FOREIGN_FOLDERS
from handouts.typeset.edition import Edition
from handouts.typeset.pictures import SUFFIXES

REASONS = {
    "publication": "what is in it changed",
    "guide": "guide changed",
    "images": "image changed",
    "links": "linked guide changed",
    "translations": "it changed in another language",
    "standing": "what today means for it changed",
    "edition": "edition changed",
    "templates": "template changed",
    "styles": "stylesheet changed",
    "fonts": "font changed",
    "settings": "settings changed",
    "versions": "version changed",
}
"""The parts that an output is made of, each with what to say when it is no longer what it was."""

_WORD = re.compile(r"[\w-]+")
_ONLY_WORDS = bytes(ord(" ") if chr(one).isascii() and not _WORD.match(chr(one)) else one for one in range(256))
"""A blank for each byte of ASCII that can't stand in a word."""

_FILE = re.compile(r"[^\s/\\()<>\"'`\[\]{}|=,;:!?#&]+\.\w{2,5}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is in one guide."""

    guide: str
    """Hash of its text and place."""
    images: str
    translations: str
    """Hash of what it has from the guide that it translates, and of the languages in which it can be had."""
    standing: str
    linked: tuple[str, ...]
    """Places of the other guides whose names stand in it, whether as links or not."""


class Inputs:
    """Looks into the guides of a library, each once."""

    def __init__(self, library: Library, common: Mapping[str, str]) -> None:
        """Look at a library; ``common`` is what ``surroundings`` gives."""
        self.library, self.common = library, common
        self._known: dict[str, _Facts] = {}
        self._hashes: dict[Path, str] = {}
        self._shown_of: dict[str, str] = {}

    def of(self, job: Job, edition: Edition) -> dict[str, str]:
        """Give the hash of each part that goes into a job; the keys are those of ``REASONS``."""
        facts = [self._facts(place) for place in job.guides]
        linked = self._linked(job)
        return {
            "publication": _publication(job),
            "guide": _joined(one.guide for one in facts),
            "images": self.images(job),
            "links": _joined(map(self._shown, linked)),
            "translations": _joined(one.translations for one in facts),
            "standing": _joined(one.standing for one in facts),
            "edition": _edition(edition),
            **self.common,
        }

    def images(self, job: Job) -> str:
        """Give the hash of the images that may be printed by a job."""
        facts = (self._facts(place) for place in job.guides)
        return _joined((*(one.images for one in facts), self._images_of_settings))

    def seen_by(self, job: Job) -> Library:
        """Give the part of the library that a job may see: its guides, and the names of those it may link to."""
        own = [self.library.at(place) for place in dict.fromkeys(job.guides)]
        near = map(self._neighbour, self._linked(job))
        guides = [*(one for one in own if isinstance(one, Guide)), *near]
        rejected = tuple(one for one in own if isinstance(one, Rejected))
        order = self._order
        seen = tuple(sorted(guides, key=lambda one: order[str(one.location)]))
        said = self.library.about(job.guides)
        return replace(self.library, guides=seen, rejected=rejected, diagnostics=said, twins=(), half_read=())

    @cached_property
    def _order(self) -> dict[str, int]:
        return {str(one.location): number for number, one in enumerate(self.library.guides)}

    def _linked(self, job: Job) -> tuple[str, ...]:
        own = set(job.guides)
        found = dict.fromkeys(chain.from_iterable(self._facts(place).linked for place in job.guides))
        return tuple(sorted(place for place in found if place not in own))

    def _facts(self, place: str) -> _Facts:
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._look_into(place)
        return known

    def _look_into(self, place: str) -> _Facts:
        guide = self.library.at(place)
        said = [f"{one.severity}{one.code}{one.line}" for one in self.library.about((place,))]
        if isinstance(guide, Rejected):
            return _Facts("rejected", "", "", digest(*said), ())
        text = _readable(guide.text)
        # What a translation has from its source does not stand in its own text.
        words = _words("\n".join((text, *(one.casefold() for one in guide.related), guide.slug)))
        linked = {one for word in self._by_name.keys() & words for one in self._by_name[word]} - {place}
        return _Facts(
            guide=digest(place, guide.slug, guide.lang, guide.text),
            images=self._files_in(text),
            translations=digest(
                repr((guide.source, guide.others, guide.categories, guide.tags, guide.related, guide.next_review))
            ),
            standing=digest(*said, repr(guide.notices)),
            linked=tuple(sorted(linked)),
        )

    @cached_property
    def _by_name(self) -> dict[bytes, list[str]]:
        """Places of guides by what a link may call them, in UTF-8: slug, or file without its ending."""
        found: dict[bytes, list[str]] = defaultdict(list)
        for guide in self.library.guides:
            for name in {guide.slug, guide.location.stem.casefold()}:
                for word in {name, *_WORD.findall(name)[:1]} if not _WORD.fullmatch(name) else {name}:
                    found[word.encode("utf-8", "surrogatepass")].append(str(guide.location))
        return dict(found)

    def _neighbour(self, place: str) -> Guide:
        """Give another guide as far as a link to it may show it."""
        guide = self.library.at(place)
        assert isinstance(guide, Guide)  # noqa: S101 - only guides have names
        named, held = (guide.title, guide.slug, guide.lang), not self.library.is_published(guide)
        return Guide(guide.path, guide.location, "", "", 0, *named, version=guide.version, held=held)

    def _shown(self, place: str) -> str:
        """Hash what a link may show of another guide: what ``_neighbour`` gives, and where it stands."""
        if place not in self._shown_of:
            guide = self.library.at(place)
            assert isinstance(guide, Guide)  # noqa: S101 - only guides have names
            said = (guide.title, guide.slug, guide.lang, guide.version)
            self._shown_of[place] = digest(place, *said, str(not self.library.is_published(guide)))
        return self._shown_of[place]

    # ---- files ----

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        """Every image of the library by its folded name, wherever ``images`` would find it."""
        found: dict[str, list[Path]] = defaultdict(list)
        for folder, folders, names in os.walk(self.library.root):
            folders[:] = (name for name in folders if name not in FOREIGN_FOLDERS)
            for name in names:
                if os.path.splitext(name)[1].lower() in SUFFIXES:  # noqa: PTH122 - thousands of names
                    found[_folded(name)].append(Path(folder, name))
        return dict(found)

    @cached_property
    def _awkward(self) -> tuple[str, ...]:
        """Names of files with blanks and the like in them, which can't be told from the words around them."""
        return tuple(name for name in self._files if not _FILE.fullmatch(name))

    @cached_property
    def _images_of_settings(self) -> str:
        return self._files_in(_readable(repr(self.library.settings)))

    def _files_in(self, text: str) -> str:
        """Hash every file whose name stands in a text; it may be meant as an image."""
        if not self._files:
            return digest()
        dotted = " ".join(chunk for chunk in set(text.split()) if "." in chunk[:-1])
        names = self._files.keys() & set(_FILE.findall(dotted))
        names |= {name for name in self._awkward if name in text}
        paths = sorted(path for name in names for path in self._files[name])
        inside = ((path.relative_to(self.library.root).as_posix(), self._hash(path)) for path in paths)
        return digest(*chain.from_iterable(inside))

    def _hash(self, path: Path) -> str:
        if path not in self._hashes:
            try:
                # What a link leads to outside the library is printed nowhere, and is read by nobody; a pipe would
                # be waited for, for ever.
                inside = Path(os.path.realpath(path)).is_relative_to(self.library.root) and path.is_file()
                self._hashes[path] = digest(path.read_bytes()) if inside else "outside"
            except OSError as problem:
                self._hashes[path] = f"unreadable: {problem.errno}"
        return self._hashes[path]


def _publication(job: Job) -> str:
    if job.kind == LEAFLET:
        return digest(job.name, job.lang, *job.guides)  # all else that a job says of it, its guide says
    return digest(repr(replace(job, outputs=(), edition="")))


def _readable(text: str) -> str:
    """Give a text in which file names stand as on disk, whatever Markdown, HTML or an address made of them."""
    if "&" in text or "\\" in text:
        plain = html.unescape(_ESCAPE.sub(r"\1", text))
        text = f"{text}\n{plain}"
    return _folded(unquote(text) if "%" in text else text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _words(text: str) -> set[bytes]:
    """Give the words and hyphened names in a text, in UTF-8: in bytes it takes half the time.

    Of what is not ASCII only a pattern can tell whether it belongs to a word.
    """
    found = set(text.encode().translate(_ONLY_WORDS).split())
    if not text.isascii():
        odd = b" ".join([one for one in found if not one.isascii()]).decode()
        found.update(word.encode() for word in _WORD.findall(odd))
    return found


def _joined(hashes: Iterable[str]) -> str:
    found = list(hashes)
    return found[0] if len(found) == 1 else digest(*found)


@cache
def _edition(edition: Edition) -> str:
    """Hash what an edition is, but not where its stylesheets lie on this machine: what is in them is a style."""
    names = tuple(path.name for path in edition.stylesheets)
    return digest(repr(replace(edition, stylesheets=())), *names)
