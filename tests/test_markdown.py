"""Markdown becomes clean, semantic HTML: nothing that runs, nothing that is fetched, tight lists, plain links."""

import pytest
from typesetting import clean, text_of

from handouts.typeset import fragment
from handouts.typeset.markdown import to_tree


def html(markdown: str) -> str:
    return clean(fragment.inner(to_tree(markdown)))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A *word* and **another**.", "<p>A <em>word</em> and <strong>another</strong>.</p>"),
        ("Line one  \nline two", "<p>Line one<br> line two</p>"),
        ("> Said.", "<blockquote><p>Said.</p></blockquote>"),
        ("Term\n:   What it is.", '<dl><dt>Term</dt><dd class="short">What it is.</dd></dl>'),
        ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ("5 < 6 & 7 > 6", "<p>5 &lt; 6 &amp; 7 &gt; 6</p>"),
        ("H<sub>2</sub>O<br>x", "<p>H<sub>2</sub>O<br>x</p>"),
        ("naïve — “quoted” → °C", "<p>naïve — “quoted” → °C</p>"),
    ],
)
def test_what_authors_write(markdown: str, expected: str) -> None:
    assert html(markdown).replace("\n", "") == expected


def test_a_list_starts_at_its_own_number() -> None:
    (found,) = to_tree("3. three\n4. four").iter("ol")
    assert found.get("start") == "3"


def test_a_loose_list_is_printed_like_a_tight_one() -> None:
    assert html("- one\n\n- two\n\n- three") == html("- one\n- two\n- three")


def test_only_the_first_paragraph_of_an_item_is_unwrapped() -> None:
    found = to_tree("- one\n\n    more\n\n- two")
    (item, _) = found.iter("li")
    assert (item.text or "").strip() == "one"
    assert [child.tag for child in item] == ["p"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert('evil')</script>",
        "<style>@import url(http://evil.example/x.css);</style>",
        '<link rel="stylesheet" href="http://evil.example/x.css">',
        '<iframe src="http://evil.example/"></iframe>',
        '<object data="http://evil.example/x.pdf"></object>',
        '<embed src="http://evil.example/x.pdf">',
        '<svg><image href="file:///etc/passwd"/></svg>',
        '<form action="http://evil.example/"><input name="evil"></form>',
        '<meta http-equiv="refresh" content="0;url=http://evil.example/">',
        '<base href="http://evil.example/">',
        "<!-- evil -->",
        '<p onclick="evil()">x</p>',
        '<p style="background: url(http://evil.example/x.png)">x</p>',
        '<td style="background: url(http://evil.example/x.png)">x</td>',
        '<a href="javascript:evil()">x</a>',
        "[x](javascript:evil)",
        "[x](data:text/html,evil)",
        '<a href="java&#10;script:evil()">x</a>',
        '<img src="x.png" onerror="evil()" srcset="http://evil.example/x.png 2x">',
        '<video src="http://evil.example/x.mp4" poster="http://evil.example/x.png"></video>',
        '<math><mtext><img src=x onerror="evil()"></mtext></math>',
        '<div markdown="1"><script>evil()</script></div>',
    ],
)
def test_nothing_that_runs_or_is_fetched_gets_through(hostile: str) -> None:
    for markdown in (hostile, f"Before {hostile} after", f"- item {hostile}", f"| a |\n|---|\n| {hostile} |"):
        assert "evil" not in html(markdown)


def test_attributes_written_in_braces_pass_the_same_gate() -> None:
    assert html("text\n{: onclick='evil()' style='background: url(http://evil.example)' lang=fr }") == (
        '<p lang="fr">text</p>'
    )


def test_text_around_what_is_taken_away_stays() -> None:
    assert text_of(to_tree("Before <script>x()</script> after <blink>blinking</blink>.")).split() == [
        "Before",
        "after",
        "blinking.",
    ]


def test_a_table_s_head_cells_say_what_they_head() -> None:
    found = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th scope="col">a</th>' in found
    assert '<td style="text-align:right">2</td>' in found.replace(": ", ":").replace(";", "")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[**bold**](https://a.example)", '<p><strong><a href="https://a.example">bold</a></strong></p>'),
        ("[a **b** c](https://a.example)", '<p><a href="https://a.example">a b c</a></p>'),
        ("[](https://a.example)text", "<p>text</p>"),
        ("[ ](https://a.example)text", "<p>text</p>"),
        ("x [`code`](https://a.example) y", '<p>x <a href="https://a.example">code</a> y</p>'),
    ],
)
def test_a_link_holds_nothing_but_text(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_an_image_inside_a_link_stands_before_it_and_what_follows_stays() -> None:
    found = to_tree("[![Knee](knee.png) the knee](https://a.example) after")
    assert [one.get("alt") for one in found.iter("img")] == ["Knee"]
    assert text_of(found).split() == ["the", "knee", "after"]
    assert [len(link) for link in found.iter("a")] == [0]


def test_words_that_open_a_list_are_marked_so_that_they_stay_with_it() -> None:
    (paragraph,) = list(to_tree("Call 999 if:\n\n- one").iter("p"))
    assert paragraph.get("class") == "lead-in"
    (last,) = list(to_tree("Nothing follows:").iter("p"))
    assert last.get("class") is None


def test_details_are_open_for_paper_has_no_clicks() -> None:
    assert '<details open="open">' in html("<details><summary>More</summary>Text</details>")


def test_classes_of_authors_do_not_reach_the_stylesheets() -> None:
    assert "class" not in html('<p class="question" markdown="1">x</p>\n\ny {: .qr }')


def test_one_guide_s_notes_and_abbreviations_do_not_reach_the_next() -> None:
    to_tree("The NHS.[^1]\n\n*[NHS]: National Health Service\n\n[^1]: A note.")
    assert html("The NHS.[^1]") == "<p>The NHS.[^1]</p>"


def test_facts_are_held_together_in_every_text_of_a_guide() -> None:
    found = to_tree("Take *500 mg* now, **2 puffs** or\n\n- call 999\n- 020 7946 0123")
    assert found.text_content().count("\u00a0") == 5
