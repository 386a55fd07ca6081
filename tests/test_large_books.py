"""Large books: numbers that still agree, and what a bundle may cost. Slow: ``./run test-all`` runs them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from binding import assert_numbers_agree, bind, titles
from pdf_facts import Facts
from support import MakeShelf, Shelf, guide

from handouts.export.books import plan_bundles
from handouts.export.task import Task
from handouts.export.worker import Worker
from handouts.library.library import Selection

pytestmark = pytest.mark.slow

CONTENT = Path(__file__).parent.parent / "content" / "guides" / "en"

MAKE = """
import re, sys
from pathlib import Path
from handouts.export.books import plan_bundles
from handouts.export.task import Task
from handouts.export.worker import Worker
from handouts.library.library import Selection
from handouts.library.reader import load
library = load(Path(sys.argv[1]))
(job,) = plan_bundles(library, Selection())
(data,) = Worker(library.root).make(Task(job, library)).files.values()
kilobytes = re.search("VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]
print(len(data), int(kilobytes) * 1024)
"""
"""Says the size of the file, and the most memory that the process ever had; getrusage would count its parent's."""


def many(shelf: MakeShelf, number: int) -> Shelf:
    """Make a library of one category out of the example guides, as often as it takes."""
    sources = sorted(CONTENT.glob("*.md"))
    files: dict[str, str | bytes] = {}
    for at in range(number):
        source = sources[at % len(sources)]
        text = re.sub(r"(?m)^category: .*$", "category: Everything", source.read_text("utf-8"))
        copy = "" if at < len(sources) else f"-{at}"
        files[f"{source.stem}{copy}.md"] = re.sub(r'(?m)^title: "?(.*?)"?$', rf'title: "\1 {at}"', text, count=1)
    return shelf(files)


@pytest.mark.parametrize(("guides", "pages"), [(40, 2), (70, 3)])
def test_every_number_agrees_however_long_the_contents_are(guides: int, pages: int) -> None:
    texts = (guide("Rest.", title=f"Bruises of the leg, part {at}", tags=f"[t{at % 7}]") for at in range(guides))
    facts = bind(*texts, recto=False).facts
    assert facts.tree.all("TOC")[0].pages == set(range(2, 2 + pages))
    assert_numbers_agree(facts)


def test_every_number_agrees_in_a_book_of_120_guides(shelf: MakeShelf) -> None:
    library = many(shelf, 120).library
    (job,) = plan_bundles(library, Selection())
    (data,) = Worker(library.root).make(Task(job, library)).files.values()
    facts = Facts(data)
    assert len(titles(facts)) == 120
    assert all(page % 2 for page in titles(facts).values())
    assert_numbers_agree(facts)
    references = [(link.page, link.to_page) for link in facts.links if link.page > 5 and not link.url]
    assert len(references) > 100


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says so")
def test_a_bundle_of_sixty_guides_fits_into_a_mail_and_a_small_computer(shelf: MakeShelf) -> None:
    root = many(shelf, 60).root
    ran = subprocess.run([sys.executable, "-c", MAKE, root], capture_output=True, text=True, check=True)
    size, memory = map(int, ran.stdout.split())
    assert size < 2_000_000
    assert memory < 400_000_000
