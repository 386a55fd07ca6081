"""Composing: a publication and a theme become HTML. Pure, but for reading templates."""

import re
import traceback
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from handouts import __version__
from handouts.errors import SettingsError
from handouts.settings import Settings
from handouts.typeset import facts, isolation, scripts, spacing, words
from handouts.typeset.edition import PLAIN, Edition, choose
from handouts.typeset.publication import Book, Leaflet, Publication
from handouts.typeset.theme import Theme

if TYPE_CHECKING:
    from types import CodeType


class _Compiled(BytecodeCache):
    """Templates that are compiled, by their text: once a process, in whatever language they are filled in."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template that was compiled before."""
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@dataclass(frozen=True)
class Html:
    """A composed page. The same text is laid out for the PDF and, with its styles inside, published."""

    text: str
    """A whole document without styles: these are parsed once for a run and kept by the layout engine."""
    path: str
    """The guide's path, for messages."""
    edition: Edition = PLAIN
    """The form that it was composed for, and must be printed in."""
    direction: str = "ltr"
    """``ltr`` or ``rtl``: the side on which a booklet is bound."""
    scripts: tuple[str, ...] = ()
    """The scripts beyond plain Latin that are in it, by the names of their stylesheets."""
    guides: tuple[str, ...] = ()
    """Of a book: the path of each guide that is bound in it, in their order."""
    recto: bool = True
    """Of a book: whether every guide begins on a right-hand page."""

    def stylesheets(self, theme: Theme) -> tuple[Path, ...]:
        """Give what it needs beside the stylesheets of every page: those of its scripts, then of its edition."""
        return (*theme.scripts(self.scripts), *self.edition.stylesheets)

    def standalone(self, theme: Theme) -> str:
        """Give the document with its styles and fonts inside, as a file that needs no other."""
        head, mark, rest = self.text.partition("</head>")
        # What the document says of itself (its running header) must win over the theme, as it does in the PDF.
        before, style, after = head.partition("<style>")
        return f"{before}<style>\n{theme.inlined(*self.stylesheets(theme))}\n</style>\n{style}{after}{mark}{rest}"


@dataclass(frozen=True)
class Composer:
    """Holds the templates of a theme, read once."""

    theme: Theme

    def _environment(self) -> Environment:
        """Jinja, strict: every value is escaped, and a name that is not there is an error."""
        environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in self.theme.template_folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        environment.filters["held"] = facts.held
        environment.filters["callable"] = facts.callable_numbers
        environment.filters["isolated"] = isolation.isolated
        environment.filters["marked"] = isolation.marked
        environment.filters["own_direction"] = isolation.own_direction
        environment.filters["day"] = words.day
        environment.filters["language"] = words.language
        environment.filters["number"] = words.number
        environment.filters["language_in_english"] = words.language_in_english
        environment.filters["direction"] = words.direction
        environment.filters["script"] = scripts.main
        environment.filters["css_string"] = css_string
        environment.filters["page_counter"] = page_counter
        environment.filters["counter_style"] = words.counter_style
        return environment

    def compose(self, publication: Publication, edition: Edition = PLAIN) -> Html:
        """Give a publication's HTML for an edition.

        Raises ``SettingsError`` for a template of the library's own that fails.
        """
        lang, guides, recto = publication.lang, tuple[str, ...](), True
        if isinstance(publication, Leaflet):
            text = self._filled("leaflet.html", lang, publication=publication, **_of(publication, edition))
        else:
            text, recto = self._bound(publication, edition), publication.recto
            guides = tuple(one.path for one in publication.leaflets)
        needed = scripts.needed(text, lang)
        return Html(text, publication.path, edition, words.direction(lang), needed, guides, recto)

    def _bound(self, book: Book, edition: Edition) -> str:
        """Give a book's HTML: each guide in its own language, whatever the book's is."""
        guides = [
            Markup(self._filled("partials/bound.html", one.lang, book=book, **_of(one, edition)))  # noqa: S704 - made by us
            for one in book.leaflets
        ]
        values = {"publication": book, "book": book, "settings": book.settings, "edition": edition}
        return self._filled("bundle.html", book.lang, guides=guides, **values)

    def _filled(self, template: str, lang: str, **values: object) -> str:
        """Fill in a template whose words are in a language."""
        try:
            text = self._speaking(lang).get_template(template).render(handouts_version=__version__, **values)
        except Exception as problem:
            place = self._place_of(problem)
            if place is None:
                raise  # not the template's fault
            raise SettingsError(f"{place}: this template can't be used: {problem}") from problem
        return spacing.held_together(text) if spacing.is_set_apart(lang) else text

    def _speaking(self, lang: str) -> Environment:
        """Give Jinja with the words of a language, made once: a new one would compile every template again."""
        environment = self._by_language.get(lang)
        if environment is None:
            # Not an overlay: it shares its globals, gettext among them, and the language that came last would
            # speak in the leaflets of all others.
            environment = self._by_language[lang] = self._environment()
            environment.install_gettext_translations(words.catalogue(lang), newstyle=True)  # type: ignore[attr-defined]
        return environment

    def offered(self, settings: Settings) -> tuple[Edition, ...]:
        """Give the editions that ``library.toml`` offers by name, read once."""
        wanted = settings.editions, settings.paper
        if wanted not in self._offered:
            self._offered[wanted] = choose(self.theme, (), settings) if settings.editions else ()
        return self._offered[wanted]

    @cached_property
    def _offered(self) -> dict[tuple[tuple[str, ...], str], tuple[Edition, ...]]:
        return {}

    @cached_property
    def _by_language(self) -> dict[str, Environment]:
        return {}

    def _place_of(self, problem: Exception) -> str | None:
        """Give file and line of the template in which something went wrong, or None for none of them."""
        if isinstance(problem, TemplateSyntaxError):
            return f"{problem.filename or problem.name}:{problem.lineno}"
        if isinstance(problem, TemplateNotFound):
            return f"templates/{problem.name}"
        frames = traceback.extract_tb(problem.__traceback__)
        folders = self.theme.template_folders
        places = [one for one in frames if any(Path(one.filename).is_relative_to(folder) for folder in folders)]
        return f"{places[-1].filename}:{places[-1].lineno}" if places else None


def _of(leaflet: Leaflet, edition: Edition) -> dict[str, object]:
    """Give what the templates of an article speak of."""
    article = leaflet.article
    return {
        "leaflet": leaflet,
        "edition": edition,
        "article": article,
        "guide": article.guide,
        "running": replace(leaflet.running, edition=edition),
        "settings": leaflet.settings,
    }


def css_string(text: str) -> Markup:
    """Write a text as a CSS string (CSS Syntax Level 3, 4.3.5), safe inside a ``style`` element too."""
    plain = text.unescape() if isinstance(text, Markup) else text
    unsafe = set("\"\\<>&'\n\r\f{}")
    quoted = "".join(f"\\{ord(one):x} " if one in unsafe else one for one in plain)
    return Markup('"' + quoted + '"')  # noqa: S704 - nothing that HTML reads is left in it


def page_counter(text: str, lang: str = "en", style: str = "") -> Markup:
    """Write ``Page {page} of {pages}`` as the value of a CSS ``content`` property, in the language's digits.

    ``style`` is another counter style of CSS, such as ``lower-roman``.
    """
    parts = re.split(r"\{(pages?)\}", text)
    style = style or words.counter_style(lang)
    style = "" if style == "decimal" else f", {style}"
    values = (f"counter({one}{style})" if number % 2 else css_string(one) for number, one in enumerate(parts))
    return Markup(" ").join(map(Markup, values))
