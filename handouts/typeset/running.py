"""What stands in the margins of every page: whose leaflet a sheet is of, and what it must warn of.

Sheets get separated. Leaflet and book print the same words, said here once; how they look is said in
``styles/page.css``, where they go in ``templates/partials/running.css``.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from handouts.library.governance import due_of
from handouts.library.guide import Guide
from handouts.library.notices import Notice, NoticeKind
from handouts.settings import Settings
from handouts.typeset.edition import PLAIN, Edition
from handouts.typeset.words import catalogue, day, language

ELLIPSIS = "\u2026"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Warned:
    """A notice in the language of its guide."""

    kind: NoticeKind
    stamp: str
    """A few words, for every page."""
    sentence: str
    """What follows the stamp's words where there is room: at the guide's beginning. May be ""."""


@dataclass(frozen=True)
class Running:
    """The running header and footer of one guide."""

    guide: Guide
    settings: Settings
    edition: Edition = PLAIN
    """How much room there is, and what else must be said of the sheet."""

    @cached_property
    def warned(self) -> tuple[Warned, ...]:
        """What is printed at the guide's beginning, the weightiest first."""
        return tuple(_warned(notice, self.guide.lang) for notice in self.guide.notices)

    @property
    def stamp(self) -> str:
        """What is stamped on every page after the first, one notice a line; "" for nothing."""
        return "\n".join(one.stamp for one in self.warned)

    @property
    def stamp_lines(self) -> int:
        """Lines that the stamp takes at most."""
        return sum(-(-letters_of(one.stamp) // self.edition.stamp) for one in self.warned)

    @property
    def publisher(self) -> str:
        """Who publishes it, or the title where nobody is named: the header of the first page."""
        return shortened(self.settings.publisher or self.guide.title, self.edition.line)

    @property
    def title(self) -> str:
        """The title, as the header of every other page has room for it."""
        return shortened(self.guide.title, self._left if self.stamp else self.edition.line)

    @property
    def _left(self) -> int:
        """Letters that surely fit into the left part of a line that is shared, three fifths of it."""
        return self.edition.line * 3 // 5 + 1

    @property
    def beside_title(self) -> str:
        """The publisher, where both fit into one line and no stamp stands there; else ""."""
        return self.beside(self.settings.publisher)

    def beside(self, text: str) -> str:
        """Give a text, where the header has room for it beside the title and no stamp stands there; else ""."""
        right = self.edition.line - self._left
        both = letters_of(self.guide.title) <= self._left and letters_of(text) <= right
        return text if both and not self.stamp else ""

    @property
    def changed(self) -> date | None:
        """The day that tells this text from an earlier one."""
        return self.guide.updated or self.guide.published

    @property
    def next_review(self) -> date | None:
        """The day by which the text is to be reviewed: the guide's own, or by the library's interval."""
        return due_of(self.guide, self.settings)[0]

    @property
    def identity(self) -> str:
        """Version and day as a consent form would copy them, the language, and what ``handouts trace`` finds.

        Where it is too long for the line, the version is shortened: the reference finds that, too.
        """
        whole = self._identity(self.guide.version)
        beyond = max(0, letters_of(whole) - self.edition.identity)
        return self._identity(shortened(self.guide.version, max(4, letters_of(self.guide.version) - beyond)))

    def _identity(self, version: str) -> str:
        guide = self.guide
        _ = catalogue(guide.lang).gettext
        version_and_day = [_("Version {}").format(version)] if version else []
        version_and_day += [day(self.changed, guide.lang)] if self.changed else []
        reference = _("Ref. {}").format(guide.source_hash).replace(" ", NO_BREAK)
        edition = _(self.edition.title) if self.edition.title else ""
        said = (_(", ").join(version_and_day), language(guide.lang), edition, reference)
        return f"{NO_BREAK}\u00b7 ".join(filter(None, said))


def shortened(text: str, letters: int) -> str:
    """Give a text with at most so many letters; what is cut off is shown by an ellipsis."""
    if letters_of(text) <= letters:
        return text
    while letters_of(text) > letters - 1:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def letters_of(text: str) -> int:
    """Give the room that a text takes, in Latin letters: a Chinese character takes that of two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _warned(notice: Notice, lang: str) -> Warned:
    """Put a notice into words. A new kind of notice needs its words here."""
    _ = catalogue(lang).gettext
    match notice.kind:
        case NoticeKind.DRAFT:
            return Warned(notice.kind, _("Draft: not for patients"), "")
        case NoticeKind.MACHINE_TRANSLATION:
            sentence = _("Nobody has compared it with the original yet. If in doubt, ask the practice.")
            return Warned(notice.kind, _("Machine translation, not reviewed"), sentence)
        case NoticeKind.STALE_TRANSLATION:
            sentence = _("The original has changed since. Ask for the current version.")
            return Warned(notice.kind, _("Translated from an older version"), sentence)
        case NoticeKind.OVERDUE:
            due = day(notice.day, lang) if notice.day else ""
            sentence = _("Its review was due on {}. Some of it may be out of date.").format(due)
            return Warned(notice.kind, _("Overdue for review"), sentence if due else "")
