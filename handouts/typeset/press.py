"""The press: a publication in an edition becomes pages, with as many of its sections as there is room for."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from handouts.diagnostics import Diagnostic, error, warning
from handouts.typeset import fragment
from handouts.typeset.arrange import arranged, kinds_of
from handouts.typeset.article import Section
from handouts.typeset.compose import Composer, Html
from handouts.typeset.edition import Edition
from handouts.typeset.layout import Printed
from handouts.typeset.publication import Book, Leaflet, Publication
from handouts.typeset.section_kinds import SectionKinds

_HINT = "give it a section with a heading such as Red Flags or Key Points"


def judge(publication: Publication, edition: Edition) -> Iterator[Diagnostic]:
    """Say of which guides this edition has nothing to print; an error where that is all of them."""
    leaflets = _leaflets(publication)
    without = [one for one in leaflets if edition.sections and not _has_any(one, edition)]
    if len(without) == len(leaflets):
        message = f"there is nothing for the {edition.name} edition: the guide has no {_or(edition.sections)}"
        yield from (error("nothing-to-print", message, one.path, hint=_HINT) for one in without)
    else:
        message = f"it is left out of the {edition.name} edition: the guide has no {_or(edition.sections)}"
        yield from (warning("nothing-to-print", message, one.path, hint=_HINT) for one in without)
    for one in leaflets if edition.sections else ():
        yield from _hidden_flags(one, edition)


def _hidden_flags(leaflet: Leaflet, edition: Edition) -> Iterator[Diagnostic]:
    """Find what must never be cut below a smaller heading of a section that the edition leaves out."""
    guide, never = leaflet.article.guide, edition.sections[0]
    kinds = SectionKinds.of(leaflet.settings.sections, guide.lang)
    for section in leaflet.article.sections:
        if section.kind not in edition.sections:
            for heading in _headings(section):
                if kinds.kind_of(heading) == never:
                    message = (
                        f'the {edition.name} edition would leave out "{heading}": it is below a smaller heading'
                    )
                    place = guide.place_of(heading)
                    yield error("hidden-red-flags", message, guide.path, place, hint=f"write it as ## {heading}")


def _headings(section: Section) -> Iterator[str]:
    for block in section.blocks:
        for element in fragment.parse(block.html).iter("h3", "h4", "h5", "h6"):
            yield fragment.text(element)


def compositions(
    publication: Publication,
    edition: Edition,
    composer: Composer,
    lifted: Collection[str] = (),
    long: Collection[str] = (),
) -> Iterator[tuple[Html, Diagnostic | None]]:
    """Compose a publication for an edition, with all the sections that the edition prints.

    Where the edition has a limit of pages, there follows a leaflet with fewer and fewer kinds of them, each with
    the warning that says what is missing. The first kind that the edition names (the red flags) is in all of
    them. The guides of a book take what pages they need.
    """
    yield _composed(publication, edition, edition.sections, composer, lifted=lifted, long=long), None
    if edition.pages and isinstance(publication, Leaflet):
        there = [kind for kind in edition.sections if kind in kinds_of(publication.article)]
        for number in range(len(there) - 1, 0, -1):
            html = _composed(publication, edition, there[:number], composer)
            yield html, _shortened(publication, edition, there[number:])


def page(
    publication: Publication,
    edition: Edition,
    composer: Composer,
    short_of: Collection[str] = (),
    *,
    lifted: Collection[str] = (),
    long: Collection[str] = (),
) -> Html:
    """Compose a publication for an edition, with all the sections that the edition prints.

    ``short_of`` has what a warning said when it was printed with fewer: then with those. Sections whose ids are
    ``lifted`` stand right below their guide's title; no page holds those that are ``long``.
    """
    found = compositions(publication, edition, composer, lifted, long)
    whole, _ = next(found)
    shorter = (html for html, missing in found if missing and missing.message in short_of) if short_of else ()
    return next(iter(shorter), whole)


def printed(
    publication: Publication, edition: Edition, composer: Composer, print_: Callable[[Html], Printed]
) -> tuple[Html, Printed]:
    """Compose a publication for an edition and lay it out; ``print_`` is that of the engine.

    Of all compositions it is the first that fits into the edition's limit of pages. A warning says what is
    missing, an error that not even the shortest fits.
    """
    for html, missing in compositions(publication, edition, composer):
        made = print_(html)
        if not edition.pages:
            return _mended(publication, edition, composer, print_, (html, made))
        if isinstance(publication, Book) or made.pages <= edition.pages:
            return html, _with(made, missing) if missing else made
    return html, _with(made, _too_long(publication, edition, made.pages))


def _mended(
    publication: Publication,
    edition: Edition,
    composer: Composer,
    print_: Callable[[Html], Printed],
    first: tuple[Html, Printed],
) -> tuple[Html, Printed]:
    """Print red flags that leave much of a page white right below their guide's title, where that fills the page.

    They are not cut in two for it: who is frightened must find all of them in one place. Only those that no page
    holds are, and begin where they stand, with their title on every page.
    """
    made = first[1]
    pushed = (
        made.flags.pushed.intersection(liftable(publication, edition)) if made.flags.pushed else frozenset[str]()
    )
    if pushed:
        html = page(publication, edition, composer, lifted=pushed, long=made.flags.torn)
        again = print_(html)
        if again.pages <= made.pages and again.flags.pushed.isdisjoint(pushed):
            return html, again
    if made.flags.torn:
        html = page(publication, edition, composer, long=made.flags.torn)
        return html, print_(html)
    return first


def liftable(publication: Publication, edition: Edition) -> tuple[str, ...]:
    """Give the ids of the red flags that may have been printed right below their guide's title."""
    articles = arranged((one.article for one in _leaflets(publication)), edition, edition.sections)
    return tuple(one.id for article in articles for one in article.sections[1:] if one.kind == "red-flags")


def _composed(
    publication: Publication,
    edition: Edition,
    kinds: Iterable[str],
    composer: Composer,
    *,
    lifted: Collection[str] = (),
    long: Collection[str] = (),
) -> Html:
    leaflets = _leaflets(publication)
    found = arranged((one.article for one in leaflets), edition, tuple(kinds), lifted, long)
    articles = {one.anchor: one for one in found}
    kept = (one for one in leaflets if one.article.anchor in articles)
    filled = tuple(
        replace(one, article=articles[one.article.anchor], formats=_formats(one, composer)) for one in kept
    )
    bound = filled[0] if isinstance(publication, Leaflet) else replace(publication, leaflets=filled)
    return composer.compose(bound, edition)


def _formats(leaflet: Leaflet, composer: Composer) -> tuple[Edition, ...]:
    """Give the editions that the library offers, but for those that have nothing to print of this guide."""
    offered = composer.offered(leaflet.settings)
    return tuple(one for one in offered if not one.sections or _has_any(leaflet, one))


def _leaflets(publication: Publication) -> tuple[Leaflet, ...]:
    return (publication,) if isinstance(publication, Leaflet) else publication.leaflets


def _has_any(leaflet: Leaflet, edition: Edition) -> bool:
    return not kinds_of(leaflet.article).isdisjoint(edition.sections)


def _with(made: Printed, one: Diagnostic) -> Printed:
    return replace(made, diagnostics=(*made.diagnostics, one))


def _shortened(leaflet: Leaflet, edition: Edition, missing: list[str]) -> Diagnostic:
    message = f"the {edition.name} edition has no room for the guide's {_or(missing)}: left out"
    return warning("no-room", message, leaflet.path, hint="shorten these sections, or hand out the whole leaflet")


def _too_long(leaflet: Publication, edition: Edition, pages: int) -> Diagnostic:
    most = "one page" if edition.pages == 1 else f"{edition.pages} pages"
    message = f"the {edition.name} edition takes {pages} pages, and may take {most}"
    never = f"the guide's {_or(edition.sections[:1])}: they are never cut" if edition.sections else "the guide"
    return error("too-long", message, leaflet.path, hint=f"shorten {never}")


def _or(kinds: Iterable[str]) -> str:
    *names, last = [kind.replace("-", " ") for kind in kinds] or [""]
    return f"{', '.join(names)} or {last}" if names else last
