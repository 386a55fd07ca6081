"""Every word survives the dialects too: generated guides, to the article and to the printed page."""

from hypothesis import given, settings
from hypothesis import strategies as st
from source_words import first_missing, tokens
from support import guide
from test_words_survive import Made, lists, paragraphs, quotations, tables
from typesetting import typeset

BOXES = [
    (":::note Title", ":::"),
    ('::: {.callout-tip title="Title"}', ":::"),
    ('<Callout title="Title">', "</Callout>"),
    ('<Unknown heading="Title">', "</Unknown>"),
    ("<details>\n<summary>Title</summary>", "</details>"),
]
HUGO = [('{{% notice title="Title" %}}', "{{% /notice %}}"), ('{{< tab "Title" >}}', "{{< /tab >}}")]
MARKS = ["{: .lead }", "<!-- hidden -->", "[TOC]"]


@st.composite
def boxed(draw: st.DrawFn, pairs: list[tuple[str, str]]) -> Made:
    """Some blocks, alone or in a box whose title is a word too."""
    made = draw(st.lists(st.one_of(paragraphs(), lists(), tables(), quotations()), min_size=1, max_size=3))
    lines = [line for block, _ in made for line in (*block, "", "<!-- apart -->", "")]
    said = [word for _, words in made for word in words]
    if draw(st.booleans()):
        opens, closes = draw(st.sampled_from(pairs))
        return [opens, "", *lines, closes, ""], ["Title", *said]
    return [*lines, draw(st.sampled_from(["", *MARKS])), ""], said


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(boxed([*BOXES, *HUGO]), min_size=1, max_size=4))
def test_an_article_says_what_its_dialects_say(made: list[Made]) -> None:
    markdown = "\n".join(line for lines, _ in made for line in lines)
    assert typeset(guide(markdown)).words == [word for _, words in made for word in words]


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.lists(boxed(BOXES), min_size=1, max_size=4))
def test_an_article_in_mdx_says_what_its_components_say(made: list[Made]) -> None:
    markdown = "\n".join(line for lines, _ in made for line in lines)
    found = typeset(guide(f"import X from 'x'\n\n{markdown}"), path="asthma.mdx")
    assert found.words == [word for _, words in made for word in words]


@settings(max_examples=1, deadline=None, derandomize=True)
@given(st.lists(boxed([*BOXES, *HUGO]), min_size=3, max_size=6))
def test_a_printed_page_says_it_in_the_same_order(made: list[Made]) -> None:
    markdown = "\n".join(line for lines, _ in made for line in lines)
    words = tokens(" ".join(word for _, words in made for word in words))
    assert not first_missing(words, tokens(typeset(guide(markdown)).facts.text))
