"""Loading: the one door through which files of a library come in."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from handouts import settings as settings_
from handouts.diagnostics import Diagnostic, error, in_order
from handouts.errors import UsageError
from handouts.library import guide as guide_
from handouts.library.guide import Guide, Parsed, Rejected
from handouts.library.library import Library
from handouts.library.slugs import slugify
from handouts.settings import Settings

MAX_GUIDE_BYTES = 1_000_000
"""A guide of a thousand printed pages has 3 MB; what is larger than this is no guide."""

SUFFIXES = (".md", ".markdown")

_NOT_GUIDES = {"readme", "license", "licence", "changelog", "contributing", "security", "code_of_conduct"}
_NOT_FOLDERS = {"node_modules", "templates", "styles", "out"}


def load(root: Path, base_url: str | None = None) -> Library:
    """Read every guide below a folder, at any depth, with or without a ``library.toml``.

    ``base_url`` replaces the one of the settings. Raises ``UsageError`` when there is no such folder and
    ``SettingsError`` when the settings can't be used; whatever is wrong in a guide is a diagnostic.
    """
    if not root.is_dir():
        raise UsageError(f"there is no folder {str(root)!r}", "name the folder of your guides: --content DIR")
    settings = _settings(root)
    if base_url is not None:
        settings = settings_.with_base_url(settings, base_url)
    parsed = [_load_guide(path, root, settings) for path in find_guides(root)]
    if not parsed:
        raise UsageError(f"there are no guides in {str(root)!r}", "guides are files whose names end in .md")
    return _library(root.resolve(), settings, parsed)


def find_guides(root: Path) -> Iterator[Path]:
    """Give the Markdown files below a folder, sorted; hidden ones and a project's own papers are left out."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _NOT_FOLDERS and name[0] not in "._")
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and name[0] not in "._" and path.stem.lower() not in _NOT_GUIDES:
                yield path


def _settings(root: Path) -> Settings:
    path = root / settings_.FILE_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} can't be read: {problem}") from None
    return settings_.parse(text, str(path))


def _load_guide(path: Path, root: Path, settings: Settings) -> Parsed:
    shown, location = path.as_posix(), PurePosixPath(path.relative_to(root).as_posix())
    try:
        text = _text(path, root)
    except _UnreadableError as problem:
        bad = error(problem.code, problem.message, shown, hint=problem.hint)
        return Parsed(Rejected(shown, slugify(location.stem), settings.lang), (bad,))
    return guide_.parse(text, shown, location, settings)


@dataclass
class _UnreadableError(Exception):
    code: str
    message: str
    hint: str = ""


def _text(path: Path, root: Path) -> str:
    if not path.resolve().is_relative_to(root.resolve()):
        hint = "put the file itself into the folder"
        raise _UnreadableError("outside", "this is a link to a file outside the library", hint)
    try:
        if path.stat().st_size > MAX_GUIDE_BYTES:
            limit = f"the limit is {MAX_GUIDE_BYTES:,} bytes"
            raise _UnreadableError("too-large", f"the file has {path.stat().st_size:,} bytes; {limit}")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as problem:
        message = f"the file is not in UTF-8: byte {problem.start} can't be read"
        raise _UnreadableError("bad-encoding", message, "save it again with the encoding UTF-8") from None
    except OSError as problem:
        raise _UnreadableError("unreadable", f"the file can't be read: {problem.strerror}") from None


def _library(root: Path, settings: Settings, parsed: list[Parsed]) -> Library:
    diagnostics = [one for each in parsed for one in each.diagnostics]
    guides = [each.guide for each in parsed if isinstance(each.guide, Guide)]
    rejected = [each.guide for each in parsed if isinstance(each.guide, Rejected)]
    for twins in _by_name(guides).values():
        if len(twins) > 1:
            # Which of them is the current one can't be known, and the wrong one must not be handed out.
            guides = [one for one in guides if one not in twins]
            rejected += [Rejected(one.path, one.slug, one.lang) for one in twins]
            diagnostics += [_duplicate(one, twins) for one in twins]
    order = {name: number for number, name in enumerate(settings.categories)}
    guides.sort(
        key=lambda one: (order.get(one.category, len(order)), one.category, one.title.casefold(), one.lang)
    )
    return Library(root, settings, tuple(guides), tuple(rejected), in_order(diagnostics))


def _by_name(guides: list[Guide]) -> dict[tuple[str, str], list[Guide]]:
    groups = defaultdict(list)
    for guide in guides:
        groups[guide.lang.lower(), guide.slug].append(guide)
    return groups


def _duplicate(guide: Guide, twins: list[Guide]) -> Diagnostic:
    others = ", ".join(one.path for one in twins if one is not guide)
    hint = "rename one file, or give one of them a slug: of its own"
    return error("duplicate-slug", f"the slug {guide.slug!r} is also that of {others}", guide.path, (1, 1), hint)
