"""Questions and answers: however an author marks a question, it is printed as one, above its answer."""

import pytest
from lxml.html import fragment_fromstring
from support import guide
from typesetting import Set, body, text_of, typeset


def faq(markdown: str, **keys: str) -> list[tuple[str, str]]:
    return pairs(body(f"## FAQ\n\n{markdown}", **keys))


def pairs(found: Set) -> list[tuple[str, str]]:
    """Give (question, answer) for each block of the FAQ; "" where there is no question."""
    blocks = [block for section in found.sections if section.kind == "faq" for block in section.blocks]
    return [(plain(block.question or ""), plain(block.html)) for block in blocks]


def plain(html: str) -> str:
    return " ".join(text_of(fragment_fromstring(html, create_parent="div")).split())


@pytest.mark.parametrize(
    "markdown",
    [
        "**Is it safe?**  \nYes. Very.",
        "**Is it safe?**\nYes. Very.",
        "**Is it safe?**\n\nYes. Very.",
        "**Is it safe?** Yes. Very.",
        "**Is it safe?**   \n\nYes. Very.",
        "__Is it safe?__  \nYes. Very.",
        "### Is it safe?\n\nYes. Very.",
        "#### Is it safe?\nYes. Very.",
        "- **Is it safe?** Yes. Very.",
        "- **Is it safe?**  \n  Yes. Very.",
        "- **Is it safe?**\n\n    Yes. Very.",
        "1. **Is it safe?** Yes. Very.",
    ],
)
def test_every_way_to_write_a_question(markdown: str) -> None:
    assert faq(markdown) == [("Is it safe?", "Yes. Very.")]


def test_a_bold_line_without_a_question_mark_is_a_question_too() -> None:
    assert faq("**Side effects**  \nFew.\n\n**Driving**  \nNot today.") == [
        ("Side effects", "Few."),
        ("Driving", "Not today."),
    ]


def test_bold_words_that_open_an_answer_are_none() -> None:
    assert faq("**Is it safe?**  \nYes.\n\n**Never** take two at once.") == [
        ("Is it safe?", "Yes. Never take two at once.")
    ]


def test_an_answer_has_as_many_blocks_as_it_needs() -> None:
    (only,) = faq("**What helps?**\n\nThree things:\n\n- rest\n- ice\n\n| a | b |\n|---|---|\n| c | d |\n\n> e")
    assert only == ("What helps?", "Three things: rest ice a b c d e")


def test_what_stands_before_the_first_question_stays_there() -> None:
    assert faq("We are asked this often.\n\n**Why?**\nSo.") == [("", "We are asked this often."), ("Why?", "So.")]


def test_markup_inside_question_and_answer_survives() -> None:
    found = body("## FAQ\n\n**Is H<sub>2</sub>O *wet*?**  \n**Yes**, it [is](#faq) `wet` always.")
    (block,) = found.section("faq").blocks
    assert block.question == "Is H<sub>2</sub>O <em>wet</em>?"
    assert "<strong>Yes</strong>, it" in block.html
    assert "<code>wet</code> always." in block.html


def test_a_list_of_which_not_every_item_is_a_question_is_a_list() -> None:
    assert faq("- **Why?** So.\n- Plain item.") == [("", "Why? So. Plain item.")]


def test_bold_lines_elsewhere_are_no_questions() -> None:
    found = body("## Treatments\n\n**Tablets**\nTwice a day.")
    assert [block.question for section in found.sections for block in section.blocks] == [None]


def test_a_question_has_an_id_to_link_to() -> None:
    found = body("See [why](#why-me).\n\n## FAQ\n\n**Why me?**\nSo.")
    assert found.said == []
    assert found.section("faq").blocks[0].question_id == "asthma--why-me"


# ---- Questions in the front matter

FAQ = """
  - q: "Is it **safe**?"
    a: "Yes."
  - question: Can I drive?
    answer: |
      No.

      - Not a car."""


def test_front_matter_makes_a_section_of_its_own() -> None:
    found = body("## Intro\n\nText.", faq=FAQ)
    assert [section.title for section in found.sections] == ["Intro", "Questions and answers"]
    assert pairs(found)[1] == ("Can I drive?", "No. Not a car.")


def test_questions_of_the_front_matter_join_the_section_that_is_there() -> None:
    found = body("## FAQ\n\n**Why?**\nSo.\n\n## Intro\n\nText.", faq=FAQ)
    assert [section.title for section in found.sections] == ["FAQ", "Intro"]
    assert [question for question, _ in pairs(found)] == ["Why?", "Is it **safe**?", "Can I drive?"]


def test_the_new_section_stands_before_those_that_close_a_guide() -> None:
    found = body("## Intro\n\nText.\n\n## Further Reading\n\nText.\n\n## Disclaimer\n\nText.", faq=FAQ)
    assert found.kinds == ["ordinary", "faq", "reading", "disclaimer"]


def test_a_question_asked_twice_is_printed_once() -> None:
    keys = {"faq": '\n  - q: "Is it safe?"\n    a: "Yes."'}
    found = typeset(guide("## FAQ\n\n**Is it safe?**\nYes!", **keys))
    assert pairs(found) == [("Is it safe?", "Yes!")]
    assert found.said == []


def test_two_answers_to_one_question_are_reported() -> None:
    keys = {"faq": '\n  - q: "Is it safe?"\n    a: "No."'}
    found = typeset(guide("## FAQ\n\n**Is it safe?**\nYes.", **keys))
    assert pairs(found) == [("Is it safe?", "Yes.")]
    assert found.codes == ["faq-differs"]


def test_a_question_that_asks_itself_twice_in_the_text_stays_twice() -> None:
    assert faq("**Why?**\nSo.\n\n**Why?**\nAnd so.") == [("Why?", "So."), ("Why?", "And so.")]


def test_markup_in_front_matter_passes_the_same_gate() -> None:
    keys = {"faq": '\n  - q: "<script>evil()</script>Why?"\n    a: "<img src=x onerror=evil()>So."'}
    found = typeset(guide("## Intro\n\nText.", **keys))
    assert "<script>" not in found.html.text
    assert "onerror" not in found.html.text


def test_questions_are_h3_and_come_out_as_headings() -> None:
    found = body("## FAQ\n\n**Why?**\nSo.\n\n#### Deep?\n\nYes.")
    assert [one.tag for one in found.dom.iter("h2", "h3", "h4")] == ["h2", "h3", "h3"]
