"""``handouts watch``: make again what a saved file touches."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from handouts.commands.request import Request, aloud, console, with_how, with_what
from handouts.errors import DONE, HandoutsError, UsageError


@click.command(short_help="Make again what a saved file touches.")
@with_what
@with_how
@aloud
def command(*, as_json: bool, quiet: bool, verbose: bool, **asked: Any) -> int:
    """Export, then wait, and make again what a saved file touches. Ctrl-C ends it."""
    from handouts.export.interrupts import ctrl_c_is_remembered
    from handouts.export.watch import Crew, Saves

    speaks = console(as_json=as_json, quiet=quiet, verbose=verbose)
    first = Request.of(**asked)
    options = first.options
    if options.cluster:
        raise UsageError("watch works on this machine alone", "leave out --cluster; export knows it")
    root, out = first.library.root, options.out.absolute()
    asked["force"] = False  # everything is made once, not every time
    try:
        with ctrl_c_is_remembered() as asked_to_end:
            saves = Saves(root, out, asked_to_end)  # before the first export: what is saved meanwhile counts
            crew = Crew(
                root,
                options.jobs,
                options.timeout,
                warm=not options.html_only,
                cache=options.cache,
                more=saves.more,
            )
            with closing(crew):
                _export(first, crew.runner, speaks)
                speaks.say(f"watching {root}; Ctrl-C ends it")
                for saved in saves.rounds():
                    try:
                        _export_again(Request.of(**asked), saved, crew.runner, speaks)
                    except HandoutsError as problem:  # a file that is half written: the next save may mend it
                        speaks.problem(problem)
    except KeyboardInterrupt:
        pass
    speaks.say("no longer watching")
    return DONE


def _export(request: Request, runner: Any, speaks: Any, *, again: bool = False) -> None:
    from handouts.export.export import export

    with speaks.progress() as done:
        report = export(request.library, request.wanted, request.options, done, speaks.waiting, runner=runner)
    if not again or report.found or report.pruned or report.counts["made"]:
        speaks.summary(report, str(request.options.out))


def _export_again(request: Request, saved: set[Path], runner: Any, speaks: Any) -> None:
    """Make what was saved at once, then look at all that it may touch: its bundles, and guides that name it."""
    from handouts.export.watch import saved_guides

    alone = saved_guides(request.library, request.wanted, saved)
    if alone:
        _export(replace(request, wanted=alone, options=replace(request.options, prune=False)), runner, speaks)
    _export(request, runner, speaks, again=bool(alone))
