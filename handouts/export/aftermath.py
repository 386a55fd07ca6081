"""The aftermath: what is recorded of files that an export has not made, because it failed or was not asked to."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path

from handouts.diagnostics import Diagnostic, from_dict, warning
from handouts.export.job import BUNDLE, PACK, Job, Output
from handouts.export.manifest import FAILED, STALE, Manifest, Record, is_readable
from handouts.export.writer import Folder

Complete = Set[tuple[str, str]]
"""Kinds and editions of output of which an export makes all that there should be."""

Names = Set[tuple[str, str]]
"""Slugs and languages of guides."""


def set_aside(folder: Folder, name: str) -> tuple[Diagnostic, ...]:
    """Keep a manifest that can't be read under another name before a new one takes its place, and say so.

    It alone knew which texts the sheets of earlier exports were made of (``handouts trace``).
    """
    data = folder.read(name)
    if not data or is_readable(data):
        return ()
    folder.write(kept := f"{name}.unreadable", data)
    message = f"this record of earlier exports can't be read: it is kept as {kept}, and a new one is begun"
    hint = "put a copy of yours in its place and export again; or delete it if you need no old references"
    return (warning("unreadable-manifest", message, (folder.root / name).as_posix(), hint=hint),)


def left_behind(
    job: Job, said: tuple[Diagnostic, ...], made: Set[str], before: Mapping[str, Record], folder: Folder
) -> Iterator[Record]:
    """Record what stands in the folder for a job that failed: the files of an earlier export, or nothing.

    What another guide of the same slug has made is not for this one to record.
    """
    for output in job.outputs:
        if output.path in made:
            continue
        status = STALE if folder.has(output.path) else FAILED
        old = before.get(output.path) if status == STALE else None
        record = old or _blank(job, output)
        yield replace(record, status=status, diagnostics=tuple(one.as_dict() for one in said))


def untouched(
    before: Mapping[str, Record], new: Set[str], folder: Folder, complete: Complete, names: Names | None
) -> Iterator[Record]:
    """Give the records of files that an export did not touch.

    Those that it should have made are stale, and those in whatever kind and edition that have guides in them that
    are no longer published.
    """
    for path, record in before.items():
        if path not in new and folder.has(path):
            withdrawn = (record.kind, record.edition) in complete or gone(record, names)
            yield replace(record, status=STALE) if withdrawn else record


def gone(record: Record, names: Names | None) -> tuple[str, ...]:
    """Give the guides of a file that are no longer published; none where not all names are known."""
    if names is None:
        return ()
    if record.kind == PACK:  # its guides may be of several languages
        return tuple(one for one in record.guides if one not in {slug for slug, _ in names})
    return tuple(one for one in record.guides if (one, record.lang) not in names)


def about_stale(record: Record, folder: Folder, names: Names | None) -> Diagnostic:
    """Warn of a file that somebody may still hand out, though its guide is withdrawn."""
    without = gone(record, names)
    whole = record.kind == BUNDLE and len(without) in {0, len(record.guides)}
    of = f"category {record.category!r}" if whole else f"guide {(without or record.guides)[0]!r}"
    message = f"this file is of an earlier export, and its {of} is no longer published"
    hint = f"remove it with --prune, or publish the {of.partition(' ')[0]}"
    return warning("stale", message, (folder.root / record.path).as_posix(), hint=hint)


def _blank(job: Job, output: Output) -> Record:
    """Make the record of an output that no manifest knows."""
    return Record(
        path=output.path,
        kind=output.kind,
        guides=(job.name,),
        category=job.category,
        lang=job.lang,
        edition=output.edition,
        pages=0,
        bytes=0,
        sha256="",
        url="",
        status=FAILED,
        job=job.key,
    )


def about_styles(earlier: Manifest, used: Set[str]) -> Iterator[Diagnostic]:
    """Give what was said of stylesheets by an earlier export, but for those that were ``used`` in this one.

    It holds until pages are laid out with them again.
    """
    for said in map(from_dict, earlier.diagnostics):
        is_there = not used or Path(said.path).is_file()
        if said.code == "stylesheet" and is_there and said.path not in used:
            yield said
