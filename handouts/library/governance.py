"""Governance: which guides may leave on a day. Pure: a guide, the settings and today in, a standing out.

Leaflets with withdrawn treatments and dead phone numbers are found on desks years later: a guide whose review
is overdue, or whose day has not come, is held back and named, never published in silence.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from handouts.diagnostics import Diagnostic, error, in_order, note
from handouts.library.fields import ALIASES
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.library.notices import Notice, NoticeKind
from handouts.settings import Settings

_KEYS = (("updated", "updatedDate"), ("published", "publishDate"))
"""Days that a review is counted from where none is recorded, and the keys that say them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a guide stands on a day."""

    due: date | None
    """The last day before which it must be reviewed; None where no day is known to count from."""
    counted_from: str
    """The key in the front matter that says so: ``nextReview``, or a day that the interval is added to; "" for
    none."""
    overdue: bool
    too_early: bool
    """Its ``publishDate`` has not come."""
    expired: bool = False
    """The last day on which it may be handed out has passed."""


def standing(guide: Guide, settings: Settings, today: date) -> Standing:
    """Say how a guide stands. A draft is neither overdue nor too early: it is not published at all.

    ``nextReview`` counts as it stands. Without it the library's interval is added to the last review; where
    none is recorded, to the later of ``publishDate`` and ``updatedDate``, the day on which somebody last vouched
    for the text.
    """
    due, counted_from = due_of(guide, settings)
    if guide.draft:
        return Standing(due, counted_from, overdue=False, too_early=False)
    return Standing(
        due,
        counted_from,
        overdue=due is not None and due < today,
        too_early=guide.published is not None and guide.published > today,
        expired=guide.expires is not None and guide.expires < today,
    )


def governed(library: Library, today: date, *, allow_overdue: bool = False) -> Library:
    """Give the library with what governance says of it: an error about every guide that may not leave.

    With ``allow_overdue`` an overdue guide is published with a notice on every page instead, and a note says so.
    """
    guides, problems = [], list(library.diagnostics)
    for guide in library.guides:
        stands = standing(guide, library.settings, today)
        problems += _objections(guide, stands, library.settings, allow_overdue=allow_overdue)
        if stands.overdue and allow_overdue:
            guides.append(replace(guide, noticed=(*guide.noticed, Notice(NoticeKind.OVERDUE, stands.due))))
        else:
            guides.append(guide)
    for twin in library.twins:  # whichever of them stays, nothing that is wrong with it is to come as a surprise
        problems += _objections(
            twin, standing(twin, library.settings, today), library.settings, allow_overdue=False
        )
    return replace(library, guides=tuple(guides), diagnostics=in_order(problems))


def _objections(
    guide: Guide, stands: Standing, settings: Settings, *, allow_overdue: bool
) -> Iterator[Diagnostic]:
    if stands.too_early:
        yield _too_early(guide)
    if stands.expired:
        yield _expired(guide)
    if stands.overdue:
        yield _overdue(guide, stands, settings, allowed=allow_overdue)


def due_of(guide: Guide, settings: Settings) -> tuple[date | None, str]:
    """Give the last day on which a guide may leave unreviewed, and the key that it is counted from."""
    if guide.next_review:
        return guide.next_review, "nextReview"
    if guide.last_reviewed:
        return _later(guide.last_reviewed, settings.review_interval), "lastReviewed"
    known = [(day, key) for name, key in _KEYS if (day := getattr(guide, name))]
    if not known:
        return None, ""
    day, key = max(known, key=lambda one: one[0])
    return _later(day, settings.review_interval), key


def _later(day: date, months: int) -> date:
    """Add months to a day; 31 January and one month is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _too_early(guide: Guide) -> Diagnostic:
    message = f"this guide is to be published on {guide.published}, which is still to come"
    hint = "export it from that day on; if publishDate is a slip, correct it"
    return error("too-early", message, guide.path, place_of_key(guide, "publishDate"), hint)


def _expired(guide: Guide) -> Diagnostic:
    message = f"this guide expired on {guide.expires}"
    hint = "review it and write a new day behind expires:, or delete it"
    return error("expired", message, guide.path, place_of_key(guide, "expires"), hint)


def _overdue(guide: Guide, stands: Standing, settings: Settings, *, allowed: bool) -> Diagnostic:
    message = f"the review of this guide was due on {stands.due}"
    if stands.counted_from != "nextReview":
        message += f", {in_words(settings.review_interval)} after {stands.counted_from}"
    place = place_of_key(guide, stands.counted_from)
    if allowed:
        return note("overdue", f"{message}; it is published with a stamp on every page", guide.path, place)
    hint = "review it and write lastReviewed: and nextReview:, or print it with a stamp: --allow-overdue"
    return error("overdue", message, guide.path, place, hint)


def in_words(months: int) -> str:
    """Say a number of months as people do: ``3 years``, ``18 months``."""
    number, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"{number} {unit}" + ("" if number == 1 else "s")


def place_of_key(guide: Guide, key: str) -> tuple[int, int]:
    """Give line and column, from 1, of a key's value in a guide's front matter; (0, 0) without such a key."""
    lines = guide.text.split("\n")[: guide.body_line - 1]
    for name in (key, *ALIASES.get(key, ())):
        for number, line in enumerate(lines, 1):
            if found := re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[:=]\s*", line):
                return number, found.end() + 1
    return (0, 0)
