"""Links: made whole, checked, and printed for readers on paper, once each."""

from pathlib import PurePosixPath

import pytest
from support import guide
from typesetting import SETTINGS, Set, body, typeset

from handouts.settings import Settings
from handouts.typeset.links import in_words

OTHER = guide("Text.", title="Bent Knee")


def hrefs(found: Set) -> list[str]:
    """Give the addresses of the links of the body."""
    return [
        str(link.get("href"))
        for section in found.dom.find_class("section")
        if not {"addresses", "about"} & set((section.get("class") or "").split())
        for link in section.iter("a")
    ]


def resolved(markdown: str, settings: Settings = SETTINGS) -> tuple[list[str], list[str]]:
    found = typeset(guide(markdown), settings, others=(OTHER,))
    return hrefs(found), found.codes


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://www.nhs.uk/x?y=1#z", "https://www.nhs.uk/x?y=1#z"),
        ("HTTPS://WWW.NHS.UK/", "HTTPS://WWW.NHS.UK/"),
        ("www.nhs.uk/x", "https://www.nhs.uk/x"),
        ("//www.nhs.uk/x", "https://www.nhs.uk/x"),
        ("/guides/one/", "https://hillstreet.example/guides/one/"),
        ("/guides/one", "https://hillstreet.example/guides/one"),
        ("/guides/one/#red-flags", "https://hillstreet.example/guides/one/#red-flags"),
        ("/contact/", "https://hillstreet.example/contact/"),
        ("../one/", "https://hillstreet.example/guides/one/"),
        ("one.md", "https://hillstreet.example/guides/one/"),
        ("./one.md#x", "https://hillstreet.example/guides/one/#x"),
        ("/one.md", "https://hillstreet.example/guides/one/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("a@b.example", "mailto:a@b.example"),
        ("tel:+442079460123", "tel:+442079460123"),
    ],
)
def test_where_a_link_goes(href: str, url: str) -> None:
    assert resolved(f"[x]({href})") == ([url], [])


def test_a_base_url_with_a_path_stays_in_front() -> None:
    settings = Settings(base_url="https://a.example/clinic", guide_url="/{lang}/g/{slug}.html")
    found = typeset(guide("[x](one.md)"), settings, others=(OTHER,))
    assert hrefs(found) == ["https://a.example/clinic/en/g/one.html"]
    assert found.leaflet.qr is not None
    assert found.leaflet.qr.url == "https://a.example/clinic/en/g/asthma.html"


@pytest.mark.parametrize(
    ("heading", "href"),
    [
        ("Red Flags — Seek Help", "#red-flags-seek-help"),
        ("Red Flags — Seek Help", "#red-flags--seek-help"),
        ("Red Flags — Seek Help", "#Red-Flags-Seek-Help"),
        ("Why & How?", "#why-and-how"),
        ("Naïve Ideas", "#naive-ideas"),
        ("Naïve Ideas", "#na%C3%AFve-ideas"),
        ("1. First", "#1-first"),
    ],
)
def test_a_link_inside_the_guide_finds_its_heading(heading: str, href: str) -> None:
    found = body(f"Go [there]({href}).\n\n## {heading}\n\nText.")
    assert found.said == []
    assert hrefs(found) == [f"#{found.sections[1].id}"]


def test_a_link_to_no_heading_fails_the_guide_and_says_what_there_is() -> None:
    found = body("Go [there](#nowhere).\n\n## Key Points\n\nText.\n\n## FAQ\n\nText.")
    assert found.said == [
        (
            'content/asthma.md:6:12: error[dead-link]: the link "#nowhere" leads to no heading of this guide '
            "hint: there are: #key-points, #faq"
        )
    ]


def test_a_link_to_a_file_that_is_no_guide_fails_the_guide() -> None:
    assert resolved("[x](two.md)") == ([], ["dead-link"])


def test_a_link_to_a_guide_that_is_not_there_is_reported_and_printed_as_it_stands() -> None:
    assert resolved("[x](/guides/two/)") == (["https://hillstreet.example/guides/two/"], ["unknown-guide"])


@pytest.mark.parametrize("href", ["https://[x", "http://[::1", "//[x"])
def test_what_is_no_address_is_reported(href: str) -> None:
    found, codes = resolved(f"A [word]({href}) here.")
    assert found == []
    assert codes in (["dead-link"], ["bad-address"])


@pytest.mark.parametrize("href", ["javascript:x()", "file:///etc/passwd", "data:text/html,x", "ftp://a.example/"])
def test_an_address_that_is_not_for_patients_loses_its_link_and_keeps_its_words(href: str) -> None:
    found = body(f"A [word]({href}) here.")
    assert hrefs(found) == []
    assert found.words == ["A", "word", "here."]
    assert found.codes == ["bad-address"]


def test_without_base_url_a_root_relative_link_is_only_its_words() -> None:
    found = typeset(guide("A [word](/guides/one/)."), Settings(), others=(OTHER,))
    assert hrefs(found) == []
    assert found.words == ["A", "word."]
    assert found.said == []


# ---- What paper needs


def test_links_of_running_text_are_numbered_and_listed_once_each() -> None:
    found = body("[a](https://a.example) [b](https://b.example) [again](https://a.example)")
    assert [(one.number, one.url, one.words) for one in found.article.addresses] == [
        (1, "https://a.example", "a.example"),
        (2, "https://b.example", "b.example"),
    ]
    assert [one.text for one in found.dom.find_class("link-number")] == ["[1]", "[2]", "[1]"]


@pytest.mark.parametrize("heading", ["Further Reading", "Related Guides", "References"])
def test_where_the_link_is_what_the_line_is_for_its_address_stands_beside_it(heading: str) -> None:
    found = body(f"## {heading}\n\n- [The NHS](https://www.nhs.uk/x/), a source.")
    assert found.article.addresses == ()
    assert '</a> <span class="address beside whole">www.nhs.uk/x/</span>, a source.' in found.body


def test_an_address_that_is_the_link_s_own_text_is_not_printed_again() -> None:
    for text in ("https://www.nhs.uk/x/", "www.nhs.uk/x/", "www.nhs.uk/x", "WWW.NHS.UK/x/"):
        found = body(f"[{text}](https://www.nhs.uk/x/)")
        assert found.article.addresses == ()
        assert "beside" not in found.body


def test_a_phone_number_stands_beside_its_link_unless_it_is_the_text() -> None:
    assert ">020 7946 0123</span>" in body("[ring us](tel:020%207946%200123)").body.replace("%20", " ")
    for text in ("020 7946 0123", "ring 020 7946-0123", "(020) 79460123"):
        assert "beside" not in body(f"[{text}](tel:02079460123)").body
    assert "beside" in body("[our desk](mailto:desk@a.example)").body
    assert "beside" not in body("[desk@a.example](mailto:desk@a.example)").body


def test_links_inside_the_guide_get_no_number() -> None:
    found = body("[up](#one)\n\n## One\n\nText.")
    assert found.article.addresses == ()
    assert "link-number" not in found.body


def test_short_addresses_stay_on_one_line_and_long_ones_may_break() -> None:
    short, long = "https://a.example/" + "x" * 40, "https://a.example/" + "x" * 60
    found = body(f"## Further Reading\n\n- [short]({short})\n- [long]({long})").body
    assert f'class="address beside whole">{short[8:]}' in found
    assert f'class="address beside">{long[8:]}' in found


def test_the_text_after_a_link_stays_after_it() -> None:
    found = body("Read [this](https://a.example), [that](https://b.example); *done*.")
    assert found.words == ["Read", "this,", "that;", "done."]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.nhs.uk/x/", "www.nhs.uk/x/"),
        ("http://a.example", "a.example"),
        ("mailto:a@b.example", "a@b.example"),
        ("tel:111", "111"),
    ],
)
def test_an_address_in_words(url: str, words: str) -> None:
    assert in_words(url) == words


def test_a_guide_in_a_folder_links_relative_to_its_own_place() -> None:
    found = typeset(guide("[x](../one.md)"), path="heart/asthma.md", others=(OTHER,))
    assert found.guide.location == PurePosixPath("heart/asthma.md")
    assert hrefs(found) == ["https://hillstreet.example/guides/one/"]


# ---- Related guides


def related(markdown: str, **keys: str) -> tuple[list[str], list[str]]:
    found = typeset(guide(markdown, **keys), others=(OTHER, guide("Text.", title="Sore Toe")))
    items = [
        " ".join(item.text_content().split())
        for section in found.dom.find_class("related")
        for item in section.iter("li")
    ]
    return items, found.codes


def test_related_guides_of_the_front_matter_are_printed_with_title_and_address() -> None:
    assert related("Text.", related="[one, two]") == (
        ["Bent Knee hillstreet.example/guides/one/", "Sore Toe hillstreet.example/guides/two/"],
        [],
    )


def test_they_join_those_that_the_text_names_and_none_stands_twice() -> None:
    items, codes = related("## Related Guides\n\n- [The knee](/guides/one/)", related="[one, two]")
    assert items == ["The knee hillstreet.example/guides/one/", "Sore Toe hillstreet.example/guides/two/"]
    assert codes == []


@pytest.mark.parametrize(
    ("site", "href", "url"),
    [
        ("/site", "/guides/one/", "/site/guides/one/"),
        ("/site", "/site/guides/one/", "/site/guides/one/"),
        ("/site", "../one/", "/site/guides/one/"),
        ("/site", "/contact/", "/site/contact/"),
        ("/guides", "/guides/one/", "/guides/guides/one/"),
        ("/guides", "/guides/guides/one/", "/guides/guides/one/"),
    ],
)
def test_the_root_that_authors_write_from_is_that_of_their_site(site: str, href: str, url: str) -> None:
    settings = Settings(base_url=f"https://a.example{site}")
    found = typeset(guide(f"See [x]({href}).", related="[one]"), settings, others=(OTHER,))
    assert hrefs(found) == [f"https://a.example{url}", f"https://a.example{site}/guides/one/"]


def test_a_file_with_a_blank_in_its_name_is_found() -> None:
    found = typeset(guide("[x](back%20pain.md) [y](<back pain.md>)"), path="back pain.md")
    assert hrefs(found) == ["https://hillstreet.example/guides/back-pain/"] * 2


@pytest.mark.parametrize("href", ["/guides/one", "one.md", "https://hillstreet.example/guides/one/", "../one/"])
def test_none_stands_twice_however_the_text_links_to_it(href: str) -> None:
    items, _ = related(f"## Related Guides\n\n- [The knee]({href})", related="[one]")
    assert len(items) == 1


def test_a_page_that_only_ends_like_a_guide_is_none() -> None:
    items, _ = related("## Related Guides\n\n- [News](/news/one/)", related="[one]")
    assert len(items) == 2


def test_a_related_guide_that_is_not_there_is_left_out_and_reported() -> None:
    items, codes = related("Text.", related="[one, three]")
    assert items == ["Bent Knee hillstreet.example/guides/one/"]
    assert codes == ["unknown-guide"]


def test_related_guides_stand_before_the_disclaimer() -> None:
    found = typeset(guide("## Disclaimer\n\nText.", related="[one]"), others=(OTHER,))
    assert found.kinds == ["related", "disclaimer"]


def test_without_base_url_related_guides_are_titles() -> None:
    found = typeset(guide("Text.", related="[one]"), Settings(), others=(OTHER,))
    (section,) = found.dom.find_class("related")
    assert [item.text_content().strip() for item in section.iter("li")] == ["Bent Knee"]
