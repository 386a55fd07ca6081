"""What a section is for is read from its heading, in all the ways in which authors write it."""

import tomllib

import pytest
from typesetting import SETTINGS, body

from handouts.settings import Settings
from handouts.typeset import words
from handouts.typeset.section_kinds import HEADINGS, ORDINARY, SectionKinds

BUILT_IN = SectionKinds.of({})


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Red Flags", "red-flags"),
        ("When to Seek Urgent Help", "red-flags"),
        ("Red Flags — Seek Urgent Care", "red-flags"),
        ("When to call an ambulance", "red-flags"),
        ("⚠️ When to call an ambulance", "red-flags"),
        ("🚩 RED FLAGS: get help now", "red-flags"),
        ("Danger signs – go to A&E", "red-flags"),
        ("Warning signs", "red-flags"),
        ("Emergency symptoms", "red-flags"),
        ("When to see your GP", "red-flags"),
        ("When should I see a doctor?", "red-flags"),
        ("When should I see results?", ORDINARY),
        ("Key Points", "key-points"),
        ("🔑 Key points", "key-points"),
        ("KEY FACTS", "key-points"),
        ("Summary", "key-points"),
        ("Summary: what to remember", "key-points"),
        ("Summary care record", ORDINARY),
        ("FAQ", "faq"),
        ("FAQs", "faq"),
        ("F.A.Q.", "faq"),
        ("Frequently Asked Questions", "faq"),
        ("Common questions – answered", "faq"),
        ("Questions for your doctor", ORDINARY),
        ("Flare Plan", "plan"),
        ("Flare-Up Plan", "plan"),
        ("Your asthma action plan", "plan"),
        ("My 7-day plan", "plan"),
        ("Planning a pregnancy", ORDINARY),
        ("Plant allergies", ORDINARY),
        ("Further Reading", "reading"),
        ("Further information & links", "reading"),
        ("Related Guides", "related"),
        ("See also", "related"),
        ("Disclaimer", "disclaimer"),
        ("References", "references"),
        ("Sources of iron", ORDINARY),
        ("Common Causes", ORDINARY),
        ("", ORDINARY),
        ("—", ORDINARY),
    ],
)
def test_the_kind_of_a_heading(heading: str, kind: str) -> None:
    assert BUILT_IN.kind_of(heading) == kind


def test_every_heading_of_the_table_is_of_its_kind_whatever_its_case() -> None:
    for kind, headings in HEADINGS.items():
        for heading in headings:
            written = heading.replace("…", "the").strip()
            assert BUILT_IN.kind_of(written) == kind, heading
            assert BUILT_IN.kind_of(written.upper()) == kind, heading
            assert BUILT_IN.kind_of(f"📌 {written.title()}:") == kind, heading


def test_what_must_not_be_missed_counts_first() -> None:
    assert BUILT_IN.kind_of("Action plan: when to call 999") == "red-flags"
    assert BUILT_IN.kind_of("Key points and red flags") == "red-flags"


def test_a_library_adds_headings_and_kinds_of_its_own() -> None:
    kinds = SectionKinds.of({"red-flags": ("Ring us at once",), "diary": ("Pain diary",), "faq": ("Summary",)})
    assert kinds.kind_of("RING US AT ONCE!") == "red-flags"
    assert kinds.kind_of("My pain diary") == "diary"
    assert kinds.kind_of("Summary") == "faq"  # a library's own word wins
    assert kinds.kind_of("Key points") == "key-points"


def test_the_sections_of_a_guide_get_their_kinds_and_stay_in_their_order() -> None:
    markdown = "\n\n".join(
        f"## {heading}\n\nText."
        for heading in ("FAQ", "Something Else", "Red Flags", "Intro", "Key Points", "Disclaimer", "Action plan")
    )
    assert body(markdown).kinds == [
        "faq",
        ORDINARY,
        "red-flags",
        ORDINARY,
        "key-points",
        "disclaimer",
        "plan",
    ]


def test_the_library_s_settings_reach_the_sections() -> None:
    own = Settings(sections={"red-flags": ("Ring us at once",)})
    assert body("## Ring us at once\n\nText.", own).kinds == ["red-flags"]
    assert body("## Ring us at once\n\nText.", SETTINGS).kinds == [ORDINARY]


@pytest.mark.parametrize(
    ("heading", "printed"),
    [
        ("When to call an ambulance", "Red flags: When to call an ambulance"),
        ("⚠️ When to call an ambulance", "Red flags: When to call an ambulance"),
        ("Red Flags — Seek Urgent Care", "Red Flags — Seek Urgent Care"),
        ("🚩 Red flags", "Red flags"),
        ("**⚠️ Red** flags", "Red flags"),
    ],
)
def test_a_box_of_red_flags_says_so_in_words_and_has_one_sign(heading: str, printed: str) -> None:
    (found,) = body(f"## {heading}\n\nText.").dom.iter("h2")
    assert " ".join(found.text_content().split()).replace("\ufe0f", "") == printed


@pytest.mark.parametrize(
    ("lang", "heading", "kind"),
    [
        ("es", "⚠️ Señales de alarma: cuándo pedir ayuda", "red-flags"),
        ("fr", "Signes d’alerte", "red-flags"),
        ("de", "Das Wichtigste in Kürze", "key-points"),
        ("pl", "Kiedy wezwać karetkę", "red-flags"),
        ("uk", "Пов’язані пам’ятки", "related"),
        ("ar", "علاماتُ الخطر — متى تطلب المساعدة", "red-flags"),
        ("ar-SY", "أسئلة وأجوبة", "faq"),
        ("ur", "اہم نکات", "key-points"),
        ("fa", "پرسش‌های متداول", "faq"),
        ("fa", "پرسشهای متداول", "faq"),
        ("bn", "বিপদের লক্ষণ: কখন সাহায্য চাইবেন", "red-flags"),
        ("hi", "अक्सर पूछे जाने वाले सवाल", "faq"),
        ("ta", "செயல் திட்டம்", "plan"),
        ("zh-CN", "危险信号：何时求助", "red-flags"),
        ("zh-Hans", "要点", "key-points"),
        ("zh-Hans", "治疗要点很多", ORDINARY),
        ("tr", "Acil durum", "red-flags"),
        ("vi", "Câu hỏi thường gặp", "faq"),
        # English headings count in every language, other languages' do not.
        ("pl", "Red Flags", "red-flags"),
        ("en", "Objawy alarmowe", ORDINARY),
        ("xx", "Key points", "key-points"),
    ],
)
def test_headings_of_other_languages(lang: str, heading: str, kind: str) -> None:
    assert SectionKinds.of({}, lang).kind_of(heading) == kind


@pytest.mark.parametrize("lang", [one for one in words.LANGUAGES if one != "en"])
def test_every_language_has_headings_for_every_kind_and_the_program_s_own_are_among_them(lang: str) -> None:
    own = tomllib.loads((words.LOCALE / "headings.toml").read_text("utf-8"))[lang]
    assert set(own) == set(HEADINGS)
    kinds, _ = SectionKinds.of({}, lang), words.catalogue(lang).gettext
    said = {"Red flags": "red-flags", "Questions and answers": "faq", "Related guides": "related"}
    assert {key: kinds.kind_of(_(key)) for key in said} == said
    for kind, headings in own.items():
        assert [kinds.kind_of(one.replace("…", "48 ")) for one in headings] == [kind] * len(headings)
