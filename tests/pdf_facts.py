"""Facts about a PDF, read independently of the program that made it: pieces of text, tags, links, pictures.

What is printed where is asked of PDFium (the engine of Chrome's viewer), what the structure tree says is read
from the file's objects with pikepdf: the text of a tag is decoded here, from content streams and ToUnicode maps.
Lengths are points (1/72 inch) from the page's lower left corner, as the PDF has them.
"""

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Image

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def holds(self, other: "Box", slack: float = 0.1) -> bool:
        return (
            self.left - slack <= other.left
            and self.bottom - slack <= other.bottom
            and other.right <= self.right + slack
            and other.top <= self.top + slack
        )

    def overlap(self, other: "Box") -> tuple[float, float]:
        """Give the width and the height of what both cover; a negative number is a distance."""
        return (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.top, other.top) - max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """Text printed in one go: a line of one typeface, or a part of it."""

    page: int
    """From 1."""
    mcid: int
    """Its number among the marked content of the page; -1 for none."""
    text: str
    box: Box
    """Of the ink."""
    size: float
    """Type size in points, as it comes out on paper."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link annotation, and where it goes: an address, or a page and a height on it."""

    page: int
    box: Box
    url: str = ""
    to_page: int = 0
    to_top: float = 0


@dataclass(slots=True, eq=False)
class Tag:
    """One element of the structure tree."""

    kind: str
    """Without the slash: ``H1``, ``LI``."""
    page: int
    alt: str
    attributes: dict[str, Any]
    kids: "list[Tag | tuple[int, int]]" = field(default_factory=list)
    """Elements, and (page, mcid) for what is printed."""
    texts: dict[tuple[int, int], str] = field(default_factory=dict, repr=False)

    def walk(self) -> "Iterator[Tag]":
        """Give this element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()

    def all(self, *kinds: str) -> "list[Tag]":
        return [one for one in self.walk() if one.kind in kinds]

    @property
    def children(self) -> "list[Tag]":
        return [kid for kid in self.kids if isinstance(kid, Tag)]

    @property
    def marks(self) -> list[tuple[int, int]]:
        """What is printed by this element and all below it: (page, mcid), in reading order."""
        own = []
        for kid in self.kids:
            own += kid.marks if isinstance(kid, Tag) else [kid]
        return own

    @property
    def pages(self) -> set[int]:
        return {page for page, _ in self.marks}

    @property
    def lines(self) -> list[str]:
        return [text for mark in self.marks if (text := self.texts.get(mark, "")).strip()]

    @property
    def text(self) -> str:
        """What it says, lines put together again."""
        return joined(self.lines)


def joined(lines: list[str]) -> str:
    """Put lines together; the blank at a line's end is not in the PDF, one after a hyphen was never there."""
    text = ""
    for line in lines:
        glued = not text or text[-1].isspace() or line[0].isspace() or re.search(r"\S[-\u2010-\u2014/]$", text)
        # Within a line a change to bold type makes a new piece, with its blanks in place.
        text += line if glued or _goes_on(text, line) else f" {line}"
    return folded(text)


def _goes_on(text: str, line: str) -> bool:
    """Tell whether a piece goes on after another without a blank: before a mark, after an opening bracket."""
    return line[0] in ".,;:!?)]’”" or text[-1] in "([“‘"


def folded(text: str) -> str:
    """Fold white space, unbreakable blanks too."""
    return " ".join(text.split())


_NAMED = {"H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "Caption", "Figure"}
_BLOCKS = {*_NAMED, "P", "LI"}


class Facts:
    """A PDF, opened."""

    def __init__(self, pdf: bytes | Path) -> None:
        self.data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
        self.file = pikepdf.open(io.BytesIO(self.data))
        self._numbers = {page.objgen: number for number, page in enumerate(self.file.pages, 1)}

    @property
    def page_count(self) -> int:
        return len(self.file.pages)

    @property
    def paper(self) -> list[Box]:
        return [Box(*map(float, page.mediabox)) for page in self.file.pages]

    @cached_property
    def pieces(self) -> list[Piece]:
        """All text in the order of painting."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            found = []
            for number in range(len(document)):
                page = document[number]
                text_page = page.get_textpage()
                for at in range(pdfium.FPDFPage_CountObjects(page)):
                    one = pdfium.FPDFPage_GetObject(page, at)
                    if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_TEXT:
                        found.append(_piece(one, text_page, number + 1))
                text_page.close()
                page.close()
            return [piece for piece in found if piece.text.strip()]
        finally:
            document.close()

    def raster(self, page: int, dpi: int = 150) -> Image:
        """Give a page as a grey picture."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            picture: Image = document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil()
            return picture.convert("L")
        finally:
            document.close()

    def pixels(self, page: int, dpi: int) -> bytes:
        """Give a page's pixels in colour: in grey, PDFium puts a glyph now here, now a pixel further."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            picture: Image = document[page - 1].render(scale=dpi / 72).to_pil()
            return picture.tobytes()
        finally:
            document.close()

    @cached_property
    def tree(self) -> Tag:
        """The structure tree."""
        root = self.file.Root.StructTreeRoot
        top = Tag("Root", 0, "", {}, texts=self.texts)
        top.kids = [self._tag(one) for one in _several(root.get("/K"))]
        return top

    def _tag(self, element: Any) -> Tag:
        page = self._numbers[element.Pg.objgen] if "/Pg" in element else 0
        given = element.get("/A", pikepdf.Dictionary())
        attributes = {str(key)[1:]: value for one in _several(given) for key, value in one.items()}
        tag = Tag(str(element.S)[1:], page, str(element.get("/Alt", "")), attributes, texts=self.texts)
        for kid in _several(element.get("/K")):
            if isinstance(kid, int):
                tag.kids.append((page, kid))
            elif kid.get("/Type") == pikepdf.Name.MCR:
                at = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
                tag.kids.append((at, int(kid.MCID)))
            elif kid.get("/Type") != pikepdf.Name.OBJR:
                assert kid.P.objgen == element.objgen, f"the parent of {kid.S} is not {element.S}"
                tag.kids.append(self._tag(kid))
        return tag

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """The text of each marked content, by page and mcid."""
        found: dict[tuple[int, int], str] = {}
        for number, page in enumerate(self.file.pages, 1):
            for mcid, text in _marked(page):
                found[number, mcid] = found.get((number, mcid), "") + text
        return found

    @cached_property
    def text(self) -> str:
        """What a screen reader reads: the text of the structure tree."""
        return self.tree.text

    @cached_property
    def running(self) -> dict[int, list[str]]:
        """What stands in the margins of each page: text that no tag holds; what stands above comes first."""
        return {
            page: [folded(piece.text) for piece in self.margin(page, above=True) + self.margin(page, above=False)]
            for page in range(1, self.page_count + 1)
        }

    def margin(self, page: int, *, above: bool) -> list[Piece]:
        """What no tag holds, in the upper or the lower half of a page."""
        tagged, middle = set(self.tree.marks), self.paper[page - 1].top / 2
        return [
            piece
            for piece in self.on(page)
            if (page, piece.mcid) not in tagged and (piece.box.bottom > middle) == above
        ]

    def rows(self, page: int) -> list[str]:
        """Give what a page says, one row for each block, for people to read: the golden text."""
        rows: list[str] = []
        for tag in _blocks(self.tree):
            own = [kid for kid in _own_marks(tag) if kid[0] == page]
            if tag.kind == "Figure" and tag.page == page:
                rows.append(f"Figure: {tag.alt}")
            elif said := joined([text for mark in own if (text := self.texts.get(mark, "")).strip()]):
                rows.append(f"{tag.kind}: {said}" if tag.kind in _NAMED else said)
        above, below = (
            " | ".join(folded(piece.text) for piece in self.margin(page, above=half)) for half in (True, False)
        )
        return [above, *rows, below]

    def on(self, page: int) -> list[Piece]:
        return [piece for piece in self.pieces if piece.page == page]

    def pieces_of(self, tag: Tag) -> list[Piece]:
        """Give what is printed of an element."""
        marks = set(tag.marks)
        return [piece for piece in self.pieces if (piece.page, piece.mcid) in marks]

    def find(self, said: str, *kinds: str) -> Tag:
        """Give the first element of these kinds whose text starts with some words."""
        found = [tag for tag in self.tree.all(*kinds) if tag.text.startswith(said)]
        assert found, f"no {kinds} says {said!r}"
        return found[0]

    @property
    def links(self) -> list[Link]:
        return [
            self._link(one, number)
            for number, page in enumerate(self.file.pages, 1)
            for one in page.get("/Annots", [])
            if one.Subtype == pikepdf.Name.Link
        ]

    def _link(self, one: Any, page: int) -> Link:
        left, bottom, right, top = map(float, one.Rect)
        box = Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))
        if "/A" in one and "/URI" in one.A:
            return Link(page, box, url=str(one.A.URI))
        to = one.get("/Dest") if "/Dest" in one else one.A.D
        if not isinstance(to, pikepdf.Array):
            to = self.destinations[str(to)]
        return Link(page, box, to_page=self._numbers[to[0].objgen], to_top=float(to[3]))

    @cached_property
    def destinations(self) -> dict[str, Any]:
        names = self.file.Root.get("/Names", pikepdf.Dictionary()).get("/Dests", pikepdf.Dictionary())
        flat = list(names.get("/Names", []))
        return {str(flat[at]): flat[at + 1] for at in range(0, len(flat), 2)}

    @property
    def outline(self) -> list[tuple[int, str, int]]:
        """The bookmarks: (depth from 0, title, page)."""
        with self.file.open_outline() as outline:
            return [*self._bookmarks(outline.root, 0)]

    def _bookmarks(self, items: Any, depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            to = item.destination
            if not isinstance(to, pikepdf.Array):
                to = self.destinations[str(to)]
            yield depth, str(item.title), self._numbers[to[0].objgen]
            yield from self._bookmarks(item.children, depth + 1)

    @property
    def fonts(self) -> set[str]:
        """The names of the fonts, without the mark of a subset."""
        found = set()
        for page in self.file.pages:
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).values():
                found.add(str(font.BaseFont)[1:].split("+")[-1])
        return found


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _blocks(tag: Tag, *, inside: bool = False) -> Iterator[Tag]:
    """Give what stands on lines of its own: the known blocks, and what no known block holds."""
    for one in tag.children:
        if one.kind in _BLOCKS:
            yield one
            yield from _blocks(one, inside=True)
        elif inside or any(below.kind in _BLOCKS for below in one.walk()):
            yield from _blocks(one, inside=inside)
        else:
            yield one


def _own_marks(tag: Tag) -> list[tuple[int, int]]:
    """Give the marks of a block that no block inside it has."""
    own = []
    for kid in tag.kids:
        if not isinstance(kid, Tag):
            own.append(kid)
        elif kid.kind not in _BLOCKS:
            own += _own_marks(kid)
    return own


def _piece(one: Any, text_page: Any, page: int) -> Piece:
    size, sides, matrix = ctypes.c_float(), [ctypes.c_float() for _ in range(4)], pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(one, size)
    pdfium.FPDFPageObj_GetBounds(one, *sides)
    pdfium.FPDFPageObj_GetMatrix(one, matrix)
    length = pdfium.FPDFTextObj_GetText(one, text_page, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
    pdfium.FPDFTextObj_GetText(one, text_page, buffer, length)
    text = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le")
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    box = Box(*(side.value for side in sides))
    return Piece(page, pdfium.FPDFPageObj_GetMarkedContentID(one), text, box, size.value * scale)


def _marked(page: Any) -> Iterator[tuple[int, str]]:
    """Read a page's content stream: give (mcid, text) for each piece of marked text."""
    fonts = {key: _unicode_of(font) for key, font in page.Resources.get("/Font", {}).items()}
    stack: list[int] = []
    font: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC":
                properties = operands[1]
                stack.append(int(properties.MCID) if "/MCID" in properties else -1)
            case "BMC":
                stack.append(-1)
            case "EMC":
                stack.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ":
                codes = [one for one in _several(operands[0]) if isinstance(one, pikepdf.String)]
                text = "".join(_decoded(bytes(one), font) for one in codes)
                yield next((one for one in reversed(stack) if one >= 0), -1), text


def _decoded(codes: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(high << 8 | low, "\ufffd") for high, low in zip(codes[::2], codes[1::2], strict=True))


def _unicode_of(font: Any) -> dict[int, str]:
    """Read a font's ToUnicode map."""
    assert font.Encoding == pikepdf.Name("/Identity-H"), font.Encoding
    found = {}
    source = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, value in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
    assert "bfrange" not in source, "ranges are not read here yet"
    return found


def lines(pieces: list[Piece]) -> list[list[Piece]]:
    """Put pieces together that stand on one line: each to the right of the one before, at its height."""
    found: list[list[Piece]] = []
    for piece in pieces:
        before = found[-1][-1] if found else None
        if (
            before is not None
            and before.page == piece.page
            and before.box.left < piece.box.left
            and before.box.overlap(piece.box)[1] > 0
        ):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def overlaps(pieces: list[Piece]) -> list[tuple[Piece, Piece]]:
    """Give every two pieces of one page whose ink covers the same place."""
    found = []
    ordered = sorted(pieces, key=lambda one: (one.page, -one.box.top))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.page != one.page or other.box.top < one.box.bottom:
                break
            wide, high = one.box.overlap(other.box)
            if wide > 0.5 and high > 0.5:
                found.append((one, other))
    return found


def skipped_levels(levels: list[int]) -> list[tuple[int, int]]:
    """Give each pair of headings of which the second is more than one level deeper than the first."""
    return [(one, other) for one, other in pairwise([0, *levels]) if other > one + 1]
