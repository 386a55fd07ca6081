"""``handouts plan``: what an export would make, and why."""

from typing import Any

import click

from handouts.commands.request import Request, console, with_what
from handouts.errors import DONE


@click.command(short_help="Say what an export would make, and why.")
@with_what
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout for each job.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is current, too.")
def command(*, as_json: bool, verbose: bool, **asked: Any) -> int:
    """Say what ``handouts export`` would make with the same options, and why. Nothing is written."""
    from handouts.export.export import planned

    request = Request.of(**asked)
    console(as_json=as_json, verbose=verbose).plan(planned(request.library, request.wanted, request.options))
    return DONE
