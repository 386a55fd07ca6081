"""The settings of a library: what ``library.toml`` may say. This class is their reference manual.

A library without a ``library.toml`` has the defaults.
"""

import copyreg
import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from handouts.errors import SettingsError
from handouts.setting_values import converted, is_language, usual

FILE_NAME = "library.toml"

PLACEHOLDER_HOSTS = (
    *(".example", ".invalid", ".test", ".localhost"),
    *(".example.com", ".example.org", ".example.net"),
)
"""Ends of host names that never lead anywhere (RFC 2606). A dot stands before each, and before the name."""

# Settings are sent to workers, and Python alone can't pickle a mapping that nobody can change.
copyreg.pickle(MappingProxyType, lambda one: (_unpickled, (dict(one),)))


def _unpickled(values: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(values)


STAMP, REFUSE = "stamp", "refuse"

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType({"a4": (210.0, 297.0), "letter": (215.9, 279.4)})
"""Width and height of a sheet in mm."""

ORDERS = ("weight", "title", "date")
"""How the guides of a bundle may follow each other."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a library says about itself."""

    title: str = ""
    """The library's name, for people: on the cover of every bundle."""

    publisher: str = ""
    """Who publishes the leaflets: in the running header and the colophon of each."""

    base_url: str = ""
    """Address of the website that holds the online guides, such as ``https://clinic.example``.
    Without it no QR symbol is made."""

    guide_url: str = "/guides/{slug}/"
    """Path of a guide below ``base_url``; ``{slug}`` is needed, ``{lang}`` allowed."""

    translation_url: str = ""
    """Path of a guide in another language than the library's; without it ``/{lang}`` is put before ``guide_url``,
    so that the QR symbol on a translation opens that language. Not asked where ``guide_url`` has a ``{lang}``."""

    category_url: str = "/categories/{slug}/"
    """Path of a category's page below ``base_url``, for the QR symbol on the cover of its bundle; written as
    ``guide_url`` is. Empty where the site has no such pages."""

    lang: str = "en"
    """Language (BCP 47) of guides that name none."""

    paper: str = "a4"
    """The paper in the printer: ``a4`` or ``letter``."""

    editions: tuple[str, ...] = ()
    """Editions that an export makes when it is asked for none; without any, the standard one alone."""

    categories: tuple[str, ...] = ()
    """Categories in the order in which they are listed; the others follow by name."""

    bundle_order: str = "weight"
    """How the guides of a bundle follow each other: by ``weight``, ``title`` or ``date`` (the newest first)."""

    bundle_recto: bool = True
    """Whether every guide of a bundle starts on a right-hand page; false saves paper."""

    disclaimer: str = ""
    """A sentence that closes every leaflet, such as "This leaflet does not replace your doctor's advice."."""

    contact: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Where to call: label and number, printed on every leaflet in this order."""

    formats: str = ""
    """How to get other formats and languages, printed in the colophon."""

    review_interval: int = 36
    """Months after which a guide that names no ``nextReview`` must be reviewed: ``review_interval = "3 years"`` or
    ``"18 months"``."""

    check_ignore: tuple[str, ...] = ()
    """Codes of warnings and notes that a check leaves out, such as ``check_ignore = ["home-page"]``."""

    sections: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    """More headings for a kind of section, such as ``red-flags = ["When to ring us at once"]``."""

    stale_translations: str = STAMP
    """What becomes of a translation whose source has changed since: ``stamp`` says so on every page, ``refuse``
    keeps it from being published."""

    languages: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: _NOTHING)
    """What the library says in other languages: tables such as ``[languages.ar]`` with ``title``, ``publisher``,
    ``disclaimer``, ``formats``, ``contact`` and ``categories`` (a table of their names)."""

    def url_of(self, slug: str, lang: str) -> str:
        """Give the online address of a guide, or "" where there is no ``base_url``."""
        return self.base_url + self.path_of(slug, lang) if self.base_url else ""

    def path_of(self, slug: str, lang: str) -> str:
        """Give the path of a guide on its site. One in another language stands elsewhere than its source."""
        path = self.guide_url if lang.lower() == self.lang.lower() else self.translation_path
        return path.format(slug=slug, lang=lang)

    @property
    def translation_path(self) -> str:
        """The path of guides in other languages than the library's."""
        if "{lang}" in self.guide_url:
            return self.guide_url
        return self.translation_url or f"/{{lang}}{self.guide_url}"

    def in_language(self, lang: str) -> "Settings":
        """Give the settings as they are said in a language, where the library says them in it."""
        said = {key: value for key, value in self._said_in(lang).items() if key != "categories"}
        return replace(self, **said) if said else self

    def category_in(self, category: str, lang: str) -> str:
        """Give a category's name in a language, or the name that it has."""
        return str(self._said_in(lang).get("categories", {}).get(category, category))

    def _said_in(self, lang: str) -> Mapping[str, Any]:
        return self.languages.get(lang) or self.languages.get(lang.split("-", maxsplit=1)[0]) or {}

    def url_of_category(self, slug: str, lang: str) -> str:
        """Give the online address of a category, or "" where it has none."""
        if not (self.base_url and self.category_url):
            return ""
        path = self.category_url
        if lang.lower() != self.lang.lower() and "{lang}" not in path:
            path = f"/{{lang}}{path}"
        return self.base_url + path.format(slug=slug, lang=lang)

    @property
    def base_url_is_placeholder(self) -> bool:
        """Tell whether the address is one that was only put there to be replaced."""
        host = urlsplit(self.base_url).hostname or ""
        return bool(host) and f".{host}".endswith(PLACEHOLDER_HOSTS)


def parse(text: str, path: str) -> Settings:
    """Read the text of a ``library.toml``; ``path`` names it in messages.

    Raises ``SettingsError`` for what is not TOML, an unknown key (with the nearest known one) or a value of
    the wrong type.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(_not_toml(path, str(problem)), 'text stands in quotes: title = "…"') from None
    known = [one.name for one in fields(Settings)]
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key.lower(), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
            raise SettingsError(f"{path}: unknown setting {key!r}", hint)
    values: dict[str, Any] = {key: converted(key, value, path) for key, value in table.items()}
    return _checked(Settings(**values), path)


def _not_toml(path: str, said: str) -> str:
    """Write what ``tomllib`` says in the form of a diagnostic, the place first."""
    found = re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", said)
    what, place = (found[1], f"{path}:{found[2]}:{found[3]}") if found else (said, path)
    return f"{place}: this can't be read: {what[:1].lower()}{what[1:]}"


def with_base_url(settings: Settings, base_url: str) -> Settings:
    """Give the settings with the address of ``--base-url``; raises ``SettingsError`` for no address."""
    return _checked(replace(settings, base_url=base_url.strip()), "--base-url")


def _checked(settings: Settings, path: str) -> Settings:
    """Give the settings with a tidy ``base_url``, or say which value can't be used."""
    if settings.base_url and (message := _fault_of_address(settings.base_url)):
        raise SettingsError(f"{path}: base_url {settings.base_url!r} {message}", "write https://clinic.example")
    _check_path(path, "guide_url", settings.guide_url, "guide", "/guides/{slug}/")
    if settings.translation_url:
        _check_path(path, "translation_url", settings.translation_url, "guide", "/{lang}/guides/{slug}/")
    if settings.stale_translations not in (STAMP, REFUSE):
        message = f"{path}: stale_translations can't be {settings.stale_translations!r}"
        raise SettingsError(message, f"it is one of: {STAMP}, {REFUSE}")
    if settings.category_url:
        _check_path(path, "category_url", settings.category_url, "category", "/categories/{slug}/")
    if not is_language(usual(settings.lang)):
        raise SettingsError(f"{path}: lang {settings.lang!r} is not a language code", "write en, pl or pt-BR")
    if settings.bundle_order not in ORDERS:
        message = f"{path}: bundle_order can't be {settings.bundle_order!r}"
        raise SettingsError(message, f"it is one of: {', '.join(ORDERS)}")
    paper = settings.paper.lower()
    if paper not in PAPERS:
        raise SettingsError(f"{path}: there is no paper {settings.paper!r}", f"it is one of: {', '.join(PAPERS)}")
    return replace(settings, paper=paper, lang=usual(settings.lang), base_url=settings.base_url.rstrip("/"))


def _check_path(path: str, key: str, value: str, what: str, example: str) -> None:
    """Refuse a path of the website that can't be filled in."""
    if "{slug}" not in value or not value.startswith("/"):
        message = f"{path}: {key} {value!r} does not say where a {what}'s slug goes"
        raise SettingsError(message, f'write {key} = "{example}"')
    if extra := re.search(r"[\s{}]", re.sub(r"\{(slug|lang)\}", "", value)):
        raise SettingsError(
            f"{path}: {key} {value!r} can't have {extra[0]!r} in it",
            "use {slug} and, where wanted, {lang}; the rest is letters, digits, - and /",
        )


def _fault_of_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("https", "http") and parts.hostname and (parts.port or True)
    except ValueError:  # a port that is no number, half a bracket
        usable = False
    if not usable or re.search(r"\s", address):
        return "is not a web address"
    return "must not have a ? or # in it" if re.search(r"[?#]", address) else ""
