"""The check: reads a library and says everything that there is to say about it. Writes nothing.

It finds what an export would find before it lays out pages, and what only a reader would notice: hard sentences,
missing red flags, reviews that are due. The layout engine is not needed, and not imported.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from handouts.check import addresses, metadata, red_flags, whole, wording
from handouts.check.passages import passages
from handouts.check.places import Places
from handouts.check.reading import Reading
from handouts.diagnostics import Diagnostic, Severity, error, in_order
from handouts.library.governance import governed
from handouts.library.guide import Guide
from handouts.library.library import Library, Selection
from handouts.typeset import characters, qr
from handouts.typeset.article import convert
from handouts.typeset.theme import Theme


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file and place."""
    guides: int
    """How many files were looked at, those that can't be used included."""
    drafts: int
    """How many were left out because they are drafts."""
    ignored: int = 0
    """How many findings were left out because the guides or the settings say so."""
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """The reading level of each guide in English that is long enough to have one, by its path."""


def check(library: Library, wanted: Selection, today: date, on_guide: Callable[[], None] | None = None) -> Checked:
    """Check the guides that are wanted. ``on_guide`` hears of each that is done.

    Raises ``UsageError`` for a guide, category, tag or language that is not there.
    """
    library = governed(library, today)
    guides, rejected = library.select(wanted)
    paths = {one.path for one in guides} | {one.path for one in rejected}
    every, _ = library.select(Selection(wanted.names, wanted.categories, wanted.tags, wanted.langs, drafts=True))
    covered = characters.covered_by(Theme.of(library.root).fonts)
    others = {one.path for one in library.guides} - paths
    found = [one for one in library.diagnostics if one.path in paths]
    found += [one for one in whole.judge(library) if one.path not in others]
    readings = {}
    halves = [one for one in library.half_read if one.path in paths and (wanted.drafts or not one.draft)]
    for guide in (*guides, *(one for one in library.twins if one.path in paths), *halves):
        is_half = guide in halves
        problems, level = _judged(
            guide, _with(guide, library) if is_half else library, covered, today, is_half=is_half
        )
        found += problems
        if level:
            readings[guide.path] = level
        if on_guide:
            on_guide()
    said = in_order(found)
    left = tuple(_but_for_ignored(said, library))
    return Checked(left, len(paths), len(every) - len(guides), len(said) - len(left), readings)


def _but_for_ignored(found: Iterable[Diagnostic], library: Library) -> Iterator[Diagnostic]:
    """Leave out warnings and notes that a guide or the library does not want to hear; errors are always told."""
    every = (*library.guides, *library.twins, *library.half_read)
    by_guide = {guide.path: guide.check_ignore for guide in every}
    for one in found:
        unwanted = (*library.settings.check_ignore, *by_guide.get(one.path, ()))
        if one.severity is Severity.ERROR or one.code not in unwanted:
            yield one


def _with(half: Guide, library: Library) -> Library:
    """Give the library as it will be once a guide's front matter is mended: it may link to itself."""
    others = tuple(one for one in library.diagnostics if one.path != half.path)
    return replace(library, guides=(*library.guides, half), diagnostics=others)


def _judged(
    guide: Guide, library: Library, covered: frozenset[int], today: date, *, is_half: bool = False
) -> tuple[list[Diagnostic], Reading | None]:
    """Say what is wrong with one guide, and how hard it is to read.

    Of a guide that is half read only the text is judged: what its front matter seems to lack may be there.
    """
    try:
        article, problems = convert(guide, library, covered)
    except Exception as fault:
        message = f"the program fails on this guide: {type(fault).__name__}: {fault}"
        return [error("program-fault", message, guide.path, hint="report it, with the guide")], None
    said, places = list(passages(article)), Places(guide)
    level = wording.level_of(guide, said)

    def more() -> Iterator[Diagnostic]:
        if not is_half:
            yield from metadata.judge(guide, library.settings, today)
            yield from qr.judge_address(library.settings.url_of(guide.slug, guide.lang), guide)
        yield from red_flags.judge(guide, said)
        yield from addresses.judge(guide, places)
        yield from wording.judge(guide, said, places)
        if level:
            yield from wording.judge_level(level, guide, places)

    return [*problems, *more()], level
