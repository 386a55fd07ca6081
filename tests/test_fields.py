"""Each key of the front matter, in every way that authors write it. What is refused stands in test_broken.py."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import guide, parsed, parsed_guide

from handouts.library.fields import FIELDS

BODY = "Keep your inhaler with you."


def codes(text: str) -> list[str]:
    return [one.code for one in parsed(text).diagnostics]


# Dates


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-04",
        "2026-3-4",
        '"2026-03-04"',
        "'2026-3-4'",
        "2026-03-04T09:30:00Z",
        "2026-03-04 09:30:00 +01:00",
        " 2026-03-04  # first edition",
        '" 2026-03-04 "',
    ],
)
def test_a_date_is_a_day_however_it_is_written(written: str) -> None:
    assert parsed_guide(guide(BODY, publishDate=written)).published == date(2026, 3, 4)


@given(st.dates())
def test_every_day_can_be_written(day: date) -> None:
    assert parsed_guide(guide(BODY, nextReview=day.isoformat())).next_review == day


@pytest.mark.parametrize("key", ["publishDate", "updatedDate", "lastReviewed", "nextReview"])
@pytest.mark.parametrize(
    "written", ["2026", "2026-13-01", "2026-00-10", "4 March 2026", "04-03-2026", "[]", "", '" "']
)
def test_what_is_not_a_day_is_refused(key: str, written: str) -> None:
    empty = written.strip('" ') in ("", "[]", "null")
    assert codes(guide(BODY, **{key: written})) == ["empty-date" if empty else "bad-date"]


def test_each_date_has_its_own_meaning() -> None:
    found = parsed_guide(
        guide(
            BODY,
            publishDate="2024-01-01",
            updatedDate="2025-01-01",
            lastReviewed="2025-02-01",
            nextReview="2028-02-01",
        )
    )
    assert found.published == date(2024, 1, 1)
    assert found.updated == date(2025, 1, 1)
    assert found.last_reviewed == date(2025, 2, 1)
    assert found.next_review == date(2028, 2, 1)


# Yes and no


@pytest.mark.parametrize("written", ["true", "True", "yes", "on", "y", "1", '"true"', '" Yes "'])
def test_a_draft_is_marked_in_any_spelling_of_yes(written: str) -> None:
    assert parsed_guide(guide(BODY, draft=written)).draft


@pytest.mark.parametrize("written", ["false", "FALSE", "no", "off", "n", "0", "'no'"])
def test_no_draft_is_marked_in_any_spelling_of_no(written: str) -> None:
    assert not parsed_guide(guide(BODY, draft=written)).draft


def test_a_guide_is_no_draft_unless_it_says_so() -> None:
    assert not parsed_guide(guide(BODY)).draft


# Lists


@pytest.mark.parametrize(
    "written",
    [
        "[back pain, joints]",
        "back pain, joints",
        "back pain , joints,",
        "\n  - back pain\n  - joints",
        "\n- back pain\n-\n- joints\n- back pain",
        "['back pain', \"joints\", '']",
    ],
)
def test_tags_are_a_list_however_they_are_written(written: str) -> None:
    assert parsed_guide(guide(BODY, tags=written)).tags == ("back pain", "joints")


def test_related_guides_are_a_list_too() -> None:
    assert parsed_guide(guide(BODY, related="hay-fever, eczema")).related == ("hay-fever", "eczema")


def test_a_category_may_have_a_comma_in_its_name() -> None:
    found = parsed_guide(guide(BODY, category="Brain, Nerves & Sleep"))
    assert found.categories == ("Brain, Nerves & Sleep",)


def test_the_first_of_several_categories_is_the_home() -> None:
    found = parsed_guide(guide(BODY, category="[Breathing, Children]"))
    assert found.category == "Breathing"
    assert found.categories == ("Breathing", "Children")


def test_a_guide_without_a_category_has_one_for_such() -> None:
    assert parsed_guide(f"---\ntitle: Asthma\n---\n{BODY}").category == "Other guides"


# Text


def test_text_is_one_line() -> None:
    assert parsed_guide(guide(BODY, description=">\n  Breathing\n  easily   again.")).description == (
        "Breathing easily again."
    )


@pytest.mark.parametrize(("written", "read"), [("1.10", "1.10"), ("2", "2"), ('"1.0 beta"', "1.0 beta")])
def test_a_version_stays_as_it_was_written(written: str, read: str) -> None:
    assert parsed_guide(guide(BODY, version=written)).version == read


@pytest.mark.parametrize("written", ["", "null", '""', '"  "', "[]", "[Asthma]", "{is: Asthma}"])
def test_a_title_must_be_a_line_of_text(written: str) -> None:
    empty = written.strip('" ') in ("", "[]", "null")
    assert codes(guide(BODY, title=written)) == ["empty-title" if empty else "bad-title"]


def test_what_other_programs_call_the_date_is_the_day_of_publication() -> None:
    assert parsed_guide(guide(BODY, date="2026-03-14T09:30:00+01:00")).published == date(2026, 3, 14)
    found = parsed_guide(guide(BODY, publishDate="2026-03-14", date="2020-01-01"))
    assert found.published == date(2026, 3, 14)


def test_norwegian_is_a_language() -> None:
    assert parsed_guide(guide(BODY, lang="no")).lang == "no"


def test_a_reviewer_is_named_as_written() -> None:
    assert parsed_guide(guide(BODY, reviewedBy='"Dr A. Mensah, GP"')).reviewed_by == "Dr A. Mensah, GP"


# Questions


@pytest.mark.parametrize(
    "written",
    [
        "\n  - q: Is it catching?\n    a: No.",
        "\n  - question: Is it catching?\n    answer: No.",
        "\n  - question: Is it catching?\n    a: No.\n    id: 7",
        "\n  - answer: No.\n    question: >\n      Is it\n      catching?",
        "[{q: Is it catching?, a: No.}]",
        "\n  - q: Is it catching?\n    a: No.\n  -",
        "\n  - q: ' Is it  catching? '\n    a: ' No. '",
    ],
)
def test_a_question_and_its_answer_may_have_short_or_long_names(written: str) -> None:
    assert parsed_guide(guide(BODY, faq=written)).faq == (("Is it catching?", "No."),)


@pytest.mark.parametrize(("written", "weight"), [("10", 10.0), ("-3", -3.0), ('"2.5"', 2.5), ("0", 0.0)])
def test_a_weight_is_a_number(written: str, weight: float) -> None:
    assert parsed_guide(guide(BODY, weight=written)).weight == weight


@pytest.mark.parametrize("written", ["heavy", "1e9", "[1]", "1 kg", "."])
def test_a_weight_that_is_no_number_is_refused(written: str) -> None:
    (said,) = parsed(guide(BODY, weight=written)).diagnostics
    assert (said.code, said.message) == ("bad-value", "weight must be a number")


def test_an_answer_keeps_its_paragraphs() -> None:
    found = parsed_guide(guide(BODY, faq="\n  - q: How?\n    a: |\n      First this.\n\n      Then that."))
    assert found.faq == (("How?", "First this.\n\nThen that."),)


# Keys left empty, keys of other programs, keys with a slip


@pytest.mark.parametrize("empty", ["", "~", "null", '""', '"  "', "[]"])
@pytest.mark.parametrize(
    "key", ["description", "category", "tags", "slug", "lang", "version", "reviewedBy", "related", "faq", "weight"]
)
def test_a_key_that_a_template_left_empty_counts_as_absent(key: str, empty: str) -> None:
    left_empty = f"---\ntitle: Asthma\n{key}: {empty}\n---\n\n{BODY}\n"
    absent = f"---\ntitle: Asthma\n---\n\n{BODY}\n"
    name = FIELDS[key][0]
    assert getattr(parsed_guide(left_empty), name) == getattr(parsed_guide(absent), name)
    assert codes(left_empty) == []


@pytest.mark.parametrize(
    "key", ["layout", "author", "image", "permalink", "menu", "subtitle", "created", "metaDescription", "x", "-"]
)
def test_a_key_of_another_program_is_passed_over_silently(key: str) -> None:
    assert codes(guide(BODY, **{key: "something"})) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("descripton", "description"),
        ("publish-date", "publishDate"),
        ("publishdate", "publishDate"),
        ("pubDate", "publishDate"),
        ("published", "publishDate"),
        ("Version", "version"),
        ("reviewed-by", "reviewedBy"),
        ("reviewer", "reviewedBy"),
        ("next-review", "nextReview"),
        ("tag", "tags"),
        ("drafts", "draft"),
        ("FAQs", "faq"),
    ],
)
def test_a_key_with_a_slip_in_it_is_asked_about(written: str, meant: str) -> None:
    (said,) = parsed(guide(BODY, **{written: "2026-03-14"})).diagnostics
    assert (
        str(said)
        == f"content/asthma.md:4:1: warning[unknown-key]: {written!r} is not used hint: did you mean {meant}?"
    )


@pytest.mark.parametrize(
    ("alias", "written", "name", "meant"),
    [
        ("categories", "[Breathing, Children]", "categories", ("Breathing", "Children")),
        ("excerpt", "Breathe.", "description", "Breathe."),
        ("summary", "Breathe.", "description", "Breathe."),
        ("publish_date", "2026-03-14", "published", date(2026, 3, 14)),
        ("lastmod", "2026-03-14T10:00:00Z", "updated", date(2026, 3, 14)),
        ("updated", "2026-03-14", "updated", date(2026, 3, 14)),
        ("last_reviewed", "2026-03-14", "last_reviewed", date(2026, 3, 14)),
        ("next_review", "2029-03-14", "next_review", date(2029, 3, 14)),
        ("reviewed_by", "Dr A. Shah", "reviewed_by", "Dr A. Shah"),
        ("expiryDate", "2029-03-14", "expires", date(2029, 3, 14)),
        ("expiry", "2029-03-14", "expires", date(2029, 3, 14)),
    ],
)
def test_a_website_s_own_word_for_a_key_is_understood(alias: str, written: str, name: str, meant: object) -> None:
    found = parsed(f"---\ntitle: Asthma\n{alias}: {written}\n---\n{BODY}")
    assert found.diagnostics == ()
    assert getattr(found.guide, name) == meant


def test_our_own_key_wins_over_a_website_s_word_for_it() -> None:
    found = parsed_guide(f"---\ntitle: A\nexcerpt: Theirs.\ndescription: Ours.\ncategories: B\n---\n{BODY}")
    assert (found.description, found.category) == ("Ours.", "B")
    assert parsed_guide(f"---\ntitle: A\nexcerpt: Theirs.\ndescription:\n---\n{BODY}").description == "Theirs."


def test_signs_that_a_content_system_spells_out_are_printed_as_signs() -> None:
    found = parsed_guide(
        "---\ntitle: Hay fever &#8211; drops &amp; sprays\ndescription: Don&#8217;t\n"
        f"category: Ear &amp; nose\ntags: [drops &amp; sprays]\n---\n{BODY}"
    )
    assert found.title == "Hay fever \u2013 drops & sprays"
    assert (found.description, found.category, found.tags) == ("Don\u2019t", "Ear & nose", ("drops & sprays",))
    assert parsed_guide(f"# Hay fever &amp; you\n\n{BODY}").title == "Hay fever & you"


# What is not public


@pytest.mark.parametrize(
    "line",
    [
        "status: draft",
        "status: pending",
        "published: false",
        "private: true",
        "visibility: private",
        "password: sesame",
        "archived: true",
        "archived: 2024-01-01",
    ],
)
def test_a_page_that_is_not_public_counts_as_a_draft_and_it_is_said(line: str) -> None:
    found = parsed(f"---\ntitle: Asthma\ndraft: false\n{line}\n---\n{BODY}")
    (said,) = found.diagnostics
    assert (said.code, said.severity, said.line) == ("not-public", "warning", 4)
    assert "sesame" not in str(said)
    assert getattr(found.guide, "draft")  # noqa: B009 - a Rejected has none


@pytest.mark.parametrize(
    "line",
    [
        "status: publish",
        "status: Published",
        "status:",
        "published: true",
        "private: false",
        "visibility: public",
        "password: ''",
        "archived: no",
    ],
)
def test_a_page_that_is_public_is_no_draft(line: str) -> None:
    found = parsed(f"---\ntitle: Asthma\n{line}\n---\n{BODY}")
    assert found.diagnostics == ()
    assert not getattr(found.guide, "draft")  # noqa: B009 - a Rejected has none


def test_a_slip_beside_the_right_key_is_no_slip() -> None:
    assert codes(guide(BODY, Title="Asthma")) == []


def test_all_faults_of_a_guide_are_said_at_once() -> None:
    found = parsed(guide("", publishDate="soon", draft="maybe", lang="English", descripton="Breathing"))
    assert sorted(one.code for one in found.diagnostics) == [
        "bad-date",
        "bad-lang",
        "bad-value",
        "empty-body",
        "unknown-key",
    ]
