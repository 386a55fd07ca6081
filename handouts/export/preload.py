"""What all workers have in common: the process that they are forked from loads it once, when it imports this.

Nothing that must not be forked: WeasyPrint, Pango and fontconfig are for each worker to load.
"""

import gc
from contextlib import suppress
from importlib import import_module
from pathlib import Path, PurePosixPath

MODULES = ("handouts.export.worker", "handouts.export.pool_worker", "qrcode", "pebble.pool.process")

ONLY_FOR_PAGES = (
    # What WeasyPrint imports, and is nothing but Python.
    *("fontTools.subset", "fontTools.varLib.instancer", "fontTools.ttLib.woff2", "PIL.Image", "PIL.ImageCms"),
    *("tinycss2", "cssselect2", "tinyhtml5", "pydyf", "pyphen", "cffi", "pycparser.c_parser"),
    "handouts.typeset.tagger.finish",
)

_REHEARSAL = """---
title: Rehearsal
description: It is printed nowhere.
category: Health
publishDate: 2026-03-14
---

## Key Points

- Keep *well*, and **rest**: call 999.

## Red Flags

1. Get help.

## FAQ

**Why?**
Because.
"""
"""A guide that goes the way of all others, so that templates and patterns are compiled."""


def load() -> None:
    """Load everything, and leave it to the garbage collector as what stays.

    What can't be loaded is nobody's business here: the worker that needs it will say so.
    """
    gc.disable()
    for name in (*MODULES, *ONLY_FOR_PAGES):
        with suppress(Exception):
            import_module(name)
    with suppress(Exception):
        rehearse()
    gc.freeze()
    gc.enable()


def rehearse() -> None:
    """Take a guide all the way to its page."""
    from handouts.library.guide import Guide, parse
    from handouts.library.library import Library
    from handouts.settings import Settings
    from handouts.typeset import characters, qr
    from handouts.typeset.article import convert
    from handouts.typeset.compose import Composer
    from handouts.typeset.publication import Leaflet
    from handouts.typeset.theme import Theme

    theme, settings = Theme.of(Path("nowhere")), Settings(publisher="Nobody")
    guide = parse(_REHEARSAL, "rehearsal.md", PurePosixPath("rehearsal.md"), settings).guide
    assert isinstance(guide, Guide)  # noqa: S101 - a test holds it
    library = Library(Path("nowhere"), settings, (guide,), (), ())
    article, _ = convert(guide, library, characters.covered_by(theme.fonts))
    Composer(theme).compose(Leaflet(article, settings, qr.symbol("https://example.org/", "example.org")))


load()
