"""Shortcodes of Hugo and tags of Liquid (Jekyll, Eleventy): what a site's templates would have put there."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from handouts.typeset.dialects import holes, parts
from handouts.typeset.dialects.manuscript import ALARMS, Manuscript

_MARK = re.compile(
    r"\{\{[<%](?P<hugo>(?:(?!\{\{|\{%).){0,4000}?)[>%]\}\}|\{%-?(?P<liquid>(?:(?!\{\{|\{%).){0,4000}?)-?%\}"
    r"|\{\{-?(?P<output>[^{}]{0,2000}?)-?\}\}",
    re.DOTALL,
)
_EXPRESSION = re.compile(r"[.$]?[A-Za-z_][\w-]*(?:\??\.[\w-]+|\[[^\[\]]*\]|\([^()]*\))*\s*(?:\|.*)?", re.DOTALL)
"""What a template asks for: ``site.dose``, ``.Site.Params.phone``, ``price | round``. Words with blanks between
them are an author's own: ``{{ your name }}``."""

_HINT = "write the words here; braces that are to be printed stand in `{{ … }}`, as code"
_VALUES = {"param", "params", "var", "variable", "value", "data"}
"""Shortcodes that print nothing but a value."""

_REFERENCES = {"ref", "relref", "link", "post_url"}
"""Shortcodes that give the address of a page."""

_VERBATIM = {"raw", "verbatim"}
_SILENT: Final = {
    *("assign", "capture", "endcapture", "increment", "decrement", "layout", "cycle", "break", "continue"),
    *("if", "elsif", "elif", "else", "endif", "unless", "endunless", "case", "when", "endcase"),
    *("for", "endfor", "tablerow", "endtablerow", "with", "endwith", "block", "endblock", "set", "endset"),
    *("toc", "clear", "br", "hr", "br_clear", "endraw", "endverbatim", "seo", "feed_meta"),
}
"""Tags of Liquid that print nothing themselves. What stands between them is printed."""

_CONDITIONS = {"if", "unless", "case", "for", "tablerow"}
_PLAIN_PAIRS = {
    "columns",
    "column",
    "row",
    "col",
    "tabs",
    "tabpane",
    "grid",
    "cards",
    "center",
    "lead",
    "rawhtml",
    "html",
}
"""Pairs that only place what stands between them."""


@dataclass(frozen=True, slots=True)
class _Code:
    """One shortcode or tag."""

    name: str
    closes: bool
    empty: bool
    named: dict[str, str | None] = field(default_factory=dict)
    positional: tuple[str, ...] = ()


def take_out(manuscript: Manuscript) -> None:
    """Take all shortcodes out of a manuscript; the text between two of a pair stays, as a box."""
    if "{{" in manuscript.text or "{%" in manuscript.text:
        manuscript.text = _Reader(manuscript).read(manuscript.text)


class _Reader:
    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.text = ""

    def read(self, text: str) -> str:
        self.text = text
        marks = list(_MARK.finditer(text))
        codes = [_parsed(found) for found in marks]
        pairs = dict(_pairs(codes))
        closing = {end: start for start, end in pairs.items()}
        out, at, hidden = [], 0, -1
        for number, (found, code) in enumerate(zip(marks, codes, strict=True)):
            if hidden >= 0:
                if number == hidden:
                    at, hidden = found.end(), -1
                continue
            out.append(text[at : found.start()])
            at = found.end()
            if code is None:
                out.append(self._output(found))
            elif code.name in ("comment", *_VERBATIM) and number in pairs:
                end = marks[pairs[number]]
                if code.name in _VERBATIM:
                    out.append(self.manuscript.keep(text[found.end() : end.start()], is_markdown=True))
                hidden = pairs[number]
            else:
                opened = codes[closing[number]] if number in closing else None
                out.append(self._said(code, found, opened, paired=number in pairs))
        return "".join([*out, text[at:]])

    def _output(self, found: re.Match[str]) -> str:
        """Give the text of ``{{ … }}`` where it is written there; what a site puts in can't be known."""
        inside = found["output"].strip()
        if quoted := re.match(r"([\"'])(.*?)\1", inside):
            return quoted[2]
        if re.match(r"(?:site|page)\.(?:baseurl|url|root)\b|baseurl\b|root\b", inside) or not inside:
            return ""
        if self._in_address(found):
            return ""
        line, is_hole = found[0].partition("\n")[0], bool(_EXPRESSION.fullmatch(inside)) and self._is_hole(found)
        note = self.manuscript.leave_out("what the website puts in here", line, is_hole=is_hole, hint=_HINT)
        return self.manuscript.keep(note)

    def _is_hole(self, found: re.Match[str]) -> bool:
        return holes.is_in_a_sentence(self.text, found.start(), found.end())

    def _in_address(self, found: re.Match[str]) -> bool:
        before = self.text[max(0, found.start() - 200) : found.start()]
        return re.search(r"(?:\]\(<?|(?:href|src)=[\"']?)[^\s)\"']*$", before) is not None

    def _said(self, code: _Code, found: re.Match[str], opened: _Code | None, *, paired: bool) -> str:
        name = code.name
        if name in _REFERENCES:
            return (code.positional or ("",))[0].split()[0] if code.positional else ""
        if name in _SILENT or code.closes:
            if name in _CONDITIONS and not code.closes:
                self._warn_of_condition(found)
            closed = opened is not None and code.closes and self._is_box(opened)
            return self.manuscript.close_box(self._indent(found)) if closed else ""
        if paired:
            return self._begun(code, found)
        return self._alone(code, found)

    def _is_box(self, code: _Code) -> bool:
        return code.name not in (*_SILENT, *_PLAIN_PAIRS, "highlight", "comment")

    def _begun(self, code: _Code, found: re.Match[str]) -> str:
        if not self._is_box(code):
            return ""
        attributes = self._attributes(code)
        kind = parts.kind_of(code.name, attributes)
        indent = self._indent(found)
        title = parts.title_of(attributes)
        texts = "".join(f"{one}\n\n{indent}" for one in parts.texts_of(attributes))
        return self.manuscript.open_box(kind, title, indent) + texts

    def _alone(self, code: _Code, found: re.Match[str]) -> str:
        low = code.name.lower().rpartition("/")[2].partition(".")[0]
        attributes = self._attributes(code)
        source = attributes.get("src") or attributes.get("image_path") or attributes.get("url")
        if low in parts.UNSEEN:
            return ""
        if low in parts.IMAGES and (source := source or next(iter(code.positional), "")):
            return parts.image(attributes, source, self.manuscript)
        needle = found[0].partition("\n")[0]
        if low in _VALUES and self._is_hole(found):
            return self.manuscript.leave_out("what the website puts in here", needle, is_hole=True, hint=_HINT)
        title, texts = parts.without_text(f"the shortcode {code.name}", attributes, needle, self.manuscript)
        indent = self._indent(found)
        if not title and len(texts) == 1:
            return texts[0]
        begun = self.manuscript.open_box(parts.kind_of(code.name, attributes), title, indent)
        return begun + f"\n\n{indent}".join(texts) + self.manuscript.close_box(indent)

    def _attributes(self, code: _Code) -> dict[str, str | None]:
        """Give the attributes of a shortcode; one without a name is a kind, or else a title if it has blanks."""
        attributes = dict(code.named)
        for one in code.positional:
            known = one.lower() in (*ALARMS, "note", "info", "tip", "hint", "success", "example")
            if known and "type" not in attributes:
                attributes["type"] = one
            elif "title" not in attributes and (" " in one or one[:1].isupper()):
                attributes["title"] = one
        return attributes

    def _indent(self, found: re.Match[str]) -> str:
        line = self.text[self.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        return line if not line.strip() else ""

    def _warn_of_condition(self, found: re.Match[str]) -> None:
        message = "the website prints this under a condition; here all of it is printed"
        place = self.manuscript.places.next(found[0].partition("\n")[0])
        self.manuscript.warning("condition", message, place, "take the condition out of the text")


def _parsed(found: re.Match[str]) -> _Code | None:
    """Read a shortcode, or give None for an output such as ``{{ page.title }}``."""
    if found["output"] is not None:
        return None
    inside = (found["hugo"] if found["hugo"] is not None else found["liquid"]).strip()
    closes, empty = inside.startswith("/"), inside.endswith("/")
    words = _words(inside.strip("/").strip())
    name = words[0] if words else ""
    if name.startswith("end") and found["liquid"] is not None:
        name, closes = name[3:], True
    elif name == "include" and len(words) > 1:
        name, words = words[1], words[1:]
    named: dict[str, str | None] = {}
    positional = []
    for word in words[1:]:
        key, sign, value = word.partition("=")
        if sign and re.fullmatch(r"[\w-]+", key):
            named[key.lower()] = value
        else:
            positional.append(word)
    return _Code(name, closes, empty, named, tuple(positional))


def _words(inside: str) -> list[str]:
    lexer = shlex.shlex(re.sub(r"\s*=\s*(?=[\"'])", "=", inside), posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.quotes = True, "", "\"'`"
    try:
        return list(lexer)
    except ValueError:  # a quotation mark without its partner
        return inside.split()


def _pairs(codes: list[_Code | None]) -> Iterator[tuple[int, int]]:
    """Give the numbers of the codes that open and close each other."""
    opened: dict[str, list[int]] = {}
    for number, code in enumerate(codes):
        if code is None or code.empty:
            continue
        if not code.closes:
            opened.setdefault(code.name, []).append(number)
        elif opened.get(code.name):
            yield opened[code.name].pop(), number
