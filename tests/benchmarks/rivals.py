"""Others that print the same text: bare WeasyPrint, its command line, Chromium and Typst."""

import base64
import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from meter import Cost, measured

from handouts.export.plan import plan
from handouts.export.publications import COLLECTORS
from handouts.library.guide import Guide
from handouts.library.library import Library
from handouts.typeset import characters
from handouts.typeset.compose import Composer, Html
from handouts.typeset.theme import Theme


def composed(library: Library, guides: Iterable[Guide]) -> list[Html]:
    """Give the final HTML of leaflets."""
    theme = Theme.of(library.root)
    composer, covered = Composer(theme), characters.covered_by(theme.fonts)
    pages = []
    for job in plan(guides):
        publication, _ = COLLECTORS[job.kind](job, library, covered)
        assert publication is not None
        pages.append(composer.compose(publication))
    return pages


def bare_weasyprint(theme: Theme) -> Callable[[Html], bytes]:
    """Give what prints HTML with WeasyPrint and nothing else: styles parsed once, one font configuration.

    It is fed what a user would feed it: the files of ``styles/`` as they are, every page laid out once.
    """
    os.environ["FONTCONFIG_FILE"] = str(theme.fonts / "fonts.conf")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no fonts of the system's, and says so
        import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheets: dict[Path, Any] = {}

    def print_(html: Html) -> bytes:
        for path in (*theme.stylesheets(), *html.stylesheets(theme)):
            if path not in sheets:
                sheets[path] = weasyprint.CSS(filename=path, base_url=path.as_uri(), font_config=fonts)
        styles = [sheets[path] for path in (*theme.stylesheets(), *html.stylesheets(theme))]
        document = weasyprint.HTML(string=html.text)
        return bytes(document.write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1"))

    return print_


def printed_alone(theme: Theme, html: Html, place: Path) -> Cost:
    """Give what WeasyPrint's command costs for one file: the page as it lies in ``html/``, styles in it."""
    page = place / "alone.html"
    page.write_text(html.standalone(theme), "utf-8")
    program = Path(sys.executable).parent / "weasyprint"
    return measured(program, "--pdf-variant", "pdf/ua-1", page, place / "alone.pdf")


class Chromium:
    """One long-lived headless Chromium, spoken to over its pipe."""

    def __init__(self, program: str) -> None:
        theirs, ours = os.pipe(), os.pipe()
        self._to, self._from = theirs[1], ours[0]
        # Out of the way of 3 and 4, on which Chromium listens and speaks.
        reads, writes = (fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (theirs[0], ours[1]))

        def wire() -> None:
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "about:blank"]
        self._process = subprocess.Popen(
            [program, *options],
            preexec_fn=wire,  # noqa: PLW1509 - no threads here
            close_fds=False,
            stderr=subprocess.DEVNULL,
        )
        self._number, self._rest = 0, b""
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._ask("Page.enable", {})

    def print_(self, page: Path) -> bytes:
        """Print a file."""
        self._ask("Page.navigate", {"url": page.as_uri()})
        while self._read().get("method") != "Page.loadEventFired":
            pass
        options = {"preferCSSPageSize": True, "generateTaggedPDF": True, "printBackground": True}
        return base64.b64decode(self._ask("Page.printToPDF", options)["data"])

    def cpu(self) -> float:
        """Give the seconds of CPU time that it and its processes have used."""
        import psutil  # type: ignore[import-untyped]

        root = psutil.Process(self._process.pid)
        times = [one.cpu_times() for one in (root, *root.children(recursive=True))]
        return float(sum(one.user + one.system for one in times))

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if hasattr(self, "_session"):
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._number:
            pass
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return dict(answer["result"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            self._rest += os.read(self._from, 1 << 20)
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))


def chromium() -> str | None:
    """Give the path of Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def typst_of(guide: Guide) -> str:
    """Give a guide's text in Typst's markup, as plainly as it can be set."""
    lines = ['#set page(paper: "a4", margin: 2cm)', "#set text(size: 12pt)", f"= {guide.title}"]
    for line in guide.body.split("\n"):
        text = line.replace("**", "*")
        if line.startswith("#"):
            text = "=" * (len(line) - len(line.lstrip("#"))) + " " + line.lstrip("# ")
        lines.append(text.replace("1. ", "+ ", 1) if text.startswith("1. ") else text)
    return "\n".join(lines)


def cpu_of(do: Callable[[], object]) -> float:
    """Give the CPU time of something that this process does itself."""
    started = time.process_time()
    do()
    return time.process_time() - started
