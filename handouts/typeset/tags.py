"""Tags: what WeasyPrint 70 gets wrong in the structure tree of its PDF, mended before the file is written.

Works on the PDF's objects through the ``finisher`` of ``write_pdf``; it knows dictionaries and references, not
WeasyPrint. Each mend names the rule that the file would break without it.
"""

from typing import Any

import pydyf

_PX = 0.75
"""Points in a CSS pixel."""


def mend(_document: object, pdf: Any) -> None:
    """Mend all structure elements of a PDF (a ``pydyf.PDF``), in place."""
    elements = {one.reference: one for one in list(pdf.objects) if _is_element(one)}
    heights = {page.reference: float(page["MediaBox"][3]) for page in pdf.objects if _is_page(page)}
    for element in list(elements.values()):
        kind = element["S"]
        if kind == "/L":
            _nest_lists(element, elements)
            _number_list(element, elements)
        elif kind == "/Figure":
            _turn_box(element, heights)
        elif kind == "/TH":
            element["A"]["Scope"] = "/Column"
    for element in [one for one in elements.values() if one["S"] == "/LI"]:
        _wrap_item(element, elements, pdf)
    _add_id_tree(elements, pdf)


def _is_element(one: object) -> bool:
    return isinstance(one, pydyf.Dictionary) and one.get("Type") == "/StructElem"


def _is_page(one: object) -> bool:
    return isinstance(one, pydyf.Dictionary) and one.get("Type") == "/Page"


def _wrap_item(item: Any, elements: dict[bytes, Any], pdf: Any) -> None:
    """Put what stands beside a list item's label into its body (PDF/UA-1 7.2: LI holds Lbl and LBody only)."""
    kinds = {kid: elements[kid]["S"] for kid in item["K"] if kid in elements}
    loose = [kid for kid, kind in kinds.items() if kind not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = next((elements[kid] for kid, kind in kinds.items() if kind == "/LBody"), None)
    if body is None:
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "P": item.reference})
        body["Pg"] = item["Pg"]
        pdf.add_object(body)
        elements[body.reference] = body
        item["K"].append(body.reference)
    for kid in loose:
        item["K"].remove(kid)
        elements[kid]["P"] = body.reference
        body["K"].append(kid)


def _nest_lists(element: Any, elements: dict[bytes, Any]) -> None:
    """Move a list inside a list into the body of the item that it belongs to (ISO 32000-1, table 336)."""
    item = None
    for kid in list(element["K"]):
        kind = elements[kid]["S"] if kid in elements else None
        if kind == "/LI":
            item = kid
        elif kind == "/L" and item is not None:
            element["K"].remove(kid)
            elements[kid]["P"] = item
            elements[item]["K"].append(kid)


def _number_list(element: Any, elements: dict[bytes, Any]) -> None:
    """Say whether a list is numbered (ISO 32000-1, table 347); labels alone say it only to the eye."""
    items = [elements[kid] for kid in element["K"] if kid in elements and elements[kid]["S"] == "/LI"]
    labelled = any(elements[kid]["S"] == "/Lbl" for item in items for kid in item["K"] if kid in elements)
    numbering = "/Disc" if labelled else "/None"
    element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})


def _turn_box(figure: Any, heights: dict[bytes, float]) -> None:
    """Give a figure's box in points from the page's lower left corner (ISO 32000-1, 14.8.5.4.3).

    WeasyPrint 70 writes CSS pixels from the upper left.
    """
    left, top, right, bottom = (float(value) * _PX for value in figure["A"]["BBox"])
    height = heights[figure["Pg"]]
    box = (left, height - bottom, right, height - top)
    figure["A"]["BBox"] = pydyf.Array([round(value, 3) for value in box])


def _add_id_tree(elements: dict[bytes, Any], pdf: Any) -> None:
    """List the elements that have an ID (ISO 32000-1, table 322), as header cells have."""
    found = sorted((one["ID"].string, reference) for reference, one in elements.items() if "ID" in one)
    if found:
        names = pydyf.Array([value for name, one in found for value in (pydyf.String(name), one)])
        root = next(one for one in pdf.objects if _is_root(one))
        root["IDTree"] = pydyf.Dictionary({"Names": names})


def _is_root(one: object) -> bool:
    return isinstance(one, pydyf.Dictionary) and one.get("Type") == "/StructTreeRoot"
