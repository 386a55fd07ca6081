"""The command line: argv in, one call, messages and an exit code out. Nothing heavy is imported at the top."""

import sys
from importlib import import_module

import click

from handouts import __version__
from handouts.console import Console
from handouts.errors import DONE, INTERRUPTED, HandoutsError

COMMANDS = (
    *("export", "bundle", "pack", "watch", "plan", "merge-manifests", "check", "list"),
    *("trace", "translations", "verify", "doctor", "completion"),
)
"""Each is ``command`` in the module of its name in ``handouts.commands``, with _ for a hyphen."""


class _Commands(click.Group):
    """Imports a command when it is asked for: all others take as long as to see that nothing is to be done."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the name is click's
        """Give the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a command; a name that none has is compared with those of all."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.add_command(import_module(f"handouts.commands.{name.replace('-', '_')}").command, name)
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="handouts")
def cli() -> None:
    """Turn a clinic's Markdown guides into patient leaflets: HTML and accessible PDF with a QR code."""


def main() -> None:
    """Run the command line and end the process with the exit code of ``handouts.errors``."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command. Every exception that has a meaning becomes a message and an exit code here."""
    try:
        result = cli.main(arguments, prog_name="handouts", standalone_mode=False)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except HandoutsError as problem:
        Console().problem(problem)
        return problem.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; what was finished is kept", err=True)
        return INTERRUPTED
    return result if isinstance(result, int) else DONE
