"""Facts: what the file says of itself as a whole (PDF/UA-1, 7.1, 7.2; PDF/A-2, 6.6)."""

import re
from collections.abc import Iterator

from handouts.verify.fault import Fault
from handouts.verify.opened import Opened

_RUNS = ("/OpenAction", "/AA")


def faults(opened: Opened) -> Iterator[Fault]:
    """Give what the file fails to say, or says wrongly."""
    yield from on_paper(opened)
    yield from _readers(opened)
    yield from _metadata(opened)


def on_paper(opened: Opened) -> Iterator[Fault]:
    """Give what must not be, even in a file that is for a printer alone."""
    yield from _languages(opened)
    root = opened.root
    if any(key in root for key in _RUNS) or "/JavaScript" in root.get("/Names", {}):
        yield Fault("pdf-action", "the file does something by itself when it is opened")
    if opened.file.is_encrypted and not opened.file.allow.accessibility:
        yield Fault("pdf-locked", "the file is locked against screen readers")


def _languages(opened: Opened) -> Iterator[Fault]:
    root = opened.root
    lang = str(root.get("/Lang", ""))
    if not re.fullmatch(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", lang):
        message = f"the file says {lang!r} for its language" if lang else "the file does not say its language"
        yield Fault("pdf-language", f"{message}: a screen reader takes the voice that the reader has set")
    for one in opened.elements:
        own = one.said("/Lang")
        if own and not re.fullmatch(r"[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*", own):
            yield Fault("pdf-language", f"{own!r} is no language")


def _readers(opened: Opened) -> Iterator[Fault]:
    root = opened.root
    marked = root.get("/MarkInfo", {})
    if opened.tops and not marked.get("/Marked", False):
        yield Fault("pdf-untagged", "the file has a structure, but does not say so: readers take no notice of it")
    if marked.get("/Suspects", False):
        yield Fault("pdf-untagged", "the file says of itself that its structure is not to be trusted")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield Fault("pdf-title", "viewers show the file's name instead of its title")
    for number, page in enumerate(opened.file.pages, 1):
        if "/Annots" in page.obj and str(page.obj.get("/Tabs", "")) != "/S":
            yield Fault("pdf-link", f"the Tab key does not follow the text on page {number}")


def _metadata(opened: Opened) -> Iterator[Fault]:
    if "/Metadata" not in opened.root:
        yield Fault(
            "pdf-title", "the file has no metadata: nothing says what it is called or which standard it keeps"
        )
        return
    packet = opened.root.Metadata.read_bytes().decode("utf-8", "replace")
    if not re.search(r"<dc:title\b", packet):
        yield Fault("pdf-title", "the metadata have no title")
    if not re.search(r"pdfuaid:part(?:=[\"']|>)\s*[12]", packet):
        yield Fault("pdf-claim", "the file does not say that it keeps to PDF/UA")
    if not re.search(r"pdfaid:part(?:=[\"']|>)\s*[1234]", packet):
        yield Fault("pdf-claim", "the file does not say that it keeps to PDF/A, for keeping")
