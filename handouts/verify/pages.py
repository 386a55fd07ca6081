"""Pages: all that is printed is in the tree or known as decoration (PDF/UA-1, 7.1)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handouts.verify import fault
from handouts.verify.fault import Fault, shortened
from handouts.verify.opened import Opened

if TYPE_CHECKING:
    from handouts.verify.elements import Element, MarkKey


def faults(opened: Opened) -> Iterator[Fault]:
    """Give what is wrong between pages and tree."""
    content = opened.content
    for page, text in content.unmarked.items():
        said = f"the text {shortened(text)}" if text.strip() else "a line or picture"
        yield Fault("pdf-unmarked", f"{said} on page {page} is neither part of the text nor known as decoration")
    if content.nested:
        where = fault.pages(content.nested)
        yield Fault("pdf-unmarked", f"on {where} text stands inside decoration, or decoration inside text")
    if content.doubled:
        where = fault.pages(page for page, _, _ in content.doubled)
        yield Fault("pdf-tree", f"two pieces of text on {where} have the same number")
    if opened.tops:
        yield from _owners(opened)


def _owners(opened: Opened) -> Iterator[Fault]:
    owners: dict[MarkKey, Element] = {}
    for one in opened.elements:
        for mark in one.marks:
            if mark in owners:
                yield Fault("pdf-tree", f"text on page {mark[0]} belongs to two elements and is read twice")
            owners[mark] = one
    texts = opened.content.texts
    if lost := [mark for mark in texts if mark not in owners]:
        said = shortened(" ".join(texts[mark] for mark in lost if texts[mark].strip()))
        where = fault.pages(page for page, _, _ in lost)
        message = f"{said} on {where} belongs to no element: one reader leaves it out, another reads it in between"
        yield Fault("pdf-lost", message)
    if absent := [mark for mark in owners if mark not in texts]:
        yield Fault("pdf-tree", f"the structure asks for text that is not there ({len(absent)} times)")
    wrong = 0
    for mark, owner in owners.items():
        page, form, number = mark
        if form or not page:
            continue
        key = opened.file.pages[page - 1].obj.get("/StructParents", -1)
        back = opened.parents.get(int(key))
        found = back[number] if back is not None and number < len(back) else None
        wrong += getattr(found, "objgen", None) != owner.entry.objgen
    if wrong:
        yield Fault("pdf-tree", f"the way back from text to its element is broken ({wrong} times)")
