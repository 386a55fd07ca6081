"""Merging: the manifests of a plan's parts become one, and with them the files where they lie apart."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from handouts.diagnostics import Diagnostic, from_dict, in_order
from handouts.errors import UsageError
from handouts.export import manifest as manifest_
from handouts.export.aftermath import set_aside
from handouts.export.lock import locked
from handouts.export.manifest import FAILED, MADE, STALE, Manifest, Record
from handouts.export.shards import MANIFEST
from handouts.export.sources import merged
from handouts.export.writer import Folder

_WEIGHT = {FAILED: 0, STALE: 1, MADE: 2}
"""What counts where two parts speak of one file."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What was joined."""

    manifest: Manifest
    parts: int
    copied: int
    """Files that were brought into the output folder."""
    missing: tuple[str, ...]
    """Files that a part's manifest names, but that are not where it lies, or not what it says."""


@dataclass(frozen=True, slots=True)
class _Part:
    folder: Path
    path: Path
    manifest: Manifest
    versions: dict[str, str]


def merge(folders: Iterable[Path], out: Path) -> Merged:
    """Join the parts that lie in some folders into ``out``, which may be one of them.

    Raises ``UsageError`` where there is no part, where one of a set is missing, or where parts were made with
    different versions of what makes pages: such leaflets would not be of one cast.
    """
    parts = [part for folder in folders for part in _parts_in(folder)]
    _refuse_incomplete(parts, out)
    _refuse_different(parts)
    folder = Folder(out)
    with locked(out):
        folder.sweep()
        aside = set_aside(folder, manifest_.FILE_NAME)
        before = manifest_.parse(folder.read(manifest_.FILE_NAME))
        copied, missing = 0, []
        for part in parts:
            for record in part.manifest.records.values():
                if not record.is_there:
                    continue
                brought = _bring(record, part, folder)
                copied += brought is True
                missing += [] if brought is not None else [record.path]
        manifest = _joined(parts, before, folder)
        said = in_order((*aside, *(one for part in parts for one in _said(part))))
        data = manifest.dumped(parts[0].versions, [one.as_dict() for one in said])
        folder.write(manifest_.FILE_NAME, data)
        for part in parts:
            if part.folder.resolve() == out.resolve() and part.path.name != manifest_.FILE_NAME:
                folder.remove(part.path.name)
    return Merged(manifest, len(parts), copied, tuple(missing))


def _parts_in(folder: Path) -> list[_Part]:
    if not folder.is_dir():
        raise UsageError(f"there is no folder {str(folder)!r}", "name the output folders of the parts")
    paths = sorted(path for path in folder.iterdir() if MANIFEST.fullmatch(path.name))
    paths = paths or [path for path in [folder / manifest_.FILE_NAME] if path.is_file()]
    if not paths:
        raise UsageError(f"there is no manifest in {str(folder)!r}", "name the output folders of the parts")
    return [_read(folder, path) for path in paths]


def _read(folder: Path, path: Path) -> _Part:
    data = path.read_bytes()
    manifest = manifest_.parse(data)
    try:
        versions = dict(json.loads(data)["made_with"])
    except (ValueError, TypeError, KeyError):
        raise UsageError(f"{path} can't be read", "make this part again") from None
    return _Part(folder, path, manifest, versions)


def _refuse_incomplete(parts: list[_Part], out: Path) -> None:
    if not parts:
        raise UsageError(
            f"there are no parts to join in {str(out)!r}", "make them with export --shard 1/2, 2/2, …"
        )
    found = [tuple(map(int, match.groups())) for part in parts if (match := MANIFEST.fullmatch(part.path.name))]
    for count in {count for _, count in found}:
        there = {number for number, of in found if of == count}
        if lacking := sorted(set(range(1, count + 1)) - there):
            names = ", ".join(f"{number}/{count}" for number in lacking)
            raise UsageError(f"parts are missing: {names}", "make them with export --shard, then join all")


def _refuse_different(parts: list[_Part]) -> None:
    for part in parts[1:]:
        if part.versions != parts[0].versions:
            message = f"{parts[0].path} and {part.path} were made with different versions"
            raise UsageError(message, "install the same versions on every machine and make the parts again")


def _bring(record: Record, part: _Part, folder: Folder) -> bool | None:
    """Copy a part's file into the output folder: True when it was copied, False when it lies there already.

    None where it is not what the manifest says.
    """
    data = Folder(part.folder).read(record.path)
    if data is None or manifest_.sum_of(data) != record.sha256:
        return None
    if part.folder.resolve() == folder.root.resolve():
        return False
    folder.write(record.path, data)
    return True


def _joined(parts: list[_Part], before: Manifest, folder: Folder) -> Manifest:
    """Join records and texts; what failed in one part must not take the place of what another has made.

    What failed, and stands in the folder from earlier, is stale: its guide has errors now.
    """
    new: dict[str, Record] = {}
    for path, one in ((path, one) for part in parts for path, one in part.manifest.records.items()):
        if path not in new or _WEIGHT[one.status] >= _WEIGHT[new[path].status]:
            new[path] = one
    found = {path: one for path, one in before.records.items() if folder.has(path)}
    for path, one in new.items():
        failed = one.status == FAILED and folder.has(path)
        stale = replace(found.get(path, one), status=STALE, diagnostics=one.diagnostics)
        found[path] = stale if failed else one
    sources = merged(before.sources, *(part.manifest.sources for part in parts))
    return Manifest(found, sources)


def _said(part: _Part) -> Iterable[Diagnostic]:
    return (from_dict(said) for said in part.manifest.diagnostics)
