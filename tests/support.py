"""What the tests share: tiny libraries made of real guides, their exports, and facts about the PDFs.

Tools that are not Python packages (poppler, Chromium, veraPDF) are looked for; where one is missing its tests
are skipped, but fail in CI (``HANDOUTS_CI=1``), which must have them.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from handouts.export.export import Options, Report, export
from handouts.export.planners import Planner, leaflets
from handouts.library.guide import Guide, Parsed, parse
from handouts.library.library import Library, Selection
from handouts.library.reader import load
from handouts.settings import Settings
from handouts.typeset.edition import choose
from handouts.typeset.theme import Theme

TODAY = date(2026, 11, 24)
"""The day on which tests happen."""

LIBRARY_TOML = """
title = "Test library"
publisher = "Hill Street Surgery"
base_url = "https://hillstreet.example"
"""

FRONT_MATTER = """---
title: Asthma
description: Breathing easily again.
category: Breathing
publishDate: 2026-03-14
---
"""


def guide(body: str, **keys: str) -> str:
    """Write a guide: ``keys`` are lines of front matter (a title is there already), ``body`` is Markdown."""
    lines = {"title": "Asthma", "category": "Breathing"} | keys
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items()) + "---\n\n" + body + "\n"


def parsed(text: str, path: str = "content/asthma.md", settings: Settings | None = None) -> Parsed:
    """Parse a guide's text without a disk."""
    return parse(text, path, PurePosixPath(path).relative_to("content"), settings or Settings())


def parsed_guide(text: str, path: str = "content/asthma.md", settings: Settings | None = None) -> Guide:
    """Parse a text that is a good guide."""
    found = parsed(text, path, settings)
    assert isinstance(found.guide, Guide), found.diagnostics
    return found.guide


@dataclass(frozen=True)
class Shelf:
    """A library on disk and the folder that its exports go to."""

    root: Path
    out: Path

    @property
    def library(self) -> Library:
        return load(self.root)

    def export(
        self,
        *names: str,
        editions: Iterable[str] = (),
        drafts: bool = False,
        today: date = TODAY,
        planner: Planner = leaflets,
        **options: Any,
    ) -> Report:
        """Make leaflets; ``planner=everything`` makes bundles, too."""
        library = self.library
        chosen = choose(Theme.of(library.root), editions, library.settings)
        wanted = Selection(names, drafts=drafts)
        return export(library, wanted, Options(self.out, today, chosen, **options), planner=planner)

    @property
    def manifest(self) -> dict[str, Any]:
        """What ``manifest.json`` says."""
        content: dict[str, Any] = json.loads((self.out / "manifest.json").read_text("utf-8"))
        return content

    def pdf(self, slug: str = "asthma", lang: str = "en") -> Path:
        """Give the path of a leaflet; an edition is part of the name: ``asthma.large-print``."""
        return self.out / "leaflets" / lang / f"{slug}.pdf"

    def bundle(self, slug: str = "breathing", lang: str = "en") -> Path:
        return self.out / "bundles" / lang / f"{slug}.pdf"

    def html(self, slug: str = "asthma", lang: str = "en") -> Path:
        return self.out / "html" / lang / f"{slug}.html"


MakeShelf = Callable[..., Shelf]


def tool(name: str, *names: str) -> str:
    """Give the path of a program, or skip the test; in CI its lack is a failure."""
    for one in (name, *names):
        if path := shutil.which(one):
            return path
    return _without(name)


def verapdf() -> str:
    """Give the path of the reference validator: ``$HANDOUTS_VERAPDF``, or any ``verapdf`` on the PATH."""
    named = os.environ.get("HANDOUTS_VERAPDF")
    return named if named and Path(named).exists() else tool("verapdf")


def _without(name: str) -> str:
    if os.environ.get("HANDOUTS_CI"):
        pytest.fail(f"{name} is missing, and CI must have it")
    pytest.skip(f"{name} is not installed")


def run_tool(*command: str | Path) -> str:
    """Run a program and give what it printed; an error or a word on stderr fails the test."""
    ran = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout


def page_text(pdf: Path, page: int | None = None) -> str:
    """Give the text of a PDF, or of one page (from 1), as poppler reads it out, in reading order."""
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    return run_tool(tool("pdftotext"), *pages, pdf, "-")


def words(text: str) -> list[str]:
    """Split into words, with typographic line-end effects folded."""
    return text.replace("\u00a0", " ").replace("\f", " ").split()
