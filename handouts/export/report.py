"""What is asked of an export, and what is said of it afterwards."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from handouts.diagnostics import Diagnostic, has_errors
from handouts.export.job import Job
from handouts.export.manifest import Record
from handouts.export.runner import TIMEOUT
from handouts.export.shards import WHOLE, Shard
from handouts.export.verdict import Step
from handouts.typeset.edition import PLAIN, Edition


@dataclass(frozen=True, slots=True)
class Options:
    """How to export."""

    out: Path
    today: date
    """The day on which guides leave: it decides which are overdue, and which come too early."""
    editions: tuple[Edition, ...] = (PLAIN,)
    html_only: bool = False
    strict: bool = False
    verify: bool = False
    """Read every PDF back, and refuse it where it does not say what its guide says."""
    allow_overdue: bool = False
    """Publish guides whose review is overdue, with a stamp on every page."""
    jobs: int = 0
    """Workers; 0 for none: this process does everything itself."""
    timeout: float = TIMEOUT
    """Seconds that a worker may take for a leaflet."""
    force: bool = False
    """Make what is current, too."""
    prune: bool = False
    """Remove files whose guides are no longer published."""
    shard: Shard = WHOLE
    """The part of the plan that is done here; others do the others."""
    cache: Path | None = None
    """Folder in which what is made is kept for others who make the same."""
    cluster: str = ""
    """Address of a Dask scheduler whose workers do the jobs instead of those of this machine."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job."""

    job: Job
    records: tuple[Record, ...]
    diagnostics: tuple[Diagnostic, ...]
    current: bool = False
    """Whether nothing had to be made: what stands in the folder is what would be made again."""

    @property
    def failed(self) -> bool:
        """Tell whether nothing was published."""
        return has_errors(self.diagnostics)

    @property
    def status(self) -> str:
        """Give ``made``, ``current`` or ``failed``."""
        return "failed" if self.failed else "current" if self.current else "made"

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values, for ``--json``."""
        inputs = {"job", "inputs", "diagnostics"}
        return {
            "job": self.job.key,
            "kind": self.job.kind,
            "status": self.status,
            "outputs": [{k: v for k, v in asdict(one).items() if k not in inputs} for one in self.records],
            "diagnostics": [one.as_dict() for one in self.diagnostics],
        }


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an export would do, in order."""

    steps: tuple[Step, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    """What is to be said about the library rather than a guide."""

    @property
    def found(self) -> bool:
        """Tell whether it is known already that the export would end with exit code 1."""
        return has_errors(self.diagnostics) or any(step.is_refused for step in self.steps)


@dataclass(slots=True)
class Report:
    """What a whole export did, in order."""

    diagnostics: tuple[Diagnostic, ...] = ()
    """What is to be said about the library and the styles rather than a guide."""
    drafts: int = 0
    """Guides left out because they are drafts."""
    outcomes: list[Outcome] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    """Paths of files that were removed because their guides are no longer published."""
    seconds: float = 0.0

    @property
    def records(self) -> list[Record]:
        """What is known of every file of the guides that were wanted."""
        return [record for outcome in self.outcomes for record in outcome.records]

    @property
    def found(self) -> bool:
        """Tell whether a guide failed, or the library has errors: exit code 1."""
        return has_errors(self.diagnostics) or any(one.failed for one in self.outcomes)

    @property
    def counts(self) -> Counter[str]:
        """How many jobs were ``made``, ``current`` and ``failed``."""
        return Counter(one.status for one in self.outcomes)
