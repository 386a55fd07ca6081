"""Boxes: what a guide sets apart from its running text, such as a callout or a component with text in it."""

from lxml.html import HtmlElement

from handouts.typeset import fragment


def arrange(tree: HtmlElement) -> None:
    """Give boxes their titles, and open those that only hold others or whole sections.

    A section inside a box would not be found: the red flags of a guide that is wrapped as a whole in a component
    of its site would lose their sign.
    """
    for strong in tree.iter("strong"):
        above = strong.getparent()
        if strong.get("class") == "box-title" and above is not None and above.tag == "p" and len(above) == 1:
            above.set("class", "box-title")
            del strong.attrib["class"]
    for box in reversed([one for one in tree.iter("div") if "box" in (one.get("class") or "").split()]):
        parts = [child for child in box if child.get("class") != "box-title"]
        loose = (box.text or "").strip() or any((child.tail or "").strip() for child in box)
        holds_sections = box.find(".//h1") is not None or box.find(".//h2") is not None
        holds_boxes = bool(parts) and len(parts) == len(box) and not loose and all(map(_is_box, parts))
        if holds_sections or holds_boxes:
            fragment.unwrap(box)
        elif not fragment.text(box) and box.find(".//img") is None:
            box.drop_tree()


def _is_box(element: HtmlElement) -> bool:
    return element.tag == "div" and "box" in (element.get("class") or "").split()
