"""Directives: boxes between lines of colons, those of MkDocs, and the quotations that GitHub makes boxes of."""

import re

from handouts.typeset.dialects import parts
from handouts.typeset.dialects.manuscript import TOKEN, Manuscript

_OPEN = re.compile(
    r"(?P<indent>[ \t]*)(?P<colons>:{3,})[ \t]*(?:\{(?P<braces>[^}\n]*)\}|(?P<name>[A-Za-z][\w-]*))[ \t]*"
    r"(?:\[(?P<label>[^\]\n]*)\])?[ \t]*(?:\{(?P<more>[^}\n]*)\})?[ \t]*(?P<title>.*?)[ \t]*:*$"
)
_CLOSE = re.compile(r"[ \t]*:{3,}[ \t]*$")
_LEAF = re.compile(
    r"[ \t]*::(?P<name>[A-Za-z][\w-]*)(?:\[(?P<label>[^\]\n]*)\])?(?:\{(?P<more>[^}\n]*)\})?[ \t]*$"
)
_TEXT = re.compile(r"(?<![\w:]):[a-z][\w-]*\[([^\]\n]*)\](?:\{[^}\n]*\})?")
_MKDOCS = re.compile(
    r"(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?)[ \t]+(?P<name>[\w-]+)(?:[ \t]+[\w-]+)*"
    r"[ \t]*(?:\"(?P<title>.*)\")?[ \t]*$"
)
_QUOTED = re.compile(r"(?P<indent>[ \t]*)>[ \t]*\[!(?P<name>\w+)\][+-]?[ \t]*(?P<title>.*)$")
_PAIR = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'}]+))")

MKDOCS_STEP = 4
"""Blanks by which MkDocs sets in what belongs to a box."""


def take_out(manuscript: Manuscript) -> None:
    """Make boxes of all directives in a manuscript."""
    lines = manuscript.text.split("\n")
    if any(mark in manuscript.text for mark in (":::", "!!!", "???")):
        lines = _with_mkdocs(lines, manuscript)
        lines = _with_colons(lines, manuscript)
    if "[!" in manuscript.text:
        lines = _with_quoted(lines, manuscript)
    if "::" in manuscript.text:
        lines = [_without_leaf(line, manuscript) for line in lines]
    text = "\n".join(lines)
    manuscript.text = _TEXT.sub(r"\1", text) if ":" in text else text


def _with_colons(lines: list[str], manuscript: Manuscript) -> list[str]:
    out: list[str] = []
    stack: list[
        tuple[int, str, str, re.Match[str], str]
    ] = []  # where it begins in out, indent, kind, itself, title
    for line in lines:
        if found := _OPEN.match(line):
            kind, title = _kind_and_title(found)
            stack.append((len(out), found["indent"], kind, found, title))
            out.append("")
        elif _CLOSE.match(line):
            if stack:
                at, indent, kind, _, title = stack.pop()
                out[at] = manuscript.open_box(kind, title, indent)
                out.append(manuscript.close_box(indent))
        else:
            out.append(line)
    for at, indent, _, found, title in stack:
        # A box that never ends would hold all that follows, the red flags among it.
        message = f"the box {found[0].strip()!r} is never closed; what stands in it is printed without a box"
        place = manuscript.places.next(TOKEN.split(found[0].strip())[0])
        manuscript.warning("open-box", message, place, "put a line of ::: where it ends")
        out[at] = f"\n{indent}{title}\n" if title else ""
    return out


def _kind_and_title(found: re.Match[str]) -> tuple[str, str]:
    """Give kind and title of ``:::note Title``, ``:::note[Title]``, ``:::{.note}`` or ``:::{note} Title``."""
    written = found["braces"] if found["braces"] is not None else found["name"]
    names = re.findall(r"(?<![\w=\"'])\.?(?:callout-)?([A-Za-z][\w-]*)(?!=)\b", _PAIR.sub("", written))
    pairs = _pairs(f"{found['braces'] or ''} {found['more'] or ''}")
    kind = parts.kind_of(names[0] if names else "", pairs)
    said = found["label"] or (found["title"] or "").strip("\"' ")
    return kind, said or parts.title_of(pairs)


def _pairs(written: str) -> dict[str, str | None]:
    return {name: one or two or three for name, one, two, three in _PAIR.findall(written)}


def _with_mkdocs(lines: list[str], manuscript: Manuscript) -> list[str]:
    """Make boxes of ``!!! note "Title"`` and what is set in below it."""
    out: list[str] = []
    stack: list[str] = []  # the indents of the boxes that are open
    blanks: list[str] = []
    for line in lines:
        if not line.strip():
            blanks.append(line)
            continue
        depth = len(line) - len(line.lstrip(" "))
        while stack and depth < len(stack[-1]) + MKDOCS_STEP:
            out.append(manuscript.close_box(_outdented(stack.pop(), len(stack))))
        out += blanks
        blanks = []
        cut = MKDOCS_STEP * len(stack)
        if found := _MKDOCS.match(line):
            title = found["title"]
            kind = "" if title == "" else found["name"]
            out.append(manuscript.open_box(parts.kind_of(kind, {}), title or "", found["indent"][cut:]))
            stack.append(found["indent"])
        else:
            out.append(line[cut:])
    while stack:
        out.append(manuscript.close_box(_outdented(stack.pop(), len(stack))))
    return [*out, *blanks]


def _outdented(indent: str, boxes: int) -> str:
    return indent[MKDOCS_STEP * boxes :]


def _with_quoted(lines: list[str], manuscript: Manuscript) -> list[str]:
    """Make boxes of quotations that begin with ``[!NOTE]``."""
    out: list[str] = []
    indent: str | None = None
    for line in lines:
        found = _QUOTED.match(line)
        if indent is not None and (found or not line.lstrip().startswith(">")):
            out.append(manuscript.close_box(indent))
            indent = None
        if found:
            indent = found["indent"]
            out.append(manuscript.open_box(found["name"], found["title"], indent))
        elif indent is not None:
            out.append(indent + re.sub(r"^[ \t]*>[ ]?", "", line))
        else:
            out.append(line)
    if indent is not None:
        out.append(manuscript.close_box(indent))
    return out


def _without_leaf(line: str, manuscript: Manuscript) -> str:
    """Give a line, or the note that stands for a directive without text: ``::youtube[Title]{id=…}``."""
    found = _LEAF.match(line)
    if found is None:
        return line
    pairs = _pairs(found["more"] or "")
    if found["label"]:
        pairs["title"] = found["label"]
    if found["name"].lower() in parts.IMAGES and (source := pairs.get("src")):
        return parts.image(pairs, source, manuscript)
    title, texts = parts.without_text(f"the directive {found['name']}", pairs, line.strip(), manuscript)
    return "\n\n".join(filter(None, (title, *texts)))
