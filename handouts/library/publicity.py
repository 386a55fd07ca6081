"""Publicity: what website exports say of a page that is not public. Such a guide counts as a draft.

A text that its website hides may be half written or withdrawn; on paper it would look like any other.
"""

from collections.abc import Mapping

from handouts.diagnostics import Diagnostic, warning
from handouts.library.entries import Entry

_OPEN: Mapping[str, tuple[str, ...]] = {
    "status": ("publish", "published"),
    "visibility": ("public",),
}
"""Keys with the words that mean public; every other word means that the page is not."""

_YES = ("true", "yes", "on", "y", "1")
_NO = ("false", "no", "off", "n", "0", "")
_SHUT = ("private", "archived", "password")
"""Keys that shut a page with whatever stands behind them, but for a no."""


def judge(entries: Mapping[str, Entry], path: str) -> list[Diagnostic]:
    """Warn of the first key that says that a guide is not public; nothing for one that is."""
    for key, entry in entries.items():
        if _shuts(key, entry):
            word = entry.value.strip() if isinstance(entry.value, str) and key != "password" else "…"
            message = f"{key}: {word} says that this guide is not public; it counts as a draft"
            hint = "take the line out when the guide may be handed out, or see it with --drafts"
            return [warning("not-public", message, path, entry.place, hint)]
    return []


def speaks(key: str, entry: Entry) -> bool:
    """Tell whether a key is ``published`` with a yes or a no: a slip for ``publishDate`` it is only with a day."""
    said = entry.value.strip().lower() if isinstance(entry.value, str) else ""
    return key == "published" and said in (*_YES, *_NO)


def _shuts(key: str, entry: Entry) -> bool:
    if entry.value is None:
        return False
    said = entry.value.strip().lower() if isinstance(entry.value, str) else "…"
    if key in _OPEN:
        return said not in ("", *_OPEN[key])
    if key == "published":  # a yes or a no; a day belongs to publishDate
        return said in _NO and said != ""
    return key in _SHUT and said not in _NO
