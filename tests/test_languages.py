"""A guide's language is what its front matter says, or its file's suffix, or its folder, or else the library's."""

from pathlib import PurePosixPath

import pytest
from support import MakeShelf, guide, parsed_guide

from handouts.library.languages import code, of_file
from handouts.settings import parse


@pytest.mark.parametrize(
    ("path", "name", "lang"),
    [
        ("asthma.md", "asthma", ""),
        ("asthma.ar.md", "asthma", "ar"),
        ("asthma.zh-hans.md", "asthma", "zh-Hans"),
        ("asthma.pt_BR.mdx", "asthma", "pt-BR"),
        ("guides/ar/asthma.md", "asthma", "ar"),
        ("guides/ar/chest/asthma.md", "asthma", "ar"),
        ("ar/asthma.pl.md", "asthma", "pl"),  # the suffix is nearer
        ("en/pl/asthma.md", "asthma", "pl"),
        ("drafts/asthma.md", "asthma", ""),
        ("2024/asthma.v2.md", "asthma.v2", ""),
        ("old-site/asthma.md", "asthma", ""),
        (".ar.md", ".ar", ""),
        ("asthma/index.md", "asthma", ""),
        ("ar/asthma/_index.mdx", "asthma", "ar"),
        ("asthma/index.ar.md", "asthma", "ar"),
        ("asthma/ar/index.md", "asthma", "ar"),
        ("index.md", "index", ""),
        ("2025-03-02-hay-fever.md", "hay-fever", ""),
        ("2025-03-02-hay-fever.ar.md", "hay-fever", "ar"),
        ("2025-03-02-hay-fever/index.md", "hay-fever", ""),
        ("2025-03-02.md", "2025-03-02", ""),
    ],
)
def test_a_file_says_its_language(path: str, name: str, lang: str) -> None:
    assert of_file(PurePosixPath(path)) == (name, lang)


@pytest.mark.parametrize(
    ("name", "lang"),
    [("AR", "ar"), ("zh-hant-tw", "zh-Hant-TW"), ("ckb", "ckb"), ("faq", ""), ("ar-", ""), ("", "")],
)
def test_codes(name: str, lang: str) -> None:
    assert code(name) == lang


@pytest.mark.parametrize(
    ("said", "lang"), [("EN", "en"), ("pt_br", "pt-BR"), ("ZH-HANS", "zh-Hans"), ("no", "no")]
)
def test_a_code_is_put_in_order_wherever_it_stands(said: str, lang: str) -> None:
    assert parsed_guide(guide("Text.", lang=said)).lang == lang
    settings = parse(f'lang = "{said}"\n[languages.{said}]\ntitle = "Ours"', "library.toml")
    assert settings.lang == lang
    assert settings.in_language(lang).title == "Ours"


def test_front_matter_wins_and_the_slug_has_no_language_in_it() -> None:
    found = parsed_guide(guide("Text.", lang="pl"), "content/guides/ar/asthma.ur.md")
    assert (found.slug, found.lang) == ("asthma", "pl")
    found = parsed_guide(guide("Text."), "content/guides/asthma.ur.md")
    assert (found.slug, found.lang) == ("asthma", "ur")


def test_a_translation_shares_the_slug_of_what_it_names() -> None:
    found = parsed_guide(guide("Text.", translationOf="../en/asthma-in-adults.md"), "content/pl/astma.md")
    assert (found.slug, found.lang) == ("asthma-in-adults", "pl")
    assert parsed_guide(guide("Text.", translationOf="asthma", slug="astma"), "content/pl/x.md").slug == "astma"


def test_an_export_puts_each_language_into_its_own_folder(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": guide("Text."), "pl/asthma.md": guide("Tekst."), "asthma.uk.md": guide("Текст.")})
    made.export(html_only=True)
    assert sorted(one.parent.name for one in (made.out / "html").rglob("asthma.html")) == ["en", "pl", "uk"]
