"""Links: each is in the tree, says in words where it leads, and has something to click on (PDF/UA-1, 7.18)."""

from collections.abc import Iterator
from typing import Any

from handouts.verify import reading
from handouts.verify.elements import Element
from handouts.verify.fault import Fault, shortened
from handouts.verify.opened import Opened


def faults(opened: Opened) -> Iterator[Fault]:
    """Give what is wrong with links and other annotations."""
    owners = {name: one for one in opened.elements for name in one.annotations}
    for page, one in opened.annotations:
        kind, said = str(one.get("/Subtype", "")), str(one.get("/Contents", ""))
        target = target_of(one)
        named = f"the link {shortened(said or target)} on page {page}"
        owner = owners.get(one.objgen)
        if kind != "/Link":
            if owner is None and kind != "/Popup":
                yield Fault("pdf-link", f"an annotation {kind[1:]} on page {page} belongs to no element")
            continue
        if owner is None or owner.role != "Link":
            yield Fault("pdf-link", f"{named} belongs to no element: a screen reader does not know of it")
        else:
            yield from _way_back(opened, one, owner, named)
        if not said.strip():
            yield Fault("pdf-link", f"{named} has no words that say where it leads")
        elif said == target and not _is_its_words(opened, one, owner):
            yield Fault("pdf-link", f"{named} is described by its bare address", "describe it by what it says")
    for one in opened.elements:
        if one.role == "Link" and not any(part.marks for part in one.walk()):
            yield Fault("pdf-link", "a link has no words or picture of its own")


def _way_back(opened: Opened, annotation: Any, owner: Element, named: str) -> Iterator[Fault]:
    back = opened.parents.get(int(annotation.get("/StructParent", -1)))
    if getattr(back, "objgen", None) != owner.entry.objgen:
        yield Fault("pdf-link", f"the way back from {named} to its element is broken")


def _is_its_words(opened: Opened, annotation: Any, owner: Element | None) -> bool:
    """Tell whether a link prints the name of its place: that of a guide may be its title, in small letters."""
    words = reading.text(owner, opened.content) if owner is not None else ""
    return "/URI" not in annotation.get("/A", {}) and words == str(annotation.get("/Contents"))


def target_of(annotation: Any) -> str:
    """Give the address that a link opens, or the name of the place that it leads to."""
    action = annotation.get("/A")
    if action is not None and "/URI" in action:
        return str(action.URI)
    place = annotation.get("/Dest", action.get("/D") if action is not None else None)
    return str(place) if place is not None and not isinstance(place, list) else ""
