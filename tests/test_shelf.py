"""The shelf: right or empty, whatever has happened to its file."""

from dataclasses import replace

import pytest

from handouts.diagnostics import warning
from handouts.typeset.compose import Html
from handouts.typeset.sheets import Sheets
from handouts.typeset.shelf import Shelf
from handouts.typeset.white import Flags

HTML = Html("<p>Rest.", "content/asthma.md")
MADE = Sheets(
    *(2, b"%PDF", 3, {"asthma": 0, "asthma--after": 1}),
    (warning("layout", "too wide", "content/asthma.md"),),
    Flags(frozenset({"a"}), frozenset({"b"})),
)


@pytest.fixture
def kept() -> bytes:
    shelf = Shelf("styles 1")
    shelf.put(HTML, MADE)
    return shelf.dumped()


def test_what_is_put_there_is_found_the_next_time(kept: bytes) -> None:
    assert Shelf("styles 1", kept).get(HTML) == MADE


def test_findings_have_the_path_by_which_the_guide_is_named_today(kept: bytes) -> None:
    found = Shelf("styles 1", kept).get(Html(HTML.text, "../library/asthma.md"))
    assert found is not None
    assert [one.path for one in found.diagnostics] == ["../library/asthma.md"]


def test_another_text_or_other_styles_are_another_thing(kept: bytes) -> None:
    assert Shelf("styles 2", kept).get(HTML) is None
    assert Shelf("styles 1", kept).get(Html("<p>Rest!", HTML.path)) is None


def test_what_is_not_put_again_is_gone(kept: bytes) -> None:
    shelf = Shelf("styles 1", kept)
    shelf.put(Html("<p>Other.", "content/two.md"), MADE)
    assert Shelf("styles 1", shelf.dumped()).get(HTML) is None


def test_a_length_never_takes_the_place_of_what_was_printed(kept: bytes) -> None:
    shelf = Shelf("styles 1", kept)
    for made in (replace(MADE, pdf=b""), MADE, replace(MADE, pdf=b"")):
        shelf.put(HTML, made)
        assert shelf.get(HTML) == MADE
    assert Shelf("styles 1", shelf.dumped()).get(HTML) == MADE


def test_a_shelf_that_is_damaged_anywhere_is_empty_or_as_it_was(kept: bytes) -> None:
    for at in range(len(kept)):
        for hurt in (kept[:at], kept[:at] + bytes([kept[at] ^ 1]) + kept[at + 1 :]):
            found = Shelf("styles 1", hurt).get(HTML)
            assert found is None or found.pdf == MADE.pdf


@pytest.mark.parametrize("text", ["", "null", "[]", "\xff", "%PDF-1.7"])
def test_a_file_of_anything_else_is_an_empty_shelf(text: str) -> None:
    assert Shelf("", text.encode("latin-1")).get(HTML) is None
