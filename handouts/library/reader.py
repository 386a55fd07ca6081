"""Loading: the one door through which files of a library come in."""

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from handouts import garbage
from handouts import settings as settings_
from handouts.diagnostics import Diagnostic, error, in_order
from handouts.errors import SettingsError, UsageError
from handouts.library import guide as guide_
from handouts.library import languages, translations
from handouts.library.categories import written_differently
from handouts.library.guide import SUFFIXES, Guide, Parsed, Rejected
from handouts.library.library import Library
from handouts.library.slugs import slugify
from handouts.settings import Settings

MAX_GUIDE_BYTES = 1_000_000
"""A guide of a thousand printed pages has 3 MB; what is larger than this is no guide."""

_NOT_GUIDES = {"readme", "license", "licence", "changelog", "contributing", "security", "code_of_conduct"}
FOREIGN_FOLDERS = frozenset({".git", "node_modules"})
"""Folders in which nothing belongs to a library, neither a guide nor an image, at whatever depth they are."""

_NOT_FOLDERS = {*FOREIGN_FOLDERS, "templates", "styles", "out"}


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
    with garbage.left_alone():
        parsed = [_load_guide(path, root, settings) for path in find_guides(root, _refuse_folder)]
        if not parsed:
            raise UsageError(
                f"there are no guides in {str(root)!r}", "guides are files whose names end in .md or .mdx"
            )
        return _library(root.resolve(), settings, parsed)


def find_guides(root: Path, on_error: Callable[[OSError], None] | None = None) -> Iterator[Path]:
    """Give the Markdown files below a folder, sorted; hidden ones and a project's own papers are left out.

    ``on_error`` hears of folders that can't be read; without it they are passed over.
    """
    for folder, folders, files in os.walk(root, onerror=on_error):
        folders[:] = sorted(name for name in folders if name not in _NOT_FOLDERS and name[0] not in "._")
        for name in sorted(files):
            path = Path(folder, name)
            if (
                path.suffix.lower() in SUFFIXES
                and name[0] not in "._"
                and name.split(".")[0].lower() not in _NOT_GUIDES
            ):
                yield path


def _refuse_folder(problem: OSError) -> None:
    """Stop: without the guides in it, the library would look as if they had been withdrawn."""
    hint = "give yourself the right to read it, or move it out of the library"
    raise UsageError(f"the folder {problem.filename} can't be read: {problem.strerror}", hint)


def _settings(root: Path) -> Settings:
    path = root / settings_.FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows editors may put a mark in front
    except FileNotFoundError:
        return Settings()
    except OSError as problem:
        raise SettingsError(f"{path} can't be read: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not in UTF-8", "save it again with the encoding UTF-8") from None
    return settings_.parse(text, str(path))


def _load_guide(path: Path, root: Path, settings: Settings) -> Parsed:
    location = PurePosixPath(path.relative_to(root).as_posix())
    shown = path.as_posix().encode(errors="replace").decode()  # a name that is not in UTF-8 can't be printed
    try:
        text = _text(path, root)
    except _UnreadableError as problem:
        bad = error(problem.code, problem.message, shown, problem.place, problem.hint)
        name, lang = languages.of_file(location)
        return Parsed(Rejected(shown, location, slugify(name), lang or settings.lang), (bad,))
    return guide_.parse(text, shown, location, settings)


@dataclass
class _UnreadableError(Exception):
    code: str
    message: str
    hint: str
    place: tuple[int, int] = (0, 0)


def _text(path: Path, root: Path) -> str:
    # No folder that is a link is gone into, but on Windows. realpath, because Path.resolve raises for a link that
    # leads to itself.
    may_lead_outside = path.is_symlink() or os.name == "nt"
    if may_lead_outside and not Path(os.path.realpath(path)).is_relative_to(root.resolve()):
        hint = "put the file itself into the folder"
        raise _UnreadableError("outside", "this is a link to a file outside the library", hint)
    try:
        found = path.stat()
        if found.st_size > MAX_GUIDE_BYTES:
            message = f"the file has {found.st_size:,} bytes; the limit is {MAX_GUIDE_BYTES:,}"
            raise _UnreadableError("too-large", message, "make several guides of it")
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, for ever
            raise _UnreadableError("unreadable", "this is not an ordinary file", "remove it from the library")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start]
        place = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode()) + 1
        hint = "save the file again with the encoding UTF-8"
        wrong = problem.object[problem.start]
        message = f"from byte {problem.start:,} on (0x{wrong:02X}) the file is not in UTF-8"
        raise _UnreadableError("bad-encoding", message, hint, place) from None
    except OSError as problem:
        said, hint = f"the file can't be read: {problem.strerror}", "see whether you can open it yourself"
        raise _UnreadableError("unreadable", said, hint) from None


def _library(root: Path, settings: Settings, parsed: list[Parsed]) -> Library:
    diagnostics = [one for each in parsed for one in each.diagnostics]
    guides = [each.guide for each in parsed if isinstance(each.guide, Guide)]
    rejected = [each.guide for each in parsed if isinstance(each.guide, Rejected)]
    doubles: list[Guide] = []
    for twins in _by_name(guides).values():
        if len(twins) > 1:
            doubles += twins
            # Which of them is the current one can't be known, and the wrong one must not be handed out.
            guides = [one for one in guides if one not in twins]
            rejected += [Rejected(one.path, one.location, one.slug, one.lang, one.categories) for one in twins]
            diagnostics += [_duplicate(one, twins) for one in twins]
    guides, about_translations = translations.linked(guides, settings)
    diagnostics += [*about_translations, *written_differently(guides, settings)]
    order = {name: number for number, name in enumerate(settings.categories)}
    guides.sort(
        key=lambda one: (order.get(one.category, len(order)), one.category, one.title.casefold(), one.lang)
    )
    halves = tuple(each.as_far_as_read for each in parsed if each.as_far_as_read)
    return Library(root, settings, tuple(guides), tuple(rejected), in_order(diagnostics), tuple(doubles), halves)


def _by_name(guides: list[Guide]) -> dict[tuple[str, str], list[Guide]]:
    groups = defaultdict(list)
    for guide in guides:
        groups[guide.lang.lower(), guide.slug].append(guide)
    return groups


def _duplicate(guide: Guide, twins: list[Guide]) -> Diagnostic:
    others = ", ".join(one.path for one in twins if one is not guide)
    hint = "rename one file, or give one of them a slug: of its own"
    return error("duplicate-slug", f"the slug {guide.slug!r} is also that of {others}", guide.path, (1, 1), hint)
