"""Facts: a dose or a number to call stands on one line, and a number that can be tapped calls the right one."""

import pytest
from typesetting import body

from handouts.settings import Settings
from handouts.typeset.facts import callable_numbers, held


@pytest.mark.parametrize(
    ("text", "one_fact"),
    [
        ("take 500 mg", "take 500~mg"),
        ("250 Micrograms a day", "250~Micrograms a day"),
        ("5 ml, 37 °C, 2 puffs, 10 %", "5~ml, 37~°C, 2~puffs, 10~%"),
        ("1 glass of water", "1 glass of water"),
        ("500 mgx", "500 mgx"),
        ("call 999 or NHS 111", "call~999 or NHS~111"),
        ("call 1000 people", "call 1000 people"),
        ("020 7946 0123", "020~7946~0123"),
        ("+44 20 7946 0123 or (01632) 960 001", "+44~20~7946~0123 or (01632)~960~001"),
        ("in 2024 and 2025", "in 2024 and 2025"),
    ],
)
def test_one_fact_is_never_broken_over_two_lines(text: str, one_fact: str) -> None:
    assert (held(text) or "").replace("\u00a0", "~") == one_fact


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("999", ["999"]),
        ("NHS 111", ["111"]),
        ("NHS 111 (24 hours)", ["111"]),
        ("111, 24 hours a day", ["111"]),
        ("116 123", ["116123"]),
        ("020 7946 0123", ["02079460123"]),
        ("(020) 7946 0123", ["02079460123"]),
        ("0800-123-4567", ["08001234567"]),
        ("+44 20 7946 0123", ["+442079460123"]),
        ("+44 (0)20 7946 0123", ["+442079460123"]),
        ("1 800 555 0199", ["18005550199"]),
        ("01632 960 001 or 01632 960002", ["01632960001", "01632960002"]),
        ("020 7946 0123 (9am to 5pm)", ["02079460123"]),
        ("desk 3, 020 7946 0123", ["02079460123"]),
        # Where hours can't be told from the number, nothing can be tapped: better than a wrong number.
        ("020 7946 0123 9-5", []),
        ("020 7946 0123 24 hours", []),
        ("Monday 9 to 5", []),
        ("08:00-18:30", []),
        ("at reception", []),
    ],
)
def test_a_number_to_call_can_be_tapped(text: str, dialled: list[str]) -> None:
    found = body("Text.", Settings(contact={"Reception": text})).dom.find_class("contact")[0]
    assert [link.get("href") for link in found.iter("a")] == [f"tel:{number}" for number in dialled]
    assert " ".join(found.text_content().split()).endswith(f"Reception: {text}")


@pytest.mark.parametrize("text", [f"{'1' * 3000}:", "(1)" * 1000 + ":", "12 " * 1000 + ":", "1-22(3)" * 500 + "x"])
def test_a_long_run_of_digits_is_looked_at_once(text: str) -> None:
    """Tried in every way, this would never end."""
    assert callable_numbers(text).count("<a ") <= 1000


def test_what_is_no_number_is_escaped() -> None:
    assert callable_numbers("<b>999</b>") == '&lt;b&gt;<a href="tel:999">999</a>&lt;/b&gt;'
