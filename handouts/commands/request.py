"""Requests: the options that all commands which make files have in common, and what they mean together."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.options import FOLDER, F, today, with_editions, with_selection
from handouts.console import NORMAL, QUIET, VERBOSE, Console

if TYPE_CHECKING:
    from handouts.export.report import Options
    from handouts.library.library import Library, Selection

_WHAT = (
    click.option("--out", type=FOLDER, default="out", show_default=True, metavar="DIR",
                 help="Folder for leaflets/, html/ and manifest.json."),
    click.option("--base-url", metavar="URL", help="Address of the website; replaces that of library.toml."),
    click.option("--strict", is_flag=True, help="Treat every warning as an error."),
    click.option("--verify", is_flag=True,
                 help="Read every PDF back; publish none that does not say what its guide says."),
    click.option("--allow-overdue", is_flag=True,
                 help="Guides whose review is overdue too; each page of them is stamped."),
    click.option("--shard", metavar="3/8",
                 help="Only a fixed eighth of the plan; merge-manifests joins the parts."),
    click.option("--force", is_flag=True, help="Make everything, also what is current."),
)  # fmt: skip

_HTML_ONLY = click.option("--html-only", is_flag=True, help="Only the HTML pages, no PDF.")

_HOW = (
    click.option("--prune", is_flag=True, help="Remove files whose guides are no longer published."),
    click.option("-j", "--jobs", type=click.IntRange(1), metavar="N",
                 help="Work on so many leaflets at once; else on one for each core."),
    click.option("--timeout", type=click.FloatRange(1), default=60, show_default=True, metavar="SECONDS",
                 help="Stop a leaflet that takes longer, and report it."),
    click.option("--cache", type=FOLDER, envvar="HANDOUTS_CACHE", metavar="DIR",
                 help="Take from there, and keep there, what is made; to be shared or thrown away at will."),
    click.option("--cluster", default="", metavar="ADDRESS",
                 help="Work on the Dask cluster whose scheduler is there: tcp://10.0.0.5:8786."),
)  # fmt: skip

_ALOUD = (
    click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout for each job."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
    click.option("-v", "--verbose", is_flag=True, help="Say every file that is made."),
)


def with_what(command: F) -> F:
    """Add the arguments and options that say what is to be made."""
    return with_selection(with_editions(with_output(_HTML_ONLY(command))))


def with_output(command: F) -> F:
    """Add the options that say where it goes, and what keeps it from being made."""
    for option in reversed(_WHAT):
        command = option(command)
    return command


def with_how(command: F) -> F:
    """Add the options that say how the work is done."""
    for option in reversed(_HOW):
        command = option(command)
    return command


def aloud(command: F) -> F:
    """Add the options that say how loudly it is done."""
    for option in reversed(_ALOUD):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Request:
    """The library that is meant, the choice from it, and how it is to be exported."""

    library: "Library"
    wanted: "Selection"
    options: "Options"

    @classmethod
    def of(
        cls,
        content: Path,
        guides: tuple[str, ...],
        editions: tuple[str, ...],
        base_url: str | None,
        *,
        no_copyfit: bool,
        long_edge: bool,
        **asked: Any,
    ) -> "Request":
        """Load the library and put the options of the command line in order."""
        from handouts.export import shards
        from handouts.export.report import Options
        from handouts.export.runner import cores
        from handouts.library.library import Selection
        from handouts.library.reader import load
        from handouts.typeset.edition import choose
        from handouts.typeset.theme import Theme

        library = load(content, base_url)
        theme = Theme.of(library.root)
        chosen = choose(theme, editions, library.settings, copyfit=not no_copyfit, long_edge=long_edge)
        selection = {name: asked.pop(name) for name in ("categories", "tags", "langs", "drafts")}
        asked["jobs"] = asked.get("jobs") or cores()
        asked["shard"] = shards.parse(asked.get("shard") or "1/1")
        return cls(library, Selection(guides, **selection), Options(today=today(), editions=chosen, **asked))


def console(*, as_json: bool = False, quiet: bool = False, verbose: bool = False) -> Console:
    """Give a console that speaks as loudly as is wanted."""
    return Console(QUIET if quiet else VERBOSE if verbose else NORMAL, as_json=as_json)
