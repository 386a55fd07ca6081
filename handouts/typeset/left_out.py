"""What is left out where nothing may be: a sheet must not hide its red flags behind a note."""

from collections.abc import Iterable, Iterator

from handouts.diagnostics import Diagnostic, error
from handouts.library.guide import Guide
from handouts.typeset import fragment
from handouts.typeset.sections import Draft


def judge(drafts: Iterable[Draft], guide: Guide) -> Iterator[Diagnostic]:
    """Refuse a guide in whose red flags a note stands for something that can't be printed."""
    for draft in drafts:
        if draft.kind != "red-flags" or not any(one.get("class") == "left-out" for one in draft.iter("span")):
            continue
        said = fragment.text(draft.heading) if draft.heading is not None else ""
        message = f'part of the red flags under "{said}" can\'t be printed'
        hint = "write in words when to get help and whom to call; a reader of paper sees nothing else"
        yield error("left-out", message, guide.path, guide.place_of(said), hint)
