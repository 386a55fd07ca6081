"""The front matter: the YAML block at the top of a guide, with the place of every value.

YAML is composed, not loaded: scalars stay the text that the author wrote (``version: 1.10`` is "1.10", not
1.1; ``lang: no`` is Norwegian, not false), each entry knows its line and column, and a key that stands twice
is seen. The meaning of the keys is the business of ``handouts.library.fields``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from handouts.diagnostics import Diagnostic, error

MAX_ENTRIES = 5_000
"""Values that one front matter may have, aliases counted where they stand: a bound for YAML bombs."""

_Loader: type[yaml.Loader | yaml.CLoader] = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(frozen=True, slots=True)
class Entry:
    """One value and where it stands: ``None`` (empty or null), text, a list or a table of entries."""

    value: "str | tuple[Entry, ...] | Mapping[str, Entry] | None"
    line: int
    column: int

    @property
    def place(self) -> tuple[int, int]:
        """Line and column, both from 1, in the guide's file."""
        return self.line, self.column


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A guide's file, taken apart: the entries by key, and the Markdown that follows."""

    entries: Mapping[str, Entry]
    body: str
    body_line: int
    """Line of the file, from 1, on which the body starts."""


class FrontMatterError(Exception):
    """The block can't be used; ``diagnostic`` says why and where."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def parse(text: str, path: str) -> FrontMatter:
    """Take a guide's text apart. Raises ``FrontMatterError`` when there is a block that can't be used.

    ``text`` has line feeds for line ends and no byte order mark. A text without front matter has no entries.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return FrontMatter({}, text, 1)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise FrontMatterError(
            error(
                "front-matter-open",
                "the front matter that starts here is never closed",
                path,
                (1, 1),
                "put a line of three hyphens (---) between the front matter and the text",
            )
        )
    entries = _entries("\n".join(lines[1:end]), path)
    return FrontMatter(entries, "\n".join(lines[end + 1 :]), end + 2)


def _entries(block: str, path: str) -> Mapping[str, Entry]:
    try:
        node = yaml.compose(block, Loader=_Loader)
    except yaml.MarkedYAMLError as problem:
        raise FrontMatterError(_unreadable(problem, path)) from None
    except (yaml.reader.ReaderError, RecursionError):
        raise FrontMatterError(
            error("bad-yaml", "the front matter holds control characters or is nested too deeply", path, (2, 1))
        ) from None
    if node is None:
        return {}
    entry = _Converter(path).entry(node)
    if not isinstance(entry.value, Mapping):
        raise FrontMatterError(
            error("bad-yaml", "the front matter is no list of keys and values", path, (2, 1), "write title: …")
        )
    return entry.value


def _unreadable(problem: yaml.MarkedYAMLError, path: str) -> Diagnostic:
    mark = problem.problem_mark or problem.context_mark
    place = (mark.line + 2, mark.column + 1) if mark else (2, 1)
    return error(
        "bad-yaml",
        f"the front matter can't be read here: {problem.problem or problem.context}",
        path,
        place,
        'a value with a colon, a # or a quote in it goes between double quotes: title: "Asthma: first steps"',
    )


class _Converter:
    """Turns YAML nodes into entries, refusing keys that stand twice and more entries than anyone writes."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.left = MAX_ENTRIES

    def entry(self, node: yaml.Node) -> Entry:
        place = node.start_mark.line + 2, node.start_mark.column + 1
        self.left -= 1
        if self.left < 0:
            message = f"the front matter has more than {MAX_ENTRIES} values (are there YAML aliases in it?)"
            raise FrontMatterError(error("front-matter-too-large", message, self.path, place))
        if isinstance(node, yaml.ScalarNode):
            return Entry(_text(node), *place)
        if isinstance(node, yaml.SequenceNode):
            return Entry(tuple(self.entry(one) for one in node.value), *place)
        return Entry(self.table(node), *place)

    def table(self, node: yaml.Node) -> dict[str, Entry]:
        table: dict[str, Entry] = {}
        for key, value in node.value:
            name, place = str(key.value), (key.start_mark.line + 2, key.start_mark.column + 1)
            if name in table:
                message = f"{name!r} stands twice, first on line {table[name].line}"
                raise FrontMatterError(
                    error("duplicate-key", message, self.path, place, "keep one of the two lines")
                )
            table[name] = self.entry(value)
        return table


def _text(node: yaml.ScalarNode) -> str | None:
    plain = node.style is None
    return None if plain and node.value in ("", "~", "null", "Null", "NULL") else str(node.value)
