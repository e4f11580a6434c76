"""Names say what a value is: words that say nothing of it name no value in a function.

CONTRIBUTING.md has the rule. Words are listed here that stood where a noun was due.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "reader"

WORDS = frozenset({
    "asked", "at", "beside", "catalog", "census", "each", "evidence", "found", "given", "gone", "here",
    "kept", "looks", "made", "naming", "noted", "overview", "pen", "pens", "said", "shelf", "taken", "there",
    "told", "wanted", "what",
})  # fmt: skip


def _names(function: ast.AST) -> Iterator[tuple[int, str]]:
    """The function's own name, and the parameters, variables and attributes that it gives values to."""
    for node in ast.walk(function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs) and node.name:
            yield node.lineno, node.name


def _says_nothing(source: str) -> list[tuple[int, str]]:
    functions = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    )
    names = {name for function in functions for name in _names(function)}
    return sorted((line, name) for line, name in names if name.strip("_") in WORDS)


def test_values_are_called_what_they_are() -> None:
    bad = [
        f"reader/{file.relative_to(PACKAGE).as_posix()}:{line}: {name}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for line, name in _says_nothing(file.read_text(encoding="utf-8"))
    ]
    assert not bad, "say what the value is:\n" + "\n".join(bad)


@pytest.mark.parametrize(
    "source",
    [
        "def found(): pass",
        "class A:\n    def _kept(self): pass",
        "def f(found): pass",
        "def f(*, _at=1): pass",
        "def f():\n    for each in x: pass",
        "def f():\n    kept, rest = x",
        "def f():\n    return [said for said in x]",
        "def f(self):\n    self._told = 1",
        "g = lambda there: 1",
    ],
)
def test_a_word_that_says_nothing_is_seen(source: str) -> None:
    assert _says_nothing(source)
