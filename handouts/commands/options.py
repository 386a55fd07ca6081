"""Options that several commands have in common."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

F = TypeVar("F", bound=Callable[..., Any])

FOLDER = click.Path(file_okay=False, path_type=Path)


def complete_guides(context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Offer the guides of the library by slug (file names are enough, and quick), or else files."""
    from handouts.library.languages import of_file
    from handouts.library.reader import find_guides
    from handouts.library.slugs import slugify

    root = Path(context.params.get("content") or "content")
    slugs = {slugify(of_file(PurePosixPath(path))[0]) for path in find_guides(root)}
    found = [CompletionItem(slug) for slug in sorted(slugs) if slug.startswith(typed)]
    return found or [CompletionItem(typed, type="file")]


def today() -> date:
    """Give the day, where this machine stands: the one door by which it comes in."""
    return datetime.now().astimezone().date()


content = click.option(
    "--content", type=FOLDER, default="content", show_default=True, metavar="DIR",
    help="Folder of guides, at any depth, with or without a library.toml.",
)  # fmt: skip


def complete_editions(context: click.Context, _param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Offer the editions of the library and of the program."""
    from handouts.typeset.edition import ALL, names
    from handouts.typeset.theme import Theme

    known = names(Theme.of(Path(context.params.get("content") or "content")))
    return [CompletionItem(name) for name in (*known, ALL) if name.startswith(typed)]


_EDITIONS = (
    click.option("--edition", "editions", multiple=True, metavar="NAME", shell_complete=complete_editions,
                 help="Only this form: standard, large-print, …; repeatable; all for every one."),
    click.option("--no-copyfit", is_flag=True,
                 help="Leave white space as it is, even where less would save a page."),
    click.option("--long-edge", is_flag=True,
                 help="Booklets for a printer that turns sheets at the long edge, not at the short one."),
)  # fmt: skip

_CATEGORY = click.option(
    "--category", "categories", multiple=True, metavar="NAME", help="Only this category; repeatable."
)

_FILTERS = (
    click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only guides with this tag; repeatable."),
    click.option("--lang", "langs", multiple=True, metavar="CODE", help="Only this language; repeatable."),
    click.option("--drafts", is_flag=True, help="Drafts too; each page of them is stamped."),
)

_GUIDES = click.argument("guides", nargs=-1, metavar="[GUIDE]...", shell_complete=complete_guides)


def with_selection(command: F) -> F:
    """Add the argument and the options that choose guides."""
    return _with(command, _GUIDES, content, _CATEGORY, *_FILTERS)


def with_filters(command: F) -> F:
    """Add the options that choose among the guides of a library."""
    return _with(command, content, *_FILTERS)


def with_editions(command: F) -> F:
    """Add the options that choose editions and say how they are printed."""
    return _with(command, *_EDITIONS)


def _with(command: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        command = option(command)
    return command
