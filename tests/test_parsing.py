"""The tree of a page is that of a parser for HTML, or is left to it."""

import io
import random
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from support import guide
from typesetting import typeset

from handouts.typeset import parsing

LEAFLETS = {
    "a leaflet": guide("## Red Flags\n- Call **999**\n\n## Diet\n| Food | a day |\n|---|---|\n| Salt | 6 g |"),
    "much in little": guide(
        "1. A [link](https://a.example/?a=1&b=2)\n   - two\n\n> *Wait* & see: 5 < 6,\u00a0“so”.\n\n"
        "## FAQ\n**Why?**\nSo."
    ),
    "from right to left": guide("## أسئلة\n\nاشرب 6 أكواب من الماء.", lang="ar"),
}

ODD = [
    "<p>a<p>b",
    "<p>a<div>b</div></p>",
    "<ul><li>a<li>b</ul>",
    "<b>a<p>b</b>c</p>",
    "<div/>a",
    "<br>",
    "<br/>",
    "<hr/>a",
    "<p><hr></p>",
    "<table><tr><td>a</td></tr></table>",
    "<table><tbody><tr><td>a</td></tr></tbody></table>",
    "<table>a<tbody></tbody></table>",
    "<table><tbody><tr><td>a</td></tr></tbody> b</table>",
    '<a href="x">a<a href="y">b</a></a>',
    "<h1>a<h2>b</h2></h1>",
    '<a href="x"><b><a href="y">b</a></b></a>',
    "<!-- a --><p>b</p>",
    "<P>a</P>",
    '<p Class="x">a</p>',
    "<p hidden>a</p>",
    "<p class=x>a</p>",
    '<p title="a\nb">c</p>',
    '<p title="a\tb">c</p>',
    "&eacute;",
    "&nbsp;a&amp;b",
    "&#39;&#128;",
    "&#x27;",
    "a > b",
    "a < b",
    "]]>",
    "<pre>\na</pre>",
    "<style>a&amp;b</style>",
    '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    '<svg><path d="M0 0"/></svg>',
    "<span/>a",
    "<title/>a",
    '<svg xmlns="http://www.w3.org/2000/svg" viewbox="0 0 1 1"><rect/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><p>a</p></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><g xmlns="x"></g></svg>',
    "<select><option>a</option></select>",
    '<p xml:lang="en">a</p>',
    "<dl><dt>a</dt><dd>b</dd></dl>",
    "<button><p>a</button>",
    "<form></form>",
    "<script>a</script>",
    "<math></math>",
    "<?a?>",
    "<![CDATA[a]]>",
    "<img src=\"a>b\" alt=''>",
    "<p title='a\"b'>c</p>",
    "<template><p>a</p></template>",
    '<body class="x">',
    "<p>a</p></body>",
    "</html>a",
    "<i><i><i><i>a</i></i></i></i>",
]


def page(body: str) -> str:
    head = '<head>\n<meta charset="utf-8">\n<title>x</title>\n</head>'
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n<body>{body}\n</body>\n</html>\n'


def flat(element: Element, depth: int = 0) -> list[Any]:
    here = (depth, element.tag, dict(element.attrib), element.text or "", element.tail or "")
    return [here, *(one for child in element for one in flat(child, depth + 1))]


def wanted(text: str) -> list[Any]:
    return flat(tinyhtml5.parse(io.StringIO(text), namespace_html_elements=False))


@pytest.mark.parametrize("text", LEAFLETS.values(), ids=LEAFLETS)
def test_a_leaflet_is_read_at_once(text: str) -> None:
    html = typeset(text).html.text
    found = parsing.tree(html)
    assert found is not None
    assert flat(found) == wanted(html)


@pytest.mark.parametrize("body", ODD)
def test_what_is_odd_is_read_as_html_or_not_at_all(body: str) -> None:
    found = parsing.tree(page(body))
    assert found is None or flat(found) == wanted(page(body))


def test_pieces_in_any_order_are_read_as_html_or_not_at_all() -> None:
    pieces = list(ODD)
    pieces += [
        f"<{slash}{name}>"
        for name in ("p", "b", "a", "ul", "li", "div", "td", "tr", "h2", "em")
        for slash in ("", "/")
    ]
    pieces += [
        "<p>text</p>",
        "<ul>\n<li>text</li>\n</ul>",
        "<div>",
        "</div>",
        "<em>text</em>",
        " ",
        "\n",
        "text",
    ] * 6
    chance, read = random.Random(7), 0  # noqa: S311 - no secrets
    for _ in range(1500):
        text = page("".join(chance.choices(pieces, k=chance.randint(1, 5))))
        found = parsing.tree(text)
        read += found is not None
        assert found is None or flat(found) == wanted(text), text
    assert read > 100


def test_another_beginning_or_end_is_left_to_the_parser_for_html() -> None:
    text = page("<p>a</p>")
    assert parsing.tree(text) is not None
    for other in (text.replace("<!DOCTYPE html>", ""), text + "a", "", "a", text.replace("<head>", "a<head>")):
        assert parsing.tree(other) is None
