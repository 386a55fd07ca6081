"""The guide: a text becomes a guide or a rejection with everything that is wrong."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import guide, parsed, parsed_guide

from handouts.library.guide import Rejected, parse
from handouts.settings import Settings

REFERENCE = """---
title: "Managing Frequent Heartburn"
description: "What eases it."
category: "Stomach & Bowel"
publishDate: 2025-8-3
draft: false
tags: ["heartburn", "reflux"]
---

## Key Points

- Eat small meals.
"""


def test_a_guide_has_what_its_front_matter_says() -> None:
    found = parsed_guide(REFERENCE, "content/guides/en/heartburn.md")
    assert found.title == "Managing Frequent Heartburn"
    assert found.description == "What eases it."
    assert found.category == "Stomach & Bowel"
    assert found.tags == ("heartburn", "reflux")
    assert found.body == "\n## Key Points\n\n- Eat small meals.\n"
    assert (found.path, str(found.location)) == ("content/guides/en/heartburn.md", "guides/en/heartburn.md")


# The title


def test_a_guide_without_a_title_calls_itself_by_its_first_heading() -> None:
    found = parsed_guide("# Asthma in adults\n\nKeep your inhaler with you.\n")
    assert found.title == "Asthma in adults"
    assert found.body.strip() == "Keep your inhaler with you."


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Asthma", "Asthma"),
        ("#\tAsthma  ", "Asthma"),
        ("# Asthma #", "Asthma"),
        ("# **Asthma** in `adults`", "Asthma in adults"),
        ("# Asthma {#top}", "Asthma"),
        ("# Asthma: C# and all", "Asthma: C# and all"),
    ],
)
def test_a_heading_makes_a_plain_title(heading: str, title: str) -> None:
    assert parsed_guide(f"{heading}\n\nKeep your inhaler with you.\n").title == title


def test_the_title_of_the_front_matter_leaves_the_heading_alone() -> None:
    found = parsed_guide(guide("# Inhalers\n\nKeep yours with you."))
    assert found.title == "Asthma"
    assert "# Inhalers" in found.body


def test_front_matter_without_a_title_takes_the_heading() -> None:
    found = parsed_guide("---\ncategory: Breathing\n---\n# Asthma\n\nKeep your inhaler with you.\n")
    assert (found.title, found.category) == ("Asthma", "Breathing")


@pytest.mark.parametrize("heading", ["## Asthma", "#Asthma", "####### Asthma", "# **"])
def test_what_is_no_main_heading_makes_no_title(heading: str) -> None:
    assert [one.code for one in parsed(f"{heading}\n\nText.\n").diagnostics] == ["no-title"]


# The slug and the language


def test_the_slug_is_the_name_of_the_file() -> None:
    assert parsed_guide(guide("Text."), "content/guides/Chronic Back_Pain.md").slug == "chronic-back-pain"


def test_the_front_matter_may_say_another_slug() -> None:
    assert parsed_guide(guide("Text.", slug="back-pain"), "content/old.md").slug == "back-pain"


def test_the_language_is_that_of_the_library_unless_the_guide_says_another() -> None:
    polish = Settings(lang="pl")
    assert parsed_guide(guide("Text."), settings=polish).lang == "pl"
    assert parsed_guide(guide("Text.", lang="pt-BR"), settings=polish).lang == "pt-BR"


@pytest.mark.parametrize(("said", "meant"), [("en_GB", "en-GB"), ("EN", "en"), ("ZH-hans", "zh-Hans")])
def test_a_language_code_is_put_in_order(said: str, meant: str) -> None:
    assert parsed_guide(guide("Text.", lang=said)).lang == meant


@pytest.mark.parametrize("lang", ["../..", "e", "english", "en-", "en/x"])
def test_a_language_that_is_no_code_is_refused(lang: str) -> None:
    assert [one.code for one in parsed(guide("Text.", lang=lang)).diagnostics] == ["bad-lang"]


# The text


def test_letters_are_whole_whatever_the_system_that_wrote_them() -> None:
    assert parsed_guide(guide("Cafe\u0301")).body.strip() == "Café"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_the_same(end: str) -> None:
    assert parsed(REFERENCE.replace("\n", end)) == parsed(REFERENCE)


@pytest.mark.parametrize("body", ["", "\n", "   \n\t\n"])
def test_a_guide_needs_a_text(body: str) -> None:
    assert [one.code for one in parsed(guide(body)).diagnostics] == ["empty-body"]


def test_a_title_is_not_a_text() -> None:
    assert [one.code for one in parsed("# Asthma\n").diagnostics] == ["empty-body"]


# What is rejected is still known by name


def test_a_rejected_guide_keeps_the_name_under_which_it_was_published() -> None:
    found = parsed(guide("Tekst.", slug="astma", lang="pl", publishDate="soon"), "content/pl/asthma.md").guide
    assert found == Rejected("content/pl/asthma.md", PurePosixPath("pl/asthma.md"), "astma", "pl", ("Breathing",))


@pytest.mark.parametrize("keys", [{"slug": "../x", "lang": "../.."}, {"title": "a: b"}])
def test_a_rejected_guide_never_has_a_name_that_leads_elsewhere(keys: dict[str, str]) -> None:
    found = parsed(guide("Text.", **keys)).guide
    assert isinstance(found, Rejected)
    assert (found.slug, found.lang) == ("asthma", "en")


def test_a_warning_rejects_nothing() -> None:
    found = parsed(guide("Text.", descripton="Breathing"))
    assert not isinstance(found.guide, Rejected)
    assert [one.code for one in found.diagnostics] == ["unknown-key"]


# Places


def test_the_place_of_a_word_is_looked_up_in_the_body_first() -> None:
    found = parsed_guide("---\ntitle: Asthma\n---\n\nAbout asthma.\nAsthma is common.\n")
    assert found.place_of("Asthma") == (6, 1)
    assert parsed_guide("---\ntitle: Asthma\n---\nAsthma\n").place_of("Asthma") == (4, 1)
    assert parsed_guide("\nAsthma is common.\n\n# All of it\n").place_of("Asthma") == (2, 1)


def test_the_place_of_a_word_that_only_the_front_matter_has() -> None:
    assert parsed_guide(guide("Text.", tags="wheeze")).place_of("wheeze") == (4, 7)


def test_a_place_may_be_looked_up_behind_another() -> None:
    found = parsed_guide(guide("See [hay fever](/guides/hay-fever/).", related="[hay-fever]"))
    assert found.place_of("hay-fever", start=found.text.find("related:")) == (4, 11)


def test_a_heading_that_became_the_title_moves_no_place() -> None:
    found = parsed_guide("wheeze\n\n# A long title that went up\n\nWhen you wheeze.\n")
    assert found.place_of("wheeze") == (1, 1)
    assert found.place_of("When") == (5, 1)


def test_a_word_that_stands_nowhere_has_no_place() -> None:
    assert parsed_guide(guide("Text.")).place_of("wheeze") == (0, 0)


PRINTABLE = st.text(st.one_of(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), st.sampled_from("\n\t\v\f")))


@given(PRINTABLE, PRINTABLE)
def test_every_word_of_a_guide_is_found_at_its_place(before: str, after: str) -> None:
    found = parsed_guide(f"---\ntitle: Asthma\n---\n{before}wheeze{after}")
    line, column = found.place_of("wheeze")
    assert found.text.split("\n")[line - 1][column - 1 :].startswith("wheeze")


def test_parsing_reads_no_disk() -> None:
    found = parse(REFERENCE, "nowhere/heartburn.md", PurePosixPath("heartburn.md"), Settings())
    assert found.diagnostics == ()
