"""``handouts merge-manifests``: join what several machines have made."""

from pathlib import Path

import click

from handouts.commands.options import FOLDER
from handouts.console import Console
from handouts.errors import DONE, FOUND

_WHY = {
    "failed": "was not made",
    "stale": "is of an earlier export, and out of date",
}
"""By the status of a file's record."""


@click.command(short_help="Join what several machines have made of one library.")
@click.argument("parts", nargs=-1, type=FOLDER, metavar="[DIR]...")
@click.option("--out", type=FOLDER, default="out", show_default=True, metavar="DIR",
              help="Folder in which all files and the one manifest come to lie.")  # fmt: skip
def command(parts: tuple[Path, ...], out: Path) -> int:
    """Join the parts that `handouts export --shard` has made.

    DIR are the output folders of the parts; without any, all parts lie in the folder --out already.
    """
    from handouts.diagnostics import from_dict
    from handouts.export.manifest import MADE
    from handouts.export.merge import merge

    made = merge(parts or (out,), out)
    console = Console()
    for path in made.missing:
        console.say(f"{path} is missing or damaged: make its part again", fg="red")
    records = made.manifest.records.values()
    bad = [one for one in records if one.status != MADE]
    console.findings(from_dict(said) for one in bad for said in one.diagnostics)
    for one in bad:
        console.say(f"{one.path}: {_WHY[one.status]}")
    console.say(f"{made.parts} parts joined in {out}: {len(records)} files, {made.copied} copied.")
    return FOUND if made.missing or bad else DONE
