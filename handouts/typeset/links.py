"""Links: every address made whole, checked, and printed where paper can't follow it, once each."""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from handouts.diagnostics import Diagnostic, error, warning
from handouts.library import languages
from handouts.library.guide import SUFFIXES, Guide
from handouts.library.library import Library
from handouts.library.source import Places
from handouts.typeset import fragment
from handouts.typeset.binding import Binding
from handouts.typeset.sections import Draft, find_id
from handouts.typeset.words import catalogue

BESIDE = ("reading", "related", "references")
"""Kinds of section in which the address stands beside the link, because the link is what the line is for.
Elsewhere a number stands there, and the address in the list at the end: a sentence stays readable."""

LINE = 66
"""Characters of an address that surely fit into one line of the standard edition, and are not broken then."""

PUBLISH = "publish that guide (it is a draft, or held back by an error), or take the link out"
"""What to do about a link to a guide that readers can't get."""


@dataclass(frozen=True, slots=True)
class Address:
    """One numbered entry of the list of links at the end of a guide."""

    number: int
    url: str
    words: str
    """As a person types it: without the ``https://``."""


@dataclass(slots=True)
class Links:
    """Follows every link of one guide."""

    guide: Guide
    library: Library
    ids: dict[str, str]
    """What ``sections.identify`` found."""
    places: Places
    binding: Binding
    """The guides that stand in the same PDF: a link to one of them leads there, and prints its page."""
    problems: list[Diagnostic] = field(default_factory=list)
    numbered: dict[str, Address] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    """Ids of other guides in the same PDF, and of their sections, that this one refers to."""

    def follow(self, draft: Draft) -> None:
        """Resolve the links of a section and print their addresses."""
        for link in draft.iter("a"):
            if not link.get("href"):
                self._warn_of_unusable(link)
            if (href := (link.get("href") or "").strip()) and (url := self._resolve(href)):
                link.set("href", url)
                self._print(link, url, beside=draft.kind in BESIDE)
            else:
                fragment.unwrap(link)

    @property
    def addresses(self) -> tuple[Address, ...]:
        """The list for the guide's end."""
        return tuple(self.numbered.values())

    def _resolve(self, href: str) -> str:
        """Give the address that a link means, or "" for one that leads nowhere; say what is wrong with it."""
        place = self.places.next(href)
        href = _completed(href)
        try:
            scheme = urlsplit(href).scheme
        except ValueError:
            return self._dead(f'the link "{href}" is no address', place, "correct the address")
        path, mark, name = href.partition("#")
        if not path:
            return self._to_section(name, place)
        if scheme:
            return self._to_own_site(href) or href
        if path.endswith(SUFFIXES):
            return self._to_file(path, mark + name, place)
        return self._to_site(path, mark + name, place)

    def _warn_of_unusable(self, link: HtmlElement) -> None:
        said = fragment.text(link)
        message = f'the address of the link "{said}" can\'t be used; only its words are printed'
        hint = "an address starts with https://, mailto:, tel: or /, or is the name of a guide's file"
        place = self.places.next(f"[{said}]")
        self.problems.append(warning("bad-address", message, self.guide.path, place, hint))

    def _dead(self, message: str, place: tuple[int, int], hint: str) -> str:
        self.problems.append(error("dead-link", message, self.guide.path, place, hint))
        return ""

    def _to_section(self, name: str, place: tuple[int, int]) -> str:
        """Follow a link inside this guide."""
        if target := find_id(name, self.ids):
            return f"#{target}"
        headings = ", ".join(f"#{one}" for one in list(self.ids)[:8])
        hint = f"there are: {headings}" if headings else "this guide has no headings to link to"
        return self._dead(f'the link "#{name}" leads to no heading of this guide', place, hint)

    def meant(self, href: str) -> Guide | None:
        """Give the guide of this library that an address leads to, however it is written; None for all else."""
        href = _completed(href.strip())
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.scheme:
            base = urlsplit(self.library.settings.base_url)
            own = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
            return self._find(self._slug_in(parts.path)) if own else None
        path = href.partition("#")[0]
        if path.endswith(SUFFIXES):
            wanted = unquote(urljoin(f"/{self.guide.location}", path)).lstrip("/")
            return next((one for one in self.library.guides if str(one.location) == wanted), None)
        return self._find(self._slug_in(urlsplit(self._on_site(path)).path)) if path else None

    def _find(self, slug: str) -> Guide | None:
        return self.library.find(slug, self.guide.lang) if slug else None

    def _to_file(self, path: str, rest: str, place: tuple[int, int]) -> str:
        """Follow a link to another guide's file, relative to this one or to the library's folder."""
        other = self.meant(path)
        if other is None:
            message = f'the link "{path}" leads to no guide of this library'
            return self._dead(message, place, "correct the file's name")
        if inside := self.binding.target(other, unquote(rest)):
            return inside
        if not self.library.is_published(other):
            return self._unpublished(other, place)
        url = self.library.settings.url_of(other.slug, other.lang)
        return url + rest if url else ""

    def _unpublished(self, other: Guide, place: tuple[int, int]) -> str:
        message = f"the guide {other.slug!r} is not published; only the words of the link to it are printed"
        self.problems.append(warning("unpublished-guide", message, self.guide.path, place, PUBLISH))
        return ""

    def _to_own_site(self, href: str) -> str:
        """Follow a whole address of this library's own site to a guide of the same PDF; else give ""."""
        other = self.meant(href)
        return self.binding.target(other, unquote(urlsplit(href).fragment)) if other else ""

    def _to_site(self, path: str, rest: str, place: tuple[int, int]) -> str:
        """Follow a link that starts at the site's root, or at this guide's own address."""
        settings, root = self.library.settings, self._on_site(path)
        slug, other = self._slug_in(urlsplit(root).path), self.meant(path)
        if other and (inside := self.binding.target(other, unquote(urlsplit(rest).fragment))):
            return inside
        if other and not self.library.is_published(other):
            return self._unpublished(other, place)
        if slug and other is None:
            message = f"there is no guide {slug!r} in this library; the link is printed as it stands"
            hint = "correct the link, or add the guide"
            self.problems.append(warning("unknown-guide", message, self.guide.path, place, hint))
        if other and other.lang == self.guide.lang != settings.lang:
            root = settings.url_of(other.slug, other.lang)  # a translation leads to what its reader can read
        return root + rest if settings.base_url else ""

    def _on_site(self, path: str) -> str:
        """Make a path whole. The root that authors write from is that of their site, which may be a folder."""
        settings = self.library.settings
        base = urlsplit(settings.base_url).path
        if path.startswith("/") and (not path.startswith(f"{base}/") or self._slug_in(path, below="")):
            path = base + path
        return urljoin(settings.url_of(self.guide.slug, self.guide.lang) or "https://site.invalid/", path)

    def _slug_in(self, path: str, below: str | None = None) -> str:
        """Give the slug in the path of a guide's address, or "" for an address of something else.

        ``below`` is what stands before it; if it is not said, that is the path of the site, or nothing.
        """
        settings = self.library.settings
        before = f"(?:{re.escape(urlsplit(settings.base_url).path)})?" if below is None else re.escape(below)
        for one in (settings.guide_url, settings.translation_path):
            pattern = re.escape(one.rstrip("/"))
            pattern = pattern.replace(r"\{slug\}", r"(?P<slug>[\w-]+)", 1).replace(
                r"\{lang\}", r"(?P<lang>[\w-]+)", 1
            )
            found = re.fullmatch(f"{before}{pattern}/?(?:index.html)?", path)
            if found and (found.groupdict().get("lang") is None or languages.code(found["lang"])):
                return found["slug"]
        return ""

    def _print(self, link: HtmlElement, url: str, *, beside: bool) -> None:
        if url.startswith("#"):
            if url[1:] not in self.ids.values():
                self.references.add(url[1:])
                _print_page(link, url, self.guide.lang)
            return
        words, said = in_words(url), fragment.text(link)
        if said.rstrip("/").casefold() in (words.rstrip("/").casefold(), url.rstrip("/").casefold()):
            link.set("class", "address")
        elif beside or url.startswith(("tel:", "mailto:")):
            if _digits_or_text(words) not in _digits_or_text(said):
                whole = " whole" if len(words) <= LINE else ""
                fragment.insert_after(link, fragment.element("span", words, class_=f"address beside{whole}"))
        else:
            number = len(self.numbered) + 1
            entry = self.numbered.setdefault(url, Address(number, url, words))
            mark = fragment.element("span", f"[{entry.number}]", class_="link-number")
            fragment.insert_after(link, mark, gap="\u00a0")


def _print_page(link: HtmlElement, url: str, lang: str) -> None:
    """Put a second link behind one to another guide of the same PDF: "(page 12)". The layout adds the number.

    Inside brackets of the author's own there is a comma instead: two pairs of brackets are hard to read.
    """
    _ = catalogue(lang).gettext
    bracketed = (link.tail or "").startswith(")")
    before, _mark, after = (_(", page {page}") if bracketed else _("(page {page})")).partition("{page}")
    reference = fragment.element("a", before, class_="page-reference", href=url)
    number = fragment.element("span", class_="folio", data_of=url)
    reference.append(number)
    number.tail = after
    fragment.insert_after(link, reference, gap="" if bracketed else " ")


def _completed(href: str) -> str:
    """Give an address that an author wrote without its scheme, as people say it, with one; and without ``<>``."""
    href = href[1:-1].strip() if href.startswith("<") and href.endswith(">") else href
    if re.fullmatch(r"[\w.+-]+@[\w-]+\.[\w.-]+", href):
        return f"mailto:{href}"
    return f"https://{href.lstrip('/')}" if href.startswith(("//", "www.")) else href


def in_words(url: str) -> str:
    """Give an address as it is printed: whole, without what every browser adds by itself."""
    return re.sub(r"^(https?://|mailto:|tel:)", "", url)


def _digits_or_text(said: str) -> str:
    """Fold a phone number's blanks and an address's case, so that one already printed is recognised."""
    digits = re.sub(r"[\s().-]", "", said)
    return digits[-9:] if re.search(r"\d{3}", digits) else said.casefold()
