"""``handouts export``: make the leaflets of a library."""

from typing import Any

import click

from handouts.commands.request import Request, aloud, console, with_how, with_what
from handouts.errors import DONE, FOUND


@click.command(short_help="Make the leaflets of a library.")
@with_what
@with_how
@click.option("-n", "--dry-run", is_flag=True, help="Only say what would be made, and why.")
@aloud
def command(*, dry_run: bool, as_json: bool, quiet: bool, verbose: bool, **asked: Any) -> int:
    """Make the leaflets of a library: all of them, or each GUIDE named by its slug or its file.

    What is current is not made again: whatever goes into a leaflet is compared by its content.
    """
    from handouts.export.export import export, planned

    speaks = console(as_json=as_json, quiet=quiet, verbose=verbose)
    request = Request.of(**asked)
    if dry_run:
        forecast = planned(request.library, request.wanted, request.options)
        speaks.plan(forecast)
        return FOUND if forecast.found else DONE
    with speaks.progress() as done:
        report = export(request.library, request.wanted, request.options, done, speaks.waiting)
    speaks.summary(report, str(request.options.out))
    return FOUND if report.found else DONE
