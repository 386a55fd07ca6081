"""The text of whole leaflets, page by page and block by block, as people read it and a screen reader hears it."""

from golden import assert_golden
from pdf_facts import Facts


def test_the_text_of_the_reference_leaflet(reference: Facts) -> None:
    assert_golden("frequent-heartburn.txt", as_text(reference))


def test_the_text_of_a_draft_with_every_construct(constructs: Facts) -> None:
    assert_golden("every-construct.txt", as_text(constructs))


def as_text(leaflet: Facts) -> str:
    pages = range(1, leaflet.page_count + 1)
    rows = [row for page in pages for row in (f"======== page {page} ========", *leaflet.rows(page))]
    return "\n".join(rows) + "\n"
