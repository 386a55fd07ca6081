"""Shards: a plan divided among several machines. Which part a job belongs to, its key alone decides."""

import hashlib
import re
from dataclasses import dataclass

from handouts.errors import UsageError
from handouts.export import manifest as manifest_


@dataclass(frozen=True, slots=True)
class Shard:
    """The ``number``-th of ``count`` parts, from 1."""

    number: int
    count: int

    @property
    def name(self) -> str:
        """Give the part's name in files: ``3-of-8``."""
        return f"{self.number}-of-{self.count}"

    @property
    def manifest(self) -> str:
        """Give the name of the part's own manifest: all parts may share one output folder."""
        return manifest_.FILE_NAME if self.is_whole else f"manifest.{self.name}.json"

    @property
    def is_whole(self) -> bool:
        """Tell whether this is all of the plan."""
        return self.count == 1

    def has(self, key: str) -> bool:
        """Tell whether the job of a key is in this part: on every machine, and whatever else is in the plan."""
        value = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        return value % self.count == self.number - 1


WHOLE = Shard(1, 1)
"""All of the plan."""

MANIFEST = re.compile(r"manifest\.(\d+)-of-(\d+)\.json")
"""The name of a part's manifest."""


def parse(said: str) -> Shard:
    """Read ``3/8``. Raises ``UsageError`` for what is no part."""
    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", said.strip())
    shard = Shard(int(found[1]), int(found[2])) if found else None
    if shard is None or not 1 <= shard.number <= shard.count:
        raise UsageError(f"--shard {said!r} is no part of a whole", "write 3/8 for the third of eight parts")
    return shard
