"""Categories: told apart by their slugs, however authors write them."""

import pytest
from support import guide, parsed_guide

from handouts.library.categories import categories, slug_of, written_differently
from handouts.library.guide import Guide
from handouts.settings import Settings


def of(*named: str, lang: str = "en") -> list[Guide]:
    """Give a guide for each category."""
    return [
        parsed_guide(
            guide("Text.", category=f'"{name}"', title=f"Guide {number}", lang=lang), f"content/{number}.md"
        )
        for number, name in enumerate(named)
    ]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Muscle & Joints", "muscle-and-joints"),
        ("muscle and joints", "muscle-and-joints"),
        ("Brain, Nerves & Sleep", "brain-nerves-and-sleep"),
        ("Śródstopie", "srodstopie"),
    ],
)
def test_a_category_has_a_slug(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["القلب والدورة الدموية", "心脏", "con", "x" * 101, "!"])
def test_a_name_without_a_slug_gets_one_of_its_own(name: str) -> None:
    assert slug_of(name).startswith("category-")
    assert slug_of(name) == slug_of(f" {name} ")
    assert slug_of(name) != slug_of(f"{name}{name}")


def test_categories_stand_in_the_order_of_the_settings_then_by_name() -> None:
    found = categories(of("Sleep", "Eyes", "Heart", "Breathing"), Settings(categories=("Heart", "Sleep")))
    assert [one.name for one in found] == ["Heart", "Sleep", "Breathing", "Eyes"]


def test_spellings_of_one_category_are_one() -> None:
    guides = of("Muscle & Joints", "muscle and joints", "Muscle & Joints")
    (found,) = categories(guides, Settings())
    assert (found.name, found.slug) == ("Muscle & Joints", "muscle-and-joints")
    assert found.guides == tuple(guides)


def test_the_settings_say_how_a_category_is_written() -> None:
    guides = of("Muscle & Joints", "Muscle & Joints")
    settings = Settings(categories=("Muscle and joints",))
    assert [one.name for one in categories(guides, settings)] == ["Muscle and joints"]
    assert [one.hint for one in written_differently(guides, settings)] == [
        'write category: "Muscle and joints"'
    ] * 2


def test_a_guide_stands_in_each_of_its_categories_once() -> None:
    several = parsed_guide(guide("Text.", category="[Heart & Blood, Heart and blood, Stroke]"))
    found = categories([several], Settings())
    assert [(one.slug, one.guides) for one in found] == [("heart-and-blood", (several,)), ("stroke", (several,))]


def test_languages_have_bundles_of_their_own() -> None:
    found = categories([*of("Heart"), *of("Heart", lang="pl")], Settings())
    assert [(one.slug, one.lang) for one in found] == [("heart", "en"), ("heart", "pl")]
