"""The console: what a run says to people on stderr, and to programs on stdout (``--json``)."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from handouts.diagnostics import Diagnostic, Severity
from handouts.errors import HandoutsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from handouts.export.export import Forecast, Outcome, Report

QUIET, NORMAL, VERBOSE = 0, 1, 2

WORTH_TELLING = 10.0
"""Seconds from which a summary says how long a run took. Programs are always told."""

COLOURS = {Severity.NOTE: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "red"}


class Console:
    """Speaks at a level: quiet (errors only), normal (findings and a summary) or verbose (every file)."""

    def __init__(self, level: int = NORMAL, *, as_json: bool = False) -> None:
        self.level, self.as_json = level, as_json

    @contextmanager
    def progress(self) -> "Iterator[Callable[[Outcome, int], None]]":
        """Give a function to call with every job that is done; draws a bar where somebody watches."""
        if self.level > QUIET and sys.stderr.isatty():
            from handouts.progress import bar

            with bar("Making leaflets") as moved:

                def drawn(outcome: "Outcome", total: int) -> None:
                    self._done(outcome)
                    moved(total)

                yield drawn
            return
        from handouts.progress import Pace

        pace = Pace()

        def done(outcome: "Outcome", total: int) -> None:
            self._done(outcome)
            line = pace.line(total, failed=outcome.failed, worked=not outcome.current)
            if line and self.level == NORMAL:
                self.say(line)

        yield done

    def _done(self, outcome: "Outcome") -> None:
        if self.as_json:
            self._json("job", outcome.as_dict())
        if self.level == VERBOSE:
            for record in outcome.records:
                pages = f", {count(record.pages, 'page')}" if record.pages else ""
                size = f" ({record.bytes / 1000:.0f} kB{pages})" if record.is_there else ""
                self.say(f"{'current' if outcome.current else record.status} {record.path}{size}")

    def problem(self, problem: HandoutsError) -> None:
        """Say what has stopped a run, and what to do about it."""
        hint = f"\nhint: {problem.hint}" if problem.hint else ""
        self.say(f"error: {problem}{hint}", fg="red")

    def waiting(self) -> None:
        """Say that another export has the output folder."""
        if self.level > QUIET:
            self.say("another export is writing into the same folder; waiting for its end (Ctrl-C to give up)")

    def plan(self, forecast: "Forecast") -> None:
        """Say of each job why it would be done; of those that are current only when everything is to be said."""
        said = list(forecast.diagnostics)
        found = Counter[str]()
        for step in forecast.steps:
            found["current" if step.is_current else "refused" if step.is_refused else "made"] += 1
            said += step.said
            if self.as_json:
                self._json("step", step.as_dict())
            elif self.level == VERBOSE or not step.is_current:
                click.echo(f"{step.job.key}: {', '.join(step.reasons) or 'current'}")
        if self.as_json:
            for one in forecast.diagnostics:
                self._json("diagnostic", one.as_dict())
        else:
            self.findings(said)
            refused = f", {found['refused']} refused, see above" if found["refused"] else ""
            self.say(f"{count(found['made'], 'job')} to do, {found['current']} current{refused}.")

    def findings(self, diagnostics: Iterable[Diagnostic]) -> None:
        """List findings, the lightest first: the errors stand last, where the eye is."""
        found = list(dict.fromkeys(diagnostics))  # a guide is in its leaflet and in its bundles
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
        records = [record for one in report.outcomes if not one.failed for record in one.records]
        figures = {
            "made": report.counts["made"],
            "current": report.counts["current"],
            "failed": report.counts["failed"],
            "drafts": report.drafts,
            "removed": len(report.pruned),
            "pages": sum(one.pages for one in records),
            "sheets": sum(one.sheets for one in records),
            "sheets_saved": sum(one.sheets_saved for one in records),
            "bytes": sum(one.bytes for one in records),
        }
        if self.as_json:
            self._json("summary", {**figures, "seconds": round(report.seconds, 3)})
        if self.level > QUIET:
            for path in report.pruned:
                self.say(f"removed {path}")
            self.say(_in_words(report, figures, out))

    def say(self, message: str, **style: Any) -> None:
        """Say something to people."""
        click.secho(message, err=True, **style)

    def _json(self, event: str, values: dict[str, Any]) -> None:
        click.echo(json.dumps({"event": event, **values}, ensure_ascii=False))


def _in_words(report: "Report", figures: dict[str, int], out: str) -> str:
    from handouts.progress import in_words

    made, current = _kinds(report, current=False), _kinds(report, current=True)
    lasted = f" in {in_words(report.seconds)}" if report.seconds >= WORTH_TELLING else ""
    wanted = {one.job.kind for one in report.outcomes}
    none = f"0 {wanted.pop() if len(wanted) == 1 else 'leaflet'}s"
    parts = [f"{made or none} made in {out}{lasted}"] if made or not current else []
    parts += [f"{current} current" if made else f"nothing to do in {out}: {current} current"] if current else []
    if figures["pages"]:
        sheets = f"{count(figures['pages'], 'page')} on {count(figures['sheets'], 'sheet')} of paper"
        parts.append(f"{sheets}, {_size(figures['bytes'])}")
    if figures["sheets_saved"]:
        parts.append(f"tighter white space saved {count(figures['sheets_saved'], 'sheet')}")
    if figures["drafts"]:
        parts.append(f"{count(figures['drafts'], 'draft')} left out (--drafts makes them)")
    if figures["failed"]:
        parts.append(f"{figures['failed']} failed, see above")
    return "; ".join(parts) + "."


def _kinds(report: "Report", *, current: bool) -> str:
    """Count leaflets, bundles and packs: ``14 leaflets, 1 bundle``; "" for none."""
    wanted = (one for one in report.outcomes if not one.failed and one.current is current)
    found = Counter(one.job.kind for one in wanted)
    return ", ".join(count(number, kind) for kind, number in found.items())


def _size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"  # noqa: PLR2004 - a megabyte


def count(number: int, noun: str) -> str:
    """Say a number of things: ``1 page``, ``1,200 pages``."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
