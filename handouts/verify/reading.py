"""Reading: the structure tree as a screen reader says it, word by word, each in its language."""

from collections.abc import Iterator
from dataclasses import dataclass

from handouts.verify.elements import Content, Element
from handouts.verify.opened import Opened

INLINE = frozenset(("Span", "Link", "Reference", "Code", "Quote", "Note", "NonStruct", "Figure", "Strong", "Em"))
"""What does not end a word where it begins or ends."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One word, as it is said."""

    text: str
    lang: str
    is_label: bool = False
    """Whether it is the bullet or number of a list."""


def words(opened: Opened) -> list[Spoken]:
    """Give all words of the structure tree, in reading order."""
    lang = str(opened.root.get("/Lang", ""))
    pieces = [piece for top in opened.tops for piece in _pieces(top, opened.content, lang, is_label=False)]
    found: list[Spoken] = []
    word = ""
    about = (lang, False)
    for text, piece_lang, is_label in pieces:
        for at, part in enumerate(_parts(text)):
            if at and word:
                found.append(Spoken(word, *about))
                word = ""
            if part and not word:
                about = (piece_lang, is_label)
            word += part
    return [*found, Spoken(word, *about)] if word else found


def text(element: Element, content: Content) -> str:
    """Give what an element says, on one line."""
    return " ".join("".join(piece for piece, _, _ in _pieces(element, content, "", is_label=False)).split())


def _parts(text: str) -> list[str]:
    """Split at white space so that a blank at either end shows: ``" a b"`` gives ``["", "a", "b"]``."""
    parts = text.split()
    if not parts:
        return ["", ""] if text else [""]
    return [*([""] if text[0].isspace() else []), *parts, *([""] if text[-1].isspace() else [])]


def _pieces(element: Element, content: Content, lang: str, *, is_label: bool) -> Iterator[tuple[str, str, bool]]:
    lang = element.said("/Lang") or lang
    is_label = is_label or (element.role == "Lbl" and _is_counted(element))
    if element.role not in INLINE:
        yield " ", lang, is_label
    if "/ActualText" in element.entry:
        yield element.said("/ActualText"), lang, is_label
    elif element.role == "Figure" and element.said("/Alt"):
        pass  # what is written in a drawing is not said: its description is
    else:
        for kid in element.kids:
            if isinstance(kid, Element):
                yield from _pieces(kid, content, lang, is_label=is_label)
            else:
                yield content.texts.get(kid, ""), lang, is_label
    if element.role not in INLINE:
        yield " ", lang, is_label


def _is_counted(label: Element) -> bool:
    """Tell whether a label is a bullet, a number or the mark of a note, not the term of a definition."""
    around = label.parent.parent if label.parent is not None else None
    if around is None or around.role != "L":
        return True
    return str(around.attributes.get("ListNumbering", "/None")) != "/None"
