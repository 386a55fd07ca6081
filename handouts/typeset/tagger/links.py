"""Links: one annotation for each line of a link, described by what the link says. Pure."""

from handouts.typeset.tagger.nodes import Annotation, Box
from handouts.typeset.tagger.roles import Element, alternative, words

_SLACK = 8.0
"""Points by which the box of something inside a link, such as bold type, may be higher than the link's own."""
_LEAST = 0.5
"""Points below which nothing can be clicked."""


def kept(annotations: list[Annotation]) -> list[Annotation]:
    """Give the annotations that are needed, in their order.

    WeasyPrint makes one for each box inside a link as well: PDF/UA-1 7.18.5 wants all of a link in one element,
    and a reader would meet it twice.
    """
    found: list[Annotation] = []
    for one in sorted(annotations, key=lambda one: not one.is_whole):
        left, bottom, right, top = one.box
        if one.element is None or min(right - left, top - bottom) < _LEAST:
            continue
        others = (other for other in found if (other.page, other.element) == (one.page, one.element))
        if not any(_holds(other.box, one.box) for other in others):
            found.append(one)
    order = {id(one): number for number, one in enumerate(annotations)}
    return sorted(found, key=lambda one: order[id(one)])


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - 1 <= inner[0]
        and inner[2] <= outer[2] + 1
        and outer[1] - _SLACK <= inner[1]
        and inner[3] <= outer[3] + _SLACK
    )


def description(link: Element, printed: str, *, counts: bool = False) -> str:
    """Say where a link leads (PDF/UA-1 7.18.5): its words, or those of its picture, and its title.

    ``printed`` is what is printed of it; it ``counts`` where the stylesheet adds something, such as the number in
    "(page 12)", and where it has no words.

    Where the words are the address itself, its ``https://`` is left out: it is no word, and is read letter by
    letter.
    """
    pictures = " ".join(filter(None, (alternative(one) for one in link.iter("img"))))
    said = link.attrib.get("aria-label") or (printed if counts else "") or words(link) or pictures or printed
    target = link.attrib.get("href", "")
    if said == target:
        said = said.partition("://")[2] or said
    title = link.attrib.get("title", "")
    return f"{said} ({title})" if title and title != said else said
