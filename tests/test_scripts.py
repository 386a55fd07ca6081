"""Scripts: each language in its own typeface, its lines as high as it needs, and no font loaded in vain."""

from itertools import groupby

import pytest
from pdf_facts import MM
from typesetting import SHIPPED, Set, body

from handouts.typeset import scripts, words

SAMPLES = {
    "ar": "اتصل بالرقم إذا كان نفسك قصيرًا جدًا ولا تستطيع الكلام",
    "ur": "اگر آپ کو سانس لینے میں بہت دشواری ہو تو فون کریں۔",
    "fa": "اگر نفس‌تان بسیار تنگ است تماس بگیرید",
    "bn": "যদি আপনার খুব শ্বাসকষ্ট হয় এবং কথা বলতে না পারেন।",
    "hi": "अगर आपको साँस लेने में बहुत तकलीफ़ हो तो फ़ोन करें।",
    "pa": "ਜੇ ਤੁਹਾਨੂੰ ਸਾਹ ਲੈਣ ਵਿੱਚ ਬਹੁਤ ਤਕਲੀਫ਼ ਹੈ।",
    "gu": "જો તમને શ્વાસ લેવામાં ખૂબ તકલીફ હોય તો ફોન કરો.",
    "ta": "உங்களுக்கு மிகவும் மூச்சுத் திணறல் இருந்தால்",
    "zh-Hans": "如果您呼吸非常困难、无法说话，请拨打急救电话。",
    "uk": "Якщо вам дуже важко дихати, телефонуйте",
    "vi": "Nếu bạn khó thở đến mức không nói được, hãy gọi",
}
FACES = {
    "ar": "Naskh",
    "ur": "Nastaliq",
    "fa": "Naskh",
    "bn": "Bengali",
    "hi": "Devanagari",
    "pa": "Gurmukhi",
    "gu": "Gujarati",
    "ta": "Tamil",
    "zh-Hans": "Chinese",
    "uk": "Wide",
    "vi": "Wide",
}


def leaflet(lang: str) -> Set:
    text = SAMPLES[lang]
    return body(f"{text}\n\n**{text}**\n\n- {text} 500 mg (20 %)", lang=lang, title=text[:20])


@pytest.mark.parametrize("lang", SAMPLES)
def test_each_language_is_set_in_its_own_face_in_two_weights(lang: str) -> None:
    found = leaflet(lang)
    assert found.said == []
    assert {f"Handouts-{FACES[lang]}", f"Handouts-{FACES[lang]}-Bold"} <= found.facts.fonts
    assert len(found.facts.data) < 150_000


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_the_program_s_words_can_be_printed_in_every_language(lang: str) -> None:
    found = body("## Red flags\n\n1. A [link](https://nhs.uk/).", lang=lang, lastReviewed="2026-03-14")
    assert found.said == []
    assert found.facts.page_count == 1  # what the engine says, such as a missing glyph, fails there


def test_only_the_scripts_of_a_page_are_loaded() -> None:
    assert scripts.needed("Asthma → 5 µg, naïve", "en") == ()
    assert scripts.needed("Asthma", "bn") == ("bengali",)
    assert scripts.needed("Ask for a leaflet in 中文 or اردو", "en") == ("arabic", "chinese")
    assert scripts.needed("হাঁপানি।", "bn") == ("bengali",)  # its danda is in Devanagari's block
    assert scripts.needed("اردو", "ur") == ("urdu", "arabic")
    assert [scripts.main(lang) for lang in ("en", "pl", "uk", "pa", "pa-PK", "ar-MA", "ur", "vi", "zh-CN")] == [
        *("", "", "wide", "gurmukhi", "arabic", "arabic", "urdu", "wide", "chinese")
    ]


def test_a_word_in_another_script_is_printed_in_a_leaflet_in_english() -> None:
    found = body("Ask for this in اردو, বাংলা or 中文.")
    assert found.said == []
    assert {"Handouts-Naskh", "Handouts-Bengali", "Handouts-Chinese"} <= found.facts.fonts


def test_a_leaflet_in_english_has_the_same_bytes_whatever_was_printed_before() -> None:
    before = body("Breathe slowly.").facts.data
    assert leaflet("ur").facts.page_count
    assert body("Breathe slowly.").facts.data == before


def test_every_script_has_its_stylesheet() -> None:
    found = {path.stem for path in SHIPPED.scripts(scripts.NAMES)}
    assert found == set(scripts.NAMES)
    assert found == {path.stem for path in (SHIPPED.fonts.parent / "scripts").glob("*.css")}
    assert {scripts.main(lang) for lang in words.LANGUAGES} - {""} <= found


@pytest.mark.parametrize("lang", [one for one in SAMPLES if one not in ("uk", "vi")])
def test_lines_of_tall_scripts_keep_clear_of_each_other_and_are_no_higher_than_that_asks(lang: str) -> None:
    """The white between two lines, in parts of the type's height; between lines of Latin letters it is 0.35."""
    found = body("\n".join([f"- {SAMPLES[lang]}"] * 6), lang=lang).facts
    items = [found.pieces_of(tag) for tag in found.tree.all("LI")]
    dpi, start, end = 300, 45 * MM, 160 * MM  # bullets and what else is on the page stay outside
    foot, top = min(one.box.bottom for one in items[-1]), max(one.box.top for one in items[0])
    height = found.paper[0].top
    left, upper, right, lower = (round(one * dpi / 72) for one in (start, height - top, end, height - foot))
    picture = found.raster(1, dpi).crop((left, upper, right, lower)).point(lambda grey: 255 if grey < 200 else 0)
    inked = [picture.crop((0, row, picture.width, row + 1)).getbbox() is not None for row in range(picture.height)]
    runs = [(ink, len(list(rows))) for ink, rows in groupby(inked)]
    gaps = [rows for ink, rows in runs[1:-1] if not ink]
    between = sorted(gaps)[-5:]
    least = min(between) / dpi * 72 - 0.5 * MM  # the gap between two items is not their lines'
    assert 0.2 <= least / 12 <= 0.6
