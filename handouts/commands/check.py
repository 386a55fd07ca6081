"""``handouts check``: what is wrong with a library, and what would make its guides easier to read."""

import json
import textwrap
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.commands.options import today as the_day
from handouts.commands.options import with_selection
from handouts.console import COLOURS, NORMAL, QUIET, VERBOSE, Console, count
from handouts.diagnostics import Diagnostic, Severity, has_errors, made_strict
from handouts.errors import DONE, FOUND

if TYPE_CHECKING:
    from handouts.check.check import Checked

MANY = 20
"""Findings from which it is said which codes stand among them more than once, and how often."""

_JOINED = "several with commas, or the option again"


def _explain(context: click.Context, _param: click.Parameter, code: str | None) -> None:
    """Explain a code, or list them all, and end."""
    if code is None:
        return
    from handouts.check import explain

    if code == "all":
        width = max(map(len, explain.codes()))
        for one in explain.codes():
            click.echo(f"{one:<{width}}  {explain.summary(one)}")
    else:
        click.echo(explain.explained(code))
    context.exit()


def _day(_context: click.Context, _param: click.Parameter, said: datetime | None) -> date:
    return said.date() if said else the_day()


@click.command(short_help="Say what is wrong with a library, and write nothing.")
@with_selection
@click.option("--select", multiple=True, metavar="CODE", help=f"Only findings of this code; {_JOINED}.")
@click.option("--ignore", multiple=True, metavar="CODE", help=f"No findings of this code; {_JOINED}.")
@click.option("--strict", is_flag=True, help="Treat every warning as an error.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), callback=_day, metavar="DAY",
              help="Judge reviews as of this day, such as 2027-01-31.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@click.option("--explain", metavar="CODE", is_eager=True, expose_value=False, callback=_explain,
              help="Explain a code: what it means, why, how to mend it; 'all' lists them.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say the reading level of every guide, too.")
def command(
    guides: tuple[str, ...],
    content: Path,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    today: date,
    *,
    strict: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Say what is wrong with a library, or with each GUIDE named by its slug or its file. Nothing is written.

    Errors are what keeps a guide from being published, warnings what should be mended, notes are good to know.
    """
    from handouts.check import explain
    from handouts.check.check import check
    from handouts.library.library import Selection
    from handouts.library.reader import load

    wanted, unwanted = explain.named(select), explain.named(ignore)
    checked = check(load(content), Selection(guides, **chosen), today)
    found = [one for one in checked.diagnostics if (not wanted or one.code in wanted) and one.code not in unwanted]
    found = list(made_strict(found)) if strict else found
    if as_json:
        click.echo(json.dumps(_as_values(checked, found), ensure_ascii=False, indent=1))
    console = Console(QUIET if quiet else VERBOSE if verbose else NORMAL)
    if not as_json:
        _say(found, checked, console)
    return FOUND if has_errors(found) else DONE


def _say(found: list[Diagnostic], checked: "Checked", console: Console) -> None:
    """Show each finding with its line on stdout, and say on stderr what they come to."""
    from handouts.check.excerpt import Sources, shown

    sources = Sources()
    for one in found:
        if console.level == QUIET and one.severity is not Severity.ERROR:
            continue
        head, message = str(replace(one, hint="")).split(": ", 1)
        click.echo(click.style(f"{head}: ", bold=True) + click.style(message, fg=COLOURS[one.severity]))
        if (line := sources.line(one)) is not None:
            click.echo(textwrap.indent(shown(one, line), "  "))
        if one.hint:
            click.echo(f"  hint: {one.hint}")
        click.echo()
    if console.level == VERBOSE:
        for path, level in sorted(checked.readings.items()):
            console.say(f"{path}: reading age {level.age} (grade {level.grade}, {level.words} words)")
    if console.level != QUIET:
        _say_how_often(found, console)
        console.say(_in_words(found, checked))


def _say_how_often(found: list[Diagnostic], console: Console) -> None:
    from handouts.check import explain

    codes = Counter(one.code for one in found) if len(found) >= MANY else Counter[str]()
    for code, number in codes.most_common():
        if number > 1:  # what was found once stands above, where it is; it needn't be said again
            console.say(f"{number:>6,}  {code}: {explain.summary(code)}")


def _in_words(found: list[Diagnostic], checked: "Checked") -> str:
    counted = Counter(one.severity for one in found)
    kinds = [
        count(counted[one], one.value) for one in (Severity.ERROR, Severity.WARNING, Severity.NOTE) if counted[one]
    ]
    parts = [f"{count(checked.guides, 'guide')} checked: {', '.join(kinds) or 'nothing is wrong'}"]
    if checked.drafts:
        parts.append(f"{count(checked.drafts, 'draft')} left out (--drafts checks them)")
    if checked.ignored:
        parts.append(f"{count(checked.ignored, 'finding')} ignored, as checkIgnore or check_ignore says")
    if checked.readings:
        ages = sorted({level.age for level in checked.readings.values()})
        parts.append(f"reading age {ages[0]}" + (f" to {ages[-1]}" if len(ages) > 1 else ""))
    more = " What a code means, `handouts check --explain CODE` says." if found else ""
    return "; ".join(parts) + "." + more


def _as_values(checked: "Checked", found: list[Diagnostic]) -> dict[str, Any]:
    """Give what was found as plain values, for ``--json``."""
    counted = Counter(one.severity for one in found)
    return {
        "findings": [one.as_dict() for one in found],
        "reading": [
            {"path": path, "age": level.age, "grade": level.grade, "words": level.words,
             "sentences": list(level.sentences), "hard_words": dict(level.hard_words)}
            for path, level in sorted(checked.readings.items())
        ],
        "summary": {
            "guides": checked.guides,
            "drafts": checked.drafts,
            "ignored": checked.ignored,
            "codes": dict(sorted(Counter(one.code for one in found).items())),
            **{f"{one.value}s": counted[one] for one in Severity},
        },
    }  # fmt: skip
