"""Scripts: which typefaces beyond the Latin ones a page needs, and how its lines are spaced.

Each has a stylesheet in ``styles/scripts/``. It is read when the first page asks for it, so that a leaflet in
English does not pay for the fonts of seven other scripts.
"""

import re
from functools import cache
from types import MappingProxyType
from typing import Final

from handouts.typeset import words

_RANGES: Final = MappingProxyType(
    {
        "arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
        "bengali": "\u0980-\u09ff",
        "devanagari": "\u0900-\u097f\ua8e0-\ua8ff",
        "gujarati": "\u0a80-\u0aff",
        "gurmukhi": "\u0a00-\u0a7f",
        "tamil": "\u0b80-\u0bff",
        "chinese": "\u2e80-\u2fdf\u3000-\u303f\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffee",
    }
)
"""The letters that only the stylesheet's fonts have. The danda (U+0964) of all Indian scripts counts as Devanagari
only where nothing else is found: each of the fonts has it."""

_ANY: Final = re.compile(f"[{''.join(_RANGES.values())}]")
_EACH: Final = {name: re.compile(f"[{found}]") for name, found in _RANGES.items()}
_DANDAS: Final = str.maketrans("", "", "\u0964\u0965")

_BY_CODE: Final = {
    "Arab": "arabic",
    "Beng": "bengali",
    "Deva": "devanagari",
    "Gujr": "gujarati",
    "Guru": "gurmukhi",
    "Taml": "tamil",
    "Hans": "chinese",
    "Hant": "chinese",
    "Cyrl": "wide",
    "Grek": "wide",
}
_BY_LANGUAGE: Final = {"ur": "urdu", "vi": "wide"}

NAMES: Final = (*_RANGES, "urdu", "wide")
"""Every stylesheet of ``styles/scripts/``, without its ending."""


@cache
def main(lang: str) -> str:
    """Give the script that a language is printed in, "" for Latin letters as every leaflet has them."""
    code = words.script(lang)
    by_language = _BY_LANGUAGE.get(lang.split("-", maxsplit=1)[0].lower(), "")
    return by_language if by_language and code in ("Arab", "Latn") else _BY_CODE.get(code, "")


def tall(lang: str) -> float:
    """Give how much higher the lines of a language are than Latin ones, with what stands above and below them."""
    return {"": 1, "wide": 1, "urdu": 2.5}.get(main(lang), 1.5)


def needed(html: str, lang: str) -> tuple[str, ...]:
    """Give the scripts of a page: its language's own, and those of names and words of other languages in it."""
    own = main(lang)
    found = [own] if own else []
    if _ANY.search(html):
        plain = html.translate(_DANDAS)
        found += [name for name, letters in _EACH.items() if name != own and letters.search(plain)]
        if own == "urdu" and "arabic" not in found:
            found.append("arabic")
    return tuple(found)
