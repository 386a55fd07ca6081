"""``handouts plan``: what an export would make, and why."""

from typing import Any

import click

from handouts.commands.request import Request, console, with_what
from handouts.errors import DONE, FOUND


@click.command(short_help="Say what an export would make, and why.")
@with_what
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout for each job.")
@click.option("-v", "--verbose", is_flag=True, help="Say what is current, too.")
def command(*, as_json: bool, verbose: bool, **asked: Any) -> int:
    """Say what ``handouts export`` would make with the same options, and why. Nothing is written.

    The exit code is 1 where a guide would be refused.
    """
    from handouts.export.export import planned

    request = Request.of(**asked)
    forecast = planned(request.library, request.wanted, request.options)
    console(as_json=as_json, verbose=verbose).plan(forecast)
    return FOUND if forecast.found else DONE
