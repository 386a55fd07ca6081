"""Finish: a tree that is complete is put in order and written, with its links and its words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from handouts.typeset.tagger import links, speech, tables, text
from handouts.typeset.tagger.letters import Letters
from handouts.typeset.tagger.nodes import Annotation, Found, Mark
from handouts.typeset.tagger.streams import Place
from handouts.typeset.tagger.tree import Tree, pruned
from handouts.typeset.tagger.writer import Writer

_BLANKS = (" ", "\u00a0")

Fonts = Mapping[str, dict[int, str]]
"""By the name of a font in the PDF: the text of each of its glyphs."""


def write(pdf: Any, tree: Tree, found: Found, streams: Sequence[Any], fonts: Fonts) -> None:
    """Write a tree into a ``pydyf.PDF`` whose pages are painted. ``streams`` are those of the pages."""
    kept = links.kept(found.annotations)
    for one in kept:
        if one.element is not None:
            node = tree.node(one.element)
            inside = [kid for part in node.walk() for kid in part.kids if isinstance(kid, Mark)]
            printed = "".join(mark.said for mark in inside).strip()
            is_added_to = any(mark.pseudo in ("before", "after") for mark in inside)
            one.entry["Contents"] = pydyf.String(links.description(one.element, printed, counts=is_added_to))
            node.kids.append(one)
    for node in tree.document.walk():
        if node.role == "Link" and not any(isinstance(kid, Annotation) for kid in node.kids):
            node.role = "Span"  # WeasyPrint makes nothing to click on of a link around blocks
    _drop(pdf, [one for one in found.annotations if one not in kept])
    pruned(tree.document)
    for number, table in enumerate(node for node in tree.document.walk() if node.role == "Table"):
        tables.describe(table, number, tree.html.part)
    marks = [
        kid for node in tree.document.walk() for kid in node.kids if isinstance(kid, Mark) and kid.box is None
    ]
    _spell(pdf, marks, found.artifacts, fonts)
    _settle(marks, fonts)
    speech.speak(tree.document)
    Writer(pdf, tree.document).write(streams)
    _prepare(pdf, tree)


def _drop(pdf: Any, annotations: list[Annotation]) -> None:
    """Take annotations out of their pages."""
    for one in annotations:
        page = pdf.objects[int(pdf.page_references[one.page].split()[0])]
        page["Annots"].remove(one.entry.reference)
        if not page["Annots"]:
            del page["Annots"]
        one.entry.clear()  # not `free`: pydyf 0.13 writes a corrupt index of objects then


def _spell(pdf: Any, marks: list[Mark], artifacts: Sequence[Place], fonts: Fonts) -> None:
    """Make glyphs say their letters where they say others, or none."""
    letters = Letters(pdf, fonts)
    for mark in marks:
        said = text.painted(mark.place.operators, fonts)
        if not text.is_same(mark.said.rstrip(), said.rstrip()) or text.is_silent(mark.place.operators, fonts):
            letters.respell(mark.place)
    for place in artifacts:
        if text.is_silent(place.operators, fonts):
            letters.respell(place)
    letters.write()


def _settle(marks: list[Mark], fonts: Fonts) -> None:
    """See what is painted for each mark, and paint the blank that ends its last word where it was left out.

    Where a line ends, WeasyPrint sometimes paints the blank and sometimes not. Without it a program reads
    "movingand".
    """
    blanks = {font: code for font, codes in fonts.items() for code, said in codes.items() if said in _BLANKS}
    for mark in marks:
        operators = mark.place.operators
        mark.painted = text.painted(operators, fonts)
        if mark.is_right_to_left:
            continue
        if text.lacks_blank(mark.said, mark.painted) and (blank := blanks.get(text.last_font(operators))):
            mark.place.append_glyph(blank)
            mark.painted += " "
        if not text.is_same(mark.said, mark.painted):
            mark.place.properties["ActualText"] = pydyf.String(mark.said)


def _prepare(pdf: Any, tree: Tree) -> None:
    """Say of the file what readers ask of it, and take out what PDF/A forbids."""
    preferences = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if tree.html.root.attrib.get("dir") == "rtl":
        preferences["Direction"] = "/R2L"
    pdf.catalog["ViewerPreferences"] = preferences
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.extra.get("Interpolate") == "true":
            one.extra["Interpolate"] = "false"  # PDF/A-2, 6.2.8
