"""``./run bench``: how fast an export is, as ratios that were measured in one run, alternating, in CPU time.

Absolute times say more about a machine than about a program, and a ratio of two runs hours apart says little:
each figure is taken side by side with what it is compared with, in several rounds; of CPU time the median counts.
The clock, where a target asks for it, is that of the round in which other programs disturbed least, and how much
they did is said. ``--share 0.1`` takes a tenth of the guides.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import mean, median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from meter import Cost, ceiling, measured
from rivals import Chromium, bare_weasyprint, chromium, composed, cpu_of, printed_alone, typst_of
from texts import write_library
from watched import Watch

from handouts.export.export import Options, planned
from handouts.export.planners import leaflets
from handouts.export.surroundings import versions
from handouts.library.guide import Guide
from handouts.library.library import Selection
from handouts.library.reader import load
from handouts.typeset.theme import Theme

HANDOUTS = (sys.executable, "-m", "handouts")
ROUNDS = 3
SAVES = 9
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


def said_of_others(costs: Iterable[Cost]) -> str:
    """Say what else the machine did while something was measured."""
    return f"others used {mean(one.others for one in costs):.1f} of {os.cpu_count()} cores"


def clock(costs: Sequence[Cost]) -> str:
    """Say how long the fastest of some runs took."""
    return f"clock {min(one.wall for one in costs):.2f} s ({said_of_others(costs)})"


def names(root: Path) -> list[str]:
    """Give the slugs of all guides: named, they are made without bundles."""
    return [path.stem for path in sorted(root.glob("*.md"))]


def cold(place: Path, smaller: float) -> Iterator[Row]:
    """Compare a whole cold export with bare WeasyPrint in a warm process, and with its command for each file."""
    root = library_of(place, round(200 / smaller))
    library = load(root)
    guides = library.guides
    pages, theme = composed(library, guides), Theme.of(library.root)
    print_ = bare_weasyprint(theme)
    print_(pages[0])
    ours, fitted, bare, alone = [], [], [], []
    for number in range(ROUNDS):
        ours.append(exported(root, place / "cold", "-j", "1", "--no-copyfit", *names(root)))
        # A part of the pages each time, and every page once: the same text for both.
        some = pages[number::ROUNDS]
        bare.append((cpu_of(lambda some=some: [print_(page) for page in some]), len(some)))  # type: ignore[misc]
        fitted.append(exported(root, place / "cold", "-j", "1", *names(root)))
        alone += [printed_alone(theme, page, place).cpu for page in some[:: max(1, len(some) // 4)]]
    theirs = sum(cpu for cpu, _ in bare) / sum(number for _, number in bare)
    own, with_copyfit = (median(one.cpu for one in costs) / len(guides) for costs in (ours, fitted))
    busy = f" ({said_of_others(ours)})"
    yield (
        "cold export, a leaflet, whole command / bare WeasyPrint, warm",
        "at most 1.10",
        f"{own / theirs:.2f}{busy}",
    )
    told = f"{with_copyfit / theirs:.2f}"
    yield "the same as users get it: copyfit lays some out twice to save a page", "report", told
    yield f"`weasyprint` for each file / cold export of {len(guides)}", "at least 6", f"{mean(alone) / own:.1f}"
    few = slice(None, None, max(1, len(guides) // 24))
    if program := chromium():
        yield from _against_chromium(place, program, [page.standalone(theme) for page in pages[few]], own)
    else:
        yield "long-lived Chromium, the same HTML / cold export, a leaflet", "more than 1", "skipped: no Chromium"
    yield from _against_typst(guides[few], own)


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
    figure = "cold export / Typst, the same text, plain, untagged"
    try:
        import typst
    except ImportError:  # 30 MB for one figure: nobody needs it to work on this
        yield figure, "report", f"skipped: {Path(sys.executable).parent}/pip install typst"
        return
    sources = [typst_of(guide).encode() for guide in guides]
    typst.compile(sources[0])
    theirs = cpu_of(lambda: [typst.compile(source) for source in sources]) / len(sources)
    yield figure, "report", f"{ours / theirs:.0f}"


def languages(place: Path, smaller: float) -> Iterator[Row]:
    """Compare the leaflets of ``content/`` in all their languages, few as they are, with bare WeasyPrint."""
    del smaller
    root = Path(__file__).parents[2] / "content"
    library = load(root)
    print_ = bare_weasyprint(Theme.of(library.root))
    pages = composed(library, library.guides)
    print_(pages[0])
    slugs = sorted({one.slug for one in library.guides})
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(exported(root, place / "content", "-j", "1", *slugs))
        bare.append(cpu_of(lambda: [print_(page) for page in pages]))
    figure = (
        f"content/ in {len({one.lang for one in library.guides})} languages, {len(pages)} leaflets, whole / bare"
    )
    yield figure, "report", f"{median(one.cpu for one in ours) / median(bare):.2f}"


def parallel(place: Path, smaller: float) -> Iterator[Row]:
    """Compare the clock of one worker with that of two, in the round in which others disturbed least."""
    root = library_of(place, round(200 / smaller))
    rounds, ceilings = [], []
    for _ in range(ROUNDS):
        one = exported(root, place / "one", "-j", "1", *names(root))
        two = exported(root, place / "two", "-j", "2", *names(root))
        rounds.append((one, two))
        ceilings.append(ceiling())
    one, two = min(rounds, key=lambda both: both[0].others + both[1].others)
    told = f"{one.wall / two.wall:.2f} (clock; {said_of_others([one, two])})"
    yield f"one worker / two, {len(names(root))} leaflets", "at least 1.8", told
    cpu = sum(two.cpu for _, two in rounds) / sum(one.cpu for one, _ in rounds)
    yield "CPU time of two workers / of one", "report", f"{cpu:.2f}"
    yield "two loops that share nothing / one, on this machine, now", "what is possible", f"{max(ceilings):.2f}"


def unchanged(place: Path, smaller: float) -> Iterator[Row]:
    """Compare an export of which nothing or little has changed with a cold one."""
    root, out = library_of(place, round(500 / smaller)), place / "unchanged"
    first = exported(root, out)
    nothing = [again(root, out) for _ in range(2 * ROUNDS)]
    least = min(one.cpu for one in nothing)
    share = f"{least / first.cpu:.2%} of cold; CPU {least:.2f} s, {clock(nothing)}"
    yield f"nothing changed, {round(500 / smaller)} guides, whole command", "under 1 s, under 1 %", share
    path = root / "guide-00001.md"
    costs = []
    for word in ("gently", "slowly", "daily"):
        path.write_text(path.read_text("utf-8") + f"\nWalk {word}.\n", "utf-8")
        todo = [step for step in plan_of(root, out) if step["reasons"]]
        costs.append(again(root, out))
    made = [step["kind"] for step in todo]
    told = f"{' and '.join(sorted(made))}; CPU {min(one.cpu for one in costs):.2f} s, {clock(costs)}"
    yield f"one guide of {round(500 / smaller)} edited, whole command", "under 2.5 s", told


def watching(place: Path, smaller: float) -> Iterator[Row]:
    """Measure the clock from a saved guide to its new PDF, while ``handouts watch`` runs."""
    for number in (12, round(500 / smaller)):
        root = library_of(place, number)
        out = place / ("unchanged" if number > 12 and (place / "unchanged").exists() else f"watched-{number}")
        with Watch(root, out) as watch:
            took = sorted(watch.save(path) for path in sorted(root.glob("*.md"))[:SAVES])
        told = f"{took[0]:.2f} s at best, {median(took):.2f} s in the middle of {len(took)}"
        load_ = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        yield (
            f"watch, {number} guides: from a saved guide to its new PDF",
            "within 1 s",
            f"{told} (clock; {load_})",
        )


def planning(place: Path, smaller: float) -> Iterator[Row]:
    """Measure what it costs to plan a job."""
    library = load(library_of(place, round(10_000 / smaller)))
    options = Options(place / "nowhere", date.today())  # noqa: DTZ011 - no governed text
    costs = [cpu_of(lambda: planned(library, Selection(), options, leaflets)) for _ in range(ROUNDS)]
    each = median(costs) / len(library.guides)
    yield f"planning, a job of {len(library.guides):,}", "under 0.2 ms", f"{each * 1000:.3f} ms"


def memory(place: Path, smaller: float) -> Iterator[Row]:
    """Watch the processes of a long export grow, or not."""
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
    seen = [one for one in parent if one > 1]  # a process that ends has no memory for a moment
    middle, end = (median(seen[part]) for part in (slice(len(seen) // 2, len(seen) // 2 + 9), slice(-19, -9)))
    growth = f"{max(seen):.0f} MB at most; from half-way to the end {end - middle:+.1f} MB"
    yield f"memory of the parent, {round(2_000 / smaller):,} guides", "flat, under 150 MB", growth
    yield "memory of a worker", "under 200 MB", f"{max(workers):.0f} MB at most"


FIGURES: dict[str, Callable[[Path, float], Iterator[Row]]] = {
    "planning": planning,
    "cold": cold,
    "languages": languages,
    "parallel": parallel,
    "unchanged": unchanged,
    "watch": watching,
    "memory": memory,
}

if __name__ == "__main__":
    main()
