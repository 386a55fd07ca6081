"""A bundle as it is printed: a book, whose every number is compared with what stands on its pages."""

import re
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
import zxingcpp
from binding import BLANK, Bound, above, assert_numbers_agree, bind, blanks, contents, folio, labels, titles
from lxml import html as lxml_html
from lxml.html import HtmlElement
from pdf_facts import MM, Facts, folded, overlaps
from support import guide
from typesetting import SHIPPED, clean, composer, engine, text_of

from handouts import settings as settings_
from handouts.export.job import PACK
from handouts.settings import Settings
from handouts.typeset.edition import read
from handouts.typeset.quires import cut
from handouts.verify.verify import verify

LONG = "\n\n".join(f"Line {number} of the text." for number in range(50))
CONTACT = settings_.parse(
    'title = "Leaflets of Hill Street"\npublisher = "Hill Street Surgery"\nbase_url = "https://hillstreet.example"\n'
    'disclaimer = "It does not replace your doctor."\n[contact]\n"Reception" = "020 7946 0123"\n',
    "library.toml",
)

ASTHMA = guide(
    "## Key points\n\n- Keep your inhaler with you.\n\n## About it\n\nSee [angina](one.md), "
    "or (for more, [angina](/guides/one/)) and "
    "[its red flags](https://hillstreet.example/guides/one/#red-flags), [a lost part](one.md#gone), "
    "[below](#what-next), [far](/guides/three/) and [outside](https://a.example/x).\n\n"
    f"{LONG}\n\n{LONG}\n\n## What next\n\nRest.",
    tags="[lungs, Inhaler]",
    publishDate="2026-03-14",
    related="[two]",
)
ANGINA = guide(
    f"## Key points\n\n- Stop.\n\n## About it\n\n{LONG}\n\n"
    "## Red flags\n\n- Pain.\n\n## What next\n\nRing. See [more](#what-next).",
    title="Angina",
    tags="[heart, inhaler]",
    updatedDate="2026-04-02",
)
SHORT = guide("Nothing much.", title="Bruises", tags="[éclat, zest]")
BURNS = SHORT.replace("Bruises", "Burns")
OUTSIDE = guide("Elsewhere.", title="Elsewhere")


@pytest.fixture(scope="module")
def bundle() -> Bound:
    """Three guides of four of a library, of four pages, two and one."""
    return bind(ASTHMA, ANGINA, SHORT, OUTSIDE, settings=CONTACT, only=3)


@pytest.fixture(scope="module")
def pages(bundle: Bound) -> Facts:
    return bundle.facts


# ---- The order of a book


def test_a_book_has_cover_contents_guides_and_index_in_this_order(pages: Facts) -> None:
    (title,) = pages.tree.all("H1")
    outlined = {title.text, *(words for depth, words, _ in pages.outline if depth == 0)}
    headings = [(tag.text, min(tag.pages)) for tag in pages.tree.all("H1", "H2") if tag.text in outlined]
    assert headings == [
        ("Heart & Circulation", 1),
        ("Contents", 2),
        ("Asthma", 3),
        ("Angina", 7),
        ("Bruises", 9),
        ("Index", 10),
    ]


def test_the_cover_says_what_is_inside_and_how_new_it_is(pages: Facts) -> None:
    said = [folded(piece.text) for piece in pages.on(1)]
    for words in ("Leaflets of Hill Street", "Hill Street Surgery", "Patient guides", "Heart & Circulation"):
        assert words in said
    assert "Updated: 2 April 2026" in said
    assert [one for one in said if one in ("Asthma", "Angina", "Bruises", "Elsewhere")] == [
        "Asthma",
        "Angina",
        "Bruises",
    ]
    assert folio(pages, 1) == ""


def test_a_cover_of_many_guides_says_how_many_more_there_are() -> None:
    made = bind(*(guide("Text.", title=f"Guide {number}") for number in range(17)))
    (inside,) = made.dom.find_class("inside")
    said = [text_of(one).strip() for one in inside.iter("li")]
    assert said == [*(f"Guide {number}" for number in range(12)), "and 5 more"]


@pytest.mark.parametrize(("letters", "guides"), [(60, 12), (200, 4)])
def test_the_cover_is_one_page_however_long_the_titles_are(letters: int, guides: int) -> None:
    title = ("Recovering after an operation on the knee and hip " * 5)[:letters]
    facts = bind(*(guide("Text.", title=f"{title}{number}") for number in range(guides)), title=title).facts
    assert facts.find("Contents", "H2").page == 2
    assert overlaps(facts.on(1)) == []
    (figure,) = [tag for tag in facts.tree.all("Figure") if tag.page == 1]
    assert all(piece.box.bottom > float(figure.attributes["BBox"][3]) - 4 * MM or piece.box.right
               < float(figure.attributes["BBox"][0]) for piece in facts.on(1))  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "ar", "ur"])
@pytest.mark.parametrize("edition", ["booklet", "large-print", "easy-read", "standard"])
def test_nothing_on_a_cover_stands_on_something_else(edition: str, lang: str) -> None:
    words = {"en": "Recovering at home ", "ar": "التعافي في البيت ", "ur": "گھر پر صحت یابی "}[lang]
    guides = (guide("Text.", title=f"{words}{number}", lang=lang) for number in range(12))
    made = bind(*guides, title=words * 2, lang=lang)
    book = cut(composer().compose(made.book, read(SHIPPED, edition, Settings())))
    facts = Facts(engine()._sheets_of(book.front.numbered(0, {})).pdf)
    assert facts.tree.all("TOC")[0].pages == {2}
    cover, _ = facts.tree.all("Sect")
    *_, inside, scan = (facts.pieces_of(one) for one in cover.all("P", "L"))
    assert min(piece.box.bottom for piece in inside) > max(piece.box.top for piece in scan)


def test_every_guide_starts_on_a_right_hand_page_and_blank_ones_say_so() -> None:
    facts = bind(SHORT, ANGINA, BURNS).facts
    assert list(titles(facts).values()) == [3, 5, 7]
    assert blanks(facts) == [4]
    (said,) = facts.on(4)
    assert said.text == BLANK
    assert abs((said.box.left + said.box.right) / 2 - facts.paper[3].right / 2) < 1
    assert folio(facts, 4) == ""


def test_paper_can_be_saved() -> None:
    facts = bind(SHORT, ANGINA, BURNS, recto=False).facts
    assert list(titles(facts).values()) == [3, 4, 6]
    assert blanks(facts) == []
    assert contents(facts)["Burns"] == ("4", 6)


@pytest.mark.slow
def test_a_contents_list_of_two_pages_leaves_its_last_page_blank() -> None:
    many = [
        SHORT.replace("Bruises", f"{'Bruises of the leg and of the arm ' * 9}{number}") for number in range(14)
    ]
    facts = bind(*many, recto=False).facts
    assert facts.tree.all("TOC")[0].pages == {2, 3}
    assert blanks(facts) == [4]
    assert labels(facts)[:6] == ["i", "ii", "iii", "iv", "1", "2"]
    assert [folio(facts, page) for page in range(1, 7)] == ["", "ii", "iii", "", "1", "2"]
    assert_numbers_agree(facts)


# ---- Numbers


def test_contents_folios_labels_and_outline_agree(pages: Facts) -> None:
    assert_numbers_agree(pages)
    assert contents(pages) == {"Asthma": ("1", 3), "Angina": ("5", 7), "Bruises": ("7", 9), "Index": ("8", 10)}


def test_the_outline_has_guides_and_their_sections(pages: Facts) -> None:
    assert pages.outline == [
        (0, "Contents", 2),
        (0, "Asthma", 3),
        (1, "Key points", 3),
        (1, "About it", 3),
        (1, "What next", 6),
        (1, "Related guides", 6),
        (1, "Links in this guide", 6),
        (0, "Angina", 7),
        (1, "Key points", 7),
        (1, "About it", 7),
        (1, "Red flags", 8),
        (1, "What next", 8),
        (0, "Bruises", 9),
        (0, "Index", 10),
    ]


def test_the_index_has_every_tag_with_the_pages_of_its_guides(pages: Facts) -> None:
    (index,) = pages.tree.all("Index")
    assert [tag.text for tag in index.all("LI")] == ["éclat 7", "heart 5", "Inhaler 1, 5", "lungs 1", "zest 7"]
    assert [link.to_page for link in pages.links if link.page == 10 and not link.url] == [9, 7, 3, 7, 3, 9]


def test_a_book_without_tags_has_no_index() -> None:
    facts = bind(guide("Text."), guide("Text.", title="Croup")).facts
    assert facts.tree.all("Index") == []
    assert "Index" not in contents(facts)


# ---- Cross-references


def test_a_link_to_a_guide_of_the_same_book_prints_its_page(pages: Facts) -> None:
    said = pages.find("See angina", "P").text
    assert said.startswith(
        "See angina (page 5), or (for more, angina, page 5) and its red flags (page 6), a lost part (page 5), "
    )
    assert folio(pages, 7) == "5"
    assert folio(pages, 8) == "6"
    assert {link.to_page for link in pages.links if link.page == 3 and not link.url} == {6, 7, 8}
    descriptions = {str(link.get("/Contents")) for link in pages.file.pages[2].Annots}
    assert {"angina", "(page 5)", ", page 5", "(page 6)"} <= descriptions


def test_a_link_to_a_guide_outside_the_book_has_its_address(pages: Facts) -> None:
    (section,) = [tag for tag in pages.tree.all("Sect") if tag.text.startswith("Links in this guide")]
    assert [tag.text for tag in section.all("LI")] == [
        "[1] hillstreet.example/guides/three/",
        "[2] a.example/x",
    ]


def test_related_guides_of_the_same_book_have_their_pages(pages: Facts) -> None:
    (section,) = [tag for tag in pages.tree.all("Sect") if tag.text.startswith("Related guides")]
    assert section.all("LI")[0].text.removeprefix("• ") == "Bruises (page 7)"


def test_links_between_guides_need_no_website() -> None:
    text = guide("See [one](one.md), [three](three.md).", related="[one]")
    facts = bind(text, *[SHORT] * 3, settings=Settings(), only=2).facts
    assert facts.find("See one", "P").text == "See one (page 3), three."
    assert facts.tree.all("Figure") == []


def test_a_link_never_lands_in_a_section_of_the_same_name_in_another_guide() -> None:
    sections = "\n\n".join(f"## {name}\n\n{LONG}" for name in ("Red flags", "When to call an ambulance"))
    text = f"[To the ambulance](#when-to-call-an-ambulance)\n\n{sections}"
    facts = bind(*(guide(text, title=title) for title in ("Asthma", "Angina", "Stroke"))).facts
    starts = [*titles(facts).values(), facts.page_count + 1]
    targets = [link for link in facts.links if not link.url and link.page in starts]
    assert len(targets) == 3
    for link, start, end in zip(targets, starts[:-1], starts[1:], strict=True):
        assert link.page == start
        assert start <= link.to_page < end
        (heading,) = [
            piece
            for tag in facts.tree.all("H3")
            if tag.text.endswith("ambulance") and start <= min(tag.pages) < end
            for piece in facts.pieces_of(tag)[-1:]
        ]
        assert heading.page == link.to_page
        assert abs(heading.box.top - link.to_top) < 30


def test_no_two_ids_are_the_same(bundle: Bound) -> None:
    ids = [one.get("id") for one in bundle.dom.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    hrefs = [one.get("href") or "" for one in bundle.dom.iter("a")]
    assert {href[1:] for href in hrefs if href.startswith("#")} <= set(ids)


def test_translations_of_one_guide_can_be_bound_together() -> None:
    both = (guide(f"## Ból\n\nTekst. [Ból](#bol)\n\n{LONG}", title=title, slug="asthma", lang=lang)
            for title, lang in (("Asthma", "en"), ("Astma", "pl")))  # fmt: skip
    made = bind(*both, kind=PACK)
    assert [one.anchor for one in made.book.articles] == ["asthma.en", "asthma.pl"]
    facts = made.facts
    assert [link.to_page for link in facts.links if link.page in (3, 5) and not link.url] == [3, 5]
    parts = [one for one in facts.file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Part"]
    assert [str(one.Lang) for one in parts if "/Lang" in one] == ["pl"]
    _, polish = facts.tree.all("Part")
    assert "Następny przegląd" in polish.text


# ---- What each page says


def test_a_guide_says_in_its_bundle_what_its_leaflet_says(bundle: Bound) -> None:
    for number, article in enumerate(bundle.book.articles):
        alone = bundle.leaflet(number)
        (here,) = [one for one in bundle.dom.iter("article") if one.get("id") == article.anchor]
        (there,) = alone.dom.iter("main")
        assert spoken(here) == spoken(there, without="contact")


def spoken(element: HtmlElement, without: str = "") -> list[str]:
    """Give the words of an article without what a book has once for all guides, and without printed addresses."""
    html = re.sub("</?bdi[^>]*>", "", clean_of(element))
    html = re.sub(r'<section class="section addresses">.*?</section>', "", html)
    html = re.sub(r'\s*<(a|span) class="(?:page-reference|link-number|address beside)[^>]*>.*?</\1>', "", html)
    html = re.sub(r'<section class="section contact">.*?</section>', "", html) if without else html
    html = re.sub(
        r"<strong>Publisher:</strong>\s*Hill Street Surgery\.|It does not replace your doctor\.", "", html
    )
    return re.sub(r"<title>.*?</title>|<[^>]+>", " ", html).split()


def clean_of(element: HtmlElement) -> str:
    return clean(lxml_html.tostring(element, encoding="unicode"))


def test_the_running_header_names_the_guide_but_where_its_title_stands(pages: Facts) -> None:
    outer = {
        page: (folded(above(pages, page)[-1 if page % 2 else 0].text), len(above(pages, page)))
        for page in (4, 5, 6, 8)
    }
    assert outer == {4: ("Asthma", 2), 5: ("Asthma", 2), 6: ("Asthma", 2), 8: ("Angina", 2)}
    for page in (3, 7, 9, 2, 10):
        assert [one.text for one in above(pages, page)] == ["Heart & Circulation"]
        left = above(pages, page)[0].box.left
        assert (left < 60 * MM) == (page % 2 == 1)


def test_every_page_of_a_guide_says_which_text_it_is_of(bundle: Bound, pages: Facts) -> None:
    for number, page in enumerate((3, 7, 9)):
        identity = folded(bundle.book.leaflets[number].running.identity)
        assert identity in [folded(piece.text) for piece in pages.margin(page, above=False)]


def test_the_folio_stands_at_the_outer_edge(pages: Facts) -> None:
    for page in range(2, pages.page_count + 1):
        (number,) = [piece for piece in pages.margin(page, above=False) if piece.text.startswith("Page ")]
        assert (number.box.right > 185 * MM) == (page % 2 == 1)


@pytest.mark.parametrize("title", ["W" * 40, "Recovering at home " * 8], ids=["wide", "long"])
def test_a_long_title_keeps_its_line(title: str) -> None:
    made = bind(guide(LONG * 2, title=title), SHORT, title="Everything about the heart and about circulation")
    assert overlaps(made.facts.pieces) == []
    for page in (4, 5):
        for piece in above(made.facts, page):
            assert piece.box.top < made.facts.paper[0].top - 12.7 * MM
            assert piece.box.left >= 20 * MM - 1
            assert piece.box.right <= 190 * MM + 1


def test_a_draft_is_stamped_on_its_own_pages_only() -> None:
    drafted = guide(LONG * 2, title="Angina", draft="true")
    for texts in ((drafted, SHORT), (SHORT, drafted, drafted.replace("Angina", "Croup"))):
        facts = bind(*texts).facts
        drafts = [tag for tag in facts.tree.all("Part") if tag.text.startswith("Draft")]
        stamped = [page for page in range(1, facts.page_count + 1)
                   if any("Draft: not" in one.text for one in facts.margin(page, above=True))]  # fmt: skip
        assert stamped == [page for tag in drafts for page in sorted(tag.pages)[1:]]
        assert stamped
        assert overlaps(facts.pieces) == []
        assert_numbers_agree(facts)


def test_there_is_one_colophon(pages: Facts) -> None:
    text = " ".join(piece.text for piece in pages.pieces)
    for words in ("Where to call", "020 7946 0123", "Publisher:", "It does not replace your doctor."):
        assert folded(text).count(words) == 1
    assert pages.find("Where to call", "H2").page == 10


# ---- QR symbols


def test_a_book_of_nobody_in_particular_has_no_empty_last_page() -> None:
    facts = bind(SHORT.replace("tags:", "other:"), settings=Settings()).facts
    assert facts.page_count == 3
    assert "Nothing much." in " ".join(piece.text for piece in facts.on(3))


@pytest.mark.parametrize("edition", ["standard", "booklet"])
def test_a_book_with_a_guide_that_can_t_be_printed_says_which_and_why(edition: str) -> None:
    book = composer().compose(bind(SHORT, ANGINA).book, read(SHIPPED, edition, Settings()))
    broken = replace(book, text=book.text.replace("Nothing much.", '<a href="#nowhere">Nothing</a> much.'))
    printed = engine().print(broken)
    assert printed.pdf == b""
    assert [(one.code, one.path) for one in printed.diagnostics] == [("dead-link", "content/asthma.md")]


def test_the_cover_opens_the_category_and_each_guide_its_own_page(pages: Facts) -> None:
    opened = {page: [one.text for one in zxingcpp.read_barcodes(pages.raster(page))] for page in (1, 3, 7, 9)}
    site = "https://hillstreet.example"
    assert opened == {
        1: [f"{site}/categories/heart-and-circulation/"],
        3: [f"{site}/guides/asthma/"],
        7: [f"{site}/guides/one/"],
        9: [f"{site}/guides/two/"],
    }


def test_the_symbol_of_a_guide_is_smaller_than_in_its_leaflet_but_not_too_small(pages: Facts) -> None:
    cover, asthma, *_ = pages.tree.all("Figure")
    widths = [float(one.attributes["BBox"][2] - one.attributes["BBox"][0]) / MM for one in (cover, asthma)]
    assert 20 * 37 / 29 <= widths[1] < widths[0]
    assert cover.alt == "QR code that opens Heart & Circulation online"


def test_a_pack_has_no_page_and_so_no_symbol_on_its_cover() -> None:
    made = bind(SHORT, kind=PACK, title="After your heart attack")
    assert made.book.qr is None
    assert made.book.index == ()


# ---- What a reader of the file gets


def test_a_book_says_what_its_source_says_and_every_number_is_there(bundle: Bound) -> None:
    html = composer().compose(bundle.book).text
    assert verify(bundle.facts.data, "bundle.pdf", html) == ()
    for there in ('data-of="#one"', "(page "):
        said = verify(bundle.facts.data, "bundle.pdf", html.replace(there, 'class="gone', 1))
        assert [one.code for one in said] == ["pdf-words"]


# ---- What is given can't get out of its place


def test_hostile_words_are_printed_as_they_stand() -> None:
    evil = "</style><script>x</script>\"'\\;}{{ 7*7 }}{% x %}&amp;"
    text = guide(
        LONG * 2, title="'" + evil.replace("'", "''") + "'", tags=f"['{evil.replace(chr(39), chr(39) * 2)}']"
    )
    made = bind(text, SHORT, title=evil)
    assert list(made.dom.iter("script")) == []
    assert len(list(made.dom.iter("style"))) == 1
    said = ["".join(tag.text.split()) for tag in made.facts.tree.all("H1", "H2") if tag.text != "Inside"]
    plain = "".join(evil.split())  # a front matter's entities are read: exports of websites write them
    assert said[:3] == [plain, "Contents", plain.replace("&amp;", "&")]


def test_the_book_of_a_day_is_that_of_its_newest_guide(bundle: Bound) -> None:
    assert bundle.book.stamp == date(2026, 4, 2)
    assert bind(guide("Text.")).book.stamp is None


def test_the_same_guides_give_the_same_bytes(bundle: Bound) -> None:
    again = Bound(bundle.job, bundle.first)
    assert again.facts.data == bundle.facts.data


def test_what_a_book_from_right_to_left_says_in_another_script_keeps_its_direction() -> None:
    settings = Settings(disclaimer="Ask us: 020 7946 0123.", formats="اسألونا.")
    made = bind(guide("نص.", lang="ar"), settings=settings, title="خذ 500 mg مرتين", lang="ar")
    (about,) = made.dom.find_class("about")[-1:]
    assert [(one.get("dir"), one.text) for one in about.iter("bdi")] == [
        ("ltr", settings.disclaimer),
        ("rtl", settings.formats),
    ]
    css = "".join(one.text_content() for one in made.dom.iter("style"))
    assert css.count('"خذ \u2066500 mg\u2069 مرتين"') == 4


def test_a_bundle_of_some_tags_keeps_the_translated_name_of_its_category() -> None:
    settings = Settings(languages={"pl": {"categories": {"Heart": "Serce"}}})
    made = bind(guide("Tekst.", lang="pl"), settings=settings, title="Heart: tag", lang="pl")
    job = replace(made.job, category="Heart")
    assert replace(made, job=job).book.title == "Serce: tag"
