"""The console: how loudly it speaks, in which order, and in which numbers."""

import io
import json
from contextlib import redirect_stderr

import pytest
from support import MakeShelf, guide

from handouts.console import NORMAL, QUIET, VERBOSE, Console
from handouts.diagnostics import error, warning
from handouts.export.export import Report
from handouts.progress import Pace, in_words

WARNING = warning("unknown-key", "'tag' is not used", "a.md", (2, 1), "did you mean tags?")
ERROR = error("bad-date", '"soon" is not a date', "a.md", (3, 14))


@pytest.fixture
def report(shelf: MakeShelf) -> Report:
    """Give the report of an export with one good guide, one with a warning, one draft and one that failed."""
    return shelf(
        {
            "asthma.md": guide("Keep your inhaler with you."),
            "eczema.md": guide("Use your cream.", descripton="Skin"),
            "new.md": guide("Not yet.", draft="true"),
            "broken.md": guide("Text.", publishDate="soon"),
        },
        settings='base_url = "https://hillstreet.org"',
    ).export(html_only=True)


# Findings


def test_errors_stand_last_where_the_eye_is(capsys: pytest.CaptureFixture[str]) -> None:
    Console().findings([ERROR, WARNING])
    assert capsys.readouterr() == ("", f"{WARNING}\n{ERROR}\n")


def test_quiet_leaves_out_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    Console(QUIET).findings([ERROR, WARNING])
    assert capsys.readouterr() == ("", f"{ERROR}\n")


# The summary


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (QUIET, ["error[bad-date]"]),
        (
            NORMAL,
            [
                "warning[unknown-key]",
                "error[bad-date]",
                "2 leaflets made in out; 1 draft left out (--drafts makes them); 1 failed, see above.",
            ],
        ),
    ],
)
def test_a_summary_says_what_was_found_and_made(
    report: Report, capsys: pytest.CaptureFixture[str], level: int, said: list[str]
) -> None:
    Console(level).summary(report, "out")
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == len(said)
    assert all(part in line for part, line in zip(said, err.splitlines(), strict=True))


def test_a_summary_for_programs_is_in_figures(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    Console(QUIET, as_json=True).summary(report, "out")
    figures = json.loads(capsys.readouterr().out)
    assert figures.pop("bytes") > 1000
    assert figures.pop("seconds") >= 0
    assert figures == {
        "event": "summary",
        "made": 2,
        "current": 0,
        "failed": 1,
        "drafts": 1,
        "removed": 0,
        "pages": 0,
        "sheets": 0,
        "sheets_saved": 0,
    }


def test_pages_are_counted_and_the_sheets_they_need(shelf: MakeShelf, capsys: pytest.CaptureFixture[str]) -> None:
    long = guide("\n\n".join(["Keep your inhaler with you."] * 60))
    made = shelf(
        {"long.md": long, "short.md": guide("Keep well.")}, settings='base_url = "https://hillstreet.org"'
    )
    report = made.export()
    pages = [record.pages for record in report.records if record.kind == "leaflet"]
    assert min(pages) == 1
    Console().summary(report, "out")
    sheets = sum(-(-number // 2) for number in pages)
    size = f"{sum(record.bytes for record in report.records) / 1000:.0f} kB"
    told = f"2 leaflets made in out; {sum(pages)} pages on {sheets} sheets of paper, {size}.\n"
    assert capsys.readouterr().err == told

    shown(report, Console(VERBOSE))
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 4
    assert said[-1].startswith("made leaflets/en/short.pdf (")
    assert said[-1].endswith(" kB, 1 page)")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.md": guide("Text.")}, "1 leaflet made in out.\n"),
        (
            {"a.md": guide("Text.", draft="true"), "b.md": guide("Text.", draft="true")},
            "0 leaflets made in out; 2 drafts left out (--drafts makes them).\n",
        ),
    ],
)
def test_numbers_and_nouns_agree(
    shelf: MakeShelf, capsys: pytest.CaptureFixture[str], files: dict[str, str], said: str
) -> None:
    Console().summary(shelf(files, settings='base_url = "https://a.org"').export(html_only=True), "out")
    assert capsys.readouterr().err == said


# Progress


class Screen(io.StringIO):
    """A stderr that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Give a screen, for ``redirect_stderr``, on a terminal that can draw."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return Screen()


def shown(report: Report, console: Console) -> None:
    with console.progress() as done:
        for outcome in report.outcomes:
            done(outcome, len(report.outcomes))


def test_a_bar_is_drawn_where_somebody_watches(report: Report, screen: Screen) -> None:
    with redirect_stderr(screen):
        shown(report, Console())
    assert "3/3" in screen.getvalue()


def test_on_a_screen_errors_are_red_and_warnings_yellow(screen: Screen) -> None:
    with redirect_stderr(screen):
        Console().findings([ERROR, WARNING])
    assert screen.getvalue() == f"\x1b[33m{WARNING}\x1b[0m\n\x1b[31m{ERROR}\x1b[0m\n"


def test_no_bar_is_drawn_for_a_file(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    shown(report, Console())
    assert capsys.readouterr() == ("", "")


def test_no_bar_is_drawn_when_quiet_is_wanted(report: Report, screen: Screen) -> None:
    with redirect_stderr(screen):
        shown(report, Console(QUIET))
    assert screen.getvalue() == ""


def test_verbose_says_each_file_and_what_became_of_it(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    shown(report, Console(VERBOSE))
    err = capsys.readouterr().err
    asthma, eczema, _ = report.records
    assert err.splitlines() == [
        f"made html/en/asthma.html ({asthma.bytes / 1000:.0f} kB)",
        f"made html/en/eczema.html ({eczema.bytes / 1000:.0f} kB)",
        "failed html/en/broken.html",
    ]


def test_programs_hear_of_each_file_as_it_is_made(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    shown(report, Console(QUIET, as_json=True))
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["event"], one["job"], one["status"]) for one in events] == [
        ("job", "leaflet/en/asthma", "made"),
        ("job", "leaflet/en/eczema", "made"),
        ("job", "leaflet/en/broken", "failed"),
    ]
    (output,) = events[0]["outputs"]
    assert (output["path"], output["status"], len(output["sha256"])) == ("html/en/asthma.html", "made", 64)
    assert [one["code"] for one in events[2]["diagnostics"]] == ["bad-date"]


def test_what_was_current_is_told_from_what_was_made(shelf: MakeShelf, capsys: pytest.CaptureFixture[str]) -> None:
    made = shelf({"a.md": guide("Text."), "b.md": guide("Text.")}, settings='base_url = "https://hillstreet.org"')
    made.export(html_only=True)
    report = made.export(html_only=True)
    Console().summary(report, "out")
    assert capsys.readouterr().err == "nothing to do in out: 2 leaflets current.\n"
    shown(report, Console(VERBOSE))
    assert capsys.readouterr().err.splitlines()[0].startswith("current html/en/a.html (")
    (made.root / "a.md").write_text(guide("Other text."))
    Console().summary(made.export(html_only=True), "out")
    assert capsys.readouterr().err == "1 leaflet made in out; 1 leaflet current.\n"


def test_a_log_gets_a_line_now_and_then() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    said = []
    for number in range(1, 101):
        now[0] += 0.5
        said.append(pace.line(100, failed=number == 3, worked=number > 10))
    assert [line for line in said if line] == [
        "20 of 100 done, 1 failed, 1.0 a second, 1 min 20 s left",
        "40 of 100 done, 1 failed, 1.5 a second, 40 s left",
        "60 of 100 done, 1 failed, 1.7 a second, 24 s left",
        "80 of 100 done, 1 failed, 1.8 a second, 11 s left",
    ]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.04, "0.0 s"), (3.14, "3.1 s"), (42.3, "42 s"), (250, "4 min 10 s"), (7500, "2 h 5 min")],
)
def test_times_are_written_for_people(seconds: float, said: str) -> None:
    assert in_words(seconds) == said
