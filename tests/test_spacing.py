"""French: no line begins with a stop, none ends behind an opening quotation mark, and no word is changed."""

import re
from dataclasses import replace

import pytest
from pdf_facts import lines
from support import guide
from typesetting import SETTINGS, body, text_of, typeset

from handouts.typeset import words
from handouts.typeset.fitting import as_lists
from handouts.typeset.spacing import held_together, is_set_apart

APART = re.compile(r"\S [:;?!»]|« ")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Que faire ? Voir : ici !</p>", "<p>Que faire_? Voir_: ici_!</p>"),
        ("<p>Un mot ; « rien du tout ».</p>", "<p>Un mot_; «_rien du tout_».</p>"),
        ("<p>Vraiment ?! (oui !)</p>", "<p>Vraiment_?! (oui_!)</p>"),
        ("<p><strong>Dose</strong> : 5 mg</p>", "<p><strong>Dose</strong>_: 5 mg</p>"),
        ("<p>« <em>rien</em> »</p>", "<p>«_<em>rien</em>_»</p>"),
        ("<p>Une fin de ligne\n: puis rien</p>", "<p>Une fin de ligne_: puis rien</p>"),
        ("<p>Rien à faire: ni ici; ni là!</p>", None),  # what the author has not parted stays so
        ('<p title="a : b"><code>a : b</code></p><pre>« x ! »\n</pre>', None),
        ("<title>Asthme : que faire</title>", None),
        ("<p>un :nom</p>\n\n<p>: ici</p>", None),
        ("<style>p :hover { content: \"Asthme : que faire\" }</style>",
         "<style>p :hover { content: \"Asthme_: que faire\" }</style>"),
        ("<p>a &amp; b ; c</p>", "<p>a &amp; b_; c</p>"),
    ],
)  # fmt: skip
def test_blanks_around_stops_do_not_break(html: str, expected: str | None) -> None:
    found = held_together(html)
    assert found == (expected or html).replace("_", "\u00a0")
    assert found.split() == html.split()  # not a letter is changed
    assert held_together(found) == found


@pytest.mark.parametrize(("lang", "apart"), [("fr", True), ("fr-CA", True), ("en", False), ("frr", False)])
def test_it_is_done_in_french_alone(lang: str, apart: bool) -> None:
    assert is_set_apart(lang) is apart
    page = body("Voir : ici.", lang=lang).html.text
    assert ("Voir\u00a0: ici" in page) is apart


def test_what_the_program_prints_in_french_has_such_blanks_too() -> None:
    said = (words.LOCALE / "fr.po").read_text("utf-8").partition('msgid "."')[2]
    translated = re.findall(r'(?m)^msgstr(?:\[\d\])? (".*(?:\n".*)*)', said)
    assert len(translated) > 40
    assert [one for one in translated if APART.search(one)] == []
    assert words.catalogue("fr").gettext("Publisher:") == "Éditeur\u00a0:"


def test_no_line_of_a_french_leaflet_begins_with_a_stop_nor_ends_behind_a_quotation_mark() -> None:
    text = " ".join(f"{'mot' * (number % 4 + 1)} : « {'rien' * (number % 3 + 1)} » !" for number in range(150))
    settings = replace(SETTINGS, contact={"Accueil": "01 23 45 67 89"})
    keys = {"lang": "fr", "title": '"Asthme : que faire ?"', "reviewedBy": '"Dr A. Martin"'}
    made = typeset(guide(f"## Signaux d’alerte\n\n- Appelez le 15 !\n\n## Suite\n\n{text}", **keys), settings)
    facts = made.facts
    found = [line for page in range(1, facts.page_count + 1) for line in lines(facts.on(page))]
    rows = ["".join(piece.text for piece in line).strip() for line in found]
    assert len(rows) > 30
    assert [row for row in rows if re.match(r"[:;?!»]", row) or row.endswith("«")] == []
    (page,) = made.dom.iter("body")
    assert not APART.search(text_of(page))
    assert "Accueil : 01 23 45 67 89" in " ".join(text_of(page).split())


def test_the_headings_of_a_table_that_is_printed_as_lists_are_set_apart_too() -> None:
    table = "<table><thead><tr><th>Âge</th><th>Dose</th></tr></thead><tr><td>5 ans</td><td>2 mg</td></tr></table>"
    for lang, expected in (("fr", "Dose\u00a0: 2 mg"), ("es", "Dose: 2 mg")):
        assert f"<li>{expected}</li>" in as_lists(f'<html lang="{lang}"><body>{table}</body></html>', [0])
