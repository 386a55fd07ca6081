"""``handouts completion``: the completion script of a shell."""

import click
from click.shell_completion import get_completion_class

from handouts.errors import DONE


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> int:
    """Print the completion script of a shell: eval "$(handouts completion bash)"."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click has all three
    click.echo(kind(context.find_root().command, {}, "handouts", "_HANDOUTS_COMPLETE").source())
    return DONE
