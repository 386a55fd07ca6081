"""Drawings: SVG files made harmless. An SVG is a program that draws; only what draws is kept."""

import base64
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from lxml import etree

from handouts.typeset.pictures import FORMATS, Picture, UnusableError, fit

MAX_BYTES: Final = 1_000_000
MAX_ELEMENTS: Final = 20_000
"""Elements, those that are drawn again by ``use`` counted each time: ten lines can draw a thousand million."""
MAX_DEPTH: Final = 60

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"

_DRAWN: Final = {
    *("a", "circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient", "marker"),
    *(
        "mask",
        "path",
        "pattern",
        "polygon",
        "polyline",
        "radialGradient",
        "rect",
        "stop",
        "style",
        "svg",
        "switch",
    ),
    *("symbol", "text", "textPath", "title", "tref", "tspan", "use", "view"),
}
_FILTER: Final = re.compile(r"filter|fe[A-Z]\w+")
_REFERENCE: Final = re.compile(r"url\(\s*([\"']?)(?!#)([^)]*)\1\s*\)|@import\s*([^;]*)", re.IGNORECASE)
_EMBED: Final = "put everything into the drawing's own file, or save it as PNG"


def harmless(data: bytes, name: str) -> Picture:
    """Give a drawing without scripts, links and all that is no drawing.

    Raises ``UnusableError`` for what is no drawing, is too large, or takes something from outside itself: with
    that left out, half a picture would be printed.
    """
    if len(data) > MAX_BYTES:
        message = f"{name} has {len(data):,} bytes; the limit for a drawing is {MAX_BYTES:,}"
        raise UnusableError("image-too-large", message, "simplify the drawing, or save it as PNG")
    root = _parsed(data, name)
    _refuse_large(root, name)
    for element in list(root.iter()):
        if element is root or element.getparent() is not None:
            _disarm(element, root, name)
    _refuse_multiplied(root, name)
    words = " ".join(" ".join(str(one) for one in text.itertext()) for text in root.iter(f"{{{_SVG}}}text"))
    return Picture("image/svg+xml", etree.tostring(root, encoding="utf-8"), words=words)


def _parsed(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        message = f"{name} can't be read as a drawing: {str(fault)[:80]}"
        raise UnusableError("bad-image", message, "save it again as an SVG") from None
    if root.tag != f"{{{_SVG}}}svg":
        message = f"{name} is not what its name says: no drawing is in it"
        raise UnusableError("bad-image", message, "save it again as an SVG")
    return root


def _refuse_large(root: etree._Element, name: str) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            message = (
                f"{name} has more than {MAX_ELEMENTS:,} parts, or parts more than {MAX_DEPTH} deep in each other"
            )
            raise UnusableError("image-too-large", message, "simplify the drawing, or save it as PNG")


def _disarm(element: etree._Element, root: etree._Element, name: str) -> None:
    if not isinstance(element.tag, str):  # an entity: what it stands for may be a file, or a bomb
        message = f"{name} uses entities, which are not read"
        raise UnusableError("unsafe-image", message, "save it again as a plain SVG")
    space, _, local = element.tag.rpartition("}")
    if space != f"{{{_SVG}" or (local not in _DRAWN and not _FILTER.fullmatch(local)):
        if local == "foreignObject" and _is_needed(element):
            message = f"{name} has words in it that only browsers draw (foreignObject)"
            raise UnusableError("unsafe-image", message, "save the drawing with its words as text or as paths")
        if element is not root:
            _remove(element)
        return
    for key, value in list(element.attrib.items()):
        _check_attribute(element, str(key), str(value), local, name)
    if local == "style":
        _refuse_reference(element.text or "", name)


def _check_attribute(element: etree._Element, key: str, value: str, local: str, name: str) -> None:
    plain = key.rpartition("}")[2].lower()
    if plain.startswith("on") or key.startswith("{http://www.w3.org/XML/1998/namespace}base") or plain == "base":
        del element.attrib[key]
    elif plain in ("href", "src"):
        if local == "a":
            del element.attrib[key]
        elif value.strip().startswith("data:") and local in ("image", "feImage"):
            _check_embedded(value.strip(), name)
        elif not value.strip().startswith("#"):
            _refuse_outside(value, name)
    else:
        _refuse_reference(value, name)


def _refuse_reference(css: str, name: str) -> None:
    if "\\" in css and re.search(r"\\[0-9a-fA-F]", css):
        _refuse_outside(css, name)  # letters written as numbers hide what a browser reads
    for found in _REFERENCE.finditer(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if not (found[2] or "").startswith("data:image/"):
            _refuse_outside(found[2] or found[3] or "", name)


def _refuse_outside(address: str, name: str) -> None:
    message = f"{name} takes something from outside itself ({address.strip()[:60]!r}), which is not read"
    raise UnusableError("unsafe-image", message, _EMBED)


def _check_embedded(address: str, name: str) -> None:
    """Look at an image of pixels that a drawing carries inside itself."""
    head, _, body = address.partition(",")
    kinds = {media_type: suffix for suffix, (media_type, _) in FORMATS.items()}
    suffix = kinds.get(head.removeprefix("data:").split(";")[0].strip().lower())
    if suffix is None:
        _refuse_outside(head, name)
    try:
        data = base64.b64decode(body) if head.endswith("base64") else unquote_to_bytes(body)
    except ValueError:
        data = b""
    fit(data, f"an image inside {name}", suffix or ".png")


def _is_needed(element: etree._Element) -> bool:
    """Tell whether words would be lost with a ``foreignObject``: in a ``switch`` others stand in for it."""
    above = element.getparent()
    has_other = above is not None and above.tag == f"{{{_SVG}}}switch" and len(above) > 1
    return bool("".join(str(one) for one in element.itertext()).strip()) and not has_other


def _remove(element: etree._Element) -> None:
    above = element.getparent()
    if above is not None:
        element.clear(keep_tail=True)
        if element.tail and element.tail.strip():  # words behind it stay
            element.tag = f"{{{_SVG}}}tspan" if str(above.tag).endswith(("text", "tspan")) else f"{{{_SVG}}}g"
        else:
            above.remove(element)


def _refuse_multiplied(root: etree._Element, name: str) -> None:
    """Count what is drawn, and refuse drawings that draw themselves."""
    named = {one.get("id"): one for one in root.iter() if one.get("id")}
    counted: dict[etree._Element, int] = {}
    within: set[etree._Element] = set()

    def drawn(element: etree._Element) -> int:
        if element in counted:
            return counted[element]
        if element in within:
            raise UnusableError("unsafe-image", f"{name} draws itself again and again", "simplify the drawing")
        within.add(element)
        total = 1 + sum(map(drawn, element))
        for key in ("href", _XLINK):
            target = named.get((element.get(key) or "").strip().removeprefix("#"))
            if target is not None and str(element.tag).endswith(("use", "pattern", "textPath", "tref")):
                total += drawn(target)
        within.discard(element)
        counted[element] = min(total, MAX_ELEMENTS + 1)
        return counted[element]

    try:
        total = drawn(root)
    except RecursionError:
        total = MAX_ELEMENTS + 1
    if total > MAX_ELEMENTS:
        message = f"{name} draws more than {MAX_ELEMENTS:,} parts"
        raise UnusableError("image-too-large", message, "simplify the drawing, or save it as PNG")
