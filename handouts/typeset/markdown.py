"""Markdown to clean, semantic HTML: dialects, Python-Markdown, the sanitizer, then tight lists and plain links."""

import re
from functools import cache

from lxml.html import HtmlElement
from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from handouts.library.source import place_at
from handouts.typeset import boxes, facts, fragment, sanitizer, tables
from handouts.typeset.dialects.manuscript import TOKEN, Manuscript
from handouts.typeset.dialects.reading import plain_markdown
from handouts.typeset.lists import Lists
from handouts.typeset.plain_text import PlainText

EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "tables",
    "pymdownx.magiclink",
    "pymdownx.tilde",
)
_SETTINGS = {
    "pymdownx.magiclink": {"hide_protocol": False},
    "pymdownx.tilde": {"subscript": False},  # "~5 mg or ~10 mg" means about
}

LINE = 80
"""Characters that may fit into one line. A list's first or last item of one line is kept with its neighbour."""

MAX_CHARACTERS, MAX_LINES, MAX_BLOCKS = 300_000, 10_000, 3_000
"""Of one guide: a hundred printed pages. The time for a text grows with the square of each, so what was no guide
would hold up all others."""

_BREAK = re.compile(r"\n[ \t]*\n")
_LINE_ENDS = {0x2028: "\n", 0x2029: "\n\n"}
"""Word processors' own line and paragraph ends, which no font has."""


class _Kept(Extension):
    """Hands what the dialects have put aside to Python-Markdown, as HTML that it has put aside itself."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[str, bool]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register; before anything else looks at the lines, but after blanks are put in order (30)."""
        md.preprocessors.register(_KeptPreprocessor(md, self), "kept", 26)


class _KeptPreprocessor(Preprocessor):
    def __init__(self, md: Markdown, extension: _Kept) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        kept, stash = self.extension.kept, self.md.htmlStash
        text = TOKEN.sub(lambda one: str(stash.store(kept[int(one[1])][0])), "\n".join(lines))
        return text.split("\n")


@cache
def _markdown() -> tuple[Markdown, _Kept]:
    kept = _Kept()
    converter = Markdown(
        extensions=[*EXTENSIONS, Lists(), PlainText(), kept], extension_configs=_SETTINGS, output_format="html"
    )
    return converter, kept


def to_tree(text: str, manuscript: Manuscript | None = None, whole: str = "", start: int = 0) -> HtmlElement:
    """Convert Markdown to a ``div`` of clean elements.

    What is not on the allow-list is gone (scripts, forms, styles, comments); its text stays, but for scripts
    and styles. Lists are tight, and an image or bold type inside a link stands around or beside it. ``manuscript``
    says in what dialect the text is, and takes the problems; ``whole`` and ``start`` say where the text stands.
    """
    manuscript = manuscript or Manuscript("")
    manuscript.text = text.translate(_LINE_ENDS)
    if said := _too_large(manuscript.text):
        manuscript.error("too-large", said, place_at(whole or text, start), "make several guides of it")
        return fragment.parse("")
    plain_markdown(manuscript, whole or text, start)
    tree = (
        fragment.parse("")
        if any(one.code == "too-deep" for one in manuscript.problems)
        else _sanitized(manuscript)
    )
    for element, what in sanitizer.left_out(tree):
        _leave_out(element, what, manuscript)
    sanitizer.straighten(tree)
    boxes.arrange(tree)
    _tidy(tree, manuscript)
    return tree


def _too_large(text: str) -> str:
    """Say what of a text is too much of it, or give ""."""
    for what, limit, count in (
        ("characters", MAX_CHARACTERS, len(text)),
        ("lines", MAX_LINES, text.count("\n")),
        ("paragraphs", MAX_BLOCKS, len(_BREAK.findall(text))),
        ("elements of HTML", MAX_LINES, len(re.findall("<[A-Za-z/!]", text))),
    ):
        if count > limit:
            return f"the guide has {count:,} {what}; the limit is {limit:,}"
    return ""


def _sanitized(manuscript: Manuscript) -> HtmlElement:
    """Convert a manuscript without dialects; what is too much for any program is refused."""
    converter, kept = _markdown()
    kept.kept = manuscript.kept
    try:
        tree = sanitizer.clean(converter.reset().convert(manuscript.text))
    except RecursionError:
        tree = None
    if tree is None:
        message = f"elements stand more than {sanitizer.MAX_DEPTH} deep inside each other"
        place = manuscript.places.deepest_tag(sanitizer.MAX_DEPTH)
        manuscript.error("too-deep", message, place, "close each with its </…>")
        return fragment.parse("")
    return tree


def _leave_out(element: HtmlElement, what: str, manuscript: Manuscript) -> None:
    """Put a note in the place of what can't be printed; a form keeps its words, and the note follows."""
    title = element.get("title") or element.get("aria-label") or ""
    tag = str(element.tag)
    note = fragment.parse(manuscript.leave_out(what, f"<{tag}", title))[0]
    if tag == "form":
        paragraph = fragment.element("p")
        paragraph.append(note)
        element.append(paragraph)
        return
    fragment.insert_after(element, note, gap="")
    element.drop_tree()


def _tidy(tree: HtmlElement, manuscript: Manuscript) -> None:
    for item in tree.iter("li", "dd"):
        _tighten(item)
        said = fragment.text(item)
        marks = ["short"] * (len(said) < LINE) + ["task"] * said.startswith(("☐", "☑"))
        if marks:
            item.set("class", " ".join(marks))
    for numbered in tree.iterfind(".//ol[@start]"):
        # WeasyPrint 70 takes no notice of start: without this, step 3 after a paragraph would print as 1.
        numbered.set("style", f"counter-reset: list-item {_number(numbered.get('start')) - 1}")
    for link in list(tree.iter("a")):
        _straighten(link)
    for paragraph in tree.iter("p"):
        if fragment.text(paragraph).endswith((":", "\uff1a")) and paragraph.getnext() is not None:
            paragraph.set("class", "lead-in")
    for details in tree.iter("details"):
        details.set("open", "open")
    _fit_tables(tree, manuscript)
    facts.hold(tree)


def _fit_tables(tree: HtmlElement, manuscript: Manuscript) -> None:
    for table in tree.iter("table"):
        if tables.size(table):
            first = next(filter(None, map(fragment.text, table.iter("th", "td"))), "")
            message = "this table has too many columns for the page: each of its rows is printed as a list"
            hint = "make two tables of it, or use shorter words"
            place = manuscript.places.next(first)
            manuscript.warning("crowded-table", message, place, hint)
    for cell in tree.iterfind(".//thead//th"):
        cell.set("scope", "col")


_DIGITS = 7
"""Digits that no number of a list has."""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < _DIGITS else 1


def _tighten(item: HtmlElement) -> None:
    """Unwrap the first paragraph of a list item: ``<li><p>`` prints with gaps and breaks PDF/UA's LI."""
    first = item[0] if len(item) else None
    if first is not None and first.tag == "p" and not (item.text or "").strip():
        item.text = None
        first.tail = None
        fragment.unwrap(first)


def _straighten(link: HtmlElement) -> None:
    """Make a link hold nothing but text.

    WeasyPrint makes one more annotation for each box inside a link, which PDF/UA-1 7.18.5 forbids.
    """
    if link.get("class") == "footnote-ref":
        link.set("role", "doc-noteref")
    if link.get("class") == "footnote-backref":
        link.drop_tree()  # an arrow back to the text: of no use on paper
        return
    for image in list(link.iter("img")):
        link.addprevious(fragment.parse(fragment.outer(image))[0])
        image.drop_tree()  # what stood behind it stays
    only = link[0] if len(link) == 1 and not (link.text or "").strip() else None
    bold = only is not None and only.tag in ("strong", "b") and not (only.tail or "").strip()
    for child in list(link.iterdescendants()):
        fragment.unwrap(child)
    if not fragment.text(link):
        link.drop_tree()
    elif bold:
        strong = fragment.element("strong")
        strong.tail, link.tail = link.tail, None
        link.addprevious(strong)
        strong.append(link)
