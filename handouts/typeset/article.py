"""The article: a guide's body as semantic HTML in typed sections. Leaflet and bundle are made from the same."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from markupsafe import Markup

from handouts.diagnostics import Diagnostic, warning
from handouts.library.guide import SUFFIXES, Guide
from handouts.library.library import Library
from handouts.typeset import characters, fragment, images, isolation, left_out, markdown, questions, sections
from handouts.typeset.binding import ALONE, Binding
from handouts.typeset.dialects.manuscript import Manuscript
from handouts.typeset.links import PUBLISH, Address, Links
from handouts.typeset.section_kinds import SectionKinds
from handouts.typeset.sections import Draft
from handouts.typeset.words import catalogue, direction, has_catalogue

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(frozen=True, slots=True)
class Block:
    """Something that a page break should not part from its like: prose, or a question with its answer."""

    html: Markup
    question: Markup | None = None
    """The question's text, when the block is an answer."""
    question_id: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One main heading and what stands under it. ``kind`` is a key of ``section_kinds.HEADINGS``."""

    kind: str
    id: str
    title: Markup
    """"" for what stands before the first heading."""
    label: str
    """Words that say the kind where the title does not, such as "Red flags"; else ""."""
    blocks: tuple[Block, ...]
    is_long: bool = False
    """Whether it is longer than a page: its title stands on each of its pages, as the head of a table."""


@dataclass(frozen=True, slots=True)
class Article:
    """A guide, converted: what every publication of it says."""

    guide: Guide
    sections: tuple[Section, ...]
    addresses: tuple[Address, ...]
    """The links of the running text, to be printed as a numbered list."""
    anchor: str
    """The id of the article in its publication, with which all ids inside it start."""
    ids: frozenset[str]
    """What can be linked to."""
    references: frozenset[str]
    """What it links to in other guides of the same PDF."""


def convert(
    guide: Guide, library: Library, covered: Set[int], binding: Binding = ALONE
) -> tuple[Article, tuple[Diagnostic, ...]]:
    """Turn a guide into an article, and say everything that is wrong with it.

    ``covered`` are the code points that the fonts have; ``binding`` says which guides stand in the same PDF.
    With an error among the diagnostics the article must not be published: something in it is missing or leads
    nowhere.
    """
    _ = catalogue(guide.lang).gettext
    kinds = SectionKinds.of(library.settings.sections, guide.lang)
    places = guide.places
    online = _("see the online version") if library.settings.base_url else _("not shown in print")
    manuscript = Manuscript("", guide.path, places, is_mdx=guide.is_mdx, note=online, translate=_)
    tree = markdown.to_tree(guide.body, manuscript, guide.text, guide.body_start)
    problems = [*manuscript.problems, *_about_the_language(guide), *sections.relevel(tree, guide, places)]
    anchor = binding.anchor(guide)
    ids = sections.identify(tree, anchor)
    about_images, drawn = images.embed(tree, guide, library, places)
    problems += about_images
    drafts = sections.cut(tree, kinds)
    problems += left_out.judge(drafts, guide)
    for draft in drafts:
        if draft.kind == "faq":
            questions.unfold(draft)
        if draft.kind == "notes":
            draft.heading = fragment.element("h2", _("Notes"))
    problems += questions.add_front_matter(drafts, guide, _("Questions and answers"), online)
    followed = Links(guide, library, ids, places, binding)
    problems += _add_related(drafts, followed, _("Related guides"))
    sections.identify_made(drafts, anchor, ids)
    for draft in drafts:
        followed.follow(draft)
    problems += followed.problems
    if direction(guide.lang) == "rtl":
        for element in [one for draft in drafts for one in (draft.heading, *draft.elements) if one is not None]:
            isolation.isolate(element)
    finished = tuple(_finish(draft, _("Red flags")) for draft in drafts)
    article = Article(
        guide, finished, followed.addresses, anchor, frozenset(ids.values()), frozenset(followed.references)
    )
    named = (guide.title, guide.description, guide.version, guide.reviewed_by, *guide.categories)
    said = (*named, *_texts(drafts), *drawn)
    problems += characters.missing(said, covered, guide)
    return article, tuple(problems)


def _about_the_language(guide: Guide) -> Iterator[Diagnostic]:
    if not has_catalogue(guide.lang):
        message = f"the program's own words on this leaflet are English: it has none for {guide.lang!r} yet"
        hint = "name the headings that mean red flags and the like in library.toml, under [sections]"
        yield warning("no-words", message, guide.path, guide.place_of("lang:", start=0), hint)


def _add_related(drafts: list[Draft], followed: Links, title: str) -> list[Diagnostic]:
    """Add the front matter's related guides to the section that lists such, or make one, called ``title``."""
    guide, library, problems = followed.guide, followed.library, []
    listed = [link.get("href") or "" for draft in drafts if draft.kind == "related" for link in draft.iter("a")]
    linked = [followed.meant(href) for href in listed]
    items = []
    for name in guide.related:
        slug = name.removesuffix(PurePosixPath(name).suffix) if name.endswith(SUFFIXES) else name
        other = library.find(slug, guide.lang)
        if other is None:
            place = guide.place_of(slug, start=guide.text.find("related:"))
            message = f"the related guide {slug!r} is not in this library and is left out"
            hint = "correct the slug, or add the guide"
            problems.append(warning("unknown-guide", message, guide.path, place, hint))
        elif not (library.is_published(other) or followed.binding.target(other)):
            place = guide.place_of(slug, start=guide.text.find("related:"))
            message = f"the related guide {slug!r} is not published and is left out"
            problems.append(warning("unpublished-guide", message, guide.path, place, PUBLISH))
        elif other not in linked:
            item = fragment.element("li")
            own = {} if other.lang == guide.lang else {"lang": other.lang, "dir": direction(other.lang)}
            href = library.settings.url_of(slug, other.lang) or library.settings.path_of(slug, other.lang)
            item.append(fragment.element("a", other.title, href=href, **own))
            items.append(item)
    if items:
        draft = questions.find_or_add(drafts, "related", title)
        if not draft.elements or draft.elements[-1].tag != "ul":
            draft.elements.append(fragment.element("ul"))
        draft.elements[-1].extend(items)
    return problems


def _finish(draft: Draft, red_flags: str) -> Section:
    heading = draft.heading
    if heading is not None and draft.kind == "red-flags":
        # The box has a sign of its own: an author's emoji in front of the words would be a second one.
        first = next((one for one in heading.iter() if (one.text or "").strip()), heading)
        first.text = re.sub(r"^[^\w(]+", "", first.text or "")
    title = fragment.text(heading) if heading is not None else ""
    unsaid = draft.kind == "red-flags" and red_flags.casefold().rstrip("s") not in title.casefold()
    return Section(
        kind=draft.kind,
        id=(heading.get("id") or "") if heading is not None else "",
        title=Markup(fragment.inner(heading) if heading is not None else ""),  # noqa: S704 - sanitized
        label=red_flags if unsaid else "",
        blocks=tuple(_blocks(draft)),
    )


def _blocks(draft: Draft) -> Iterator[Block]:
    """Join elements into blocks. In a section of questions each ``h3`` begins a block of its own."""
    question: HtmlElement | None = None
    gathered: list[HtmlElement] = []
    for element in [*draft.elements, None]:
        begins = element is not None and element.tag == "h3" and draft.kind == "faq"
        if (begins or element is None) and (gathered or question is not None):
            html = Markup(fragment.joined(gathered))  # noqa: S704 - sanitized
            if question is None:
                yield Block(html)
            else:
                asked = Markup(fragment.inner(question))  # noqa: S704 - sanitized
                yield Block(html, asked, question.get("id") or "")
        if begins:
            question, gathered = element, []
        elif element is not None:
            gathered.append(element)


def _texts(drafts: list[Draft]) -> Iterator[str]:
    for draft in drafts:
        for element in ([draft.heading] if draft.heading is not None else []) + draft.elements:
            yield fragment.text(element)
            yield from (image.get("alt") or "" for image in element.iter("img"))
