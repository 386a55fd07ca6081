"""Pictures: what an image file holds, made fit for paper. Bytes in, bytes out; no file is touched."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS: Final = 50_000_000
"""Pixels of one image, as many as a telephone takes; a small file can hold far more and fill the memory."""

MAX_SIDE: Final = 30_000
"""Pixels of one side: no image that is wanted is that long."""

PRINTED_DPI: Final = 150
"""An image is printed no larger than its pixels at this resolution: enlarged further it is a blur."""

KEPT_DPI: Final = 200
"""More than this no reader sees on paper; the pixels beyond it only make files large."""

COLUMN_MM: Final = 144
"""The width of text in the standard edition (styles/tokens.css)."""

HEIGHT_MM: Final = 90
"""What an image is at most as high as (styles/reset.css)."""

_MM_PER_INCH: Final = 25.4
_CSS_DPI: Final = 96
_JPEG_QUALITY: Final = 85

FORMATS: Final = {
    # suffix: media type, what the file must be
    ".png": ("image/png", ("PNG",)),
    ".jpg": ("image/jpeg", ("JPEG",)),
    ".jpeg": ("image/jpeg", ("JPEG",)),
    ".gif": ("image/gif", ("GIF",)),
    ".webp": ("image/webp", ("WEBP",)),
}
"""The formats of pixels. SVG is read by ``drawings``."""

SUFFIXES: Final = frozenset({*FORMATS, ".svg"})
"""How the name of an image's file may end."""


class UnusableError(Exception):
    """An image can't be printed. ``args`` are the code, the message and the hint."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it goes into a page."""

    media_type: str
    data: bytes
    width: int = 0
    """In CSS pixels; 0 for a drawing, which has no pixels."""
    words: str = ""
    """Words that are drawn in it: the fonts must have their letters."""


def fit(data: bytes, name: str, suffix: str) -> Picture:
    """Give an image of pixels with no more of them than paper can show.

    Raises ``UnusableError`` for a file that is not what its name says, that is broken or too large.
    """
    media_type, formats = FORMATS[suffix]
    with _to_the_last_byte():
        image = _opened(data, name, formats)
        try:
            width, height = _turned(image)
            keep = min(1.0, _pixels(COLUMN_MM) / width, _pixels(HEIGHT_MM) / height)
            if keep < 1:
                width, height = max(1, round(width * keep)), max(1, round(height * keep))
                data, media_type = _smaller(image, (width, height))
            else:
                image.load()
        except Exception as fault:  # every decoder fails in a way of its own
            said = f"{name} is broken: {str(fault)[:80] or type(fault).__name__}"
            raise UnusableError("bad-image", said, "save it again as an image") from None
    css = min(width * _CSS_DPI / PRINTED_DPI, HEIGHT_MM / _MM_PER_INCH * _CSS_DPI * width / height)
    return Picture(media_type, data, max(1, round(css)))


def _pixels(millimetres: float) -> int:
    return round(millimetres / _MM_PER_INCH * KEPT_DPI)


@contextmanager
def _to_the_last_byte() -> Iterator[None]:
    """Let Pillow refuse half an image, which WeasyPrint tells it to show."""
    from PIL import ImageFile

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _opened(data: bytes, name: str, formats: tuple[str, ...]) -> "Image":
    from PIL import Image, UnidentifiedImageError

    # Pillow's own limit warns first and does not tell the size; ours comes before a pixel is read.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except UnidentifiedImageError:
        message = f"{name} is not what its name says{_really(data)}"
        raise UnusableError("bad-image", message, "save it again as an image, or correct its name") from None
    except Exception as fault:
        said = f"{name} is broken: {str(fault)[:80] or type(fault).__name__}"
        raise UnusableError("bad-image", said, "save it again as an image") from None
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        message = f"{name} has {width:,} x {height:,} pixels; the limit is {MAX_PIXELS:,}"
        message += f", and {MAX_SIDE:,} on a side" if max(width, height) > MAX_SIDE else ""
        raise UnusableError("image-too-large", message, "save it smaller: 1,200 pixels across are enough on paper")
    if not width or not height:
        raise UnusableError("bad-image", f"{name} has no pixels", "save it again as an image")
    return image


_BEGINNINGS: Final = (
    (rb"\x89PNG", "PNG"),
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"GIF8", "GIF"),
    (rb"RIFF....WEBP", "WebP"),
    (rb"\s*<(?:svg|\?xml)", "SVG"),
    (rb"\s*<(?:!doctype )?html", "a web page"),
    (rb"%PDF", "PDF"),
    (rb"....ftyp(?:heic|heix|mif1|avif)", "HEIC or AVIF"),
)


def _really(data: bytes) -> str:
    found = (what for begins, what in _BEGINNINGS if re.match(begins, data[:64], re.IGNORECASE | re.DOTALL))
    return next((f": it is {what}" for what in found), "")


def _turned(image: "Image") -> tuple[int, int]:
    """Give width and height as the image is seen: a camera that was held upright only notes it (EXIF 274)."""
    orientation = image.getexif().get(274, 1) if image.format in ("JPEG", "MPO", "WEBP", "PNG") else 1
    width, height = image.size
    return (height, width) if orientation in (5, 6, 7, 8) else (width, height)


def _smaller(image: "Image", size: tuple[int, int]) -> tuple[bytes, str]:
    """Give an image with fewer pixels, and its media type."""
    from PIL import Image, ImageOps

    kind = image.format or ""
    if kind in ("JPEG", "MPO"):
        image.draft(image.mode, (max(size), max(size)))  # a decoder can leave out pixels while it reads
    profile = image.info.get("icc_profile")
    few_colours = image.mode in ("P", "1")
    has_alpha = "A" in image.mode or "transparency" in image.info
    if image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if has_alpha else "RGB")
    image = ImageOps.exif_transpose(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    out = io.BytesIO()
    if kind in ("JPEG", "MPO"):
        image.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True, icc_profile=profile)
        return out.getvalue(), "image/jpeg"
    if kind == "WEBP":
        image.save(out, "WEBP", quality=_JPEG_QUALITY, icc_profile=profile)
        return out.getvalue(), "image/webp"
    if few_colours and not has_alpha:
        image = image.quantize(256)
    image.save(out, "PNG", optimize=True, icc_profile=profile)
    return out.getvalue(), "image/png"
