"""In a text from right to left a dose stays a dose: "500 mg" and never "mg 500", looked at where glyphs stand."""

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from typesetting import Set, body

from handouts.settings import Settings
from handouts.typeset.facts import callable_numbers
from handouts.typeset.isolation import isolated, marked

WORDS = {"ar": ("خذ", "كل يوم"), "ur": ("روزانہ", "لیں"), "fa": ("روزانه", "بخورید")}

FACTS = (
    *("500 mg", "+44 20 7946 0958", "020 7946 0123", "-5 °C", "15–20", "120/80 mmHg", "2.5 ml", "NHS 111"),
    *("www.nhs.uk/asthma", "1,000", "< 4 mmol/l"),
)


def rows(found: Set) -> list[str]:
    """Give what the eye sees from left to right, line by line: characters sorted by where they stand."""
    document = pypdfium2.PdfDocument(found.facts.data)
    lines: dict[int, list[tuple[float, str]]] = {}
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(text, at))
            left, bottom, right, top = text.get_charbox(at, loose=True)
            if not character.isspace() and right > left and top > bottom:
                # Letters of two faces share a baseline, not a box.
                lines.setdefault(round(_baseline(text, at)), []).append((left, character))
        text.close()
        page.close()
    document.close()
    return ["".join(one for _, one in sorted(line)) for _, line in sorted(lines.items(), reverse=True)]


def _baseline(text: pypdfium2.PdfTextPage, at: int) -> float:
    from ctypes import byref, c_double

    x, y = c_double(), c_double()
    assert pdfium.FPDFText_GetCharOrigin(text, at, byref(x), byref(y))
    return y.value


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_is_printed_in_its_own_order(lang: str, fact: str) -> None:
    before, after = WORDS[lang]
    found = body(f"{before} {fact} {after}.", Settings(), lang=lang)
    # PDFium turns round what it takes for mirrored: which of < and > was printed can't be asked of it.
    said = [row.replace(">", "<") for row in rows(found)]
    assert any(fact.replace(" ", "") in row for row in said), said


def test_it_is_so_in_every_place_of_a_leaflet() -> None:
    settings = Settings(
        contact={"Reception": "+44 20 7946 0958", "الاستقبال": "020 7946 0123"}, publisher="Ward 5 (B)"
    )
    found = body(
        "خذ [500 mg الآن](https://nhs.uk/a-1) **250 mg كل يوم**\n\n"
        "| أ | ب |\n|---|---|\n| 5 ml | 6 ml |\n\n- 7 mg هنا",
        settings,
        lang="ar",
        title='"خذ 10 mg"',
        description='"دواء 20 mg"',
        version="1.2-b",
    )
    said = "\n".join(rows(found))
    for fact in ("500mg", "250mg", "5ml", "6ml", "7mg", "10mg", "20mg", "1.2-b", "+442079460958", "02079460123"):
        assert fact in said, fact
    assert "Ward5(B" in said  # which bracket closes it, PDFium turns round
    assert "nhs.uk/a-1" in said


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("خذ 500 mg مرتين", 'خذ <bdi dir="ltr">500 mg</bdi> مرتين'),
        ("مرتين (نحو 5 mg).", 'مرتين (نحو <bdi dir="ltr">5 mg</bdi>).'),
        ("هنا (NHS 111) و", 'هنا <bdi dir="ltr">(NHS 111)</bdi> و'),
        ("5, 10, 15 يوم", "5, 10, 15 يوم"),  # three facts, read from the right as the words are
        ("NHS أو 999", "NHS أو 999"),  # nothing in them could change places
        ("<b> 5 mg", '<bdi dir="ltr">&lt;b&gt; 5 mg</bdi>'),
        ("٠٢٠ ٧٩٤٦ ٠١٢٣", '<bdi dir="ltr">٠٢٠ ٧٩٤٦ ٠١٢٣</bdi>'),
        ("من ٥–٧ أيام", "من ٥–٧ أيام"),
    ],
)
def test_what_is_isolated(text: str, html: str) -> None:
    assert isolated(text, "ar") == html
    assert "bdi" not in isolated(text, "en")


def test_where_no_element_can_stand_there_are_characters() -> None:
    assert marked("خذ 500 mg", "ar") == "خذ \u2066500 mg\u2069"
    assert marked("Take 500 mg", "en") == "Take 500 mg"
    found = body("[اتصل 020 7946 0123 الآن](https://nhs.uk/)", lang="ar").dom
    (link,) = [one for one in found.iter("a") if "اتصل" in one.text_content()]
    assert len(link) == 0  # an element in a link would be a second link in the PDF
    assert "\u2066020\u00a07946\u00a00123\u2069" in (link.text or "")


def test_a_short_fact_stands_on_one_line() -> None:
    found = body("من 15–20 بخة في Hill Street Surgery and Health Centre هنا", lang="ar").dom
    assert [(one.text, one.get("class")) for one in found.find_class("section")[0].iter("bdi")] == [
        ("15–20", "fact"),
        ("Hill Street Surgery and Health Centre", None),
    ]


def test_a_number_in_arabic_digits_is_dialled() -> None:
    assert 'href="tel:02079460123"' in callable_numbers("٠٢٠ ٧٩٤٦ ٠١٢٣")
