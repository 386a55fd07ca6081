"""The export: from a loaded library to files, in the order of the map. One bad guide never stops the others."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from handouts.diagnostics import Diagnostic, has_errors, in_order, warning
from handouts.export.plan import plan
from handouts.export.press import Options, Outcome, Press
from handouts.library.library import Library, Selection
from handouts.settings import FILE_NAME


@dataclass(slots=True)
class Report:
    """What a whole export did, in order."""

    outcomes: list[Outcome] = field(default_factory=list)
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is to be said about the library and the styles rather than a guide."""
    drafts: int = 0
    """Guides left out because they are drafts."""

    @property
    def found(self) -> bool:
        """Tell whether a guide failed, or the library has errors: exit code 1."""
        return has_errors(self.diagnostics) or any(one.failed for one in self.outcomes)


def export(
    library: Library,
    wanted: Selection,
    options: Options,
    on_outcome: Callable[[Outcome, int], None] | None = None,
) -> Report:
    """Publish the guides that are wanted; ``on_outcome`` hears of each, and of how many there are.

    The manifest is written at the end, also after an interruption: what was made is never forgotten. Raises
    ``UsageError`` for a guide that is not there, ``OutputError`` when the folder can't be written and
    ``MachineError`` when pages can't be laid out here.
    """
    guides, rejected = library.select(wanted)
    jobs = plan((*guides, *rejected), html_only=options.html_only)
    press = Press(library, options)
    report = Report(diagnostics=press.judged(_about_the_library(library)))
    report.drafts = 0 if wanted.drafts else sum(guide.draft for guide in library.guides)
    try:
        for job in jobs:
            outcome = press.publish(job)
            report.outcomes.append(outcome)
            if on_outcome is not None:
                on_outcome(outcome, len(jobs))
        report.diagnostics = in_order((*report.diagnostics, *press.diagnostics))
    finally:
        press.record(
            report.outcomes, report.diagnostics, whole=wanted.is_whole and len(report.outcomes) == len(jobs)
        )
    return report


def _about_the_library(library: Library) -> Iterator[Diagnostic]:
    settings, path = library.settings, str(library.root / FILE_NAME)
    if not settings.base_url:
        message = "there is no base_url: leaflets are made without a QR symbol"
        hint = f'write base_url = "https://…" into {FILE_NAME}, or pass --base-url'
        yield warning("no-base-url", message, path, hint=hint)
    elif settings.base_url_is_placeholder:
        message = f"base_url is the placeholder {settings.base_url}: the QR symbols open no real page"
        yield warning("placeholder", message, path, hint="put your website's address there, or pass --base-url")
