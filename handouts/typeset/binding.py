"""Binding: the guides that stand in one PDF, so that a link from one to another can print its page.

A book is one HTML document: every id in it starts with its guide's anchor, so that a link in one guide never
lands in a section of the same name in another. Under "when to call an ambulance" that would be dangerous.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handouts.library.guide import Guide
from handouts.library.slugs import slugify

SEPARATOR = "--"
"""Between a guide's anchor and a name inside it. No slug has two hyphens in a row, so no two ids collide."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Which guides are bound together; in a leaflet there are none but the guide itself."""

    anchors: Mapping[str, str]
    """The id of each guide's article, by the guide's place in the library."""

    @classmethod
    def of(cls, guides: Iterable[Guide]) -> "Binding":
        """Bind guides. The anchor is the slug; one with its language where several translations are bound."""
        bound = tuple(dict.fromkeys(guides))
        slugs = Counter(guide.slug for guide in bound)
        return cls(
            MappingProxyType(
                {
                    # A dot is in no slug and in no name of a section.
                    str(one.location): one.slug if slugs[one.slug] == 1 else f"{one.slug}.{one.lang.lower()}"
                    for one in bound
                }
            )
        )

    def anchor(self, guide: Guide) -> str:
        """Give the id of a guide's article, with which all ids inside it start."""
        return self.anchors.get(str(guide.location), guide.slug)

    def target(self, guide: Guide, section: str = "") -> str:
        """Give the address of a guide in the same PDF, or of a section of it; "" for a guide that is not there.

        ``section`` is the fragment of a link; whether there is such a section, only all articles together tell.
        """
        anchor = self.anchors.get(str(guide.location))
        name = slugify(section)
        return "" if anchor is None else f"#{anchor}{SEPARATOR}{name}" if name else f"#{anchor}"


ALONE = Binding(MappingProxyType({}))
"""What a leaflet has: every link to another guide opens its online version."""
