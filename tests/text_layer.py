"""The text layer: short texts in the scripts of the languages, and what programs take of them from the PDF."""

import io
import re
import subprocess
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pypdf
import pypdfium2
from support import tool

SAID: dict[str, str] = tomllib.loads((Path(__file__).parent / "fixtures" / "text-layer.toml").read_text("utf-8"))
"""A text for each language, by its code."""

_STEERING = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def words(text: str) -> list[str]:
    """Split into words; Chinese, which has none, into characters."""
    plain = unicodedata.normalize("NFC", _STEERING.sub("", text.replace("\x02", "").replace("\ufffe", "")))
    return re.findall("[\u3000-\u9fff\uff00-\uffef]|[^\\s\u3000-\u9fff\uff00-\uffef]+", plain)


def recovered(said: str, found: str) -> float:
    """Give the share of the words that are found, from 0 to 1."""
    wanted, there = Counter(words(said)), Counter(words(found))
    return sum((wanted & there).values()) / sum(wanted.values())


def by_poppler(data: bytes) -> str:
    ran = subprocess.run([tool("pdftotext"), "-", "-"], input=data, capture_output=True, check=True)
    return ran.stdout.decode("utf-8")


def by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def by_pypdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


READERS: dict[str, Callable[[bytes], str]] = {"poppler": by_poppler, "PDFium": by_pdfium, "pypdf": by_pypdf}
