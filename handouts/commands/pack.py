"""``handouts pack``: guides that are picked by hand, in one PDF."""

from functools import partial
from pathlib import Path
from typing import Any

import click

from handouts.commands.bundle import recto
from handouts.commands.options import complete_guides, content, with_editions
from handouts.commands.request import Request, aloud, console
from handouts.errors import DONE, FOUND


@click.command(short_help="Bind some guides into one PDF, for one patient.")
@click.argument("guides", nargs=-1, required=True, metavar="GUIDE...", shell_complete=complete_guides)
@content
@click.option("--title", default="", metavar="TEXT", help='Title on the cover, such as "After your heart attack".')
@click.option("--out", type=click.Path(path_type=Path), default="out", show_default=True, metavar="FILE",
              help="The PDF, or a folder: there it becomes packs/LANGUAGE/TITLE.pdf.")  # fmt: skip
@click.option("--lang", "langs", multiple=True, metavar="CODE",
              help="Take the guides in this language; else in the library's own.")  # fmt: skip
@click.option("--drafts", is_flag=True, help="Drafts may be among them; each page of them is stamped.")
@with_editions
@click.option("--base-url", metavar="URL", help="Address of the website; replaces that of library.toml.")
@click.option("--strict", is_flag=True, help="Treat every warning as an error.")
@click.option("--allow-overdue", is_flag=True,
              help="Guides whose review is overdue too; each page of them is stamped.")  # fmt: skip
@recto
@aloud
def command(
    *, title: str, out: Path, recto: bool | None, as_json: bool, quiet: bool, verbose: bool, **asked: Any
) -> int:
    """Bind guides into one PDF, each GUIDE named by its slug or its file, in the order in which they are given."""
    from handouts.export.export import export
    from handouts.export.planners import pack
    from handouts.export.single import export_alone

    title = " ".join(title.split())
    alone = out.suffix.lower() == ".pdf" and not out.is_dir()
    speaks = console(as_json=as_json, quiet=quiet, verbose=verbose)
    folder = out.parent if alone else out
    request = Request.of(categories=(), tags=(), out=folder, jobs=1, **asked)
    planner = partial(pack, title=title, path=out.name if alone else "", recto=recto)
    with speaks.progress() as done:
        deliver = export_alone if alone else export
        report = deliver(request.library, request.wanted, request.options, done, planner=planner)
    speaks.summary(report, str(out))
    return FOUND if report.found else DONE
