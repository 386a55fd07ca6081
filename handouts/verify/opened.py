"""Opened: a PDF with its structure tree and what its pages show, read from the file's objects.

Lengths are points from a page's lower left corner, as the file has them.
"""

import io
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pikepdf

from handouts.verify.elements import Content, Element, MarkKey, several
from handouts.verify.glyphs import Font

_SHOWS = {"Tj", "TJ", "'", '"'}
_PAINTS = {*_SHOWS, "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"}


class Opened:
    """A PDF. Raises ``pikepdf.PdfError`` for what is none, ``PasswordError`` for one that is locked."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.file = pikepdf.open(io.BytesIO(data))
        self.numbers = {page.objgen: number for number, page in enumerate(self.file.pages, 1)}
        self._forms: dict[tuple[int, int], int] = {}

    @property
    def root(self) -> Any:
        """The catalogue."""
        return self.file.Root

    @cached_property
    def tops(self) -> list[Element]:
        """The uppermost elements of the structure tree; none for a file without one."""
        tree = self.root.get("/StructTreeRoot")
        if tree is None:
            return []
        self._roles = {str(key): str(value) for key, value in tree.get("/RoleMap", pikepdf.Dictionary()).items()}
        return [self._element(one, None, frozenset()) for one in several(tree.get("/K")) if _is_element(one)]

    @cached_property
    def elements(self) -> list[Element]:
        """All elements of the structure tree, in reading order."""
        return [one for top in self.tops for one in top.walk()]

    def _element(self, entry: Any, parent: Element | None, above: frozenset[Any]) -> Element:
        role = str(entry.get("/S", "/?"))
        for _ in range(len(self._roles)):
            role = self._roles.get(role, role)
        element = Element(role[1:], entry, parent)
        page = entry.get("/Pg")
        for kid in several(entry.get("/K")):
            if isinstance(kid, int):
                element.kids.append((self._page(page), 0, kid))
            elif not isinstance(kid, pikepdf.Dictionary):
                continue
            elif kid.get("/Type") == pikepdf.Name.MCR:
                form = self.form(kid.Stm) if "/Stm" in kid else 0
                element.kids.append((self._page(kid.get("/Pg", page)), form, int(kid.get("/MCID", -1))))
            elif kid.get("/Type") == pikepdf.Name.OBJR:
                element.annotations.append(kid.Obj.objgen if "/Obj" in kid else (0, 0))
            elif _is_element(kid) and kid.objgen not in above:
                element.kids.append(self._element(kid, element, above | {kid.objgen}))
        return element

    def _page(self, entry: Any) -> int:
        return self.numbers.get(entry.objgen, 0) if entry is not None else 0

    def form(self, stream: Any) -> int:
        """Give the number of a form, by which its marks are known."""
        return self._forms.setdefault(stream.objgen, len(self._forms) + 1)

    @cached_property
    def content(self) -> Content:
        """What all pages show."""
        content = Content()
        for number, page in enumerate(self.file.pages, 1):
            _Reader(self, content, number).read(page, page.obj.get("/Resources", pikepdf.Dictionary()), 0)
        return content

    @cached_property
    def parents(self) -> dict[int, Any]:
        """The way back: what the parent tree says of each of its keys."""
        found: dict[int, Any] = {}
        todo = [self.root.get("/StructTreeRoot", pikepdf.Dictionary()).get("/ParentTree")]
        while todo:
            node = todo.pop()
            if node is not None:
                numbers = list(node.get("/Nums", []))
                found.update(zip(map(int, numbers[::2]), numbers[1::2], strict=False))
                todo += list(node.get("/Kids", []))
        return found

    @property
    def annotations(self) -> Iterator[tuple[int, Any]]:
        """The annotations of all pages, each with its page from 1."""
        for number, page in enumerate(self.file.pages, 1):
            yield from ((number, one) for one in several(page.obj.get("/Annots")))


class _Reader:
    """Reads the content stream of one page, and of the forms that it paints."""

    def __init__(self, opened: Opened, content: Content, page: int) -> None:
        self.opened, self.content, self.page = opened, content, page
        self.stack: list[tuple[str, MarkKey | None, str | None]] = []
        """Of the marks that are open: kind, key, words given instead."""

    def read(self, stream: Any, resources: Any, form: int, depth: int = 0) -> None:
        """Read a stream; ``form`` is its number, 0 for the page's own."""
        font: Font | None = None
        for one in pikepdf.parse_content_stream(stream):
            operator, operands = str(one.operator), list(one.operands)
            if operator in ("BMC", "BDC"):
                self._open(operands, resources, form)
            elif operator == "EMC":
                self.stack = self.stack[:-1]
            elif operator == "Tf":
                font = self._font(operands[0], resources)
            elif operator == "Do":
                self._paint(operands[0], resources, depth)
            elif operator in _PAINTS:
                strings = several(operands[-1]) if operator in _SHOWS else []
                codes = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
                self._show(font.text(codes) if font else "")

    def _open(self, operands: list[Any], resources: Any, form: int) -> None:
        kind, properties = str(operands[0]), operands[1] if len(operands) > 1 else None
        if isinstance(properties, pikepdf.Name):
            properties = resources.get("/Properties", pikepdf.Dictionary()).get(properties)
        key, words = None, None
        if properties is not None:
            words = str(properties.ActualText) if "/ActualText" in properties else None
            key = (self.page, form, int(properties.MCID)) if "/MCID" in properties else None
        kinds = {one[0] for one in self.stack}
        if (key and "/Artifact" in kinds) or (kind == "/Artifact" and any(one[1] for one in self.stack)):
            self.content.nested.add(self.page)
        if key:
            if key in self.content.texts:
                self.content.doubled.append(key)
            self.content.texts.setdefault(key, words or "")
            self.content.glyphs.setdefault(key, "")
        elif words and (around := self._key()):
            self.content.texts[around] += words
        self.stack.append((kind, key, words))

    def _key(self) -> MarkKey | None:
        return next((key for _, key, _ in reversed(self.stack) if key), None)

    def _font(self, name: Any, resources: Any) -> Font | None:
        entry = resources.get("/Font", pikepdf.Dictionary()).get(name)
        if entry is None:
            self.content.lost_fonts.add(str(name))
            return None
        return self.content.fonts.setdefault(entry.objgen if entry.is_indirect else id(entry), Font(entry))

    def _paint(self, name: Any, resources: Any, depth: int) -> None:
        painted = resources.get("/XObject", pikepdf.Dictionary()).get(name)
        if painted is not None and painted.get("/Subtype") == pikepdf.Name.Form and depth < _DEEPEST:
            self.read(painted, painted.get("/Resources", resources), self.opened.form(painted), depth + 1)
        else:
            self._show("")

    def _show(self, text: str) -> None:
        if any(kind == "/Artifact" for kind, _, _ in self.stack):
            self.content.artifacts[self.page] = self.content.artifacts.get(self.page, "") + text
        elif (key := self._key()) is None:
            self.content.unmarked[self.page] = self.content.unmarked.get(self.page, "") + text
        else:
            self.content.glyphs[key] += text
            if all(words is None for _, _, words in self.stack):
                self.content.texts[key] += text


_DEEPEST = 12
"""Forms inside forms that are followed: a file may hold a circle of them."""


def _is_element(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and "/S" in value
