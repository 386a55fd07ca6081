"""Slugs: a guide's stable name in file names, ids and addresses."""

import re
import unicodedata

MAX_LENGTH = 100
"""Characters. Longer names meet limits of file systems, archives and mail programs."""

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows keeps for devices: no file can have them."""

_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
"""Latin letters that Unicode does not take apart into a plain one and an accent."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slugify(name: str) -> str:
    """Make a slug of any name: ``Muscle & Joints`` becomes ``muscle-and-joints``; may come out empty."""
    if _SLUG.fullmatch(name):
        return name
    lower = name.replace("&", " and ").lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def folded(text: str) -> str:
    """Give what two texts have in common that a person would call the same, in any script: ``İlk yardım?``.

    A slug alone won't do: it is empty for every text in Arabic, so that all of them would be the same.
    """
    if text.isascii():
        return slugify(text)
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if _is_of_a_word(one))


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def is_slug(name: str) -> bool:
    """Tell whether a name can stand in a file name on every system, an id and an address."""
    return bool(_SLUG.fullmatch(name)) and len(name) <= MAX_LENGTH and name not in RESERVED


def unspelled(name: str) -> str:
    """Give the letters and digits of a name that a slug would drop, for no Latin letter stands for them."""
    if name.isascii():
        return ""
    return "".join(dict.fromkeys(one for one in name if one.isalnum() and not slugify(one)))
