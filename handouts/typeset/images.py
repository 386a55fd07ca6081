"""Images: found inside the library, checked, and carried inside the page as data, so that nothing is fetched."""

import base64
import difflib
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from handouts.diagnostics import Diagnostic, error, warning
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.library.reader import FOREIGN_FOLDERS
from handouts.library.source import Places
from handouts.typeset import drawings, fragment, pictures
from handouts.typeset.pictures import UnusableError

MAX_IMAGE_BYTES = 40_000_000
"""A camera's original has up to 20 MB; what is printed of it is made small."""


def embed(tree: HtmlElement, guide: Guide, library: Library, places: Places) -> tuple[list[Diagnostic], list[str]]:
    """Put every image of a guide into the page as a ``data:`` address; give the words that are drawn in them, too.

    An image stands beside the guide, or below the library's folder or its ``images/``; the address of the
    library's site may stand before its path. A missing image fails the guide; one from another site is not
    fetched: its alternative text stands in its place.
    """
    problems: list[Diagnostic] = []
    words: list[str] = []
    root, base_url = library.root, library.settings.base_url
    for image in list(tree.iter("img")):
        src = (image.get("src") or "").strip()
        alt = " ".join((image.get("alt") or image.get("title") or "").split())
        place = places.next(src)
        src = _at_home(src, guide, root, base_url)
        if _is_elsewhere(src):
            message = f"the image {src!r} is on another site and is not fetched; its description is printed"
            hint = "put the file beside the guide"
            problems.append(warning("remote-image", message, guide.path, place, hint))
            _replace(image, alt)
            continue
        try:
            picture = _picture(_find(src, guide, root))
        except UnusableError as bad:
            code, said, hint = bad.args
            problems.append(error(code, said, guide.path, place, hint))
            continue
        image.set("src", f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}")
        if picture.width:
            image.set("width", str(picture.width))  # for browsers; on paper the stylesheet says the same
        words.append(picture.words)
        if not alt:
            alt = PurePosixPath(unquote(src)).stem.replace("-", " ").replace("_", " ")
            message = f"the image {src!r} has no description; its file's name stands in for it"
            hint = "say what it shows to one who can't see it: ![A bent knee](knee.png)"
            problems.append(warning("no-alt", message, guide.path, place, hint))
        image.set("alt", alt)
    return problems, words


def _is_elsewhere(src: str) -> bool:
    try:
        return bool(urlsplit(src).scheme) or src.startswith("//")
    except ValueError:  # half a bracket
        return True


def _at_home(src: str, guide: Guide, root: Path, base_url: str) -> str:
    """Give the path of an image that is addressed on the library's own site, if its file is there."""
    if not base_url or not src.startswith(f"{base_url}/"):
        return src
    path = src.removeprefix(base_url)
    try:
        _find(path, guide, root)
    except UnusableError:
        return src
    return path


def _replace(image: HtmlElement, alt: str) -> None:
    if alt:
        fragment.insert_after(image, fragment.element("span", f"[{alt}]"), gap="")
    image.drop_tree()


def _find(src: str, guide: Guide, root: Path) -> Path:
    """Give the file that an address means; raises ``UnusableError`` for none and for one outside the library."""
    path = unquote(urlsplit(src).path)
    beside = root / guide.location.parent / path
    places = [root / path.lstrip("/"), root / "images" / path.lstrip("/")]
    places = [*([] if path.startswith("/") else [beside]), *places]
    found = next((one for one in places if _is_file(one)), None)
    if found is None or "\0" in path:
        hint = "put it beside the guide or into the library's folder images/"
        near = _nearest(PurePosixPath(path).name, (*(one.parent for one in places), root / "images"), root)
        raise UnusableError(
            "missing-image", f"there is no image {src!r}", f"did you mean {near}?" if near else hint
        )
    real = found.resolve()
    if not real.is_relative_to(root) or not FOREIGN_FOLDERS.isdisjoint(real.relative_to(root).parts):
        message = f"the image {src!r} lies outside the library"
        raise UnusableError("outside", message, "copy it into the library's folder images/")
    return found


def _nearest(name: str, folders: tuple[Path, ...], root: Path) -> str:
    """Give the name of a file that was probably meant: other capitals, another ending, a slip."""
    known: dict[str, str] = {}
    for folder in folders:
        try:
            if folder.resolve().is_relative_to(root):
                known |= {
                    one.name.lower(): one.name
                    for one in folder.iterdir()
                    if one.suffix.lower() in pictures.SUFFIXES
                }
        except (OSError, ValueError):
            continue
    near = difflib.get_close_matches(name.lower()[:200], known, n=1, cutoff=0.8)
    return known[near[0]] if near else ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long for this system, or has a NUL in it
        return False


def _picture(path: Path) -> pictures.Picture:
    """Read an image's file, once its name says that it is one."""
    suffix = path.suffix.lower()
    if suffix not in pictures.SUFFIXES:
        raise UnusableError("bad-image", f"{path.name} is no image", "use PNG, JPEG, WebP, GIF or SVG")
    if path.stat().st_size > MAX_IMAGE_BYTES:
        message = f"{path.name} has {path.stat().st_size:,} bytes; the limit is {MAX_IMAGE_BYTES:,}"
        raise UnusableError("image-too-large", message, "save it smaller")
    try:
        data = path.read_bytes()
    except OSError as problem:
        said = f"{path.name} can't be read: {problem.strerror}"
        raise UnusableError("bad-image", said, "see whether you can open it yourself") from None
    return drawings.harmless(data, path.name) if suffix == ".svg" else pictures.fit(data, path.name, suffix)
