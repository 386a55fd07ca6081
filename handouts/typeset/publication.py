"""Publications: what is printed as one file. A leaflet is one guide published alone."""

from dataclasses import dataclass
from datetime import date

from handouts.settings import Settings
from handouts.typeset.article import Article
from handouts.typeset.qr import QrSymbol
from handouts.typeset.words import catalogue, day


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One guide, published alone."""

    article: Article
    settings: Settings
    qr: QrSymbol | None
    """None where the library has no ``base_url``: there is nothing to open."""

    @property
    def stamp(self) -> date | None:
        """The day that tells this text from an earlier one."""
        guide = self.article.guide
        return guide.updated or guide.published

    @property
    def version(self) -> str:
        """What a consent form would copy: version and day of the text, as far as they are known."""
        guide = self.article.guide
        _ = catalogue(guide.lang).gettext
        parts = [_("Version {}").format(guide.version)] if guide.version else []
        parts += [day(self.stamp, guide.lang)] if self.stamp else []
        return ", ".join(parts)
