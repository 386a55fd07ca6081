"""Imposition: the pages of a booklet on the sheets that are folded and stapled in the middle.

Sheets lie in each other: the outermost holds the first and the last page. Of eight pages, from left to right,
8 and 1 stand on the front of the first sheet, 2 and 7 on its back, 6 and 3 on the second, 4 and 5 on its back.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from handouts.typeset.edition import Edition
from handouts.typeset.saving import saved

if TYPE_CHECKING:
    import pikepdf

MOST_SHEETS = 15
"""What a stapler goes through, and folds flat: 60 pages."""

PAPER_MM = 0.1
"""Thickness of office paper (80 g/m2). Each sheet inside another sticks out by so much at the open edge."""

_PT = 72 / 25.4
_FOR_PAPER = "For printing on paper only: pages stand in the order of a folded booklet, and nothing is tagged."


class Side(NamedTuple):
    """One side of a sheet: the numbers of its left and its right page, from 1; 0 is a blank."""

    left: int
    right: int


def sides(pages: int, direction: str = "ltr") -> Iterator[Side]:
    """Say which pages stand on each side of each sheet, the front of the outermost sheet first."""
    last = -(-pages // 4) * 4
    for sheet in range(last // 4):
        first, end = 2 * sheet + 1, last - 2 * sheet
        for left, right in ((end, first), (first + 1, end - 1)):
            pair = [number if number <= pages else 0 for number in (left, right)]
            yield Side(*(pair if direction == "ltr" else reversed(pair)))


def impose(pdf: bytes, edition: Edition, direction: str = "ltr") -> bytes:
    """Give the sheets of a booklet, ready for a printer that prints on both sides; the same bytes each time.

    Pages stand at their true size. Links and tags stay behind: a sheet has no order in which it could be read
    out, so the file says what it is for, and claims no PDF/UA.
    """
    import pikepdf

    source, sheets = pikepdf.open(io.BytesIO(pdf)), pikepdf.new()
    forms = [sheets.copy_foreign(page.as_form_xobject()) for page in source.pages]
    for number, side in enumerate(sides(len(forms), direction)):
        # Inner sheets stick out by the thickness of those around them: their pages move towards the fold.
        creep = number // 2 * PAPER_MM * _PT
        _add_side(sheets, forms, side, edition, creep, turned=number % 2 == 1 and edition.flip == "long-edge")
    _describe(sheets, source, edition)
    return saved(sheets)


def _add_side(
    sheets: "pikepdf.Pdf",
    forms: list["pikepdf.Object"],
    side: Side,
    edition: Edition,
    creep: float,
    *,
    turned: bool,
) -> None:
    """Add one side of a sheet, lying on its side; ``turned`` stands it on its head."""
    import pikepdf

    upright_width, upright_height = edition.sheet_mm
    width, height = upright_height * _PT, upright_width * _PT
    page_width, page_height = (one * _PT for one in edition.page_mm)
    low = (height - page_height) / 2
    drawn, resources = [], pikepdf.Dictionary()
    places = ((side.left, width / 2 - page_width + creep), (side.right, width / 2 - creep))
    for name, (number, left) in zip(("/Left", "/Right"), places, strict=True):
        if number:
            resources[name] = forms[number - 1]
            drawn.append(f"q 1 0 0 1 {left:.3f} {low:.3f} cm {name} Do Q")
    head = f"-1 0 0 -1 {width:.3f} {height:.3f} cm\n" if turned else ""
    page = sheets.add_blank_page(page_size=(round(width, 3), round(height, 3)))
    page.obj.Resources = pikepdf.Dictionary(XObject=resources)
    page.obj.Contents = sheets.make_stream((head + "\n".join(drawn)).encode())


def _describe(sheets: "pikepdf.Pdf", source: "pikepdf.Pdf", edition: Edition) -> None:
    """Say what the file is, in its metadata, and how it must be printed, to viewers that listen."""
    import pikepdf

    root, known = sheets.Root, source.docinfo
    for key in ("/Title", "/Author", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate"):
        if key in known:
            sheets.docinfo[key] = pikepdf.String(str(known[key]))
    sheets.docinfo["/Subject"] = pikepdf.String(_FOR_PAPER)
    if "/Lang" in source.Root:
        root.Lang = pikepdf.String(str(source.Root.Lang))
    duplex = "/DuplexFlipLongEdge" if edition.flip == "long-edge" else "/DuplexFlipShortEdge"
    root.ViewerPreferences = pikepdf.Dictionary(
        DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"), Duplex=pikepdf.Name(duplex)
    )
