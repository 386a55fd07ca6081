"""Plain text is passed over by Markdown's inline patterns, and nothing comes out differently."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from handouts.typeset.lists import Lists
from handouts.typeset.markdown import EXTENSIONS
from handouts.typeset.plain_text import PlainText

CONTENT = Path(__file__).parent.parent / "content"

QUICK = Markdown(extensions=[*EXTENSIONS, Lists(), PlainText()], output_format="html")
SLOW = Markdown(extensions=[*EXTENSIONS, Lists()], output_format="html")


def same(text: str) -> None:
    assert QUICK.reset().convert(text) == SLOW.reset().convert(text)


@given(st.text(alphabet="ab. \n#-*_`[]()<>!&;:/\\~@^{}|=1wW\u00e9", max_size=80))
@example("*[HTML]: Words\n\nThe HTML of a page, www.a.org and a@b.org")
@example("HTML\n\n*[HTML]: Words")
@example("a  \nb\n\nhttp://a.org")
@example("# a {: #b }\n\nc\n{: .d }")
def test_nothing_comes_out_differently(text: str) -> None:
    same(text)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_nor_does_any_guide(path: Path) -> None:
    same(path.read_text("utf-8"))
