"""Verdicts: whether a job must be done, and why. By content: no date of a file is ever asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handouts.diagnostics import Diagnostic, Severity, from_dict, has_errors, in_order, made_strict
from handouts.export.inputs import REASONS
from handouts.export.job import LEAFLET, Job
from handouts.export.manifest import MADE, Record, sum_of
from handouts.export.writer import Folder
from handouts.library.library import Library

NEW = "new"
FORCED = "forced"
FAILED_BEFORE = "failed before"
MISSING = "file missing"
DAMAGED = "file damaged"
STRICT = "warnings count"
REFUSED = "refused"
"""What the library says of the guide keeps it from being made, whatever is in the folder."""


@dataclass(frozen=True, slots=True)
class Step:
    """A job of a plan, with everything that goes into it and the reasons to do it."""

    job: Job
    inputs: Mapping[str, str]
    """Hashes, by the keys of ``inputs.REASONS``."""
    reasons: tuple[str, ...]
    """Why it must be done; empty where its files are current."""
    records: tuple[Record, ...] = ()
    """What is known of its files, where they are current."""
    said: tuple[Diagnostic, ...] = ()
    """Why it is refused."""

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values, for ``handouts plan --json``."""
        job = self.job
        return {
            "job": job.key,
            "kind": job.kind,
            "edition": job.edition,
            "lang": job.lang,
            "title": job.title,
            "guides": list(job.guides),
            "outputs": [one.path for one in job.outputs],
            "reasons": list(self.reasons),
            "diagnostics": [one.as_dict() for one in self.said],
            "current": self.is_current,
            "inputs": dict(self.inputs),
        }

    @property
    def is_current(self) -> bool:
        """Tell whether nothing needs to be done."""
        return not self.reasons

    @property
    def is_refused(self) -> bool:
        """Tell whether nothing can be done."""
        return self.reasons == (REFUSED,)


def judge(
    job: Job,
    inputs: Mapping[str, str],
    before: Mapping[str, Record],
    folder: Folder,
    *,
    force: bool = False,
    strict: bool = False,
) -> Step:
    """Compare a job with what an earlier export has recorded, and that with the files on disk."""
    known = [before.get(output.path) for output in job.outputs]
    records = tuple(one for one in known if one is not None)
    reasons: tuple[str, ...] = ()
    if force:
        reasons = (FORCED,)
    elif not known or len(records) < len(known):
        reasons = (NEW,)
    elif any(one.status != MADE for one in records):
        reasons = (FAILED_BEFORE,)
    elif not (reasons := tuple(said for part, said in REASONS.items() if _differs(part, inputs, records))):
        reasons = tuple(sorted({fault for one in records if (fault := _fault(one, folder))}))
        if not reasons and strict and any(map(_has_warnings, records)):
            reasons = (STRICT,)
    return Step(job, inputs, reasons, () if reasons else records)


def _has_warnings(record: Record) -> bool:
    return any(said["severity"] == Severity.WARNING for said in record.diagnostics)


def _differs(part: str, inputs: Mapping[str, str], records: Iterable[Record]) -> bool:
    return any(one.inputs.get(part) != inputs.get(part) for one in records)


def _fault(record: Record, folder: Folder) -> str:
    """Say what is wrong with a file on disk, or "" where it is what was once made."""
    data = folder.read(record.path)
    if data is None:
        return MISSING
    return "" if sum_of(data) == record.sha256 else DAMAGED


def said_of_current(step: Step, library: Library) -> tuple[Diagnostic, ...]:
    """Give what there is to say of a job that is current: what was found when it was made, as it stands today.

    What the library says is taken from today's; what was found in conversion is as it was, but for the folder that
    the user has named, which may be another by now.
    """
    today = library.about(step.job.guides)
    known = {(one.code, one.line) for one in today}
    found = [from_dict(said) for one in step.records[:1] for said in one.diagnostics]
    kept = (one for one in as_seen_here(found, step.job, library) if (one.code, one.line) not in known)
    return in_order((*today, *kept))


def as_seen_here(said: Iterable[Diagnostic], job: Job, library: Library) -> Iterator[Diagnostic]:
    """Give findings of old about a job's guides the paths by which these files are named here and now."""
    places = {place: library.at(place).path for place in job.guides}
    return (_here(one, places) for one in said)


def _here(said: Diagnostic, places: Mapping[str, str]) -> Diagnostic:
    if said.path in places.values():
        return said
    for place, path in sorted(places.items(), key=lambda one: -len(one[0])):  # a/asthma.md before asthma.md
        if f"/{said.path}".endswith(f"/{place}"):
            return replace(said, path=path)
    return said


def objections(job: Job, library: Library, *, strict: bool) -> tuple[Diagnostic, ...]:
    """Give what the library says of a job's guides where that keeps them from being published, or else nothing."""
    said = in_order(library.about(job.guides))
    said = made_strict(said) if strict else said
    return said if has_errors(said) else ()


def refusal(step: Step) -> list[Diagnostic]:
    """Say of a book which guides keep it from being made."""
    if step.job.kind == LEAFLET:
        return []  # its guide's own problems say it all
    from handouts.export import publications  # it converts, and most plans need nothing of it

    return publications.refusal(step.job, step.said)
