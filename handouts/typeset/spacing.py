"""Spacing: French sets a blank before ``: ; ? ! »`` and behind ``«``, at which no line may break. Pure.

The words stay as they are: a blank that the author has typed becomes one that does not break (Imprimerie
nationale, Lexique des règles typographiques). Where there is none, none is added.
"""

import re

NO_BREAK = "\u00a0"

_APART = re.compile(
    r"(<style\b.*?</style>|<(title|script|code|pre|svg)\b.*?</\2>|<[^>]*>)", re.DOTALL | re.IGNORECASE
)
"""What is not read as text, or must stay as it is: markup, code, what programs show."""

_STRING = re.compile(r'"[^"\n]*"')
"""A string of CSS: what running headers and footers say."""

_BEFORE = re.compile(
    r"(?<=\S)[ \t\r\n]+(?=[:;?!»]+(?:[\s\u00a0.,)\]”’»…]|$))|^[ \t\r\n]+(?=[:;?!»](?:[\s\u00a0.,)]|$))"
)
_BEHIND = re.compile(r"(?<=«)[ \t\r\n]+(?=\S)|(?<=«)[ \t\r\n]+$")


def is_set_apart(lang: str) -> bool:
    """Tell whether a language sets blanks before its stops."""
    return lang.split("-", maxsplit=1)[0].lower() == "fr"


def held_together(html: str) -> str:
    """Give HTML with blanks that do not break around the stops of its text."""
    parts = _APART.split(html)
    out = []
    for number in range(0, len(parts), 3):
        out.append(_held(parts[number]))
        if number + 1 < len(parts):
            markup = parts[number + 1]
            is_style = markup[:6].lower() == "<style"
            out.append(_STRING.sub(lambda one: f'"{_held(one[0][1:-1])}"', markup) if is_style else markup)
    return "".join(out)


def _held(text: str) -> str:
    return _BEHIND.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, text)) if text.strip() else text
