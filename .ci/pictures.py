"""Pictures of the pages of a guide, in every edition and every language of the library, for people to look at.

    ./run pictures                        # asthma-in-adults of content/, into out/pictures/
    ./run pictures SLUG [CONTENT [OUT]]

Open index.html there: each page stands in colour, and below it as a black-and-white printer gives it.
"""

import sys
from html import escape
from pathlib import Path

import pypdfium2

from handouts.commands.options import today
from handouts.export.export import export
from handouts.export.manifest import Record
from handouts.export.planners import leaflets
from handouts.export.pool import cores
from handouts.export.report import Options
from handouts.library.library import Selection
from handouts.library.reader import load
from handouts.typeset.edition import ALL, choose
from handouts.typeset.theme import Theme
from handouts.typeset.words import language_in_english

DPI = 90
STYLE = """
body { font: 16px sans-serif; background: #777; color: #fff; margin: 1.5rem }
div { display: flex; gap: 0.7rem; overflow-x: auto; padding-bottom: 0.7rem }
img { height: 30rem; background: #fff }
a { color: inherit }
"""


def main(slug: str = "asthma-in-adults", content: str = "content", out: str = "out/pictures") -> int:
    """Export a guide, draw all its pages, and write the page that shows them."""
    library = load(Path(content))
    editions = choose(Theme.of(library.root), (ALL,), library.settings)
    options = Options(Path(out), today(), editions, jobs=cores())
    report = export(library, Selection((slug,), drafts=True), options, planner=leaflets)
    shown = [_shown(Path(out), record) for record in report.records if record.pages]
    page = (
        f"<!DOCTYPE html><meta charset=utf-8><title>{escape(slug)}</title><style>{STYLE}</style>{''.join(shown)}"
    )
    (Path(out) / "index.html").write_text(page, "utf-8")
    for outcome in report.outcomes:
        for one in outcome.diagnostics:
            print(one, file=sys.stderr)  # noqa: T201 - it is for people
    print(f"{len(shown)} editions: open {out}/index.html")  # noqa: T201
    return 1 if report.found else 0


def _shown(out: Path, record: Record) -> str:
    """Draw the pages of one PDF, and give what shows them."""
    colour, grey = [], []
    document = pypdfium2.PdfDocument(out / record.path)
    for number, page in enumerate(document, 1):
        picture = page.render(scale=DPI / 72).to_pil()
        name = f"{Path(record.path).stem}.{record.lang}-{number}"
        for kind, found, drawn in (("", colour, picture), ("-grey", grey, picture.convert("L"))):
            drawn.save(out / f"{name}{kind}.png", optimize=True)
            found.append(f'<img src="{escape(name)}{kind}.png" alt="page {number}" loading="lazy">')
    title = f"{record.edition}, {language_in_english(record.lang)}"
    facts = f"{record.pages} pages on {record.sheets} sheets, {record.bytes / 1000:.0f} kB"
    link = f'<a href="{escape(record.path)}">{escape(title)}</a>: {facts}'
    return f"<h2>{link}</h2><div>{''.join(colour)}</div><div>{''.join(grey)}</div>\n"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
