"""Loading: which files of a folder are guides, in which order, and what happens to two of the same name."""

import os
from pathlib import Path
from typing import Any

import pytest
from support import LIBRARY_TOML, MakeShelf, guide

from handouts.errors import SettingsError, UsageError
from handouts.library.library import Library
from handouts.library.reader import MAX_GUIDE_BYTES, find_guides, load

TEXT = guide("Keep your inhaler with you.")


def slugs(library: Library) -> list[str]:
    return [one.slug for one in library.guides]


# Which files are guides


def test_guides_are_found_at_any_depth(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": TEXT, "guides/en/eczema.md": TEXT, "a/b/c/d/e/migraine.markdown": TEXT})
    assert sorted(slugs(made.library)) == ["asthma", "eczema", "migraine"]


@pytest.mark.parametrize("name", ["asthma.md", "asthma.MD", "Asthma.markdown", "asthma.Markdown"])
def test_a_markdown_file_is_a_guide_whatever_the_case_of_its_name(shelf: MakeShelf, name: str) -> None:
    assert slugs(shelf({name: TEXT}).library) == ["asthma"]


@pytest.mark.parametrize(
    "name",
    [
        *(
            "README.md",
            "readme.md",
            "en/README.md",
            "LICENSE.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "SECURITY.md",
        ),
        *("asthma.txt", "asthma.md.bak", "asthma.html", "library.toml", "md"),
        *(".asthma.md", "_asthma.md", ".git/asthma.md", "_drafts/asthma.md", "en/.trash/asthma.md"),
        *("node_modules/x/asthma.md", "templates/asthma.md", "styles/asthma.md", "out/asthma.md"),
    ],
)
def test_a_file_that_is_no_guide_is_left_out_silently(shelf: MakeShelf, name: str) -> None:
    made = shelf({"good.md": TEXT, name: "" if name == "library.toml" else "no front matter, no title"})
    assert slugs(made.library) == ["good"]
    assert made.library.rejected == ()
    assert made.library.diagnostics == ()


def test_linked_folders_are_not_walked_into(shelf: MakeShelf, tmp_path: Path) -> None:
    made = shelf({"good.md": TEXT})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.md").write_text(TEXT)
    (made.root / "linked").symlink_to(tmp_path / "elsewhere")
    assert slugs(made.library) == ["good"]


def test_files_are_found_in_the_same_order_everywhere(shelf: MakeShelf) -> None:
    made = shelf({"b.md": TEXT, "a/z.md": TEXT, "a/c.md": TEXT, "C.md": TEXT})
    found = [path.relative_to(made.root).as_posix() for path in find_guides(made.root)]
    assert found == ["C.md", "b.md", "a/c.md", "a/z.md"]


# The folder


def test_a_folder_that_is_not_there_is_a_wrong_command(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder") as caught:
        load(tmp_path / "nowhere")
    assert caught.value.hint == "name the folder of your guides: --content DIR"


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "asthma.md").write_text(TEXT)
    with pytest.raises(UsageError, match="there is no folder"):
        load(tmp_path / "asthma.md")


def test_a_folder_without_guides_is_a_wrong_command(shelf: MakeShelf) -> None:
    with pytest.raises(UsageError, match="there are no guides in") as caught:
        load(shelf({"README.md": "Guides go here."}).root)
    assert caught.value.hint == "guides are files whose names end in .md or .mdx"


def test_a_folder_that_may_not_be_read_stops_the_run(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may read everything, so the system's answer is put on. Passed over in silence, the guides in it would
    # count as withdrawn.
    made = shelf({"good.md": TEXT, "closed/asthma.md": TEXT})
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UsageError, match="closed can't be read: Permission denied"):
        load(made.root)


def test_paths_are_shown_as_the_user_gave_the_folder(shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    made = shelf({"en/asthma.md": TEXT})
    monkeypatch.chdir(made.root.parent)
    for root, shown in (
        (Path("content"), "content/en/asthma.md"),
        (Path("./content/"), "content/en/asthma.md"),
        (made.root, str(made.root / "en/asthma.md")),
    ):
        (found,) = load(root).guides
        assert (found.path, str(found.location)) == (shown, "en/asthma.md")
    monkeypatch.chdir(made.root)
    assert load(Path()).guides[0].path == "en/asthma.md"


def test_the_root_of_a_library_is_the_real_folder(shelf: MakeShelf, tmp_path: Path) -> None:
    made = shelf({"asthma.md": TEXT})
    (tmp_path / "link").symlink_to(made.root)
    assert load(tmp_path / "link").root == made.root.resolve()
    assert slugs(load(tmp_path / "link")) == ["asthma"]


# The settings


def test_a_folder_needs_no_settings(tmp_path: Path) -> None:
    (tmp_path / "asthma.md").write_text(TEXT)
    found = load(tmp_path)
    assert slugs(found) == ["asthma"]
    assert found.settings.base_url == ""


def test_settings_are_read_from_the_folder(shelf: MakeShelf) -> None:
    assert shelf({"asthma.md": TEXT}).library.settings.publisher == "Hill Street Surgery"


def test_settings_may_begin_with_a_byte_order_mark(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": TEXT}, settings="\ufeff" + LIBRARY_TOML.replace("\n", "\r\n"))
    assert made.library.settings.publisher == "Hill Street Surgery"


def test_an_address_that_is_given_replaces_that_of_the_settings(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": TEXT})
    assert load(made.root).settings.base_url == "https://hillstreet.example"
    assert load(made.root, "https://clinic.org").settings.base_url == "https://clinic.org"


@pytest.mark.parametrize(
    ("content", "said"), [(b'title = "caf\xe9"', "is not in UTF-8"), (b"title = 5", "title must be text, not 5")]
)
def test_settings_that_cannot_be_read_stop_the_run(shelf: MakeShelf, content: bytes, said: str) -> None:
    made = shelf({"asthma.md": TEXT, "library.toml": content})
    with pytest.raises(SettingsError) as caught:
        load(made.root)
    assert str(caught.value) == f"{made.root}/library.toml{'' if said.startswith('is') else ':'} {said}"
    assert caught.value.hint


def test_a_folder_in_place_of_the_settings_stops_the_run(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": TEXT})
    (made.root / "library.toml").unlink()
    (made.root / "library.toml").mkdir()
    with pytest.raises(SettingsError, match=r"library\.toml can't be read: Is a directory"):
        load(made.root)


# Bad guides


def test_a_bad_guide_leaves_the_others_alone(shelf: MakeShelf) -> None:
    found = shelf({"good.md": TEXT, "bad.md": guide("Text.", draft="maybe"), "worse.md": b"\xff"}).library
    assert slugs(found) == ["good"]
    assert [one.slug for one in found.rejected] == ["bad", "worse"]
    assert sorted(one.code for one in found.diagnostics) == ["bad-encoding", "bad-value"]


def test_what_is_said_stands_in_the_order_of_the_files(shelf: MakeShelf) -> None:
    bad = guide("Text.", draft="maybe")
    found = shelf({"c.md": bad, "a/b.md": bad, "b.md": bad}).library
    assert [Path(one.path).stem for one in found.diagnostics] == ["b", "b", "c"]
    assert [Path(one.path).parent.name for one in found.diagnostics] == ["a", "content", "content"]


def test_a_guide_may_be_as_large_as_the_limit(shelf: MakeShelf) -> None:
    largest = TEXT.encode().ljust(MAX_GUIDE_BYTES, b"\n")
    assert slugs(shelf({"asthma.md": largest}).library) == ["asthma"]
    assert slugs(shelf({"asthma.md": largest + b"\n", "good.md": TEXT}).library) == ["good"]


# Two guides of the same name


@pytest.fixture
def twins(shelf: MakeShelf) -> Library:
    return shelf({"asthma.md": TEXT, "old/asthma.md": TEXT, "good.md": TEXT}).library


def test_of_two_guides_with_the_same_name_neither_is_published(twins: Library) -> None:
    assert slugs(twins) == ["good"]
    assert [str(one.location) for one in twins.rejected] == ["asthma.md", "old/asthma.md"]


def test_each_of_two_guides_with_the_same_name_is_told_of_the_other(twins: Library) -> None:
    first, second = twins.diagnostics
    assert (first.code, second.code) == ("duplicate-slug", "duplicate-slug")
    assert first.path.endswith("content/asthma.md")
    assert second.path in first.message
    assert first.path in second.message


def test_the_same_slug_in_another_language_is_another_guide(shelf: MakeShelf) -> None:
    found = shelf({"en/asthma.md": TEXT, "pl/asthma.md": guide("Tekst.", lang="pl")}).library
    assert sorted(one.lang for one in found.guides) == ["en", "pl"]


def test_languages_that_differ_in_case_are_one(shelf: MakeShelf) -> None:
    found = shelf({"a/asthma.md": TEXT, "b/asthma.md": guide("Text.", lang="EN")}).library
    assert slugs(found) == []
    assert {one.code for one in found.diagnostics} == {"duplicate-slug"}


def test_a_broken_translation_does_not_hold_up_the_original(shelf: MakeShelf) -> None:
    broken = guide("Tekst.", lang="pl", publishDate="soon")
    found = shelf({"en/asthma.md": TEXT, "pl/asthma.md": broken}).library
    assert slugs(found) == ["asthma"]
    assert [(one.slug, one.lang) for one in found.rejected] == [("asthma", "pl")]


# Order


def titled(title: str, category: str) -> str:
    return guide("Text.", title=title, category=category)


def test_guides_stand_by_category_and_then_by_title(shelf: MakeShelf) -> None:
    made = shelf(
        {
            "1.md": titled("migraine", "Brain"),
            "2.md": titled("Zinc", "Food"),
            "3.md": titled("Epilepsy", "Brain"),
            "4.md": titled("apples", "Food"),
            "5.md": titled("Angina", "Heart"),
        },
        settings='categories = ["Heart", "Brain", "Nothing yet"]',
    )
    assert [one.title for one in made.library.guides] == ["Angina", "Epilepsy", "migraine", "apples", "Zinc"]


def test_without_an_order_categories_stand_by_name(shelf: MakeShelf) -> None:
    made = shelf({"1.md": titled("A", "Heart"), "2.md": titled("B", "Brain")}, settings="")
    assert [one.category for one in made.library.guides] == ["Brain", "Heart"]
