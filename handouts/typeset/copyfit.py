"""Copyfit: a sheet of paper less where white space can be spared. The type size never changes.

The stylesheets multiply their gaps, and what a line's height has above its least, by the token ``--slack``. No
line ends elsewhere for that: the first layout says how high everything is, and what of it can be spared. So where
tightening would be in vain, no page is laid out again to find that out.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

from handouts.typeset.column import Column, Piece
from handouts.typeset.edition import Edition

STEPS = (0.8, 0.65, 0.5)
"""What ``--slack`` is lowered to, step by step. Half of the gaps still tells blocks apart."""

NEARLY_EMPTY = 1 / 3
"""A last page filled less than this may be saved."""

WORTH_A_SHEET = 2 / 3
"""And one filled less than this, where a sheet of paper is saved with it."""

MOST_PAGES = 12
"""In a longer document a page more is little, and laying it out again costs much."""


def css(slack: float) -> str:
    """Give the stylesheet that tightens white space."""
    return f":root {{ --slack: {slack} }}"


def fit(document: Any, edition: Edition, lay_out: Callable[[float], Any]) -> Any:
    """Give the document with the least tightening that saves a page, or as it is where none does.

    In an edition with a limit of pages that means: that keeps the limit.
    ``lay_out`` lays the same text out again at a slack; a step that can't do is not tried. Where nothing is known
    of the text, the last step is tried first, for mostly not even that saves a page.
    """
    if not edition.copyfit or not _may_be_saved(document, edition):
        return document
    most, column = edition.pages or len(document.pages) - 1, read(document)
    if column:
        steps, otherwise = [step for step in STEPS if column.pages(step) <= most], document
    else:
        steps, otherwise = list(STEPS[:-1]), lay_out(STEPS[-1])
        if len(otherwise.pages) > most:
            return document
    return next((one for one in map(lay_out, steps) if len(one.pages) <= most), otherwise)


def _may_be_saved(document: Any, edition: Edition) -> bool:
    """Tell whether the last page is nearly empty, and a page less is worth having."""
    pages = len(document.pages)
    if edition.pages:
        return edition.pages < pages <= edition.pages + 1
    if not 1 < pages <= MOST_PAGES:
        return False
    if edition.sheets(pages - 1) < edition.sheets(pages):
        return filled(document) < WORTH_A_SHEET
    # Of a booklet's sheet there would only be one blank page more.
    return not edition.imposition and filled(document) < NEARLY_EMPTY


def filled(document: Any) -> float:
    """Give the part of the last page's height that is filled, from 0 to 1."""
    page = document.pages[-1]._page_box  # noqa: SLF001 - WeasyPrint is pinned, and has no other way to ask
    text = page.children[0]
    return float((text.position_y + text.margin_height() - page.content_box_y()) / page.height)


# ---- Reading a layout: WeasyPrint is pinned, and has no other way to ask

_PARTED = {"BlockBox", "TableBox", "TableCaptionBox", "TableRowGroupBox"}
"""Boxes that a page may end in."""
_WHOLE = {"LineBox", "BlockReplacedBox", "TableRowBox"}
_INLINE = {"LineBox", "InlineBox", "TextBox"}
_WITHOUT_MARGIN = _INLINE | {"TableRowGroupBox", "TableRowBox", "TableCellBox"}
_OUTSIDE = {"absolute", "fixed"}
_AVOID = {"avoid", "avoid-page"}
_FORCE = {"page", "left", "right", "recto", "verso"}
_LOGICAL = {"top": "margin_block_start", "bottom": "margin_block_end"}

Path = tuple[Any, ...]
"""A box, after all those that it stands in."""


class _UnknownError(Exception):
    """Text stands beside other text, or is as high as can't be reckoned."""


def read(document: Any) -> Column | None:
    """Read a text's column from its layout, or give None where its heights alone do not say where pages end."""
    pages = [page._page_box for page in document.pages]  # noqa: SLF001
    if any(type(box).__name__ != "MarginBox" for page in pages for box in page.children[1:]):
        return None  # footnotes
    try:
        pieces = tuple(_pieces(pages))
    except _UnknownError:
        return None
    rooms = tuple(float(page.height) for page in pages)
    # With a page less before it, a part that begins a page of its own has another page's room.
    return Column(pieces, (max(rooms),) if any(one.must_break for one in pieces) else rooms)


def _pieces(pages: list[Any]) -> Iterator[Piece]:
    heads: set[int] = set()
    found = [(number, path) for number, page in enumerate(pages) for path in _paths(page.children[0], heads)]
    least = _least_leading(pages[0].children[0].style)
    page, foot = 0, pages[0].content_box_y()
    above: Path = ()
    for (number, path), is_lonely in zip(found, _lonely([path for _, path in found]), strict=True):
        box, shared = path[-1], _shared(above, path)
        closed, opened = above[shared:], path[shared:]
        margins = [*(_margin(one, "bottom") for one in closed), *(_margin(one, "top") for one in opened), (0, 0)]
        head = sum(_edge(one, "top") for one in opened[:-1])
        # A page begins without a margin: what would be there is known from what is written only.
        joined = max(length for length, _ in margins) + sum(min(0, length) for length, _ in margins)
        written = sum(_edge(one, "bottom") for one in closed[:-1]) + joined + head
        breaks = {value for one in closed[:1] for value in _breaks(one, "after")}
        breaks |= {value for one in opened[:1] for value in _breaks(one, "before")}
        is_avoided = breaks & _AVOID or any(one.style["break_inside"] in _AVOID for one in path[:shared])
        has_edges = type(box).__name__ in ("BlockBox", "BlockReplacedBox")
        top = box.border_box_y() if has_edges else box.position_y
        height = box.border_height() if has_edges else box.height
        yield Piece(
            page=number,
            gap=top - foot if number == page else written,
            gap_spared=sum(spared for _, spared in margins),
            head=head,
            height=height,
            height_spared=_spared(box, least),
            may_break=not is_lonely and not is_avoided,
            must_break=bool(breaks & _FORCE) or any(one.style["page"] != box.style["page"] for one in above[-1:]),
        )
        page, above, foot = number, path, top + height


def _paths(box: Any, heads: set[int], *above: Any) -> Iterator[Path]:
    """Give what no page ends in, in its order; ``heads`` of tables stand once only, not on each page."""
    for child in box.children:
        name, path = type(child).__name__, (*above, box, child)
        if child.style["position"] in _OUTSIDE or getattr(child, "is_footer", False):
            continue
        if child.is_column or not child.is_in_normal_flow():
            raise _UnknownError
        if name in _PARTED:
            if getattr(child, "is_header", False):
                if id(child.element) in heads:
                    continue
                heads.add(id(child.element))
            yield from list(_paths(child, heads, *path[:-1])) or [path]
        elif name in _WHOLE and (name != "TableRowBox" or child.style["break_inside"] in _AVOID):
            yield path
        else:
            raise _UnknownError


def _shared(above: Path, path: Path) -> int:
    """Give how many boxes two pieces stand in together; what a page ends in is two boxes on two pages."""
    pairs = zip(map(_identity, above[:-1]), map(_identity, path[:-1]), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _identity(box: Any) -> tuple[Any, ...]:
    return box.element, box.element_tag, type(box), getattr(box, "index", None)


def _lonely(paths: list[Path]) -> Iterator[bool]:
    """Tell of each piece whether it is a line that no page begins with: too few would stand there or above."""
    paragraphs: list[list[Path]] = []
    for path in paths:
        above = paragraphs[-1][-1] if paragraphs else path
        are_lines = type(above[-1]).__name__ == type(path[-1]).__name__ == "LineBox"
        if above is not path and are_lines and len(above) == len(path) == _shared(above, path) + 1:
            paragraphs[-1].append(path)
        else:
            paragraphs.append([path])
    for lines in paragraphs:
        style = lines[0][-1].style
        yield False
        yield from (at < style["orphans"] or len(lines) - at < style["widows"] for at in range(1, len(lines)))


def _breaks(box: Any, side: str) -> Iterator[str]:
    """Give what is said of a page break before or after a box, by it and by all that begin or end with it."""
    while type(box).__name__ in _PARTED | {"TableRowBox", "BlockReplacedBox"}:
        yield box.style[f"break_{side}"]
        if not box.children:
            return
        box = box.children[-1 if side == "after" else 0]


def _edge(box: Any, side: str) -> float:
    """Give a box's padding and border; rows of a table have none."""
    return float(getattr(box, f"padding_{side}", 0) + getattr(box, f"border_{side}_width", 0))


def _margin(box: Any, side: str) -> tuple[float, float]:
    """Give a box's margin, and what of it tightening may take: nothing of one that is written as a mere length."""
    length = box.style[f"margin_{side}"]
    if length == "auto" or type(box).__name__ in _WITHOUT_MARGIN:
        return 0, 0
    if getattr(length, "unit", None) != "px":
        raise _UnknownError
    # Of the box around a table nothing is written: it has the table's margin.
    written = getattr(box.style, "cascaded", {})
    values = [written[name][0] for name in (f"margin_{side}", _LOGICAL[side]) if name in written]
    is_fixed = values and all(hasattr(one, "unit") for one in values)
    return length.value, 0 if is_fixed else max(0, length.value)


def _spared(box: Any, least: float) -> float:
    """Give what tightening may take of a box's height: gaps in it, and its lines' leading above the least."""
    if type(box).__name__ == "LineBox":
        inside = list(_inline(box))
        leading = max(_leading(one.style, least) for one in inside if type(one).__name__ in _INLINE)
        return leading + sum(_spared(one, least) for one in inside if type(one).__name__ not in _INLINE)
    boxes = [one for one in box.children if one.style["position"] not in _OUTSIDE]
    parts = [_spared(one, least) + sum(_margin(one, side)[1] for side in _LOGICAL) for one in boxes]
    return max(parts, default=0) if type(box).__name__ == "TableRowBox" else sum(parts)


def _inline(box: Any) -> Iterator[Any]:
    """Give a line and all that stands in it, down to the boxes that are set in it as a whole."""
    yield box
    for child in box.children if type(box).__name__ in _INLINE else ():
        if child.style["position"] not in _OUTSIDE:
            yield from _inline(child)


def _leading(style: Any, least: float) -> float:
    """Give what a line is higher than it is at least, in pixels."""
    height, size = style["line_height"], style["font_size"]
    if height == "normal":
        return 0
    if isinstance(height, float | int):
        return float(max(0, height - least) * size)
    if height.unit != "px":
        raise _UnknownError
    return float(max(0, height.value - least * size))


def _least_leading(style: Any) -> float:
    """Give the leading that no line has less of, by the tokens that say so; 0 where they say nothing plain."""
    least = 1.0
    for name in ("__leading_least", "__tall"):
        tokens: list[Any] = [one for one in style[name] or () if one.type != "whitespace"]
        least *= tokens[0].value if len(tokens) == 1 and tokens[0].type == "number" else 0
    return least
