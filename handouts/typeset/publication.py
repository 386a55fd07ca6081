"""Publications: what is printed as one file. A leaflet is one guide published alone."""

from dataclasses import dataclass
from datetime import date

from handouts.settings import Settings
from handouts.typeset.article import Article
from handouts.typeset.qr import QrSymbol
from handouts.typeset.running import Running


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One guide, published alone."""

    article: Article
    settings: Settings
    qr: QrSymbol | None
    """None where the library has no ``base_url``: there is nothing to open."""

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
