"""``handouts verify``: a good file is good, and every way of damaging it is found and said in words."""

import io
import json
import subprocess
from functools import cache
from pathlib import Path

import damage
import pikepdf
import pytest
from support import MakeShelf, Shelf, guide, verapdf
from typesetting import Set, engine, typeset

from handouts.cli import run
from handouts.export.planners import everything
from handouts.verify.opened import Opened
from handouts.verify.verify import verify

TEXT = f"""
## Key Points

- One with a [link](https://a.example/1) and <span lang="fr">crème brûlée</span>.
- Two.

## Doses

| Age | Dose |
|-----|------|
| 12  | 250 mg |
| 18  | 500 mg |

## A Long Story

{"A line of text that goes on and on over the page. " * 90}
and ends here
"""


@cache
def good() -> tuple[bytes, str]:
    """Give a leaflet of two pages with a bit of everything, and the page that it was made from."""
    made: Set = typeset(guide(TEXT.replace(". A line", " and a line")))
    return engine().print(made.html).pdf, made.html.text


def codes(data: bytes, html: str = "") -> set[str]:
    return {one.code for one in verify(data, "leaflet.pdf", html)}


def test_a_good_file_is_good() -> None:
    data, html = good()
    assert verify(data, "leaflet.pdf", html) == ()
    # Saved again by another program it is as good: what is found below is the damage.
    assert verify(damage.damaged(data, lambda _: None), "leaflet.pdf", html) == ()


def test_every_leaflet_says_what_its_source_says(
    content_export: Shelf, reference_export: Shelf, constructs_export: Shelf
) -> None:
    for shelf in (content_export, reference_export, constructs_export):
        for pdf in sorted(shelf.out.glob("leaflets/*/*.pdf")):
            html = shelf.html(pdf.stem, pdf.parent.name).read_text("utf-8")
            assert verify(pdf.read_bytes(), pdf.name, html) == ()


def test_a_bundle_says_what_its_source_says(shelf: MakeShelf) -> None:
    files = {
        f"{name}.md": guide(
            f"## Key points\n- See [another](/guides/{other}/).", title=name.title(), tags="[a, b]"
        )
        for name, other in (("angina", "asthma"), ("asthma", "angina"))
    }
    made = shelf(files)
    report = made.export(verify=True, planner=everything)
    assert not report.found, [str(one) for outcome in report.outcomes for one in outcome.diagnostics]
    bundle = made.bundle()
    opened = Opened(bundle.read_bytes())
    assert [one.said("/T") for one in opened.elements if one.role == "Part"] == ["Angina", "Asthma"]
    assert [one.role for one in opened.elements if one.role in ("TOC", "Index")] == ["TOC", "Index"]
    assert verify(bundle.read_bytes(), bundle.name) == ()


@pytest.mark.parametrize("hurt", damage.BY_FILE, ids=lambda one: one.__name__)
def test_a_damage_is_seen_in_the_file(hurt: damage.Damage) -> None:
    assert damage.BY_FILE[hurt] in codes(damage.damaged(good()[0], hurt))


@pytest.mark.parametrize("hurt", damage.BY_SOURCE, ids=lambda one: one.__name__)
def test_a_damage_is_seen_beside_the_source(hurt: damage.Damage) -> None:
    assert damage.BY_SOURCE[hurt] in codes(damage.damaged(good()[0], hurt), good()[1])


@pytest.mark.slow
def test_veraPDF_sees_the_rest(tmp_path: Path) -> None:  # noqa: N802
    files = {tmp_path / f"{hurt.__name__}.pdf": hurt for hurt in damage.BY_VERAPDF}
    for path, hurt in files.items():
        path.write_bytes(damage.damaged(good()[0], hurt))
    (tmp_path / "good.pdf").write_bytes(good()[0])
    ran = subprocess.run(
        [verapdf(), "ua1,2a", tmp_path / "good.pdf", *files], capture_output=True, text=True, check=False
    )
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    refused = {Path(one["file"]).name for one in said if not one["compliant"]}
    assert refused == {path.name for path in files}


def test_there_are_more_than_thirty_ways_of_damaging_a_file() -> None:
    assert len(damage.BY_FILE) + len(damage.BY_SOURCE) + len(damage.BY_VERAPDF) >= 60


# ---- Files that are hardly any


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"<html></html>"])
def test_what_is_no_pdf_is_said_to_be_none(data: bytes) -> None:
    assert "pdf-damaged" in codes(data)


@pytest.mark.parametrize("kept", [slice(2000), slice(-2000)])
def test_what_is_left_of_a_pdf_is_said_to_be_none(kept: slice) -> None:
    assert "pdf-damaged" in codes(good()[0][kept])


def test_a_file_that_is_locked() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good()[0])) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="one", user="two"))
    assert codes(out.getvalue()) == {"pdf-locked"}


# ---- The command


def test_the_command_says_in_words_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fine, bad = tmp_path / "fine.pdf", tmp_path / "bad.pdf"
    fine.write_bytes(good()[0])
    bad.write_bytes(damage.damaged(good()[0], damage.no_language))
    assert run(["verify", str(fine)]) == 0
    assert capsys.readouterr().out == f"{fine}: good\n"
    assert run(["verify", str(fine), str(bad)]) == 1
    said = capsys.readouterr()
    assert said.out == f"{fine}: good\n"
    assert said.err.strip() == (
        f"{bad}: error[pdf-language]: the file does not say its language: a screen reader takes the voice "
        "that the reader has set"
    )


def test_the_command_tells_what_is_read_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(good()[0])
    assert run(["verify", "--text", str(path)]) == 0
    rows = capsys.readouterr().out.splitlines()
    at = rows.index("Section 'Key Points'")
    assert rows[at + 1 : at + 6] == [
        "  Heading 2: Key Points",
        "  List of 2",
        "    • One with a link [1] and crème brûlée.",
        "      Link: link -> https://a.example/1",
        "    • Two.",
    ]


def test_the_command_speaks_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(damage.damaged(good()[0], damage.no_title))
    assert run(["verify", "--json", str(path)]) == 1
    row = json.loads(capsys.readouterr().out)
    assert (row["path"], row["ok"]) == (str(path), False)
    assert [one["code"] for one in row["diagnostics"]] == ["pdf-title"]


@pytest.mark.parametrize("name", ["nowhere.pdf", "."])
def test_a_file_that_can_t_be_read(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(tmp_path / name)]) == 2
    assert "hint: name" in capsys.readouterr().err
