"""Tables: every cell has its headers, and the rows make a grid (PDF/UA-1, 7.5)."""

from collections.abc import Iterator

from handouts.verify import reading
from handouts.verify.elements import Element
from handouts.verify.fault import Fault, shortened
from handouts.verify.opened import Opened


def faults(opened: Opened) -> Iterator[Fault]:
    """Give what is wrong with the tables."""
    for table in (one for one in opened.elements if one.role == "Table"):
        said = f"the table that begins with {shortened(reading.text(table, opened.content))}"
        rows = [one for one in table.walk() if one.role == "TR"]
        cells = [cell for row in rows for cell in row.elements]
        heads = [cell for cell in cells if cell.role == "TH"]
        if not heads:
            yield Fault("pdf-table", f"{said} has no header cells: nothing says what a number in it is")
        if any("Scope" not in cell.attributes for cell in heads):
            yield Fault("pdf-table", f"a header cell of {said} does not say whether it heads a row or a column")
        names = {cell.said("/ID") for cell in cells}
        asked = {str(name) for cell in cells for name in cell.attributes.get("Headers", [])}
        if asked - names:
            yield Fault("pdf-table", f"a cell of {said} names a header that is not there")
        if len(set(_widths(rows))) > 1:
            yield Fault("pdf-table", f"the rows of {said} have different numbers of cells")


def _widths(rows: list[Element]) -> list[int]:
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row.elements:
            while (at, column) in taken:
                column += 1
            across, down = int(cell.attributes.get("ColSpan", 1)), int(cell.attributes.get("RowSpan", 1))
            taken |= {(at + below, column + right) for below in range(down) for right in range(across)}
    return [sum(1 for row, _ in taken if row == at) for at in range(len(rows))]
