"""The cache: what was once made of the same inputs, by whomever and wherever, is not made again.

An entry's name is the hash of everything that goes into a job, so an entry is right or absent, never out of date:
the folder can be deleted, copied to another machine or shared. Whoever can write there decides what is published.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from handouts.diagnostics import Severity, from_dict
from handouts.export.inputs import Inputs
from handouts.export.manifest import Record, sum_of
from handouts.export.runner import Runner
from handouts.export.surroundings import digest, themed
from handouts.export.task import Made, Task
from handouts.export.verdict import as_seen_here
from handouts.typeset.theme import Theme


class Cache:
    """A folder of entries. One that is damaged or can't be read is none; one that can't be written is not kept."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, task: Task) -> bool:
        """Tell whether there seems to be an entry for a task."""
        return not task.verify and self._path(task).is_file()

    def get(self, task: Task) -> Made | None:
        """Give what was once made of a task's inputs, or None; under ``--strict`` only what has no warnings."""
        try:
            head, _, data = self._path(task).read_bytes().partition(b"\n")
            made = _parsed(json.loads(head), data)
        except (OSError, ValueError, TypeError, KeyError):
            return None
        warned = any(one.severity is Severity.WARNING for one in made.diagnostics)
        return None if task.strict and warned else _as_seen_here(made, task)

    def keep(self, task: Task, made: Made) -> None:
        """Keep what was made; what failed is tried again every time."""
        if not made.files:
            return
        head = {
            "records": [asdict(one) for one in made.records],
            "diagnostics": [one.as_dict() for one in made.diagnostics],
            "about_styles": [one.as_dict() for one in made.about_styles],
            "styles": list(made.styles),
            "files": [(path, len(data), sum_of(data)) for path, data in made.files.items()],
        }
        import tempfile

        path = self._path(task)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(json.dumps(head).encode() + b"\n" + b"".join(made.files.values()))
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise

    def _path(self, task: Task) -> Path:
        parts = (f"{name}={value}" for name, value in sorted(task.inputs.items()))
        name = digest(task.job.key, *(one.path for one in task.job.outputs), *parts)
        return self.root / name[:2] / name


class Remembering:
    """Takes from a cache what is there, has the rest made, and keeps that."""

    def __init__(self, inner: Runner, cache: Cache) -> None:
        self.inner, self.cache = inner, cache

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        """Do the tasks that nobody has done before; see ``Runner``."""
        known: list[Task] = []

        def unknown() -> Iterator[Task]:
            for task in tasks:
                if self.cache.has(task):
                    known.append(task)
                else:
                    yield task

        yield from self._made(unknown())
        damaged = []
        for task in known:
            made = self.cache.get(task)
            if made is None:
                damaged.append(task)
            else:
                yield task, made
        yield from self._made(damaged)

    def _made(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Made]]:
        for task, made in self.inner.run(tasks):
            if _is_as_planned(task):
                self.cache.keep(task, made)
            yield task, made

    def close(self) -> None:
        """End who makes the rest."""
        self.inner.close()


def _is_as_planned(task: Task) -> bool:
    """Tell whether the files that a worker has read are those that were hashed before, not saved in between.

    Texts and settings are sent with the task; images and the theme are read when it is done.
    """
    now = {**themed(Theme.of(task.library.root)), "images": Inputs(task.library, {}).images(task.job)}
    return all(task.inputs.get(name) == value for name, value in now.items())


def _parsed(head: dict[str, Any], data: bytes) -> Made:
    files: dict[str, bytes] = {}
    for path, length, wanted in head["files"]:
        files[path], data = data[:length], data[length:]
        if sum_of(files[path]) != wanted:
            raise ValueError(path)
    return Made(
        records=tuple(map(_record, head["records"])),
        files=files,
        diagnostics=tuple(map(from_dict, head["diagnostics"])),
        about_styles=tuple(map(from_dict, head["about_styles"])),
        styles=tuple(head["styles"]),
    )


def _record(values: dict[str, Any]) -> Record:
    return Record(**{**values, "guides": tuple(values["guides"]), "diagnostics": tuple(values["diagnostics"])})


def _as_seen_here(made: Made, task: Task) -> Made:
    """Give findings the paths by which this library's files are named here and now."""
    said = tuple(as_seen_here(made.diagnostics, task.job, task.library))
    dicts = tuple(one.as_dict() for one in said)
    records = tuple(replace(one, diagnostics=dicts) for one in made.records)
    return replace(made, diagnostics=said, records=records)
