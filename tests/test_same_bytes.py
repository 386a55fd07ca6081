"""The same input gives the same bytes: in another process, folder, language and time, whatever fonts there are."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from support import Shelf
from typesetting import SHIPPED

REFERENCE = Path(__file__).parent / "fixtures" / "reference"


def sums(out: Path) -> dict[str, str]:
    """Give the SHA-256 of every file."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def foreign_fonts(tmp_path: Path) -> Path:
    """Install a font of the same family name as ours, of another shape, where fontconfig looks for a user's."""
    folder = tmp_path / "home" / ".local" / "share" / "fonts"
    folder.mkdir(parents=True)
    for shipped, name in (("NotoSansMath.ttf", "Handouts Sans"), ("NotoSans-Bold.ttf", "Handouts Wide")):
        with TTFont(SHIPPED.fonts / shipped) as font:
            for record in font["name"].names:
                if record.nameID in (1, 4, 16):
                    record.string = name
            font.save(folder / shipped)
    config = tmp_path / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder}</dir>'
        "<dir>/usr/share/fonts</dir><match><edit name='family' mode='assign_replace'>"
        "<string>Handouts Wide</string></edit></match></fontconfig>"
    )
    return config


def exported(place: Path, out: Path, **environment: str) -> dict[str, str]:
    """Export the reference guide in a process of its own and give the sums of its files."""
    command = [sys.executable, "-m", "handouts", "export", "frequent-heartburn", "-q"]
    ran = subprocess.run(
        [*command, "--content", str(REFERENCE), "--out", str(out)],
        cwd=place,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return sums(out)


def test_in_other_processes_folders_languages_and_with_other_fonts(
    reference_export: Shelf, tmp_path: Path, foreign_fonts: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    first = sums(reference_export.out)
    second = exported(elsewhere, tmp_path / "second", PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo")
    third = exported(
        tmp_path,
        tmp_path / "third",
        PYTHONHASHSEED="4711",
        LC_ALL="C.UTF-8",
        TZ="America/New_York",
        HOME=str(tmp_path / "home"),
        XDG_DATA_HOME=str(tmp_path / "home" / ".local" / "share"),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
        FONTCONFIG_FILE=str(foreign_fonts),
        SOURCE_DATE_EPOCH="0",
    )
    assert len(first) == 3
    assert second == third
    del first["manifest.json"], second["manifest.json"]  # it names the folder that the guides came from
    assert first == second


def test_from_a_copy_of_the_library_in_another_place(reference_export: Shelf, tmp_path: Path) -> None:
    shutil.copytree(REFERENCE, tmp_path / "copy")
    Shelf(tmp_path / "copy", tmp_path / "out").export("frequent-heartburn")
    first, second = sums(reference_export.out), sums(tmp_path / "out")
    del first["manifest.json"], second["manifest.json"]
    assert first == second


def test_whatever_was_printed_before_in_the_same_process(reference_export: Shelf, tmp_path: Path) -> None:
    shelf = Shelf(REFERENCE, tmp_path)
    shelf.export()
    path = "leaflets/en/frequent-heartburn.pdf"
    assert sums(tmp_path)[path] == sums(reference_export.out)[path]
