"""The guide: one Markdown source with its front matter. ``parse`` is pure: text in, a guide or diagnostics out."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from handouts.diagnostics import Diagnostic, error, has_errors
from handouts.library import fields, front_matter
from handouts.library.front_matter import FrontMatterError
from handouts.library.slugs import MAX_LENGTH, is_slug, slugify
from handouts.settings import Settings

OTHER = "Other guides"
"""The category of guides that name none."""

_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TITLE = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide that can be published. Fields are named in the words of the glossary, values are checked."""

    path: str
    """The file as the user can open it, for messages."""
    location: PurePosixPath
    """The file, relative to the library's folder."""
    text: str
    """The whole file, line ends as ``\\n``: where places in diagnostics are looked up."""
    body: str
    body_line: int
    title: str
    slug: str
    lang: str
    description: str = ""
    categories: tuple[str, ...] = (OTHER,)
    """The first is the guide's home."""
    published: date | None = None
    updated: date | None = None
    draft: bool = False
    tags: tuple[str, ...] = ()
    version: str = ""
    reviewed_by: str = ""
    last_reviewed: date | None = None
    next_review: date | None = None
    related: tuple[str, ...] = ()
    """Slugs."""
    faq: tuple[tuple[str, str], ...] = ()
    """Questions and answers, both Markdown."""

    @property
    def category(self) -> str:
        """The home category."""
        return self.categories[0]

    @property
    def digest(self) -> str:
        """SHA-256 of the source text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def place_of(self, needle: str, start: int = 0) -> tuple[int, int]:
        """Line and column, from 1, where ``needle`` first stands at or after offset ``start``; (0, 0) if nowhere.

        The body is searched first: what is in both is a fault of the body more often than of a key.
        """
        body = len(self.text) - len(self.body)
        at = self.text.find(needle, max(start, body))
        at = at if at >= 0 else self.text.find(needle, start)
        if at < 0:
            return (0, 0)
        return self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that was meant as a guide and can't be one. ``slug`` and ``lang`` are the best guess there is."""

    path: str
    slug: str
    lang: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came out of one file: a guide or its rejection, and everything there is to say about it."""

    guide: Guide | Rejected
    diagnostics: tuple[Diagnostic, ...]


def parse(text: str, path: str, location: PurePosixPath, settings: Settings) -> Parsed:
    """Read a guide's text. ``path`` names it in messages, ``location`` is its place in the library."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)  # macOS writes "e" and an accent, which no font joins well
    slug = slugify(location.stem)
    try:
        matter = front_matter.parse(text, path)
    except FrontMatterError as problem:
        return Parsed(Rejected(path, slug, settings.lang), (problem.diagnostic,))
    found, problems = fields.read(matter.entries, path)
    body = matter.body
    if "title" not in matter.entries and (heading := _TITLE.search(body)):
        # A guide without a title calls itself by its first heading, which then stands in the title's place.
        found["title"] = heading.group(1)
        body = body[: heading.start()] + body[heading.end() :]
    found.setdefault("slug", slug)
    found.setdefault("lang", settings.lang)
    problems += _judged(found, path, matter)
    if not body.strip():
        problems.append(
            error("empty-body", "there is no text below the front matter", path, (matter.body_line, 1))
        )
    if has_errors(problems):
        return Parsed(Rejected(path, _safe(found["slug"], slug), settings.lang), tuple(problems))
    guide = Guide(path, location, text, body, matter.body_line, **found)
    return Parsed(guide, tuple(problems))


def _safe(wanted: str, other: str) -> str:
    return wanted if is_slug(wanted) else other


def _judged(found: dict[str, Any], path: str, matter: front_matter.FrontMatter) -> list[Diagnostic]:
    """Say what is wrong with values that can be read but not be used."""
    problems = []
    if "title" not in found and "title" not in matter.entries:
        hint = 'add a line title: "…" to the front matter, or a first heading: # …'
        problems.append(error("no-title", "the guide has no title", path, (1, 1), hint))
    if not is_slug(found["slug"]):
        entry = matter.entries.get("slug")
        message = f"{found['slug']!r} can't name a file and an address"
        hint = f"write slug: with at most {MAX_LENGTH} of the letters a-z, digits and single hyphens"
        problems.append(error("bad-slug", message, path, entry.place if entry else (1, 1), hint))
    if not _LANG.fullmatch(found["lang"]):
        place = matter.entries["lang"].place if "lang" in matter.entries else (1, 1)
        problems.append(
            error("bad-lang", f"{found['lang']!r} is no language code", path, place, "write en, pl or pt-BR")
        )
    return problems
