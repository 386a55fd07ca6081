"""``handouts doctor``: what is installed and what is missing."""

from pathlib import Path

import click

from handouts.commands.options import FOLDER
from handouts.errors import DONE


@click.command(short_help="Say what is installed and what is missing.")
@click.option("--content", type=FOLDER, default="content", show_default=True, metavar="DIR",
              help="Library whose settings are looked at.")  # fmt: skip
def command(content: Path) -> int:
    """Say what is installed, at which version, and what is missing with the command that brings it."""
    from handouts.doctor import examine

    findings = examine(content)
    for one in findings:
        click.echo(str(one))
    return max((one.exit_code for one in findings), default=DONE)
