"""The manuscript: a guide's body on its way to plain Markdown, with HTML put aside and problems noted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from handouts.diagnostics import Diagnostic, error, warning
from handouts.library.source import Places

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Around the number of what was put aside. Unicode keeps these two for such use; no guide may have them."""

TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")

ALARMS = {"warning", "caution", "danger", "attention", "error", "important", "alert", "critical"}
"""Kinds of boxes that warn."""


def _same(text: str) -> str:
    return text


@dataclass
class Manuscript:
    """A text that one dialect after the other is taken out of.

    ``translate`` gives the program's own words in the guide's language; ``note`` says where to see what can't be
    printed.
    """

    text: str
    path: str = ""
    places: Places = field(default_factory=lambda: Places(""))
    is_mdx: bool = False
    note: str = "see the online version"
    translate: Callable[[str], str] = _same
    kept: list[tuple[str, bool]] = field(default_factory=list)
    """What was put aside, and whether it is Markdown still."""
    problems: list[Diagnostic] = field(default_factory=list)

    def keep(self, html: str, *, is_markdown: bool = False) -> str:
        """Put HTML aside, or Markdown that no dialect may touch, and give what stands for it."""
        self.kept.append((html, is_markdown))
        return f"{OPEN}{len(self.kept) - 1}{CLOSE}"

    def keep_block(self, html: str, indent: str = "") -> str:
        """Put HTML aside that stands between paragraphs."""
        return f"\n\n{indent}{self.keep(html)}\n\n{indent}"

    def restore_markdown(self) -> None:
        """Put the Markdown that was put aside back into its place."""
        while True:
            text = TOKEN.sub(lambda one: self._kept_markdown(one) or one[0], self.text)
            if text == self.text:
                return
            self.text = text

    def _kept_markdown(self, found: re.Match[str]) -> str:
        text, is_markdown = self.kept[int(found[1])]
        return text if is_markdown else ""

    def error(self, code: str, message: str, place: tuple[int, int], hint: str) -> None:
        """Note a problem that keeps the guide from being published."""
        self.problems.append(error(code, message, self.path, place, hint))

    def warning(self, code: str, message: str, place: tuple[int, int], hint: str) -> None:
        """Note a problem that lets the guide pass."""
        self.problems.append(warning(code, message, self.path, place, hint))

    def leave_out(self, what: str, needle: str, title: str = "", *, is_hole: bool = False, hint: str = "") -> str:
        """Give the note that stands for something that can't be printed, and warn of it.

        A hole in a sentence is an error: what is left may say something else. ``hint`` says what to do about it.
        """
        if is_hole:
            message = f"{what} is missing in the middle of a sentence"
            hint = hint or 'write the words here, or give them in this file: export const dose = "250"'
            self.error("left-out", message, self.places.next(needle), hint)
            return ""
        return self.leave_out_at(what, self.places.next(needle), title)

    def leave_out_at(self, what: str, place: tuple[int, int], title: str = "") -> str:
        """Give the note that stands for something that can't be printed at a place, and warn of it."""
        message = f"{what} can't be printed; a note stands in its place"
        hint = "say in words what it shows, or leave it to the online version"
        self.warning("left-out", message, place, hint)
        before = f"{escape(title)} " if title else ""
        return f'<span class="left-out">{before}[{escape(self.note)}]</span>'

    def open_box(self, kind: str, title: str = "", indent: str = "") -> str:
        """Begin a box. ``title`` is Markdown; a box of a known kind without one is called after its kind."""
        kind = kind.lower()
        title = " ".join(title.split()) or self._label(kind)
        names = "box alarm" if kind in ALARMS else "box"
        head = ""
        if title:
            head = self.keep('<strong class="box-title">') + title + self.keep("</strong>") + f"\n\n{indent}"
        return self.keep_block(f'<div class="{names}">', indent) + head

    def close_box(self, indent: str = "") -> str:
        """End the box that was begun last."""
        return self.keep_block("</div>", indent)

    def _label(self, kind: str) -> str:
        _ = self.translate
        labels = {
            "note": _("Note"),
            "info": _("Information"),
            "tip": _("Tip"),
            "hint": _("Tip"),
            "success": "",
            "important": _("Important"),
            "warning": _("Warning"),
            "attention": _("Warning"),
            "alert": _("Warning"),
            "error": _("Warning"),
            "caution": _("Caution"),
            "danger": _("Danger"),
            "critical": _("Danger"),
            "example": _("Example"),
        }
        return labels.get(kind, "")


def plain(text: str) -> str:
    """Write a text so that Markdown and HTML take it as it stands."""
    return re.sub(r"[\\`*_{}\[\]()#+.!|~<>&:$=^-]", lambda one: f"&#{ord(one[0])};", " ".join(text.split()))
