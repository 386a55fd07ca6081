"""What the tagger counts on inside WeasyPrint and pydyf. For whoever moves to other versions of them.

A test that fails here names a function that has changed and what is counted on in it: read it, mend
``handouts/typeset/tagger/engine.py`` (or ``streams``, ``writer``), run the construct suite, and only then write
the new sum down. ``python -m pytest tests/test_tagger_versions.py -q`` lists all that moved at once.
"""

import hashlib
import importlib
import inspect
import sys
from importlib.metadata import version
from typing import Any

import pytest
from typesetting import engine

from handouts.errors import MachineError
from handouts.typeset import tagger

COUNTED_ON = {
    # Replaced by functions of our own.
    "weasyprint.layout.inline:split_text_box": (
        "8c564329599ef23f",
        "it takes (context, box, width, skip, is_line_start), gives (line or None, resume, …), in UTF-8 bytes",
    ),
    "weasyprint.pdf.stream:Stream.marked": (
        "3fa3acacbbf66422",
        "it is a context manager around all that is painted of one box; _tags is None for a file without tags",
    ),
    "weasyprint.pdf.tags:add_tags": (
        "f0e74575b0bafaf3",
        "it is called when all is painted; it does nothing but tags, ViewerPreferences and MarkInfo",
    ),
    # Called, or read.
    "weasyprint.pdf:generate_pdf": (
        "626343ef25c396e8",
        "it paints, builds fonts, then calls add_tags by its global name; only the intent 'srgb' adds a profile",
    ),
    "weasyprint.document:Document.write_pdf": (
        "086e4a8e99981829",
        "it passes the options of the variant on, and writes last",
    ),
    "weasyprint.draw:draw_inline_level": (
        "068162a401d00efd",
        "it marks each text and each picture in a line, and nothing else",
    ),
    "weasyprint.draw:draw_block_level": ("3de9ec3ad4aaad3c", "it marks pictures that stand on lines of their own"),
    "weasyprint.draw.text:draw_first_line": (
        "1bb8eae6d88e71b1",
        "it paints one box with Tf and TJ, codes of four hexadecimal digits; blanks alone are not painted",
    ),
    "weasyprint.pdf.anchors:add_links": (
        "262e8b9b299892a7",
        "it keeps a link's annotation in link_annotation of each of its boxes, and its reference in Annots",
    ),
    "weasyprint.pdf.metadata:DocumentMetadata.generate_rdf_metadata": (
        "bc3e78ab24f1a809",
        "it gives the packet of metadata, with one rdf:RDF",
    ),
    "weasyprint.pdf.stream:Stream.add_group": (
        "6022122164739805",
        "a group has the key Group in extra; the page has not",
    ),
    "weasyprint.layout.inline:remove_last_whitespace": (
        "53f0c79c9fbbda50",
        "it shortens the text of the last box of a line in place, and keeps the box",
    ),
    "weasyprint.formatting_structure.build:marker_to_box": ("b471a3133517591e", "its boxes are named li::marker"),
    "weasyprint.formatting_structure.boxes:Box.descendants": (
        "c15a877f61361343",
        "it gives what placeholders stand for",
    ),
    "weasyprint.layout.absolute:AbsolutePlaceholder.__init__": ("c21e457ad551b4d8", "the box is in _box"),
    "pydyf:Stream.begin_marked_content": ("4348260a8eb6e24f", "it appends three: the tag, the properties, BDC"),
    "pydyf:Stream.show_text": ("3e008af86f62f42c", "it appends one: [<…>] TJ"),
    "pydyf:Dictionary.data": ("1a6ebf2b6bc6adcb", "keys in the order in which they came"),
}


def source_of(name: str) -> str:
    """Give the source of a function named ``module:qualified.name``."""
    module, _, path = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in path.split("."):
        found = inspect.getattr_static(found, part)
    if isinstance(found, property):
        found = found.fget
    return inspect.getsource(found)


@pytest.fixture(scope="module", autouse=True)
def _engine() -> None:
    engine()  # WeasyPrint is imported with the project's fonts


@pytest.mark.parametrize("name", COUNTED_ON)
def test_what_the_tagger_counts_on_has_not_moved(name: str) -> None:
    known, counted_on = COUNTED_ON[name]
    found = hashlib.sha256(source_of(name).encode()).hexdigest()[:16]
    assert found == known, (
        f"{name} is not what it was in WeasyPrint {tagger.KNOWN['weasyprint']}. The tagger counts on this: "
        f"{counted_on}. Read it; if that still holds, write {found!r} here."
    )


@pytest.mark.parametrize("package", ["weasyprint", "pydyf"])
def test_another_version_is_refused_with_the_command_that_helps(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: "99.1" if name == package else version(name))
    monkeypatch.delitem(sys.modules, "handouts.typeset.tagger")
    with pytest.raises(MachineError, match=rf"{package} 99\.1 is installed") as stopped:
        importlib.import_module("handouts.typeset.tagger")
    assert stopped.value.hint == f"run `pip install {package}=={tagger.KNOWN[package]}`"
    assert stopped.value.exit_code == 3


def test_weasyprint_is_left_as_it_was() -> None:
    from weasyprint import pdf
    from weasyprint.layout import inline
    from weasyprint.pdf.stream import Stream

    assert pdf.add_tags.__module__ == "weasyprint.pdf.tags"
    assert inline.split_text_box.__module__ == "weasyprint.layout.inline"
    assert Stream.marked.__module__ == "weasyprint.pdf.stream"
