"""A library of any size, of texts that differ: made up, so that nobody mistakes them for advice."""

import random
from pathlib import Path

_TEXT = (
    "rest water sleep walk breath skin knee heart sugar doctor nurse week morning evening pain swelling medicine "
    "tablet cream dose symptom cause sign test result visit appointment child adult balance exercise slowly "
    "often daily better worse normal strong mild common rare help call keep drink avoid check ask read write note"
)
_WORDS = _TEXT.split()
_CATEGORIES = (
    "Heart & Circulation",
    "Skin",
    "Muscle & Joints",
    "Breathing",
    "Infections",
    "Children",
    "Mind",
    "Diet",
)
_SETTINGS = (
    'publisher = "Bench Surgery"\nbase_url = "https://bench.example"\n[contact]\n"Reception" = "020 7946 0123"\n'
)


def write_library(root: Path, number: int) -> None:
    """Write a library with a number of guides; the same number gives the same texts on every machine."""
    root.mkdir(parents=True)
    (root / "library.toml").write_text(_SETTINGS, "utf-8")
    for one in range(number):
        (root / f"guide-{one:05}.md").write_text(guide(one, number), "utf-8")


def guide(one: int, number: int) -> str:
    """Give the text of a guide: one to three printed pages."""
    chance = random.Random(one)  # noqa: S311 - texts, no secrets
    related = ", ".join(f"guide-{chance.randrange(number):05}" for _ in range(2))
    parts = [
        f'---\ntitle: "{_title(chance)} {one}"\ndescription: "{_sentence(chance)}"',
        f'category: "{chance.choice(_CATEGORIES)}"\npublishDate: 2026-03-14\nrelated: [{related}]\n---',
        "## Key Points\n" + _list(chance, 4),
        *(f"## {_title(chance)}\n\n{_paragraphs(chance)}" for _ in range(chance.randint(2, 5))),
        "## When to Get Urgent Help\n" + _list(chance, 5),
        "## Action Plan\n" + _list(chance, 5, "1."),
        "## FAQ\n" + "\n\n".join(f"**{_sentence(chance)[:-1]}?**\n{_sentence(chance)}" for _ in range(4)),
    ]
    return "\n\n".join(parts) + "\n"


def _title(chance: random.Random) -> str:
    return " ".join(chance.sample(_WORDS, 2)).capitalize()


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(6, 16))).capitalize() + "."


def _paragraphs(chance: random.Random) -> str:
    return "\n\n".join(" ".join(_sentence(chance) for _ in range(chance.randint(2, 5))) for _ in range(2))


def _list(chance: random.Random, number: int, mark: str = "-") -> str:
    return "\n".join(f"{mark} {_sentence(chance)}" for _ in range(number))
