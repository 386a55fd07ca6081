"""The press: what an edition prints of a guide, and what it refuses."""

import re
from dataclasses import replace

import pytest
from binding import bind
from lxml.html import document_fromstring
from pdf_facts import MM, Facts
from support import MakeShelf, guide
from typesetting import SHIPPED, Set, body, composer, engine, text_of

from handouts.settings import Settings
from handouts.typeset import press
from handouts.typeset.arrange import arranged
from handouts.typeset.compose import Html
from handouts.typeset.edition import Edition, read
from handouts.typeset.layout import Printed

SUMMARY = read(SHIPPED, "summary", Settings())
GUIDE = """## What It Is

Long prose.

## Key Points

- Rest.

## Action Plan

1. Sit down.

## Red Flags

- Chest pain.
"""
LONG = "\n".join(f"- Item number {number} of a list that is long." for number in range(40))


def printed(one: Set, edition: Edition = SUMMARY) -> Printed:
    return press.printed(one.leaflet, edition, composer(), engine().print)[1]


def said(one: Set, edition: Edition = SUMMARY) -> str:
    html = press.page(one.leaflet, edition, composer())
    return " ".join(text_of(document_fromstring(html.text)).split())


def headings(one: Set, edition: Edition = SUMMARY) -> list[str]:
    return pressed(one, edition)[0]


def pressed(one: Set, edition: Edition = SUMMARY) -> tuple[list[str], Printed]:
    """Give the headings that are printed, and what came out."""
    html, made = press.printed(one.leaflet, edition, composer(), engine().print)
    return [str(tag.text) for tag in document_fromstring(html.text).iter("h2")], made


def test_a_summary_has_the_key_points_the_red_flags_and_what_to_do_and_nothing_else() -> None:
    assert headings(body(GUIDE)) == ["Key Points", "Red Flags", "Action Plan"]
    assert "Long prose" not in said(body(GUIDE))
    assert "This is only a summary. Ask for the whole leaflet." in said(body(GUIDE))


def test_no_other_edition_says_that_it_is_a_summary() -> None:
    assert "only a summary" not in said(body(GUIDE), Edition())


def test_a_summary_is_one_side() -> None:
    made = printed(body(GUIDE))
    assert (made.pages, made.sheets, made.diagnostics) == (1, 1, ())


def test_what_has_no_room_is_left_out_whole_and_named() -> None:
    one = body(GUIDE.replace("1. Sit down.", LONG.replace("- ", "1. ")))
    found, made = pressed(one)
    assert made.pages == 1
    assert found == ["Key Points", "Red Flags"]
    (reported,) = map(str, made.diagnostics)
    assert reported == (
        "content/asthma.md: warning[no-room]: the summary edition has no room for the guide's plan: left out "
        "hint: shorten these sections, or hand out the whole leaflet"
    )


def test_red_flags_are_never_cut_whatever_else_must_go() -> None:
    flags = "\n".join(f"- Red flag {number}: it hurts." for number in range(30))
    one = body(GUIDE.replace("- Chest pain.", flags).replace("- Rest.", LONG))
    found, made = pressed(one)
    assert found == ["Red Flags"]
    assert made.pages == 1


def test_red_flags_of_more_than_a_side_are_refused_rather_than_cut() -> None:
    made = printed(body(f"## Red Flags\n\n{LONG}\n{LONG}"))
    (found,) = map(str, made.diagnostics)
    assert found == (
        f"content/asthma.md: error[too-long]: the summary edition takes {made.pages} pages, and may take one page "
        "hint: shorten the guide's red flags: they are never cut"
    )


def test_a_guide_without_any_such_section_is_refused() -> None:
    one = body("## What It Is\n\nLong prose.")
    (found,) = map(str, press.judge(one.leaflet, SUMMARY))
    assert found == (
        "content/asthma.md: error[nothing-to-print]: there is nothing for the summary edition: the guide has no "
        "red flags, key points or plan hint: give it a section with a heading such as Red Flags or Key Points"
    )
    assert list(press.judge(one.leaflet, Edition())) == []
    assert list(press.judge(body("## Red flags\n\nPain.").leaflet, SUMMARY)) == []


def test_red_flags_below_a_smaller_heading_are_refused_rather_than_left_out() -> None:
    one = body(GUIDE.replace("Long prose.", "Long prose.\n\n### When to Call 999\n\n- A blue face."))
    (found,) = map(str, press.judge(one.leaflet, SUMMARY))
    assert 'error[hidden-red-flags]: the summary edition would leave out "When to Call 999"' in found
    assert found.endswith("hint: write it as ## When to Call 999")
    assert list(press.judge(one.leaflet, Edition())) == []


def test_a_refused_edition_leaves_the_others_of_the_guide_alone(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": "---\ntitle: Asthma\n---\nText."})
    report = made.export(editions=("standard", "summary"))
    assert report.found
    assert [one.path for one in report.records if one.is_there] == [
        "html/en/asthma.html",
        "leaflets/en/asthma.pdf",
    ]


def test_key_points_come_first_where_the_edition_says_so_and_all_else_keeps_its_place() -> None:
    easy = read(SHIPPED, "easy-read", Settings())
    assert headings(body(GUIDE), easy) == ["Key Points", "What It Is", "Action Plan", "Red Flags"]


def test_notes_come_along_with_what_refers_to_them() -> None:
    with_note = GUIDE.replace("Chest pain.", "Chest pain.[^1]") + "\n[^1]: Behind the breastbone.\n"
    assert "Behind the breastbone." in said(body(with_note))
    made = printed(body(with_note))
    assert (made.pages, made.diagnostics) == (1, ())
    elsewhere = GUIDE.replace("Long prose.", "Long prose.[^1]") + "\n[^1]: Behind the breastbone.\n"
    assert "Behind the breastbone." not in said(body(elsewhere))


def test_a_link_to_what_is_left_out_becomes_plain_text() -> None:
    linked = GUIDE.replace(
        "Chest pain.", "Chest pain, see [what it is](#what-it-is) and [the plan](#action-plan)."
    )
    (article,) = arranged([body(linked).article], SUMMARY, SUMMARY.sections)
    html = article.sections[1].blocks[0].html
    assert 'see what it is and <a href="#asthma--action-plan">the plan</a>' in html
    assert printed(body(linked)).diagnostics == ()


def test_only_addresses_of_links_that_are_printed_stand_in_the_list() -> None:
    linked = GUIDE.replace("Long prose.", "[One](https://a.example/one).").replace(
        "Chest pain.", "Chest pain, [two](https://a.example/two)."
    )
    text = said(body(linked))
    assert "a.example/two" in text
    assert "a.example/one" not in text
    (number,) = set(re.findall(r"\[(\d)\]", text))
    assert number == "2"


def test_an_edition_without_sections_prints_every_word_and_address() -> None:
    linked = body(GUIDE.replace("Long prose.", "[One](https://a.example/one)."))
    assert arranged([linked.article], Edition()) == (linked.article,)


@pytest.mark.parametrize("pages", [0, 9])
def test_a_limit_that_is_kept_costs_nothing(pages: int) -> None:
    times = []

    def print_(html: object) -> Printed:
        times.append(html)
        return Printed(b"", 3)

    press.printed(body(GUIDE).leaflet, replace(SUMMARY, pages=pages), composer(), print_)
    assert len(times) == 1


# ---- Red flags that would leave much of a page white


PROSE = "Serious problems are unlikely, but they may come later, so read all of this sheet."
FLAGS = "## Red Flags\n\nCall 999 if:\n\n" + "\n".join(f"- Flag {number}: {PROSE}" for number in range(10))


def with_flags(before: int, flags: str = FLAGS) -> Set:
    """Make a guide with so many paragraphs in front of its red flags, and a plan behind them."""
    prose = "\n\n".join([PROSE] * before)
    return body(f"## What to Expect\n\n{prose}\n\n{flags}\n\n## Action Plan\n\n1. Sit down.")


def white_at_the_foot(made: Printed, page: int = 1) -> float:
    """Give the part of a page that stays white below its text."""
    leaflet = Facts(made.pdf)
    tagged = set(leaflet.tree.marks)
    text = [one.box for one in leaflet.on(page) if (page, one.mcid) in tagged]
    return (min(one.bottom for one in text) - 18.3 * MM) / (leaflet.paper[page - 1].top - 37.1 * MM)


def test_red_flags_that_would_leave_much_of_a_page_white_stand_right_below_the_title() -> None:
    one = with_flags(11)
    assert white_at_the_foot(engine().print(one.html)) > 1 / 4
    found, made = pressed(one, Edition())
    assert found == ["Red Flags", "What to Expect", "Action Plan"]
    assert white_at_the_foot(made) < 1 / 10
    flags = Facts(made.pdf).find("Red Flags", "H2")
    assert flags.pages == {1}
    assert {page for tag in Facts(made.pdf).tree.all("LI") if "Flag" in tag.text for page in tag.pages} == {1}


def test_red_flags_that_leave_little_white_stay_where_the_author_has_them() -> None:
    assert pressed(with_flags(17), Edition())[0][:2] == ["What to Expect", "Red Flags"]
    assert pressed(with_flags(3), Edition())[0][:2] == ["What to Expect", "Red Flags"]


def test_red_flags_for_which_the_first_page_is_too_short_stay_where_they_are_at_the_cost_of_one_layout() -> None:
    times = []

    def print_(html: Html) -> Printed:
        times.append(html)
        return engine().print(html)

    one = with_flags(8, FLAGS + "\n".join(f"\n- Flag {number}: {PROSE}" for number in range(10, 20)))
    html, made = press.printed(one.leaflet, Edition(), composer(), print_)
    assert white_at_the_foot(made) > 1 / 4
    assert times == [html]


def test_no_page_more_is_printed_for_it() -> None:
    one = with_flags(11)
    pushed = engine().print(one.html)

    def print_(html: Html) -> Printed:
        return pushed if html.text == one.html.text else replace(engine().print(html), pages=pushed.pages + 1)

    assert press.printed(one.leaflet, Edition(), composer(), print_) == (one.html, pushed)


def test_red_flags_that_no_page_holds_begin_where_they_stand_with_their_title_on_each_page() -> None:
    flags = FLAGS + "".join(f"\n- Flag {number}: {PROSE}" for number in range(10, 40))
    one = with_flags(4, flags)
    assert engine().print(one.html).flags.torn == {"asthma--red-flags"}
    found, made = pressed(one, Edition())
    leaflet = Facts(made.pdf)
    assert found == ["What to Expect", "Red Flags", "Action Plan"]
    assert made.diagnostics == ()
    (title,) = [tag for tag in leaflet.tree.all("H2") if tag.text == "Red Flags"]  # it is read aloud once
    assert title.pages == {1}
    assert white_at_the_foot(made) < 1 / 10
    items = [tag for tag in leaflet.tree.all("LI") if "Flag" in tag.text]
    assert len(items) == 40
    assert all(len(tag.pages) == 1 for tag in items)
    further = {page for tag in items for page in tag.pages} - {1}
    assert further
    assert {
        page for page, said in leaflet.running.items() if "Red Flags" in said
    } == further  # it is printed again


def test_in_a_book_only_the_red_flags_stand_elsewhere_that_left_a_page_white() -> None:
    def one(title: str, before: int) -> str:
        prose = "\n\n".join([PROSE] * before)
        return guide(f"## What to Expect\n\n{prose}\n\n{FLAGS}", title=title, slug=title.lower())

    html, made = press.printed(
        bind(one("Asthma", 3), one("Croup", 12)).book, Edition(), composer(), engine().print
    )
    found = [str(tag.text) for tag in document_fromstring(html.text).iter("h2") if tag.text]
    assert [one for one in found if one in ("What to Expect", "Red Flags")] == [
        *("What to Expect", "Red Flags"),
        *("Red Flags", "What to Expect"),
    ]
    assert made.diagnostics == ()


# ---- Books


def test_in_a_book_of_summaries_each_guide_keeps_its_red_flags_and_one_without_is_left_out() -> None:
    linked = guide(GUIDE.replace("Chest pain.", "Chest pain, see [croup](one.md)."), title="Asthma", slug="one")
    book = bind(
        linked, guide("Only prose.", title="Croup", slug="two"), guide(GUIDE, title="Eczema", slug="three")
    ).book
    (found,) = map(str, press.judge(book, SUMMARY))
    assert found.startswith("content/one.md: warning[nothing-to-print]: it is left out of the summary edition")
    html, made = press.printed(book, SUMMARY, composer(), engine().print)
    assert made.diagnostics == ()
    page = document_fromstring(html.text)
    assert [str(tag.text) for tag in page.iter("h1")][-2:] == ["Asthma", "Eczema"]
    said = " ".join(text_of(page).split())
    assert "Chest pain, see croup." in said
    assert "Only prose" not in said


def test_a_book_of_guides_that_have_nothing_to_summarise_is_refused() -> None:
    book = bind(
        guide("Only prose.", title="Croup", slug="one"), guide("More prose.", title="Flu", slug="two")
    ).book
    assert [str(one.severity) for one in press.judge(book, SUMMARY)] == ["error", "error"]


def test_a_book_is_folded_as_a_leaflet_is() -> None:
    html, made = press.printed(
        bind(guide(GUIDE)).book, read(SHIPPED, "booklet", Settings()), composer(), engine().print
    )
    assert made.diagnostics == ()
    assert made.sheets == -(-made.pages // 4)
    assert len(html.guides) == 1  # its front matter has numbers of its own
