"""Code, comments and raw HTML are put aside first, so that no dialect is looked for inside them."""

import re
from html import escape

from handouts.library.source import Kind, Stretch, place_at, stretches
from handouts.typeset.dialects.manuscript import Manuscript

_DROPPED = {"script", "style", "title"}
"""Elements whose text no browser shows."""

_OPEN = {"open-comment", "open-html"}
_DIRECTIVE = re.compile(r"[`~]{3,} ?\{([\w-]+)\}[ \t]*(.*)")
"""The fence of a directive of MyST; its first line may be a title."""


def put_aside(manuscript: Manuscript, whole: str = "", start: int = 0) -> None:
    """Put code and raw HTML aside, and drop comments. Must come first.

    ``whole`` is the text of the guide's file, and ``start`` where in it the manuscript begins: for exact places.
    """
    keeper = _Keeper(manuscript, whole or manuscript.text, start)
    manuscript.text = keeper.without_code(manuscript.text, 0)


class _Keeper:
    def __init__(self, manuscript: Manuscript, whole: str, start: int) -> None:
        self.manuscript, self.whole, self.start = manuscript, whole, start

    def without_code(self, text: str, offset: int) -> str:
        parts, at = [], 0
        for one in stretches(text, mdx=self.manuscript.is_mdx):
            parts += [text[at : one.start], self._put_aside(one, text, offset)]
            at = one.end
        return "".join([*parts, text[at:]])

    def _put_aside(self, one: Stretch, text: str, offset: int) -> str:
        inside = text[one.start : one.end]
        match one.kind:
            case Kind.FENCE:
                return self._fence(one, inside, text, offset)
            case Kind.CODE if self.manuscript.is_mdx and text[one.start - 1 : one.start] == "{":
                return inside  # a text in JavaScript
            case Kind.CODE:
                return self.manuscript.keep(inside, is_markdown=True)
            case Kind.COMMENT:
                return self._comment(one, text)
            case Kind.RAW:
                return self._raw(one, inside, offset)
            case _:
                return self._open(one, inside, offset)

    def _fence(self, one: Stretch, inside: str, text: str, offset: int) -> str:
        first, _, rest = inside.partition("\n")
        body, _, _ = rest.rpartition("\n")
        if found := _DIRECTIVE.match(first):
            after = one.start + len(first) + 1
            name, title = found[1], found[2]
            within = self.without_code(body, offset + after)
            within = re.sub(r"^(?::[\w-]+:.*\n|---\n(?:.*\n)*?---\n)*", "", within)  # its options
            return f":::{name} {title}\n{within}\n{one.name}:::"
        lines = (re.sub(rf"^[ \t>]{{0,{len(one.name)}}}", "", line) for line in body.split("\n"))
        html = f"<pre><code>{escape(chr(10).join(lines))}\n</code></pre>"
        line_start = text.rfind("\n", 0, one.start) + 1
        before = text[line_start : one.start]
        if before.strip():  # behind the mark of a list item or of a quotation
            return self.manuscript.keep(html) + "\n"
        return f"\n{before}{self.manuscript.keep(html)}\n"

    def _comment(self, one: Stretch, text: str) -> str:
        """Drop a comment; one between paragraphs still parts what stands above it from what stands below."""
        line_start, line_end = text.rfind("\n", 0, one.start) + 1, text.find("\n", one.end)
        before = text[line_start : one.start]
        alone = not before.strip() and not text[one.end : line_end if line_end >= 0 else len(text)].strip()
        apart = not text[text.rfind("\n", 0, max(0, line_start - 1)) + 1 : max(0, line_start - 1)].strip()
        return self.manuscript.keep("<!-- -->") if alone and apart else ""

    def _place(self, one: Stretch, offset: int) -> tuple[int, int]:
        return place_at(self.whole, self.start + offset + one.start)

    def _raw(self, one: Stretch, inside: str, offset: int) -> str:
        name = one.name
        if name in _DROPPED:
            return ""
        if name in ("iframe", "noembed", "noframes"):
            title = re.search(r"\btitle\s*=\s*([\"'])(.*?)\1", inside.partition(">")[0], re.DOTALL)
            what = f"an embedded page (<{name}>)"
            return self.manuscript.keep(
                self.manuscript.leave_out_at(
                    what, self._place(one, offset), " ".join(title[2].split()) if title else ""
                )
            )
        if name == "textarea":
            return self.manuscript.keep(
                self.manuscript.leave_out_at("a field of a form (<textarea>)", self._place(one, offset))
            )
        if name in ("xmp", "plaintext"):
            return self.manuscript.keep(f"<pre>{escape(re.sub('<[^>]*>', '', inside))}</pre>")
        return self.manuscript.keep(inside)

    def _open(self, one: Stretch, inside: str, offset: int) -> str:
        if one.kind is not Kind.OPEN_FENCE and any(said.code in _OPEN for said in self.manuscript.problems):
            return ""  # one that is never closed is enough to be told of
        if one.name == "pre":
            return inside
        place = self._place(one, offset)
        if one.kind is Kind.OPEN_FENCE:
            message = "the code that starts here is never closed; its line of marks is left out"
            hint = f"put a line of {inside[:3]} where it ends"
            self.manuscript.warning("open-code", message, place, hint)
            return ""
        if one.kind is Kind.OPEN_COMMENT:
            message, hint = "the comment that starts here is never closed", "put --> where it ends"
            self.manuscript.error("open-comment", message, place, hint)
            return ""
        message, hint = f"the <{one.name}> that starts here is never closed", f"put </{one.name}> where it ends"
        self.manuscript.error("open-html", message, place, hint)
        return ""
