"""Sections: headings put in order, ids given, and the tree cut into one part for each main heading."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml.html import HtmlElement

from handouts.diagnostics import Diagnostic, note
from handouts.library.guide import Guide
from handouts.library.slugs import folded, slugify
from handouts.library.source import Places
from handouts.typeset import fragment
from handouts.typeset.binding import SEPARATOR
from handouts.typeset.section_kinds import ORDINARY, SectionKinds

_MAIN = 2
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class Draft:
    """A section in the making: its heading (None before the first one) and the elements below it."""

    kind: str
    heading: HtmlElement | None
    elements: list[HtmlElement] = field(default_factory=list)

    def iter(self, *tags: str) -> Iterator[HtmlElement]:
        """Give every element of these tags in the section, its heading's included."""
        for element in [*([self.heading] if self.heading is not None else []), *self.elements]:
            yield from list(element.iter(*tags))


def relevel(tree: HtmlElement, guide: Guide, places: Places) -> list[Diagnostic]:
    """Make main headings ``h2`` and every other at most one deeper than the one before.

    The title is the only ``h1`` (Matterhorn 14-002, 14-003: no level is skipped). A first heading that only
    repeats the title goes.
    """
    headings = list(tree.iter(*_HEADINGS))
    if headings and headings[0].tag == "h1" and _same(fragment.text(headings[0]), guide.title):
        headings.pop(0).drop_tree()
    for heading in [one for one in headings if not fragment.text(one)]:
        headings.remove(heading)
        heading.drop_tree()
    problems: list[Diagnostic] = []
    levels = sorted(_level(one) for one in headings)
    # One ``#`` is another title above main headings written ``##``; several are main headings themselves.
    top = 1 if levels[:2] == [1, 1] else max(2, min(levels, default=2))
    if top == 1 and headings:
        said = fragment.text(headings[0])
        message = f'the heading "{said}" is as high as the title; this and all others are printed one level lower'
        hint = "write main headings with ##: the title is the only heading with one #"
        problems.append(note("heading-level", message, guide.path, places.next_heading(said), hint))
    above = 1
    for number, heading in enumerate(headings):
        # What stands in a box or a quotation is no main heading: it would not be found as a section.
        least = 2 if heading.getparent() is tree else 3
        level = max(least, _level(heading) - top + 2)
        said = fragment.text(heading)
        place = places.next_heading(said) if number or not problems else (0, 0)
        if level > above + 1:
            message = f'the heading "{said}" skips a level; it is printed one level higher'
            hint = f"write it with {'#' * (above + top - 1)}"
            if least == _MAIN:
                problems.append(note("heading-level", message, guide.path, place, hint))
            level = above + 1
        heading.tag = f"h{min(level, 6)}"
        above = level
    return problems


def identify(tree: HtmlElement, anchor: str) -> dict[str, str]:
    """Give every heading an id that starts with the guide's anchor; prefix the ids that are there.

    Returns the ids by the fragment that an author would write for them.
    """
    known: dict[str, str] = {}
    for element in tree.iter():
        said = element.get("id")
        if said is None and element.tag not in _HEADINGS:
            continue
        _name(element, said or fragment.text(element), anchor, known)
    return known


def identify_made(drafts: list["Draft"], anchor: str, known: dict[str, str]) -> None:
    """Give ids to what was made since: questions, and sections that front matter adds. Adds them to ``known``."""
    for draft in drafts:
        for element in draft.iter():
            said = element.get("id")
            if said is None and element.tag in _HEADINGS:
                _name(element, fragment.text(element), anchor, known)
            elif said is not None and said not in known.values():
                _name(element, said, anchor, known)


def _name(element: HtmlElement, said: str, anchor: str, known: dict[str, str]) -> None:
    name = base = slugify(said) or "section"
    number = 1
    while name in known:
        number += 1
        name = f"{base}-{number}"
    known[name] = f"{anchor}{SEPARATOR}{name}"
    if not said.isascii():
        known.setdefault(folded(said), known[name])  # what a link asks for in another script
    element.set("id", known[name])


def find_id(fragment_: str, known: dict[str, str]) -> str | None:
    """Give the id that a link such as ``#red-flags`` means, whatever program's spelling it follows."""
    said = unquote(fragment_)
    return known.get(folded(said)) or known.get(slugify(said))


def cut(tree: HtmlElement, kinds: SectionKinds) -> list[Draft]:
    """Cut the tree at its main headings. What stands before the first is a section without a heading."""
    drafts = [Draft(ORDINARY, None)]
    if (tree.text or "").strip():
        drafts[0].elements.append(fragment.element("p", (tree.text or "").strip()))
    for element in list(tree):
        if element.tag == "h2":
            drafts.append(Draft(kinds.kind_of(fragment.text(element)), element))
        elif element.tag == "div" and element.get("class") == "footnote":
            drafts.append(Draft("notes", None, [one for one in element if one.tag != "hr"]))
        elif element.tag == "hr":
            # A rule ends what stands above it: what follows must not land in the box of the red flags.
            drafts.append(Draft(ORDINARY, None))
        else:
            drafts[-1].elements.append(element)
        tail, element.tail = (element.tail or "").strip(), None
        if tail:
            drafts[-1].elements.append(fragment.element("p", tail))
    return [draft for draft in drafts if draft.heading is not None or draft.elements]


def _level(heading: HtmlElement) -> int:
    return int(str(heading.tag)[1])


def _same(one: str, other: str) -> bool:
    return folded(one) == folded(other)
