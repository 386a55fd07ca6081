"""The wheel: exactly what a user of ``pip install`` gets, and that it works away from the checkout."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from golden import assert_golden
from support import FRONT_MATTER

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def shipped(folder: str) -> set[str]:
    found = {one.relative_to(ROOT).as_posix() for one in (ROOT / folder).rglob("*") if one.is_file()}
    return {one for one in found if "__pycache__" not in one}


def test_the_wheel_holds_the_package_its_templates_and_its_styles_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    resources = {f"handouts/{one}" for one in shipped("templates") | shipped("styles")}
    assert names == shipped("handouts") | resources
    assert "handouts/styles/fonts/AtkinsonHyperlegibleNext-Regular.ttf" in names
    assert not [name for name in names if name.startswith(("tests", "content"))]


def test_licences_of_the_program_and_of_each_font_are_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        licences = sorted(name.split("/licenses/")[1] for name in archive.namelist() if "/licenses/" in name)
    assert licences == [
        "LICENSE",
        "styles/fonts/LICENSE-AtkinsonHyperlegibleNext.txt",
        "styles/fonts/LICENSE-NotoEmoji.txt",
        "styles/fonts/LICENSE-NotoSans.txt",
        "styles/fonts/LICENSE-NotoSansSC.txt",
    ]


def test_it_makes_a_leaflet_where_there_is_no_checkout(wheel: Path, tmp_path: Path) -> None:
    installed, library = tmp_path / "site", tmp_path / "guides"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    library.mkdir()
    (library / "asthma.md").write_text(FRONT_MATTER + "Breathe.\n")
    command = [sys.executable, "-m", "handouts", "export", "--content", "guides", "-q"]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (tmp_path / "out/leaflets/en/asthma.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_the_list_of_what_is_in_it(wheel: Path) -> None:
    """Golden, so that whoever adds or loses a file sees it in the diff."""
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(
            re.sub(r"^handouts-[^/]*\.dist-info", "handouts.dist-info", name) for name in archive.namelist()
        )
    assert_golden("wheel.txt", "\n".join(names) + "\n")
