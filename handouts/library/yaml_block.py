"""Front matter in YAML, between lines of three hyphens.

YAML is composed, not loaded: scalars stay the text that the author wrote (``version: 1.10`` is "1.10", not
1.1; ``lang: no`` is Norwegian, not false), each entry knows its line and column, and a key that stands twice
is seen.
"""

import re
from collections.abc import Mapping
from typing import NoReturn

import yaml

from handouts.diagnostics import error
from handouts.library import unprintable
from handouts.library.entries import MAX_DEPTH, MAX_ENTRIES, Entry, FrontMatterError
from handouts.library.yaml_problems import explained

_INDENT = re.compile(r"^[ \t?:-]*", re.MULTILINE)
"""Blanks at the beginning of a line, with the signs that open a list or a table in the midst of it."""

_Loader: type[yaml.Loader | yaml.CLoader] = getattr(yaml, "CLoader", yaml.Loader)


def entries(text: str, path: str, first_line: int) -> Mapping[str, Entry]:
    """Give the entries of a block that starts on ``first_line`` of its file. Raises ``FrontMatterError``."""
    return _Block(text, path, first_line).entries()


class _Block:
    """Turns the YAML between the hyphens into entries, refusing what no author means."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self.left = MAX_ENTRIES

    def entries(self) -> Mapping[str, Entry]:
        """Give the entries by key."""
        try:
            self._refuse_deep()
            node = yaml.compose(self.text, Loader=_Loader)
        except yaml.MarkedYAMLError as fault:
            problem = explained(fault, self.text)
            self._refuse("bad-yaml", problem.message, (problem.line, problem.column), problem.hint)
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            message, hint = "the front matter has no keys with values", 'write lines such as title: "Asthma"'
            self._refuse("bad-yaml", message, _mark(node), hint)
        return self._table(node, 1)

    def _entry(self, node: yaml.Node, depth: int, key: yaml.Node | None = None) -> Entry:
        self.left -= 1
        if self.left < 0:
            message = f"the front matter has more than {MAX_ENTRIES:,} values"
            self._refuse("front-matter-too-large", message, _mark(node), "remove the YAML aliases (*) in it")
        if depth > MAX_DEPTH:
            self._refuse_depth(_mark(node))
        value: str | tuple[Entry, ...] | Mapping[str, Entry] | None
        if isinstance(node, yaml.ScalarNode):
            value = _text(node)
            if control := unprintable.first(value or ""):  # written as \x07, say
                raise FrontMatterError(unprintable.report(control, self.path, self._place(_mark(node))))
        elif isinstance(node, yaml.SequenceNode):
            value = tuple(self._entry(one, depth + 1) for one in node.value)
        else:
            value = self._table(node, depth + 1)
        return Entry(value, *self._place(_mark(node)), self._place(_mark(key or node)))

    def _table(self, node: yaml.Node, depth: int) -> Mapping[str, Entry]:
        table: dict[str, Entry] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in table:
                message = f"{name!r} stands twice, first on line {table[name].key_place[0]}"
                self._refuse("duplicate-key", message, _mark(key), "keep one of the two")
            table[name] = self._entry(value, depth, key)
        return table

    def _refuse_deep(self) -> None:
        if self._bound() <= MAX_DEPTH:
            return
        depth = 0
        for event in yaml.parse(self.text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                self._refuse_depth(_mark(event))

    def _bound(self) -> int:
        """Give a depth that is never passed: counting the real one takes as long as all the rest.

        What stands in a list or table begins further to the right, at most two of them in one column, or
        behind a bracket, which with a colon opens a table beside its list.
        """
        furthest = max(map(len, _INDENT.findall(self.text)), default=0)
        return 2 * (furthest + 1 + self.text.count("[") + self.text.count("{"))

    def _refuse_depth(self, mark: tuple[int, int]) -> NoReturn:
        hint = "put text with brackets in it between double quotes"
        self._refuse("bad-yaml", f"lists stand more than {MAX_DEPTH} deep inside each other", mark, hint)

    def _refuse(self, code: str, message: str, mark: tuple[int, int], hint: str) -> NoReturn:
        raise FrontMatterError(error(code, message, self.path, self._place(mark), hint))

    def _place(self, mark: tuple[int, int]) -> tuple[int, int]:
        """Turn a place in the block, from 0, into one in the file, from 1."""
        return self.first_line + mark[0], 1 + mark[1]


def _mark(one: yaml.Node | yaml.Event) -> tuple[int, int]:
    return (one.start_mark.line, one.start_mark.column) if one.start_mark else (0, 0)


def _text(node: yaml.ScalarNode) -> str | None:
    plain = not node.style  # None, or "" from the C loader
    return None if plain and node.value in ("", "~", "null", "Null", "NULL") else str(node.value)
