"""The package as a tree of files, for the tests of its shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "comity"

# The way of the data: each package imports only from those before it.
LAYERS = (
    "errors",
    "vocabulary",
    "registry",
    "sources",
    "fetching",
    "store",
    "measures",
    "models",
    "coding",
    "policies",
    "scenarios",
    "plans",
    "monitor",
    "briefs",
    "workbench",
    "cli",
    "api",
    "web",
)


@cache
def modules() -> dict[Path, ast.Module]:
    """Every Python file of the package with its syntax tree."""
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def layer_of(path: Path) -> str:
    """The package (or top-level module) in which a file lies."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    """The layers of comity that a file imports from, wherever in the file."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module]
            if node.module == "comity":
                names = [f"comity.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            # The package's own facts (`__version__`) belong to no layer.
            if parts[0] == "comity" and len(parts) > 1 and not parts[1].startswith("__"):
                yield parts[1]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    ):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def names_called(tree: ast.Module) -> Iterator[str]:
    """The plain names that a file calls: `print(...)` gives "print"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
