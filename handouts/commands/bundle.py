"""``handouts bundle``: the guides of a category in one PDF."""

from functools import partial
from typing import Any

import click
from click.shell_completion import CompletionItem

from handouts.commands.options import with_editions, with_filters
from handouts.commands.request import Request, aloud, console, with_how, with_output
from handouts.errors import DONE, FOUND
from handouts.settings import ORDERS

recto = click.option(
    "--recto/--no-recto", default=None,
    help="Start every guide on a right-hand page, or on the next one, which saves paper.",
)  # fmt: skip


def complete_categories(context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Offer the categories of the library by slug."""
    from pathlib import Path

    from handouts.library.categories import categories
    from handouts.library.reader import load

    library = load(Path(context.params.get("content") or "content"))
    slugs = dict.fromkeys(one.slug for one in categories(library.guides, library.settings))
    return [CompletionItem(slug) for slug in slugs if slug.startswith(typed)]


@click.command(short_help="Bind the guides of each category into one PDF.")
@click.argument("categories", nargs=-1, metavar="[CATEGORY]...", shell_complete=complete_categories)
@with_filters
@with_editions
@with_output
@click.option("--order", type=click.Choice(ORDERS),
              help="How the guides follow each other; weight is a key of the front matter.")  # fmt: skip
@recto
@with_how
@aloud
def command(
    *, order: str | None, recto: bool | None, as_json: bool, quiet: bool, verbose: bool, **asked: Any
) -> int:
    """Bind the guides of each category, or of each CATEGORY named, into one PDF with cover, contents and index.

    It is written to bundles/LANGUAGE/CATEGORY.pdf in the output folder; ``export`` makes all bundles, too.
    """
    from handouts.export.books import Order
    from handouts.export.export import export
    from handouts.export.planners import bundles

    speaks = console(as_json=as_json, quiet=quiet, verbose=verbose)
    request = Request.of(guides=(), **asked)
    planner = partial(bundles, order=Order(order) if order else None, recto=recto)
    with speaks.progress() as done:
        report = export(request.library, request.wanted, request.options, done, speaks.waiting, planner=planner)
    speaks.summary(report, str(request.options.out))
    return FOUND if report.found else DONE
