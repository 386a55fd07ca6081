"""The worker: what comes out of one task, before anything is written."""

from pathlib import Path

from typesetting import Set, body

from handouts.export.job import Job
from handouts.export.plan import plan
from handouts.export.task import Made, Task
from handouts.export.worker import Worker

GOOD = body("## Key points\n- Rest.\n")
DEAD_LINK = body("See [below](#nowhere).\n")


def made(one: Set, *, html_only: bool = True, strict: bool = False) -> tuple[Job, Made]:
    (job,) = plan([one.guide], html_only=html_only)
    return job, Worker(Path("/nowhere")).make(Task(job, one.library, strict=strict))


def test_the_bytes_are_handed_back_with_their_records() -> None:
    job, result = made(GOOD, html_only=False)
    assert sorted(result.files) == sorted(one.path for one in job.outputs)
    assert {one.path: one.bytes for one in result.records} == {
        path: len(data) for path, data in result.files.items()
    }


def test_a_guide_with_an_error_has_no_files_and_a_reason() -> None:
    _, result = made(DEAD_LINK)
    assert (result.files, result.records) == ({}, ())
    assert [one.code for one in result.diagnostics] == ["dead-link"]
