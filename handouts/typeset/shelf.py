"""The shelf: the quires of one book, kept from the day it was last bound to the next.

Each stands under the hash of all that it is made of, so it is right or absent; a shelf that is damaged is empty.
Whoever can write the file decides what is published, as with the cache.
The file has a line with the hash of what follows, one of JSON that says what that is, then the bytes of all PDF
files one behind the other.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from handouts.typeset import sheets
from handouts.typeset.compose import Html
from handouts.typeset.sheets import Sheets


class Shelf:
    """Quires by what they are made of; ``made_with`` stands for what is not in their text: styles, versions."""

    def __init__(self, made_with: str, data: bytes = b"") -> None:
        self._made_with = made_with
        self._used: dict[str, Sheets] = {}
        self._kept: dict[str, Sheets] = {}
        with suppress(ValueError, TypeError, KeyError, AttributeError):
            self._kept = dict(_parsed(data))

    def get(self, html: Html) -> Sheets | None:
        """Give what a quire was laid out as, the last time or just now, or None."""
        key = self._key(html)
        known = [one for one in (self._used.get(key), self._kept.get(key)) if one]
        found = max(known, key=lambda one: bool(one.pdf), default=None)
        return found and replace(
            found, diagnostics=tuple(replace(one, path=html.path) for one in found.diagnostics)
        )

    def put(self, html: Html, made: Sheets) -> None:
        """Keep a quire, or its length; those that are not put this time are gone from the next."""
        key = self._key(html)
        if made.pdf or key not in self._used:
            self._used[key] = made

    def dumped(self) -> bytes:
        """Give the file."""
        kept = sorted(self._used.items())
        quires = [{"key": key, "bytes": len(one.pdf), **one.described()} for key, one in kept]
        content = json.dumps(quires).encode() + b"\n" + b"".join(one.pdf for _, one in kept)
        return _sum(content).encode() + b"\n" + content

    def _key(self, html: Html) -> str:
        return _sum(repr((self._made_with, html.text, html.edition, html.scripts, html.direction)).encode())


def _sum(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _parsed(data: bytes) -> Iterator[tuple[str, Sheets]]:
    expected, _, content = data.partition(b"\n")
    if expected.decode() != _sum(content):
        raise ValueError
    head, _, rest = content.partition(b"\n")
    at = 0
    for one in json.loads(head):
        yield one["key"], sheets.parse(one, rest[at : at + one["bytes"]])
        at += one["bytes"]
