"""Tables: what does not fit beside the margin uses the whole page, in smaller type; nothing is ever cut off."""

from itertools import zip_longest

from lxml.html import HtmlElement

from handouts.typeset import fragment

LETTERS = 60
"""Letters that surely fit side by side into a table as wide as the text."""

LETTERS_WIDE = 84
"""Letters that surely fit into a table as wide as the page; where the longest words of all columns have more,
each row is printed as a list: ``fitting`` measures that for each edition."""

WIDE = 5
"""Columns from which a table is set across the page, in smaller type."""

LONG = 9
"""Rows from which a table may be cut between two of them."""


def size(table: HtmlElement) -> bool:
    """Mark a table that needs the page's whole width, or more than one page; tell whether that is too little."""
    rows = [[fragment.text(cell) for cell in row] for row in table.iter("tr")]
    columns = list(zip_longest(*rows, fillvalue=""))
    letters = sum(2 + max(len(word) for cell in column for word in cell.split() or [""]) for column in columns)
    marks = {
        "wide": len(columns) >= WIDE or letters > LETTERS,
        "long": len(rows) >= LONG,
        "crowded": letters > LETTERS_WIDE,
    }
    if any(marks.values()):
        table.set("class", " ".join(name for name, holds in marks.items() if holds))
    return marks["crowded"]
