"""The task and its result: what is sent to a worker, and what comes back. Both are pickled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handouts.diagnostics import Diagnostic, in_order, made_strict
from handouts.export.job import Job
from handouts.export.manifest import Record
from handouts.library.library import Library
from handouts.typeset.edition import PLAIN, Edition


@dataclass(frozen=True, slots=True)
class Task:
    """A job with all that a worker must know to do it, and nothing more. It is pickled."""

    job: Job
    library: Library
    edition: Edition = PLAIN
    """The one that the job names."""
    strict: bool = False
    """Every warning weighs as an error."""
    verify: bool = False
    """The PDF is read back before it is handed over, and compared with its page."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Hashes of what goes into it, for the records."""
    shelf: str = ""
    """The file with the quires of the last time, if they are wanted."""

    @property
    def is_long(self) -> bool:
        """Tell whether several guides are bound together: that may take a minute, a leaflet takes a moment."""
        return len(self.job.guides) > 1


@dataclass(frozen=True, slots=True)
class Made:
    """What came out of a task: the bytes of its files, or no files and the reason why among the diagnostics."""

    records: tuple[Record, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Bytes by path."""
    diagnostics: tuple[Diagnostic, ...] = ()
    about_styles: tuple[Diagnostic, ...] = ()
    """What is wrong with the stylesheets, and so with every publication. Never made strict: it is kept."""
    styles: tuple[str, ...] = ()
    """The stylesheets that its pages were laid out with; none where only HTML was asked for."""
    shelf: bytes = b""
    """The quires of a bundle, for the next time."""


def judged(diagnostics: Iterable[Diagnostic], *, strict: bool) -> tuple[Diagnostic, ...]:
    """Sort diagnostics, and raise warnings to errors where warnings weigh as such."""
    found = in_order(diagnostics)
    return made_strict(found) if strict else found


def patience(task: Task, timeout: float) -> float:
    """Give the seconds that a task may take where a leaflet may take ``timeout``."""
    return timeout * (1 + (len(task.job.guides) - 1) / 10)
