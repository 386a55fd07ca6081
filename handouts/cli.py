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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="handouts")
def cli() -> None:
    """Turn a clinic's Markdown guides into patient leaflets: HTML and accessible PDF with a QR code."""


for _name in COMMANDS:
    cli.add_command(import_module(f"handouts.commands.{_name.replace('-', '_')}").command, _name)


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
