"""What site generators add to Markdown: none of its signs is printed, and every word of it is."""

from functools import cache
from pathlib import Path

import pytest
from pdf_facts import Facts
from support import Shelf, guide, words
from typesetting import Set, body, clean, text_of, typeset

from handouts.library.reader import load
from handouts.typeset import fragment
from handouts.typeset.markdown import to_tree

FIXTURES = Path(__file__).parent / "fixtures" / "dialects"


def html(markdown: str) -> str:
    return clean(fragment.inner(to_tree(markdown)))


def mdx(markdown: str) -> Set:
    return typeset(f"---\ntitle: Asthma\n---\n\n{markdown}\n", path="asthma.mdx")


TITLED = '<div class="{}"> <p class="box-title"><strong>{}</strong></p> <p>Text <strong>b</strong></p> </div>'


@pytest.mark.parametrize(
    ("markdown", "classes", "title"),
    [
        (":::note Title\nText **b**\n:::", "box", "Title"),
        (":::note[Title]\n\nText **b**\n\n:::", "box", "Title"),
        ('::: {.callout-tip title="Title"}\nText **b**\n:::', "box", "Title"),
        (":::{tip} Title\nText **b**\n:::", "box", "Title"),
        (':::note{title="Title"}\nText **b**\n:::', "box", "Title"),
        ("::: warning\nText **b**\n:::", "box alarm", "Warning"),
        ("::::danger\nText **b**\n::::", "box alarm", "Danger"),
        ('!!! note "Title"\n    Text **b**', "box", "Title"),
        ("!!! warning\n    Text **b**", "box alarm", "Warning"),
        ('??? tip "Title"\n\n    Text **b**', "box", "Title"),
        ("> [!IMPORTANT]\n> Text **b**", "box alarm", "Important"),
        ("> [!note]- Title\n> Text **b**", "box", "Title"),
        ("```{note} Title\nText **b**\n```", "box", "Title"),
        ("{{% notice tip %}}\nText **b**\n{{% /notice %}}", "box", "Tip"),
        ('{{< alert title="Title" >}}Text **b**{{< /alert >}}', "box alarm", "Title"),
        ('{{< details "Title" >}}\nText **b**\n{{< /details >}}', "box", "Title"),
        ('<Callout title="Title">\n  Text **b**\n</Callout>', "box", "Title"),
        ("<Callout title={'Title'}>Text **b**</Callout>", "box", "Title"),
        ('<Callout\n  type="warning"\n>\n\nText **b**\n\n</Callout>', "box alarm", "Warning"),
        ("<Danger>\n\nText **b**\n\n</Danger>", "box alarm", "Danger"),
    ],
)
def test_what_is_set_apart_is_a_box_with_its_title(markdown: str, classes: str, title: str) -> None:
    assert html(markdown) == TITLED.format(classes, title).replace("> <", "><")


def test_a_box_holds_lists_and_boxes_and_ends_where_it_ends() -> None:
    found = to_tree("::::note\n- one\n- two\n\n:::tip\nInside.\n:::\n\n::::\n\nAfter.")
    (outer, inner) = [one for one in found.iter("div") if one.get("class")]
    assert [one.tag for one in outer] == ["p", "ul", "div"]
    assert fragment.text(inner) == "Tip Inside."
    assert fragment.text(list(found)[-1]) == "After."


def test_a_box_in_a_list_item_stays_in_it() -> None:
    found = to_tree("1. First\n\n   :::note Title\n   Text\n   :::\n\n2. Second")
    (first, second) = found.iter("li")
    assert fragment.text(first) == "First Title Text"
    assert [one.tag for one in first] == ["div"]
    assert fragment.text(second) == "Second"


def test_a_component_around_the_whole_guide_hides_none_of_its_sections() -> None:
    found = body("<Layout>\n\n## Red Flags\n\n- Call 999\n\n## FAQ\n\n**Why?**\nSo.\n\n</Layout>")
    assert found.kinds == ["red-flags", "faq"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("~~struck~~ ~5 mg or ~10 mg", "<p><del>struck</del> ~5 mg or ~10 mg</p>"),
        ("- [ ] do\n- [x] done", '<ul> <li class="short task">☐ do</li> <li class="short task">☑ done</li> </ul>'),
        (
            "See https://a.example/x.",
            '<p>See <a href="https://a.example/x">https://a.example/x</a>.</p>',
        ),
        ("text\n{: .lead #top}", "<p>text</p>"),
        ("text\n{: lang=fr .lead}", '<p lang="fr">text</p>'),
        ("## Heading {#here .no_toc}", '<h2 id="here">Heading</h2>'),
        ("## Heading\n{: #here}", '<h2 id="here">Heading</h2>'),
        ("{: #here}\n## Heading", '<h2 id="here">Heading</h2>'),
        ("## Dose {mg}", "<h2>Dose {mg}</h2>"),
        ("**bold**{see} and\n{that}", "<p><strong>bold</strong>{see} and {that}</p>"),
        ("[words]{.smallcaps} and *b*{: .red}", "<p>words and <em>b</em></p>"),
        ("* Contents\n{:toc}\n\ntext", "<p>text</p>"),
        ("[TOC]\n\ntext", "<p>text</p>"),
        ("a\n\n^\n\nb", "<p>a</p> <p>b</p>"),
        ("{::comment}\nhidden\n{:/comment}\n\ntext", "<p>text</p>"),
        ("line\\\nnext", "<p>line<br> next</p>"),
        ("\\$5 \\<b> \\~x \\| y", "<p>$5 &lt;b&gt; ~x | y</p>"),
        ("#1 of all", "<p>#1 of all</p>"),
        ("[Warning]: Stop", "<p>[Warning]: Stop</p>"),
        ("[//]: # (hidden)\n\ntext", "<p>text</p>"),
        ("Call <your surgery> now", "<p>Call &lt;your surgery&gt; now</p>"),
        ("5<10 and a<b", "<p>5&lt;10 and a&lt;b</p>"),
        ("a <!-- hidden --> b", "<p>a b</p>"),
        ("`{{ code }}` and `<Tag />`", "<p><code>{{ code }}</code> and <code>&lt;Tag /&gt;</code></p>"),
        ("a :abbr[NHS]{title=x} b", "<p>a NHS b</p>"),
        ("[x]({{< ref \"a.md\" >}})", '<p><a href="a.md">x</a></p>'),
        ("[x]({% link a.md %})", '<p><a href="a.md">x</a></p>'),
        ('[x]({{ "/a/" | relative_url }})', '<p><a href="/a/">x</a></p>'),
        ("[x]({{ site.baseurl }}/a/)", '<p><a href="/a/">x</a></p>'),
        ("{% raw %}{{ shown }}{% endraw %}", "<p>{{ shown }}</p>"),
        ("a {% comment %}hidden{% endcomment %} b", "<p>a b</p>"),
        ("a {% assign x = 1 %} b", "<p>a b</p>"),
    ],
)  # fmt: skip
def test_small_marks(markdown: str, expected: str) -> None:
    assert html(markdown) == expected.replace("> <", "><")


def test_markdown_goes_on_behind_a_blank_line_in_html() -> None:
    found = html("<details>\n<summary>More</summary>\n\n- one **b**\n\n</details>")
    assert found == (
        '<details open="open"><summary>More</summary><ul><li class="short">one <strong>b</strong></li></ul>'
        "</details>"
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "<div>\n\n**b**\n\n</div>",
        '<div markdown="1">\n**b**\n</div>',
        '<div markdown="1">**b**</div>',
        "<section>\n  <div>\n\n    **b**\n\n  </div>\n</section>",
    ],
)
def test_markdown_in_groups_is_read(markdown: str) -> None:
    assert html(markdown) == "<p><strong>b</strong></p>"


def test_words_in_groups_stay_apart() -> None:
    assert html("<section>a</section><section>b<div>c</div>d</section>") == "<p>a</p><p>b</p><p>c</p><p>d</p>"


def test_a_table_of_html_with_blank_lines_is_one_table() -> None:
    (table,) = to_tree(
        "<table>\n\n    <tr><td>a</td>\n\n    <td>b</td></tr>\n\n<tr><td>c</td></tr>\n\n</table>\n\nafter"
    ).iter("table")
    assert text_of(table).split() == ["a", "b", "c"]


def test_a_table_right_below_its_sentence_is_a_table() -> None:
    (table,) = to_tree("Doses:\n| a | b |\n|---|---|\n| 1 | 2 |").iter("table")
    assert text_of(table).split() == ["a", "b", "1", "2"]


# MDX


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("import X from 'x'\n\ntext", "text"),
        ("export const a = {\n  b: 1,\n\n  c: '}'\n}\n\ntext", "text"),
        ("export default function Page() {\n  return <p>no</p>\n}\n\ntext", "text"),
        ("Import duties are text.", "Import duties are text."),
        ('{"a * b"} {`c`}{" "}{\'d\'} {5}', "a * b c d 5"),
        ("a {/* hidden */} b", "a b"),
        ("a {} b", "a b"),
        ("text\n{: .lead }", "text"),
        ("## Heading {#here}\n\n[x](#here)", "Heading x"),
        ("\\{braces\\} 5 < 6", "{braces} 5 < 6"),
        ("`{code}` and\n\n```\n{code}\n```", "{code} and {code}"),
        ('A <Tooltip text="no">NHS</Tooltip> nurse', "A NHS nurse"),
        ("<>\n\nText\n\n</>", "Text"),
        ('<Link to="/a/">words</Link>', "words"),
        ("<div className='x' style={{ a: 1 }}>\n  <p>One</p>\n  <p>Two</p>\n</div>", "One Two"),
        ("<Tabs>\n  <TabItem label='A'>\n    One\n  </TabItem>\n</Tabs>", "A One"),
        ('<Quote text="Words" author="Somebody" />', "Words Somebody"),
        ("<Icon name='x' /> text", "text"),
    ],
)
def test_what_mdx_says(markdown: str, expected: str) -> None:
    found = mdx(markdown)
    assert " ".join(found.words) == expected
    assert "left-out" not in found.codes


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("<Chart data={[1, 2]} />", "[see the online version]"),
        ('<Calculator title="Your BMI" />', "Your BMI [see the online version]"),
        ("<Map></Map>", "[see the online version]"),
        ("{items.map((one) => <li>{one}</li>)}", "[see the online version]"),
        ("{`${dose} mg`}", "[see the online version]"),
    ],
)
def test_what_the_site_works_out_becomes_a_note_and_a_warning(markdown: str, expected: str) -> None:
    found = mdx(markdown)
    assert " ".join(found.words) == expected
    assert found.codes == ["left-out"]


@pytest.mark.parametrize(
    "markdown", ["Take {dose} mg", "1. Rest\n2. Take {dose}\n", "{`${dose} mg`} each day", "## Your {name} plan"]
)
def test_a_hole_in_a_sentence_is_an_error(markdown: str) -> None:
    (said,) = mdx(markdown).said
    assert "error[left-out]: what the website works out here is missing in the middle of a sentence" in str(said)


def test_a_value_that_the_same_file_gives_is_put_in() -> None:
    found = mdx('export const dose = "250"\nexport const days = 5\n\nTake {dose} mg for {days} days.')
    assert " ".join(found.words) == "Take 250 mg for 5 days."
    assert found.said == []


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ('[caption id="a" width="300"]A bent knee[/caption]', "A bent knee"),
        ("[vc_row][vc_column width='1/2']\n\nWords\n\n[/vc_column][/vc_row]", "Words"),
        ("[vc_row]\n\nWords", "Words"),
        ('[button link="https://www.example.org/"]Book[/button]', "Book"),
        ('[toggle title="Side effects"]Dry mouth[/toggle]', "Side effects Dry mouth"),
        ("[b]bold[/b] words", "bold words"),
        ('Before\n\n[gallery ids="1,2"]\n\nbehind', "Before [see the online version] behind"),
        ('[contact-form-7 id="5" title="Ask us"]', "Ask us [see the online version]"),
        ('[video src="a.mp4"][/video]', "[see the online version]"),
        ("a note [1], [Warning], [see below], [x] and [text](https://www.example.org/)", None),
        ("[words] [and/or] [asthma action plan] \\[gallery\\]", "[words] [and/or] [asthma action plan] [gallery]"),
        ("`[vc_row]` is code", "[vc_row] is code"),
        ("Before\n\n[booking_form]\n\nbehind", "Before [see the online version] behind"),
        ("[the_page] and [it][the_page]\n\n[the_page]: https://www.example.org/", "the_page and it"),
    ],
)
def test_what_wordpress_says(markdown: str, expected: str | None) -> None:
    found = typeset(f"---\ntitle: Knee\n---\n\n{markdown}\n")
    assert " ".join(found.words) == (expected or "a note [1], [Warning], [see below], [x] and text")
    assert ("left-out" in found.codes) == ("see the online" in (expected or ""))


def test_shortcodes_of_wordpress_are_read_in_mdx_too_and_lists_of_a_program_are_none() -> None:
    found = mdx(
        '[caption id="a"]A bent knee[/caption]\n\n'
        "<Films of={[video, audio]} more={x ? [video] : [audio]}>Words</Films>"
    )
    assert " ".join(found.words) == "A bent knee Words"
    assert found.codes == []


HOLES = (
    "site.dose",
    "dose",
    " .Site.Params.dose ",
    "page.doses[0]",
    "dose | round",
    "site.dose | default: 5",
    "dose()",
)


@pytest.mark.parametrize("inside", HOLES)
@pytest.mark.parametrize(
    "markdown", ["Take {{%s}} twice a day.", "- Rest.\n- Take {{%s}}", "| Dose | Age |\n|--|--|\n| {{%s}} | 12 |"]
)
def test_what_a_website_puts_into_a_sentence_is_an_error_where_it_is_missing(inside: str, markdown: str) -> None:
    found = typeset(guide(markdown % inside))
    (said,) = found.converted[1]
    assert (str(said.severity), said.code) == ("error", "left-out")
    assert found.guide.text.split("\n")[said.line - 1][said.column - 1 :].startswith("{{" + inside)
    assert "braces that are to be printed stand in `{{ … }}`" in said.hint


@pytest.mark.parametrize(
    ("markdown", "expected", "codes"),
    [
        ("Write `{{ name }}` on it.", "Write {{ name }} on it.", []),
        ("Write {% raw %}{{ name }}{% endraw %} on it.", "Write {{ name }} on it.", []),
        ("```\nTake {{ dose }} mg.\n```", "Take {{ dose }} mg.", []),
        ("Before\n\n{{ site.hours }}\n\nbehind", "Before [see the online version] behind", ["left-out"]),
        ("Write {{ your name }} on it.", "Write [see the online version] on it.", ["left-out"]),
        ('See {{ "the clinic" }}.', "See the clinic.", []),
        ("See [it]({{ site.url }}/a/).", "See it.", []),
    ],
)
def test_braces_that_are_no_hole_in_a_sentence_are_no_error(
    markdown: str, expected: str, codes: list[str]
) -> None:
    found = typeset(guide(markdown))
    assert " ".join(found.words) == expected
    assert [(one.code, str(one.severity)) for one in found.converted[1]] == [(one, "warning") for one in codes]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Take 2*3 tablets.", "Take 2*3 tablets."),
        ("Take 2*3 tablets. *Never* more, 4* a day.", "Take 2*3 tablets. Never more, 4* a day."),
        ("- 2*3 tablets **daily**\n- 10*2 cm", "2*3 tablets daily 10*2 cm"),
        ("See <https://www.example.org/2*3>.", "See https://www.example.org/2*3."),
        ("Take **2** tablets *3* times, `2*3`.", "Take 2 tablets 3 times, 2*3."),
    ],
)
def test_a_star_between_two_digits_is_printed(markdown: str, expected: str) -> None:
    found = typeset(guide(markdown))
    assert " ".join(found.words) == expected
    assert found.codes == []


@pytest.mark.parametrize("markdown", ["{a", "text {a: {b}", "<Box title={a>x</Box> {"])
def test_a_brace_that_never_closes_is_an_error(markdown: str) -> None:
    assert "open-brace" in mdx(markdown).codes


def test_an_image_is_found_by_the_name_that_an_import_gave_it() -> None:
    found = typeset(
        "---\ntitle: Knee\n---\n\nimport knee from './knee.png'\n\n<Image src={knee} alt='A knee' />\n",
        root=FIXTURES,
        path="knee.mdx",
    )
    assert found.said == []
    assert [one.get("alt") for one in found.dom.iter("img")] == ["A knee"]


# The fixtures, as they are handed out


@cache
def facts(slug: str, folder: Path) -> Facts:
    shelf = Shelf(FIXTURES, folder)
    shelf.export()
    return Facts(shelf.pdf(slug))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dialects")


SIGNS = (
    ":::",
    "{:",
    "{{",
    "{%",
    "[!",
    "!!!",
    "```",
    "~~",
    "import",
    "export",
    "className",
    "<",
    "useful",
    "hidden",
)


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        (
            "many-dialects",
            """Words before the first heading, with struck words in them. Key points ☐ A task to do ☑ A task
            done two blanks deeper and four Callouts Colons A box with bold words. One Two Pandoc and Quarto
            Words inside. Caution A quotation of GitHub's. It goes on. MkDocs Set in by four. Second
            paragraph. MyST A fence that is a box. Hugo Between two shortcodes. JSX in Markdown Text in a
            component. What can't be printed Watch this: [see the online version] And fill this in: Your age
            [see the online version] [see the online version] HTML More to read Markdown in details works
            Dose When 250 mg at night Words in a div are words. A line's end with a backslash. Two words and
            a break. Costs $5 and {braces} stay. See https://www.example.org/page. Term What it is. Age Dose
            12 250 mg First step code in a step Second step""",
        ),
        (
            "components",
            """When to call Ring us at once If you can't breathe: call 999 sit up An aside without a title.
            Questions Is it catching? No, it is not catching. Will it pass? Yes, in two weeks. Tools Work
            out your BMI [see the online version] [see the online version] Take 250 mg each day. A NHS
            nurse will help. Left column Right column Adults Two puffs. Children One puff.
            Use {braces} and 5 < 6.""",
        ),
    ],
)
def test_every_word_of_the_fixtures_is_in_their_leaflets_in_order(slug: str, expected: str, out: Path) -> None:
    text = facts(slug, out).text
    found = [word for word in words(text) if word not in ("•", "◦", "▪", "1.", "2.")]
    assert " ".join(words(expected)) in " ".join(found)


@pytest.mark.parametrize("slug", ["many-dialects", "components"])
def test_no_sign_of_a_dialect_is_printed(slug: str, out: Path) -> None:
    text = facts(slug, out).text.replace("5 < 6", "").replace("{braces}", "")
    for sign in SIGNS:
        assert sign not in text, sign


def test_the_fixtures_say_what_is_left_out_and_nothing_else(out: Path) -> None:
    report = Shelf(FIXTURES, out / "again").export(html_only=True)
    codes = {one.code for outcome in report.outcomes for one in outcome.diagnostics}
    assert codes == {"left-out"}
    assert len(load(FIXTURES).guides) == 2
