"""The rules of a check, one by one: what they find, and what they must leave alone."""

from collections import Counter
from pathlib import Path

import pytest
from support import TODAY, MakeShelf, guide
from typesetting import body

from handouts.check import addresses, metadata, red_flags, whole, wording
from handouts.check.excerpt import WIDTH, Sources, shown
from handouts.check.passages import passages
from handouts.check.places import Places
from handouts.diagnostics import Diagnostic, Severity, warning
from handouts.settings import Settings

# ---- Capitals


def shouted(text: str) -> list[str]:
    found = body(text)
    said = wording.judge(found.guide, list(passages(found.article)), Places(found.guide))
    return [one.message.split('"')[1] for one in said if one.code == "capitals"]


@pytest.mark.parametrize(
    "text",
    [
        "DO NOT STOP",
        "CALL 999 NOW",
        "EMERGENCY",
        "WHEN TO GET HELP",
        "STOP TAKING IT",
        "IF YOU FALL",
        "ÄRZTLICHE HILFE",
        "ΜΗΝ ΔΙΑΚΟΠΤΕΤΕ",
    ],
)
def test_words_in_capitals_are_found(text: str) -> None:
    found = shouted(f"Then {text} and rest.")
    assert len(found) == 1
    assert found[0] in text


@pytest.mark.parametrize(
    "text",
    [
        "NHS",
        "NHS GP",
        "COPD and ADHD",
        "AIR or MART inhaler",
        "the A&E of the NHS",
        "MRI, CT or X-ray",
        "COVID-19",
        "NICE NG245",
        "CBT-I",
        "NSAIDs",
        "HIV or TB",
        "I have it",
        "BMI 25 KG",
        "GTN",
        "BRCA1 and BRCA2",
        "MMR/MMRV",
        "MRI 3, 4 or 5",
        "é à ê",
        "المشكلات الخطيرة بعد عودتك إلى البيت",
        "请立即致电NHS",
        "क्या यह है",
    ],
)
def test_abbreviations_are_not(text: str) -> None:
    assert shouted(f"Then {text} and rest.") == []


# ---- Addresses


def addressed(text: str) -> list[tuple[str, tuple[int, int]]]:
    found = body(text).guide
    return [(one.code, (one.line - found.body_line, one.column)) for one in addresses.judge(found, Places(found))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](http://a.org/x)", [("http-link", (1, 5))]),
        ("<http://a.org/x>", [("http-link", (1, 2))]),
        ('<a href="http://a.org/x">a</a>', [("http-link", (1, 10))]),
        ("[a][1]\n\n[1]: http://a.org/x", [("http-link", (3, 6))]),
        ("[a](nhs.uk/x)", [("bare-domain", (1, 5))]),
        ("[a](www.nhs.uk)", [("bare-domain", (1, 5))]),
        ("See www.nhs.uk/x.", [("bare-domain", (1, 5))]),
        ("See nhs.uk, or not.", [("bare-domain", (1, 5))]),
        ("See https://nhs.uk/x.", [("bare-domain", (1, 5))]),
        ("[a](https://nhs.uk)", [("home-page", (1, 5))]),
    ],
)
def test_addresses_that_lack_something_are_found(text: str, said: list[object]) -> None:
    assert addressed(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://www.nhs.uk/conditions/asthma/)",
        "[a](/guides/eczema/)",
        "[a](eczema.md)",
        "[a](other.eu.md)",
        "[a](#below)",
        "[www.nhs.uk/x](https://www.nhs.uk/x)",
        "<https://www.nhs.uk/x>",
        "[a](mailto:a@nhs.uk) or a@nhs.uk",
        "`www.nhs.uk` is code",
        "```\nhttp://a.org/x\n```",
        "<!-- http://a.org/x -->",
        "e.g. this, i.e. that. Dr. Org. Net weight. In pain.It helps",
        "![A knee](http.png)",
        "Take 2.5 ml at 8.30 a.m.",
    ],
)
def test_whole_addresses_and_what_is_none_are_left_alone(text: str) -> None:
    assert addressed(text) == []


# ---- Red flags


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("Asthma", ["What Asthma Is", "Treatment"]),
        ("Living with Gout", ["Symptoms"]),
        ("Migraine", ["Causes", "Self-care"]),
        ("Knee Pain", ["What Is It?", "Medicines"]),
    ],
)
def test_a_guide_about_a_condition_is_known_by_its_headings(title: str, headings: list[str]) -> None:
    assert red_flags.is_about_a_condition(title, headings)


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("Your Flu Vaccination", ["What It Is", "Symptoms after It"]),
        ("How to Use Your Inhaler", ["Step by Step", "Symptoms", "Treatment"]),
        ("Repeat Prescriptions", ["How to Order", "Medicines"]),
        ("Healthy Eating", ["What Is a Portion?", "Treatment"]),
        ("Coronary Angiography", ["Before the Test", "Afterwards"]),
    ],
)
def test_a_guide_about_something_else_needs_none(title: str, headings: list[str]) -> None:
    assert not red_flags.is_about_a_condition(title, headings)


@pytest.mark.parametrize(("heading", "codes"), [("When to Get Urgent Help", []), ("Rest", ["no-red-flags"])])
def test_any_heading_that_means_red_flags_will_do(heading: str, codes: list[str]) -> None:
    found = body(f"## Symptoms\n\nYou wheeze.\n\n## Treatment\n\nRest.\n\n## {heading}\n\nNow.")
    assert [one.code for one in red_flags.judge(found.guide, passages(found.article))] == codes


# ---- Dates


def dated(**keys: str) -> list[str]:
    found = body("Text.", description="D", **keys).guide
    return [one.code for one in metadata.judge(found, Settings(), TODAY)]


def test_a_guide_in_order_has_nothing_said_about_it() -> None:
    assert dated(publishDate="2026-03-14", lastReviewed="2026-03-01", nextReview="2029-03-01") == []


def test_a_review_is_due_soon_three_months_before() -> None:
    known = {"publishDate": "2024-03-14", "lastReviewed": "2024-03-01"}
    assert dated(**known, nextReview="2027-02-22") == ["review-soon"]  # 90 days
    assert dated(**known, nextReview="2027-02-23") == []
    assert dated(**known, nextReview="2026-11-24") == ["review-soon"]
    assert dated(**known, nextReview="2026-11-23") == []  # overdue, which governance says
    assert dated(**known, nextReview="2027-01-01", draft="true") == []


# ---- Categories and titles


def categories(names: list[str], wanted: tuple[str, ...] = ()) -> dict[str, str]:
    return whole._meant(Counter(names), wanted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Infectious Diseases", "Infectious Disease"),
        ("Infectious Diseases", "infectious disease(s)"),
        ("Allergies", "Allergy"),
        ("The Heart", "Heart"),
        ("Women's Health", "Womens Health"),
    ],
)
def test_categories_that_differ_only_in_a_plural_are_one(one: str, other: str) -> None:
    assert categories([one, one, other]) == {other: one}


def test_a_slip_is_measured_against_the_settings() -> None:
    heart = "Heart & Circulation"
    assert categories(["Hart & Circulation"], (heart,)) == {"Hart & Circulation": heart}
    assert categories(["Heart Disease", "Heart Failure"]) == {}
    assert categories(["Heart Failure"], ("Heart Disease",)) == {}


def test_what_the_settings_list_is_meant() -> None:
    assert categories(["Allergy", "Allergy", "Allergies"], ("Allergies",)) == {"Allergy": "Allergies"}
    assert categories(["Disease", "Diseases"], ("Disease", "Diseases")) == {}


def test_of_many_twins_a_few_are_named(shelf: MakeShelf) -> None:
    found = whole.judge(shelf({f"{name}.md": guide("Text.") for name in "abcdef"}).library)
    said = [one.message for one in found if one.code == "duplicate-title"]
    assert len(said) == 6
    assert all(one.endswith(".md and 2 more") for one in said)


def test_equal_titles_in_two_languages_are_no_twins(shelf: MakeShelf) -> None:
    files = {"en/a.md": guide("Text.", title="Migraine"), "fr/a.md": guide("Texte.", title="Migraine", lang="fr")}
    assert [one.code for one in whole.judge(shelf(files).library)] == ["placeholder"]


# ---- Excerpts


def finding(line: int, column: int, message: str = "something") -> Diagnostic:
    return warning("code", message, "a.md", (line, column))


@pytest.mark.parametrize(
    ("line", "column", "message", "below"),
    [
        ("title: Asthma", 8, "x", "       ^~~~~~"),
        ('title: "A b c"', 8, "x", "       ^~~~~~~"),
        ("see [x](a.md) now", 9, 'the link "a.md" is dead', "        ^~~~"),
        ("see [x](a.md) now", 9, "the link 'a.md' is dead", "        ^~~~"),
        ("日本語 text", 5, "x", "       ^~~~"),
        ("e\u0301 text", 4, "x", "  ^~~~"),
        ("a\ttext", 3, "x", "  ^~~~"),
        ("short", 99, "x", "     ^"),
        ("", 1, "x", "^"),
    ],
)
def test_the_mark_stands_below_what_is_meant(line: str, column: int, message: str, below: str) -> None:
    assert shown(finding(4, column, message), line).splitlines()[1] == f"  | {below}"


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    line = "word " * 100 + "here" + " word" * 100
    first, second = shown(finding(120, 501, "x"), line).splitlines()
    assert first.startswith("120 | …")
    assert first.endswith("…")
    assert len(first) == len("120 | ") + WIDTH + 2
    assert first[second.index("^") :].startswith("here word")


def test_a_finding_without_a_column_has_its_line_and_no_mark() -> None:
    assert shown(finding(4, 0), "text") == "4 | text\n  |"


def test_what_a_terminal_would_obey_is_blanked() -> None:
    assert "\x1b" not in shown(finding(1, 1), "\x1b[31mred\x07")


def test_a_file_that_the_program_refuses_is_not_read_for_its_excerpt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("A letter about a patient.")
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    assert Sources().line(Diagnostic(Severity.ERROR, "outside", "m", str(secret))) is None


def test_lines_are_those_that_the_program_reads(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("\ufeffone\r\ntwo\rthree\v\nfour \u0065\u0301\xff".encode("utf-8") + b"\xff")
    sources = Sources()

    def line(number: int) -> str | None:
        return sources.line(Diagnostic(Severity.ERROR, "c", "m", str(path), number, 1))

    assert [line(number) for number in range(4)] == [None, "one", "two", "three "]
    assert (line(4), line(5)) == ("four \u00e9\xff\ufffd", None)
    assert sources.line(Diagnostic(Severity.ERROR, "c", "m", str(tmp_path), 1, 1)) is None
    assert sources.line(Diagnostic(Severity.ERROR, "c", "m", "nowhere.md", 1, 1)) is None
