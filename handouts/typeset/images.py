"""Images: found inside the library, checked, and carried inside the page as data, so that nothing is fetched."""

import base64
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from handouts.diagnostics import Diagnostic, error, warning
from handouts.library.guide import Guide
from handouts.library.source import Places
from handouts.typeset import fragment

MAX_IMAGE_BYTES = 4_000_000
"""A page that is e-mailed carries its images; a larger file is a camera's original."""

_SIGNATURES = {
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    ".webp": ("image/webp", (b"RIFF",)),
    ".svg": ("image/svg+xml", (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")),
}


@dataclass(frozen=True, slots=True)
class _UnusableError(Exception):
    code: str
    message: str
    hint: str


def embed(tree: HtmlElement, guide: Guide, root: Path, places: Places) -> list[Diagnostic]:
    """Put every image of a guide into the page as a ``data:`` address. ``root`` is the library's folder.

    An image stands beside the guide, or below the library's folder or its ``images/``. A missing image fails
    the guide; one from another site is not fetched: its alternative text stands in its place.
    """
    problems = []
    for image in list(tree.iter("img")):
        src = (image.get("src") or "").strip()
        alt = " ".join((image.get("alt") or image.get("title") or "").split())
        place = places.next(src)
        if urlsplit(src).scheme or src.startswith("//"):
            message = f"the image {src!r} is on another site and is not fetched; its description is printed"
            hint = "put the file beside the guide"
            problems.append(warning("remote-image", message, guide.path, place, hint))
            _replace(image, alt)
            continue
        try:
            path = _find(src, guide, root)
            image.set("src", _data(path))
        except _UnusableError as bad:
            problems.append(error(bad.code, bad.message, guide.path, place, bad.hint))
            continue
        if not alt:
            alt = PurePosixPath(unquote(src)).stem.replace("-", " ").replace("_", " ")
            message = f"the image {src!r} has no description; its file's name stands in for it"
            hint = "say what it shows to one who can't see it: ![A bent knee](knee.png)"
            problems.append(warning("no-alt", message, guide.path, place, hint))
        image.set("alt", alt)
    return problems


def _replace(image: HtmlElement, alt: str) -> None:
    if alt:
        fragment.insert_after(image, fragment.element("span", f"[{alt}]"), gap="")
    image.drop_tree()


def _find(src: str, guide: Guide, root: Path) -> Path:
    """Give the file that an address means; raises ``_UnusableError`` for none and for one outside the library."""
    path = unquote(urlsplit(src).path)
    beside = root / guide.location.parent / path
    places = [root / path.lstrip("/"), root / "images" / path.lstrip("/")]
    found = next((one for one in [*([] if path.startswith("/") else [beside]), *places] if _is_file(one)), None)
    if found is None or "\0" in path:
        raise _UnusableError(
            "missing-image",
            f"there is no image {src!r}",
            "put it beside the guide or into the library's folder images/",
        )
    if not found.resolve().is_relative_to(root):
        message = f"the image {src!r} lies outside the library"
        raise _UnusableError("outside", message, "copy it into the library's folder images/")
    return found


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for this system
        return False


def _data(path: Path) -> str:
    """Give a file's bytes as a ``data:`` address, once its name and its first bytes agree on what it is."""
    suffix = path.suffix.lower()
    if suffix not in _SIGNATURES:
        raise _UnusableError("bad-image", f"{path.name} is no image", "use PNG, JPEG, WebP, GIF or SVG")
    if path.stat().st_size > MAX_IMAGE_BYTES:
        message = f"{path.name} has {path.stat().st_size:,} bytes; the limit is {MAX_IMAGE_BYTES:,}"
        raise _UnusableError("bad-image", message, "save it smaller")
    media_type, signatures = _SIGNATURES[suffix]
    data = path.read_bytes()
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signatures):
        raise _UnusableError("bad-image", f"{path.name} is not what its name says", "save it again as an image")
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
