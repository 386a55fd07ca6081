"""Speech: where the glyphs do not say what a line says, the line says it in words (ActualText). Pure.

Written from left to right, the words stand twice: with the marked content, where poppler and PDFium look, and in
the tree, where pdf.js and screen readers look. Written from right to left they stand in the tree alone: poppler
and PDFium take words with marked content for glyphs in the order of painting, and reverse them.
"""

from itertools import groupby

from handouts.typeset.tagger import text
from handouts.typeset.tagger.nodes import Annotation, Mark, Node


def speak(node: Node) -> None:
    """Give a ``Span`` with their words to all stretches of marks below a node that need it."""
    kids: list[Node | Mark | Annotation] = []
    for needed, run in groupby(node.kids, _needs_words):
        if needed:
            marks = [kid for kid in run if isinstance(kid, Mark)]
            span = node if node.role == "Span" and len(marks) == len(node.kids) else Node("Span", node)
            span.actual = "".join(mark.said for mark in marks)
            if span is node:
                return
            span.kids = [*marks]
            kids.append(span)
            continue
        for kid in run:
            if isinstance(kid, Node):
                speak(kid)
            kids.append(kid)
    node.kids = kids


def _needs_words(kid: Node | Mark | Annotation) -> bool:
    if not isinstance(kid, Mark) or kid.box is not None:
        return False
    return kid.is_right_to_left or not text.is_same(kid.said, kid.painted)
