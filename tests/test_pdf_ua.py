"""The reference validator, veraPDF, says that every leaflet and every book is PDF/UA-1 and PDF/A-2a at once.

One call: Java takes a while to start.
"""

import json
import subprocess
from pathlib import Path

import pikepdf
from binding import bind
from support import Shelf, guide, verapdf
from typesetting import SETTINGS, body, typeset

from handouts.export.job import PACK
from handouts.settings import Settings


def test_every_leaflet_complies(
    content_export: Shelf, reference_export: Shelf, constructs_export: Shelf, tmp_path: Path
) -> None:
    exports = (content_export, reference_export, constructs_export)
    files = [path for one in exports for path in sorted(one.out.glob("leaflets/*/*.pdf"))]
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
    # One of the categories, and the draft with every construct in it.
    files += [content_export.bundle("heart-and-circulation"), *constructs_export.out.glob("bundles/*/*.pdf")]
    for name, one in (more | books).items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(one.facts.data)
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(files[-1]) as file:
        del file.Root.ViewerPreferences
        file.save(broken)
    ran = subprocess.run([verapdf(), "ua1,2a", *files, broken], capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    verdicts = {(one["file"], one["flavour"]): one for one in said}
    assert len(verdicts) == 2 * (len(files) + 1), ran.stderr
    assert not verdicts.pop((str(broken), "ua1"))["compliant"]  # or the validator looks at nothing
    assert {key: one.get("rules") for key, one in verdicts.items() if not one["compliant"]} == {}
