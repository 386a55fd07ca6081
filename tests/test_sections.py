"""Headings are put in order, ids are unique and carry the guide's slug, nothing is dropped or moved."""

import re

import pytest
from typesetting import body, text_of


def headings(markdown: str, **keys: str) -> list[str]:
    found = body(markdown, **keys)
    return [
        " ".join([tag, *one.text_content().split()])
        for one in found.dom.iter()
        if isinstance(tag := one.tag, str) and re.fullmatch("h[1-6]", tag)
    ]


def test_a_guide_that_starts_with_h3_is_raised() -> None:
    assert headings("### One\n\nText.\n\n#### Two\n\nText.") == ["h1 Asthma", "h2 One", "h3 Two"]


def test_main_headings_written_with_one_hash_are_main_headings() -> None:
    assert headings("# One\n\nText.\n\n## Two\n\nText.\n\n# Three\n\nText.") == [
        "h1 Asthma",
        "h2 One",
        "h3 Two",
        "h2 Three",
    ]


def test_a_single_hash_above_main_headings_is_one_of_them() -> None:
    assert headings("# Living with it\n\n## Red Flags\n\nText.") == [
        "h1 Asthma",
        "h2 Living with it",
        "h2 Red Flags",
    ]


def test_a_first_heading_that_repeats_the_title_goes() -> None:
    assert headings("# Asthma\n\n## One\n\nText.") == ["h1 Asthma", "h2 One"]
    assert headings("# ASTHMA!\n\n## One\n\nText.") == ["h1 Asthma", "h2 One"]
    assert headings("# Asthma in Children\n\n## One\n\nText.")[1] == "h2 Asthma in Children"


def test_a_skipped_level_is_reported_and_printed_one_level_higher() -> None:
    found = body("## One\n\n#### Deep\n\nText.")
    (said,) = found.said
    assert said == (
        'content/asthma.md:8:6: note[heading-level]: the heading "Deep" skips a level; '
        "it is printed one level higher hint: write it with ###"
    )
    assert headings("## One\n\n#### Deep\n\nText.") == ["h1 Asthma", "h2 One", "h3 Deep"]


def test_going_back_up_by_several_levels_is_no_skip() -> None:
    markdown = "## One\n\n### Two\n\n#### Three\n\nText.\n\n## Four\n\n### Five\n\nText."
    assert body(markdown).said == []
    assert [one[:2] for one in headings(markdown)] == ["h1", "h2", "h3", "h4", "h2", "h3"]


def test_an_empty_heading_is_not_printed() -> None:
    assert headings("## \n\n## One\n\nText.\n\n###\n\nMore.") == ["h1 Asthma", "h2 One"]


def test_seven_levels_do_not_leave_html() -> None:
    markdown = "\n\n".join(f"{'#' * level} Level {level}" for level in range(1, 7)) + "\n\nText."
    assert [one[:2] for one in headings(markdown)] == ["h1", "h2", "h2", "h3", "h4", "h5", "h6"]


def test_what_stands_before_the_first_heading_is_a_section_without_one() -> None:
    found = body("Before.\n\n## One\n\nText.")
    assert [(section.title, section.kind) for section in found.sections] == [("", "ordinary"), ("One", "ordinary")]
    assert found.words == ["Before.", "One", "Text."]


def test_a_heading_inside_a_list_or_a_quotation_makes_no_section_and_is_not_lost() -> None:
    found = body("## One\n\n> ### Quoted\n>\n> Text.\n\n- item\n\n    ### Listed\n\n    More.")
    assert [section.title for section in found.sections] == ["One"]
    assert found.words == ["One", "Quoted", "Text.", "item", "Listed", "More."]


def test_two_sections_of_one_name_both_stay() -> None:
    found = body("## Key Points\n\nOne.\n\n## Key Points\n\nTwo.")
    assert found.kinds == ["key-points", "key-points"]
    assert [section.id for section in found.sections] == ["asthma--key-points", "asthma--key-points-2"]


def ids(markdown: str, **keys: str) -> list[str]:
    return [str(one.get("id")) for one in body(markdown, **keys).dom.iter() if one.get("id")]


def test_ids_start_with_the_slug() -> None:
    assert ids("## Red Flags & Signs\n\nText.\n\n### Ça va?\n\nText.") == [
        "asthma--red-flags-and-signs",
        "asthma--ca-va",
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        "## One\n\nT.\n\n## One\n\nT.\n\n## One\n\nT.",
        "## One\n\nT.\n\n## One 2\n\nT.\n\n## One\n\nT.",
        "## One 2\n\nT.\n\n## One\n\nT.\n\n## One\n\nT.",
        "## ?\n\nT.\n\n## !\n\nT.\n\n## Section\n\nT.",
        "## 你好\n\nT.\n\n## Привет\n\nT.",
        '## A\n\n<p id="a">x</p>\n\n<p id="A">y</p>',
        '## A {: #b }\n\nT.\n\n## B\n\nT.\n\n<p id="b-2">x</p>',
        "## Notes\n\nText.[^1]\n\n[^1]: A note.",
        "## Notes\n\nText.[^notes]\n\n## Notes 2\n\nx\n\n[^notes]: A note.",
        "## Related guides\n\nNone here.\n\n## Questions and answers\n\nText.\n\n### Related guides\n\nx",
        "## One\n\nText.\n\n### Questions and answers\n\nText.\n\n## Disclaimer\n\n### Related guides\n\nText.",
        "## Questions and answers 2\n\nText.\n\n### Questions and answers\n\nText.",
        '<p id="asthma--one">x</p>\n\n## One\n\nText.\n\n<p id="one">y</p>',
        '<a id="faq"></a>\n\n## FAQ\n\n**FAQ?**\nYes.\n\n**FAQ?**\nNo.',
    ],
)
def test_ids_are_unique_whatever_the_headings(markdown: str) -> None:
    keys = {"faq": '\n  - q: "Is it so?"\n    a: "Yes."', "related": "[one]"}
    found = body(markdown, **keys)
    given = [str(one.get("id")) for one in found.dom.iter() if one.get("id")]
    assert len(given) == len(set(given)), given
    assert all(one.startswith("asthma--") for one in given)
    labels = [str(one.get("aria-labelledby")) for one in found.dom.iter() if one.get("aria-labelledby")]
    assert set(labels) <= set(given)


def test_no_id_is_empty() -> None:
    found = body("## FAQ\n\n**Is it so?**\nYes.\n\n## One\n\nText.", faq='\n  - q: "And?"\n    a: "So."')
    assert [one.get("id") for one in found.dom.iter("h2", "h3") if not one.get("id")] == []


def test_text_between_blocks_of_html_is_not_lost() -> None:
    found = body("<div>one</div> two\n\n## Three\n\n<p>four</p> five <p>six</p> seven")
    assert found.words == ["one", "two", "Three", "four", "five", "six", "seven"]


def test_a_rule_between_sections_is_dropped_for_sections_are_set_apart_anyway() -> None:
    found = body("## One\n\nText.\n\n---\n\n## Two\n\nText.")
    assert "<hr" not in found.html.text
    assert text_of(found.dom).count("Text.") == 2
