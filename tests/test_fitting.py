"""Fitting: tables that are too wide for an edition's page, words beyond it, and what may stand at a page's end."""

import re
from pathlib import Path

import pytest
from pdf_facts import MM, Facts
from PIL import Image
from support import guide
from typesetting import SETTINGS, SHIPPED, Set, body, composer, engine, typeset

from handouts.typeset.compose import Html
from handouts.typeset.edition import Edition, names, read
from handouts.typeset.layout import Printed

DOSES = """## Doses

| Antihistamine | Breakfast | Afternoon | Evening | Bedtime | Maximum | Side-effects |
|---|---|---|---|---|---|---|
| Chlorphenamine | 4 mg | 4 mg | 4 mg | | 24 mg | drowsiness |
| Other | 10 mg | 20 mg | 5 mg | 5 mg | 20 mg | none |
"""


def printed(made: Set, name: str) -> Printed:
    return engine().print(composer().compose(made.leaflet, edition(name)))


def edition(name: str) -> Edition:
    return read(SHIPPED, name, SETTINGS)


@pytest.mark.parametrize("name", [one for one in names(SHIPPED) if one not in ("booklet", "summary")])
def test_no_word_of_a_wide_table_leaves_the_page(name: str) -> None:
    made = printed(body(DOSES), name)
    assert made.diagnostics == ()
    leaflet = Facts(made.pdf)
    for page in range(1, leaflet.page_count + 1):
        right = leaflet.paper[page - 1].right - 12.7 * MM
        assert [one.text for one in leaflet.on(page) if one.box.right > right] == []


def test_where_a_table_does_not_fit_each_row_is_a_list_below_its_first_cell() -> None:
    leaflet = Facts(printed(body(DOSES), "large-print").pdf)
    assert leaflet.tree.all("Table") == []
    said = [one.text for one in leaflet.tree.all("P", "LI")]
    at = said.index("Antihistamine: Chlorphenamine")
    assert said[at + 1 : at + 7] == [
        "• Breakfast: 4 mg",
        "• Afternoon: 4 mg",
        "• Evening: 4 mg",
        "• Bedtime: –",
        "• Maximum: 24 mg",
        "• Side-effects: drowsiness",
    ]


def test_where_a_table_fits_it_stays_a_table() -> None:
    assert len(Facts(printed(body(DOSES), "standard").pdf).tree.all("Table")) == 1


def test_a_table_that_fits_across_the_page_alone_goes_across_it() -> None:
    html = "".join(f"<th>{'x' * 15}</th>" for _ in range(5))
    page = f"<!DOCTYPE html><html lang=en><title>x</title><div style='margin-inline: 18mm 8mm'><table><tr>{html}"
    made = Facts(engine().print(Html(page, "content/asthma.md")).pdf)
    assert len(made.tree.all("Table")) == 1


def test_a_dose_is_never_cut_and_cells_over_several_rows_are_said_in_each() -> None:
    words = "".join(f"<th>{'Hydroxychloroquine'}{number}</th>" for number in range(7))
    rows = (
        f"<table><thead><tr><th>Drug</th>{words}</tr></thead><tbody>"
        "<tr><td rowspan='2'>A</td><td colspan='2'>20 mg</td>" + "<td>1</td>" * 5 + "</tr>"
        "<tr>" + "<td>50 mg</td>" * 7 + "</tr></tbody></table>"
    )
    leaflet = body(f"## Doses\n\n{rows}").facts
    said = [one.text for one in leaflet.tree.all("P", "LI")]
    assert said.count("Drug: A") == 2
    assert "• Hydroxychloroquine0: 20 mg" in said
    assert "• Hydroxychloroquine1: 20 mg" in said
    assert "• Hydroxychloroquine6: 50 mg" in said


def test_words_beyond_the_page_are_an_error_that_quotes_them() -> None:
    page = (
        "<!DOCTYPE html><html lang=en><title>x</title><body>"
        "<p style='white-space: nowrap; margin-left: 150mm'>Ring this number at once: 020 7946 0000"
    )
    (said,) = engine().print(Html(page, "content/asthma.md")).diagnostics
    assert (said.code, str(said.severity)) == ("cut-off", "error")
    assert "on page 1" in said.message
    assert "020 7946 0000" in said.message


def test_a_step_of_a_plan_keeps_within_the_text_from_right_to_left() -> None:
    """WeasyPrint 70 draws a first line with a negative indent too far to the left there."""
    step = "گاڑی یا سائیکل نہ چلائیں، سیڑھی پر نہ چڑھیں اور مشینیں استعمال نہ کریں۔ "
    made = body(f"## پہلے 48 گھنٹوں کا عملی منصوبہ\n\n1. {step * 3}\n2. {step}", lang="ur")
    assert printed(made, "large-print").diagnostics == ()


# ---- Where pages end


def test_lists_of_one_item_do_not_chain_the_sections_they_stand_in() -> None:
    sections = "\n\n".join(f"## Section {number}\n\n- One line." for number in range(30))
    leaflet = body("A line.\n\n" * 16 + sections).facts
    first = [one for one in leaflet.tree.all("H2") if one.pages == {1}]
    assert len(first) >= 5


def test_several_pictures_in_a_paragraph_stay_below_their_heading(tmp_path: Path) -> None:
    Image.new("RGB", (900, 420), "grey").save(tmp_path / "knee.png")
    pictures = "\n".join(f"![Picture {number}](knee.png)" for number in range(4))
    leaflet = typeset(guide("A line.\n\n" * 8 + f"## Pictures\n\n{pictures}"), root=tmp_path).facts
    (heading,) = [one for one in leaflet.tree.all("H2") if one.text == "Pictures"]
    first = next(one for one in leaflet.tree.all("Figure") if one.alt == "Picture 0")
    assert heading.pages == first.pages == {1}


def test_a_summary_that_is_a_paragraph_stands_beside_its_marker_in_a_browser() -> None:
    """On paper no marker is printed, so the rule itself is looked for."""
    assert re.search(r"summary > p \{ *display: inline;? *\}", body("Text.").html.standalone(SHIPPED))
