"""Facts: a dose or a phone number that breaks over two lines is misread, so its blanks are made unbreakable.

UKAAF's guidance on clear print: nothing is split over lines that is one fact.
"""

import re
import unicodedata

from lxml.html import HtmlElement
from markupsafe import Markup

_NO_BREAK = "\u00a0"
_UNITS = (
    *("mg", "g", "kg", "mcg", "micrograms?", "µg", "μg", "ng", "ml", "l", "dl", "mmol", "mmhg", "iu", "units?"),
    # The same as other languages write them. Chinese sets no blank before a unit.
    *(
        "мг",
        "мкг",
        "г",
        "мл",
        "л",
        "таблет(?:ка|ки|ок)",
        "доз[аи]?",
        "tabletk[ai]",
        "tabletek",
        "comprimidos?",
        "comprimés?",
    ),
    *("ملغ", "ملجم", "مجم", "مل", "غ", "غرام", "ملی ?گرام", "ملی ?لیٹر", "میلی‌?گرم", "گولی", "گولیاں", "قرص"),
    *(
        "মিলিগ্রাম",
        "মি\\.?গ্রা",
        "মিলি",
        "ট্যাবলেট",
        "मिलीग्राम",
        "मि\\.?ग्रा",
        "मिली",
        "ਮਿਲੀਗ੍ਰਾਮ",
        "મિલિગ્રામ",
        "மி\\.?கி",
    ),
    *("cm", "mm", "°c", "°f", "%", "tablets?", "capsules?", "puffs?", "drops?", "doses?"),
)
_DOSE = re.compile(rf"(?<=\d)[ ](?=(?:{'|'.join(_UNITS)})(?!\w))", re.IGNORECASE)
_SHORT_NUMBER = re.compile(r"\b(call|ring|dial|phone|text|nhs) (?=(?:\d{3}|116 ?\d{3})(?!\w))", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])(?:\+\d|\(?[0\u0660\u06f0])[\d() ]{6,}\d(?!\w)")
_GROUP = r"(?:[ \u00a0-]\d{2,}|[ \u00a0-]?\(\d+\)(?:\d{2,})?)"
_CALLABLE = re.compile(
    # Three digits (999), or a longer number whose groups have two digits or more; hours ("111 (24 hours)",
    # "9-5", "8am") are no part of it: a number that calls someone else is worse than one that calls nobody.
    # Each digit can belong to one group only, or a long run of them would be tried in every way.
    rf"(?<![\w.,:+-])(\d{{3}}|\+?(?:(?:\d{{3,}}|\(\d+\)\d{{2,}}){_GROUP}*|(?:\d+|\(\d+\)){_GROUP}+))"
    r"(?![\w:]|[.,]\d|[ \u00a0-]?(?:\d|hours?|hrs?|am\b|pm\b|to\b|days?|weeks?))",
    re.IGNORECASE,
)


def hold(tree: HtmlElement) -> None:
    """Make the blanks inside doses and phone numbers unbreakable, in every text of a tree."""
    for element in tree.iter():
        element.text = held(element.text)
        element.tail = held(element.tail)


def callable_numbers(text: str) -> Markup:
    """Give a text as HTML in which each number can be tapped to call it."""
    parts = _CALLABLE.split(held(text) or "")
    return Markup().join(
        Markup('<a href="tel:{}">{}</a>').format(_dialled(part), part) if number % 2 else part
        for number, part in enumerate(parts)
    )


def _dialled(number: str) -> str:
    """Give what a phone dials: in ``+44 (0)20 …`` the bracketed 0 is only for those who dial without +44."""
    number = number.replace("(0)", "") if number.startswith("+") else number
    return "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in re.sub(r"[^\d+]", "", number))


def held(text: str | None) -> str | None:
    """Give a text with unbreakable blanks inside its doses ("500 mg") and numbers to call ("NHS 111")."""
    if not text:
        return text
    text = _DOSE.sub(_NO_BREAK, text)
    text = _SHORT_NUMBER.sub(rf"\1{_NO_BREAK}", text)
    return _PHONE.sub(lambda found: found[0].replace(" ", _NO_BREAK), text)
