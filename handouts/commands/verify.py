"""``handouts verify``: what a reader gets from PDF files, and what is wrong with them."""

import json
from pathlib import Path

import click

from handouts.console import Console
from handouts.errors import DONE, FOUND, UsageError


@click.command(short_help="Check that PDF files can be read aloud, searched and copied from.")
@click.argument("files", metavar="FILE", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--text", is_flag=True, help="Print what a screen reader reads out, block by block.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each file.")
def command(files: tuple[Path, ...], *, text: bool, as_json: bool) -> int:
    """Check PDF files, of this program or any other, for what a screen reader, a search or a copy gets from them.

    Looks at the structure, at every word in it, at links, pictures, tables and fonts, and at what poppler reads
    where that is installed. The full check of the standards PDF/UA and PDF/A is veraPDF's.
    """
    from handouts.diagnostics import has_errors
    from handouts.verify.outline import rows
    from handouts.verify.verify import verify

    console, bad = Console(), 0
    for path in files:
        data = _read(path)
        found = verify(data, str(path))
        bad += has_errors(found)
        if as_json:
            row = {"path": str(path), "ok": not found, "diagnostics": [one.as_dict() for one in found]}
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        console.findings(found)
        if text:
            click.echo("\n".join(rows(data)))
        elif not found:
            click.echo(f"{path}: good")
    return FOUND if bad else DONE


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder", f"name the files in it, such as {path}/*.pdf") from None
    except OSError as problem:
        raise UsageError(f"{path} can't be read: {problem.strerror}", "name a PDF file") from None
