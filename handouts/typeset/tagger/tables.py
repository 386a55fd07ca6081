"""Tables: which cell heads which, and a cell in every place of the grid. Pure."""

from handouts.typeset.tagger.nodes import Node
from handouts.typeset.tagger.roles import Element

_Grid = dict[tuple[int, int], Node]


def describe(table: Node, number: int, part: str = "") -> None:
    """Say of each header cell what it heads, of each other cell what heads it; fill rows that are too short.

    Every header cell has a scope; where one look along row and column would not do (cells that span, headers at
    the side), the cells name their headers as well (ISO 32000-1, table 349), by names that begin with ``part``.
    """
    rows = [node for node in table.walk() if node.role == "TR"]
    for row in rows:
        for cell in row.nodes:
            cell.attributes["Table"] = _spans(cell.element, len(rows) - rows.index(row))
            if cell.role == "TH":
                cell.attributes["Table"]["Scope"] = _scope(cell, row)
    grid = _grid(rows)
    heads = [cell for row in rows for cell in row.nodes if cell.role == "TH"]
    for count, cell in enumerate(heads):
        cell.identity = f"{part}table-{number:03d}-{count:04d}"
    plain = all(cell.attributes["Table"] == {"Scope": "Column"} for cell in heads)
    places: dict[Node, list[tuple[int, int]]] = {}
    for place, cell in grid.items():
        places.setdefault(cell, []).append(place)
    for cell, covered in places.items():
        spans = cell.attributes["Table"].keys() & {"ColSpan", "RowSpan"}
        if cell.role == "TD" and (spans or not plain) and (headers := _headers(covered, grid)):
            cell.attributes["Table"]["Headers"] = tuple(head.identity for head in headers)
    for cell in (cell for row in rows for cell in row.nodes):
        if not cell.attributes["Table"]:
            del cell.attributes["Table"]


def _spans(element: Element | None, rows_left: int) -> dict[str, int | str]:
    """Give how many columns and rows a cell covers, where more than one; never more rows than there are."""
    spans: dict[str, int | str] = {}
    for name, key, most in (("ColSpan", "colspan", 1000), ("RowSpan", "rowspan", rows_left)):
        given = element.attrib.get(key, "") if element is not None else ""
        if given.isdecimal() and (span := min(int(given), most)) > 1:
            spans[name] = span
    return spans


def _scope(cell: Node, row: Node) -> str:
    given = cell.element.attrib.get("scope", "") if cell.element is not None else ""
    if given in ("row", "rowgroup", "col", "colgroup"):
        return "Row" if given.startswith("row") else "Column"
    in_head = row.parent is not None and row.parent.role == "THead"
    return "Column" if in_head or all(other.role == "TH" for other in row.nodes) else "Row"


def _grid(rows: list[Node]) -> _Grid:
    """Lay the cells out, and append empty ones to rows that are shorter than others (PDF/UA-1 7.2, test 43)."""
    grid: _Grid = {}
    for at, row in enumerate(rows):
        column = 0
        for cell in row.nodes:
            while (at, column) in grid:
                column += 1
            spans = cell.attributes["Table"]
            for down in range(spans.get("RowSpan", 1)):
                for right in range(spans.get("ColSpan", 1)):
                    grid.setdefault((at + down, column + right), cell)
    width = 1 + max((column for _, column in grid), default=-1)
    for at, row in enumerate(rows):
        for column in range(width):
            if (at, column) not in grid:
                grid[at, column] = row.add("TD", is_anonymous=True)
                grid[at, column].attributes["Table"] = {}
    return grid


def _headers(places: list[tuple[int, int]], grid: _Grid) -> list[Node]:
    """Give the header cells above a cell and before it in its rows, each once, from the outside in."""
    found: dict[Node, None] = {}
    for row, column in places:
        above = [grid[one, column] for one in range(row) if (one, column) in grid]
        before = [grid[row, one] for one in range(column) if (row, one) in grid]
        found.update(dict.fromkeys(head for head in (*above, *before) if head.role == "TH"))
    return list(found)
