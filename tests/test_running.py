"""The margins of every page: which leaflet a sheet is of, and the stamps of what must be warned of."""

from dataclasses import replace

import pytest
from pdf_facts import MM, Facts, lines, overlaps
from support import TODAY, guide, parsed_guide
from typesetting import body, typeset

from handouts.library.governance import governed
from handouts.library.notices import Notice, NoticeKind
from handouts.settings import Settings
from handouts.typeset.edition import PLAIN
from handouts.typeset.running import Running, shortened

LONG = "\n\n".join(["A line of text."] * 90)


def running(**keys: str) -> Running:
    return Running(parsed_guide(guide("Text.", **keys)), Settings(publisher="Hill Street Surgery"))


# ---- Identity


def test_a_sheet_says_version_day_language_and_reference() -> None:
    found = running(version="1.2", publishDate="2026-03-14", updatedDate="2026-04-02")
    assert found.identity == f"Version 1.2, 2 April 2026\u00a0· English\u00a0· Ref.\u00a0{found.guide.source_hash}"


def test_what_is_not_known_is_not_said() -> None:
    assert running().identity == f"English\u00a0· Ref.\u00a0{running().guide.source_hash}"
    assert running(version="3").identity.startswith("Version 3\u00a0· English\u00a0· Ref.\u00a0")


def test_the_reference_is_that_of_the_text_not_of_its_line_ends() -> None:
    text = guide("Text.")
    same = {parsed_guide(one).source_hash for one in (text, text.replace("\n", "\r\n"), "\ufeff" + text)}
    assert len(same) == 1
    assert parsed_guide(text + "!").source_hash not in same
    assert len(same.pop()) == 8


def test_a_long_version_is_shortened_and_nothing_else() -> None:
    found = running(
        version="2026.11-beta.3 of the leaflet for the clinic at Hill Street", publishDate="2026-09-23"
    )
    assert PLAIN.identity - 1 <= len(found.identity) <= PLAIN.identity
    assert found.identity.startswith("Version 2026.11-beta.3 of")
    reference = f"Ref.\u00a0{found.guide.source_hash}"
    assert found.identity.endswith(f"…, 23 September 2026\u00a0· English\u00a0· {reference}")


@pytest.mark.parametrize("lang", ["en", "pt-BR"])
def test_the_running_footer_is_one_line_that_leaves_the_folio_alone(lang: str) -> None:
    version = "2026.11-BETA.3 FOR THE CLINIC AT HILL STREET"
    leaflet = body(LONG, version=f'"{version}"', publishDate="2026-09-23", lang=lang).facts
    assert overlaps(leaflet.pieces) == []
    for page in (1, 2, 3):
        footer = leaflet.margin(page, above=False)
        assert len(lines(footer)) == 1
        assert min(piece.size for piece in footer) >= 9
        left, right = sorted(footer, key=lambda piece: piece.box.left)
        assert right.box.left - left.box.right >= 4 * MM


@pytest.mark.parametrize(
    ("text", "letters", "cut"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab cd", 4, "ab…"), ("版本号", 5, "版本…")],
)
def test_a_text_is_shortened_with_an_ellipsis(text: str, letters: int, cut: str) -> None:
    assert shortened(text, letters) == cut


# ---- Notices


def overdue(text: str, **keys: str) -> Facts:
    found = typeset(guide(text, nextReview="2026-03-01", **keys))
    library = governed(found.library, TODAY, allow_overdue=True)
    return type(found)(library.guides[0], library).facts


def test_every_page_of_an_overdue_guide_is_stamped() -> None:
    leaflet = overdue(LONG)
    assert leaflet.page_count >= 3
    for page in range(1, leaflet.page_count + 1):
        (stamp,) = [one for one in leaflet.on(page) if one.text.startswith("Overdue for review")]
        assert stamp.size >= 12
    assert overlaps(leaflet.pieces) == []


def test_the_first_page_says_since_when_and_a_screen_reader_hears_it_before_the_title() -> None:
    rows = overdue("Text.", category="Breathing").rows(1)
    said = rows.index("Overdue for review. Its review was due on 1 March 2026. Some of it may be out of date.")
    assert said < rows.index("H1: Asthma")


def test_each_notice_has_a_line_of_the_stamp_and_the_page_makes_room() -> None:
    found = typeset(guide(LONG, draft="true"))
    warned = replace(found.guide, noticed=(Notice(NoticeKind.OVERDUE),))
    leaflet = type(found)(warned, found.library).facts
    for page in range(2, leaflet.page_count + 1):
        stamps = [one.text for one in leaflet.margin(page, above=True) if one.size > 12]
        assert stamps == ["Draft: not for patients", "Overdue for review"]
    assert overlaps(leaflet.pieces) == []


def test_without_notices_there_is_no_stamp_and_no_room_for_one() -> None:
    assert running().stamp == ""
    assert "pre-line" not in body("Text.").html.text
    assert 'class="notice' not in body("Text.").html.text


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_of_notice_has_its_words(kind: NoticeKind) -> None:
    found = replace(parsed_guide(guide("Text.")), noticed=(Notice(kind, TODAY),))
    (said,) = Running(found, Settings()).warned
    assert said.stamp


def test_a_footer_in_chinese_is_one_line_too() -> None:
    version = "2026.11-BETA.3 FOR THE CLINIC AT HILL STREET"
    leaflet = body("Text.", version=f'"{version}"', publishDate="2026-09-23", lang="zh-Hans").facts
    heights = [piece.box.bottom for piece in leaflet.margin(1, above=False)]
    assert max(heights) - min(heights) < 2 * MM
