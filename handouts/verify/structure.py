"""Structure: the rules of the structure tree (PDF/UA-1, 7.1 to 7.10), and what a reader would stumble over."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from handouts.verify import reading
from handouts.verify.elements import Element
from handouts.verify.fault import Fault, pages, shortened
from handouts.verify.opened import Opened

_BLOCKS = {"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "Sect", "Part", "Div", "BlockQuote"}
_KINDS = {
    *{"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"},
    *{
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
    },
    *{
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
        "Ruby",
    },
    *{"RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"},
}
_MAY_HOLD = {
    "L": {"L", "LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOC", "TOCI", "Caption"},
    "TOCI": {"Lbl", "Reference", "P", "NonStruct", "TOC"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
_MUST_STAND_IN = {
    kid: {parent for parent, kids in _MAY_HOLD.items() if kid in kids}
    for kid in ("LI", "LBody", "TR", "TH", "TD", "THead", "TBody", "TFoot", "TOCI")
}
_NAMES = {"L": "a list", "LI": "a list item", "TOC": "the contents", "TOCI": "an entry of the contents"}
_ENDS = ".!?:;。！？۔؟؛।॥…”\"')"


def faults(opened: Opened) -> Iterator[Fault]:
    """Give what is wrong with the tree."""
    if not opened.tops:
        message = "the file has no structure: a screen reader has to guess what is a heading, a list, a table"
        yield Fault("pdf-untagged", message, "make it again with a program that writes tagged PDF")
        return
    yield from _nesting(opened)
    yield from _headings(opened)
    yield from _lists(opened)
    yield from _figures(opened)
    yield from _names(opened)
    yield from _cuts(opened)


def _nesting(opened: Opened) -> Iterator[Fault]:
    if [one.role for one in opened.tops] != ["Document"]:
        yield Fault("pdf-tree", "the structure does not begin with one element for the document")
    wrong: Counter[str] = Counter()
    for one in opened.elements:
        around = one.parent.role if one.parent else ""
        if one.role not in _KINDS:
            wrong[f"an element is called {one.role}, which no reader knows"] += 1
        if one.role in _MAY_HOLD and ({kid.role for kid in one.elements} - _MAY_HOLD[one.role] or one.marks):
            wrong[f"{_NAMES.get(one.role, one.role)} holds what may not stand in it"] += 1
        elif one.role in _MUST_STAND_IN and around not in _MUST_STAND_IN[one.role]:
            wrong[f"{_NAMES.get(one.role, one.role)} stands in {around or 'nothing'}"] += 1
        if one.role == "P" and any(kid.role in _BLOCKS for kid in one.elements):
            wrong["a paragraph holds a block, such as a heading or a list"] += 1
        if not one.kids and not one.annotations and one.role not in ("TD", "TH"):
            wrong[f"an element {one.role} holds nothing"] += 1
        parent = one.entry.get("/P")
        if one.parent is not None and (parent is None or parent.objgen != one.parent.entry.objgen):
            wrong[f"an element {one.role} names another parent than the one it stands in"] += 1
    for message, count in wrong.items():
        yield Fault("pdf-tree", message + (f" ({count} times)" if count > 1 else ""))


def _headings(opened: Opened) -> Iterator[Fault]:
    found = [one for one in opened.elements if re.fullmatch(r"H[1-6]", one.role)]
    levels = [int(one.role[1]) for one in found]
    if 1 not in levels:
        yield Fault("pdf-heading", "there is no heading of the first level, by which a reader finds the title")
    for (before, level), one in zip(pairwise([0, *levels]), found, strict=True):
        said = reading.text(one, opened.content)
        if not said:
            yield Fault("pdf-heading", f"a heading of level {level} says nothing")
        if level > before + 1:
            message = f"the heading {shortened(said)} is of level {level}, the one before it of level {before}"
            yield Fault("pdf-heading", message, "headings go down one level at a time")


def _lists(opened: Opened) -> Iterator[Fault]:
    for one in opened.elements:
        items = [item for item in one.elements if item.role == "LI"]
        said = shortened(reading.text(one, opened.content))
        if one.role == "L" and any(kid.role == "Lbl" for item in items for kid in item.elements):
            if "ListNumbering" not in one.attributes:
                yield Fault("pdf-list", f"the list {said} does not say how its items are marked")
        elif one.role == "LI" and not any(kid.role == "LBody" for kid in one.elements):
            yield Fault("pdf-list", f"the list item {said} has no body")


def _figures(opened: Opened) -> Iterator[Fault]:
    for one in opened.elements:
        if one.role not in ("Figure", "Formula"):
            continue
        page = one.marks[0][0] if one.marks else 0
        where = f" on page {page}" if page else ""
        if not one.said("/Alt").strip() and not one.said("/ActualText").strip():
            yield Fault("pdf-figure", f"a picture{where} has no words that stand for it", "give it a description")
        sides = [float(side) for side in one.attributes.get("BBox", [])]
        if one.role == "Figure" and not sides:
            yield Fault("pdf-figure", f"a picture{where} does not say where it stands")
        elif sides and page:
            left, bottom, right, top = map(float, opened.file.pages[page - 1].mediabox)
            fits = left - 1 <= sides[0] < sides[2] <= right + 1 and bottom - 1 <= sides[1] < sides[3] <= top + 1
            if not fits:
                yield Fault("pdf-figure", f"a picture{where} says that it stands outside the page")


def _names(opened: Opened) -> Iterator[Fault]:
    """Names of elements, by which header cells and notes are found."""
    given = Counter(one.said("/ID") for one in opened.elements if "/ID" in one.entry)
    if given and "/IDTree" not in opened.root.StructTreeRoot:
        yield Fault("pdf-tree", "elements have names, but the file has no list of them")
    if any(count > 1 for count in given.values()):
        yield Fault("pdf-tree", "two elements have the same name")
    if any(one.role == "Note" and "/ID" not in one.entry for one in opened.elements):
        yield Fault("pdf-tree", "a note has no name by which it could be found")


def _cuts(opened: Opened) -> Iterator[Fault]:
    """Blocks that a page's end cuts in two: read out with a stop in the middle of the sentence."""
    blocks = [one for one in opened.elements if one.role in ("P", "LBody") and _pages(one)]
    for one, other in pairwise(blocks):
        if max(_pages(one)) >= min(_pages(other)):
            continue
        said, goes_on = reading.text(one, opened.content), reading.text(other, opened.content)
        if said and goes_on and said[-1] not in _ENDS and goes_on[0].islower():
            message = f"the text {shortened(said[-30:])} on {pages(_pages(one))} is cut from what goes on with it"
            yield Fault("pdf-cut", f"{message}, {shortened(goes_on)}")


def _pages(element: Element) -> set[int]:
    return {page for one in element.walk() for page, _, _ in one.marks if page}
