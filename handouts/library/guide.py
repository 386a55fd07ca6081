"""The guide: one Markdown source with its front matter. ``parse`` is pure: text in, a guide or diagnostics out."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from handouts.diagnostics import Diagnostic, error, has_errors
from handouts.library import fields, front_matter, languages, naming, unprintable
from handouts.library.entries import FrontMatterError
from handouts.library.languages import Translation
from handouts.library.notices import Notice, NoticeKind, in_order
from handouts.library.slugs import is_slug, slugify
from handouts.library.source import Places, place_at
from handouts.setting_values import is_language
from handouts.settings import Settings

SUFFIXES = (".md", ".markdown", ".mdx")
"""How the names of guides end."""

MDX = ".mdx"
"""The suffix of guides that are written in MDX: Markdown with components and expressions."""

OTHER = "Other guides"
"""The category of guides that name none."""


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
    expires: date | None = None
    related: tuple[str, ...] = ()
    """Slugs."""
    weight: float | None = None
    """Its place in a bundle: the lightest guide comes first, those without one come last."""
    faq: tuple[tuple[str, str], ...] = ()
    """Questions and answers, both Markdown."""

    translation_of: str = ""
    """The guide that this one translates, by its slug or file, where the author names it."""
    made_of: str = ""
    """The ``text_hash`` of the guide that it translates, as it was then: key ``sourceHash``."""
    machine_translated: bool = False
    translated_by: str = ""
    translation_reviewed_by: str = ""
    """Who has compared the translation with its source."""
    source: Translation | None = None
    """The guide that it translates; None for an original."""
    others: tuple[Translation, ...] = ()
    """The guide in the other languages in which it can be had."""

    check_ignore: tuple[str, ...] = ()
    """Codes of warnings and notes that a check leaves out."""
    held: bool = False
    """Whether readers can't get it, where no more than its name is known of it."""
    noticed: tuple[Notice, ...] = ()
    """What every page must warn of, beside what the guide says of itself."""

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What every page must warn of, the weightiest first."""
        own = ((NoticeKind.DRAFT, self.draft), (NoticeKind.MACHINE_TRANSLATION, self.is_unread))
        return in_order((*(Notice(kind) for kind, holds in own if holds), *self.noticed))

    @property
    def is_unread(self) -> bool:
        """Tell whether a program has translated it, and nobody has compared it with its source since."""
        return self.machine_translated and not self.translation_reviewed_by

    @property
    def text_hash(self) -> str:
        """Give eight characters that tell what a translator translates from what it was before.

        A new day of review or a tag changes the file, but no translation.
        """
        said = (self.title, self.description, self.body.strip(), *(part for one in self.faq for part in one))
        return hashlib.sha256("\0".join(said).encode()).hexdigest()[:8]

    @property
    def source_hash(self) -> str:
        """Give eight characters that tell this text from every other: printed on each page, and traced back.

        Line ends and a byte order mark do not count: the same text is the same on every system.
        """
        return hashlib.sha256(self.text.encode()).hexdigest()[:8]

    @property
    def is_mdx(self) -> bool:
        """Tell whether the body is MDX."""
        return self.location.suffix.lower() == MDX

    @property
    def body_start(self) -> int:
        """The offset in the text at which the body starts."""
        return len(self.text) - len(self.body)

    @property
    def places(self) -> Places:
        """What tells where things stand in the body, each time the next place."""
        return Places(self.text, self.body_start, mdx=self.is_mdx)

    @property
    def category(self) -> str:
        """The home category."""
        return self.categories[0]

    @property
    def has_category(self) -> bool:
        """Tell whether the author named a category."""
        return self.categories != (OTHER,)

    def place_of(self, needle: str, start: int | None = None) -> tuple[int, int]:
        """Line and column, from 1, where ``needle`` first stands at or after offset ``start``; (0, 0) if nowhere.

        Without a ``start`` the body is searched first: what is in both is a fault of the body more often than
        of a key. What is found in neither way is looked for in the whole text.
        """
        if start is None:
            start = self.body_start
        at = self.text.find(needle, start)
        at = at if at >= 0 else self.text.find(needle)
        return place_at(self.text, at)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that was meant as a guide and can't be one. ``slug`` and ``lang`` are the best guess there is."""

    path: str
    location: PurePosixPath
    """The file, relative to the library's folder."""
    slug: str
    lang: str
    categories: tuple[str, ...] = ()
    """As far as they could be read: the bundles that are not complete without it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came out of one file: a guide or its rejection, and everything there is to say about it."""

    guide: Guide | Rejected
    diagnostics: tuple[Diagnostic, ...]
    as_far_as_read: Guide | None = None
    """What could be read of a rejected file whose text at least is there: to be checked, never to be published."""


def parse(text: str, path: str, location: PurePosixPath, settings: Settings) -> Parsed:
    """Read a guide's text. ``path`` names it in messages, ``location`` is its place in the library."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = unprintable.without_breaks(text)
    text = unicodedata.normalize("NFC", text)  # macOS writes "e" and an accent, which no font joins well
    name, lang = languages.of_file(location)
    slug, lang = slugify(name), lang or settings.lang
    if not text.strip():
        message, hint = "there is nothing in this file", "write the guide, or delete the file"
        said = error("empty-file", message, path, (1, 1), hint)
        return Parsed(Rejected(path, location, slug, lang), (said,))
    unread: list[Diagnostic] = []
    try:
        matter = front_matter.parse(text, path)
    except FrontMatterError as problem:
        unread.append(problem.diagnostic)
        if not (rest := front_matter.below(text)):
            return Parsed(Rejected(path, location, slug, lang), tuple(unread))
        matter = rest
    found, problems = fields.read(matter.entries, path)
    body = matter.body
    if "title" not in matter.entries:
        title, body = naming.title_in(body, mdx=location.suffix.lower() == MDX)
        found |= {"title": title} if title else {}
    if "translation_of" in found:  # translations share the slug of their source
        original = languages.of_file(PurePosixPath(found["translation_of"]))[0]
        found.setdefault("slug", slugify(original) or slug)
    found.setdefault("slug", slug)
    found.setdefault("lang", lang)
    problems += unread or naming.judge(found, path, name, matter)
    problems += unprintable.find(matter.body, path, matter.body_line)
    if not body.strip():
        last = text.count("\n") + 1
        place, hint = (min(matter.body_line, last), 1), "write it below the title or the front matter"
        problems.append(error("empty-body", "the guide has no text", path, place, hint))
    if not has_errors(problems):
        return Parsed(Guide(path, location, text, body, matter.body_line, **found), tuple(problems))
    found["slug"] = found["slug"] if is_slug(found["slug"]) else slug
    found["lang"] = found["lang"] if is_language(found["lang"]) else lang
    rejected = Rejected(path, location, found["slug"], found["lang"], found.get("categories", ()))
    found.setdefault("title", "")
    return Parsed(rejected, tuple(problems), Guide(path, location, text, body, matter.body_line, **found))
