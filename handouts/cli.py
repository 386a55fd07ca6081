"""The command line: argv in, one call, messages and an exit code out. Nothing heavy is imported at the top."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem, get_completion_class

from handouts import __version__
from handouts.console import NORMAL, QUIET, VERBOSE, Console
from handouts.errors import DONE, FOUND, INTERRUPTED, HandoutsError

if TYPE_CHECKING:
    from handouts.library.guide import Guide

F = TypeVar("F", bound=Callable[..., Any])


def _complete_guides(context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Offer the guides of the library by slug (file names are enough, and quick), or else files."""
    from handouts.library.reader import find_guides
    from handouts.library.slugs import slugify

    root = Path(context.params.get("content") or "content")
    slugs = {slugify(path.stem) for path in find_guides(root)}
    found = [CompletionItem(slug) for slug in sorted(slugs) if slug.startswith(typed)]
    return found or [CompletionItem(typed, type="file")]


_FOLDER = click.Path(file_okay=False, path_type=Path)

_OPTIONS = (
    click.argument("guides", nargs=-1, metavar="[GUIDE]...", shell_complete=_complete_guides),
    click.option(
        "--content", type=_FOLDER, default="content", show_default=True, metavar="DIR",
        help="Folder of guides, at any depth, with or without a library.toml.",
    ),
    click.option("--category", "categories", multiple=True, metavar="NAME",
                 help="Only this category; repeatable."),
    click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only guides with this tag; repeatable."),
    click.option("--lang", "langs", multiple=True, metavar="CODE", help="Only this language; repeatable."),
    click.option("--drafts", is_flag=True, help="Drafts too; each page of them is stamped."),
)  # fmt: skip


def _with_selection(command: F) -> F:
    """Add the argument and the options that choose guides."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="handouts")
def cli() -> None:
    """Turn a clinic's Markdown guides into patient leaflets: HTML and accessible PDF with a QR code."""


@cli.command(short_help="Make the leaflets of a library.")
@_with_selection
@click.option("--out", type=_FOLDER, default="out", show_default=True, metavar="DIR",
              help="Folder for leaflets/, html/ and manifest.json.")  # fmt: skip
@click.option("--base-url", metavar="URL", help="Address of the website; replaces that of library.toml.")
@click.option("--html-only", is_flag=True, help="Only the HTML pages, no PDF.")
@click.option("--strict", is_flag=True, help="Treat every warning as an error.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout for each output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say every file that is made.")
def export(
    guides: tuple[str, ...],
    content: Path,
    out: Path,
    base_url: str | None,
    *,
    html_only: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Make the leaflets of a library: all of them, or each GUIDE named by its slug or its file."""
    from handouts.export.export import Options
    from handouts.export.export import export as run
    from handouts.library.library import Selection
    from handouts.library.reader import load

    console = Console(QUIET if quiet else VERBOSE if verbose else NORMAL, as_json=as_json)
    library = load(content, base_url)
    with console.progress() as done:
        report = run(library, Selection(guides, **chosen), Options(out, html_only, strict), done)
    console.summary(report, str(out))
    return FOUND if report.found else DONE


@cli.command("list")
@_with_selection
@click.option("--json", "as_json", is_flag=True, help="A JSON array on stdout.")
def list_(guides: tuple[str, ...], content: Path, *, as_json: bool, **chosen: Any) -> int:
    """List the guides of a library."""
    from handouts.library.library import Selection
    from handouts.library.reader import load

    library = load(content)
    found, rejected = library.select(Selection(guides, **chosen))
    if as_json:
        rows = [_row(guide, library.settings.url_of(guide.slug, guide.lang)) for guide in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        width = max((len(guide.slug) for guide in found), default=0)
        for guide in found:
            draft = " (draft)" if guide.draft else ""
            click.echo(f"{guide.slug:<{width}}  {guide.lang}  {guide.category}: {guide.title}{draft}")
    listed = {one.path for one in found} | {one.path for one in rejected}
    Console().findings(one for one in library.diagnostics if one.path in listed)
    return FOUND if rejected else DONE


def _row(guide: "Guide", url: str) -> dict[str, Any]:
    return {
        "slug": guide.slug,
        "lang": guide.lang,
        "title": guide.title,
        "category": guide.category,
        "categories": guide.categories,
        "tags": guide.tags,
        "draft": guide.draft,
        "version": guide.version,
        "published": guide.published.isoformat() if guide.published else None,
        "path": guide.path,
        "url": url,
    }


@cli.command(short_help="Say what is installed and what is missing.")
@click.option("--content", type=_FOLDER, default="content", show_default=True, metavar="DIR",
              help="Library whose settings are looked at.")  # fmt: skip
def doctor(content: Path) -> int:
    """Say what is installed, at which version, and what is missing with the command that brings it."""
    from handouts.doctor import examine

    findings = examine(content)
    for one in findings:
        click.echo(str(one))
    return max((one.exit_code for one in findings), default=DONE)


@cli.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the completion script of a shell: eval "$(handouts completion bash)"."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click has all three
    click.echo(kind(cli, {}, "handouts", "_HANDOUTS_COMPLETE").source())
    return DONE


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
        hint = f"\nhint: {problem.hint}" if problem.hint else ""
        click.secho(f"error: {problem}{hint}", err=True, fg="red")
        return problem.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; what was finished is kept", err=True)
        return INTERRUPTED
    return result if isinstance(result, int) else DONE
