"""Joining: all that the parts of a book have is still there when they are one file, and what all have once."""

import io

import pikepdf
import pypdfium2
import pytest
from binding import Bound, bind
from pdf_facts import Facts
from support import MakeShelf, guide
from typesetting import composer, engine

from handouts.export.planners import bundles, everything
from handouts.typeset import common_fonts, joining
from handouts.typeset.bookbinder import bind as bind_quires
from handouts.typeset.layout import Engine
from handouts.typeset.quires import cut
from handouts.typeset.shelf import Shelf

TABLE = "| Dose | Morning | Evening |\n|---|---|---|\n| **Blue** | 2 puffs | 4 puffs |\n\n"
NOTED = f"## About\n\nTwice a day.[^1] See [angina](one.md).\n\n{TABLE}\n\n[^1]: With water.\n"
TEXTS = (
    guide(NOTED, title="Asthma"),
    guide(NOTED.replace("Blue", "Brown").replace("one.md", "asthma.md"), title="Angina"),
    guide("## About\n\nQuartz jumps *vexingly*: ½ ≤ ∞.", title="Zoë’s fever"),
)


@pytest.fixture(scope="module")
def bundle() -> Bound:
    return bind(*TEXTS)


@pytest.fixture(scope="module")
def parts(bundle: Bound) -> list[bytes]:
    """The files that are joined, each made for itself."""
    press = engine()
    html = composer().compose(bundle.book)
    bound = bind_quires(
        cut(html), lambda one, _: press._sheets_of(one), Shelf(""), recto=True
    )  # fmt: skip
    return [one.pdf for one in bound.all]


def pictures(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=1.5).to_pil().tobytes() for page in document]


def fonts(file: pikepdf.Pdf) -> dict[str, set[tuple[int, int]]]:
    """Give the files of each font, by its name."""
    found: dict[str, set[tuple[int, int]]] = {}
    for page in file.pages:
        for font in page.Resources.Font.values():
            described = font.DescendantFonts[0].FontDescriptor
            found.setdefault(str(described.FontName), set()).add(described.FontFile2.objgen)
    return found


def test_every_page_looks_as_it_did_alone(bundle: Bound, parts: list[bytes]) -> None:
    whole = pictures(bytes(bundle.facts.data))
    assert whole == [picture for part in parts for picture in pictures(part)]


def test_each_font_is_there_once(bundle: Bound, parts: list[bytes]) -> None:
    assert {len(files) for files in fonts(bundle.facts.file).values()} == {1}
    assert len(bundle.facts.data) < sum(map(len, parts)) * 0.75


def test_names_of_cells_and_notes_are_not_mistaken_for_those_of_other_guides(bundle: Bound) -> None:
    tree = bundle.facts.file.Root.StructTreeRoot
    names = [str(one) for one in tree.IDTree.Names[::2]]
    assert names == sorted(set(names))
    assert {name.partition("-")[0] for name in names} >= {"asthma", "one"}
    assert [str(one.ID) for one in tree.IDTree.Names[1::2]] == names


def test_every_mark_and_link_finds_its_element(bundle: Bound) -> None:
    file = bundle.facts.file
    tree = file.Root.StructTreeRoot
    owners = dict(zip(map(int, tree.ParentTree.Nums[::2]), tree.ParentTree.Nums[1::2], strict=True))
    assert sorted(owners) == list(range(int(tree.ParentTreeNextKey)))
    for page in file.pages:
        for owner in owners[int(page.obj.StructParents)]:
            assert owner.Pg.objgen == page.obj.objgen
        for link in page.get("/Annots", ()):
            kids = [str(kid) for kid in owners[int(link.StructParent)].K]
            assert any(str(link.Contents) in kid for kid in kids)


def test_a_link_into_another_guide_leads_there(bundle: Bound) -> None:
    facts = bundle.facts
    starts = {tag.all("H2")[0].text: min(tag.all("H2")[0].pages) for tag in facts.tree.all("Part")}
    inner = {(link.page, link.to_page) for link in facts.links if not link.url and link.page >= starts["Asthma"]}
    assert (starts["Asthma"], starts["Angina"]) in inner
    assert (starts["Angina"], starts["Asthma"]) in inner
    assert not [link.url for link in facts.links if link.url.startswith("handouts:")]


def test_the_same_parts_give_the_same_bytes(parts: list[bytes]) -> None:
    assert joining.joined(parts, 1) == joining.joined(parts, 1)


def test_fonts_that_are_not_parts_of_the_same_font_are_left_as_they_are(parts: list[bytes]) -> None:
    files = fonts(pikepdf.open(io.BytesIO(parts[0])))
    assert len(files) > 1
    assert common_fonts.merged([(b"OTTO" + bytes(8), {1}), (b"OTTO" + bytes(8), {2})]) is None


# ---- From one export to the next


def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gather the paths of what is laid out from now on."""
    found: list[str] = []
    lay_out = Engine._sheets_of

    def noted(self: Engine, html, **options):  # type: ignore[no-untyped-def]
        found.append(html.path.rpartition("/")[2])
        return lay_out(self, html, **options)

    monkeypatch.setattr(Engine, "_sheets_of", noted)
    return found


def test_of_a_bundle_only_the_guide_that_was_edited_is_laid_out_again(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = shelf(dict(zip(("asthma.md", "one.md", "two.md"), TEXTS, strict=True)))
    made.export(planner=everything)
    whole = made.bundle().read_bytes()
    (made.root / "one.md").write_text(TEXTS[1].replace("Twice", "Thrice"), "utf-8")
    found = laid_out(monkeypatch)
    made.export(planner=everything)
    # Its leaflet, then its part of the bundle: counted, for it prints the page of a guide behind it, and laid out.
    assert found == ["one.md", "one.md", "one.md"]
    after = made.bundle().read_bytes()
    assert after != whole
    made.export(planner=everything, force=True)
    assert made.bundle().read_bytes() == after
    assert Facts(after).page_count == Facts(whole).page_count


def test_a_book_whose_red_flags_are_lifted_is_laid_out_again_in_that_guide_alone(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "Take one tablet in the morning with water, rest for an hour, and then walk a little. "
    flags = "".join(f"- Sign {number}. {line * 2}\n" for number in range(12))
    about = f"{line * 5}\n\n" * 4
    pushed = guide(f"## About\n\n{about}## Red flags\n\n{flags}", title="Stroke")
    made = shelf({"asthma.md": TEXTS[0], "one.md": TEXTS[1], "two.md": pushed})
    found = laid_out(monkeypatch)
    made.export(planner=bundles)
    assert found.count("two.md") == 2
    assert found.count("asthma.md") == 1


@pytest.mark.parametrize("hurt", [b"", b"nonsense", None])
def test_without_what_was_kept_the_bundle_is_the_same(shelf: MakeShelf, hurt: bytes | None) -> None:
    made = shelf(dict(zip(("asthma.md", "one.md", "two.md"), TEXTS, strict=True)))
    made.export(planner=everything)
    whole = made.bundle().read_bytes()
    (kept,) = made.out.rglob("?*.quires")
    made.bundle().unlink()
    if hurt is None:
        kept.unlink()
    else:
        kept.write_bytes(hurt)
    made.export(planner=everything)
    assert made.bundle().read_bytes() == whole


def test_where_nothing_can_be_kept_bundles_are_made_and_withdrawn_all_the_same(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": TEXTS[2], "skin.md": guide("Rest.", title="Rash", category="Skin")})
    made.out.mkdir()
    (made.out / ".quires").write_text("Somebody's own file")
    assert not any(one.failed for one in made.export(planner=everything).outcomes)
    (made.root / "skin.md").unlink()
    report = made.export(planner=everything, prune=True)
    assert "bundles/en/skin.pdf" in report.pruned
    assert not made.bundle("skin").exists()
    assert made.bundle().exists()
    assert "bundles/en/skin.pdf" not in {one["path"] for one in made.manifest["outputs"]}
    assert (made.out / ".quires").read_text() == "Somebody's own file"


def test_what_was_kept_of_a_bundle_goes_with_it(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": TEXTS[2], "skin.md": guide("Rest.", title="Rash", category="Skin")})
    made.export(planner=everything)
    assert {one.stem for one in made.out.rglob("?*.quires")} == {"breathing", "skin"}
    (made.root / "skin.md").unlink()
    made.export(planner=everything, prune=True)
    assert {one.stem for one in made.out.rglob("?*.quires")} == {"breathing"}
