"""A sheet found on a desk leads back to its guide, also when the guide has changed since."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_facts import Facts
from support import MakeShelf, Shelf, guide

from handouts.cli import run
from handouts.export import manifest
from handouts.export.sources import Source, merged, reference_in, source_of, trace

KEYS = {"version": '"1.0"', "publishDate": "2026-03-14"}
FIRST = guide("Keep your inhaler with you.", **KEYS)
SECOND = guide("Keep your inhaler and your spacer with you.", **{**KEYS, "version": '"1.1"'})


@pytest.fixture
def made(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Give a library of two guides, exported, in the folder that the command line stands in."""
    found = shelf({"en/asthma.md": FIRST, "en/angina.md": guide("Stop and rest.", title="Angina")})
    monkeypatch.chdir(found.root.parent)
    found.export(html_only=True)
    return found


def hash_of(made: Shelf, slug: str = "asthma") -> str:
    found = made.library.find(slug, "en")
    assert found is not None
    return found.source_hash


def asked(reference: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    code = run(["trace", *reference.split(), *options])
    return (code, *capsys.readouterr())


# ---- What somebody types


@pytest.mark.parametrize(
    "said",
    [
        "3f9a2c1b",
        "3F9A2C1B",
        " 3f9a 2c1b ",
        "Ref. 3f9a2c1b",
        "Réf. 3f9a2c1b",
        "Код 3f9a2c1b",
        "Version 1.0, 23 November 2026 · English · Ref. 3f9a2c1b",
    ],
)
def test_a_reference_is_found_in_what_was_copied_off_a_sheet(said: str) -> None:
    assert reference_in(said) == "3f9a2c1b"


@pytest.mark.parametrize("said", ["", "3f9", "Ref.", "asthma", "3f9a2c1b English", "a" * 65])
def test_what_is_no_reference_is_none(said: str) -> None:
    assert reference_in(said) == ""


@given(st.text("0123456789abcdef", min_size=4, max_size=64))
def test_every_beginning_of_a_hash_is_a_reference(said: str) -> None:
    assert reference_in(said) == said


# ---- What it leads to


def test_the_reference_on_the_page_leads_to_the_file(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    made.export("asthma")
    footer = Facts(made.pdf()).running[1][1]
    code, out, err = asked(footer, capsys)
    assert (code, err) == (0, "")
    assert out == (
        "content/en/asthma.md\n"
        f"  Asthma, version 1.0, 2026-03-14, en, Ref. {hash_of(made)}. This is the current text.\n"
    )


def test_its_beginning_is_enough_and_the_whole_sha_256_is_not_too_much(
    made: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(hash_of(made)[:4], capsys)[1].startswith("content/en/asthma.md\n")
    assert asked(hash_of(made) + "0" * 56, capsys)[1].startswith("content/en/asthma.md\n")


def test_without_any_export_the_library_answers(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(hash_of(made), capsys, "--out", "nowhere")
    assert (code, out.splitlines()[0]) == (0, "content/en/asthma.md")


def test_a_text_that_has_changed_since_leads_to_the_guide_that_it_has_become(
    made: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    old = hash_of(made)
    (made.root / "en/asthma.md").write_text(SECOND)
    for _ in range(2):  # before the next export, and after it
        code, out, _err = asked(old, capsys)
        assert code == 0
        assert out == (
            "content/en/asthma.md\n"
            f"  Asthma, version 1.0, 2026-03-14, en, Ref. {old}. The text has changed since: the sheet is out of "
            f"date. Now it is: Asthma, version 1.1, 2026-03-14, en, Ref. {hash_of(made)}.\n"
        )
        made.export(html_only=True)


def test_a_guide_that_was_moved_is_found_by_its_name(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    old = hash_of(made)
    (made.root / "en/asthma.md").unlink()
    (made.root / "lungs").mkdir()
    (made.root / "lungs/asthma.md").write_text(SECOND)
    assert asked(old, capsys)[1].startswith("content/lungs/asthma.md\n")


def test_a_guide_that_was_withdrawn_is_still_named(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    old = hash_of(made)
    (made.root / "en/asthma.md").unlink()
    made.export(html_only=True)
    code, out, _ = asked(old, capsys)
    assert code == 0
    assert out.startswith("en/asthma.md\n  Asthma, version 1.0")
    assert out.endswith("This guide is no longer in the library: the sheet is out of date.\n")


def test_a_guide_that_is_broken_now_is_still_named(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    old = hash_of(made)
    (made.root / "en/asthma.md").write_text("---\ntitle: Asthma\n")
    out = asked(old, capsys)[1]
    assert out.startswith("content/en/asthma.md\n")
    assert out.endswith("This guide can't be read at present: `handouts check` says why.\n")


def test_a_guide_that_failed_was_not_published(made: Shelf) -> None:
    before = manifest.parse((made.out / "manifest.json").read_bytes()).sources
    (made.root / "en/asthma.md").write_text(FIRST.replace("Keep", "![A knee](gone.png) Keep"))
    made.export(html_only=True)
    assert manifest.parse((made.out / "manifest.json").read_bytes()).sources == before


def test_two_files_of_one_text_are_both_named(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    (made.root / "en/copy.md").write_text(FIRST)
    assert [line for line in asked(hash_of(made), capsys)[1].splitlines() if line[0] != " "] == [
        "content/en/asthma.md",
        "content/en/copy.md",
    ]


def test_programs_are_answered_in_json(made: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    old = hash_of(made)
    (made.root / "en/asthma.md").write_text(SECOND)
    (row,) = json.loads(asked(old, capsys, "--json")[1])
    assert row == {
        "path": "en/asthma.md",
        "hash": old,
        "slug": "asthma",
        "lang": "en",
        "title": "Asthma",
        "version": "1.0",
        "day": "2026-03-14",
        "file": "content/en/asthma.md",
        "current": False,
        "hash_now": hash_of(made),
    }


@pytest.mark.usefixtures("made")
def test_a_reference_that_nobody_knows_is_told_so_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("00000000", capsys) == (
        1,
        "",
        (
            "no text with the reference 00000000 is known here\n"
            "hint: name its library and the folder of its leaflets: --content DIR --out DIR\n"
        ),
    )
    assert asked("00000000", capsys, "--json")[:2] == (1, "[]\n")


@pytest.mark.usefixtures("made")
def test_what_is_no_reference_is_refused_2(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked("asthma", capsys)
    assert (code, out) == (2, "")
    assert err.startswith("error: 'asthma' is no reference\nhint: copy what stands behind Ref. at the foot")


# ---- What is remembered


def test_the_manifest_remembers_every_text_once(made: Shelf) -> None:
    for text in (SECOND, FIRST, SECOND):
        (made.root / "en/asthma.md").write_text(text)
        made.export(html_only=True)
    rows = [(one["path"], one["version"]) for one in made.manifest["sources"]]
    assert sorted(rows) == [("en/angina.md", ""), ("en/asthma.md", "1.0"), ("en/asthma.md", "1.1")]


def test_an_older_manifest_without_texts_is_read() -> None:
    assert manifest.parse(b'{"version": 1, "outputs": []}').sources == ()


def test_histories_are_merged_whatever_their_order(made: Shelf) -> None:
    one, other = (source_of(guide) for guide in made.library.guides)
    assert merged([one], [other, one]) == merged([other], [one]) == tuple(sorted({one, other}))


def test_old_texts_come_after_those_of_today(made: Shelf) -> None:
    now = source_of(made.library.guides[0])
    old = Source("a.md", now.hash, "a", "en", "Old", "", "")
    assert [one.source for one in trace(now.hash, made.library, [old, now])] == [now, old]
    assert Path(now.path).suffix == ".md"
