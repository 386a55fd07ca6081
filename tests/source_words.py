"""The words that a reader must find, read from a guide's source by another way than the program's.

Knows the Markdown that guides are written in, line by line, and refuses what it does not know: a word that is
dropped by both would be missed.
"""

import html
import re
from collections.abc import Iterable, Iterator

_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*[^()\s]*(?:\([^()]*\)[^()\s]*)?\s*\)")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*+|(?<!\w)_+|_+(?!\w)|`+)")
_LIST = re.compile(r"(?:[-*+]|\d+[.)])\s+")


def tokens(text: str) -> list[str]:
    """Split into words. Dashes and slashes split too, for a line may end behind them; hyphens vanish, for some
    programs take one at a line's end for the printer's (PDFium writes U+0002 for it)."""
    joined = re.sub("[-\u2010\u2011\u0002\ufffe]\\s*", "", text)
    return re.findall(r"[^\s\u2012-\u2015/]+", joined)


def source_words(guide: str) -> list[str]:
    """Give all words of a guide in the order of the leaflet: category, title, description, text."""
    matter, body = _parted(guide)
    top = [matter.get(key, "") for key in ("category", "title", "description")]
    return [word for line in (*top, *_visible(body)) for word in tokens(line)]


def questions_in_front_matter(guide: str) -> list[str]:
    """Give the questions and answers that stand in the front matter, each as it is to be read."""
    _, matter, _ = _split(guide)
    halves = re.findall(r"^\s+(?:- )?(?:question|answer|q|a):\s*\"(.*)\"$", matter, re.MULTILINE)
    assert len(halves) == matter.count(': "') - len(re.findall(r"^\w+: \"", matter, re.MULTILINE))
    return [_plain(half) for half in halves]


def _split(guide: str) -> list[str]:
    return re.split(r"^---\s*$", guide, maxsplit=2, flags=re.MULTILINE)


def _parted(guide: str) -> tuple[dict[str, str], str]:
    _, matter, body = _split(guide)
    found = {}
    for line in matter.strip().splitlines():
        if not line.startswith(" "):
            key, colon, value = line.partition(":")
            assert colon, f"front matter that is not read here: {line}"
            found[key] = value.strip().strip("\"'")
    return found, body


def _visible(body: str) -> Iterator[str]:
    for line in body.splitlines():
        text = line.strip()
        assert not text.startswith(("```", "~~~", "[^", "*[")), f"Markdown that is not read here: {line}"
        assert not re.match(r"\[[^\]]*\]:", text), f"Markdown that is not read here: {line}"
        assert not line.startswith(("    ", "\t")) or _LIST.match(text), f"code is not read here: {line}"
        if re.fullmatch(r"\|?[\s:|-]*-[\s:|-]*\|?", text):
            continue  # a rule, or the line below a table's head
        if text.startswith("|"):
            text = text.replace("|", " ")
        text = re.sub(r"^(?:>\s*)+", "", text)
        text = re.sub(r"^#{1,6}\s+(.*?)(?:\s+#+)?$", r"\1", text)
        text = _LIST.sub("", text, count=1) if _LIST.match(text) else text
        yield _plain(text)


def _plain(text: str) -> str:
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = _LINK.sub(r"\1", text)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    assert not re.search(r"</?(?!br\b)[a-zA-Z]", text), f"HTML is not read here: {text}"
    text = re.sub(r"<br\s*/?>", " ", text)
    text = _EMPHASIS.sub("", text)
    return html.unescape(re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text))


def first_missing(expected: Iterable[str], found: Iterable[str]) -> str:
    """Say where the expected words stop being among those found, in their order; "" when all are there."""
    left = iter(found)
    before: list[str] = []
    for word in expected:
        if word not in left:  # takes words from the iterator up to the one that is equal
            return f"… {' '.join(before[-8:])} >>> {word} <<<"
        before.append(word)
    return ""
