"""The shape of the code: imports run one way, one module knows WeasyPrint, no module grows too large."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import handouts

PACKAGE = Path(handouts.__path__[0])
MODULES = sorted(PACKAGE.rglob("*.py"))

LAYERS = (
    {"handouts"},
    {"errors", "diagnostics", "garbage"},
    {"setting_values"},
    {"settings"},
    {"verify"},
    {"library"},
    {"typeset"},
    {"check"},
    {"export"},
    {"progress"},
    {"console", "doctor"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
"""A module imports from its own layer's package and from layers before; ``handouts`` is the version only."""

ENGINES = {"weasyprint", "pydyf"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).with_suffix("").as_posix()


each_module = pytest.mark.parametrize("path", MODULES, ids=map(name_of, MODULES))


def imported(path: Path) -> Iterator[str]:
    """Give the dotted names that a module imports, anywhere in it, for whatever purpose."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they lead"
            yield from (f"{node.module}.{one.name}" for one in node.names)


def layer_of(dotted: str) -> int:
    """Give the number of the layer that a module of ours stands in."""
    parts = dotted.split(".")
    own = parts[1] if len(parts) > 1 and not parts[1].startswith("__version") else "handouts"
    return next(number for number, layer in enumerate(LAYERS) if own in layer)


def ours(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


@each_module
def test_imports_run_one_way(path: Path) -> None:
    here = ours(path)
    for there in imported(path):
        if there.split(".")[0] == "handouts":
            same_package = here.count(".") > 1 and there.startswith(here.rsplit(".", 1)[0])
            assert layer_of(there) < layer_of(here) or same_package, f"{here} must not import {there}"


def test_every_module_has_its_layer() -> None:
    assert {layer_of(ours(path)) for path in MODULES} == set(range(len(LAYERS)))


def test_no_two_modules_import_each_other() -> None:
    modules = {ours(path) for path in MODULES}
    graph = {
        ours(path): {
            one if one in modules else one.rpartition(".")[0]
            for one in imported(path)
            if one.startswith("handouts.")
        }
        for path in MODULES
    }
    while graph:
        free = {name for name, needs in graph.items() if not needs & graph.keys() - {name}}
        assert free, f"these import each other: {sorted(graph)}"
        graph = {name: needs for name, needs in graph.items() if name not in free}


def test_only_one_module_imports_weasyprint() -> None:
    users = {ours(path) for path in MODULES for one in imported(path) if one.split(".")[0] == "weasyprint"}
    assert users == {"handouts.typeset.tagger.engine"}


def test_only_the_tagger_knows_what_makes_a_pdf() -> None:
    users = {ours(path) for path in MODULES for one in imported(path) if one.split(".")[0] in ENGINES}
    tagger = {f"handouts.typeset.tagger.{name}" for name in ("engine", "finish", "letters", "writer")}
    assert users == tagger


def test_the_tagger_needs_nothing_of_handouts_but_an_exception() -> None:
    """It is to become a package of its own one day."""
    for path in (PACKAGE / "typeset" / "tagger").glob("*.py"):
        used = {one for one in imported(path) if one.startswith("handouts.")}
        outside = {one for one in used if not one.startswith("handouts.typeset.tagger")}
        assert outside <= {"handouts.errors.MachineError"}, path.name


def test_the_command_line_imports_nothing_of_ours_but_what_is_light() -> None:
    """Every command answers ``--help`` at once: what makes leaflets is imported inside the functions."""
    for path in (PACKAGE / "cli.py", PACKAGE / "console.py", *(PACKAGE / "commands").glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        top = {node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module}
        heavy = {one for one in top if one.startswith(("handouts.library", "handouts.typeset", "handouts.export"))}
        assert not heavy, f"{path.name} imports {heavy} at its top"


@each_module
def test_no_module_has_more_than_250_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 250


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    assert not {path.stem for path in MODULES} & {"utils", "util", "helpers", "helper", "misc", "common", "tools"}


@each_module
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{path.name} does not say what it is"
    for node in public(tree):
        assert ast.get_docstring(node), f"{path.name}: {node.name} does not say what it is"


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(node: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    """Give the classes, functions and methods that others may use."""
    for one in node.body:
        if isinstance(one, Definition) and not one.name.startswith("_"):
            yield one
            if isinstance(one, ast.ClassDef):
                yield from public(one)
