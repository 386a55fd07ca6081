"""``handouts list``: the guides of a library."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.options import with_selection
from handouts.console import Console
from handouts.errors import DONE, FOUND

if TYPE_CHECKING:
    from datetime import date

    from handouts.library.guide import Guide


@click.command()
@with_selection
@click.option("--json", "as_json", is_flag=True, help="A JSON array on stdout.")
def command(guides: tuple[str, ...], content: Path, *, as_json: bool, **chosen: Any) -> int:
    """List the guides of a library."""
    from handouts.library.governance import due_of
    from handouts.library.library import Selection
    from handouts.library.reader import load

    library = load(content)
    found, rejected = library.select(Selection(guides, **chosen))
    if as_json:
        settings = library.settings
        rows = [
            _row(guide, settings.url_of(guide.slug, guide.lang), due_of(guide, settings)[0]) for guide in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        width = max((len(guide.slug) for guide in found), default=0)
        for guide in found:
            draft = " (draft)" if guide.draft else ""
            click.echo(f"{guide.slug:<{width}}  {guide.lang}  {guide.category}: {guide.title}{draft}")
    listed = {one.path for one in found} | {one.path for one in rejected}
    Console().findings(one for one in library.diagnostics if one.path in listed)
    return FOUND if rejected else DONE


def _row(guide: "Guide", url: str, due: "date | None") -> dict[str, Any]:
    return {
        "slug": guide.slug,
        "lang": guide.lang,
        "title": guide.title,
        "category": guide.category,
        "categories": guide.categories,
        "tags": guide.tags,
        "draft": guide.draft,
        "version": guide.version,
        "review_due": due.isoformat() if due else None,
        "published": guide.published.isoformat() if guide.published else None,
        "path": guide.path,
        "url": url,
    }
