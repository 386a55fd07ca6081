"""Editions: what a header may say, where it is looked for, and which editions a run makes."""

import pickle
import re
from pathlib import Path

import pytest
from support import LIBRARY_TOML, MakeShelf, guide

from handouts.errors import SettingsError, UsageError
from handouts.settings import Settings
from handouts.typeset.edition import Edition, choose, names, read
from handouts.typeset.theme import Theme
from handouts.typeset.words import EDITIONS

SHIPPED = Theme.of(Path("/nowhere"))
BUILT_IN = ("standard", "large-print")


def own(folder: Path, header: str, name: str = "pocket") -> Theme:
    """Make a library with an edition of its own."""
    path = folder / "styles" / "editions" / f"{name}.toml"
    path.parent.mkdir(parents=True)
    path.write_text(header, "utf-8")
    return Theme.of(folder)


def test_the_built_in_editions_are_there_the_standard_one_first() -> None:
    assert names(SHIPPED)[0] == "standard"
    assert set(BUILT_IN) <= set(names(SHIPPED))


def test_without_a_wish_the_standard_edition_is_made() -> None:
    assert [one.name for one in choose(SHIPPED, (), Settings())] == ["standard"]


def test_a_library_says_which_editions_it_offers() -> None:
    settings = Settings(editions=("large-print", "standard"))
    assert [one.name for one in choose(SHIPPED, (), settings)] == ["standard", "large-print"]
    assert [one.name for one in choose(SHIPPED, ("large-print",), settings)] == ["large-print"]


def test_all_means_every_edition_each_once() -> None:
    assert tuple(one.name for one in choose(SHIPPED, ("all", "large-print"), Settings())) == names(SHIPPED)


def test_a_name_that_no_edition_has_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="there is no edition 'large print'") as found:
        choose(SHIPPED, ("large print",), Settings())
    assert found.value.hint == "did you mean large-print?"
    with pytest.raises(UsageError) as found:
        choose(SHIPPED, ("vellum",), Settings())
    assert found.value.hint == f"there are: {', '.join(names(SHIPPED))}, all"


def test_a_library_adds_an_edition_with_two_files(tmp_path: Path) -> None:
    theme = own(tmp_path, 'title = "Pocket card"\npages = 2\nsections = ["red-flags"]\nqr_mm = 20')
    assert "pocket" in names(theme)
    edition = read(theme, "pocket", Settings(paper="letter"))
    assert (edition.title, edition.pages, edition.sections, edition.qr_mm) == (
        "Pocket card",
        2,
        ("red-flags",),
        20,
    )
    assert edition.stylesheets == ()
    assert edition.page_mm == (215.9, 279.4)
    sheet = tmp_path / "styles" / "editions" / "pocket.css"
    sheet.write_text("")
    assert read(theme, "pocket", Settings()).stylesheets == (sheet,)


def test_a_library_changes_one_file_of_a_built_in_edition(tmp_path: Path) -> None:
    theme = own(tmp_path, 'title = "Big letters"', "large-print")
    edition = read(theme, "large-print", Settings())
    assert edition.title == "Big letters"
    assert edition.stylesheets == read(SHIPPED, "large-print", Settings()).stylesheets


@pytest.mark.parametrize(
    ("header", "message", "hint"),
    [
        ("title = Pocket", "this can't be read", "write title"),
        ('titel = "Pocket"', "unknown key 'titel'", "did you mean title?"),
        ('name = "x"', "unknown key 'name'", "there are:"),
        ('paper = "a7"', "paper can't be 'a7'", "it is one of: a4, letter"),
        ('imposition = "poster"', "imposition can't be 'poster'", "it is one of: booklet"),
        ('flip = "left"', "flip can't be 'left'", "short-edge, long-edge"),
        ("title = 7", "title can't be 7", "it is text in quotes"),
        ('line = "long"', "line can't be 'long'", "it is a whole number"),
        ("line = true", "line can't be True", "it is a whole number"),
        ('sections = ["red-flag"]', "sections can't have 'red-flag'", "red-flags"),
        ("stamp = 0", "stamp can't be 0", "how much fits"),
        ("qr_mm = 0.0", "qr_mm can't be 0", "how much fits"),
        ("pages = -1", "pages can't be -1", "it is a whole number"),
        ('qr_mm = "big"', "qr_mm can't be 'big'", "it is a number"),
        ("copyfit = 1", "copyfit can't be 1", "it is true or false"),
        ('sections = "red-flags"', "sections can't be 'red-flags'", "it is a list of texts"),
        ("first = [1]", "first can't be", "it is a list of texts"),
    ],
)
def test_a_header_that_can_t_be_used_says_where_and_what_to_do(
    header: str, message: str, hint: str, tmp_path: Path
) -> None:
    theme = own(tmp_path, header)
    with pytest.raises(SettingsError) as found:
        read(theme, "pocket", Settings())
    assert f"pocket.toml: {message}" in str(found.value)
    assert hint in found.value.hint


@pytest.mark.parametrize("name", ["all", "Pocket Card"])
def test_a_name_that_would_make_bad_file_names_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be called"):
        read(own(tmp_path, "", name), name, Settings())


def test_files_of_an_edition_bear_its_name_but_for_the_standard_one() -> None:
    assert Edition().file_name("asthma") == "asthma"
    assert Edition(name="large-print").file_name("asthma") == "asthma.large-print"


def test_an_edition_is_small_when_it_is_sent_to_a_worker() -> None:
    for edition in choose(SHIPPED, ("all",), Settings()):
        assert pickle.loads(pickle.dumps(edition)) == edition  # noqa: S301 - our own


def test_each_edition_is_a_file_of_its_own_and_the_page_is_made_once(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": "---\ntitle: Asthma\n---\n## Key points\n- Rest.\n"})
    report = made.export(editions=("standard", "large-print"))
    assert not report.found
    assert [(one.path, one.edition) for one in report.records] == [
        ("html/en/asthma.html", "standard"),
        ("leaflets/en/asthma.pdf", "standard"),
        ("leaflets/en/asthma.large-print.pdf", "large-print"),
    ]


def test_an_export_of_one_edition_leaves_the_others_as_they_are(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": "---\ntitle: Asthma\n---\nText.", "croup.md": "---\ntitle: Croup\n---\nText."})
    made.export(editions=("standard", "large-print"))
    (made.root / "croup.md").unlink()
    made.export(editions=("large-print",))
    stale = {one["path"] for one in made.manifest["outputs"] if one["status"] == "stale"}
    # What is withdrawn is withdrawn in every edition, whichever is made now.
    assert stale == {"html/en/croup.html", "leaflets/en/croup.pdf", "leaflets/en/croup.large-print.pdf"}


# What a leaflet says of the others


def formats_on(page: str) -> str:
    """Give what a page says of other formats, blanks folded."""
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    found = re.search(r"In other formats: (.*)$", text)
    return found[1] if found else ""


def test_a_leaflet_names_the_editions_in_which_its_guide_can_be_had(shelf: MakeShelf) -> None:
    settings = 'editions = ["standard", "summary", "pocket"]\n' + LIBRARY_TOML
    made = shelf(
        {
            "asthma.md": guide("## Red flags\n\n- Blue lips."),
            "croup.md": guide("Nothing that a summary has.", title="Croup"),
            "styles/editions/pocket.toml": 'title = "Pocket card for walkers"',
        },
        settings,
    )
    made.export(editions=("standard",), html_only=True)
    assert formats_on(made.html("asthma").read_text("utf-8")) == "Pocket card for walkers · Summary"
    assert formats_on(made.html("croup").read_text("utf-8")) == "Pocket card for walkers"


def test_a_library_that_offers_all_editions_names_each(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("## Red flags\n\n- Blue lips.")}, 'editions = ["all"]\n' + LIBRARY_TOML)
    made.export(editions=("standard",), html_only=True)
    said = formats_on(made.html("asthma").read_text("utf-8"))
    assert set(said.split(" · ")) == set(EDITIONS) - {"Standard"}


def test_every_built_in_title_can_be_translated() -> None:
    """Titles stand in the headers; the catalogues find them in ``words.EDITIONS``."""
    titles = {read(SHIPPED, name, Settings()).title or "Standard" for name in names(SHIPPED)}
    assert titles == set(EDITIONS)
