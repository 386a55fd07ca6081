"""Joining: the quires of a book, each a tagged PDF file of its own, become one. Works on the objects of PDF files.

What each file has once is made one: the page tree, the structure tree with its numbers and names (ISO 32000-1,
14.7), the outline (12.3.3), the names that links lead to (12.3.2.3). What the file says of itself is said by the
first.
"""

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from handouts.typeset import common_fonts
from handouts.typeset.quires import ELSEWHERE
from handouts.typeset.saving import saved


def joined(pieces: Sequence[bytes], front: int) -> bytes:
    """Give one file of several; the same bytes each time.

    ``front`` is how many of the pieces have pages that are called i, ii, …; the others 1, 2, ….
    """
    book = _Book(pikepdf.open(io.BytesIO(pieces[0])))
    for number, piece in enumerate(pieces):
        if number == front:
            book.numbers_begin()
        if number:
            book.add(pikepdf.open(io.BytesIO(piece)))
    return book.written()


class _Book:
    """A file that others are added to."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        tree = file.Root.StructTreeRoot
        self._document: Any = _sole(tree.K)
        self._next_key = int(tree.ParentTreeNextKey)
        self._kids = _list(self._document.get("/K"))
        self._parents: list[Any] = list(tree.ParentTree.Nums)
        self._identities = dict(_pairs(tree.get("/IDTree")))
        self._targets = dict(_pairs(file.Root.get("/Names", Dictionary()).get("/Dests")))
        self._outline = _outline(file)
        self._opening = 0
        self._settle(file.pages)

    def numbers_begin(self) -> None:
        """Call the next page 1."""
        self._opening = len(self._file.pages)

    def add(self, other: pikepdf.Pdf) -> None:
        """Add the pages of another file, with all that it says of them."""
        before = len(self._file.pages)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Copying pages", category=UserWarning)  # names follow below
            self._file.pages.extend(other.pages)  # first: what refers to pages then refers to the copies
        added = [self._file.pages[at] for at in range(before, len(self._file.pages))]
        self._share_colours(added)
        self._add_tree(other, added)
        self._settle(added)
        names = other.Root.get("/Names", Dictionary())
        if "/Dests" in names:
            self._targets |= dict(_pairs(self._copied(other, names.Dests)))
        if "/Outlines" in other.Root:
            copied = self._copied(other, other.Root.Outlines)
            self._outline += list(_siblings(copied))

    def _copied(self, other: pikepdf.Pdf, one: Any) -> Any:
        return self._file.copy_foreign(one if one.is_indirect else other.make_indirect(one))

    def _share_colours(self, pages: Iterable[Any]) -> None:
        """Let pages use the colour profile of the first: each file has the same."""
        colours: Any = self._file.pages[0].Resources.get("/ColorSpace")
        for page in pages if colours is not None else ():
            if set(page.Resources.get("/ColorSpace", Dictionary()).keys()) <= set(colours.keys()):
                page.Resources.ColorSpace = colours

    def _add_tree(self, other: pikepdf.Pdf, pages: Iterable[Any]) -> None:
        """Append a structure tree; its numbers go on where those before it end."""
        tree = self._copied(other, other.Root.StructTreeRoot)
        for kid in _list(_sole(tree.K).get("/K")):
            kid.P = self._document
            self._kids.append(kid)
        numbers = list(tree.ParentTree.Nums)
        self._parents += [one for key, owner in _twos(numbers) for one in (int(key) + self._next_key, owner)]
        self._identities |= dict(_pairs(tree.get("/IDTree")))
        for page in pages:
            for one in _numbered(page):
                for key in ("/StructParents", "/StructParent"):
                    if key in one:
                        one[key] = int(one[key]) + self._next_key
        self._next_key += int(tree.ParentTreeNextKey)

    def _settle(self, pages: Iterable[Any]) -> None:
        """Let links into other quires lead there."""
        for page in pages:
            for link in page.get("/Annots", ()):
                address = str(link.get("/A", Dictionary()).get("/URI", ""))
                if address.startswith(ELSEWHERE):
                    del link["/A"]
                    link.Dest = String(address.removeprefix(ELSEWHERE))

    def written(self) -> bytes:
        """Give the bytes of the file."""
        file, root = self._file, self._file.Root
        common_fonts.share(file.pages, file)
        tree = root.StructTreeRoot
        self._document.K = Array(self._kids)
        tree.ParentTree = file.make_indirect(Dictionary(Nums=Array(self._parents)))
        tree.ParentTreeNextKey = self._next_key
        if self._identities:
            tree.IDTree = Dictionary(Names=_names(self._identities))
        if self._targets:
            root.Names = Dictionary(Dests=Dictionary(Names=_names(self._targets)))
        if self._outline:
            root.Outlines = _linked(file, self._outline)
        labels = [0, Dictionary(S=Name.r), self._opening, Dictionary(S=Name.D)]
        root.PageLabels = Dictionary(Nums=Array(labels if self._opening else labels[3:]))
        return saved(file)


def _numbered(page: Any) -> Iterator[Any]:
    """Give what of a page has a number in the structure tree: itself, its links, groups that are painted on it."""
    yield page.obj
    yield from page.get("/Annots", ())
    yield from (one for one in page.Resources.get("/XObject", Dictionary()).values() if "/StructParents" in one)


def _sole(kids: Any) -> Any:
    return kids[0] if isinstance(kids, Array) else kids


def _list(kids: Any) -> list[Any]:
    return [] if kids is None else list(kids) if isinstance(kids, Array) else [kids]


def _twos(flat: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(flat[::2], flat[1::2], strict=True)


def _pairs(tree: Any) -> Iterator[tuple[str, Any]]:
    """Read a name tree of one node (7.9.6), as the tagger and WeasyPrint write them; None is an empty one."""
    if tree is not None:
        yield from ((str(name), value) for name, value in _twos(list(tree.Names)))


def _names(pairs: dict[str, Any]) -> Array:
    """Write a name tree: sorted by bytes, as the standard wants it."""
    named = sorted((bytes(String(name)), name) for name in pairs)
    return Array([one for _, name in named for one in (String(name), pairs[name])])


def _outline(file: pikepdf.Pdf) -> list[Any]:
    return list(_siblings(file.Root.Outlines)) if "/Outlines" in file.Root else []


def _siblings(parent: Any) -> Iterator[Any]:
    one = parent.get("/First")
    while one is not None:
        yield one
        one = one.get("/Next")


def _linked(file: pikepdf.Pdf, items: Sequence[Any]) -> Any:
    """Chain the entries of an outline."""
    count = len(items) + sum(max(0, int(one.get("/Count", 0))) for one in items)
    outline = file.make_indirect(Dictionary(First=items[0], Last=items[-1], Count=count))
    for at, one in enumerate(items):
        one.Parent = outline
        for key, other in (("/Prev", at - 1), ("/Next", at + 1)):
            if 0 <= other < len(items):
                one[key] = items[other]
            elif key in one:
                del one[key]
    return outline
