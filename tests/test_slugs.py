"""Slugs: what a name becomes in file names, ids and addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.library.slugs import MAX_LENGTH, RESERVED, is_slug, slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Chronic Back Pain", "chronic-back-pain"),
        ("Muscle & Joints", "muscle-and-joints"),
        ("  Fever — danger signs!  ", "fever-danger-signs"),
        ("What's 38.5 °C?", "what-s-38-5-c"),
        ("Größe und Gewicht", "grosse-und-gewicht"),
        ("Ból głowy", "bol-glowy"),
        ("Smørrebrød, Æble", "smorrebrod-aeble"),
        ("ﬁbre", "fibre"),
        ("℡ 999", "tel-999"),
        ("İstanbul kırık", "istanbul-kirik"),
        ("under_score", "under-score"),
        ("🚨 Red flags", "red-flags"),
        ("Боль в спине", ""),
        ("", ""),
        ("---", ""),
    ],
)
def test_a_name_becomes_a_slug(name: str, slug: str) -> None:
    assert slugify(name) == slug


@given(st.text())
def test_what_comes_out_is_nothing_or_a_slug(name: str) -> None:
    slug = slugify(name)
    assert slug == "" or re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert is_slug(slug) == (0 < len(slug) <= MAX_LENGTH and slug not in RESERVED)


@given(st.text())
def test_a_slug_made_of_a_slug_is_the_same(name: str) -> None:
    assert slugify(slugify(name)) == slugify(name)


@pytest.mark.parametrize("slug", ["a", "7", "chronic-back-pain", "covid-19", "x" * MAX_LENGTH, "console"])
def test_a_slug_can_name_a_file_and_an_address(slug: str) -> None:
    assert is_slug(slug)


@pytest.mark.parametrize(
    "name",
    [
        *("", "-", "a--b", "-a", "a-", "Asthma", "ast hma", "café", "a_b", "a/b", "../a", "a.b", "a\n", "٣"),
        *("con", "nul", "com1", "lpt9"),
        "x" * (MAX_LENGTH + 1),
    ],
)
def test_what_some_system_would_misread_is_no_slug(name: str) -> None:
    assert not is_slug(name)
