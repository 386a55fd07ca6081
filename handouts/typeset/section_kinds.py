"""What a section is for, recognised by its heading, in every language that the program speaks.

English headings stand here, those of other languages in ``handouts/locale/headings.toml``. A library adds headings
of its own in ``library.toml``.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from handouts.errors import SettingsError
from handouts.typeset.words import LOCALE, catalogue_name

ORDINARY = "ordinary"

HEADINGS: Mapping[str, tuple[str, ...]] = {
    # The first kind that matches counts, so what must not be missed stands first.
    "red-flags": (
        *("red flag", "red flags", "danger signs", "warning signs", "emergency signs"),
        *("seek urgent", "get urgent", "urgent help", "urgent care", "urgent advice", "urgent medical"),
        *("seek immediate", "immediate help", "get help now", "get help quickly", "emergency help"),
        *("seek medical help", "get medical help", "seek help", "when to get help", "when to worry"),
        *(
            "seek medical advice",
            "urgent symptoms",
            "emergency symptoms",
            "in an emergency",
            "emergency",
            "safety net",
            "safety netting",
        ),
        *("when to see a doctor", "when to see your doctor", "when to see a gp", "when to see your gp"),
        *("when should i see a doctor", "when should i see my doctor", "when should i see a gp"),
        *("when should i see my gp", "when should you see a doctor", "when should you see a gp"),
        *("call an ambulance", "call 999", "call 911", "call 112", "call 111", "go to a&e", "go to hospital"),
    ),
    "key-points": (
        *("key points", "key facts", "key messages", "main points", "most important points"),
        *("at a glance", "in brief", "in short", "summary", "essentials"),
    ),
    "faq": (
        *("faq", "faqs", "f a q", "f a q s", "frequently asked questions", "common questions"),
        *("questions and answers", "q and a", "common concerns"),
        *("questions people ask", "questions you may have", "your questions answered", "questions"),
    ),
    "plan": (
        *("action plan", "flare plan", "flare up plan", "flareup plan", "care plan", "recovery plan"),
        *("… plan", "plan for", "step by step", "what to do", "what should i do", "steps to take"),
        *("plan", "steps", "checklist", "first aid"),
    ),
    "reading": (
        *("further reading", "further information", "more information", "find out more", "read more"),
        *("learn more", "useful links", "useful websites", "helpful links", "resources", "links"),
    ),
    "related": (
        "related guides",
        "related leaflets",
        "related topics",
        "related pages",
        "see also",
        "related",
    ),
    "references": ("references", "sources", "evidence", "bibliography"),
    "disclaimer": ("disclaimer", "important note", "about this leaflet", "about this guide"),
}
"""Kind -> headings, in lower case. Two words or more match anywhere in a heading, whole words only; a single
word must be the heading, or all of it before a colon or dash: "Summary" is a summary, "Summary care record"
is none. After "…" stands how a heading ends."""


IDEOGRAPHS = 4
"""Chinese characters that match anywhere in a heading; fewer must be all of it."""

_IDEOGRAPH = re.compile("[\u3400-\u9fff]")
_MARKS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff"
"""Signs that Python takes for no letters, though they are parts of words: vowels of Indian scripts."""
_UNSEEN = dict.fromkeys([0x0307, 0x0640, 0x0670, 0x200C, 0x200D, *range(0x064B, 0x0660)]) | {0x0131: "i"}
"""Vowel marks and stretching of Arabic, which one author writes and another does not; joiners; the two i of
Turkish, which small letters of another language can't tell apart."""


@dataclass(frozen=True, slots=True)
class SectionKinds:
    """The table of headings, made ready for matching."""

    table: tuple[tuple[str, tuple[str, ...]], ...]

    @classmethod
    def of(cls, more: Mapping[str, tuple[str, ...]], lang: str = "en") -> "SectionKinds":
        """Take the built-in tables, English and a language's own, with a library's headings before them.

        A new kind is allowed: its name is the section's class, for the library's own stylesheet. One that is
        nearly the name of a known kind is a slip and raises ``SettingsError``.
        """
        for kind in more:
            near = difflib.get_close_matches(kind, HEADINGS, n=1, cutoff=0.75)
            if kind not in HEADINGS and near:
                message = f"library.toml: [sections] has a kind {kind!r}, which means nothing"
                raise SettingsError(message, f"did you mean {near[0]}?")
        own = tuple((kind, tuple(_folded(one) for one in headings)) for kind, headings in more.items())
        return cls((*own, *_built_in(lang)))

    def kind_of(self, heading: str) -> str:
        """Give the kind of the section under this heading, whatever its case, emoji and punctuation."""
        whole = _folded(heading)
        first = _folded(re.split(r"[:\u2010-\u2015]|\s-\s", heading.strip(), maxsplit=1)[0])
        return _kind(self.table, whole, first)


@lru_cache(maxsize=4096)  # guides share most of their headings
def _kind(table: tuple[tuple[str, tuple[str, ...]], ...], whole: str, first: str) -> str:
    for kind, headings in table:
        for one in headings:
            if _matches(one, whole, first):
                return kind
    return ORDINARY


def _matches(one: str, whole: str, first: str) -> bool:
    if one.startswith("…"):
        ending = one.removeprefix("…")
        return whole.endswith(ending.lstrip() if _IDEOGRAPH.match(ending.lstrip()) else ending)
    if _IDEOGRAPH.match(one):  # no blanks between words
        return one in (whole, first) or (len(one) >= IDEOGRAPHS and one in whole)
    return one in (whole, first) or (" " in one and f" {one} " in f" {whole} ")


def _folded(heading: str) -> str:
    plain = heading.replace("&", " and ").casefold().translate(_UNSEEN)
    return " ".join(re.findall(rf"[\w{_MARKS}]+|^…", plain))


@cache
def _built_in(lang: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give all headings of a language with the English ones, kinds in their order."""
    own = _others().get(catalogue_name(lang) or "", {})
    return tuple((kind, tuple(map(_folded, (*own.get(kind, ()), *english)))) for kind, english in HEADINGS.items())


@cache
def _others() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((LOCALE / "headings.toml").read_text("utf-8"))
