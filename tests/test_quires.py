"""Quires: a book is cut where its guides begin and end, and each part is told the page numbers that it prints."""

from dataclasses import replace

import pytest
from binding import assert_numbers_agree, bind
from support import guide
from typesetting import composer

from handouts.errors import SettingsError
from handouts.typeset.compose import Html
from handouts.typeset.quires import Quires, cut

ASTHMA = guide('See [angina](one.md). In HTML that is `<a href="#one">`, or href="#one".', related="[one]")
ANGINA = guide("See [below](#after).\n\n## After\n\nRest.", title="Angina")


@pytest.fixture(scope="module")
def book() -> Html:
    return composer().compose(bind(ASTHMA, ANGINA).book)


@pytest.fixture(scope="module")
def quires(book: Html) -> Quires:
    return cut(book)


def test_each_guide_is_a_part_and_so_is_what_stands_before_and_after_them(quires: Quires) -> None:
    assert [len(one.ids & {"asthma", "one", "contents_", "index_"}) for one in quires.guides] == [1, 1]
    assert "asthma" in quires.guides[0].ids
    assert {"one", "one--after"} <= quires.guides[1].ids
    assert quires.front.refers_to == {"asthma", "one"}
    assert quires.guides[0].refers_to == {"one"}
    assert quires.guides[1].refers_to == frozenset()


def test_what_goes_wrong_in_a_part_is_said_of_its_guide(quires: Quires) -> None:
    assert [one.html.path for one in quires.guides] == ["content/asthma.md", "content/one.md"]
    assert quires.front.html.path == '"Heart & Circulation"'


def test_a_guide_says_nothing_of_the_others_so_that_their_edits_leave_it_as_it_is(quires: Quires) -> None:
    front, _, angina = (one.html.text.partition("</head>")[0] for one in (quires.front, *quires.guides))
    assert "<title>" in front
    assert "Asthma" in front
    assert "<title>" not in angina
    assert "Asthma" not in angina


def test_a_part_is_told_its_first_page_and_those_that_it_refers_to(quires: Quires) -> None:
    told = quires.guides[0].numbered(7, {"one": 12}).text
    assert "@page :first { counter-reset: page 7 }" in told
    assert 'data-elsewhere="one" style="counter-reset: folio 12"' in told
    assert 'href="handouts:one"' in told


@pytest.mark.parametrize(("first", "side"), [(7, ""), (8, "html { break-before: verso }")])
def test_an_even_number_stands_on_the_left(quires: Quires, first: int, side: str) -> None:
    assert quires.guides[0].numbered(first, {}).text.count("break-before: verso") == bool(side)


def test_links_within_a_guide_stay(quires: Quires) -> None:
    assert 'href="#one--after"' in quires.guides[1].numbered(1, {}).text


def test_words_that_look_like_a_link_are_left_alone(quires: Quires) -> None:
    told = quires.guides[0].numbered(1, {"one": 2}).text
    assert told.count('href="#one"') == quires.guides[0].html.text.count('href="#one"') - told.count(
        "handouts:one"
    )
    assert 'or href="#one"' in told


HOSTILE = """See [angina](one.md '5" or less'), <abbr title=' id="one" data-of="#one" href="#one"'>BP</abbr>.

```
</head> <main> </main> <article id="x" class="bound"> <a href="#one" data-of="#one">
```
"""


def test_nothing_that_an_author_writes_is_taken_for_the_book_s_own_tags() -> None:
    title = """'</head><main></main><article id="x" class="bound">'"""
    bound = bind(guide(HOSTILE, title=title), ANGINA)
    asthma, angina = cut(composer().compose(bound.book)).guides
    assert asthma.refers_to == {"one"}
    assert "one" not in asthma.ids
    assert "asthma" not in angina.ids
    told = asthma.numbered(1, {"one": 3}).text
    assert """<abbr title=' id="one" data-of="#one" href="#one"'>""" in told
    assert told.count('href="handouts:one"') == 2  # the link with a title, and the page that stands behind it
    assert_numbers_agree(bound.facts)


def test_a_template_that_has_moved_the_guides_is_refused(book: Html) -> None:
    with pytest.raises(SettingsError, match=r"templates/bundle\.html"):
        cut(replace(book, text=book.text.replace("<main>", "<div>").replace("</main>", "</div>")))
