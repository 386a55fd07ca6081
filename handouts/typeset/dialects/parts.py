"""Parts: what components of JSX and shortcodes have in common. Each has a name, attributes and perhaps a text."""

from collections.abc import Mapping
from html import escape

from handouts.typeset.dialects.jsx import Tag
from handouts.typeset.dialects.manuscript import Manuscript, plain

TITLES = ("title", "heading", "header", "label", "summary", "question")
"""Attributes that name a box, the likeliest first."""

TEXTS = ("text", "description", "subtitle", "content", "body", "message", "answer", "caption", "quote", "author")
"""Attributes whose value a reader sees."""

KINDS = ("type", "kind", "variant", "severity", "intent", "status", "style", "level", "tone")
"""Attributes that say what kind of box it is."""

IMAGES = {"image", "img", "figure", "picture", "photo", "nextimage", "staticimage", "zoomimage", "imagezoom"}
LINKS = {"link", "a", "anchor", "button", "linkbutton", "navlink", "linkcard", "cta"}
UNSEEN = {
    *("head", "helmet", "seo", "script", "style", "toc", "tableofcontents", "breadcrumb", "breadcrumbs", "spacer"),
    *("divider", "separator", "icon", "meta", "analytics", "comments", "sharebuttons", "backtotop"),
}
"""Parts that say nothing to a reader on paper."""

_BOXES = {
    *(
        "callout",
        "admonition",
        "aside",
        "box",
        "panel",
        "notice",
        "infobox",
        "card",
        "faq",
        "accordion",
        "details",
    ),
    *(
        "expand",
        "expandable",
        "collapse",
        "collapsible",
        "tab",
        "tabitem",
        "step",
        "question",
        "answer",
        "section",
    ),
}


_WRITTEN = {"href", "src", "alt", "title", "id", "colspan", "rowspan", "start", "scope", "lang", "dir", "type"}


def address_in(attributes: Mapping[str, str | None]) -> str:
    """Give the address that a part leads to, or ""."""
    return attributes.get("href") or attributes.get("to") or attributes.get("url") or ""


def html_tag(tag: Tag, imports: Mapping[str, str]) -> str:
    """Write the opening tag of an element of HTML; ``imports`` are the pictures that have names."""
    said = {key.lower(): value for key, value in tag.attributes.items() if value is not None}
    if source := imports.get(tag.expressions.get("src", "").split(".")[0]):
        said["src"] = source
    written = (f' {key}="{escape(value)}"' for key, value in said.items() if key in _WRITTEN)
    return f"<{tag.name}{''.join(written)}>"


def kind_of(name: str, attributes: Mapping[str, str | None]) -> str:
    """Give the kind of a box: what its attributes say, or else its name, but for names that say nothing."""
    for key in KINDS:
        if said := attributes.get(key):
            return said.strip().lower()
    low = name.lower().removesuffix("box")
    return "" if low in _BOXES else low


def title_of(attributes: Mapping[str, str | None]) -> str:
    """Give the title among the attributes, as Markdown that says it letter by letter; or ""."""
    return next((plain(said) for key in TITLES if (said := attributes.get(key))), "")


def texts_of(attributes: Mapping[str, str | None]) -> list[str]:
    """Give what else the attributes say, in their order, as Markdown."""
    title = next((key for key in TITLES if attributes.get(key)), "")
    seen = (*TITLES, *TEXTS)
    return [plain(said) for key, said in attributes.items() if said and key in seen and key != title]


def image(attributes: Mapping[str, str | None], source: str, manuscript: Manuscript) -> str:
    """Give an image, with its caption where it has one."""
    alt = attributes.get("alt") or ""
    title = attributes.get("title") or ""
    html = f'<img src="{escape(source)}" alt="{escape(alt)}">'
    caption = " ".join(filter(None, (title, attributes.get("caption"), attributes.get("attr"))))
    if caption:
        html = f"<figure>{html}<figcaption>{escape(caption)}</figcaption></figure>"
    return manuscript.keep(html)


def without_text(
    what: str, attributes: Mapping[str, str | None], needle: str, manuscript: Manuscript
) -> tuple[str, list[str]]:
    """Give what stands for a part that has no text of its own: its title, and what its attributes say.

    Where they say no more than a title, the rest of it can't be printed, and a note says so.
    """
    title, texts = title_of(attributes), texts_of(attributes)
    if texts:
        return title, texts
    said = next((said for key in TITLES if (said := attributes.get(key))), "")
    return "", [manuscript.keep(manuscript.leave_out(what, needle, " ".join(said.split())))]
