"""Outline: what a screen reader reads out, as text: block by block, with what it says of each."""

from collections.abc import Iterator

import pikepdf

from handouts.verify import reading
from handouts.verify.elements import Content, Element
from handouts.verify.links import target_of
from handouts.verify.opened import Opened

_NAMES = {
    "P": "Paragraph",
    "Sect": "Section",
    "Part": "Part",
    "BlockQuote": "Quotation",
    "L": "List",
    "Table": "Table",
    "TR": "Row",
    "TH": "Header",
    "TD": "Cell",
    "Caption": "Caption",
    "Note": "Note",
    "TOC": "Contents",
    "TOCI": "Entry",
    "Index": "Index",
    "Figure": "Picture",
}
_QUIET = {"Document", "Div", "Art", "NonStruct", "THead", "TBody", "TFoot", "LBody", "Span", "Private"}
"""Of these nothing is said but what they hold."""


def rows(data: bytes) -> list[str]:
    """Give what is read out, a row for each block, set in by what it stands in; one row for a file without any."""
    try:
        opened = Opened(data)
    except pikepdf.PdfError:
        return ["(no PDF)"]
    if not opened.tops:
        return ["(no structure: the reader guesses)"]
    targets = {one.objgen: target_of(one) for _, one in opened.annotations}
    return [row for top in opened.tops for row in _Outline(opened.content, targets).rows(top, 0)]


class _Outline:
    def __init__(self, content: Content, targets: dict[tuple[int, int], str]) -> None:
        self.content, self.targets = content, targets

    def rows(self, element: Element, depth: int) -> Iterator[str]:
        """Give the rows of an element and of all below it."""
        if element.role == "Lbl":
            return
        head, said = self._head(element), " ".join(self._line(element).split())
        if element.role == "LI":
            body, *more = [kid for kid in element.elements if kid.role == "LBody"] or [element]
            said = " ".join(self._line(body).split())
            yield f"{'  ' * depth}{head} {said}".rstrip()
            for part in body.elements:
                yield from self._below(part, depth + 1)
            for other in more:
                yield from self.rows(other, depth + 1)
            return
        if head or said:
            yield "  " * depth + ": ".join(filter(None, (head, said)))
        for kid in element.elements:
            yield from self._below(kid, depth + bool(head))

    def _below(self, element: Element, depth: int) -> Iterator[str]:
        if not _is_line(element):
            yield from self.rows(element, depth)
            return
        for one in element.walk():
            if one.role == "Link":
                where = next((self.targets[name] for name in one.annotations if name in self.targets), "nowhere")
                yield f"{'  ' * depth}Link: {reading.text(one, self.content)} -> {where}"
            elif not _is_line(one):
                yield from self.rows(one, depth)

    def _head(self, element: Element) -> str:
        role, lang = element.role, f" ({element.said('/Lang')})" if "/Lang" in element.entry else ""
        if role[0] == "H" and role[1:].isdecimal():
            return f"Heading {role[1:]}{lang}"
        if role == "LI":
            labels = [reading.text(kid, self.content) for kid in element.elements if kid.role == "Lbl"]
            return (" ".join(filter(None, labels)) or "-") + lang
        if role == "L":
            return f"List of {sum(1 for kid in element.elements if kid.role == 'LI')}{lang}"
        if role == "Figure":
            return f"Picture: {element.said('/Alt') or element.said('/ActualText') or '(no description)'}{lang}"
        title = f" {element.said('/T')!r}" if element.said("/T") else ""
        return "" if role in _QUIET else _NAMES.get(role, role) + title + lang

    def _line(self, element: Element) -> str:
        """Give the text that stands in an element itself and in what is part of its lines."""
        if element.role == "Figure":
            return ""
        if "/ActualText" in element.entry:
            return element.said("/ActualText")
        return "".join(
            (self._line(kid) if _is_line(kid) else "")
            if isinstance(kid, Element)
            else self.content.texts.get(kid, "")
            for kid in element.kids
        )


def _is_line(element: Element) -> bool:
    return element.role in reading.INLINE and element.role not in ("Figure", "Note")
