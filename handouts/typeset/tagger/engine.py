"""Engine: WeasyPrint 70 with a tagger of our own. The one module that imports it; others have it from here.

Three functions of WeasyPrint are replaced while a page is laid out or written, and only then: the one that splits
text into lines (to keep what a line says), the one that marks content (to keep where it is painted), and the one
that adds the tags. Everything else is read from the boxes once WeasyPrint has painted them.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import LOGGER
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango

from handouts.typeset.tagger import colour, finish, metadata, text
from handouts.typeset.tagger.letters import Glyph
from handouts.typeset.tagger.nodes import Annotation, Found, Mark
from handouts.typeset.tagger.replacing import replaced
from handouts.typeset.tagger.roles import Element, Html, is_decorative
from handouts.typeset.tagger.streams import Place
from handouts.typeset.tagger.tree import Styles, Tree

_PX = 0.75
"""Points in a CSS pixel."""
_PROFILE = "handouts-srgb"


def render(html: Any, **options: Any) -> Any:
    """Lay a ``weasyprint.HTML`` out, as its ``render`` does, and keep what each line says."""
    with replaced(inline, "split_text_box", _split_text_box):
        return html.render(**options)


def write_pdf(document: Any, finisher: Callable[[Any, Any], None] | None = None) -> bytes:
    """Write a document that ``render`` has laid out, as PDF/UA-1 and PDF/A-2a. ``finisher`` is WeasyPrint's."""
    document.color_profiles.setdefault(_PROFILE, colour.srgb())
    described = document.metadata.generate_rdf_metadata
    document.metadata.generate_rdf_metadata = lambda *given: metadata.with_claim(described(*given))
    with replaced(Stream, "marked", _marked), replaced(weasyprint.pdf, "add_tags", _add_tags):
        # The name is any but "srgb", for which WeasyPrint adds a larger profile of its own.
        pdf: bytes = document.write_pdf(pdf_variant="pdf/a-2a", output_intent=_PROFILE, finisher=finisher)
    return pdf


# ---- While WeasyPrint lays out and paints

_split = inline.split_text_box


def _split_text_box(context: Any, box: Any, width: Any, skip: int, *, is_line_start: bool = True) -> Any:
    """Cut a line off a text, and keep with it what was cut, blanks and soft hyphens included."""
    line, resume, preserved = _split(context, box, width, skip, is_line_start=is_line_start)
    if line is not None:
        line.source = box.text.encode()[skip:resume].decode()
        line.follows_blank = box.text.encode()[:skip].endswith(b" ")
    return line, resume, preserved


@contextmanager
def _marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
    """Paint a box as marked content, and keep where. What the mark means is decided when all is painted."""
    if stream._tags is None:  # noqa: SLF001
        yield
        return
    is_group = "Group" in stream.extra
    place = stream._tags[box] = Place(stream, len(stream.stream), 0, partial(_glyphs, box), is_group)  # noqa: SLF001
    stream.begin_marked_content(tag, pydyf.Dictionary())
    try:
        yield
    finally:
        place.end = len(stream.stream)
        stream.end_marked_content()


def _glyphs(box: Any) -> Iterator[Glyph]:
    """Lay the text of a box out once more, as it was painted, and give its glyphs (see ``draw_first_line``)."""
    box.pango_layout.reactivate(box.style)
    pango.pango_layout_set_single_paragraph_mode(box.pango_layout.layout, True)
    line, _ = box.pango_layout.get_first_line()
    source, run = box.pango_layout.text.encode(), line.runs[0]
    while run != ffi.NULL:
        item, glyphs, clusters = run.data.item, run.data.glyphs, run.data.glyphs.log_clusters
        starts = sorted({clusters[at] for at in range(glyphs.num_glyphs)})
        ends = dict(zip(starts, [*starts[1:], item.length], strict=True))
        for at in range(glyphs.num_glyphs):
            code, start = glyphs.glyphs[at].glyph, clusters[at]
            if code != pango.PANGO_GLYPH_EMPTY:
                letters = source[item.offset + start : item.offset + ends[start]].decode()
                yield Glyph(code, item.offset + start, letters, bool(item.analysis.level % 2))
        run = run.next
    box.pango_layout.deactivate()


# ---- When all is painted


def _add_tags(pdf: Any, document: Any, _version: Any, streams: list[Any]) -> None:
    """Read the boxes of all pages in their order, and write the tree that comes of it."""
    pages = [page._page_box for page in document.pages]  # noqa: SLF001
    everything = [box for page in pages for box in page.descendants(placeholders=True)]
    html = Html(next(box.element for box in everything if box.element_tag == "html"))
    walk = _Walk(Tree(html, _styles(everything, html)), Counter(map(_group, everything)))
    for number, (page, stream) in enumerate(zip(pages, streams, strict=True)):
        walk.page(number, page, stream._tags)  # noqa: SLF001
    fonts: dict[str, dict[int, str]] = {}
    for font in document.fonts.values():
        fonts.setdefault(font.hash, {}).update({} if font.bitmap else font.to_unicode)
    finish.write(pdf, walk.tree, walk.found, streams, fonts)


def _styles(everything: list[Any], html: Html) -> Styles:
    styles = Styles()
    for box in everything:
        tag = box.element_tag or ""
        if tag.endswith("::footnote-call"):
            styles.footnotes.add(box.element)
        elif isinstance(box, boxes.BlockReplacedBox):
            styles.pictures.add(box.element)
        elif tag == "li" and "list-item" in box.style["display"] and (around := html.parent(box.element)):
            styles.bullets.setdefault(around, box.style["list_style_type"])
    return styles


def _group(box: Any) -> tuple[Element, str] | None:
    """Give what names the head or foot of a table, which is painted on each page; None for all other boxes."""
    if getattr(box, "is_header", False):
        return box.element, "head"
    if getattr(box, "is_footer", False):
        return box.element, "foot"
    return None


class _Walk:
    """Goes through the boxes of a document and hands what is printed to the tree."""

    def __init__(self, tree: Tree, groups: Counter[tuple[Element, str] | None]) -> None:
        self.tree = tree
        self.found = Found()
        self._groups = groups
        """How often each head and foot of a table is painted."""
        self._seen: Counter[tuple[Element, str] | None] = Counter()
        self._hidden: dict[Element, bool] = {}

    def page(self, number: int, page: Any, places: dict[Any, Place]) -> None:
        """Go through one page."""
        self._number, self._height, self._places = number, page.margin_height(), places
        self._block: Element | None = None
        self._word: Mark | None = None
        self._visit(page)
        for box, place in places.items():
            LOGGER.error("Content that stands in no box was left out of the tags: %r", box)
            place.turn_into_artifact({})

    def _visit(self, box: Any) -> None:
        if (kind := self._artifact(box)) is not None:
            self._hide(box, kind)
            if box.is_leader:
                self._end_word()
        elif isinstance(box, boxes.TextBox):
            self._text(box)
        elif isinstance(box, boxes.ReplacedBox):
            self._link(box)
            self._picture(box)
        else:
            self._link(box)
            if box.element is not None and box.element_tag in ("td", "th"):
                self.tree.node(box.element)  # an empty cell keeps its place
            elif box.element_tag == "br":
                self._end_word()
            outer = self._block
            if not isinstance(box, (boxes.LineBox, boxes.InlineLevelBox)):
                self._block = box.element
                self._word = None
            for child in box.children:
                self._visit(child._box if isinstance(child, AbsolutePlaceholder) else child)  # noqa: SLF001
            self._block = outer

    def _artifact(self, box: Any) -> dict[str, str] | None:
        """Give the kind of artifact that a box is (ISO 32000-1, table 330); None for a part of the text."""
        if isinstance(box, boxes.MarginBox):
            edge = box.at_keyword.partition("-")[0]
            subtype = {"@top": {"Subtype": "/Header"}, "@bottom": {"Subtype": "/Footer"}}.get(edge, {})
            return {"Type": "/Pagination", **subtype}
        if box.element is None or isinstance(box, boxes.PageBox):
            return None
        if group := _group(box):
            self._seen[group] += 1
            wanted = 1 if group[1] == "head" else self._groups[group]
            return None if self._seen[group] == wanted else {"Type": "/Pagination"}
        if box.element not in self._hidden:
            self._hidden[box.element] = is_decorative(box.element)
        from_stylesheet = isinstance(box, boxes.ReplacedBox) and "::" in box.element_tag
        return {} if self._hidden[box.element] or box.is_leader or from_stylesheet else None

    def _hide(self, box: Any, kind: dict[str, str]) -> None:
        for one in box.descendants(placeholders=True):
            if place := self._places.pop(one, None):
                place.turn_into_artifact(kind)
                self.found.artifacts.append(place)
            if one.link_annotation:
                self._annotate(one, None)

    def _text(self, box: Any) -> None:
        place = self._places.pop(box, None)
        said = text.clean(getattr(box, "source", box.text))
        if not box.text.strip():  # nothing is painted for a blank that stands alone
            if said:
                self._end_word()
            if place:
                place.erase()
        elif place and place.is_empty:
            place.erase()
        elif place:
            pseudo = box.element_tag.partition("::")[2]
            mark = Mark(self._number, box.element, pseudo, self._block, said=said, place=place)
            mark.follows_blank = getattr(box, "follows_blank", False)
            mark.is_right_to_left = box.style["direction"] == "rtl" or text.runs_right_to_left(said)
            self.tree.add(mark)
            self._word = mark

    def _end_word(self) -> None:
        if self._word is not None and not self._word.said.endswith(" "):
            self._word.said += " "

    def _picture(self, box: Any) -> None:
        self._word = None
        if place := self._places.pop(box, None):
            left, top = box.content_box_x() * _PX, (self._height - box.content_box_y()) * _PX
            area = (left, top - box.height * _PX, left + box.width * _PX, top)
            self.tree.add(Mark(self._number, box.element, box=area, place=place))

    def _link(self, box: Any) -> None:
        if box.link_annotation:
            around = self.tree.html.ancestors(box.element)
            self._annotate(box, next((one for one in around if self.tree.html.role(one) == "Link"), None))

    def _annotate(self, box: Any, element: Element | None) -> None:
        left, top, right, bottom = map(float, box.link_annotation["Rect"])
        area = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
        is_whole = box.element is element and "::" not in box.element_tag
        self.found.annotations.append(Annotation(self._number, element, area, is_whole, box.link_annotation))
