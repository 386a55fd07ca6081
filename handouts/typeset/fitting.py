"""Fitting: a table that is too wide for its page is printed row by row, and words beyond the page are found.

How wide a table's longest words are is known once it is laid out, for each edition anew. No word is broken to make
it fit: "20 mg" in two lines is misread.
"""

from collections.abc import Collection, Iterator
from typing import Any
from xml.etree import ElementTree

from handouts.diagnostics import Diagnostic, error
from handouts.typeset import spacing

WIDE, STACKED = "wide", "stacked"
"""How a table is printed that does not fit: across the page in small type; if that is not enough, as lists."""

_PX = 2.0
"""What boxes may stand out by: the half of a border, a blank at a line's end."""
_WHITE = 12.7 / 25.4 * 96
"""What stays white at the paper's edges, in pixels: 12.7 mm, for office printers and hole punches."""
_MOST_SAID = 3
"""Pieces of text that one message quotes."""

_BLOCKS = {"p", "ul", "ol", "dl", "div", "table", "blockquote", "pre", "figure", "details", "h3", "h4", "h5", "h6"}


def reshape(tables: list[Any], forms: dict[int, str], root: Any) -> None:
    """Give tables of a document the forms that their numbers are found with in ``forms``."""
    for number, form in forms.items():
        if form == WIDE:
            tables[number].set("class", f"{tables[number].get('class', '')} {WIDE}".strip())
        else:
            _replace(tables[number], _stacked(tables[number], root.get("lang") or ""), root)


def as_lists(html: str, numbers: Collection[int]) -> str:
    """Give a page of HTML with the tables of these numbers as lists, as they are printed where they don't fit."""
    import tinyhtml5

    root = tinyhtml5.parse(html, namespace_html_elements=False)
    reshape(list(root.iter("table")), dict.fromkeys(numbers, STACKED), root)
    for one in root.iter():
        if isinstance(one.tag, str):
            one.tag = one.tag.rpartition("}")[2]
    return ElementTree.tostring(root, "unicode", "html")


def too_wide(document: Any, tables: list[Any], forms: dict[int, str]) -> dict[int, str]:
    """Give the numbers of tables that are wider than there is room, and the form that each is to have."""
    found = {}
    numbers = {id(table): number for number, table in enumerate(tables)}
    for page in document.pages:
        box = page._page_box  # noqa: SLF001 - WeasyPrint is pinned, and has no other way to ask
        for above, below in _pairs(box):
            number = numbers.get(id(below.element)) if type(below).__name__ == "TableBox" else None
            if number is None:
                continue
            wide = WIDE in (below.element.get("class") or "").split()
            # A table in a cell of a table can't go across the page.
            room = box if wide else _around(above, below)
            left, right = room.content_box_x(), room.content_box_x() + room.width
            start, end = below.border_box_x(), below.border_box_x() + below.border_width()
            if start < left - _PX or end > right + _PX:
                found[number] = STACKED if wide or forms.get(number) else WIDE
    return found


def cut_off(document: Any, path: str) -> Iterator[Diagnostic]:
    """Say on which pages words stand outside the area that is printed."""
    for number, page in enumerate(document.pages, start=1):
        said = list(dict.fromkeys(_outside(page._page_box)))  # noqa: SLF001
        if said:
            words = ", ".join(f'"{one}"' for one in said[:_MOST_SAID])
            more = f" and {len(said) - _MOST_SAID} more" if len(said) > _MOST_SAID else ""
            message = f"on page {number} words would be cut off at the edge: {words}{more}"
            hint = "use shorter words or lines there, or look at the library's own styles"
            yield error("cut-off", message, path, hint=hint)


def _outside(page: Any) -> Iterator[str]:
    right = page.margin_width() - _WHITE
    for part in page.children:
        if type(part).__name__ == "MarginBox":
            top, foot = 0.0, page.margin_height()
        else:
            top, foot = page.content_box_y(), page.content_box_y() + page.height
        for box in _all(part):
            said = getattr(box, "text", None)
            if type(box).__name__ != "TextBox" or not said or not said.strip():
                continue
            # A line may stand in the margin, where nothing else is; it is read there. A blank at a line's end
            # takes room that nobody sees; and the boxes of tall scripts are higher than their lines.
            width = box.width * len(said.rstrip()) / len(said)
            middle = box.position_y + box.height / 2
            beside = box.position_x < _WHITE or box.position_x + width > right
            if beside or not top <= middle <= foot:
                yield said.strip()


def _all(box: Any) -> Iterator[Any]:
    stack = [box]
    while stack:
        one = stack.pop()
        yield one
        stack += reversed(getattr(one, "children", ()))


def _pairs(box: Any) -> Iterator[tuple[list[Any], Any]]:
    """Give every box below one, each with those it stands in."""
    stack = [([box], child) for child in reversed(box.children)]
    while stack:
        above, one = stack.pop()
        yield above, one
        stack += [([*above, one], child) for child in reversed(getattr(one, "children", ()))]


def _around(above: list[Any], table: Any) -> Any:
    """Give the box that a table has to fit into: the one around its wrapper."""
    return next(box for box in reversed(above) if box.element is not table.element)


# ---- A table as lists


def _stacked(table: Any, lang: str) -> Any:
    """Give a table as a list for each row: its first cell, and below it "heading: what the cell says".

    A cell that spans several rows or columns is said in each of them.
    """
    heads, rows = _grid(table)
    colon = f"{spacing.NO_BREAK}:" if spacing.is_set_apart(lang) else ":"
    out = ElementTree.Element("div", {"class": STACKED})
    for caption in table.iter("caption"):
        _into(ElementTree.SubElement(out, "p", {"class": "lead-in"}), caption, "", colon)
    for row in rows:
        headings = [_heading(heads, column) for column in range(len(row))]
        title = ElementTree.SubElement(out, _tag_for(row[0]), {"class": "lead-in"})
        _into(ElementTree.SubElement(title, "strong"), row[0], headings[0], colon)
        if len(row) > 1:
            items = ElementTree.SubElement(out, "ul")
            for cell, heading in zip(row[1:], headings[1:], strict=True):
                _into(ElementTree.SubElement(items, "li"), cell, heading, colon)
    return out


def _grid(table: Any) -> tuple[list[list[Any]], list[list[Any]]]:
    """Give the rows of headings and the other rows, with as many cells each as the table has columns."""
    heads: list[list[Any]] = []
    rows: list[list[Any]] = []
    head_rows = [row for head in table.iter("thead") for row in head.iter("tr")]
    pending: dict[int, tuple[Any, int]] = {}
    for row in table.iter("tr"):
        cells: list[Any] = []
        for cell in [one for one in row if one.tag in ("td", "th")]:
            _fill(cells, pending)
            down = _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                if down > 1:
                    pending[len(cells)] = (cell, down - 1)
                cells.append(cell)
        _fill(cells, pending)
        if cells:
            (heads if any(row is one for one in head_rows) else rows).append(cells)
    return heads, rows


def _fill(cells: list[Any], pending: dict[int, tuple[Any, int]]) -> None:
    """Say again what a cell further up says of this row, too."""
    while len(cells) in pending:
        cell, left = pending.pop(len(cells))
        if left > 1:
            pending[len(cells)] = (cell, left - 1)
        cells.append(cell)


def _span(cell: Any, name: str) -> int:
    said = cell.get(name) or "1"
    return max(1, int(said)) if said.isdecimal() else 1


def _heading(heads: list[list[Any]], column: int) -> str:
    said = ("".join(row[column].itertext()).strip() for row in heads if column < len(row))
    return " ".join(dict.fromkeys(filter(None, said)))


def _tag_for(cell: Any) -> str:
    return "div" if any(one.tag in _BLOCKS for one in cell.iter()) else "p"


def _into(target: Any, cell: Any, heading: str, colon: str) -> None:
    """Put a heading and what a cell says into an element; of an empty cell a dash is left."""
    opening = "" if not heading else f"{heading} " if heading.endswith((":", "?", "：")) else f"{heading}{colon} "
    said = "".join(cell.itertext()).strip() or cell.find(".//img") is not None
    target.text = opening + ((cell.text or "").lstrip() if said else "–")
    target.extend(list(cell) if said else [])


def _replace(old: Any, new: Any, root: Any) -> None:
    above = next(one for one in root.iter() if any(child is old for child in one))
    new.tail = old.tail
    above[next(at for at, child in enumerate(above) if child is old)] = new
