"""Questions and answers: bold lines, sub-headings, bold list items or front matter, all become the same."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from handouts.diagnostics import Diagnostic, warning
from handouts.library.guide import Guide
from handouts.library.slugs import folded
from handouts.library.source import Places
from handouts.typeset import fragment, markdown
from handouts.typeset.dialects.manuscript import Manuscript
from handouts.typeset.sections import Draft

_BLOCKS = ("ul", "ol", "dl", "p", "table", "blockquote", "div", "pre", "details", "figure")

TAIL = ("reading", "related", "references", "disclaimer", "notes")
"""Kinds that close a guide: a section that front matter adds stands before them."""


def unfold(draft: Draft) -> None:
    """Turn every question of a section into an ``h3`` with its answer's blocks behind it."""
    draft.elements = [new for element in draft.elements for new in _unfolded(element)]


def _unfolded(element: HtmlElement) -> Iterator[HtmlElement]:
    if element.tag == "p" and (question := _leading_bold(element)) is not None:
        yield from _split(element, question)
    elif element.tag in ("ul", "ol") and all(_leading_bold(item) is not None for item in element):
        for item in list(element):
            question = _leading_bold(item)
            assert question is not None  # noqa: S101 - just tested, for the type checker
            yield from _split(item, question)
    elif element.tag in ("h4", "h5", "h6"):
        element.tag = "h3"
        yield element
    else:
        yield element


def _leading_bold(element: HtmlElement) -> HtmlElement | None:
    """Give the bold words that open a paragraph, when they are a line of their own or end in a question mark."""
    if (element.text or "").strip() or not len(element) or element[0].tag not in ("strong", "b"):
        return None
    bold = element[0]
    alone = not (bold.tail or "").strip() and (len(element) == 1 or element[1].tag == "br")
    asks = fragment.text(bold).rstrip().endswith(("?", "\uff1f", "\u061f", "\u037e"))
    return bold if alone or asks else None


def _split(element: HtmlElement, bold: HtmlElement) -> Iterator[HtmlElement]:
    heading = fragment.element("h3")
    answer = fragment.element("p")
    rest = list(element)[1:]
    answer.text = (bold.tail or "").lstrip() or None
    fragment.move_children(bold, heading)
    if rest and rest[0].tag == "br" and not answer.text:
        answer.text = (rest.pop(0).tail or "").lstrip() or None
    yield heading
    for one in rest:
        if one.tag not in _BLOCKS:
            answer.append(one)  # with the text behind it
            continue
        if fragment.text(answer) or len(answer):
            yield answer
        answer = fragment.element("p", (one.tail or "").strip())
        one.tail = None
        yield one
    if fragment.text(answer) or len(answer):
        yield answer


def add_front_matter(drafts: list[Draft], guide: Guide, title: str, note: str) -> list[Diagnostic]:
    """Add the front matter's questions to the section that holds questions, or make one, called ``title``.

    A question that the text asks too is not asked twice: sites repeat their questions in the front matter for
    search engines. Where the two answers differ, the text's is printed and a warning says so.
    """
    if not guide.faq:
        return []
    asked = {folded(fragment.text(one)): one for draft in drafts for one in draft.iter("h3")}
    problems: list[Diagnostic] = []
    new: list[HtmlElement] = []
    for question, answer in guide.faq:
        manuscript = Manuscript("", guide.path, Places(guide.text), note=note)
        tree = markdown.to_tree(answer, manuscript)
        problems += manuscript.problems
        answers = list(tree) or [fragment.element("p", fragment.text(tree))]
        if (twin := asked.get(folded(question))) is None:
            new += [fragment.element("h3", question), *answers]
        elif folded(fragment.text(tree)) != folded(_answer_to(twin, drafts)):
            message = f'"{question}" is answered twice, and differently; the text\'s answer is printed'
            problems.append(
                warning("faq-differs", message, guide.path, guide.place_of(question), "keep one answer")
            )
    if new:
        find_or_add(drafts, "faq", title).elements += new
    return problems


def _answer_to(question: HtmlElement, drafts: list[Draft]) -> str:
    elements = next(draft.elements for draft in drafts if question in draft.elements)
    said = []
    for element in elements[elements.index(question) + 1 :]:
        if element.tag == "h3":
            break
        said.append(fragment.text(element))
    return " ".join(said)


def find_or_add(drafts: list[Draft], kind: str, title: str) -> Draft:
    """Give the last section of a kind; where there is none, make one before those that close a guide."""
    found = [draft for draft in drafts if draft.kind == kind]
    if found:
        return found[-1]
    at = len(drafts)
    closing = TAIL[TAIL.index(kind) + 1 :] if kind in TAIL else TAIL
    while at and drafts[at - 1].kind in closing:
        at -= 1
    drafts.insert(at, Draft(kind, fragment.element("h2", title)))
    return drafts[at]
