"""Explanations: each code of the program in a file of its own, what it means, why it matters, how to mend it."""

import difflib
from functools import cache
from pathlib import Path

from handouts.errors import UsageError

FOLDER = Path(__file__).parent / "codes"


@cache
def codes() -> tuple[str, ...]:
    """Give every code that a diagnostic can have, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md")))


def explained(code: str) -> str:
    """Give what there is to say about a code, as Markdown. Raises ``UsageError`` for one that does not exist."""
    (known,) = named([code])
    return (FOLDER / f"{known}.md").read_text("utf-8").strip()


def summary(code: str) -> str:
    """Give the first line of an explanation: the fault in a few words."""
    return explained(code).splitlines()[0].removeprefix("# ")


def named(said: tuple[str, ...] | list[str]) -> frozenset[str]:
    """Give the codes in what a user has typed, with commas or alone; raises ``UsageError`` for an unknown one."""
    found = {one.strip() for each in said for one in each.split(",") if one.strip()}
    for code in sorted(found):
        if hint := not_a_code(code):
            raise UsageError(f"there is no code {code!r}", hint)
    return frozenset(found)


def not_a_code(said: str) -> str:
    """Give a hint about a code that does not exist; "" for one that does."""
    if said in codes():
        return ""
    near = difflib.get_close_matches(said, codes(), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else "`handouts check --explain all` lists them"
