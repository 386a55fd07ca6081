"""What a guide says of itself: its description, its dates and its reviews."""

from collections.abc import Iterator
from datetime import date, timedelta

from handouts.check import explain
from handouts.diagnostics import Diagnostic, note, warning
from handouts.library.governance import place_of_key, standing
from handouts.library.guide import Guide
from handouts.settings import Settings

SOON = timedelta(days=90)
"""Time that a review takes: who is to be asked, asked, answered and corrected."""


def judge(guide: Guide, settings: Settings, today: date) -> Iterator[Diagnostic]:
    """Say what is missing or odd about a guide, and about its reviews on a day."""
    if not guide.description:
        message = "this guide has no description: the summary below its title, and what search engines show"
        hint = 'write description: "…" with one sentence about what the reader gets'
        yield warning("no-description", message, guide.path, _title(guide), hint)
    if not (guide.version or guide.published or guide.updated):
        message = "nothing tells this text from an earlier one: it has no version and no date"
        hint = "write publishDate: 2026-03-14 or version:"
        yield warning("undated", message, guide.path, _title(guide), hint)
    for code in guide.check_ignore:
        if near := explain.not_a_code(code):
            place = guide.place_of(code, start=max(0, guide.text.find("checkIgnore")))
            yield warning("unknown-code", f'checkIgnore names "{code}", which is no code', guide.path, place, near)
    yield from _reviews(guide, settings, today)
    yield from _odd_dates(guide, today)


def _reviews(guide: Guide, settings: Settings, today: date) -> Iterator[Diagnostic]:
    stands = standing(guide, settings, today)
    if guide.source is not None:
        if not guide.translation_reviewed_by:
            message = "nobody has compared this translation with its original"
            hint = "have somebody do so who speaks both, then write translationReviewedBy:"
            yield note("unreviewed-translation", message, guide.path, _title(guide), hint)
    elif guide.last_reviewed is None:
        message = "no review of this guide is recorded, and its leaflet says so"
        hint = "have a clinician review it, then write reviewedBy:, lastReviewed: and nextReview:"
        # Where somebody has set a day for the review, all is said that can be said before it.
        say = note if guide.next_review else warning
        yield say("no-review", message, guide.path, _title(guide), hint)
    if stands.due and not stands.overdue and stands.due - today <= SOON and not guide.draft:
        message = f"the review of this guide is due on {stands.due}"
        hint = "after that day it is not published any more"
        yield note("review-soon", message, guide.path, place_of_key(guide, stands.counted_from), hint)


def _odd_dates(guide: Guide, today: date) -> Iterator[Diagnostic]:
    pairs = (
        ("updatedDate", guide.updated, "publishDate", guide.published),
        ("nextReview", guide.next_review, "lastReviewed", guide.last_reviewed),
    )
    for later, late, earlier, early in pairs:
        if late and early and late < early:
            message = f"{later} {late} comes before {earlier} {early}"
            yield warning("odd-dates", message, guide.path, place_of_key(guide, later), "correct one of the two")
    for key, day in (("updatedDate", guide.updated), ("lastReviewed", guide.last_reviewed)):
        if day and day > today:
            message = f"{key} {day} is still to come"
            hint = "write the day on which it happened"
            yield warning("odd-dates", message, guide.path, place_of_key(guide, key), hint)


def _title(guide: Guide) -> tuple[int, int]:
    """Give the place of a fault that is a lack: that of the title."""
    found = place_of_key(guide, "title")
    return found if found != (0, 0) else (1, 1)
