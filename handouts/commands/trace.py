"""``handouts trace``: which guide a sheet was made of."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.commands.options import FOLDER, content
from handouts.console import Console
from handouts.errors import DONE, FOUND, UsageError

if TYPE_CHECKING:
    from handouts.export.sources import Source, Traced
    from handouts.library.library import Library


@click.command(short_help="Say which guide a sheet was made of.")
@click.argument("reference", metavar="REF", nargs=-1, required=True)
@content
@click.option("--out", type=FOLDER, default="out", show_default=True, metavar="DIR",
              help="Folder of the manifest, which knows the texts of old.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="A JSON array on stdout.")
def command(reference: tuple[str, ...], content: Path, out: Path, *, as_json: bool) -> int:
    """Say which guide a sheet was made of, and whether that text is still the current one.

    REF is the reference at the foot of every page, such as 3f9a2c1b; its first four characters are enough.
    """
    from handouts.export import manifest
    from handouts.export.sources import SHORTEST, reference_in, trace
    from handouts.export.writer import Folder
    from handouts.library.reader import load

    said = " ".join(reference)
    if not (wanted := reference_in(said)):
        message = f"{said!r} is no reference"
        hint = f"copy what stands behind Ref. at the foot of the page: {SHORTEST} or more of 0-9 and a-f"
        raise UsageError(message, hint)
    library = load(content)
    found = trace(wanted, library, manifest.parse(Folder(out).read(manifest.FILE_NAME)).sources)
    if as_json:
        click.echo(json.dumps([_row(one, library) for one in found], ensure_ascii=False, indent=1))
    for one in () if as_json else found:
        click.echo(f"{_path(one, library)}\n  {_in_words(one.source)}. {_verdict(one, library)}")
    if not found:
        Console().say(f"no text with the reference {wanted} is known here")
        Console().say("hint: name its library and the folder of its leaflets: --content DIR --out DIR")
    return DONE if found else FOUND


def _path(one: "Traced", library: "Library") -> str:
    """Give the file as the user can open it; that of a withdrawn guide as it was called."""
    return one.now.path if one.now else next(
        (each.path for each in library.rejected if str(each.location) == one.source.path), one.source.path
    )  # fmt: skip


def _in_words(source: "Source") -> str:
    version = f"version {source.version}" if source.version else ""
    return ", ".join(filter(None, (source.title, version, source.day, source.lang, f"Ref. {source.hash}")))


def _verdict(one: "Traced", library: "Library") -> str:
    if one.now is None:
        if any(str(each.location) == one.source.path for each in library.rejected):
            return "This guide can't be read at present: `handouts check` says why."
        return "This guide is no longer in the library: the sheet is out of date."
    if one.is_current and one.now.draft:
        return "This is the current text, and a draft."
    if one.is_current:
        return "This is the current text."
    from handouts.export.sources import source_of

    return f"The text has changed since: the sheet is out of date. Now it is: {_in_words(source_of(one.now))}."


def _row(one: "Traced", library: "Library") -> dict[str, object]:
    now = one.now.source_hash if one.now else None
    return {**asdict(one.source), "file": _path(one, library), "current": one.is_current, "hash_now": now}
