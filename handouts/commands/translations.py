"""``handouts translations``: which guide there is in which language, and whether it is up to date."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.commands.options import content
from handouts.console import Console
from handouts.errors import DONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handouts.diagnostics import Diagnostic
    from handouts.library.translations import Row


@click.command(short_help="Show which guide there is in which language.")
@content
@click.option("--lang", "wanted", multiple=True, metavar="CODE", help="Only this language; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array on stdout.")
def command(content: Path, wanted: tuple[str, ...], *, as_json: bool) -> int:
    """Show a grid of guides and languages.

    source: the original. current: a translation of the original as it is now. stale: the original has changed
    since. unknown: the translation does not say what it was made of. -: missing. Behind a state stands * where a
    program has translated the guide and nobody has reviewed it.
    """
    from handouts.library.languages import code
    from handouts.library.reader import load
    from handouts.library.translations import grid

    library = load(content)
    langs, rows = grid(library, tuple(code(one) or one for one in wanted))
    if as_json:
        click.echo(json.dumps([_as_dict(row) for row in rows], ensure_ascii=False, indent=1))
        return DONE
    width = max((len(row.slug) for row in rows), default=0)
    columns = [max(len(lang), 8) for lang in langs]
    heads = (f"{lang:<{size}}" for lang, size in zip(langs, columns, strict=True))
    click.echo(f"{'':<{width}}  {'  '.join(heads)}".rstrip())
    for row in rows:
        cells = (f"{_cell(row, lang):<{size}}" for lang, size in zip(langs, columns, strict=True))
        click.echo(f"{row.slug:<{width}}  {'  '.join(cells)}".rstrip())
    _say_what_to_do(library.diagnostics, rows)
    return DONE


def _cell(row: "Row", lang: str) -> str:
    from handouts.library.translations import State

    state = row.states[lang]
    return ("-" if state is State.MISSING else str(state)) + ("*" if lang in row.unreviewed else "")


def _as_dict(row: "Row") -> dict[str, object]:
    return {
        "slug": row.slug,
        "title": row.title,
        "source_hash": row.source_hash,
        "languages": {
            lang: {"state": str(state), "path": row.paths.get(lang), "unreviewed": lang in row.unreviewed}
            for lang, state in row.states.items()
        },
    }


def _say_what_to_do(diagnostics: "Iterable[Diagnostic]", rows: "tuple[Row, ...]") -> None:
    paths = {path for row in rows for path in row.paths.values()}
    codes = ("stale-translation", "no-source-hash", "unknown-source")
    Console().findings(one for one in diagnostics if one.code in codes and one.path in paths)
