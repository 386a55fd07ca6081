"""The catalogues of the program's words: gather every word from code and templates, and see what is missing.

    ./run words              bring handouts/locale/*.po up to date; say which words lack a translation, and where
    ./run words FILE.toml    the same, after taking translations from a table of this form:

        ["Page {page} of {pages}"]
        fr = "Page {page} sur {pages}"
        pl = "Strona {page} z {pages}"

A word that has several forms in some languages (ngettext) takes a list: pl = ["strona", "strony", "stron"].
"""

import sys
import tomllib
from io import BytesIO
from pathlib import Path

import click
from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from handouts.typeset.words import LANGUAGES, LOCALE  # noqa: E402 - from this checkout

KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
TRANSLATED = tuple(lang for lang in LANGUAGES if lang != "en")


def gathered() -> Catalog:
    """Give every word that code and templates ask for."""
    found = Catalog()
    sources = [("python", path) for path in (ROOT / "handouts").rglob("*.py")]
    sources += [("jinja2.ext:babel_extract", path) for path in (ROOT / "templates").rglob("*") if path.is_file()]
    for method, path in sorted(sources, key=lambda one: one[1]):
        options = {"trimmed": "true"} if "jinja" in method else {}
        with path.open("rb") as file:
            for _line, words, comments, context in extract(method, file, KEYWORDS, ("Translators:",), options):
                found.add(words, auto_comments=comments, context=context, flags=_flags(words))
    return found


def _flags(words: str | tuple[str, ...]) -> tuple[str, ...]:
    return ("python-format",) if "%(" in str(words) else ()


def read(lang: str) -> Catalog:
    """Give the catalogue of a language, an empty one where there is none yet."""
    path, locale = LOCALE / f"{lang}.po", lang.replace("-", "_")
    if not path.is_file():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def write(lang: str, catalogue: Catalog) -> None:
    """Write a catalogue, sorted, without places and dates: a change shows as a change of words only."""
    body = BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    name = Locale.parse(lang, sep="-").get_display_name("en")
    head = (
        f"# Handouts' own words in {name}. How to change them: CONTRIBUTING.md, Translations.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {lang.replace("-", "_")}\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    (LOCALE / f"{lang}.po").write_text(head + body.getvalue().decode().strip() + "\n", "utf-8")


def missing(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """Give the words that a catalogue has no translation for."""
    lacking = []
    for message in wanted:
        own = catalogue.get(message.id, message.context) if message.id else None
        if message.id and (own is None or own.fuzzy or not own.string or not all(_forms(own.string))):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking


def _forms(string: str | tuple[str, ...] | list[str]) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


def take(table: dict[str, dict[str, str | list[str]]], lang: str, catalogue: Catalog) -> None:
    """Take a language's translations from a table."""
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if message.id and lang in table.get(key, {}):
            string = table[key][lang]
            message.string = string if isinstance(string, str) else tuple(string)


def main() -> int:
    """Update all catalogues; 1 where a translation is missing."""
    table = tomllib.loads(Path(sys.argv[1]).read_text("utf-8")) if sys.argv[1:] else {}
    wanted = gathered()
    known = {one.id if isinstance(one.id, str) else one.id[0] for one in wanted if one.id}
    for word in sorted(set(table) - known):
        click.echo(f"nothing on a page says {word!r}: write it in a template as _({word!r}) first")
    lacking: dict[str, list[str]] = {}
    for lang in TRANSLATED:
        catalogue = read(lang)
        catalogue.update(wanted, no_fuzzy_matching=True)
        take(table, lang, catalogue)
        write(lang, catalogue)
        for word in missing(catalogue, wanted):
            lacking.setdefault(word, []).append(lang)
    for word, langs in lacking.items():
        click.echo(f"{word!r} is missing in: {', '.join(langs)}")
    click.echo(f"{len(known)} words, {len(TRANSLATED)} languages, {len(lacking)} words incomplete")
    return 1 if lacking or set(table) - known else 0


if __name__ == "__main__":
    sys.exit(main())
