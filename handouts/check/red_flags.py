"""Red flags: a guide about an illness must say when to get help at once."""

import re
from collections.abc import Iterable, Iterator

from handouts.check.passages import HEADING, Passage
from handouts.diagnostics import Diagnostic, warning
from handouts.library.governance import place_of_key
from handouts.library.guide import Guide

_OF_A_CONDITION = re.compile(
    r"\b(?:symptoms?|causes?|diagnos\w+|treatments?|treating|flares?|flare-ups?|attacks?|complications?"
    r"|managing|living with|coping with|what (?:is|are)|what .{1,40} (?:is|are|means?)|who gets|self-care"
    r"|warning|medicines?|self-help)\b",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(
    r"\b(?:vaccin\w+|immunis\w+|screening|how to (?:use|register|book|order|give)|your (?:visit|rights)"
    r"|registering|appointments?|opening|prescriptions?|records?|consent|privacy|complaints?|exercises? for"
    r"|healthy eating|eating well|staying active|being active)\b",
    re.IGNORECASE,
)
_ENOUGH = 2
"""Headings that speak of an illness before a guide is taken for one about it."""


def judge(guide: Guide, passages: Iterable[Passage]) -> Iterator[Diagnostic]:
    """Warn of a guide in English about a condition in which no section holds red flags."""
    headings = [one for one in passages if one.kind == HEADING]
    if guide.lang.lower().split("-")[0] != "en" or any(one.section == "red-flags" for one in headings):
        return
    if not is_about_a_condition(guide.title, [one.text for one in headings]):
        return
    message = "this guide is about a condition and has no red flags: when to get urgent help, and whom to call"
    hint = 'add a section such as "## When to Get Urgent Help"; library.toml names headings of your own'
    place = place_of_key(guide, "title")
    yield warning("no-red-flags", message, guide.path, place if place != (0, 0) else (1, 1), hint)


def is_about_a_condition(title: str, headings: list[str]) -> bool:
    """Guess by its headings whether a guide is about an illness rather than a service or a way of life."""
    if _OF_SOMETHING_ELSE.search(title):
        return False
    speaking = sum(bool(_OF_A_CONDITION.search(one)) for one in (title, *headings))
    return speaking >= _ENOUGH
