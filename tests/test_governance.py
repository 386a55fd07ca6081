"""Governance: which guides may leave on a day, which are held back, and what is said about them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TODAY, MakeShelf, guide, parsed_guide

from handouts.diagnostics import Severity
from handouts.library.governance import governed, in_words, place_of_key, standing
from handouts.library.library import Library
from handouts.library.notices import Notice, NoticeKind, in_order
from handouts.settings import Settings

YEARS_3 = Settings()
DAY = timedelta(days=1)


def due(settings: Settings = YEARS_3, /, **keys: str) -> tuple[str, str]:
    """Give the day on which a guide's review is due, and the key that it is counted from."""
    found = standing(parsed_guide(guide("Text.", **keys)), settings, TODAY)
    return str(found.due or "never"), found.counted_from


# ---- When a review is due


def test_the_next_review_counts_as_it_stands() -> None:
    assert due(nextReview="2027-01-31", lastReviewed="2020-01-01", publishDate="2019-01-01") == (
        "2027-01-31",
        "nextReview",
    )


def test_without_one_the_interval_is_added_to_the_last_review() -> None:
    keys = {"lastReviewed": "2025-02-01", "publishDate": "2019-01-01", "updatedDate": "2026-01-01"}
    assert due(YEARS_3, **keys) == ("2028-02-01", "lastReviewed")


def test_without_any_review_it_counts_from_the_day_on_which_somebody_last_vouched_for_the_text() -> None:
    assert due(publishDate="2019-01-01", updatedDate="2026-01-01") == ("2029-01-01", "updatedDate")
    assert due(publishDate="2026-01-01") == ("2029-01-01", "publishDate")
    assert due(publishDate="2026-01-01", updatedDate="2025-01-01") == ("2029-01-01", "publishDate")


def test_where_no_day_is_known_none_is_made_up() -> None:
    assert due() == ("never", "")


@pytest.mark.parametrize(
    ("last", "months", "then"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-24", 18, "2028-05-24"),
        ("9998-11-24", 36, "9999-12-31"),
    ],
)
def test_months_are_added_by_the_calendar(last: str, months: int, then: str) -> None:
    assert due(Settings(review_interval=months), lastReviewed=last)[0] == then


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2500, 1, 1)), st.integers(1, 600))
def test_a_longer_interval_is_never_due_earlier(day: date, months: int) -> None:
    short = due(Settings(review_interval=months), lastReviewed=str(day))[0]
    long = due(Settings(review_interval=months + 1), lastReviewed=str(day))[0]
    assert str(day) < short < long


@pytest.mark.parametrize(("months", "said"), [(1, "1 month"), (12, "1 year"), (18, "18 months"), (36, "3 years")])
def test_an_interval_is_said_in_words(months: int, said: str) -> None:
    assert in_words(months) == said


# ---- Who may leave


def judged(day: date, allow_overdue: bool = False, /, **keys: str) -> Library:
    found = parsed_guide(guide("Text.", **keys))
    library = Library(Path("/nowhere"), YEARS_3, (found,), (), ())
    return governed(library, day, allow_overdue=allow_overdue)


def test_a_guide_is_overdue_on_the_day_after_its_review_was_due() -> None:
    assert judged(TODAY, nextReview=str(TODAY)).diagnostics == ()
    (said,) = judged(TODAY + DAY, nextReview=str(TODAY)).diagnostics
    assert str(said) == (
        "content/asthma.md:4:13: error[overdue]: the review of this guide was due on 2026-11-24 "
        "hint: review it and write lastReviewed: and nextReview:, or print it with a stamp: --allow-overdue"
    )


def test_what_the_day_was_counted_from_is_said() -> None:
    (said,) = judged(TODAY, publishDate="2020-05-01").diagnostics
    assert str(said).startswith(
        "content/asthma.md:4:14: error[overdue]: the review of this guide was due on 2023-05-01, "
        "3 years after publishDate hint: "
    )


def test_a_guide_leaves_on_the_day_of_its_publication_not_before() -> None:
    assert judged(TODAY, publishDate=str(TODAY)).diagnostics == ()
    (said,) = judged(TODAY, publishDate=str(TODAY + DAY)).diagnostics
    assert str(said) == (
        "content/asthma.md:4:14: error[too-early]: this guide is to be published on 2026-11-25, "
        "which is still to come hint: export it from that day on; if publishDate is a slip, correct it"
    )


def test_a_guide_leaves_on_its_last_day_and_never_after() -> None:
    assert judged(TODAY, expires=str(TODAY)).diagnostics == ()
    (said,) = judged(TODAY + DAY, True, expiryDate=str(TODAY)).diagnostics
    assert str(said) == (
        "content/asthma.md:4:13: error[expired]: this guide expired on 2026-11-24 "
        "hint: review it and write a new day behind expires:, or delete it"
    )


def test_a_guide_can_be_both() -> None:
    keys = {"publishDate": "2027-01-01", "nextReview": "2026-01-01"}
    assert [one.code for one in judged(TODAY, **keys).diagnostics] == ["too-early", "overdue"]
    assert [one.code for one in judged(TODAY, True, **keys).diagnostics if one.severity == "error"] == [
        "too-early"
    ]


def test_a_draft_is_never_published_so_it_is_neither() -> None:
    library = judged(TODAY, publishDate="2027-01-01", nextReview="2026-01-01", draft="true")
    assert library.diagnostics == ()
    assert [one.kind for one in library.guides[0].notices] == [NoticeKind.DRAFT]


def test_who_is_held_back_can_be_asked_of_the_library() -> None:
    held = judged(TODAY, nextReview="2026-01-01")
    assert held.is_held(held.guides[0])
    allowed = judged(TODAY, True, nextReview="2026-01-01")
    assert not allowed.is_held(allowed.guides[0])


def test_an_overdue_guide_that_is_allowed_bears_a_notice_and_is_named() -> None:
    library = judged(TODAY, True, nextReview="2026-01-01")
    assert library.guides[0].notices == (Notice(NoticeKind.OVERDUE, date(2026, 1, 1)),)
    (said,) = library.diagnostics
    assert (said.severity, said.code) == (Severity.NOTE, "overdue")
    assert said.message.endswith("it is published with a stamp on every page")


def test_what_is_not_overdue_bears_no_notice_whatever_is_allowed() -> None:
    assert judged(TODAY, True, nextReview="2027-01-01").guides[0].notices == ()


def test_notices_stand_by_their_weight_each_once() -> None:
    early, late = Notice(NoticeKind.OVERDUE, date(2020, 1, 1)), Notice(NoticeKind.OVERDUE, date(2021, 1, 1))
    assert in_order((early, late, Notice(NoticeKind.DRAFT))) == (Notice(NoticeKind.DRAFT), early)


@pytest.mark.parametrize(
    ("front_matter", "place"),
    [
        ("title: A\nnextReview: 2026-01-01", (3, 13)),
        ('title: A\n"nextReview" :   2026-01-01', (3, 18)),
        ("description: nextReview\ntitle: A\nnextReview:   2026-01-01", (4, 15)),
        ("title: A", (0, 0)),
    ],
)
def test_the_place_of_a_value_is_found(front_matter: str, place: tuple[int, int]) -> None:
    text = f"---\n{front_matter}\n---\nnextReview: not here\n"
    found = parsed_guide(text)
    assert place_of_key(found, "nextReview") == place


# ---- What an export does about it

TWO = {
    "good.md": guide("Text.", title="Good", publishDate="2026-01-01"),
    "old.md": guide("Text.", title="Old", nextReview="2026-01-01"),
}


def test_an_overdue_guide_is_not_exported_but_named_and_the_others_are_made(shelf: MakeShelf) -> None:
    made = shelf(TWO)
    report = made.export(html_only=True)
    assert report.found
    assert [(one.failed, len(one.diagnostics)) for one in report.outcomes] == [(False, 0), (True, 1)]
    assert made.html("good").exists()
    assert not made.html("old").exists()
    assert {one["path"]: one["status"] for one in made.manifest["outputs"]} == {
        "html/en/good.html": "made",
        "html/en/old.html": "failed",
    }


def test_what_was_printed_before_it_was_overdue_stays_and_is_stale(shelf: MakeShelf) -> None:
    made = shelf(TWO)
    made.export(html_only=True, today=date(2025, 12, 31), allow_overdue=False)
    made.export(html_only=True)
    assert made.html("old").exists()
    assert {one["path"]: one["status"] for one in made.manifest["outputs"]}["html/en/old.html"] == "stale"


@pytest.mark.parametrize("strict", [False, True])
def test_allowed_it_is_exported_and_the_run_is_well(shelf: MakeShelf, *, strict: bool) -> None:
    made = shelf(TWO, settings='base_url = "https://hillstreet.org"')
    report = made.export(html_only=True, allow_overdue=True, strict=strict)
    assert not report.found
    assert 'class="notice overdue"' in made.html("old").read_text()
    assert 'class="notice overdue"' not in made.html("good").read_text()


def test_the_settings_decide_how_long_a_text_is_good(shelf: MakeShelf) -> None:
    made = shelf({"a.md": guide("Text.", publishDate="2026-01-01")}, settings='review_interval = "6 months"')
    (outcome,) = made.export(html_only=True).outcomes
    assert "was due on 2026-07-01, 6 months after publishDate" in outcome.diagnostics[0].message
