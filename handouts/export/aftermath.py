"""The aftermath: what is recorded of files that an export has not made, because it failed or was not asked to."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from handouts.diagnostics import Diagnostic, warning
from handouts.export.job import BUNDLE, Job, Output
from handouts.export.manifest import FAILED, STALE, Record
from handouts.export.writer import Folder

Complete = Set[tuple[str, str]]
"""Kinds and editions of output of which an export makes all that there should be."""


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


def untouched(before: Mapping[str, Record], new: Set[str], folder: Folder, complete: Complete) -> Iterator[Record]:
    """Give the records of files that an export did not touch; those that it should have made are stale."""
    for path, record in before.items():
        if path not in new and folder.has(path):
            withdrawn = (record.kind, record.edition) in complete
            yield replace(record, status=STALE) if withdrawn else record


def about_stale(record: Record, folder: Folder) -> Diagnostic:
    """Warn of a file that somebody may still hand out, though its guide is withdrawn."""
    of = f"category {record.category!r}" if record.kind == BUNDLE else f"guide {record.guides[0]!r}"
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
