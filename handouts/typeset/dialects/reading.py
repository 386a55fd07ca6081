"""One dialect after the other: what is left is Markdown and HTML that everybody reads alike."""

from handouts.typeset.dialects import (
    code,
    components,
    directives,
    html_blocks,
    limits,
    marks,
    shortcodes,
    wordpress,
)
from handouts.typeset.dialects.manuscript import Manuscript


def plain_markdown(manuscript: Manuscript, whole: str = "", start: int = 0) -> None:
    """Take every dialect out of a manuscript; HTML is put aside in it.

    ``whole`` is the text of the guide's file, and ``start`` where in it the manuscript begins.
    """
    manuscript.text = manuscript.text.expandtabs(4)
    code.put_aside(manuscript, whole, start)
    if limits.refuse(manuscript):
        return
    if not manuscript.is_mdx:
        shortcodes.take_out(manuscript)
    wordpress.take_out(manuscript)
    components.take_out(manuscript)
    directives.take_out(manuscript)
    marks.take_out(manuscript)
    html_blocks.put_aside(manuscript)
    manuscript.restore_markdown()
