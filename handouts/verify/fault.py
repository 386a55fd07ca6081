"""Faults: what is wrong with a PDF, in words that a practice manager understands."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    code: str
    message: str
    hint: str = ""


def shortened(text: str, most: int = 40) -> str:
    """Quote the beginning of a text."""
    said = " ".join(text.split())
    return f'"{said if len(said) <= most else said[:most].rstrip() + "…"}"'


def pages(numbers: Iterable[int]) -> str:
    """Name pages: ``page 2``, ``pages 1 and 3``."""
    found = [str(one) for one in sorted(set(numbers))]
    if len(found) == 1:
        return f"page {found[0]}"
    return f"pages {', '.join(found[:-1])} and {found[-1]}"
