"""``export --verify``: every PDF is read back before it is published, and where it stands already."""

import hashlib

import pytest
from damage import damaged, no_language, words_glued
from support import FRONT_MATTER, MakeShelf

from handouts.cli import run
from handouts.typeset.layout import Engine, Printed

GUIDE = FRONT_MATTER + "## Key points\n- Keep your inhaler with you.\n"


def test_a_good_leaflet_is_published(shelf: MakeShelf, capsys: pytest.CaptureFixture[str]) -> None:
    made = shelf({"asthma.md": GUIDE})
    asked = ["export", "--verify", "-j", "1", "--content", str(made.root), "--out", str(made.out)]
    assert run(asked) == 0
    assert made.pdf().exists()
    assert run(asked) == 0
    assert "current" in capsys.readouterr().err


def test_a_leaflet_that_does_not_say_what_its_guide_says_is_not_published(
    shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = shelf({"asthma.md": GUIDE})
    prints = Engine.print

    def hurt(self: Engine, *given: object, **options: object) -> Printed:
        printed = prints(self, *given, **options)  # type: ignore[arg-type]
        return Printed(damaged(printed.pdf, words_glued), printed.pages, printed.diagnostics)

    monkeypatch.setattr(Engine, "print", hurt)
    report = made.export(verify=True)
    (outcome,) = report.outcomes
    assert outcome.failed
    assert "pdf-words" in {one.code for one in outcome.diagnostics}
    assert not made.pdf().exists()


def test_a_leaflet_that_stands_already_is_read_back_too(shelf: MakeShelf) -> None:
    made = shelf({"asthma.md": GUIDE})
    made.export()
    before, after = made.pdf().read_bytes(), damaged(made.pdf().read_bytes(), no_language)
    made.pdf().write_bytes(after)
    manifest = made.out / "manifest.json"  # as if it had been made so
    old, new = (hashlib.sha256(one).hexdigest() for one in (before, after))
    manifest.write_text(manifest.read_text("utf-8").replace(old, new), "utf-8")
    (outcome,) = made.export(verify=True).outcomes
    assert {one.code for one in outcome.diagnostics} == {"pdf-language"}
    assert outcome.failed
    assert not made.export().outcomes[0].failed
