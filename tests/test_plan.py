"""The plan: which files an export makes of each guide, said before anything is made."""

import pickle
from dataclasses import replace
from pathlib import PurePosixPath

from typesetting import body

from handouts.export.job import Job, Output
from handouts.export.plan import plan
from handouts.library.guide import Rejected

ASTHMA = body("Text.").guide


def test_a_page_and_a_leaflet_are_made_of_each_guide() -> None:
    assert plan([ASTHMA]) == (
        Job(
            "leaflet",
            "asthma",
            "en",
            "Asthma",
            "Breathing",
            ("asthma.md",),
            (
                Output("html/en/asthma.html", "html", "standard"),
                Output("leaflets/en/asthma.pdf", "leaflet", "standard"),
            ),
        ),
    )


def test_html_only_plans_no_leaflet() -> None:
    assert [one.kind for one in plan([ASTHMA], html_only=True)[0].outputs] == ["html"]


def test_jobs_stand_in_the_order_of_the_guides() -> None:
    other = body("Text.", slug="croup", lang="de").guide
    assert [job.outputs[1].path for job in plan([other, ASTHMA])] == [
        "leaflets/de/croup.pdf",
        "leaflets/en/asthma.pdf",
    ]


def test_a_rejected_file_has_a_job_so_that_its_old_outputs_are_known() -> None:
    rejected = Rejected("content/croup.md", PurePosixPath("croup.md"), "croup", "en")
    assert [one.path for one in plan([rejected])[0].outputs] == ["html/en/croup.html", "leaflets/en/croup.pdf"]


def test_a_file_whose_name_can_t_be_used_never_had_an_output() -> None:
    assert plan([Rejected("content/你好.md", PurePosixPath("你好.md"), "", "en")])[0].outputs == ()


def test_a_job_has_a_name_of_its_own_on_every_machine() -> None:
    (job,) = plan([ASTHMA])
    assert job.key == "leaflet/en/asthma"
    assert replace(job, edition="large-print").key == "leaflet/en/asthma.large-print"


def test_a_job_is_small_when_it_is_sent_to_a_worker() -> None:
    (job,) = plan([body("Text. " * 10_000).guide])
    assert pickle.loads(pickle.dumps(job)) == job  # noqa: S301 - our own
    assert len(pickle.dumps(job)) < 1000
