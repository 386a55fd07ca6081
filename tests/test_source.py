"""What in a guide is code, comment or raw HTML; and where a thing stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.source import Kind, Places, masked, stretches


def kinds(text: str, *, mdx: bool = False) -> list[tuple[Kind, str]]:
    return [(one.kind, text[one.start : one.end]) for one in stretches(text, mdx=mdx)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("a `b` c", Kind.CODE, "`b`"),
        ("a ``b ` c`` d", Kind.CODE, "``b ` c``"),
        ("a `b\nc` d", Kind.CODE, "`b\nc`"),
        ("a <!-- b\n\nc --> d", Kind.COMMENT, "<!-- b\n\nc -->"),
        ("a <!--> b", Kind.COMMENT, "<!-->"),
        ("a <!-- b", Kind.OPEN_COMMENT, "<!--"),
        ("```\na\n```\nb", Kind.FENCE, "```\na\n```"),
        ("~~~~ html\n~~~\n~~~~~", Kind.FENCE, "~~~~ html\n~~~\n~~~~~"),
        ("a\n```\nb", Kind.OPEN_FENCE, "```"),
        ("- ```\n  a\n  ```", Kind.FENCE, "```\n  a\n  ```"),
        ("> ```\n> a\n> ```", Kind.FENCE, "```\n> a\n> ```"),
        ("<script>\n\na\n</script> b", Kind.RAW, "<script>\n\na\n</script>"),
        ("<PRE>a</pre>b", Kind.RAW, "<PRE>a</pre>"),
        ("<style> a", Kind.OPEN_RAW, "<style"),
    ],
)
def test_what_is_no_text(text: str, kind: Kind, found: str) -> None:
    assert kinds(text) == [(kind, found)]


@pytest.mark.parametrize("text", ["a `b", "`a\n\nb`", "\\`a`", "\\<!-- a", "<prefix>", "a ``` b", "{/* a */}"])
def test_what_only_looks_like_it(text: str) -> None:
    assert kinds(text) == []


def test_a_comment_of_mdx_is_one_in_mdx_alone() -> None:
    assert kinds("a {/* `b` */} c", mdx=True) == [(Kind.COMMENT, "{/* `b` */}")]


@given(st.text(st.sampled_from("`~<!->{/*}\\ \n>a1.")))
def test_what_is_masked_keeps_every_place(text: str) -> None:
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert [one == "\n" for one in hidden] == [one == "\n" for one in text]
    ends = [0, *(number for one in stretches(text) for number in (one.start, one.end)), len(text)]
    assert ends == sorted(ends)


def test_the_second_of_a_kind_is_found_in_the_second_place() -> None:
    places = Places("x\n\n`![](a.png)` ![](a.png)\n<!-- a.png -->\n![](a.png)")
    assert [places.next("a.png") for _ in range(3)] == [(3, 18), (5, 5), (5, 5)]
    assert places.next("b.png") == (0, 0)


@pytest.mark.parametrize("mark", ["`", "<!--", "<script>", "```\n", "`a`` ", "~~~\n", "<pre", "> ```\n"])
def test_time_grows_with_the_length_alone(mark: str) -> None:
    """A fifth of a million characters would take hours otherwise."""
    stretches(mark * (200_000 // len(mark)))
