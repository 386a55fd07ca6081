"""Nothing in a guide makes the program read a file outside the library, use the network, or run code.

A whole export runs in a process of its own in which every file that is opened and every connection that is
tried is written down (``sys.addaudithook``), and connections are refused.
"""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pdf_facts import Facts
from support import guide

WATCH = """
import os, sys
_log = open(os.environ["WATCH_LOG"], "a", buffering=1)
_network = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request")
_programs = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")
def _hook(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        _log.write("open " + os.path.realpath(os.fsdecode(arguments[0])) + "\\n")
    elif event in _programs:
        _log.write("run " + os.path.basename(str(arguments[0])) + "\\n")
    elif event == "socket.connect" and isinstance(arguments[1], (str, bytes)):
        pass  # a socket of this machine's file system: how the program speaks with its own workers
    elif event in _network and not str(arguments[0]).startswith(("data:", "file:")):
        _log.write(event + " " + repr(arguments)[:200] + "\\n")
        raise PermissionError(event + " in a hermetic test")
sys.addaudithook(_hook)
"""

FINDERS = set() if sys.platform == "linux" else {"ldconfig", "gcc", "cc", "ld", "objdump"}
"""Programs with which Python itself looks for native libraries (``ctypes.util``) when WeasyPrint is imported."""

PNG = (Path(__file__).parent / "fixtures" / "constructs" / "knee.png").read_bytes()
SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {SPACES} width="9" height="9">{{}}</svg>'

HOSTILE = """
<script>evil()</script>
<style>@import url("http://127.0.0.1:9/evil.css"); body { background: url(file://@OUT@) }</style>
<link rel="stylesheet" href="file://@OUT@"><link rel="attachment" href="file://@OUT@">
<iframe src="file://@OUT@"></iframe><object data="file://@OUT@"></object><embed src="file://@OUT@">
<p style="background: url(file://@OUT@); content: url(http://127.0.0.1:9/evil.png)">Styled.</p>
<svg><image href="file://@OUT@"/><script>evil()</script></svg><math><mtext>x</mtext></math>
<base href="http://127.0.0.1:9/"><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/evil">
<a rel="attachment" href="file://@OUT@">Attached.</a> <form action="http://127.0.0.1:9/evil"><input></form>

![On another site](http://127.0.0.1:9/evil.png) and ![again](//127.0.0.1:9/evil.png)

[Run](javascript:evil()) and [read](file://@OUT@).

The end is here.
"""


@dataclass(frozen=True)
class Watched:
    """What an export did, seen from outside."""

    out: Path
    opened: set[str]
    tried: list[str]
    manifest: dict[str, dict[str, Any]]

    def codes(self, slug: str) -> list[str]:
        return [one["code"] for one in self.manifest[f"leaflets/en/{slug}.pdf"]["diagnostics"]]


def refused(address: str) -> str:
    return guide(f"Text.\n\n![A picture]({address})")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    place = tmp_path_factory.mktemp("hermetic")
    root, secret = place / "content", place / "secret.png"
    (root / "images").mkdir(parents=True)
    secret.write_bytes(PNG)
    (place / "secret.css").write_text("body { color: red }")
    (root / "linked.png").symlink_to(secret)
    (root / "folder").symlink_to(place)
    (root / "good.png").write_bytes(PNG)
    (root / "linked.md").symlink_to(place / "secret.md")
    (place / "secret.md").write_text(guide("A secret guide.", title="Secret"))
    for name, inside in {
        "file": f'<image xlink:href="file://{secret}" width="9" height="9"/>',
        "relative": '<image href="../secret.png" width="9" height="9"/>',
        "web": '<image href="http://127.0.0.1:9/evil.png" width="9" height="9"/>',
        "use": f'<use href="file://{secret}#x"/>',
        "import": f'<style>@import url("file://{place}/secret.css"); @import "http://127.0.0.1:9/x.css";</style>',
        "entity": "<text>x</text>",
    }.items():
        (root / f"{name}.svg").write_text(SVG.format(inside))
        (root / f"svg-{name}.md").write_text(refused(f"{name}.svg"))
    entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{place}/secret.css">]>'
    (root / "entity.svg").write_text(entity + SVG.format("<text>&x;</text>"))
    guides = {
        "hostile": guide(HOSTILE.replace("@OUT@", str(secret))),
        "good": guide("![A knee](good.png)"),
        "absolute": refused(f"file://{secret}"),
        "passwd": refused("file:///etc/passwd"),
        "climbing": refused("../secret.png"),
        "climbing-far": refused("../../../../../../../../etc/passwd"),
        "root": refused("/etc/passwd"),
        "by-link": refused("linked.png"),
        "by-folder": refused("folder/secret.png"),
    }
    for name, text in guides.items():
        (root / f"{name}.md").write_text(text)
    return run(place, root)


def run(place: Path, root: Path) -> Watched:
    (place / "watch").mkdir()
    (place / "watch" / "sitecustomize.py").write_text(WATCH)
    environment = os.environ | {
        "PYTHONPATH": str(place / "watch"),
        "WATCH_LOG": str(place / "log"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "handouts", "export", "--content", str(root), "--out", str(place / "out")]
    ran = subprocess.run(command, env=environment, cwd=place, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr
    log = (place / "log").read_text().splitlines()
    manifest = json.loads((place / "out" / "manifest.json").read_text())
    return Watched(
        place / "out",
        {line.removeprefix("open ") for line in log if line.startswith("open ")},
        sorted({line for line in log if not line.startswith("open ")}),
        {one["path"]: one for one in manifest["outputs"]},
    )


def test_the_watch_sees_what_is_opened(watched: Watched) -> None:
    """Or the tests below could not fail."""
    content = watched.out.parent / "content"
    assert str(content / "good.png") in watched.opened
    assert str(content / "hostile.md") in watched.opened
    assert any(path.endswith("styles/tokens.css") for path in watched.opened)


def test_no_connection_is_tried_and_no_program_is_started(watched: Watched) -> None:
    assert set(watched.tried) <= {f"run {name}" for name in FINDERS}


def test_no_file_outside_is_opened(watched: Watched) -> None:
    place = watched.out.parent
    allowed = [
        place / "content",
        place / "out",
        Path(__file__).parent.parent,
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(sysconfig.get_paths()["stdlib"]),
        Path("/usr/lib"),
        Path("/usr/share/zoneinfo"),
        Path("/usr/share/mime"),
        Path("/proc"),
        Path("/sys"),
        Path("/dev"),
    ]
    known = ("mime.types", "localtime", "os-release", "lsb-release", "ld.so.cache", "httpd.conf")
    # Fonts on their way to Pango, and what ctypes.util asks the linker; but nothing of ours is scratch.
    scratch = Path(tempfile.gettempdir()).resolve()
    outside = [
        path
        for path in watched.opened
        if not any(Path(path).is_relative_to(folder.resolve()) for folder in allowed)
        and not path.endswith(known)
        and (Path(path).is_relative_to(place) or not Path(path).is_relative_to(scratch))
    ]
    assert outside == []


def test_what_no_guide_may_read_is_never_opened(watched: Watched) -> None:
    place = watched.out.parent
    assert watched.opened.isdisjoint({str(place / "secret.png"), str(place / "secret.css"), "/etc/passwd"})
    assert str(place / "secret.md") not in watched.opened


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("climbing", "outside"),
        ("climbing-far", "outside"),
        ("root", "missing-image"),
        ("by-link", "outside"),
        ("by-folder", "outside"),
        ("svg-file", "unsafe-image"),
        ("svg-relative", "unsafe-image"),
        ("svg-use", "unsafe-image"),
        ("svg-import", "unsafe-image"),
        ("svg-entity", "unsafe-image"),
        ("svg-web", "unsafe-image"),
    ],
)
def test_a_guide_that_reaches_outside_is_not_published(watched: Watched, slug: str, code: str) -> None:
    assert watched.codes(slug) == [code]
    assert watched.manifest[f"leaflets/en/{slug}.pdf"]["status"] == "failed"
    assert not (watched.out / f"leaflets/en/{slug}.pdf").exists()
    assert not (watched.out / f"html/en/{slug}.html").exists()


@pytest.mark.parametrize("slug", ["hostile", "good"])
def test_the_others_are_published(watched: Watched, slug: str) -> None:
    assert watched.manifest[f"leaflets/en/{slug}.pdf"]["status"] == "made"


def test_nothing_hostile_gets_through(watched: Watched) -> None:
    page = (watched.out / "html/en/hostile.html").read_text()
    body = page[page.index("<body") :]
    for word in ("evil", "127.0.0.1", "secret", "file:", "javascript:", "onerror", "@import"):
        assert word not in body.replace("[On another site]", ""), word
    assert not re.findall(r"<(?:script|iframe|object|embed|form|input|base|math|link)\b", body)
    leaflet = Facts(watched.out / "leaflets/en/hostile.pdf")
    assert "Styled." in leaflet.text
    assert "The end is here." in leaflet.text
    assert "evil" not in leaflet.text
    assert {link.url for link in leaflet.links} == set()
    assert b"/EmbeddedFile" not in leaflet.data
