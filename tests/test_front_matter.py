"""Front matter as authors write it, and as no author ever will."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support import parsed, parsed_guide

from handouts.library.entries import MAX_DEPTH, Entry, FrontMatterError
from handouts.library.front_matter import parse
from handouts.library.guide import Guide

BODY = "Keep your inhaler with you."

YAML_LIKE = st.text(st.sampled_from("ab: -\n\"'[]{}#&*!|>%@`?,\t~\\\u2028\u2029\x85\xa0é𝄞\0\x1b\r"))
"""Texts that are made of what YAML stumbles over."""

FRONT = st.builds("---\n{}\n---{}".format, YAML_LIKE | st.text(), st.sampled_from(["", "\n", "\nText.\n"]))
TITLED = st.builds("---\ntitle: {}\n---\nText.".format, YAML_LIKE)
GUIDES = st.text() | YAML_LIKE | FRONT | TITLED


def plain(entry: Entry) -> object:
    """Give an entry's value without places."""
    if isinstance(entry.value, tuple):
        return [plain(one) for one in entry.value]
    if isinstance(entry.value, Mapping):
        return {key: plain(one) for key, one in entry.value.items()}
    return entry.value


def entries(block: str) -> dict[str, object]:
    return {key: plain(entry) for key, entry in parse(f"---\n{block}\n---\n{BODY}", "a.md").entries.items()}


# What is front matter, and what is body


def test_front_matter_stands_between_two_lines_of_hyphens() -> None:
    found = parse("---\ntitle: Asthma\n---\n\nKeep your inhaler.\n", "a.md")
    assert {key: plain(one) for key, one in found.entries.items()} == {"title": "Asthma"}
    assert found.body == "\nKeep your inhaler.\n"
    assert found.body_line == 4


@pytest.mark.parametrize("closing", ["---", "---  ", "...", "---\t"])
def test_blanks_behind_the_hyphens_do_no_harm(closing: str) -> None:
    found = parse(f"---  \ntitle: Asthma\n{closing}\n{BODY}", "a.md")
    assert (list(found.entries), found.body) == (["title"], BODY)


def test_blank_lines_above_the_front_matter_do_no_harm() -> None:
    found = parse(f"\n \n---\ntitle: Asthma\n---\n{BODY}", "a.md")
    assert found.body == BODY
    assert found.body_line == 6
    assert found.entries["title"].place == (4, 8)


def test_a_text_without_front_matter_is_all_body() -> None:
    found = parse("# Asthma\n\n---\n\nKeep your inhaler.\n", "a.md")
    assert (found.entries, found.body, found.body_line) == ({}, "# Asthma\n\n---\n\nKeep your inhaler.\n", 1)


def test_a_rule_in_the_body_is_no_second_front_matter() -> None:
    assert parse("---\ntitle: Asthma\n---\nOne.\n\n---\n\nTwo.\n", "a.md").body == "One.\n\n---\n\nTwo.\n"


@pytest.mark.parametrize("block", ["", "\n", "# only a remark"])
def test_front_matter_may_be_empty(block: str) -> None:
    assert entries(block) == {}


# Values stay as they were written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("version: 1.10", "1.10"),
        ("version: 0o17", "0o17"),
        ("lang: no", "no"),
        ("publishDate: 2026-03-14", "2026-03-14"),
        ("publishDate: 2026-03-14T09:30:00Z", "2026-03-14T09:30:00Z"),
        ("draft: yes", "yes"),
        ("title: 'null'", "null"),
        ('title: "~"', "~"),
        ("title: 12:30:45", "12:30:45"),
        ("title: 1_000", "1_000"),
        ("title: Heart & circulation", "Heart & circulation"),
        ("title: Fever (38 °C)  # in adults", "Fever (38 °C)"),
        ('title: "Asthma: first steps"', "Asthma: first steps"),
        ("title: 'It''s asthma'", "It's asthma"),
        ("title: >\n  Asthma,\n  first steps\n", "Asthma, first steps\n"),
        ("title: Asthma\u2028first steps", "Asthma first steps"),
    ],
)
def test_a_value_stays_the_text_that_was_written(written: str, read: str) -> None:
    assert list(entries(written).values()) == [read]


@pytest.mark.parametrize("written", ["title:", "title: ~", "title: null", "title: NULL", "title:   # later"])
def test_a_key_without_a_value_is_empty(written: str) -> None:
    assert entries(written) == {"title": None}


def test_lists_and_tables_may_be_written_either_way() -> None:
    block = "tags: [inhaler, wheeze]\nrelated:\n- asthma\nfaq:\n  - q: Is it catching?\n    a: No."
    assert entries(block) == {
        "tags": ["inhaler", "wheeze"],
        "related": ["asthma"],
        "faq": [{"q": "Is it catching?", "a": "No."}],
    }


def test_many_questions_side_by_side_are_not_deep() -> None:
    block = "faq:" + "\n  - {q: Is it catching?, a: No.}" * 100
    assert entries(block) == {"faq": [{"q": "Is it catching?", "a": "No."}] * 100}


@pytest.mark.parametrize(("depth", "fine"), [(MAX_DEPTH - 1, True), (MAX_DEPTH, False)])
def test_lists_stand_in_lists_as_deep_as_anybody_writes(depth: int, *, fine: bool) -> None:
    found = parsed("---\ntitle: Asthma\nnotes: " + "[" * depth + "]" * depth + f"\n---\n{BODY}")
    assert isinstance(found.guide, Guide) is fine


@pytest.mark.parametrize(
    "notes",
    [
        "[a: " * MAX_DEPTH,
        "{a: " * MAX_DEPTH,
        "\n" + "- " * MAX_DEPTH + "a",
        "\n " + "? " * MAX_DEPTH + "a",
        "".join(f"\n{' ' * column}a:" for column in range(1, MAX_DEPTH + 1)),
        "".join(f"\n{' ' * column}a:\n{' ' * column}- b:" for column in range(1, MAX_DEPTH, 2)),
    ],
)
def test_in_whatever_way_lists_stand_in_lists_there_is_an_end_to_it(notes: str) -> None:
    (problem,) = parsed(f"---\ntitle: Asthma\nnotes: {notes}\n---\n{BODY}").diagnostics
    assert "deep inside each other" in problem.message


def test_an_alias_stands_for_what_it_names() -> None:
    assert entries("a: &x [wheeze]\nb: *x") == {"a": ["wheeze"], "b": ["wheeze"]}


def test_tags_of_yaml_make_no_objects() -> None:
    assert entries("title: !!python/object/apply:os.system [echo]") == {"title": ["echo"]}


# Places


def test_every_value_and_key_knows_its_place() -> None:
    found = parse("---\ntitle: Asthma\ntags:\n  - wheeze\n---\n", "a.md").entries
    assert (found["title"].place, found["title"].key_place) == ((2, 8), (2, 1))
    assert (found["tags"].place, found["tags"].key_place) == ((4, 3), (3, 1))


def test_columns_count_characters() -> None:
    assert parse("---\n{ é𝄞: x, b: y }\n---\n", "a.md").entries["b"].place == (2, 13)


def test_a_line_separator_from_a_word_processor_moves_no_line() -> None:
    found = parse("---\ntitle: Asthma\u2028today\ntags: x\n---\n", "a.md").entries
    assert found["tags"].place == (3, 7)


def test_a_place_is_counted_from_the_top_of_the_file() -> None:
    with pytest.raises(FrontMatterError) as caught:
        parse("\n\n---\ntitle: a: b\n---\n", "a.md")
    assert (caught.value.diagnostic.line, caught.value.diagnostic.column) == (4, 9)


# Whatever it is, it is read or reported


@given(GUIDES)
@example("---\ntitle: " + "[" * 100_000 + "\n---\nText.")
@example("---\n" + "- " * 100_000 + "\n---\nText.")
@example("---\ntitle: &a [*a]\n---\nText.")
@example("---\ntitle: &a {b: *a}\n---\nText.")
@example("---\n? [a, b]\n: c\n---\nText.")
@example("---\n%YAML 9.9\n---\nText.")
@example("---\ntitle: x\n---")
@example("---")
@example("")
@example("\ufeff\r\n\r\n---\r\ntitle: [\r\n---\r\n")
def test_no_text_stops_the_program_and_every_place_lies_within_the_file(text: str) -> None:
    found = parsed(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert isinstance(found.guide, Guide) or found.diagnostics
    for one in found.diagnostics:
        assert 1 <= one.line <= len(lines), one
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1, one
        assert one.message, one
        assert one.hint, one


@given(GUIDES.filter(lambda text: "\r" not in text))
def test_line_ends_of_every_system_mean_the_same(text: str) -> None:
    assert parsed(text.replace("\n", "\r\n")) == parsed(text) == parsed(text.replace("\n", "\r"))


@given(st.text())
def test_what_stands_below_the_front_matter_is_the_body_whole(body: str) -> None:
    matter = parse(f"---\ntitle: 5\n---\n{body}", "a.md")
    assert matter.body == body


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"]), min_size=1))
def test_any_title_can_be_written_between_double_quotes(title: str) -> None:
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    assert entries(f'title: "{escaped}"') == {"title": title}


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parsed_guide(f"\ufeff---\ntitle: Asthma\n---\n{BODY}").title == "Asthma"


# TOML, between lines of +++


def test_toml_gives_the_same_entries_as_yaml() -> None:
    found = parse(
        """+++
title = "Asthma"
version = 1.10
draft = true
publishDate = 2026-03-14
updatedDate = 2026-03-14T09:30:00Z
tags = ["one", "two"]
[extra]
author = "Somebody"
[[faq]]
q = "Is it catching?"
a = "No."
+++
Text.
""",
        "asthma.md",
    )
    said = {key: entry.value for key, entry in found.entries.items() if isinstance(entry.value, str)}
    assert said == {
        "title": "Asthma",
        "version": "1.10",
        "draft": "true",
        "publishDate": "2026-03-14",
        "updatedDate": "2026-03-14T09:30:00+00:00",
    }
    assert found.entries["tags"].place == (7, 8)
    assert found.entries["version"].key_place == (3, 1)
    assert found.entries["faq"].key_place == (10, 3)
    assert (found.body, found.body_line) == ("Text.\n", 14)


def test_a_guide_in_toml_is_a_guide_like_any_other() -> None:
    made = parsed_guide(
        """+++
title = "Asthma"
category = ["Breathing", "Children"]
publishDate = 2025-08-03
[[faq]]
question = "Is it catching?"
answer = "No."
+++
Text.
"""
    )
    assert made.categories == ("Breathing", "Children")
    assert made.published == date(2025, 8, 3)
    assert made.faq == (("Is it catching?", "No."),)


@pytest.mark.parametrize(
    "body",
    [
        "---\n\n## A heading\n\nText.\n\n---\n\nMore.",
        "---\nText: this is a sentence.\nIt goes on.\n---\n",
        "---\n",
        "***\ntitle: x\n***\n",
    ],
    ids=["two rules", "text between rules", "one rule", "stars"],
)
def test_a_rule_at_the_start_of_the_text_is_no_front_matter(body: str) -> None:
    assert parse(f"---\ntitle: Asthma\n---\n{body}", "asthma.md").body == body


@pytest.mark.parametrize("body", ["<<<<<<< is what Git writes.", ">>>>>>> quoted\n\n<<<<<<< x", "=======\n"])
def test_marks_of_git_that_stand_alone_are_no_conflict(body: str) -> None:
    assert parse(f"---\ntitle: Asthma\n---\n{body}", "asthma.md").body == body
