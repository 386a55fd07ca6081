"""What a guide is called: its title, its slug and its language, and what is wrong with these."""

import re
from typing import Any

from handouts.diagnostics import Diagnostic, error
from handouts.library import fields, source
from handouts.library.front_matter import FrontMatter
from handouts.library.slugs import MAX_LENGTH, RESERVED, is_slug, unspelled
from handouts.setting_values import is_language

_TITLE = re.compile(r"^ {0,3}#[ \t]+(.+?)[ \t]*#*[ \t]*$|^(?=\S)([^\n>#|-][^\n]*)\n=+[ \t]*$", re.MULTILINE)
"""A first heading, with a ``#`` before it or a line of ``=`` below."""

_MARKUP = re.compile(r"[*`]|\s*\{[^{}]*\}$")
"""What a title must not print: signs for bold type and code, and an id behind the heading."""


def title_in(body: str, *, mdx: bool) -> tuple[str, str]:
    """Give a title from a body's first heading, and the body without it; "" and the body where there is none.

    A guide without a title calls itself by its first heading, which then stands in the title's place. Blanks
    take its own, so that what follows is found where it stands.
    """
    heading = _heading(body, mdx=mdx)
    title = fields.plain(_MARKUP.sub("", heading[heading.lastindex or 0])) if heading else ""
    if heading and title:
        body = body[: heading.start()] + re.sub(r"[^\n]", " ", heading[0]) + body[heading.end() :]
    return title, body


def _heading(body: str, *, mdx: bool) -> re.Match[str] | None:
    """Find the first heading of the first level; a ``#`` in code or in a comment is none."""
    masked = source.masked(body, mdx=mdx)
    signs = ((found, found.end() - len(found[0].lstrip())) for found in _TITLE.finditer(body))
    return next((found for found, at in signs if masked[at] == body[at]), None)


def judge(found: dict[str, Any], path: str, name: str, matter: FrontMatter) -> list[Diagnostic]:
    """Say what is wrong with values that can be read but not be used; ``name`` is that of the file."""
    problems = []
    if "title" not in found and "title" not in matter.entries:
        hint = 'add a line title: "…" to the front matter, or a first heading: # …'
        problems.append(error("no-title", "the guide has no title", path, (1, 1), hint))
    named = not {"slug", "translationOf"}.isdisjoint(matter.entries)
    if not named and (letters := unspelled(name)):
        # "\u0430sthma" with a Cyrillic first letter would be published as "sthma", or over another guide.
        message = f"this file's name has {letters!r} in it, which has no place in files and addresses"
        hint = "write slug: with the letters a-z, or rename the file"
        problems.append(error("bad-slug", message, path, (1, 1), hint))
    elif not is_slug(found["slug"]):
        said = f"the slug {found['slug']!r}" if "slug" in matter.entries else "this file's name"
        place = matter.entries["slug"].place if "slug" in matter.entries else (1, 1)
        hint = f"write slug: with at most {MAX_LENGTH} of the letters a-z, digits and single hyphens"
        if found["slug"] in RESERVED:
            hint = "write slug: with another name; Windows can't have a file of this one"
        message = f"{said} can't be used for files and addresses"
        problems.append(error("bad-slug", message, path, place, hint))
    if not is_language(found["lang"]):
        message = f"{found['lang']!r} is not a language code"
        problems.append(error("bad-lang", message, path, matter.entries["lang"].place, "write en, pl or pt-BR"))
    return problems
