"""Ways of damaging a good PDF, each as a program, a printer driver or a careless hand does it.

``BY_FILE`` are those that ``handouts verify`` sees in the file alone, ``BY_SOURCE`` those that it sees when it
knows the page that the file was made from (``export --verify``), ``BY_VERAPDF`` those that it leaves to veraPDF.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream, String

Damage = Callable[[pikepdf.Pdf], None]


def damaged(data: bytes, damage: Damage) -> bytes:
    """Give a file with a damage in it."""
    with pikepdf.open(io.BytesIO(data)) as file:
        damage(file)
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def elements(file: pikepdf.Pdf, *roles: str) -> list[Any]:
    """Give the elements of these roles, in reading order."""

    def walk(one: Any) -> Iterator[Any]:
        if isinstance(one, Dictionary) and "/S" in one:
            if not roles or str(one.S)[1:] in roles:
                yield one
            for kid in kids(one):
                yield from walk(kid)

    tree: Any = file.Root.StructTreeRoot
    return list(walk(tree.K))


def kids(element: Any) -> list[Any]:
    """Give what an element holds."""
    held = element.get("/K")
    return [] if held is None else list(held) if isinstance(held, Array) else [held]


def links(file: pikepdf.Pdf) -> list[Any]:
    return [one for page in file.pages for one in page.obj.get("/Annots", [])]


def fonts(file: pikepdf.Pdf) -> Any:
    return file.pages[0].obj.Resources.Font


def metadata(file: pikepdf.Pdf, old: str, new: str) -> None:
    packet = file.Root.Metadata.read_bytes()
    changed = re.sub(old.encode(), new.encode(), packet, flags=re.DOTALL)
    assert changed != packet
    file.Root.Metadata = Stream(file, changed, Type=Name.Metadata, Subtype=Name.XML)


def operators(file: pikepdf.Pdf, change: Callable[[list[Any]], list[Any]], page: int = 0) -> None:
    """Change the operators of a page, each as (operands, operator)."""
    before = [(list(one.operands), one.operator) for one in pikepdf.parse_content_stream(file.pages[page])]
    after = change(before)
    file.pages[page].obj.Contents = Stream(file, pikepdf.unparse_content_stream(after))


def first_marked(instructions: list[Any], kind: str = "/Span") -> int:
    """Give where the first mark of a kind begins."""
    return next(
        at for at, (operands, operator) in enumerate(instructions)
        if str(operator) in ("BDC", "BMC") and str(operands[0]) == kind and (kind == "/Span" or len(operands) > 1)
    )  # fmt: skip


def to_unicode(file: pikepdf.Pdf, change: Callable[[str], str]) -> None:
    for font in fonts(file).values():
        source = font.ToUnicode.read_bytes().decode("latin-1")
        font.ToUnicode = Stream(file, change(source).encode("latin-1"))


# ---- Seen in the file alone


def no_structure(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def structure_not_announced(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo.Marked = False


def structure_under_suspicion(file: pikepdf.Pdf) -> None:
    file.Root.MarkInfo.Suspects = True


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def language_that_is_none(file: pikepdf.Pdf) -> None:
    file.Root.Lang = String("English, please")


def file_name_for_a_title(file: pikepdf.Pdf) -> None:
    del file.Root.ViewerPreferences


def no_title(file: pikepdf.Pdf) -> None:
    metadata(file, "<dc:title>.*?</dc:title>", "")


def no_claim_of_pdf_ua(file: pikepdf.Pdf) -> None:
    metadata(file, 'pdfuaid:part="1"', "")


def no_claim_of_pdf_a(file: pikepdf.Pdf) -> None:
    metadata(file, 'pdfaid:part="2"', "")


def no_metadata(file: pikepdf.Pdf) -> None:
    del file.Root.Metadata


def picture_without_words(file: pikepdf.Pdf) -> None:
    del elements(file, "Figure")[0]["/Alt"]


def picture_outside_the_page(file: pikepdf.Pdf) -> None:
    elements(file, "Figure")[0].A.BBox = Array([900, 900, 950, 950])


def picture_without_a_place(file: pikepdf.Pdf) -> None:
    del elements(file, "Figure")[0]["/A"]


def link_without_words(file: pikepdf.Pdf) -> None:
    del links(file)[0]["/Contents"]


def link_read_as_an_address(file: pikepdf.Pdf) -> None:
    link = next(one for one in links(file) if "/A" in one)
    link.Contents = link.A.URI


def link_unknown_to_the_structure(file: pikepdf.Pdf) -> None:
    link = elements(file, "Link")[0]
    link.K = Array([one for one in kids(link) if isinstance(one, int)])


def link_without_a_way_back(file: pikepdf.Pdf) -> None:
    links(file)[0].StructParent = 9999


def annotation_of_nobody(file: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 30, 30], Contents=String("?"))
    file.pages[0].obj.Annots.append(file.make_indirect(note))


def tab_key_astray(file: pikepdf.Pdf) -> None:
    del file.pages[0].obj["/Tabs"]


def way_back_lost(file: pikepdf.Pdf) -> None:
    file.Root.StructTreeRoot.ParentTree.Nums[1] = file.make_indirect(Array([]))


def paragraph_out_of_the_structure(file: pikepdf.Pdf) -> None:
    section = elements(file, "Sect")[0]
    section.K = Array(kids(section)[:-1])


def text_made_decoration(file: pikepdf.Pdf) -> None:
    def change(instructions: list[Any]) -> list[Any]:
        instructions[first_marked(instructions)] = ([Name.Artifact], Operator("BMC"))
        return instructions

    operators(file, change)


def running_footer_made_text(file: pikepdf.Pdf) -> None:
    def change(instructions: list[Any]) -> list[Any]:
        at = first_marked(instructions, "/Artifact")
        instructions[at] = ([Name.Span, Dictionary(MCID=999)], Operator("BDC"))
        return instructions

    operators(file, change)


def text_without_marks(file: pikepdf.Pdf) -> None:
    def change(instructions: list[Any]) -> list[Any]:
        at = first_marked(instructions)
        end = next(number for number in range(at, len(instructions)) if str(instructions[number][1]) == "EMC")
        return [one for number, one in enumerate(instructions) if number not in (at, end)]

    operators(file, change)


def two_of_one_number(file: pikepdf.Pdf) -> None:
    def change(instructions: list[Any]) -> list[Any]:
        opened = [operands for operands, operator in instructions if str(operator) == "BDC"]
        marks = [operands for operands in opened if "/MCID" in operands[1]]
        marks[1][1] = Dictionary(MCID=marks[0][1].MCID)
        return instructions

    operators(file, change)


def text_inside_decoration(file: pikepdf.Pdf) -> None:
    operators(
        file, lambda all_: [([Name.Artifact], Operator("BMC")), *all_, ([], Operator("EMC"))]
    )  # fmt: skip


def read_twice(file: pikepdf.Pdf) -> None:
    first, second = elements(file, "P")[:2]
    first.K = Array([*kids(first), *kids(second)])


def font_not_in_the_file(file: pikepdf.Pdf) -> None:
    for font in fonts(file).values():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


def font_unknown_to_the_page(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.Resources.Font = Dictionary()


def glyphs_that_say_nothing_of_letters(file: pikepdf.Pdf) -> None:
    for font in fonts(file).values():
        del font["/ToUnicode"]


def glyph_that_says_no_letter(file: pikepdf.Pdf) -> None:
    to_unicode(file, lambda source: source.replace("<0065>", "<>"))


def glyph_of_a_private_letter(file: pikepdf.Pdf) -> None:
    to_unicode(file, lambda source: source.replace("<0065>", "<e065>"))


def glyph_of_no_character(file: pikepdf.Pdf) -> None:
    to_unicode(file, lambda source: source.replace("<0065>", "<0000>"))


def paragraph_cut_at_the_page(file: pikepdf.Pdf) -> None:
    def is_elsewhere(kid: Any) -> bool:
        return isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR

    long = next(one for one in elements(file, "P") if any(map(is_elsewhere, kids(one))))
    held = kids(long)
    at = next(number for number, kid in enumerate(held) if is_elsewhere(kid))
    rest = file.make_indirect(Dictionary(S=Name.P, P=long.P, K=Array(held[at:])))
    long.K = Array(held[:at])
    around = kids(long.P)
    place = next(number for number, kid in enumerate(around) if kid.objgen == long.objgen)
    long.P.K = Array([*around[: place + 1], rest, *around[place + 1 :]])


def heading_levels_skipped(file: pikepdf.Pdf) -> None:
    elements(file, "H2")[0].S = Name.H4


def no_first_heading(file: pikepdf.Pdf) -> None:
    elements(file, "H1")[0].S = Name.P


def heading_that_says_nothing(file: pikepdf.Pdf) -> None:
    around = elements(file, "Sect")[0]
    around.K = Array([file.make_indirect(Dictionary(S=Name.H2, P=around)), *kids(around)])


def list_item_made_paragraph(file: pikepdf.Pdf) -> None:
    elements(file, "LI")[0].S = Name.P


def list_item_without_a_body(file: pikepdf.Pdf) -> None:
    item = elements(file, "LI")[0]
    item.K = Array([one for one in kids(item) if str(one.S) != "/LBody"])


def bullets_unexplained(file: pikepdf.Pdf) -> None:
    del elements(file, "L")[0]["/A"]


def header_cell_without_a_scope(file: pikepdf.Pdf) -> None:
    del elements(file, "TH")[0]["/A"]


def table_without_headers(file: pikepdf.Pdf) -> None:
    for cell in elements(file, "TH"):
        cell.S = Name.TD


def cell_missing(file: pikepdf.Pdf) -> None:
    row = elements(file, "TR")[1]
    row.K = Array(kids(row)[:-1])


def names_without_a_list(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot["/IDTree"]


def role_that_nobody_knows(file: pikepdf.Pdf) -> None:
    elements(file, "P")[0].S = Name("/Absatz")


def parent_that_is_none(file: pikepdf.Pdf) -> None:
    elements(file, "P")[0].P = file.Root


def other_words_than_printed(file: pikepdf.Pdf) -> None:
    elements(file, "P")[0].ActualText = String("Ring nobody.")


def page_lost(file: pikepdf.Pdf) -> None:
    del file.pages[1]


def does_something_by_itself(file: pikepdf.Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


BY_FILE: dict[Damage, str] = {
    no_structure: "pdf-untagged",
    structure_not_announced: "pdf-untagged",
    structure_under_suspicion: "pdf-untagged",
    no_language: "pdf-language",
    language_that_is_none: "pdf-language",
    file_name_for_a_title: "pdf-title",
    no_title: "pdf-title",
    no_claim_of_pdf_ua: "pdf-claim",
    no_claim_of_pdf_a: "pdf-claim",
    no_metadata: "pdf-title",
    picture_without_words: "pdf-figure",
    picture_outside_the_page: "pdf-figure",
    picture_without_a_place: "pdf-figure",
    link_without_words: "pdf-link",
    link_read_as_an_address: "pdf-link",
    link_unknown_to_the_structure: "pdf-link",
    link_without_a_way_back: "pdf-link",
    annotation_of_nobody: "pdf-link",
    tab_key_astray: "pdf-link",
    way_back_lost: "pdf-tree",
    paragraph_out_of_the_structure: "pdf-lost",
    text_made_decoration: "pdf-tree",
    running_footer_made_text: "pdf-lost",
    text_without_marks: "pdf-unmarked",
    two_of_one_number: "pdf-tree",
    text_inside_decoration: "pdf-unmarked",
    read_twice: "pdf-tree",
    font_not_in_the_file: "pdf-font",
    font_unknown_to_the_page: "pdf-font",
    glyphs_that_say_nothing_of_letters: "pdf-glyph",
    glyph_that_says_no_letter: "pdf-glyph",
    glyph_of_a_private_letter: "pdf-glyph",
    glyph_of_no_character: "pdf-glyph",
    paragraph_cut_at_the_page: "pdf-cut",
    heading_levels_skipped: "pdf-heading",
    no_first_heading: "pdf-heading",
    heading_that_says_nothing: "pdf-heading",
    list_item_made_paragraph: "pdf-tree",
    list_item_without_a_body: "pdf-list",
    bullets_unexplained: "pdf-list",
    header_cell_without_a_scope: "pdf-table",
    table_without_headers: "pdf-table",
    cell_missing: "pdf-table",
    names_without_a_list: "pdf-tree",
    role_that_nobody_knows: "pdf-tree",
    parent_that_is_none: "pdf-tree",
    other_words_than_printed: "pdf-words",
    page_lost: "pdf-tree",
    does_something_by_itself: "pdf-action",
}


# ---- Seen by who knows the source


def letters_exchanged(file: pikepdf.Pdf) -> None:
    letters = {"<0065>": "<006f>", "<006f>": "<0065>"}
    to_unicode(file, lambda source: re.sub("<0065>|<006f>", lambda one: letters[one[0]], source))


def words_glued(file: pikepdf.Pdf) -> None:
    def change(source: str) -> str:
        return source.replace("<0020>", "<200b>")

    to_unicode(file, change)


def sections_in_another_order(file: pikepdf.Pdf) -> None:
    around = elements(file, "Sect")[0].P
    around.K = Array(list(reversed(kids(around))))


def word_in_no_language_of_its_own(file: pikepdf.Pdf) -> None:
    del next(one for one in elements(file, "Span") if "/Lang" in one)["/Lang"]


def link_to_another_place(file: pikepdf.Pdf) -> None:
    next(one for one in links(file) if "/A" in one).A.URI = String("https://elsewhere.example/")


def picture_described_as_another(file: pikepdf.Pdf) -> None:
    elements(file, "Figure")[0].Alt = String("A cat")


def sentence_that_nobody_wrote(file: pikepdf.Pdf) -> None:
    around = elements(file, "Sect")[-1]
    span = file.make_indirect(Dictionary(S=Name.P, P=around, ActualText=String("One sentence more."), K=Array([])))
    around.K = Array([*kids(around), span])


BY_SOURCE: dict[Damage, str] = {
    letters_exchanged: "pdf-words",
    words_glued: "pdf-words",
    sections_in_another_order: "pdf-words",
    word_in_no_language_of_its_own: "pdf-language",
    link_to_another_place: "pdf-link",
    picture_described_as_another: "pdf-figure",
    sentence_that_nobody_wrote: "pdf-words",
}


# ---- Left to veraPDF


def no_colour_profile(file: pikepdf.Pdf) -> None:
    del file.Root.OutputIntents


def glyph_of_another_width(file: pikepdf.Pdf) -> None:
    for font in fonts(file).values():
        widths = font.DescendantFonts[0].W
        widths[1] = Array([width * 2 for width in widths[1]])


def link_that_is_not_printed(file: pikepdf.Pdf) -> None:
    links(file)[0].F = 2


def schema_not_described(file: pikepdf.Pdf) -> None:
    metadata(file, "<pdfaExtension:schemas>.*?</pdfaExtension:schemas>", "")


BY_VERAPDF: tuple[Damage, ...] = (
    no_colour_profile,
    glyph_of_another_width,
    link_that_is_not_printed,
    schema_not_described,
)
