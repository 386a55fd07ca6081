"""Column: the engine never makes fewer pages of a text than were reckoned, however tight its white space is."""

from dataclasses import replace
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typesetting import SETTINGS, SHIPPED, body, composer, engine

from handouts.settings import Settings
from handouts.typeset import copyfit
from handouts.typeset.column import Column, Piece
from handouts.typeset.compose import Html
from handouts.typeset.copyfit import STEPS
from handouts.typeset.edition import Edition, read

SENTENCE = "Keep your blue inhaler with you, and use it as the nurse has shown you. "
EDITIONS = [read(SHIPPED, name, Settings()) for name in ("standard", "large-print", "easy-read", "booklet")]

words = st.integers(1, 70).map(lambda number: " ".join((SENTENCE * 6).split()[:number]) + ".")
few = st.integers(1, 18).map(lambda number: " ".join(SENTENCE.split()[:number]))
ITEMS = st.lists(words, min_size=1, max_size=7)
BLOCKS = st.one_of(
    words,
    words,
    few.map("### {}".format),
    few.map("#### {}\n\nRest.".format),
    ITEMS.map(lambda items: "\n".join(f"- {one}" for one in items)),
    ITEMS.map(lambda items: "\n\n".join(f"- {one}\n\n    Then rest." for one in items)),
    ITEMS.map(lambda items: "\n".join(f"1. {one}\n    - Rest.\n    - Drink." for one in items)),
    ITEMS.map(lambda items: "**Call us if:**\n\n" + "\n".join(f"- {one}" for one in items)),
    st.lists(few, min_size=1, max_size=30).map(
        lambda cells: "| Age | Dose |\n|---|---|\n" + "\n".join(f"| {one} | 5 mg |" for one in cells)
    ),
    words.map("> {}".format),
    ITEMS.map(lambda items: "> [!WARNING]\n> " + "\n>\n> ".join(items)),
    few.map("Inhaler\n:   {}".format),
)
HEADINGS = st.sampled_from(
    ["Key Points", "Red Flags", "FAQ", "Action Plan", "Causes", "Treatment", "Living With It"]
)
SECTIONS = st.tuples(HEADINGS, st.lists(BLOCKS, min_size=1, max_size=6)).map(
    lambda parts: f"## {parts[0]}\n\n" + "\n\n".join(parts[1])
)
TEXTS = st.lists(SECTIONS, min_size=2, max_size=9).map("\n\n".join)


def pieces(*heights: float, gap: float = 1, **last: Any) -> tuple[Piece, ...]:
    """Make pieces of these heights, half of whose gaps can be spared; ``last`` holds for the last one."""
    plain = Piece(0, gap, gap / 2, head=0, height=0, height_spared=0, may_break=True, must_break=False)
    made = [replace(plain, height=height) for height in heights]
    return (*made[:-1], replace(made[-1], **last))


def test_a_page_ends_where_the_next_piece_has_no_room() -> None:
    column = Column(pieces(9, 9, 9), (20,))
    assert column.starts(1) == [0, 2]
    assert Column(column.pieces, (19.9,)).starts(1) == [0, 1]
    assert Column(column.pieces, (18.9,)).starts(1) == [0, 1, 2]


def test_white_space_is_tightened() -> None:
    column = Column(pieces(9, 9, 9), (28.6,))
    assert [column.pages(slack) for slack in (1, 0.8, 0.65, 0.5, 0)] == [2, 2, 2, 2, 1]
    lines = Column(pieces(9, 9, 9, height_spared=3), (28.6,))
    assert [lines.pages(slack) for slack in (1, 0.8, 0.65, 0.5)] == [2, 2, 1, 1]


def test_the_gap_above_a_page_is_left_out_but_for_padding_and_borders() -> None:
    assert Column(pieces(9, 9, gap=5), (14, 9)).pages(1) == 2
    three = (*pieces(9, 9, gap=5, head=2), *pieces(1, gap=0))
    assert Column(three, (14, 12)).pages(1) == 2
    assert Column(three, (14, 11.9)).pages(1) == 3


def test_a_page_begins_with_a_piece_that_it_may_begin_with() -> None:
    assert Column(pieces(9, 9, 9, may_break=False), (20,)).starts(1) == [0, 1]


def test_where_no_page_may_end_it_ends_as_late_as_it_can() -> None:
    bound = (*pieces(9), *pieces(9, may_break=False), *pieces(9, may_break=False))
    assert Column(bound, (20,)).starts(1) == [0, 2]


def test_a_piece_may_begin_a_page_of_its_own() -> None:
    assert Column(pieces(3, 3, 3, must_break=True), (20,)).starts(1) == [0, 2]


def test_nothing_takes_a_page() -> None:
    assert Column((), (20,)).pages(1) == 1


def laid_out(html: Html, *slacks: float) -> list[Any]:
    """Give the engine's layouts of a text, the first as it is, then at each slack."""
    found = []

    def keep(document: Any, _edition: Edition, lay_out: Any) -> Any:
        found.extend([document, *map(lay_out, slacks)])
        raise ZeroDivisionError  # nothing needs to be written

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copyfit, "fit", keep)
        engine().print(html)
    return found


def assert_sound(html: Html, *slacks: float) -> None:
    """See that nothing is lower than was reckoned, and that each page begins with the piece reckoned or before."""
    layouts = laid_out(html, *slacks)
    column = copyfit.read(layouts[0])
    assert column
    for slack, layout in zip((1.0, *slacks), layouts, strict=True):
        made = copyfit.read(layout)
        assert made
        assert len(made.pieces) == len(column.pieces)  # no line ends elsewhere
        for above, piece, loose in zip((None, *made.pieces), made.pieces, column.pieces, strict=False):
            assert piece.height >= loose.height - loose.height_spared * (1 - slack) - 0.001
            if above and above.page == piece.page:
                assert piece.gap >= loose.gap - loose.gap_spared * (1 - slack) - 0.001
        pages = [page for page, _ in groupby(made.pieces, key=lambda piece: piece.page)]
        starts = [next(at for at, piece in enumerate(made.pieces) if piece.page == page) for page in pages]
        assert column.pages(slack) <= len(layout.pages)
        assert all(one >= other for one, other in zip(column.starts(slack), starts, strict=False))


@settings(max_examples=5)
@given(TEXTS, st.sampled_from(EDITIONS), st.sampled_from(STEPS))
def test_no_page_begins_later_than_was_reckoned(text: str, edition: Edition, step: float) -> None:
    assert_sound(composer().compose(body(text, SETTINGS).leaflet, edition), step)


@pytest.mark.slow
@settings(max_examples=12)
@given(TEXTS, st.sampled_from(EDITIONS), st.sampled_from(STEPS))
def test_no_page_of_more_texts_begins_later_than_was_reckoned(text: str, edition: Edition, step: float) -> None:
    assert_sound(composer().compose(body(text, SETTINGS).leaflet, edition), step)


@pytest.mark.slow
@settings(max_examples=150)
@given(TEXTS, st.sampled_from(EDITIONS))
def test_no_page_of_many_texts_begins_later_than_was_reckoned(text: str, edition: Edition) -> None:
    assert_sound(composer().compose(body(text, SETTINGS).leaflet, edition), *STEPS)
