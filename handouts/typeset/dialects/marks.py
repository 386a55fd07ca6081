"""Marks: the small signs in which dialects of Markdown differ. None is printed, and no word is lost to them."""

import re

from handouts.typeset.dialects.elements import HTML
from handouts.typeset.dialects.manuscript import Manuscript

_ITEM = r"(?:[#.][\w:.#-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'}]+))"
_KRAMDOWN = rf"\{{:[ \t]*(?:(?:{_ITEM}|[A-Za-z][\w-]*)(?:[ \t]+(?:{_ITEM}|[A-Za-z][\w-]*))*)?[ \t]*\}}"
_LIST = rf"(?:{_KRAMDOWN}|\{{[ \t]*(?:{_ITEM}|-)(?:[ \t]+(?:{_ITEM}|-))*[ \t]*\}})"
"""Attributes: kramdown's ``{: .class}``, and ``{.class #id key=value}`` of Pandoc and PHP Markdown Extra."""

_LIST_LINE = re.compile(rf"[ \t>]*{_LIST}[ \t]*$")
_ATTRIBUTES = re.compile(_LIST)
_LANG = re.compile(r"\blang=[\"']?([A-Za-z-]+)")
_KEPT = re.compile(r"\{: lang=[A-Za-z-]+ \}")
_ID = re.compile(r"#([\w:-]+)")
_LINK_TEXT = re.compile(rf"(?<![!\]])\[([^\[\]\n]*)\]{_LIST}")
_CONTENTS = re.compile(
    r"[ \t]*(?:[-*+]|\d+\.)?[ \t]*(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:[ \t]*toc[^}\n]*\}|\$\{toc\})[ \t]*$",
    re.IGNORECASE,
)
_TOC_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+\.)[ \t]+\S")
_KRAMDOWN_BLOCK = re.compile(r"\{::(comment)[^}\n]*\}.*?\{:/(?:comment)?\}|\{::[^}\n]*\}|\{:/[\w-]*\}", re.DOTALL)
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?=[ \t])|.+\n[=-]+$")
_ALONE = re.compile(r"#{1,6}[ \t]|[-*_]{3,}[ \t]*$")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ESCAPED = re.compile(r"\\([\"$%&',/:;<=?@^|~])")
"""Signs that CommonMark lets an author escape and Python-Markdown does not."""

_PRODUCT = re.compile(r"(?<=\d)(\*{1,3})(?=[^\s*])[^*|\n]{0,80}(?<=[^\s*])\1(?=\d)")
"""Stars between digits: meant as times, and taken by Markdown for signs of emphasis."""

_TIMES = re.compile(r"\S*\d\*(?=\d)\S*")
"""A word with one star between digits. It is no sign of emphasis, though Markdown finds another star for it."""

_ANGLE = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>\n]{0,200})>")
_DEFINITION = re.compile(r"( {0,3})\[([^\[\]^\n]+)\]:[ \t]*(\S+)[ \t]*$")


def take_out(manuscript: Manuscript) -> None:
    """Take marks that print nothing out of a manuscript, and write the others as everybody reads them."""
    _refuse_lost_stars(manuscript)
    text = _TIMES.sub(_as_printed, manuscript.text) if "*" in manuscript.text else manuscript.text
    if "{:" in text:
        text = _KRAMDOWN_BLOCK.sub("", text)
    lines = text.split("\n")
    if "{" in text or "[" in text:
        lines = _without_lists(lines)
    lines = [_line(line, manuscript) for line in lines]
    lines = _with_parted_tables(lines)
    manuscript.text = _with_angles("\n".join(lines))
    if "]:" in manuscript.text:
        manuscript.text = _with_words_like_definitions(manuscript.text)
        _refuse_notes_of_one_name(manuscript)


def _without_lists(lines: list[str]) -> list[str]:
    """Drop lists of attributes. An id goes to the heading that it belongs to, for links lead there."""
    out: list[str] = []
    waiting = ""  # an id that stands above its heading
    for line in lines:
        if _CONTENTS.match(line):
            if "{" in line and out and _TOC_ITEM.match(out[-1]):
                out.pop()  # "* Contents" is only there to be replaced
            continue
        if "{" in line and _LIST_LINE.match(line):
            name = _ID.search(line)
            if name and out and _HEADING.match(out[-1]) and "{" not in out[-1]:
                out[-1] += f" {{: #{name[1]} }}"
            elif name and (not out or not out[-1].strip()):
                waiting = name[1]
            if (lang := _LANG.search(line)) and out and re.match(r" {0,3}[^\s|#>+*-]", out[-1]):
                out.append(f"{{: lang={lang[1]} }}")  # a paragraph in another language is read out as such
            continue
        if waiting and line.strip():
            if _HEADING.match(line) and "{" not in line:
                line = f"{line} {{: #{waiting} }}"  # noqa: PLW2901 - the line goes on
            waiting = ""
        out.append(line)
    return out


def _line(line: str, manuscript: Manuscript) -> str:
    if "{" in line and not _KEPT.fullmatch(line):
        line = _without_attributes(line)
    if line.startswith("#") and re.match(r"#\d", line):
        line = "\\" + line  # "#1 in the list" is no heading
    if "\\" in line:
        line = _ESCAPED.sub(lambda one: f"&#{ord(one[1])};", line)
        ends = re.search(r"(?<!\\)(?:\\\\)*\\$", line)
        line = line[:-1] + "  " if ends else line  # a line's end that stays
    return "" if re.fullmatch(r"[ \t]*\^[ \t]*", line) and manuscript.text else line


def _without_attributes(line: str) -> str:
    """Drop lists of attributes from a line, but for the id of a heading; every other brace is text."""
    line = _LINK_TEXT.sub(r"\1", line)
    heading = _HEADING.match(line)
    parts, at = [], 0
    for found in _ATTRIBUTES.finditer(line):
        before = line[at : found.start()]
        parts.append(_text_braces(before))
        name = _ID.search(found[0])
        at_end = not line[found.end() :].strip(" \t#")
        if heading and name and at_end:
            parts.append(f"{{: #{name[1]} }}")
        elif not (before.strip() or parts) and not found[0].startswith("{:"):
            parts.append(_text_braces(found[0]))
        at = found.end()
    return "".join([*parts, _text_braces(line[at:])])


def _text_braces(text: str) -> str:
    """Write braces so that they are no attributes to Python-Markdown, which takes any at the end of a block."""
    return re.sub(r"\\?([{}])", lambda one: f"&#{ord(one[1])};", text)


def _with_parted_tables(lines: list[str]) -> list[str]:
    """Put a blank line above a table that stands right below its sentence, and between headings and rules."""
    out: list[str] = []
    for number, line in enumerate(lines):
        above = out[-1] if out else ""
        is_head = "|" in line and "|" not in above and _DELIMITER.match("".join(lines[number + 1 : number + 2]))
        if above.strip() and line.strip() and (is_head or _are_parted(above, line)):
            out.append("")
        out.append(line)
    return out


def _are_parted(above: str, line: str) -> bool:
    """Tell whether two lines belong to different blocks, though no blank line stands between them."""
    one, other = _ALONE.match(above), _ALONE.match(line)
    if above[0] == line[0] == "*" and above.startswith("*[") and line.startswith("*["):
        return True
    return bool((other and (line[0] == "#" or one)) or (one and above[0] == "#"))


def _with_angles(text: str) -> str:
    """Write what stands between angle brackets and is no element as text: ``<your surgery's number>``."""
    if "<" not in text:
        return text
    closed = {name.lower() for name in re.findall(r"</([A-Za-z][\w-]*)", text)}

    def judged(found: re.Match[str]) -> str:
        slash, name, rest = found.groups()
        low = name.lower()
        known = low in HTML or (low in closed and not slash) or "-" in low or rest.startswith((":", "@", "."))
        is_tag = known or (slash and f"<{low}" in text.lower()) or rest.endswith("/")
        return found[0] if is_tag else f"&lt;{slash}{name}{rest}&gt;"

    return _ANGLE.sub(judged, text)


def _with_words_like_definitions(text: str) -> str:
    """Keep ``[Warning]: Stop``, which Markdown takes for the address of a link, where no link has that name."""
    used = {name.casefold() for name in re.findall(r"\[([^\[\]]+)\](?!:)", text)}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _DEFINITION.match(line)
        if found and not re.search(r"[/.:#<]|^\?", found[3]) and found[2].casefold() not in used:
            lines[number] = f"{found[1]}&#91;{found[2]}&#93;: {found[3]}"
    return "\n".join(lines)


def _refuse_lost_stars(manuscript: Manuscript) -> None:
    """Refuse ``2*5*3``, which would be printed as 253."""
    for found in _PRODUCT.finditer(manuscript.text):
        said = manuscript.text[found.start() - 1 : found.end() + 1]
        message = f"the stars in {said} would be lost: Markdown takes them for emphasis"
        hint = "write \u00d7, or \\* for a star that is to be printed"
        manuscript.error("lost-sign", message, manuscript.places.next(found[0]), hint)


def _as_printed(found: re.Match[str]) -> str:
    """Keep the star of ``2*3``, but for one in an address."""
    is_address = re.search(r"://|www\.|\]\(|@|=", found[0])
    return found[0] if is_address else re.sub(r"(?<=\d)\*(?=\d)", "&#42;", found[0])


def _refuse_notes_of_one_name(manuscript: Manuscript) -> None:
    seen: set[str] = set()
    for found in re.finditer(r"^ {0,3}(\[\^[^\]\n]+\]:)", manuscript.text, re.MULTILINE):
        place = manuscript.places.next(found[1])
        if found[1] in seen and not any(one.code == "duplicate-note" for one in manuscript.problems):
            message = f"the note {found[1][:-1]} stands twice; only one of them would be printed"
            manuscript.error("duplicate-note", message, place, "give each note a name of its own")
        seen.add(found[1])
