"""The choice of some guides: by name, path, category, tag and language; and what is said to a slip."""

from pathlib import Path, PurePosixPath

import pytest
from support import MakeShelf, guide

from handouts.errors import UsageError
from handouts.library.library import Library, Selection
from handouts.library.reader import load
from handouts.settings import Settings

TEXT = "Keep well."
FILES = {
    "en/asthma.md": guide(TEXT, title="Asthma", category="Breathing", tags="[lungs, Long-term]"),
    "en/angina.md": guide(TEXT, title="Angina", category="[Heart & Circulation, Emergencies]", tags="chest pain"),
    "en/new.md": guide(TEXT, title="New", category="Breathing", draft="true"),
    "pl/asthma.md": guide(TEXT, title="Astma", category="Oddychanie", lang="pl", tags="lungs"),
    "en/broken.md": guide(TEXT, title="Broken", publishDate="soon"),
}


@pytest.fixture
def library(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> Library:
    made = shelf(FILES)
    monkeypatch.chdir(made.root.parent)
    return load(Path("content"))


def chosen(library: Library, selection: Selection) -> list[str]:
    """Give the files of the guides that are chosen, then those of the rejected."""
    guides, rejected = library.select(selection)
    return [*(str(one.location) for one in guides), *(f"rejected: {one.location}" for one in rejected)]


def refused(library: Library, selection: Selection) -> str:
    with pytest.raises(UsageError) as caught:
        library.select(selection)
    return f"{caught.value} -> {caught.value.hint}"


# All


def test_nothing_chosen_is_everything_but_drafts(library: Library) -> None:
    assert chosen(library, Selection()) == [
        "en/asthma.md",
        "en/angina.md",
        "pl/asthma.md",
        "rejected: en/broken.md",
    ]


def test_drafts_come_when_they_are_asked_for(library: Library) -> None:
    assert "en/new.md" in chosen(library, Selection(drafts=True))


@pytest.mark.parametrize(
    ("selection", "whole"),
    [
        (Selection(), True),
        (Selection(drafts=True), True),
        (Selection(names=("asthma",)), False),
        (Selection(categories=("Breathing",)), False),
        (Selection(tags=("lungs",)), False),
        (Selection(langs=("en",)), False),
    ],
)
def test_a_choice_is_whole_when_it_leaves_out_nothing_but_drafts(selection: Selection, *, whole: bool) -> None:
    assert selection.is_whole is whole


# By name


@pytest.mark.parametrize(
    "name",
    [
        "angina",
        "content/en/angina.md",
        "./content/en/angina.md",
        "content//en/angina.md",
        "content/en/../en/angina.md",
        "en/angina.md",
    ],
)
def test_a_guide_is_named_by_its_slug_or_its_file(library: Library, name: str) -> None:
    assert chosen(library, Selection((name,))) == ["en/angina.md"]


def test_a_guide_is_named_by_an_absolute_path(library: Library) -> None:
    assert chosen(library, Selection((str(library.root / "en" / "angina.md"),))) == ["en/angina.md"]


def test_a_slug_means_the_guide_in_every_language(library: Library) -> None:
    assert chosen(library, Selection(("asthma",))) == ["en/asthma.md", "pl/asthma.md"]


def test_several_names_are_all_chosen_in_the_order_of_the_library(library: Library) -> None:
    assert chosen(library, Selection(("angina", "en/asthma.md"))) == ["en/asthma.md", "en/angina.md"]


@pytest.mark.parametrize("name", ["broken", "en/broken.md", "content/en/broken.md"])
def test_a_broken_guide_is_known_by_name_too(library: Library, name: str) -> None:
    assert chosen(library, Selection((name,))) == ["rejected: en/broken.md"]


def test_a_named_guide_does_not_bring_the_faults_of_others(library: Library) -> None:
    assert chosen(library, Selection(("angina",))) == ["en/angina.md"]


def test_a_named_draft_is_left_out_unless_drafts_are_asked_for(library: Library) -> None:
    assert chosen(library, Selection(("new",))) == []
    assert chosen(library, Selection(("new",), drafts=True)) == ["en/new.md"]


# By category, tag, language


@pytest.mark.parametrize("name", ["Heart & Circulation", "heart-and-circulation", "heart and circulation"])
def test_a_category_is_named_by_its_name_or_its_slug(library: Library, name: str) -> None:
    assert chosen(library, Selection(categories=(name,)))[:-1] == ["en/angina.md"]


def test_a_guide_is_found_in_its_second_category_too(library: Library) -> None:
    assert chosen(library, Selection(categories=("Emergencies",)))[:-1] == ["en/angina.md"]


def test_categories_in_another_script_are_told_apart(shelf: MakeShelf) -> None:
    found = shelf({"1.md": guide(TEXT, category="Сердце"), "2.md": guide(TEXT, category="Дыхание")}).library
    assert chosen(found, Selection(categories=("сердце",))) == ["1.md"]


@pytest.mark.parametrize(
    ("tag", "files"),
    [
        ("lungs", ["en/asthma.md", "pl/asthma.md"]),
        ("LUNGS", ["en/asthma.md", "pl/asthma.md"]),
        ("long term", ["en/asthma.md"]),
        ("chest-pain", ["en/angina.md"]),
    ],
)
def test_a_tag_is_named_in_any_case(library: Library, tag: str, files: list[str]) -> None:
    assert chosen(library, Selection(tags=(tag,)))[:-1] == files


@pytest.mark.parametrize("lang", ["pl", "PL"])
def test_a_language_is_named_by_its_code(library: Library, lang: str) -> None:
    assert chosen(library, Selection(langs=(lang,)))[:-1] == ["pl/asthma.md"]


def test_two_values_are_alternatives_and_two_criteria_add_up(library: Library) -> None:
    assert chosen(library, Selection(tags=("lungs", "chest pain")))[:-1] == [
        "en/asthma.md",
        "en/angina.md",
        "pl/asthma.md",
    ]
    assert chosen(library, Selection(tags=("lungs",), langs=("pl",)))[:-1] == ["pl/asthma.md"]
    assert chosen(library, Selection(("asthma",), langs=("en",))) == ["en/asthma.md"]


def test_a_broken_guide_is_reported_because_its_category_cannot_be_known(library: Library) -> None:
    assert chosen(library, Selection(categories=("Emergencies",)))[-1] == "rejected: en/broken.md"


# Slips


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(("asthmaa",)), "there is no guide 'asthmaa' in this library -> did you mean asthma?"),
        (Selection(("brokn",)), "there is no guide 'brokn' in this library -> did you mean broken?"),
        (
            Selection(("angina", "x")),
            "there is no guide 'x' in this library -> there are: angina, asthma, broken, new",
        ),
        (
            Selection(categories=("Breething",)),
            "there is no category 'Breething' in this library -> did you mean Breathing?",
        ),
        (Selection(tags=("lung",)), "there is no tag 'lung' in this library -> did you mean lungs?"),
        (Selection(langs=("xx",)), "there is no language 'xx' in this library -> there are: en, pl"),
    ],
)
def test_a_slip_is_answered_with_what_may_be_meant(library: Library, selection: Selection, said: str) -> None:
    assert refused(library, selection) == said


def test_a_file_of_another_folder_is_no_guide_of_this_library(library: Library, tmp_path: Path) -> None:
    (tmp_path / "angina.md").write_text("# Angina\n\nText.\n")
    assert refused(library, Selection(("angina.md",))).startswith("there is no guide 'angina.md'")


def test_a_library_without_tags_has_none_to_offer(shelf: MakeShelf) -> None:
    found = shelf({"1.md": guide(TEXT)}).library
    assert (
        refused(found, Selection(tags=("lungs",))) == "there is no tag 'lungs' in this library -> there are: none"
    )


# One guide


def test_a_guide_is_found_in_its_language_or_else_in_that_of_the_library(library: Library) -> None:
    def location(slug: str, lang: str) -> PurePosixPath | None:
        found = library.find(slug, lang)
        return found.location if found else None

    assert location("asthma", "pl") == PurePosixPath("pl/asthma.md")
    assert location("asthma", "en") == PurePosixPath("en/asthma.md")
    assert location("angina", "pl") == PurePosixPath("en/angina.md")
    assert location("broken", "en") is None


def test_a_guide_is_not_found_in_a_language_that_nobody_asked_for(library: Library) -> None:
    other = Library(library.root, Settings(lang="de"), library.guides, (), ())
    assert other.find("asthma", "fr") is None
