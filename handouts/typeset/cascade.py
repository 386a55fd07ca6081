"""Cascade: what the stylesheets say of an element is worked out once for a run, not once for every leaflet.

All leaflets have the same few kinds of elements under the same stylesheets, and WeasyPrint works out some eighty
properties of each for each document anew: a seventh of a leaflet's time. Here every style has an original, which
depends on nothing but the stylesheets and the originals above it, and is kept. Layout changes styles now and then
(a body's ``overflow`` goes to the page); so it never sees an original, but a copy of its own for each document.

And the stylesheets are joined into one, for each is asked about every element: a twelfth of the time. Boxes
without an element have their initial values from the start: a hundredth.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from handouts.typeset.tagger.replacing import replaced

MOST = 2000
"""Originals that are kept; a leaflet in one edition has about a hundred. All are forgotten when there are more."""

_AUTHOR = (3, 4)
"""Precedence of what stands in the document itself (``declaration_precedence``): it goes with the document."""

_OWN = ("anchor", "content")
"""Properties that differ from one element or document to the next, and that no other depends on."""


class _DependsOnThePageError(BaseException):
    """A length is in parts of the page's size. No ``Exception``: WeasyPrint would take the length for wrong."""


class _NoPage:
    def __getitem__(self, _name: str) -> Any:
        raise _DependsOnThePageError


class Cascade:
    """Keeps originals of computed styles for documents that are laid out with the same parsed stylesheets.

    ``css`` is the module ``weasyprint.css``. An original is found again by the identity of the values that the
    cascade has chosen: they live as long as the stylesheets, which the engine keeps.
    """

    def __init__(self, css: Any) -> None:
        self._css = css
        self._originals: dict[Any, Any] = {}
        self._said: list[str] = []
        self._copy = _class_of_copies(css.ComputedStyle)
        self._original = _class_of_originals(css.ComputedStyle, lambda: len(self._said))
        self._anonymous = _class_of_anonymous(css)

    @contextmanager
    def serving(self, said: list[str]) -> Iterator[None]:
        """Let WeasyPrint take its styles from here; ``said`` gathers what it logs meanwhile.

        What it says of a value, it says for every document: such a value is not kept.
        """
        self._said = said
        anonymous = replaced(self._css, "AnonymousStyle", self._anonymous)
        with replaced(self._css, "ComputedStyle", self._styled), anonymous:
            yield

    def _styled(self, above: Any, cascaded: Mapping[str, Any], pseudo: Any, root: Any, *rest: Any) -> Any:
        """Give the style of an element, a pseudo-element or a page, as ``ComputedStyle`` would."""
        found = self._original_of(above, cascaded, pseudo, root, rest)
        if found is None:
            return self._copy.__base__(above, cascaded, pseudo, root, *rest)
        return self._copy(found, above, cascaded, pseudo, root, *rest)

    def _original_of(self, above: Any, cascaded: Mapping[str, Any], pseudo: Any, root: Any, rest: Any) -> Any:
        parent = getattr(above, "original", None)
        if above is not None and parent is None:
            return None
        values = []
        for name, (value, weight) in cascaded.items():
            if name in _OWN:
                continue
            known: Any = id(value)
            if weight[0] in _AUTHOR:
                if not _is_plain(value):
                    return None
                known = value
            values.append((name, known, weight[0], weight[1], tuple(weight[2])))
        base_url, fonts, _sizes = rest
        key = (id(parent), pseudo, base_url, tuple(values))
        if key not in self._originals:
            if len(self._originals) >= MOST:
                self._originals.clear()
            top = getattr(root, "original", root)
            kept = {name: value for name, value in cascaded.items() if name not in _OWN}
            self._originals[key] = self._original(parent, kept, pseudo, top, base_url, fonts, _NoPage())
        return self._originals[key]


_BY_NAME = ("id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors")
_IN_LISTS = ("lang_attr_selectors", "other_selectors")


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Several parsed stylesheets as one: what WeasyPrint asks of a ``CSS``."""

    matcher: Any
    page_rules: list[Any]
    layers: list[str]


def joined(sheets: Sequence[Any]) -> list[Any]:
    """Join parsed stylesheets (``weasyprint.CSS``) whose rules count in this order.

    Of rules of equal specificity the later one wins, as before. Sheets with ``@layer`` stay as they are: the order
    of layers is that of a sheet's own.
    """
    if any(sheet.layers for sheet in sheets):
        return list(sheets)
    matcher = type(sheets[0].matcher)()
    for sheet in sheets:
        for name in _BY_NAME:
            for key, entries in getattr(sheet.matcher, name).items():
                getattr(matcher, name).setdefault(key, []).extend(_moved(entries, matcher.order))
        for name in _IN_LISTS:
            getattr(matcher, name).extend(_moved(getattr(sheet.matcher, name), matcher.order))
        matcher.order += sheet.matcher.order
    return [Joined(matcher, [rule for sheet in sheets for rule in sheet.page_rules], [])]


def _moved(entries: Iterable[tuple[Any, ...]], by: int) -> Iterator[tuple[Any, ...]]:
    """Give selectors with their places in the order of rules behind those of the sheets before."""
    for test, specificity, order, pseudo, payload in entries:
        yield test, specificity, order + by, pseudo, payload


def _is_plain(value: Any) -> bool:
    """Tell whether a value is the same wherever it says the same: a word, a number, a length, some of these."""
    return isinstance(value, (str, int, float)) or (isinstance(value, tuple) and all(map(_is_plain, value)))


def _class_of_originals(computed: Any, heard: Any) -> Any:
    class Original(computed):  # type: ignore[misc]
        def __missing__(self, key: str) -> Any:
            before = heard()
            value = super().__missing__(key)
            if heard() != before:
                self.pop(key, None)
            return value

    return Original


def _class_of_copies(computed: Any) -> Any:
    class Copy(computed):  # type: ignore[misc]
        def __init__(self, original: Any, *given: Any) -> None:
            super().__init__(*given)
            self.original = original
            self.specified = original.specified
            self.cache = original.cache
            self.update(original)

        def __missing__(self, key: str) -> Any:
            if key in _OWN:
                return super().__missing__(key)
            try:
                value = self[key] = self.original[key]
            except _DependsOnThePageError:
                return super().__missing__(key)
            return value

    return Copy


def _class_of_anonymous(css: Any) -> Any:
    """Give styles for boxes without an element that have their initial values from the start, not one by one."""
    other = css.INHERITED | css.INITIAL_NOT_COMPUTED | {"page"}
    initial = {
        name: value
        for name, value in css.INITIAL_VALUES.items()
        if name not in other and not name.startswith(("__", "text_decoration_"))
    }

    class Anonymous(css.AnonymousStyle):  # type: ignore[misc]
        def __init__(self, parent_style: Any) -> None:
            self.update(initial)
            super().__init__(parent_style)

    return Anonymous
