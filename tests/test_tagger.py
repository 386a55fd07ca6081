"""The tagger beside WeasyPrint's own: the same pages, no more bytes, another tree."""

import pytest
from pdf_facts import Facts
from support import guide
from text_layer import SAID
from typesetting import Set, body, engine, typeset


def by_weasyprint(made: Set) -> Facts:
    """Print the same page with WeasyPrint's own tags."""
    maker = engine()
    weasyprint, styles = (
        maker._weasyprint,
        [*maker._styles, *map(maker._sheet, made.html.stylesheets(maker._theme))],
    )
    page = weasyprint.HTML(string=made.html.text, url_fetcher=maker._fetcher)
    return Facts(page.render(stylesheets=styles, font_config=maker._fonts).write_pdf(pdf_variant="pdf/ua-1"))


EVERYTHING = """
A <span lang="fr">mot juste</span>, a [link](https://a.example/1) and a note.[^1]

- One
    1. Inner

Term
:   What it is.

| Age | Dose |
|-----|------|
| 12  | 250 mg |

## FAQ

**Is it so?**
Yes, and this goes on for longer than one line can hold, so that there is an end of a line in it somewhere.

[^1]: The note.
"""


@pytest.mark.parametrize("lang", ["en", "ar", "ur", "bn", "gu", "zh-Hans"])
def test_the_pages_are_the_same_pixel_for_pixel(lang: str) -> None:
    made = body(f"{SAID[lang]}\n\n{EVERYTHING}", lang=lang)
    ours, plain = made.facts, by_weasyprint(made)
    assert ours.page_count == plain.page_count
    for page in range(1, ours.page_count + 1):
        assert ours.pixels(page, 110) == plain.pixels(page, 110)


def test_the_file_is_hardly_larger_than_with_weasyprint_s_own_tags() -> None:
    made = typeset(guide(EVERYTHING * 4))
    assert len(made.facts.data) <= 1.05 * len(by_weasyprint(made).data)
