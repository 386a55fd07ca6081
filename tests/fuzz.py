"""Fuzzing: broken, hostile and random guides for everything that reads them. ``./run fuzz [SECONDS]``.

Hypothesis makes texts of what front matter, Markdown and MDX stumble over, and of pieces of the fixtures; what
fails is made as small as it can be and printed. Each round has another seed, which is printed too.
"""

import random
import signal
import sys
import time
from pathlib import Path, PurePosixPath
from types import FrameType

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from handouts.diagnostics import has_errors
from handouts.library import guide as guide_
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.settings import Settings
from handouts.typeset.article import convert

FIXTURES = Path(__file__).parent / "fixtures"
PIECES = sorted(
    {
        line
        for path in sorted(FIXTURES.rglob("*.md*"))
        for line in path.read_text("utf-8", errors="replace").splitlines()
        if 0 < len(line) < 200
    }
)
_SIGNS = r"""[ ] ( ) { } < > * ** _ ~~ ` ``` ~~~ | \ ! # ## - + 1. 2) : ::: :::note !!! {: {{ }} {% %} {{< >}}
</ /> <!-- --> {/* */} <div> </div> <details> <table> <td> <script> </script> <Callout> </Callout> <A/> {a} ${
import export [^1] [^1]: *[a]: --- +++ === <<<<<<< >>>>>>> title: date: tags: &a *a [] {} https://a.b/ www.a.b
a@b.cd 'a' "a" {"a"} é 🚑"""
SIGNS = [*_SIGNS.split(), *"\u200f\u2028\xa0\ufdd0\t\0"]
PARTS = st.one_of(st.sampled_from(PIECES), st.sampled_from(SIGNS), st.text(max_size=8))
BREAKS = st.sampled_from(["\n", "\n\n", " ", "", "\n  ", "\n    "])
TEXTS = st.lists(st.tuples(PARTS, BREAKS), max_size=40).map(lambda parts: "".join(map("".join, parts)))
GUIDES = st.one_of(
    TEXTS,
    TEXTS.map("---\ntitle: Asthma\n---\n\n{}".format),
    st.tuples(TEXTS, TEXTS).map(lambda parts: f"---\n{parts[0]}\n---\n{parts[1]}"),
    st.tuples(TEXTS, TEXTS).map(lambda parts: f"+++\n{parts[0]}\n+++\n{parts[1]}"),
)

FORBIDDEN = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "link",
    "meta",
    "base",
    "svg",
    "math",
}
LIMIT = 20
"""Seconds after which one small guide counts as stalled."""


class StalledError(Exception):
    """A guide took too long."""


def examine(text: str, name: str) -> None:
    """Read and convert a guide, and see that what comes out is as it must be."""
    parsed = guide_.parse(text, f"content/{name}", PurePosixPath(name), Settings(base_url="https://a.example"))
    lines = text.count("\n") + text.count("\r") + 1
    problems = list(parsed.diagnostics)
    if isinstance(parsed.guide, Guide):
        library = Library(Path("/nowhere"), Settings(base_url="https://a.example"), (parsed.guide,), (), ())
        article, more = convert(parsed.guide, library, frozenset(range(0x110000)))
        problems += more
        html = "".join(str(block.html) for section in article.sections for block in section.blocks)
        found = {tag for tag in FORBIDDEN if f"<{tag}" in html}
        assert not found, found
        assert "\ufdd0" not in html, "what was put aside is not in its place"
        assert "wzxhzdk" not in html, "what was put aside is not in its place"
    else:
        assert has_errors(problems), "a guide is rejected and nobody says why"
    for one in problems:
        assert one.message, one
        assert 0 <= one.line <= lines, one


def stalled(_signal: int, _frame: FrameType | None) -> None:
    """End a guide that takes too long."""
    raise StalledError


def main(seconds: float) -> int:
    """Fuzz for some seconds; the exit code is 1 when something was found."""
    end, rounds = time.monotonic() + seconds, 0
    signal.signal(signal.SIGALRM, stalled)
    while time.monotonic() < end:
        number = random.SystemRandom().randrange(2**32)

        @seed(number)
        @settings(
            max_examples=100,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given(GUIDES, st.sampled_from(["asthma.md", "asthma.mdx"]))
        def once(text: str, name: str) -> None:
            signal.alarm(LIMIT)
            try:
                examine(text, name)
            finally:
                signal.alarm(0)

        try:
            once()
        except Exception as fault:
            sys.stderr.write(f"seed {number}: {type(fault).__name__}: {fault}\n")
            sys.stderr.write("\n".join(getattr(fault, "__notes__", [])) + "\n")
            raise
        rounds += 1
    sys.stderr.write(f"{rounds * 100:,} guides, nothing found.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
