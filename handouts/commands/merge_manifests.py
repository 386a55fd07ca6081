"""``handouts merge-manifests``: join what several machines have made."""

from pathlib import Path

import click

from handouts.commands.options import FOLDER
from handouts.console import Console
from handouts.errors import DONE, FOUND


@click.command(short_help="Join what several machines have made of one library.")
@click.argument("parts", nargs=-1, type=FOLDER, metavar="[DIR]...")
@click.option("--out", type=FOLDER, default="out", show_default=True, metavar="DIR",
              help="Folder in which all files and the one manifest come to lie.")  # fmt: skip
def command(parts: tuple[Path, ...], out: Path) -> int:
    """Join the parts that `handouts export --shard` has made.

    DIR are the output folders of the parts; without any, all parts lie in the folder --out already.
    """
    from handouts.export.merge import merge

    made = merge(parts or (out,), out)
    console = Console()
    for path in made.missing:
        console.say(f"{path} is missing or damaged: make its part again", fg="red")
    records = made.manifest.records.values()
    console.say(f"{made.parts} parts joined in {out}: {len(records)} files, {made.copied} copied.")
    return FOUND if made.missing or not all(one.is_there for one in records) else DONE
