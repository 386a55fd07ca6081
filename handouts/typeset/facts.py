"""Facts: a dose or a phone number that breaks over two lines is misread, so its blanks are made unbreakable.

UKAAF's guidance on clear print: nothing is split over lines that is one fact.
"""

import re

from lxml.html import HtmlElement
from markupsafe import Markup

_NO_BREAK = "\u00a0"
_UNITS = (
    *("mg", "g", "kg", "mcg", "micrograms?", "µg", "μg", "ng", "ml", "l", "dl", "mmol", "mmhg", "iu", "units?"),
    *("cm", "mm", "°c", "°f", "%", "tablets?", "capsules?", "puffs?", "drops?", "doses?"),
)
_DOSE = re.compile(rf"(?<=\d)[ ](?=(?:{'|'.join(_UNITS)})(?!\w))", re.IGNORECASE)
_SHORT_NUMBER = re.compile(r"\b(call|ring|dial|phone|text|nhs) (?=(?:\d{3}|116 ?\d{3})(?!\w))", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])(?:\+\d|\(0|0)[\d() ]{6,}\d(?!\w)")


def hold(tree: HtmlElement) -> None:
    """Make the blanks inside doses and phone numbers unbreakable, in every text of a tree."""
    for element in tree.iter():
        element.text = held(element.text)
        element.tail = held(element.tail)


def callable_numbers(text: str) -> Markup:
    """Give a text as HTML in which each number can be tapped to call it."""
    parts = re.split(r"(\+?\d[\d ()\u00a0-]*\d)", held(text) or "")
    return Markup().join(
        Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[^\d+]", "", part), part) if number % 2 else part
        for number, part in enumerate(parts)
    )


def held(text: str | None) -> str | None:
    """Give a text with unbreakable blanks inside its doses ("500 mg") and numbers to call ("NHS 111")."""
    if not text:
        return text
    text = _DOSE.sub(_NO_BREAK, text)
    text = _SHORT_NUMBER.sub(rf"\1{_NO_BREAK}", text)
    return _PHONE.sub(lambda found: found[0].replace(" ", _NO_BREAK), text)
