"""Fixtures; what they are made of stands in ``support``."""

import fcntl
import gc
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from pdf_facts import Facts
from support import LIBRARY_TOML, MakeShelf, Shelf
from typesetting import SHIPPED, composer, engine

from handouts.export import surroundings
from handouts.export.job import BUNDLE
from handouts.export.planners import Plan, Planner, everything, leaflets
from handouts.export.pool_worker import GARBAGE
from handouts.export.report import Options
from handouts.export.runner import cores
from handouts.library.library import Library, Selection
from handouts.typeset.compose import Composer
from handouts.typeset.layout import Engine
from handouts.typeset.theme import Theme

# The same examples on every machine, however slow it is: a test that fails has failed for its author first.
settings.register_profile("handouts", deadline=None, derandomize=True, database=None)
settings.load_profile("handouts")

HERE = Path(__file__).parent

gc.set_threshold(GARBAGE)  # as in a worker


def pytest_collection_finish() -> None:
    """Keep the collector of garbage away from thousands of tests, as workers do with what they have loaded."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _the_shipped_theme_is_loaded_once() -> Iterator[None]:
    """Share templates, styles and fonts among the exports of a process, as the jobs of a worker do.

    A library that has templates or styles of its own has them read anew for every export; so it is with the hashes
    of these files, by which an export knows what is current.
    """

    def composer_for(theme: Theme) -> Composer:
        return composer() if theme == SHIPPED else Composer(theme)

    def engine_for(theme: Theme) -> Engine:
        return engine() if theme == SHIPPED else Engine(theme)

    hashes = surroundings.themed

    @cache
    def hashes_of_the_shipped_theme() -> dict[str, str]:
        return hashes(SHIPPED)

    def hashes_for(theme: Theme) -> dict[str, str]:
        return hashes_of_the_shipped_theme() if theme == SHIPPED else hashes(theme)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handouts.export.surroundings.themed", hashes_for)
        patch.setattr("handouts.export.worker.Composer", composer_for)
        patch.setattr("handouts.export.worker.Engine", engine_for)
        yield


@pytest.fixture
def no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands do their jobs in this process: to start workers takes longer than what these have to do.

    What real workers do, and commands with them, is seen in ``test_pool`` and ``test_faults``.
    """
    monkeypatch.setattr("handouts.export.runner.cores", lambda: 0)


@pytest.fixture
def shelf(tmp_path: Path) -> MakeShelf:
    """Give a function that writes files into a library; ``library.toml`` is there unless it is given as ""."""

    def make(files: Mapping[str, str | bytes], settings: str = LIBRARY_TOML) -> Shelf:
        root = tmp_path / "content"
        for name, content in {"library.toml": settings, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Shelf(root, tmp_path / "out")

    return make


@pytest.fixture(scope="session")
def content_export(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Export the leaflets of ``content/`` and one of its bundles, once for all processes of a test run.

    On all cores: the other processes wait for it, mostly.
    """
    return _once(tmp_path_factory, HERE.parent / "content", planner=leaflets_and_a_bundle, jobs=cores())


@pytest.fixture(scope="session")
def whole_content_export(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Export ``content/`` with all its bundles, as the command does: for slow tests."""
    content = HERE.parent / "content"
    return _once(tmp_path_factory, content, planner=everything, name="whole-content", jobs=cores())


def leaflets_and_a_bundle(library: Library, wanted: Selection, options: Options) -> Plan:
    """Plan all leaflets, and the bundle of the category that has the most guides."""
    plan = everything(library, wanted, options)
    jobs = (
        job for job in plan.jobs if job.kind != BUNDLE or (job.name, job.lang) == ("heart-and-circulation", "en")
    )
    return replace(plan, jobs=tuple(jobs))


@pytest.fixture(scope="session")
def reference_export(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Export the reference guide, once for all processes of a test run."""
    return _once(tmp_path_factory, HERE / "fixtures" / "reference", "frequent-heartburn")


@pytest.fixture(scope="session")
def constructs_export(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Export the guide that has every construct in it, a draft, once for all processes of a test run."""
    return _once(tmp_path_factory, HERE / "fixtures" / "constructs", drafts=True)


@pytest.fixture(scope="session")
def editions_export(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Export the reference guide in every edition, once for all processes of a test run."""
    return _once(tmp_path_factory, HERE / "fixtures" / "reference", "frequent-heartburn", editions="all")


@pytest.fixture(scope="session")
def construct_editions_export(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Export the guide that has every construct in it in every edition, once for all processes of a test run."""
    return _once(
        tmp_path_factory, HERE / "fixtures" / "constructs", "every-construct", drafts=True, editions="all"
    )


@pytest.fixture(scope="session")
def reference(reference_export: Shelf) -> Facts:
    """The reference leaflet, opened."""
    return Facts(reference_export.pdf("frequent-heartburn"))


@pytest.fixture(scope="session")
def constructs(constructs_export: Shelf) -> Facts:
    """The leaflet that has every construct in it, opened."""
    return Facts(constructs_export.pdf("every-construct"))


def _once(
    tmp_path_factory: pytest.TempPathFactory,
    root: Path,
    *names: str,
    drafts: bool = False,
    editions: str = "",
    planner: Planner | None = None,
    name: str = "",
    jobs: int = 0,
) -> Shelf:
    """Make an export, or take the one that another process of pytest-xdist has made."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    name = name or f"{root.name}-{editions}"
    shelf = Shelf(root, shared / name)
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{name}.done"
        if not done.exists():
            # Bundles of one edition are enough: of each they would cost as much as all leaflets.
            makes = planner or (leaflets if editions else everything)
            wanted = [editions] if editions else []
            shelf.export(*names, drafts=drafts, editions=wanted, planner=makes, jobs=jobs, timeout=600)
            done.touch()
    return shelf
