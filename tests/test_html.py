"""The HTML page: a file of its own, in a real browser, on a phone and on paper."""

import html
import json
import re
import subprocess
from pathlib import Path

import pytest
from pdf_facts import Facts
from source_words import first_missing, source_words, tokens
from support import Shelf, page_text, tool, words

PHONE = 360
"""CSS pixels: the width of small phones."""

MEASURE = """<script>addEventListener("load", () => {
  const wide = [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1);
  document.title = JSON.stringify([innerWidth, document.documentElement.scrollWidth, wide.map(e => e.outerHTML)]);
})</script>"""


def chromium(profile: Path, *arguments: str) -> str:
    """Run headless Chromium without a network and give what it printed."""
    command = [
        *(tool("chromium", "chromium-browser", "google-chrome"), "--headless", "--no-sandbox", "--disable-gpu"),
        *("--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"),
        *("--disable-sync", "--hide-scrollbars", f"--user-data-dir={profile}"),
        *("--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000", *arguments),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_page_needs_no_other_file(content_export: Shelf) -> None:
    for page in sorted((content_export.out / "html").rglob("*.html")):
        text = page.read_text()
        assert not re.findall(r"<(?:script|iframe|object|embed|form)\b", text)
        assert re.findall(r'<link (?!rel="(?:canonical|alternate)")', text) == []
        sources = re.findall(r'\bsrc="([^"]*)|url\(["\']?([^"\')]*)|@import ([^;]*)', text)
        assert {("".join(found))[:5] for found in sources} <= {"data:"}


def test_a_phone_shows_it_without_scrolling_sideways(content_export: Shelf, tmp_path: Path) -> None:
    page = content_export.html("high-blood-pressure").read_text()
    # A frame as wide as a phone: headless windows can't be made that narrow.
    (tmp_path / "page.html").write_text(page.replace("</head>", MEASURE + "</head>"))
    frame = f'<iframe id="f" src="page.html" style="border:0" width="{PHONE}" height="800"></iframe>'
    copy = "<script>setTimeout(() => document.title = f.contentDocument.title, 1000)</script>"
    (tmp_path / "phone.html").write_text(f"<!DOCTYPE html><title></title>{frame}{copy}")
    dom = chromium(
        tmp_path / "profile", "--allow-file-access-from-files", "--dump-dom", (tmp_path / "phone.html").as_uri()
    )
    found = re.search(r"<title>\[(\d+),(\d+),(.*?)\]</title>", dom, re.DOTALL)
    assert found, dom[:500]
    assert (int(found[1]), int(found[2]), found[3]) == (PHONE, PHONE, "[]")


@pytest.mark.parametrize("slug", ["angina-symptoms-management", "asthma-in-adults"])
def test_a_browser_prints_the_sheet_that_the_pdf_is(content_export: Shelf, tmp_path: Path, slug: str) -> None:
    printed = tmp_path / "printed.pdf"
    page = content_export.html(slug).as_uri()
    chromium(tmp_path / "profile", "--no-pdf-header-footer", f"--print-to-pdf={printed}", page)
    assert printed.exists()
    pages = [words(page_text(pdf, number)) for pdf in (printed, content_export.pdf(slug)) for number in (1, 2)]
    browser, ours = pages[0] + pages[1], pages[2] + pages[3]
    # A browser draws its bullets.
    assert sorted(browser) == sorted(word for word in ours if word != "•")
    assert page_text(printed).count("\f") == 2
    for number in (0, 1):
        assert f"Page {number + 1} of 2" in " ".join(pages[number])


SIZES = """
<!DOCTYPE html><title></title><body><script>
const pages = @PAGES@, found = [];
(async () => {
  for (const [name, html] of Object.entries(pages)) for (const width of [320, 360, 412, 768, 1280]) {
    const frame = document.createElement("iframe");
    frame.width = width; frame.height = 800; frame.style.border = 0;
    const loaded = new Promise(done => frame.onload = done);
    frame.srcdoc = html;
    document.body.append(frame);
    await loaded;
    const root = frame.contentDocument.documentElement;
    const small = [...root.querySelectorAll("main *")].filter(one => one.offsetParent &&
      [...one.childNodes].some(node => node.nodeType == 3 && node.data.trim()) &&
      parseFloat(frame.contentWindow.getComputedStyle(one).fontSize) < (one.closest("sub, sup, svg") ? 12 : 13));
    found.push([name, width, root.scrollWidth, small.map(one => one.outerHTML.slice(0, 80)),
      Math.min(...[...root.querySelectorAll(".ordinary > p")].map(one => one.offsetWidth))]);
    frame.remove();
  }
  document.body.textContent = JSON.stringify(found);
})();
</script></body>
"""
"""Lays pages out at the widths of phones, tablets and desks, and writes down what it measured."""


def test_no_width_of_screen_needs_scrolling_sideways_or_a_magnifying_glass(
    reference_export: Shelf, constructs_export: Shelf, tmp_path: Path
) -> None:
    pages = {
        path.stem: path.read_text()
        for path in (reference_export.html("frequent-heartburn"), constructs_export.html("every-construct"))
    }
    page = tmp_path / "sizes.html"
    page.write_text(SIZES.replace("@PAGES@", json.dumps(pages).replace("</", "<\\/")))
    dom = chromium(tmp_path / "profile", "--dump-dom", page.as_uri())
    found = json.loads(html.unescape(re.sub(r".*<body>|</body>.*", "", dom, flags=re.DOTALL)))
    assert len(found) == 10
    assert [(name, width, scroll) for name, width, scroll, *_ in found if scroll > width] == []
    assert [(name, width, small) for name, width, _, small, _ in found if small] == []
    for name, width, _, _, column in found:
        assert column >= min(0.8 * width, 500), (name, width, column)  # a phone's whole width is for the text


def test_a_browser_prints_every_word_of_the_guide_in_order(reference_export: Shelf, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    page = reference_export.html("frequent-heartburn").as_uri()
    chromium(tmp_path / "profile", "--no-pdf-header-footer", f"--print-to-pdf={printed}", page)
    said = page_text(printed)
    assert said.count("\f") == Facts(reference_export.pdf("frequent-heartburn")).page_count
    guide = (reference_export.root / "frequent-heartburn.md").read_text()
    # Arrows are not in the fonts that the page carries: on a machine without fonts a browser has none.
    assert not first_missing([word for word in source_words(guide) if word != "→"], tokens(said))


def test_a_draft_prints_with_its_stamp_from_a_browser_too(constructs_export: Shelf, tmp_path: Path) -> None:
    printed = tmp_path / "printed.pdf"
    page = constructs_export.html("every-construct").as_uri()
    chromium(tmp_path / "profile", "--no-pdf-header-footer", f"--print-to-pdf={printed}", page)
    pages = page_text(printed).split("\f")[:-1]
    assert len(pages) == Facts(constructs_export.pdf("every-construct")).page_count
    assert ["Draft: not for patients" in " ".join(words(page)) for page in pages] == [True] * len(pages)
