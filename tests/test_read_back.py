"""``export --verify``: every PDF is read back before it is published, and where it stands already."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pikepdf
import pytest
from damage import damaged, letters_exchanged, no_language, words_glued
from pdf_facts import Facts
from support import FRONT_MATTER, MakeShelf, Shelf, guide
from typesetting import SHIPPED, body, composer, engine

from handouts.cli import run
from handouts.export.planners import everything
from handouts.export.read_back import said_by
from handouts.settings import Settings
from handouts.typeset.compose import Html
from handouts.typeset.edition import read
from handouts.typeset.layout import Engine, Printed

GUIDE = FRONT_MATTER + "## Key points\n- Keep your inhaler with you.\n"


def tamper(made: Shelf, path: str, before: bytes, after: bytes) -> None:
    """Put other bytes in a file's place as if it had been made so."""
    (made.out / path).write_bytes(after)
    manifest = made.out / "manifest.json"
    old, new = (hashlib.sha256(one).hexdigest() for one in (before, after))
    text = manifest.read_text("utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new), "utf-8")


def damage_file(made: Shelf, path: str, how: Callable[[pikepdf.Pdf], None]) -> None:
    before = (made.out / path).read_bytes()
    tamper(made, path, before, damaged(before, how))


@pytest.mark.usefixtures("no_workers")
def test_a_good_leaflet_is_published(shelf: MakeShelf, capsys: pytest.CaptureFixture[str]) -> None:
    made = shelf({"asthma.md": GUIDE})
    asked = ["export", "--verify", "--content", str(made.root), "--out", str(made.out)]
    assert run(asked) == 0
    assert made.pdf().exists()
    assert run(asked) == 0
    assert "current" in capsys.readouterr().err


@pytest.mark.parametrize("edition", ["standard", "booklet"])
def test_a_leaflet_that_does_not_say_what_its_guide_says_is_not_published(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch, edition: str
) -> None:
    made = shelf({"asthma.md": GUIDE})
    prints = Engine.print

    def hurt(self: Engine, html: Html, shelf: Any = None) -> Printed:
        printed = prints(self, Html(html.text.replace("Keep your", "Leave your"), *_rest(html)), shelf)
        return Printed(printed.pdf, printed.pages, printed.diagnostics)

    monkeypatch.setattr(Engine, "print", hurt)
    report = made.export(verify=True, editions=[edition])
    (outcome,) = report.outcomes
    assert outcome.failed
    assert {one.code for one in outcome.diagnostics} == {"pdf-words"}
    assert not list(made.out.rglob("*.pdf"))


def _rest(html: Html) -> tuple[Any, ...]:
    return html.path, html.edition, html.direction, html.scripts, html.guides, html.recto


# ---- What stands there already


def test_a_leaflet_that_stands_already_is_read_back_too(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GUIDE})
    made.export()
    damage_file(made, "leaflets/en/asthma.pdf", no_language)
    (outcome,) = made.export(verify=True).outcomes
    assert {one.code for one in outcome.diagnostics} == {"pdf-language"}
    assert outcome.failed
    assert not made.export().outcomes[0].failed


def test_a_file_that_has_no_page_of_html_is_compared_with_its_guide_all_the_same(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GUIDE})
    made.export(planner=everything, editions=["mono"], jobs=0)
    assert not (made.out / "html").exists()
    assert not any(one.failed for one in made.export(planner=everything, editions=["mono"], verify=True).outcomes)
    paths = ("leaflets/en/asthma.mono.pdf", "bundles/en/breathing.mono.pdf")
    good = {path: (made.out / path).read_bytes() for path in (*paths, "manifest.json")}
    for how in (words_glued, letters_exchanged):
        for path, data in good.items():
            (made.out / path).write_bytes(data)
        for path in paths:
            damage_file(made, path, how)
        report = made.export(planner=everything, editions=["mono"], verify=True)
        assert [{one.code for one in outcome.diagnostics} for outcome in report.outcomes] == [{"pdf-words"}] * 2


def test_a_drawing_with_words_in_it_and_a_link_that_says_a_guide_s_title_are_good(shelf: MakeShelf) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="40"><text x="9" y="20">Lung</text></svg>'
    text = GUIDE + "\n![The lungs](lungs.svg)\n\nSee [angina](angina.md).\n"
    other = GUIDE.replace("title: Asthma", "title: Angina")
    made = shelf({"asthma.md": text, "angina.md": other, "images/lungs.svg": drawing})
    report = made.export(planner=everything, verify=True)
    assert [outcome.diagnostics for outcome in report.outcomes if outcome.failed] == []


def test_a_summary_is_compared_with_what_there_was_room_for_and_no_less(shelf: MakeShelf) -> None:
    long = "".join(
        f"- Point {number} of many that there are to be told, and to be read.\n" for number in range(70)
    )
    made = shelf(
        {
            "asthma.md": FRONT_MATTER
            + (f"## Red flags\n- Call 999.\n\n## Key points\n- Rest.\n\n## Action plan\n{long}")
        }
    )
    made.export(editions=["summary"])
    (record,) = made.manifest["outputs"]
    assert [one["code"] for one in record["diagnostics"]] == ["no-room"]
    assert not made.export(editions=["summary"], verify=True).outcomes[0].failed
    manifest = made.out / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"no-room"', '"another"'), "utf-8")
    (outcome,) = made.export(editions=["summary"], verify=True).outcomes
    assert "pdf-words" in {one.code for one in outcome.diagnostics}  # a shorter one than the record knows of


@pytest.mark.parametrize("edition", ["summary", "large-print"])
def test_a_bundle_of_another_script_has_its_cover_whole_and_ends_its_sentences(
    shelf: MakeShelf, edition: str
) -> None:
    """A cover that lost its QR symbol, and a danda that was taken for no end of a sentence, were found by this."""
    library = 'base_url = "https://a.example"'
    text = (
        "---\ntitle: ডায়রিয়া ও বমি\nlang: bn\ndescription: জলশূন্যতা\ncategory: Breathing\ntags: [dehydration]\n---\n\n"
    )
    made = shelf({"library.toml": library, "bn/asthma.md": text + "## বিপদের লক্ষণ\n\n- জ্ঞান হারানো।\n"})
    report = made.export(planner=everything, editions=[edition], verify=True)
    assert [outcome.diagnostics for outcome in report.outcomes if outcome.failed] == []


def test_a_sentence_without_blanks_may_be_cut_by_the_end_of_a_page() -> None:
    text = " ".join(f"第{number}次：经常小口喝水或稀释的果汁饮料，慢慢来，不要着急。" for number in range(60))
    html, printed = _made(f"## 要点\n\n{text}\n", "large-print", lang="zh-Hans")
    assert printed.pages > 1
    assert said_by(printed.pdf, "a.pdf", html, printed.pages) == ()


# ---- Tables that are printed as lists

WIDE = """
## Red flags

| Age | Dose |
|-----|------|
| 12  | 250 mg |

| Morning | Hydrochlorothiazide | Bendroflumethiazide | Spironolactone | Phenoxymethylpenicillin | Evening |
|---|---|---|---|---|---|
| 1 | 20 mg | Hydrochlorothiazide | 40 mg | Phenoxymethylpenicillin | 2 |
"""


@pytest.mark.parametrize("edition", ["standard", "booklet"])
def test_a_table_that_was_printed_as_lists_says_what_its_guide_says(edition: str) -> None:
    html, printed = _made(WIDE, edition)
    assert said_by(printed.pdf, "a.pdf", html, printed.pages) == ()
    other = Html(html.text.replace("40\u00a0mg", "400\u00a0mg"), *_rest(html))
    assert {one.code for one in said_by(printed.pdf, "a.pdf", other, printed.pages)} == {"pdf-words"}


# ---- Booklets

LONG = (
    "\n\n".join(
        f"## Part {number}\n\n"
        f"Take **2** (*{number}*) [twice](https://a.example/{number}) a day.{' More words.' * 120}"
        for number in range(1, 6)
    )
    + "\n\n1. One\n2. Two\n\n| Age | Dose |\n|--|--|\n| 12 | 250 mg |\n"
)


def _made(text: str, edition: str = "booklet", **keys: str) -> tuple[Html, Printed]:
    html = composer().compose(body(text, **keys).leaflet, read(SHIPPED, edition, Settings()))
    return html, engine().print(html)


@cache
def booklet() -> tuple[Html, Printed]:
    """Give a booklet of five to eight pages: two sheets."""
    html, printed = _made(LONG)
    assert 5 <= printed.pages <= 8
    return html, printed


def _forms(file: pikepdf.Pdf, side: int) -> Any:
    return file.pages[side].obj.Resources.XObject


def page_lost(file: pikepdf.Pdf) -> None:
    side = file.pages[2]
    side.obj.Contents = file.make_stream(b"\n".join(side.obj.Contents.read_bytes().splitlines()[:1]))


def pages_exchanged(file: pikepdf.Pdf) -> None:
    forms = _forms(file, len(file.pages) - 1)  # the side in the middle has no blank
    forms["/Left"], forms["/Right"] = forms["/Right"], forms["/Left"]


def sides_exchanged(file: pikepdf.Pdf) -> None:
    one, other = file.pages[1].obj, file.pages[3].obj
    one.Resources, other.Resources = other.Resources, one.Resources


def sheet_lost(file: pikepdf.Pdf) -> None:
    del file.pages[2:]


def side_turned(file: pikepdf.Pdf) -> None:
    contents = file.pages[1].obj.Contents.read_bytes()
    file.pages[1].obj.Contents = file.make_stream(b"-1 0 0 -1 841 595 cm\n" + contents)


def _letters(file: pikepdf.Pdf, change: Callable[[str], str]) -> None:
    for form in _forms(file, 1).values():
        for font in form.Resources.Font.values():
            source = font.ToUnicode.read_bytes().decode("latin-1")
            font.ToUnicode = pikepdf.Stream(file, change(source).encode("latin-1"))


def booklet_letters_exchanged(file: pikepdf.Pdf) -> None:
    _letters(file, lambda source: source.replace("<006f>", "<0065>"))


def booklet_words_glued(file: pikepdf.Pdf) -> None:
    _letters(file, lambda source: source.replace("<0020>", "<200b>"))


def without_letters(file: pikepdf.Pdf) -> None:
    for form in _forms(file, 0).values():
        for font in form.Resources.Font.values():
            del font["/ToUnicode"]


def font_not_in_it(file: pikepdf.Pdf) -> None:
    for form in _forms(file, 0).values():
        for font in form.Resources.Font.values():
            del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def in_no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (page_lost, "pdf-sheets"),
        (pages_exchanged, "pdf-words"),
        (sides_exchanged, "pdf-words"),
        (sheet_lost, "pdf-sheets"),
        (side_turned, "pdf-sheets"),
        (booklet_letters_exchanged, "pdf-words"),
        (booklet_words_glued, "pdf-words"),
        (without_letters, "pdf-glyph"),
        (font_not_in_it, "pdf-font"),
        (in_no_language, "pdf-language"),
    ],
)
def test_every_damage_of_a_booklet_is_found(how: Callable[[pikepdf.Pdf], None], code: str) -> None:
    html, printed = booklet()
    assert said_by(damaged(printed.pdf, lambda _: None), "a.pdf", html, printed.pages) == ()
    assert code in {one.code for one in said_by(damaged(printed.pdf, how), "a.pdf", html, printed.pages)}


def test_what_a_booklet_says_besides_is_found() -> None:
    html, printed = booklet()
    for old, new in (("Part 2", "Part Two"), ("Part 5</", "Part 5 and more</"), ("More words.", "")):
        other = Html(html.text.replace(old, new), *_rest(html))
        (said,) = said_by(printed.pdf, "a.pdf", other, printed.pages)
        assert said.code == "pdf-words"
        assert "on page " in said.message


def test_a_booklet_that_stands_already_is_read_back_too(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GUIDE})
    made.export(editions=["booklet"], planner=everything)
    assert not any(
        one.failed for one in made.export(editions=["booklet"], planner=everything, verify=True).outcomes
    )
    damage_file(made, "leaflets/en/asthma.booklet.pdf", in_no_language)
    damage_file(made, "bundles/en/breathing.booklet.pdf", pages_exchanged)
    report = made.export(editions=["booklet"], planner=everything, verify=True)
    assert [{one.code for one in outcome.diagnostics} for outcome in report.outcomes] == [
        {"pdf-language"},
        {"pdf-words"},
    ]


def test_a_booklet_turned_at_the_long_edge_is_read_in_its_order() -> None:
    html, _ = booklet()
    turned = replace(html, edition=replace(html.edition, flip="long-edge"))
    printed = engine().print(turned)
    assert said_by(printed.pdf, "a.pdf", turned, printed.pages) == ()
    assert {one.code for one in said_by(printed.pdf, "a.pdf", html, printed.pages)} == {"pdf-sheets"}


def test_a_booklet_from_right_to_left_is_read_in_its_order(shelf: MakeShelf) -> None:
    text = "---\ntitle: الربو\nlang: ar\n---\n\n## نقاط\n\n" + "خذ قرصين 2 مرتين يوميًا أو 999. " * 200
    made = shelf({"ar/asthma.md": text})
    (outcome,) = made.export(editions=["booklet"], verify=True).outcomes
    assert not outcome.failed, outcome.diagnostics
    assert outcome.records[0].pages > 2


# ---- Red flags that do not stand where the guide has them


def test_red_flags_that_were_printed_first_are_compared_as_they_stand_and_nothing_else_may_move(
    shelf: MakeShelf,
) -> None:
    said = "Serious problems are unlikely, but they may come later, so read all of this sheet."
    flags = "\n".join(f"- Flag {number}: {said}" for number in range(10))
    made = shelf({"asthma.md": guide("## Expect\n\n" + f"{said}\n\n" * 11 + f"## Red flags\n\n{flags}")})

    def export() -> list[bool]:
        return [one.failed for one in made.export(planner=everything, editions=["standard"], verify=True).outcomes]

    assert export() == [False, False]
    words = Facts(made.pdf()).text
    assert words.index("Flag 9") < words.index("Expect")
    assert export() == [False, False]  # as they stand
    damage_file(made, "leaflets/en/asthma.pdf", words_glued)
    assert export() == [True, False]
