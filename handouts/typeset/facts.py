"""Facts: a dose or a phone number that breaks over two lines is misread, so its blanks are made unbreakable.

UKAAF's guidance on clear print: nothing is split over lines that is one fact.
"""

import re

from lxml.html import HtmlElement

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


def held(text: str | None) -> str | None:
    """Give a text with unbreakable blanks inside its doses ("500 mg") and numbers to call ("NHS 111")."""
    if not text:
        return text
    text = _DOSE.sub(_NO_BREAK, text)
    text = _SHORT_NUMBER.sub(rf"\1{_NO_BREAK}", text)
    return _PHONE.sub(lambda found: found[0].replace(" ", _NO_BREAK), text)
