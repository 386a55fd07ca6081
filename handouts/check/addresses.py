"""Addresses as an author wrote them: insecure ones, and those that lack what makes them a link."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from handouts.check.places import Places
from handouts.diagnostics import Diagnostic, note, warning
from handouts.library.guide import Guide
from handouts.library.source import masked

# Small letters only: "pain.It" is a sentence without its blank.
_ENDS = "uk|org|com|net|gov|edu|int|eu|info|ie|scot|wales|health|nhs|au|nz|ca|de|fr|pl|es|it|nl"
_DOMAIN = rf"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:{_ENDS})(?![\w-])(?:/[^\s)>\]\"']*)?"

_LINKED = re.compile(
    # What stands behind the words of a link, behind the name of a reference, between < and > and in HTML.
    r"\]\(\s*<?(?P<inline>[^)\s>]+)"
    r"|^[ ]{0,3}\[[^\]\n]+\]:\s*<?(?P<reference>[^\s>]+)"
    r"|\bhref\s*=\s*[\"']\s*(?P<html>[^\"'\s]+)"
    r"|<(?P<auto>https?:[^\s>]+)>",
    re.MULTILINE | re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\w@/.:=\"'-])(?:https?://)?{_DOMAIN}")
_END = re.compile(rf"\.(?:{_ENDS})(?![\w-])")


def judge(guide: Guide, places: Places) -> Iterator[Diagnostic]:
    """Say which addresses of a guide's text are insecure, incomplete or lead no further than a home page."""
    start = guide.body_start
    # Characters are blanked, never removed: every place stays where it is.
    body = masked(guide.text, mdx=guide.is_mdx)[start:]
    for found in _LINKED.finditer(body):
        name = found.lastgroup or ""
        yield from _linked(found[name], guide, places.at(start + found.start(name)))
    plain = _without_links(body)
    for found in _BARE.finditer(plain) if _END.search(plain) else ():
        yield from _unlinked(found[0].rstrip(".,;:!?"), guide, places.at(start + found.start()))


def _linked(address: str, guide: Guide, place: tuple[int, int]) -> Iterator[Diagnostic]:
    if address.lower().startswith("http:"):
        yield _insecure(address, guide, place)
    elif re.fullmatch(_DOMAIN, address) and not address.endswith((".md", ".markdown")):
        message = f'the link "{address}" lacks its beginning and leads astray'
        yield warning("bare-domain", message, guide.path, place, f"write https://{address}")
    elif _is_home_page(address):
        message = f'the link "{address}" leads to a home page, where the reader must search'
        hint = "link to the page that is meant, if there is one"
        yield note("home-page", message, guide.path, place, hint)


def _unlinked(address: str, guide: Guide, place: tuple[int, int]) -> Iterator[Diagnostic]:
    if address.lower().startswith("http:"):
        yield _insecure(address, guide, place)
    else:
        whole = address if "://" in address else f"https://{address}"
        message = f'"{address}" is no link: nobody can open it on a screen'
        yield warning("bare-domain", message, guide.path, place, f"write <{whole}> or [words]({whole})")


def _insecure(address: str, guide: Guide, place: tuple[int, int]) -> Diagnostic:
    message = f'the address "{address}" is not secure: browsers warn of it'
    return warning("http-link", message, guide.path, place, f"write https:{address[5:]}, if that works")


def _is_home_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and parts.path in ("", "/") and not parts.query


def _without_links(body: str) -> str:
    """Blank links, with their words (which may be the address) and HTML tags."""
    body = re.sub(r"!?\[[^\]\n]*\]\([^)\n]*\)", _blank, body)
    body = re.sub(r"^[ ]{0,3}\[[^\]\n]+\]:.*$", _blank, body, flags=re.MULTILINE)
    body = re.sub(r"<a\b.*?</a\s*>", _blank, body, flags=re.DOTALL | re.IGNORECASE)
    return re.sub(r"<[^>\n]*>", _blank, body)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
