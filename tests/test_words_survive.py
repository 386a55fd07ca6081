"""Nothing that an author writes is lost, doubled or moved on its way to paper and screen."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring
from pdf_facts import Facts
from source_words import first_missing, questions_in_front_matter, source_words, tokens
from support import Shelf, page_text
from typesetting import body, text_of

from handouts.typeset.section_kinds import SectionKinds

CONTENT = sorted((Path(__file__).parent.parent / "content" / "guides").rglob("*.md"))


def by_tags(pdf: Path) -> str:
    """What a screen reader reads out: the text of the structure tree."""
    return Facts(pdf).text


def by_poppler(pdf: Path) -> str:
    """What ``pdftotext``, and programs like it, make of the places on the page."""
    return page_text(pdf)


def by_painting(pdf: Path) -> str:
    """What is copied and pasted, and read by simple programs: the order of painting, as PDFium tells it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


LETTER_BY_LETTER = {"en", "es", "pl"}
"""Languages that programs read from the places of letters. What the structure tree says in the others, where
several letters make one sign, ``test_verify`` compares with the page for every leaflet."""

READERS = [by_tags, by_poppler, by_painting]


@pytest.mark.parametrize("read", READERS)
def test_every_word_of_the_reference_guide_is_in_its_leaflet_in_order(
    reference_export: Shelf, read: Callable[[Path], str]
) -> None:
    expected = source_words((reference_export.root / "frequent-heartburn.md").read_text())
    assert len(expected) > 500
    assert not first_missing(expected, tokens(read(reference_export.pdf("frequent-heartburn"))))


def flags_first(text: str, lang: str) -> str:
    """Give a guide's text with its red flags in front of all other sections."""
    kinds = SectionKinds.of({}, lang)
    head, *sections = re.split(r"(?m)^(?=## )", text)
    flags = [one for one in sections if kinds.kind_of(one.splitlines()[0].strip("# ")) == "red-flags"]
    return "".join((head, *flags, *(one for one in sections if one not in flags)))


def missing(source: Path, found: list[str]) -> str:
    """Give the place of the first word of a guide of content/ that is missing or was moved; "" for none.

    Red flags that would leave much of a page white stand first; nothing else may move.
    """
    text, lang = source.read_text(), source.parent.name
    lost = first_missing(source_words(text), found)
    return lost and first_missing(source_words(flags_first(text, lang)), found)


@pytest.mark.parametrize("source", CONTENT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_word_of_the_library_is_in_its_leaflets_in_order(content_export: Shelf, source: Path) -> None:
    lang = source.parent.name
    pdf = content_export.pdf(source.stem, lang)
    for read in READERS if lang in LETTER_BY_LETTER else ():
        found = tokens(read(pdf))
        assert not missing(source, found), read.__name__
        for said in questions_in_front_matter(source.read_text()):
            assert f" {' '.join(tokens(said))} " in f" {' '.join(found)} ", read.__name__


@pytest.mark.parametrize("source", CONTENT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_word_of_the_library_is_in_its_html_in_order(content_export: Shelf, source: Path) -> None:
    (page,) = document_fromstring(content_export.html(source.stem, source.parent.name).read_text()).iter("body")
    assert not missing(source, tokens(text_of(page)))


@pytest.mark.skipif("HANDOUTS_SAMPLE" not in os.environ, reason="HANDOUTS_SAMPLE names no folder of guides")
def test_every_word_of_the_owner_s_samples_is_in_their_leaflets_in_order(tmp_path: Path) -> None:
    shelf = Shelf(Path(os.environ["HANDOUTS_SAMPLE"]), tmp_path)
    assert not shelf.export().found
    for source in shelf.root.glob("*.md"):
        expected = source_words(source.read_text())
        for read in READERS:
            assert not first_missing(expected, tokens(read(shelf.pdf(source.stem)))), read.__name__
        assert Facts(shelf.pdf(source.stem)).page_count <= 2
        assert shelf.pdf(source.stem).stat().st_size < 100_000


def test_a_lost_word_is_noticed() -> None:
    said = ["one", "two", "three"]
    assert first_missing(said, ["zero", "one", "and", "two", "three"]) == ""
    assert first_missing(said, ["one", "three", "two"]).endswith(">>> three <<<")


# ---- Generated guides: Markdown and the words it stands for are made side by side, so nothing is parsed twice.

Made = tuple[list[str], list[str]]
"""Lines of Markdown, and the words that they say."""

SAYINGS = """rest ice walk 500mg >12 <5 & “quoted” don’t café µg 38° → +44 (brackets) end. why? so: a/b re-test
pain—treat 1–2 10% naïve A&E x=y £5 @home H2O *_ [x] \\* snake_case 2*3*4 ~ ^ $5 {a} | ..."""

WORDS = st.lists(st.sampled_from(SAYINGS.split()), min_size=1, max_size=6)


def escaped(word: str) -> str:
    """Write a word so that Markdown takes it as it stands."""
    special = "\\`*_{}[]()#+-.!|~<>&:"
    return "".join(f"&#{ord(one)};" if one in special and word != "..." else one for one in word)


@st.composite
def phrases(draw: st.DrawFn, *, link: bool = True) -> tuple[str, list[str]]:
    """One line of running text: plain, bold, emphasised, code or a link."""
    parts, said = ["So"], ["So"]
    for _ in range(draw(st.integers(1, 3))):
        words = draw(WORDS)
        text = " ".join(map(escaped, words))
        style = draw(st.sampled_from(["", "**", "*", "link"] if link else ["", "**"]))
        parts.append(f"[{text}](https://site.example/{len(parts)})" if style == "link" else style + text + style)
        said += words
    return " ".join(parts), said


@st.composite
def paragraphs(draw: st.DrawFn) -> Made:
    lines = draw(st.lists(phrases(), min_size=1, max_size=3))
    return [text + draw(st.sampled_from(["", "  "])) for text, _ in lines], _said(lines)


@st.composite
def lists(draw: st.DrawFn, depth: int = 2) -> Made:
    numbered, loose = draw(st.booleans()), draw(st.booleans())
    lines: list[str] = []
    said: list[str] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        text, words = draw(phrases())
        lines.append((f"{number}. " if numbered else "- ").ljust(4) + text)
        said += words
        if depth and draw(st.booleans()):
            more, below = draw(lists(depth=depth - 1) if draw(st.booleans()) else paragraphs())
            lines += ["", *(f"    {one}".rstrip() for one in more), ""]
            said += below
        elif loose:
            lines.append("")
    return lines, said


@st.composite
def tables(draw: st.DrawFn) -> Made:
    rows = [[draw(phrases()) for _ in range(2)] for _ in range(draw(st.integers(2, 4)))]
    lines = [f"| {' | '.join(text for text, _ in row)} |" for row in rows]
    return [lines[0], "|---|---|", *lines[1:]], [word for row in rows for word in _said(row)]


@st.composite
def quotations(draw: st.DrawFn) -> Made:
    lines, said = draw(paragraphs())
    return [f"> {line}" for line in lines], said


@st.composite
def questions(draw: st.DrawFn) -> Made:
    asked, words = draw(phrases(link=False))
    answer, said = draw(phrases())
    plain = asked.replace("**", "")
    line = draw(
        st.sampled_from([[f"**{plain}**  ", answer], [f"### {plain}", "", answer], [f"- **{plain}?** {answer}"]])
    )
    return line, [*words[:-1], words[-1] + ("?" if line[0].startswith("-") else ""), *said]


@st.composite
def sections(draw: st.DrawFn) -> Made:
    heading, words = draw(phrases(link=False))
    title = draw(st.sampled_from(["", "Red flags:", "FAQ:", "Key points:", "Further reading:", "Plan:"]))
    blocks = [paragraphs(), lists(), tables(), quotations()] + ([questions()] if title == "FAQ:" else [])
    made = draw(st.lists(st.one_of(blocks), min_size=1, max_size=4))
    level = draw(st.sampled_from(["##", "##", "###"]))
    lines, said = [f"{level} {title} {heading}", ""], [*title.split(), *words]
    for block, spoken in made:
        lines += [*block, "", "<!-- apart -->", ""]
        said += spoken
    return lines, said


def _said(phrased: list[tuple[str, list[str]]]) -> list[str]:
    return [word for _, words in phrased for word in words]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(sections(), min_size=1, max_size=4))
def test_an_article_says_what_its_markdown_says_no_more_no_less(made: list[Made]) -> None:
    markdown = "\n".join(line for lines, _ in made for line in lines)
    expected = [word for _, words in made for word in words]
    assert body(markdown).words == expected


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.one_of(questions(), paragraphs()), min_size=1, max_size=5))
def test_questions_and_answers_say_what_their_markdown_says(made: list[Made]) -> None:
    markdown = "## FAQ\n\n" + "\n".join(line for lines, _ in made for line in (*lines, "", "<!-- apart -->", ""))
    assert body(markdown).words == ["FAQ", *(word for _, words in made for word in words)]
