"""Planning bundles and packs: which guides are bound together, in which order, and what is said of the others."""

import pytest
from support import MakeShelf, Shelf, guide

from handouts.errors import UsageError
from handouts.export.books import Order, plan_bundles, plan_pack, without_bundle
from handouts.library.library import Selection
from handouts.typeset.edition import Edition

EVERYTHING = Selection()


def text(title: str, category: str = "Heart", **keys: str) -> str:
    return guide("Text.", title=title, category=category, **keys)


def bound(shelf: Shelf, wanted: Selection = EVERYTHING, order: Order = Order.WEIGHT) -> dict[str, tuple[str, ...]]:
    """Give the guides of each planned bundle, by its file."""
    return {job.outputs[0].path: job.guides for job in plan_bundles(shelf.library, wanted, order=order)}


@pytest.fixture
def hearts(shelf: MakeShelf) -> Shelf:
    return shelf(
        {
            "angina.md": text("Angina", tags="[chest]", publishDate="2026-01-03"),
            "stroke.md": text("Stroke", "[Brain, Heart & Blood]", weight="5", publishDate="2026-01-02"),
            "beta.md": text("Beta blockers", "Heart and blood", weight="-1"),
            "alpha.md": text("Alpha blockers", "Heart & Blood", updatedDate="2026-01-09", tags="[chest]"),
            "draft.md": text("Drafted", "Eyes", draft="true"),
            "plain.md": "---\ntitle: Plain\n---\n\nText.\n",
        },
        'categories = ["Heart & Blood", "Skin"]\n',
    )


def test_there_is_a_bundle_of_each_category(hearts: Shelf) -> None:
    assert bound(hearts) == {
        "bundles/en/heart-and-blood.pdf": ("beta.md", "stroke.md", "alpha.md"),
        "bundles/en/brain.pdf": ("stroke.md",),
        "bundles/en/heart.pdf": ("angina.md",),
        "bundles/en/other-guides.pdf": ("plain.md",),
    }


@pytest.mark.parametrize(
    ("order", "guides"),
    [
        (Order.WEIGHT, ("beta.md", "stroke.md", "alpha.md")),
        (Order.TITLE, ("alpha.md", "beta.md", "stroke.md")),
        (Order.DATE, ("alpha.md", "stroke.md", "beta.md")),
    ],
)
def test_guides_are_put_in_order(hearts: Shelf, order: Order, guides: tuple[str, ...]) -> None:
    assert bound(hearts, order=order)["bundles/en/heart-and-blood.pdf"] == guides


def test_a_category_is_named_as_anybody_writes_it(hearts: Shelf) -> None:
    for name in ("Heart & Blood", "heart and blood", "heart-and-blood"):
        assert list(bound(hearts, Selection(categories=(name,)))) == ["bundles/en/heart-and-blood.pdf"]


def test_an_unknown_category_is_refused_with_the_nearest_one(hearts: Shelf) -> None:
    with pytest.raises(UsageError) as caught:
        bound(hearts, Selection(categories=("Hart",)))
    assert caught.value.hint == "did you mean Heart?"


def test_a_bundle_of_some_guides_does_not_take_the_place_of_the_whole_one(hearts: Shelf) -> None:
    found = bound(hearts, Selection(tags=("chest",)))
    assert found == {
        "bundles/en/heart-and-blood--chest.pdf": ("alpha.md",),
        "bundles/en/heart--chest.pdf": ("angina.md",),
    }


def test_editions_have_files_of_their_own(hearts: Shelf) -> None:
    jobs = plan_bundles(hearts.library, Selection(categories=("Brain",)), (Edition(), Edition(name="large-print")))
    assert [(job.key, job.outputs[0].path) for job in jobs] == [
        ("bundle/en/brain", "bundles/en/brain.pdf"),
        ("bundle/en/brain.large-print", "bundles/en/brain.large-print.pdf"),
    ]


def test_a_category_without_guides_or_with_drafts_only_gets_a_note(hearts: Shelf) -> None:
    said = without_bundle(hearts.library, EVERYTHING)
    assert [(str(one.severity), one.code, one.message, one.hint) for one in said] == [
        (
            "note",
            "empty-category",
            'there is no bundle of "Eyes" (en): all its guides are drafts',
            "--drafts makes it, with a stamp on every page",
        ),
        (
            "note",
            "empty-category",
            'there is no bundle of "Skin": no guide names this category',
            "take it out of categories, or name it in a guide",
        ),
    ]
    assert [one.message for one in without_bundle(hearts.library, Selection(drafts=True))] == [said[1].message]
    assert without_bundle(hearts.library, Selection(categories=("Heart",))) == ()


def test_a_guide_that_can_t_be_read_is_missed_in_its_bundle(shelf: MakeShelf) -> None:
    made = shelf({"angina.md": text("Angina"), "stroke.md": text("Stroke", publishDate="March")})
    (job,) = plan_bundles(made.library, EVERYTHING)
    assert job.guides == ("stroke.md", "angina.md")


# ---- Packs


def pack(shelf: Shelf, *names: str, title: str = "", lang: str = "", path: str = "") -> tuple[str, ...]:
    wanted = Selection(names, langs=(lang,) if lang else ())
    (job,) = plan_pack(shelf.library, wanted, title, path=path)
    return (job.outputs[0].path, *job.guides)


def test_a_pack_has_the_guides_in_the_order_in_which_they_are_named(hearts: Shelf) -> None:
    found = pack(hearts, "stroke", "angina.md", "stroke", title="After your heart attack")
    assert found == ("packs/en/after-your-heart-attack.pdf", "stroke.md", "angina.md")


def test_a_pack_may_have_no_title_and_a_file_of_its_own(hearts: Shelf) -> None:
    assert pack(hearts, "stroke")[0] == "packs/en/your-guides.pdf"
    assert pack(hearts, "stroke", path="for-mrs-k.pdf")[0] == "for-mrs-k.pdf"


def test_a_draft_is_not_left_out_of_a_pack_in_silence(hearts: Shelf) -> None:
    with pytest.raises(UsageError) as caught:
        pack(hearts, "stroke", "draft")
    assert str(caught.value) == "the guide 'draft' is a draft"


def test_a_pack_takes_one_translation_of_each_guide(shelf: MakeShelf) -> None:
    made = shelf({"en/stroke.md": text("Stroke"), "pl/stroke.md": text("Udar", lang="pl")})
    assert pack(made, "stroke") == ("packs/en/your-guides.pdf", "en/stroke.md")
    assert pack(made, "stroke", lang="pl") == ("packs/pl/your-guides.pdf", "pl/stroke.md")
    assert pack(made, "pl/stroke.md", "en/stroke.md")[1:] == ("pl/stroke.md", "en/stroke.md")
