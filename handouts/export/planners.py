"""Planners: from what is wanted of a library to a plan. Each command that makes files has one."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from handouts.diagnostics import Diagnostic
from handouts.errors import UsageError
from handouts.export.aftermath import Complete, Names
from handouts.export.books import Order, plan_bundles, plan_pack, without_bundle
from handouts.export.job import BUNDLE, Job
from handouts.export.plan import kinds, plan
from handouts.export.report import Options
from handouts.library.library import Library, Selection


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, and what is to be said of what is not."""

    jobs: tuple[Job, ...]
    complete: Complete = frozenset()
    """Kinds and editions of which it makes all that there should be: other files of these are withdrawn."""
    notes: tuple[Diagnostic, ...] = ()
    names: Names | None = None
    """All guides that are published; None where it was not asked for all."""
    drafts: int = 0
    """Guides left out because they are drafts."""


Planner = Callable[[Library, Selection, Options], Plan]
"""Raises ``UsageError`` for what is not there. Writes nothing."""


def leaflets(library: Library, wanted: Selection, options: Options) -> Plan:
    """Plan a leaflet and a page of each guide."""
    guides, rejected = library.select(wanted)
    if not any(kinds(one, html_only=options.html_only) for one in options.editions):
        of = " or ".join(one.name for one in options.editions)
        raise UsageError(
            f"there is no page of the edition {of}", "leave out --html-only, or add --edition standard"
        )
    jobs = plan((*guides, *rejected), options.editions, html_only=options.html_only)
    made = {(kind, one.name) for one in options.editions for kind in kinds(one, html_only=options.html_only)}
    drafts = _drafts_left_out(library, wanted)
    if not wanted.is_whole:
        return Plan(jobs, drafts=drafts)
    names = {(one.slug, one.lang) for one in guides} | {(one.slug, one.lang) for one in rejected}
    return Plan(jobs, made, names=names, drafts=drafts)


def everything(library: Library, wanted: Selection, options: Options) -> Plan:
    """Plan leaflets and bundles; leaflets alone where guides are named, or chosen by tag."""
    alone = leaflets(library, wanted, options)
    if options.html_only or wanted.names or wanted.tags:
        return alone
    books = bundles(library, wanted, options)
    return replace(
        alone,
        jobs=(*alone.jobs, *books.jobs),
        complete=alone.complete | books.complete,
        notes=books.notes,
    )


def bundles(
    library: Library, wanted: Selection, options: Options, order: Order | None = None, *, recto: bool | None = None
) -> Plan:
    """Plan bundles; ``library.toml`` says how, where nothing else is asked for."""
    settings = library.settings
    jobs = plan_bundles(
        library,
        wanted,
        options.editions,
        order=order or Order(settings.bundle_order),
        recto=settings.bundle_recto if recto is None else recto,
    )
    complete = {(BUNDLE, one.name) for one in options.editions} if wanted.is_whole else frozenset()
    notes = without_bundle(library, wanted)
    return Plan(jobs, complete, notes, drafts=_drafts_left_out(library, wanted))


def pack(
    library: Library,
    wanted: Selection,
    options: Options,
    title: str = "",
    *,
    path: str = "",
    recto: bool | None = None,
) -> Plan:
    """Plan a pack of the guides that are named; ``path`` is its file where that is not the usual one."""
    recto = library.settings.bundle_recto if recto is None else recto
    return Plan(plan_pack(library, wanted, title, options.editions, path=path, recto=recto))


def _drafts_left_out(library: Library, wanted: Selection) -> int:
    if wanted.drafts or not any(guide.draft for guide in library.guides):
        return 0
    with_drafts, _ = library.select(replace(wanted, drafts=True))
    return sum(guide.draft for guide in with_drafts)
