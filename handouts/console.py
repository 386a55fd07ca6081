"""The console: what a run says to people on stderr, and to programs on stdout (``--json``)."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from handouts.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from handouts.export.export import Outcome, Report

QUIET, NORMAL, VERBOSE = 0, 1, 2

COLOURS = {Severity.NOTE: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "red"}


class Console:
    """Speaks at a level: quiet (errors only), normal (findings and a summary) or verbose (every file)."""

    def __init__(self, level: int = NORMAL, *, as_json: bool = False) -> None:
        self.level, self.as_json = level, as_json

    @contextmanager
    def progress(self) -> "Iterator[Callable[[Outcome, int], None]]":
        """Give a function to call with every guide that is done; draws a bar where somebody watches."""
        if self.level == QUIET or not sys.stderr.isatty():
            yield self._done
            return
        from rich.console import Console as RichConsole
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=RichConsole(stderr=True), transient=True) as bar:
            task = bar.add_task("Making leaflets", total=None)

            def done(outcome: "Outcome", total: int) -> None:
                self._done(outcome, total)
                bar.update(task, advance=1, total=total)

            yield done

    def _done(self, outcome: "Outcome", _total: int) -> None:
        for record in outcome.records:
            if self.as_json:
                self._json("output", {name: getattr(record, name) for name in record.__slots__})
            if self.level == VERBOSE:
                pages = f", {_count(record.pages, 'page')}" if record.pages else ""
                size = f" ({record.bytes / 1000:.0f} kB{pages})" if record.is_there else ""
                self.say(f"{record.status} {record.path}{size}")

    def findings(self, diagnostics: Iterable[Diagnostic]) -> None:
        """List findings, the lightest first: the errors stand last, where the eye is."""
        found = list(diagnostics)
        for severity, colour in COLOURS.items():
            for one in found:
                if one.severity is severity and (self.level > QUIET or severity is Severity.ERROR):
                    self.say(str(one), fg=colour)

    def summary(self, report: "Report", out: str) -> None:
        """Say what an export did, and list what it found."""
        found = [*report.diagnostics, *(one for outcome in report.outcomes for one in outcome.diagnostics)]
        if self.as_json:
            for one in report.diagnostics:
                self._json("diagnostic", one.as_dict())
        self.findings(found)
        failed = [one for one in report.outcomes if one.failed]
        records = [record for one in report.outcomes if not one.failed for record in one.records]
        figures = {
            "made": len(report.outcomes) - len(failed),
            "failed": len(failed),
            "drafts": report.drafts,
            "pages": sum(one.pages for one in records),
            "sheets": sum((one.pages + 1) // 2 for one in records),
            "bytes": sum(one.bytes for one in records),
        }
        if self.as_json:
            self._json("summary", figures)
        if self.level > QUIET:
            self.say(_in_words(figures, out))

    def say(self, message: str, **style: Any) -> None:
        """Say something to people."""
        click.secho(message, err=True, **style)

    def _json(self, event: str, values: dict[str, Any]) -> None:
        click.echo(json.dumps({"event": event, **values}, ensure_ascii=False))


def _in_words(figures: dict[str, int], out: str) -> str:
    parts = [f"{_count(figures['made'], 'leaflet')} made in {out}"]
    if figures["pages"]:
        parts.append(f"{_count(figures['pages'], 'page')} on {_count(figures['sheets'], 'sheet')} of paper")
    if figures["drafts"]:
        parts.append(f"{_count(figures['drafts'], 'draft')} left out (--drafts makes them)")
    if figures["failed"]:
        parts.append(f"{figures['failed']} failed, see above")
    return "; ".join(parts) + "."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
