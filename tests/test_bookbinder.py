"""The bookbinder, on guides of so many pages: every number is right, and nothing is laid out in vain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.typeset.bookbinder import Bound, UnsettledError, bind
from handouts.typeset.compose import Html
from handouts.typeset.quires import Quire, Quires
from handouts.typeset.sheets import Sheets
from handouts.typeset.shelf import Shelf


@dataclass
class Press:
    """Lays out guides whose text says how long they are, and keeps which it has laid out."""

    laid_out: list[str] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    longer: int = 0
    """Pages that a guide is longer if the numbers it prints are odd in sum, or else even."""
    odd: bool = True

    def __call__(self, html: Html, is_known: bool) -> Sheets:
        (self.laid_out if is_known else self.counted).append(html.path)
        said = numbers(html.text)
        is_longer = bool(said) and sum(said) % 2 == self.odd and html.path[0] == "a"
        pages = int(html.path.split("x")[1]) + self.longer * is_longer
        return Sheets(pages, html.text.encode() if is_known else b"", pages, {html.path: 0})


def numbers(text: str) -> list[int]:
    """Give the numbers that a guide prints of pages elsewhere."""
    return [int(one) for one in re.findall(r"folio (\d+)", text)]


def book(*guides: tuple[str, Sequence[str]]) -> Quires:
    names = [name for name, _ in guides]

    def quire(name: str, references: Sequence[str] = ()) -> Quire:
        links = "".join(f'<a class="folio" data-of="#{one}"></a>' for one in references)
        html = Html(f'<html><head></head><article id="{name}">{links}</article></html>', name)
        return Quire(html, frozenset(names))

    parts = tuple(quire(*one) for one in guides)
    return Quires(quire("frontx1", names), parts, quire("backx1", names), quire("blankx1"))


def printed(bound: Bound) -> dict[str, tuple[int, list[int]]]:
    """Give where each part stands, and the numbers that it prints."""
    firsts = accumulate((one.pages for one in bound.numbered), initial=1)
    pieces = zip(firsts, bound.numbered, strict=False)
    return {next(iter(one.anchors)): (first, numbers(one.pdf.decode())) for first, one in pieces}


THREE = (("ax3", ("cx2",)), ("bx2", ("ax3",)), ("cx2", ()))


def test_every_guide_begins_on_a_right_hand_page_and_says_so() -> None:
    bound = bind(book(*THREE), Press(), Shelf(""), recto=True)
    said = printed(bound)
    assert {name: said[name] for name in ("ax3", "bx2", "cx2", "backx1")} == {
        "ax3": (1, [7]),
        "bx2": (5, [1]),
        "cx2": (7, []),
        "backx1": (9, [1, 5, 7]),
    }
    assert numbers(bound.front[0].pdf.decode()) == [1, 5, 7]
    assert [next(iter(one.anchors)) for one in bound.all] == [
        *("frontx1", "blankx1", "ax3", "blankx1", "bx2", "cx2", "backx1")
    ]  # fmt: skip


def test_guides_follow_each_other_where_paper_is_saved() -> None:
    said = printed(bind(book(*THREE), Press(), Shelf(""), recto=False))
    assert [said[name][0] for name in ("ax3", "bx2", "cx2", "backx1")] == [1, 4, 6, 8]


def test_only_a_guide_that_refers_to_a_page_still_unknown_is_counted_first() -> None:
    press = Press()
    bind(book(*THREE), press, Shelf(""), recto=True)
    assert press.counted == ["ax3"]
    assert sorted(press.laid_out) == ["ax3", "backx1", "blankx1", "bx2", "cx2", "frontx1"]


def test_what_is_on_the_shelf_is_not_laid_out_again() -> None:
    shelf = Shelf("")
    first = bind(book(*THREE), Press(), shelf, recto=True)
    press = Press()
    again = bind(book(*THREE), press, Shelf("", shelf.dumped()), recto=True)
    assert press.laid_out == press.counted == []
    assert again == first


def test_of_an_edit_only_that_guide_is_laid_out_again() -> None:
    shelf = Shelf("")
    bind(book(*THREE), Press(), shelf, recto=True)
    press = Press()
    edited = ("ax4", ("cx2",))
    bind(book(edited, ("bx2", ("ax4",)), THREE[2]), press, Shelf("", shelf.dumped()), recto=True)
    # Its new name stands in b and in what lists all guides.
    assert sorted({*press.laid_out, *press.counted}) == ["ax4", "backx1", "bx2", "frontx1"]


@given(
    st.lists(st.tuples(st.integers(1, 5), st.lists(st.integers(0, 30), max_size=3)), min_size=1, max_size=9),
    st.booleans(),
    st.sets(st.integers(0, 8)),
)
def test_every_number_is_that_of_the_page(
    guides: list[tuple[int, list[int]]], recto: bool, gone: set[int]
) -> None:
    names = [f"g{at}x{pages}" for at, (pages, _) in enumerate(guides)]
    whole = [
        (name, [names[to % len(names)] for to in refs]) for name, (_, refs) in zip(names, guides, strict=True)
    ]
    shelf = Shelf("")
    bind(book(*[one for at, one in enumerate(whole) if at not in gone] or whole), Press(), shelf, recto=recto)
    for kept in (b"", shelf.dumped()):  # from nothing, and after others were bound
        bound = bind(book(*whole), Press(), Shelf("", kept), recto=recto)
        said = printed(bound)
        pages = {name: said[name][0] for name in names}
        for name, references in whole:
            others = [one for one in references if one != name]
            assert said[name][1] == [pages[one] for one in others]
        assert said["backx1"][1] == numbers(bound.front[0].pdf.decode()) == list(pages.values())
        assert all(page % 2 for page in pages.values()) or not recto
        assert sum(one.pages for one in bound.front) % 2 == 0


def test_a_guide_that_a_number_makes_longer_moves_those_behind_it() -> None:
    bound = bind(book(("ax1", ("bx1",)), ("bx1", ())), Press(longer=2), Shelf(""), recto=True)
    said = printed(bound)
    assert said["ax1"] == (1, [said["bx1"][0]])
    assert said["bx1"][0] == 5


def test_an_edit_leads_to_the_numbers_that_the_book_has_from_nothing() -> None:
    """Two are right: where a is told that b begins on page 3, it is a page longer, so that b does."""

    def parts(words: str) -> Quires:
        made = book(("ax1", ("bx1",)), ("bx1", ()))
        first, second = made.guides
        longer = replace(first, html=replace(first.html, text=first.html.text + words))
        return replace(made, guides=(longer, second))

    def lay_out(html: Html, is_known: bool) -> Sheets:
        is_longer = html.path == "ax1" and ("long" in html.text or numbers(html.text) == [3])
        return Sheets(1 + is_longer, html.text.encode() if is_known else b"", anchors={html.path: 0})

    shelf = Shelf("")
    assert printed(bind(parts("long"), lay_out, shelf, recto=False))["bx1"][0] == 3
    edited = bind(parts("short"), lay_out, Shelf("", shelf.dumped()), recto=False)
    assert edited == bind(parts("short"), lay_out, Shelf(""), recto=False)
    assert printed(edited)["bx1"][0] == 2


def test_numbers_that_never_settle_are_an_error() -> None:
    with pytest.raises(UnsettledError):
        # A page longer as long as it says that b begins on an even page, which then it does not.
        bind(book(("ax1", ("bx1",)), ("bx1", ())), Press(longer=1, odd=False), Shelf(""), recto=False)
