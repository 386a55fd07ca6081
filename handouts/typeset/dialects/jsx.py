"""JSX, read: tags with their attributes, and expressions in braces. Each function reads a piece of text once."""

import re
from dataclasses import dataclass
from html import unescape

_NAME = re.compile(r"</?(?:(?P<name>[A-Za-z][\w-]*(?:[.:][\w-]+)*)(?=[\s/>{])|(?=>))")
_ATTRIBUTE = re.compile(r"\s*(?P<name>[A-Za-z_@:][\w:.@-]*)(?:\s*=\s*(?P<quote>[\"'{])?)?")
_UNQUOTED = re.compile(r"[^\s\"'=<>`/{}]+")
_QUOTES = "\"'`"

MAX_TAG = 20_000
"""Characters of one tag. What is longer is no tag; without a bound a text full of ``<`` would be read again and
again."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: ``<Name …>``, ``</Name>`` or ``<Name … />``; a fragment has no name."""

    name: str
    attributes: dict[str, str | None]
    """Values that are plain text; None for an expression and for a name alone."""
    expressions: dict[str, str]
    """Attributes whose value is an expression, as it is written."""
    start: int
    end: int
    closes: bool
    is_empty: bool
    """Whether it closes itself."""


def tag_at(text: str, start: int) -> Tag | None:
    """Read the tag that starts at an offset, or give None where none does."""
    found = _NAME.match(text, start, start + MAX_TAG)
    if found is None:
        return None
    closes = text.startswith("</", start)
    attributes: dict[str, str | None] = {}
    expressions: dict[str, str] = {}
    at = found.end()
    limit = min(len(text), start + MAX_TAG)
    while at < limit:
        at += len(text[at:limit]) - len(text[at:limit].lstrip()) if text[at].isspace() else 0
        if text.startswith("/>", at):
            return Tag(found["name"] or "", attributes, expressions, start, at + 2, closes, is_empty=True)
        if text.startswith(">", at):
            return Tag(found["name"] or "", attributes, expressions, start, at + 1, closes, is_empty=False)
        after = _attribute(text, at, limit, attributes, expressions)
        if after is None:
            return None
        at = after
    return None


def _attribute(
    text: str, at: int, limit: int, attributes: dict[str, str | None], expressions: dict[str, str]
) -> int | None:
    """Read one attribute; give the offset behind it, or None where there is none."""
    if text.startswith("{", at):  # {...spread}
        return expression_end(text, at, limit)
    found = _ATTRIBUTE.match(text, at, limit)
    if found is None:
        return None
    name, quote, after = found["name"], found["quote"], found.end()
    if not quote and not found[0].rstrip().endswith("="):
        attributes[name] = None
        return after
    return _value(text, name, quote, after, limit, attributes, expressions)


def _value(  # noqa: PLR0917 - the reader of attributes, in two halves
    text: str,
    name: str,
    quote: str | None,
    after: int,
    limit: int,
    attributes: dict[str, str | None],
    expressions: dict[str, str],
) -> int | None:
    """Read the value of an attribute; give the offset behind it, or None where there is none."""
    if quote == "{":
        end = expression_end(text, after - 1, limit)
        if end is None:
            return None
        inside = text[after : end - 1]
        attributes[name] = literal(inside)
        if attributes[name] is None:
            expressions[name] = inside.strip()
        return end
    if quote:
        end = text.find(quote, after, limit)
        if end < 0:
            return None
        attributes[name] = unescape(text[after:end])
        return end + 1
    value = _UNQUOTED.match(text, after, limit)
    if value is None:
        return None
    attributes[name] = unescape(value[0])
    return value.end()


def expression_end(text: str, start: int, limit: int | None = None) -> int | None:
    """Give the offset behind the ``}`` that closes the ``{`` at an offset, or None."""
    depth, at = 0, start
    limit = len(text) if limit is None else limit
    while at < limit:
        one = text[at]
        if one in _QUOTES:
            at = _string_end(text, at, limit)
            continue
        if text.startswith("/*", at):
            end = text.find("*/", at + 2, limit)
            at = end + 2 if end >= 0 else limit
            continue
        depth += (one in "{([") - (one in "})]")
        at += 1
        if depth <= 0:
            return at
    return None


def _string_end(text: str, start: int, limit: int) -> int:
    """Give the offset behind a string; an apostrophe that no other follows on its line is just one."""
    quote, at = text[start], start + 1
    while at < limit:
        if text[at] == "\\":
            at += 2
        elif text[at] == quote:
            return at + 1
        elif text[at] == "\n" and quote != "`":
            return start + 1
        else:
            at += 1
    return start + 1


def literal(expression: str) -> str | None:
    """Give the text of an expression that is a plain text or number, or None for one that must be run."""
    inside = expression.strip()
    if re.fullmatch(r"-?\d+(?:\.\d+)?", inside):
        return inside
    quote = inside[:1]
    if len(inside) >= 2 and quote in _QUOTES and inside[-1] == quote:  # noqa: PLR2004 - two quotation marks
        said = inside[1:-1]
        unescaped = re.sub(r"\\(.)", lambda one: {"n": "\n", "t": "\t"}.get(one[1], one[1]), said, flags=re.DOTALL)
        ends_early = re.search(rf"(?<!\\){re.escape(quote)}", said)
        return None if ends_early or (quote == "`" and "${" in said) else unescaped
    return None
