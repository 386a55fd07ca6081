"""The shelf: the quires of one book, kept from the day it was last bound to the next.

Each stands under the hash of all that it is made of, so it is right or absent; a shelf that is damaged is empty.
Whoever can write the file decides what is published, as with the cache.
The file has a line with the hash of what follows, one of JSON that says what that is, then the bytes of all PDF
files one behind the other.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
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
        with suppress(ValueError, TypeError, KeyError):
            self._kept = dict(_parsed(data))
        self._by_id = {name: one for one in self._kept.values() for name in one.anchors}

    def get(self, html: Html) -> Sheets | None:
        """Give what a quire was laid out as, the last time or just now, or None."""
        key = self._key(html)
        found = self._kept.get(key) or self._used.get(key)
        return found and replace(
            found, diagnostics=tuple(replace(one, path=html.path) for one in found.diagnostics)
        )

    def last(self, names: Iterable[str]) -> Sheets | None:
        """Give what a quire with an id of these names was laid out as, however long ago: not more than a guess."""
        return next((self._by_id[name] for name in names if name in self._by_id), None)

    def put(self, html: Html, made: Sheets) -> None:
        """Keep a quire; those that are not put this time are gone from the next."""
        self._used[self._key(html)] = made

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
