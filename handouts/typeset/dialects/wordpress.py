"""Shortcodes of WordPress: ``[caption id="…"]…[/caption]``, ``[gallery ids="…"]``, and those of its page builders.

Brackets are ordinary signs as well, so only what surely is a shortcode counts: one with attributes, one of a pair,
or one whose name is known.
"""

import re
from html import escape

from handouts.typeset.dialects import holes, parts
from handouts.typeset.dialects.manuscript import Manuscript

_MARK = re.compile(
    r"(?<![!\\\[])\[(?P<slash>/?)(?P<name>[a-z][a-z0-9_-]*)"
    r"(?P<rest>(?:\s+(?:[\w-]+=)?(?:\"[^\"\[\]\n]*\"|'[^'\[\]\n]*'|[^\s\"'\[\]=]+)){0,40})\s*/?\](?![(:])"
)
_HINT = "write the words here, or \\[…\\] for brackets that are to be printed"
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_BUILDERS = ("vc_", "et_pb_", "fusion_", "av_")
"""How the names of page builders' shortcodes begin, which only place what stands between them."""

_KNOWN = {
    *(
        "gallery",
        "contact-form-7",
        "contact-form",
        "wpforms",
        "gravityform",
        "playlist",
        "embed",
        "video",
        "audio",
    ),
    *("rev_slider", "tablepress", "ninja_form", "sitemap"),
}

_PROGRAM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")
"""A name that is no word of any language: ``[booking_form]``."""

_IN_CODE = re.compile(r"[{(\[=,:?&|]\s*$")
"""What stands before brackets that are a list in a program: MDX has such in its expressions."""


def take_out(manuscript: Manuscript) -> None:
    """Take shortcodes out: words between two of a pair stay, one that stands alone becomes a note."""
    text = manuscript.text
    marks = list(_MARK.finditer(text)) if "[" in text else []
    if manuscript.is_mdx:
        marks = [one for one in marks if not _IN_CODE.search(text, max(0, one.start() - 9), one.start())]
    pairs = _pairs(marks)
    closing: dict[int, str] = {}
    out, at = [], 0
    for number, found in enumerate(marks):
        end = pairs.get(number)
        if number in closing:
            said: str | None = closing[number]
        else:
            inside = None if end is None else text[found.end() : marks[end].start()]
            said, behind = _said(found, inside, manuscript)
            if said is None and inside is None and _is_left_by_a_program(found, text):
                is_hole = holes.is_in_a_sentence(text, found.start(), found.end())
                note = manuscript.leave_out(f"what {found[0]} stands for", found[0], is_hole=is_hole, hint=_HINT)
                said = manuscript.keep(note)
            if end is not None:
                closing[end] = behind
        if said is not None:
            out += [text[at : found.start()], said]
            at = found.end()
    manuscript.text = "".join([*out, text[at:]])


def _is_left_by_a_program(found: re.Match[str], text: str) -> bool:
    """Tell whether a mark without attributes can only be a program's; the name of a link is an author's."""
    name = re.escape(found["name"])
    is_link = text[: found.start()].endswith("]") or re.search(rf"(?mi)\[{name}\]:|\]\[{name}\]", text)
    return not found["slash"] and not found["rest"] and bool(_PROGRAM.fullmatch(found["name"])) and not is_link


def _pairs(marks: list[re.Match[str]]) -> dict[int, int]:
    """Give the numbers of the marks that open and close each other."""
    opened: dict[str, list[int]] = {}
    pairs = {}
    for number, found in enumerate(marks):
        if not found["slash"]:
            opened.setdefault(found["name"], []).append(number)
        elif opened.get(found["name"]):
            pairs[opened[found["name"]].pop()] = number
    return pairs


def _said(found: re.Match[str], inside: str | None, manuscript: Manuscript) -> tuple[str | None, str]:
    """Give what stands for a mark, or None for ordinary brackets, and for the one that closes it.

    ``inside`` is what stands between the two of a pair.
    """
    name = found["name"]
    attributes = {key.lower(): a or b or c for key, a, b, c in _ATTRIBUTE.findall(found["rest"])}
    is_builder = name.startswith(_BUILDERS)
    if found["slash"]:
        return ("" if is_builder or name in _KNOWN else None), ""
    title, texts = parts.title_of(attributes), parts.texts_of(attributes)
    if inside and inside.strip():
        address = parts.address_in(attributes) or attributes.get("link", "")
        if address and name.rpartition("_")[2] in parts.LINKS:
            return manuscript.keep(f'<a href="{escape(address)}">'), manuscript.keep("</a>")
        strong = f"{manuscript.keep('<strong>')}{title}{manuscript.keep('</strong>')}\n\n" if title else ""
        return strong + "".join(f"{one}\n\n" for one in texts), ""
    if inside is None and not attributes and name not in _KNOWN:
        return ("" if is_builder else None), ""
    if is_builder and not title and not texts:
        return "", ""
    title, texts = parts.without_text(f"the shortcode [{name}]", attributes, found[0], manuscript)
    return " ".join(filter(None, (title, *texts))), ""
