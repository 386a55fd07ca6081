"""``handouts export``: make the leaflets of a library."""

from pathlib import Path
from typing import Any

import click

from handouts.commands.options import FOLDER, today, with_editions, with_selection
from handouts.console import NORMAL, QUIET, VERBOSE, Console
from handouts.errors import DONE, FOUND


@click.command(short_help="Make the leaflets of a library.")
@with_selection
@with_editions
@click.option("--out", type=FOLDER, default="out", show_default=True, metavar="DIR",
              help="Folder for leaflets/, html/ and manifest.json.")  # fmt: skip
@click.option("--base-url", metavar="URL", help="Address of the website; replaces that of library.toml.")
@click.option("--html-only", is_flag=True, help="Only the HTML pages, no PDF.")
@click.option("--strict", is_flag=True, help="Treat every warning as an error.")
@click.option("--allow-overdue", is_flag=True,
              help="Guides whose review is overdue too; each page of them is stamped.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N",
              help="Work on so many leaflets at once; else on one for each core.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(1), default=60, show_default=True, metavar="SECONDS",
              help="Stop a leaflet that takes longer, and report it.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout for each output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say every file that is made.")
def command(
    guides: tuple[str, ...],
    content: Path,
    out: Path,
    base_url: str | None,
    editions: tuple[str, ...],
    *,
    html_only: bool,
    strict: bool,
    allow_overdue: bool,
    jobs: int | None,
    timeout: float,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Make the leaflets of a library: all of them, or each GUIDE named by its slug or its file."""
    from handouts.export.export import Options, export
    from handouts.export.pool import cores
    from handouts.library.library import Selection
    from handouts.library.reader import load
    from handouts.typeset.edition import choose
    from handouts.typeset.theme import Theme

    console = Console(QUIET if quiet else VERBOSE if verbose else NORMAL, as_json=as_json)
    library = load(content, base_url)
    chosen_editions = choose(Theme.of(library.root), editions, library.settings)
    options = Options(
        out,
        today(),
        chosen_editions,
        html_only=html_only,
        strict=strict,
        allow_overdue=allow_overdue,
        jobs=jobs or cores(),
        timeout=timeout,
    )
    with console.progress() as done:
        report = export(library, Selection(guides, **chosen), options, done)
    console.summary(report, str(out))
    return FOUND if report.found else DONE
