"""One element of JSX that is being read, with what is in it so far."""

from dataclasses import dataclass, field

from handouts.typeset.dialects.jsx import Tag


@dataclass
class Element:
    """One element that is being read: what is in it so far, as Markdown."""

    tag: Tag | None
    is_block: bool
    out: list[str] = field(default_factory=list)
    has_text: bool = False
    indent: int | None = None
    """Blanks that its lines begin with: they belong to the JSX, not to the text."""

    @property
    def name(self) -> str:
        """Its name; that of a fragment is empty."""
        return self.tag.name if self.tag else "(nothing)"
