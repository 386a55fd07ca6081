"""Copyfit: a page is saved by white space alone, or nothing changes."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace as Fake
from typing import Any

import pytest
from pdf_facts import Facts
from typesetting import SETTINGS, SHIPPED, Set, body, composer, engine

from handouts.console import Console
from handouts.export.manifest import MADE, Record
from handouts.export.plan import plan
from handouts.export.report import Outcome, Report
from handouts.settings import Settings
from handouts.typeset import copyfit
from handouts.typeset.edition import Edition, read
from handouts.typeset.layout import Printed

LARGE = read(SHIPPED, "large-print", Settings())
LOOSE = replace(LARGE, copyfit=False)


def paragraphs(number: int) -> Set:
    return body("\n\n".join(["Keep your inhaler with you, and use it as you were shown."] * number), SETTINGS)


def printed(number: int, edition: Edition = LARGE) -> Printed:
    return engine().print(composer().compose(paragraphs(number).leaflet, edition))


@pytest.fixture(scope="module")
def just_too_long() -> int:
    """Give how many paragraphs begin a third page, and so a second sheet."""
    return bisect_left(range(60), 3, lo=14, key=lambda number: printed(number, LOOSE).pages)


def test_a_nearly_empty_last_page_is_saved(just_too_long: int) -> None:
    made = printed(just_too_long)
    assert (made.pages, made.sheets, made.sheets_saved) == (2, 1, 1)


def test_the_type_size_stays_and_no_line_is_set_closer_than_the_standard_allows(just_too_long: int) -> None:
    loose, tight = Facts(printed(just_too_long, LOOSE).pdf), Facts(printed(just_too_long).pdf)
    assert {round(piece.size, 2) for piece in loose.pieces} == {round(piece.size, 2) for piece in tight.pieces}
    body_lines = sorted({round(piece.box.bottom, 1) for piece in tight.pieces if abs(piece.size - 18) < 0.1})
    steps = [below - above for above, below in pairwise(body_lines)]
    assert min(step for step in steps if step > 9) >= 18 * 1.3 - 0.2


def test_every_word_is_still_there(just_too_long: int) -> None:
    loose, tight = Facts(printed(just_too_long, LOOSE).pdf), Facts(printed(just_too_long).pdf)
    assert loose.text == tight.text


def test_where_no_page_can_be_saved_nothing_changes(just_too_long: int) -> None:
    number = just_too_long + 10
    assert printed(number).pages == 3
    assert printed(number).pdf == printed(number, LOOSE).pdf


def test_with_no_copyfit_white_space_stays(just_too_long: int) -> None:
    assert printed(just_too_long, LOOSE).pages == 3


def document(pages: int, filled: float, slack: float = 1.0) -> Fake:
    """Make what copyfit sees of a document: pages, the last filled to a part, with notes at their feet."""
    text, notes = Fake(position_y=10, margin_height=lambda: 90 * filled), Fake()
    page = Fake(_page_box=Fake(children=[text, notes], content_box_y=lambda: 10, height=90))
    return Fake(pages=[page] * pages, slack=slack)


def fitted(
    pages: int,
    filled: float,
    saves_from: float,
    edition: Edition = Edition(),  # noqa: B008 - frozen
) -> tuple[float, list[float]]:
    """Give the slack that is chosen, and those that were laid out, where a page is saved from a slack on."""
    tried: list[float] = []

    def lay_out(slack: float) -> Fake:
        tried.append(slack)
        return document(pages - 1 if slack <= saves_from else pages, 1, slack)

    return copyfit.fit(document(pages, filled), edition, lay_out).slack, tried


def test_the_least_tightening_that_saves_a_page_is_taken() -> None:
    assert fitted(3, 0.2, 0.8) == (0.8, [0.5, 0.8])
    assert fitted(3, 0.2, 0.65) == (0.65, [0.5, 0.8, 0.65])
    assert fitted(3, 0.2, 0.5) == (0.5, [0.5, 0.8, 0.65])


def test_a_page_that_can_t_be_saved_costs_one_layout() -> None:
    assert fitted(3, 0.2, 0) == (1.0, [0.5])


@pytest.mark.parametrize(
    ("may_save_from", "saves_from", "chosen", "tried"),
    [
        (0.8, 0.8, 0.8, [0.8]),
        (0.65, 0.65, 0.65, [0.65]),
        (0.5, 0.5, 0.5, [0.5]),
        (0.8, 0.5, 0.5, [0.8, 0.65, 0.5]),  # more was hoped for than the engine makes of it
        (0.5, 0, 1.0, [0.5]),
        (0, 0, 1.0, []),
    ],
)
def test_a_step_that_can_t_save_a_page_is_not_laid_out(
    monkeypatch: pytest.MonkeyPatch, may_save_from: float, saves_from: float, chosen: float, tried: list[float]
) -> None:
    column = Fake(pages=lambda slack: 2 if slack <= may_save_from else 3)
    monkeypatch.setattr(copyfit, "read", lambda _document: column)
    assert fitted(3, 0.2, saves_from) == (chosen, tried)


@pytest.mark.parametrize(("more", "layouts"), [(0, 1), (10, 0)])
def test_a_leaflet_is_laid_out_again_only_where_that_saves_a_page(
    monkeypatch: pytest.MonkeyPatch, just_too_long: int, more: int, layouts: int
) -> None:
    fit = copyfit.fit
    worth: list[bool] = []
    tried: list[float] = []

    def counted(document: Any, edition: Edition, lay_out: Callable[[float], Any]) -> Any:
        def one(slack: float) -> Any:
            tried.append(slack)
            return lay_out(slack)

        worth.append(copyfit._may_be_saved(document, edition))
        return fit(document, edition, one)

    monkeypatch.setattr(copyfit, "fit", counted)
    made = printed(just_too_long + more)
    assert (made.pages, made.sheets_saved) == (3 - layouts, layouts)
    assert (worth, len(tried)) == ([True], layouts)


@pytest.mark.parametrize(("pages", "filled"), [(2, 0.34), (2, 1.0), (1, 0.1), (13, 0.1)])
def test_a_page_worth_keeping_costs_nothing(pages: int, filled: float) -> None:
    assert fitted(pages, filled, 1) == (1.0, [])


def test_a_fuller_page_is_saved_where_that_saves_a_sheet_of_paper() -> None:
    assert fitted(3, 0.6, 0.8)[0] == 0.8
    assert fitted(3, 0.67, 1)[0] == 1.0
    assert fitted(4, 0.6, 1)[0] == 1.0  # three pages take two sheets, too


def test_an_edition_with_a_limit_is_tightened_to_keep_it_however_full_its_last_page_is() -> None:
    one_side = Edition(pages=1)
    assert fitted(2, 0.9, 0.65, one_side) == (0.65, [0.5, 0.8, 0.65])
    assert fitted(2, 0.9, 0, one_side) == (1.0, [0.5])
    assert fitted(1, 0.1, 1, one_side) == (1.0, [])
    assert fitted(3, 0.1, 1, one_side) == (1.0, [])  # two pages too many: white space alone is not enough


def test_a_booklet_is_tightened_only_where_that_saves_a_sheet() -> None:
    booklet = Edition(imposition="booklet")
    assert fitted(5, 0.2, 1, booklet)[1]
    assert fitted(6, 0.2, 1, booklet) == (1.0, [])


def test_a_run_says_how_many_sheets_were_saved(capsys: pytest.CaptureFixture[str]) -> None:
    (job,) = plan([paragraphs(1).guide])
    saved = Record("a.pdf", "leaflet", ("a",), "", "en", "standard", 2, 1, "", "", MADE, sheets=1, sheets_saved=1)
    Console().summary(Report(outcomes=[Outcome(job, (saved, saved), ())]), "out")
    assert "4 pages on 2 sheets of paper, 0 kB; tighter white space saved 2 sheets." in capsys.readouterr().err
