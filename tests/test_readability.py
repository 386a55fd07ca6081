"""What makes a text hard: sentences and words told apart as readers do, syllables, and the reading level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typesetting import body

from handouts.check import reading, sentences, syllables, wording
from handouts.check.passages import Passage, passages
from handouts.check.places import Places

# ---- Sentences


@pytest.mark.parametrize(
    "text",
    [
        "Take 2.5 ml.|Then rest.",
        "See Dr. Smith at 5 p.m. today.|Ring Mr. J. Smith.",
        "We close at 5 p.m.|Then call NHS 111.",
        "Use e.g. ibuprofen.|It helps.",
        "Fever, cough etc.|They pass.|Is it bad?|No!",
        "Is it safe?|No.|Then wait.",
        "This is No. 5 of 7.|Keep it.",
        "Wait 10 min.|Then stop.",
        "Take vitamin D.|It helps your bones.",
        "“Stop.”|He went.",
        "He said “stop!” and went.",
        "It hurts … and then it stops.|Good.",
        "See nhs.uk/asthma.|Then call 020 7946 0123.",
        "Is 38.5 °C or 101.3 °F a fever?|Yes.",
        "No full stop at the end",
        "One...|Two.",
        "Wirklich?!|Ja.",
        "क्या है।|यह है।",
        "ما هو؟|هذا.",
        "你好。|我很好。",
    ],
)
def test_a_sentence_ends_where_a_reader_stops(text: str) -> None:
    assert sentences.split(text.replace("|", "" if "你" in text else " ")) == text.split("|")


@given(st.text(alphabet="aB .!?1…”\u3002", max_size=60))
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    def letters(said: str) -> str:
        return "".join(filter(str.isalnum, said))

    assert letters("".join(sentences.split(text))) == letters(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("Don't stop.", 2), ("2.5 ml twice a day", 5), ("a flare-up – or two", 4), ("nhs.uk/asthma", 1), ("– …", 0)],
)
def test_words_are_what_stands_between_blanks_and_dashes(text: str, number: int) -> None:
    assert len(sentences.words(text)) == number


# ---- Syllables

COUNTED = """
1 ache aches blood breathe breathes bruise caused changed child cream ear heart helped knee lungs nurse rate
1 rates stroke tongue used weight
2 angry asthma because bladder bleeding breathing breathless carer causes centre changes doses dizzy fever fluid
2 headache itchy lifestyle litre migraine muscle needed needle nurses people pregnant safely sometimes swollen
2 symptoms tablet tired urine vaccine
3 alcohol allergic ambulance angina appointment area arthritis catheter diarrhoea eczema exercise hospital idea
3 infection inhaler insulin medicine nausea noticed oxygen pharmacist pneumonia pregnancy previous serious steroid
3 surgery
4 anaesthetic bacteria cholesterol diabetes diagnosis dialysis dehydration emergency hypertension ibuprofen
4 medication recommended vegetables urinary
5 antibiotics immediately paracetamol
6 osteoarthritis physiotherapist
"""


def test_syllables_of_words_that_leaflets_have() -> None:
    rows = [line.split() for line in COUNTED.strip().splitlines()]
    counted = [(int(number), word) for number, *said in rows for word in said]
    wrong = [(word, syllables.count(word)) for number, word in counted if syllables.count(word) != number]
    # Rules err; what counts is that they err seldom.
    assert len(wrong) <= 3, wrong


@given(st.text(max_size=20))
def test_every_word_has_a_syllable_and_none_has_more_than_letters(word: str) -> None:
    assert 1 <= syllables.count(word) <= max(1, len(word.lower()))


# ---- The level

EASY = "Sit up. Stay calm. Take one puff of your blue inhaler now. Wait one minute. Take one more puff. "
HARD = "Pharmacological management necessitates individualised consideration of anti-inflammatory medication. "


def level(text: str, *known: str) -> reading.Reading:
    found = reading.measure([Passage("paragraph", "ordinary", text)], known)
    assert found is not None
    return found


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    # 40 sentences of 5 words with 6 syllables: 0.39 x 5 + 11.8 x 1.2 - 15.59
    assert level("The cat sat on velvet. " * 40).grade == round(0.39 * 5 + 11.8 * 6 / 5 - 15.59, 1)


def test_easy_words_ask_for_little_schooling_and_hard_ones_for_much() -> None:
    assert level(EASY * 10).age <= 8
    assert level(HARD * 20).age >= 18


def test_the_words_of_the_title_count_as_easy() -> None:
    text = "You have osteoarthritis of your knee today. " * 20
    assert level(text, "Knee Osteoarthritis").grade < level(text).grade - 3
    assert level(text, "Knee Osteoarthritis").hard_words == ()


def test_what_drives_it_is_named_the_worst_first() -> None:
    found = level(EASY * 10 + "You may require supplementary respiratory investigations. " + HARD)
    assert found.sentences[0] == HARD.strip()
    assert found.sentences[1] == "You may require supplementary respiratory investigations."
    assert dict(found.hard_words)["individualised"] == 1


def test_numbers_and_labels_are_not_measured() -> None:
    assert reading.measure([Passage("paragraph", "ordinary", "Fever. " * 200)], ()) is None
    assert level("Take 2.5 ml at 8 in the day. " * 30).words == 30 * 6


def test_too_little_text_has_no_level() -> None:
    assert reading.measure([Passage("paragraph", "ordinary", EASY)], ()) is None


@pytest.mark.parametrize("lang", ["pl", "de", "zh-Hans"])
def test_formulas_say_nothing_about_other_languages(lang: str) -> None:
    found = body(HARD * 30, lang=lang)
    assert wording.level_of(found.guide, passages(found.article)) is None


def test_list_items_without_full_stops_are_sentences_of_their_own() -> None:
    items = "\n".join(f"- Keep your blue inhaler near you on day {number}" for number in range(30))
    found = body(items)
    said = [one.text for each in passages(found.article) for one in each.sentences]
    assert len(said) == 30
    assert list(wording.judge(found.guide, list(passages(found.article)), Places(found.guide))) == []


# ---- Passages and their places


def told(markdown: str, **keys: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in passages(body(markdown, **keys).article)]


def test_an_article_is_taken_apart_into_what_is_read_in_one_go() -> None:
    assert told("Intro *one*.\n\n## Head\n\n- a\n    - b\n- c\n\n| H | I |\n|---|---|\n| d | e |\n\n> quoted") == [
        ("paragraph", "Intro one."),
        ("heading", "Head"),
        ("item", "a"),
        ("item", "b"),
        ("item", "c"),
        ("cell", "H"),
        ("cell", "I"),
        ("cell", "d"),
        ("cell", "e"),
        ("paragraph", "quoted"),
    ]


def test_questions_come_before_their_answers() -> None:
    assert told("## FAQ\n\n**Is it safe?**\nYes, it is.") == [
        ("heading", "FAQ"),
        ("question", "Is it safe?"),
        ("paragraph", "Yes, it is."),
    ]


def test_what_the_program_prints_beside_links_is_not_the_author_s() -> None:
    assert told("See [one](https://a.example.org/1) now.") == [("paragraph", "See one now.")]
    assert told("## Further reading\n\n- [One](https://a.example.org/1)")[1] == ("item", "One")


def test_titles_of_other_leaflets_are_no_sentences() -> None:
    found = body("## Further reading\n\n- " + "word " * 40)
    (_, item) = passages(found.article)
    assert not item.is_prose


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Keep your inhaler with you", (6, 1)),
        ("use it every day", (8, 6)),
        ("a link of theirs", (10, 2)),
        ("500 mg is a dose", (12, 1)),
        ("nowhere in it", (0, 0)),
        ("", (0, 0)),
        ("…", (0, 0)),
    ],
)
def test_the_place_of_words_is_found_whatever_stands_between_them(text: str, place: tuple[int, int]) -> None:
    source = (
        "Keep your **inhaler** with you.\n\n"
        "And _use_ it [every](https://a.example/long/address?with=many&parts=1) day.\n\n"
        "[a link](https://a.example/x/y?z=1#w) of theirs\n\n500&nbsp;mg is a dose"
    )
    guide = body(source).guide
    assert (
        Places(guide).of(text.replace("&nbsp;", " ").replace("[a link](https://a.example/x/y?z=1#w)", "a link"))
        == place
    )


def test_the_body_comes_before_the_front_matter() -> None:
    guide = body("Text of Asthma.", description="Text of Asthma").guide
    assert Places(guide).of("Text of Asthma")[0] == guide.body_line + 1
    assert Places(guide).of("Breathing")[0] == 3  # the category, which is only there


@given(st.text(max_size=80))
def test_any_text_has_a_place_or_none(text: str) -> None:
    guide = body("Keep your inhaler with you.\nAlways.").guide
    line, column = Places(guide).of(text)
    assert (line, column) == (0, 0) or (1 <= line <= guide.text.count("\n") + 1 and column >= 1)
