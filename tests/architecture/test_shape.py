"""The house keeps its shape: import order, sizes, and what may stand where."""

from __future__ import annotations

import ast
import importlib.util
import statistics
import sys
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("tree", Path(__file__).with_name("tree.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
tree = importlib.util.module_from_spec(_SPEC)
sys.modules.setdefault("tree", tree)
_SPEC.loader.exec_module(tree)

MOST_LINES_A_FILE = 500
MEDIAN_LINES_A_FILE = 120
MOST_LINES_A_FUNCTION = 80
USUAL_LINES_A_FUNCTION = 45


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_every_package_has_a_place_in_the_way_of_the_data() -> None:
    known = {*tree.LAYERS, "__init__", "data"}
    assert {tree.layer_of(path) for path in tree.modules()} <= known


def test_each_package_imports_only_from_those_before_it() -> None:
    wrong = []
    for path, module in tree.modules().items():
        layer = tree.layer_of(path)
        if layer in ("__init__", "data"):
            continue
        place = tree.LAYERS.index(layer)
        for imported in tree.imports(module):
            if tree.LAYERS.index(imported) > place:
                wrong.append(f"{path.relative_to(tree.PACKAGE)} imports {imported}")
    assert not wrong


def test_no_file_is_long_and_most_are_short() -> None:
    sizes = {path: lines(path) for path in tree.modules() if path.name != "__init__.py"}
    assert [str(path) for path, n in sizes.items() if n > MOST_LINES_A_FILE] == []
    assert statistics.median(sizes.values()) <= MEDIAN_LINES_A_FILE


def test_no_function_is_long_and_most_are_short() -> None:
    sizes = {
        f"{path.relative_to(tree.PACKAGE)}:{node.name}": tree.length(node)
        for path, module in tree.modules().items()
        for node in tree.functions(module)
    }
    assert [name for name, n in sizes.items() if n > MOST_LINES_A_FUNCTION] == []
    ordered = sorted(sizes.values())
    assert ordered[int(0.95 * len(ordered))] <= USUAL_LINES_A_FUNCTION


def test_only_the_command_line_prints_or_leaves() -> None:
    wrong = [
        f"{path.relative_to(tree.PACKAGE)}: {name}"
        for path, module in tree.modules().items()
        if tree.layer_of(path) != "cli"
        for name in tree.names_called(module)
        if name in ("print", "exit", "quit", "input", "breakpoint")
    ]
    assert not wrong


def test_no_handler_is_bare() -> None:
    bare = [
        str(path.relative_to(tree.PACKAGE))
        for path, module in tree.modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert not bare


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(tree.PACKAGE))
        for path, module in tree.modules().items()
        if ast.get_docstring(module) is None and path.read_text("utf-8").strip()
    ]
    assert not silent


def test_the_vocabulary_does_no_input_or_output() -> None:
    forbidden = {"open", "read_text", "write_text", "urlopen"}
    wrong = []
    for path, module in tree.modules().items():
        if tree.layer_of(path) != "vocabulary":
            continue
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in forbidden:
                    wrong.append(f"{path.name}: {name}")
    assert not wrong


def test_the_edge_reads_no_lake_and_no_text_of_errors() -> None:
    allowed = {"errors", "vocabulary", "measures", "workbench", "cli"}
    wrong = [
        f"{path.name} imports {imported}"
        for path, module in tree.modules().items()
        if tree.layer_of(path) == "cli"
        for imported in tree.imports(module)
        if imported not in allowed
    ]
    assert not wrong


def test_library_code_has_no_module_level_state() -> None:
    wrong = []
    for path, module in tree.modules().items():
        for node in module.body:
            if isinstance(node, ast.Global):
                wrong.append(str(path))
        for node in ast.walk(module):
            if isinstance(node, ast.Global):
                wrong.append(str(path.relative_to(tree.PACKAGE)))
    assert not wrong
