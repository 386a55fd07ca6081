"""Notices: what every page of a guide must warn of. The words on paper are ``typeset``'s business."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NoticeKind(StrEnum):
    """Why a guide must not be taken for what it seems to be. The weightiest stands first, also on the page."""

    DRAFT = "draft"
    """Its author has not finished it."""
    OVERDUE = "overdue"
    """The day of its review has passed; printed because somebody asked for it (``--allow-overdue``)."""
    MACHINE_TRANSLATION = "machine-translation"
    """A program has translated it, and nobody has read it since."""
    STALE_TRANSLATION = "stale-translation"
    """The guide that it translates has changed since."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One warning, printed at a guide's beginning and stamped on every further page."""

    kind: NoticeKind
    day: date | None = None
    """The day from which it holds, where that is worth telling."""


def in_order(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Sort by weight, and keep one of each kind."""
    by_kind = {one.kind: one for one in reversed(notices)}
    return tuple(by_kind[kind] for kind in NoticeKind if kind in by_kind)
