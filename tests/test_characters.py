"""Characters that no shipped font has are found before printing; all others come out as they went in."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from typesetting import SHIPPED, body

from handouts.typeset.characters import covered_by

LATIN = "ÀÉÎÕÜ åçñøß ŁłŻż Şğı Đđ Ťŧ œŒ ẞ"
SIGNS = "→ ← ↑ ↓ ⇒ ≤ ≥ ≠ ± × ÷ ½ ¼ ¾ ° µ μ Ω ™ © ® € £ § † ‡ • … – — ‘ ’ “ ” « » № ✓ ✔ ✗ ☐ ☑ ⚠ ☎ ① ②"
EMOJI = "🚑 📞 💊 🩺 🚩 ⚠️ ❤️ 👩‍⚕️"


@pytest.mark.parametrize("text", [LATIN, SIGNS, "Καλημέρα Ελλάδα", "Привет, Україна їєґ", EMOJI])
def test_what_patients_languages_and_headings_need_can_be_printed(text: str) -> None:
    found = body(f"Here: {text}.\n\n**Bold: {text}.**")
    assert found.said == []
    said = " ".join(found.facts.text.split())
    for word in text.replace("\ufe0f", "").split():
        assert said.count(word) == 2 or "\u200d" in word, word


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("𒀀", "no font has '𒀀' (U+12000, CUNEIFORM SIGN A) hint: write it in words, or leave it out"),
        (
            "\ue000",
            "no font has '\\ue000' (U+E000, a character without a name) hint: write it in words, or leave it out",
        ),
        (
            "שלום",
            "no font has 4 Hebrew letters of this guide, such as 'ו' hint: this script can't be printed yet",
        ),
    ],
)
def test_what_no_font_has_fails_the_guide_with_its_place(text: str, message: str) -> None:
    found = body(f"First line.\n\nThen: {text}")
    (said,) = found.said
    assert said.startswith(f"content/asthma.md:8:7: error[no-glyph]: {message}")


@pytest.mark.parametrize("key", ["title", "description", "category"])
def test_the_front_matter_is_looked_at_too(key: str) -> None:
    assert body("Text.", **{key: "𒀀"}).codes == ["no-glyph"]


def test_a_description_of_an_image_may_not_hold_what_no_screen_reader_gets() -> None:
    assert body("## 𒀀\n\nText.").codes == ["no-glyph"]


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])
def test_characters_without_ink_need_no_font(invisible: str) -> None:
    found = body(f"One{invisible}two.")
    assert found.said == []
    assert ".notdef" not in str(found.facts.fonts)


def test_every_text_font_has_a_bold_face_with_the_same_characters() -> None:
    for name in ("AtkinsonHyperlegibleNext", "NotoSans"):
        regular, bold = (covered_by_one(SHIPPED.fonts / f"{name}-{weight}.ttf") for weight in ("Regular", "Bold"))
        assert regular == bold


def covered_by_one(path: Path) -> set[int]:
    with TTFont(path) as font:
        return set(font.getBestCmap())


def test_what_is_covered_is_what_the_fonts_say_between_them() -> None:
    each = map(covered_by_one, SHIPPED.fonts.glob("*.ttf"))
    assert covered_by(SHIPPED.fonts) == set().union(*each)


def test_line_ends_of_word_processors_are_line_ends() -> None:
    assert body("One\u2028two.\u2029Three.").words == ["One", "two.", "Three."]


def test_a_folder_without_fonts_covers_nothing(tmp_path: Path) -> None:
    assert covered_by(tmp_path) == frozenset()
