"""Publications: what is printed as one file. A leaflet is one guide published alone, a book several, bound."""

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from handouts.settings import Settings
from handouts.typeset import scripts
from handouts.typeset.article import Article
from handouts.typeset.edition import Edition
from handouts.typeset.index import Entry, index
from handouts.typeset.qr import QrSymbol
from handouts.typeset.running import Running


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One guide, published alone."""

    article: Article
    settings: Settings
    qr: QrSymbol | None
    """None where the library has no ``base_url``: there is nothing to open."""
    formats: tuple[Edition, ...] = ()
    """The editions that the library offers and in which this guide can be had; the press knows them."""

    @property
    def title(self) -> str:
        """The guide's title."""
        return self.article.guide.title

    @property
    def lang(self) -> str:
        """The guide's language."""
        return self.article.guide.lang

    @property
    def path(self) -> str:
        """The guide's file, for messages."""
        return self.article.guide.path

    @property
    def description(self) -> str:
        """What programs show beside the title."""
        return self.article.guide.description

    @property
    def tags(self) -> tuple[str, ...]:
        """What programs find it by."""
        return self.article.guide.tags

    @property
    def published(self) -> date | None:
        """The day on which the text first came out."""
        return self.article.guide.published

    @property
    def stamp(self) -> date | None:
        """The day that tells this text from an earlier one."""
        return self.running.changed

    @property
    def running(self) -> Running:
        """What stands in the margins of its pages."""
        return Running(self.article.guide, self.settings)


COVER_TITLE = 22
"""Letters of a book's title that surely fit into one line of its cover."""


@dataclass(frozen=True, slots=True)
class Book:
    """Several guides, bound: the bundle of a category, or a pack that was put together by hand."""

    title: str
    lang: str
    leaflets: tuple[Leaflet, ...]
    """In the order in which they are printed; each keeps the QR symbol that opens its guide."""
    settings: Settings
    qr: QrSymbol | None
    """Opens the category's page; None for a pack, which has no page."""
    with_index: bool = True
    recto: bool = True
    """Every guide starts on a right-hand page; else on the next one, which saves paper."""

    @property
    def path(self) -> str:
        """What to call it in messages: it has no file of its own."""
        return f'"{self.title}"'

    @property
    def articles(self) -> tuple[Article, ...]:
        """What the guides say."""
        return tuple(leaflet.article for leaflet in self.leaflets)

    @staticmethod
    def small_qr_mm(edition: Edition) -> float:
        """Give the width of the symbol beside a guide's title: the standard's 20 mm or a little more."""
        return max(20.0, edition.qr_mm - 4)

    @property
    def has_long_title(self) -> bool:
        """Tell whether the title is set smaller on the cover, where it would take more than three lines."""
        return len(self.title) > 3 * COVER_TITLE

    def on_cover(self, edition: Edition) -> tuple[Leaflet, ...]:
        """Give the guides whose titles the cover has room for: all, or as many as leave a line to say so."""
        letters = COVER_TITLE * 3 // 2 if self.has_long_title else COVER_TITLE
        lines = max(3, edition.line // 7 - 2 * (-(-len(self.title) // letters) - 1))
        room = max(1, int(lines / scripts.tall(self.lang)))
        taken = list(accumulate(-(-len(one.title) // (edition.line * 2 // 3)) for one in self.leaflets))
        if taken[-1] <= room:
            return self.leaflets
        return self.leaflets[: max(1, sum(lines < room for lines in taken))]

    @property
    def index(self) -> tuple[Entry, ...]:
        """The tags of all guides; none where no guide has one, or an index is not wanted."""
        return index(self.articles) if self.with_index else ()

    @property
    def description(self) -> str:
        """What programs show beside the title: what is inside."""
        return "; ".join(leaflet.title for leaflet in self.leaflets)

    @property
    def tags(self) -> tuple[str, ...]:
        """What programs find it by."""
        return tuple(entry.tag for entry in index(self.articles))

    @property
    def published(self) -> date | None:
        """A book has no first day: guides come and go."""
        return None

    @property
    def stamp(self) -> date | None:
        """The day of its newest guide."""
        return max((leaflet.stamp for leaflet in self.leaflets if leaflet.stamp), default=None)


Publication = Leaflet | Book
