"""``./run bench``: how fast an export is, as ratios that were measured in one run, alternating, in CPU time.

Absolute times say more about a machine than about a program, and a ratio of two runs hours apart says little:
each figure is taken side by side with what it is compared with. ``--share 0.1`` takes a tenth of the guides.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from meter import Cost, measured
from rivals import Chromium, bare_weasyprint, chromium, composed, cpu_of, typst_of
from texts import write_library

from handouts.export.export import Options, planned
from handouts.export.planners import leaflets
from handouts.export.surroundings import versions
from handouts.library.guide import Guide
from handouts.library.library import Selection
from handouts.library.reader import load
from handouts.typeset.theme import Theme

HANDOUTS = (sys.executable, "-m", "handouts")
WEASYPRINT = (Path(sys.executable).parent / "weasyprint", "--pdf-variant", "pdf/ua-1")
ROUNDS = 3
Row = tuple[str, str, str]
"""A figure, its target, and what was measured."""


def main() -> None:
    """Measure everything, or the figures whose names contain a word, and print each as soon as it is known."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("words", nargs="*", help="only figures with one of these words in their names")
    parser.add_argument("--share", type=float, default=1.0, help="how many of the guides: 0.1 for a first look")
    asked = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="handouts-bench-"))
    say(
        f"{versions()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; CPU time where nothing else is said"
    )
    say(f"| {'Figure':<66} | {'Target':<22} | Measured\n|---|---|---")
    try:
        for name, measure in FIGURES.items():
            if not asked.words or any(word in name for word in asked.words):
                for figure, target, found in measure(place, 1 / asked.share):
                    say(f"| {figure:<66} | {target:<22} | {found}")
    finally:
        shutil.rmtree(place)


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - a command of its own


def library_of(place: Path, number: int) -> Path:
    """Give a library of a number of guides, written once."""
    root = place / f"library-{number}"
    if not root.exists():
        write_library(root, number)
    return root


def exported(root: Path, out: Path, *options: str) -> Cost:
    """Export a library's leaflets from nothing; with its bundles unless asked otherwise."""
    shutil.rmtree(out, ignore_errors=True)
    return measured(*HANDOUTS, "export", "-q", "--content", root, "--out", out, *options)


def again(root: Path, out: Path, *options: str) -> Cost:
    """Export once more into the same folder."""
    return measured(*HANDOUTS, "export", "-q", "--content", root, "--out", out, *options)


def plan_of(root: Path, out: Path) -> list[dict[str, Any]]:
    """Give the steps of the plan that an export would follow, as the command says them."""
    command = [*HANDOUTS, "plan", "--json", "--content", str(root), "--out", str(out)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [step for line in said.splitlines() if (step := json.loads(line))["event"] == "step"]


def names(root: Path) -> list[str]:
    """Give the slugs of all guides: named, they are made without bundles."""
    return [path.stem for path in sorted(root.glob("*.md"))]


def cold(place: Path, smaller: float) -> Iterator[Row]:
    """Compare a whole cold export with bare WeasyPrint in a warm process, and with its command for each file."""
    root = library_of(place, round(200 / smaller))
    library = load(root)
    guides = library.guides
    pages = composed(library, guides[:: max(1, len(guides) // 24)])
    theme = Theme.of(library.root)
    print_ = bare_weasyprint(theme)
    print_(pages[0])
    ours = fitted = bare = single = 0.0
    sample = place / "page.html"
    for number in range(ROUNDS):
        ours += exported(root, place / "cold", "-j", "1", "--no-copyfit", *names(root)).cpu / len(guides)
        fitted += exported(root, place / "cold", "-j", "1", *names(root)).cpu / len(guides)
        bare += cpu_of(lambda: [print_(page) for page in pages]) / len(pages)
        for page in pages[number::8]:
            sample.write_text(page.standalone(theme), "utf-8")
            once = measured(
                Path(sys.executable).parent / "weasyprint", "--pdf-variant", "pdf/ua-1", sample, place / "x.pdf"
            )
            single += once.cpu / len(pages[number::8])
    yield "cold export, a leaflet, whole command / bare WeasyPrint, warm", "at most 1.10", f"{ours / bare:.2f}"
    yield "the same with copyfit, which lays some out twice to save a page", "report", f"{fitted / bare:.2f}"
    yield f"`weasyprint` for each file / cold export of {len(guides)}", "at least 6", f"{single / ours:.1f}"
    if program := chromium():
        yield from _against_chromium(place, program, [page.standalone(theme) for page in pages], ours / ROUNDS)
    with suppress(ImportError):
        yield from _against_typst(guides[:24], ours / ROUNDS)


def _against_chromium(place: Path, program: str, pages: list[str], ours: float) -> Iterator[Row]:
    files = []
    for number, text in enumerate(pages):
        files.append(place / f"page-{number}.html")
        files[-1].write_text(text, "utf-8")
    browser = Chromium(program)
    browser.print_(files[0])
    before = browser.cpu()
    for file in files:
        browser.print_(file)
    theirs = (browser.cpu() - before) / len(files)
    browser.close()
    yield "long-lived Chromium, the same HTML / cold export, a leaflet", "more than 1", f"{theirs / ours:.2f}"


def _against_typst(guides: tuple[Guide, ...], ours: float) -> Iterator[Row]:
    import typst

    sources = [typst_of(guide).encode() for guide in guides]
    typst.compile(sources[0])
    theirs = cpu_of(lambda: [typst.compile(source) for source in sources]) / len(sources)
    yield "cold export / Typst, the same text, plain, untagged", "report", f"{ours / theirs:.0f}"


def parallel(place: Path, smaller: float) -> Iterator[Row]:
    """Compare the clock of one worker with that of two."""
    root = library_of(place, round(200 / smaller))
    one = two = 0.0
    for _ in range(ROUNDS):
        one += exported(root, place / "one", "-j", "1", *names(root)).wall
        two += exported(root, place / "two", "-j", "2", *names(root)).wall
    load_ = f"{one / two:.2f} (clock; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    yield f"one worker / two, {len(names(root))} leaflets", "at least 1.8", load_


def unchanged(place: Path, smaller: float) -> Iterator[Row]:
    """Compare an export of which nothing or little has changed with a cold one."""
    root, out = library_of(place, round(500 / smaller)), place / "unchanged"
    first = exported(root, out)
    nothing = min((again(root, out) for _ in range(ROUNDS)), key=lambda cost: cost.cpu)
    share = f"{nothing.cpu / first.cpu:.2%} of cold; CPU {nothing.cpu:.2f} s, clock {nothing.wall:.2f} s"
    yield f"nothing changed, {round(500 / smaller)} guides, whole command", "under 1 s, under 1 %", share
    path = root / "guide-00001.md"
    costs = []
    for word in ("gently", "slowly", "daily"):
        path.write_text(path.read_text("utf-8") + f"\nWalk {word}.\n", "utf-8")
        todo = [step for step in plan_of(root, out) if step["reasons"]]
        costs.append(again(root, out))
    made = [step["kind"] for step in todo]
    best = min(costs, key=lambda cost: cost.cpu)
    told = f"{' and '.join(sorted(made))}; CPU {best.cpu:.2f} s, clock {best.wall:.2f} s"
    yield f"one guide of {round(500 / smaller)} edited, whole command", "under 2.5 s", told


def planning(place: Path, smaller: float) -> Iterator[Row]:
    """Measure what it costs to plan a job."""
    library = load(library_of(place, round(10_000 / smaller)))
    options = Options(place / "nowhere", date.today())  # noqa: DTZ011 - no governed text
    cost = cpu_of(lambda: planned(library, Selection(), options, leaflets)) / len(library.guides)
    yield f"planning, a job of {len(library.guides):,}", "under 0.2 ms", f"{cost * 1000:.3f} ms"


def memory(place: Path, smaller: float) -> Iterator[Row]:
    """Watch the processes of a long export grow, or not."""
    import time

    import psutil  # type: ignore[import-untyped]

    root, out = library_of(place, round(2_000 / smaller)), place / "memory"
    command = [*HANDOUTS, "export", "-q", "-j", "2", "--content", str(root), "--out", str(out), *names(root)]
    parent: list[float] = []
    workers = [0.0]
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            with suppress(psutil.Error):
                top = psutil.Process(process.pid)
                parent.append(top.memory_info().rss / 1e6)
                workers += [one.memory_info().rss / 1e6 for one in top.children(recursive=True)]
            time.sleep(0.2)
    half = parent[len(parent) // 2]
    growth = f"{max(parent):.0f} MB at most; from half-way to the end {parent[-2] - half:+.1f} MB"
    yield f"memory of the parent, {round(2_000 / smaller):,} guides", "flat, under 150 MB", growth
    yield "memory of a worker", "under 200 MB", f"{max(workers):.0f} MB at most"


FIGURES: dict[str, Callable[[Path, float], Iterator[Row]]] = {
    "planning": planning,
    "cold": cold,
    "parallel": parallel,
    "unchanged": unchanged,
    "memory": memory,
}

if __name__ == "__main__":
    main()
