"""The source of a guide: which stretches of its text are code, comments or raw HTML, and where a thing stands.

What is code is printed as it is, what is a comment is printed never; nothing inside either means anything to the
rest of the program. Found in one pass whose time grows with the text's length alone.
"""

import re
from bisect import bisect, bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a stretch of a guide's text is."""

    FENCE = "fence"
    """Code between lines of three or more backticks or tildes, these lines included."""
    CODE = "code"
    """Code inside a line, between backticks."""
    COMMENT = "comment"
    """An HTML comment, or one of MDX."""
    RAW = "raw"
    """An HTML element whose inside is no Markdown: a script, a style, preformatted text."""
    OPEN_COMMENT = "open-comment"
    OPEN_RAW = "open-raw"
    """One that is never closed: a browser would swallow all that follows."""
    OPEN_FENCE = "open-fence"
    """The line of a fence that is never closed."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text, by offsets."""

    start: int
    end: int
    kind: Kind
    name: str = ""
    """The name of a raw element; the indent of a fence."""


RAW_TAGS = ("script", "style", "pre", "textarea", "title", "iframe", "noembed", "noframes", "xmp", "plaintext")
"""Elements whose inside HTML does not parse, and ``pre``. Unclosed, all but ``pre`` swallow what follows."""

_BEGIN = re.compile(
    # A fence, also behind the mark of a quotation or of a list item; what opens anything else.
    r"(?:^|(?<=\n))(?P<indent>[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?)(?P<fence>`{3,}(?=[^`\n]*(?:\n|$))|~{3,})"
    r"|(?P<ticks>`+)|(?P<escape>\\[\\`<{])|(?P<comment><!--)|(?P<mdx>\{/\*)"
    rf"|<(?P<raw>{'|'.join(RAW_TAGS)})(?=[\s/>])",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[ \t>]*#{1,6}[ \t]*(\S.*)$|^([^\s#>|-].*)\n(?:=+|-+)[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"<(/?)(?!(?:br|hr|img|input|wbr)\b)[A-Za-z][\w-]*(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*(?=\n|$)")


def stretches(text: str, *, mdx: bool = False) -> list[Stretch]:
    """Find every stretch of code, comment and raw HTML, in their order. None lies inside another."""
    return list(_stretches(text, mdx=mdx))


def _stretches(text: str, *, mdx: bool) -> Iterator[Stretch]:
    partners = _partners(text)
    fences = _Fences(text)
    at = 0
    dead: set[str] = set()  # what has no closing mark further on: it need not be looked for again
    while found := _BEGIN.search(text, at):
        at = found.end()
        if found["fence"]:
            yield (stretch := fences.opened_by(found))
            at = stretch.end
        elif found["ticks"]:
            if (end := partners.get(found.start())) is not None:
                yield Stretch(found.start(), end, Kind.CODE)
                at = end
        elif found["comment"] or (found["mdx"] and mdx):
            close = "-->" if found["comment"] else "*/}"
            # ``<!-->`` and ``<!--->`` are whole comments to HTML
            start = found.end() - 2 if found["comment"] else found.end()
            end = -1 if close in dead else text.find(close, start)
            dead |= {close} if end < 0 else set()
            kind = Kind.OPEN_COMMENT if end < 0 else Kind.COMMENT
            at = found.end() if end < 0 else end + len(close)
            yield Stretch(found.start(), at, kind)
        elif found["raw"]:
            name = found["raw"].lower()
            close_tag = None if name in dead else re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
            dead |= {name} if close_tag is None else set()
            at = close_tag.end() if close_tag else found.end()
            yield Stretch(found.start(), at, Kind.RAW if close_tag else Kind.OPEN_RAW, name)


class _Fences:
    """Knows every line that can close a fence, so that none is looked for twice."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._closing = list(re.finditer(r"\n(?P<indent>[ \t>]*)(?P<mark>`{3,}|~{3,})[ \t]*(?=\n|$)", text))
        self._starts = [one.start() for one in self._closing]
        self._longest: list[dict[str, int]] = []  # from each of them to the text's end
        longest = {"`": 0, "~": 0}
        for one in reversed(self._closing):
            longest = longest | {one["mark"][0]: max(longest[one["mark"][0]], len(one["mark"]))}
            self._longest.append(longest)
        self._longest.reverse()

    def opened_by(self, found: re.Match[str]) -> Stretch:
        """Give the stretch of a fence, from its first mark to the end of its last line."""
        mark, start = found["fence"], found.start("fence")
        first = bisect(self._starts, found.end() - 1)
        if first < len(self._closing) and self._longest[first][mark[0]] >= len(mark):
            for one in map(self._closing.__getitem__, range(first, len(self._closing))):
                if one["mark"][0] == mark[0] and len(one["mark"]) >= len(mark):
                    indent = re.match(r"[ \t>]*", found["indent"])
                    return Stretch(start, one.end(), Kind.FENCE, indent[0] if indent else "")
        line_end = self._text.find("\n", start)
        return Stretch(start, line_end if line_end >= 0 else len(self._text), Kind.OPEN_FENCE)


def _partners(text: str) -> dict[int, int]:
    """Give, for each run of backticks, the end of the next one of its length in the same paragraph."""
    partners: dict[int, int] = {}
    breaks = [one.start() for one in _BLANK.finditer(text)]
    last: dict[tuple[int, int], int] = {}
    for run in reversed(list(re.finditer(r"`+", text))):
        key = bisect(breaks, run.start()), len(run[0])
        if key in last:
            partners[run.start()] = last[key]
        last[key] = run.end()
    return partners


@lru_cache(maxsize=4)  # several look into one guide, one after the other
def masked(text: str, *, mdx: bool = False) -> str:
    """Give the text with blanks in place of code, comments and raw HTML: every offset and line stays."""
    parts, at = [], 0
    for one in stretches(text, mdx=mdx):
        parts += [text[at : one.start], re.sub(r"[^\n]", " ", text[one.start : one.end])]
        at = one.end
    return "".join([*parts, text[at:]])


class Places:
    """Tells where things stand, each time the next place: the third image of a name is the third such name."""

    def __init__(self, text: str, start: int = 0, *, mdx: bool = False) -> None:
        self._text, self._start = text, start
        self._masked = masked(text, mdx=mdx)
        self._breaks = [found.start() for found in re.finditer(r"\n", text)]
        self._hidden = start
        self._headings: list[re.Match[str]] | None = None
        self._seen: defaultdict[str, int] = defaultdict(lambda: start)

    def hide(self, first_line: str, lines: int) -> None:
        """Look no more into some lines of the text, the first of which is this one."""
        at = self._masked.find(first_line, self._hidden) if first_line.strip() else -1
        end = at
        for _ in range(lines if at >= 0 else 0):
            following = self._masked.find("\n", end + 1)
            end = following if following >= 0 else len(self._masked)
        if at >= 0:
            blank = re.sub(r"[^\n]", " ", self._masked[at:end])
            self._masked = self._masked[:at] + blank + self._masked[end:]
            self._hidden = end

    def next_heading(self, said: str) -> tuple[int, int]:
        """Line and column of the next heading that says this, or of its words where it is written in HTML."""
        wanted = "".join(filter(str.isalnum, said))
        if self._headings is None:
            self._headings = [one for one in _HEADING.finditer(self._text, self._start) if self._is_text(one)]
        for number, one in enumerate(self._headings):
            if "".join(filter(str.isalnum, one[1] or one[2])).startswith(wanted):
                del self._headings[: number + 1]
                return place_at(self._text, max(one.start(1), one.start(2)))
        return self.next(said)

    def _is_text(self, heading: re.Match[str]) -> bool:
        first = heading.end() - len(heading[0].lstrip())
        return self._masked[first] == self._text[first]

    def deepest_tag(self, limit: int) -> tuple[int, int]:
        """Line and column of the first element of HTML that stands deeper than a limit; (0, 0) for none."""
        depth = 0
        for found in _TAG.finditer(self._masked, self._start):
            depth = max(0, depth - 1) if found[1] else depth + 1
            if depth > limit:
                return place_at(self._text, found.start())
        return (0, 0)

    def next(self, needle: str) -> tuple[int, int]:
        """Line and column, from 1, of the next place at which ``needle`` stands outside of code and comments.

        Where there is no further one it is the last; where there is none at all it is (0, 0).
        """
        if not needle:
            return (0, 0)
        at = self._masked.find(needle, self._seen[needle])
        if at >= 0:
            self._seen[needle] = at + len(needle)
        else:
            at = self._masked.rfind(needle, self._start)
        return self._place(at)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_left(self._breaks, offset)
        return (line + 1, offset - (self._breaks[line - 1] if line else -1)) if offset >= 0 else (0, 0)


def place_at(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset; (0, 0) for none (-1)."""
    if offset < 0:
        return (0, 0)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
