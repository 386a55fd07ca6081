"""The reference validator, veraPDF, says that every leaflet and every book is PDF/UA-1 and PDF/A-2a at once.

One call for all: Java takes a while to start.
"""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pytest
from binding import bind
from support import Shelf, guide, verapdf
from typesetting import SETTINGS, body, typeset

from handouts.export.job import PACK
from handouts.settings import Settings


def test_every_kind_of_publication_complies(
    content_export: Shelf,
    constructs_export: Shelf,
    editions_export: Shelf,
    construct_editions_export: Shelf,
    tmp_path: Path,
) -> None:
    """The library's leaflets in every language and one of its bundles, and what has a bit of everything."""
    leaflets = sorted(content_export.out.glob("leaflets/*/*.pdf"))
    files = list({path.parent: path for path in leaflets}.values())
    # Of the editions all but booklets, which are for paper only.
    for export in (editions_export, construct_editions_export):
        files += [path for path in sorted(export.out.glob("leaflets/*/*.pdf")) if ".booklet." not in path.name]
    files += [content_export.bundle("heart-and-circulation"), *constructs_export.out.glob("bundles/*/*.pdf")]
    more = {
        "without-address": body("## Intro\n\nText with a [link](https://a.example).", Settings()),
        "nothing-but-a-list": body("1. One\n    - two\n\n        three"),
        "long-address": typeset(guide("Text.", slug="a-" * 40 + "b"), SETTINGS),
        "other-scripts": body("Καλημέρα, Привет, naïve, ½ tablet ≥ 5 µg → ☎ ⚠ 🚑 ①", lang="pl"),
        "list-over-pages": body("\n".join(f"- Item {number}\n    - inner" for number in range(60))),
    }
    text = "\n\n".join(f"Line {number}. See [the other](one.md)." for number in range(60))
    polish = guide("Odpocznij.", title="Astma", slug="asthma", lang="pl", tags="[dom]")
    stamped = guide(text, slug="croup", draft="true", tags="[home]")
    books = {
        "pack-of-two-languages": bind(polish, guide(text), kind=PACK),
        "bundle-with-stamps": bind(stamped, stamped.replace("croup", "one")),
        "bundle-without-address": bind(guide(text), guide(text), settings=Settings()),
    }
    for name, one in (more | books).items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(one.facts.data)
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(files[-1]) as file:
        del file.Root.ViewerPreferences
        file.save(broken)
    assert len(files) >= 29
    faults = faults_of([*files, broken])
    assert faults.pop((str(broken), "ua1"))  # or the validator looks at nothing
    assert faults == {}


@pytest.mark.slow
def test_every_file_of_the_library_complies(whole_content_export: Shelf) -> None:
    files = sorted(whole_content_export.out.rglob("*.pdf"))
    assert len(files) >= 47
    assert faults_of(files) == {}


def faults_of(files: Iterable[Path]) -> dict[tuple[str, str], object]:
    """Give the rules that a file breaks, by its name and the standard."""
    files = list(files)
    ran = subprocess.run([verapdf(), "ua1,2a", *files], capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    verdicts = {(one["file"], one["flavour"]): one for one in said}
    assert len(verdicts) == 2 * len(files), ran.stderr
    return {key: one.get("rules", one) for key, one in verdicts.items() if not one["compliant"]}
