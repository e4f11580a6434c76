"""Docstrings have one voice, as CONTRIBUTING.md has it.

A public function's begins with a verb; a class's and a property's is a noun phrase.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "reader"

OPENINGS = frozenset({
    "A", "An", "All", "As", "Each", "Every", "Everything", "How", "Several", "The", "Those", "What", "Where",
    "Whether", "Which", "Who", "Why",
})  # fmt: skip
"""How a noun phrase begins."""

VERBS = frozenset({
    "Answer", "Ask", "Build", "Collect", "Complete", "Count", "Edit", "Find", "Give", "Hold", "Join", "Keep",
    "Make", "Measure", "Paint", "Put", "Read", "Return", "Say", "Show", "Take", "Tell", "Walk", "Write",
    "Yield",
})  # fmt: skip
"""How what is done begins."""


def _noun_phrases(source: str) -> Iterator[tuple[int, str]]:
    """The public functions that give something back and whose docstring is a noun phrase."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
        words = (ast.get_docstring(node) or "").split(maxsplit=1)
        returns = ast.unparse(node.returns) if node.returns else "None"
        if (
            words
            and words[0] in OPENINGS
            and returns != "None"
            and not decorators & {"property", "cached_property"}
        ):
            yield node.lineno, node.name


def _verbs(source: str) -> Iterator[tuple[int, str]]:
    """The classes and properties whose docstring begins with a verb."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
            continue
        decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
        if isinstance(node, ast.ClassDef) or decorators & {"property", "cached_property"}:
            words = (ast.get_docstring(node) or "").split(maxsplit=1)
            if words and words[0].removesuffix("s") in VERBS:
                yield node.lineno, node.name


def test_what_a_function_gives_is_said_by_a_verb() -> None:
    bad = [
        f"reader/{file.relative_to(PACKAGE).as_posix()}:{line}: {name}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for line, name in _noun_phrases(file.read_text(encoding="utf-8"))
    ]
    assert not bad, "begin with Return, Yield or another verb:\n" + "\n".join(bad)


def test_what_a_class_or_a_property_is_is_said_by_a_noun() -> None:
    bad = [
        f"reader/{file.relative_to(PACKAGE).as_posix()}:{line}: {name}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for line, name in _verbs(file.read_text(encoding="utf-8"))
    ]
    assert not bad, "say what it is:\n" + "\n".join(bad)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('class A:\n    """Reads a file."""', ["A"]),
        ('class A:\n    """A reader of files."""\n    def f(self) -> int:\n        """Return it."""', []),
        ('class A:\n    @property\n    def f(self) -> int:\n        """Return it."""', ["f"]),
        ('class _A:\n    """Reads a file."""', []),
    ],
)
def test_verbs_are_told_from_noun_phrases(source: str, names: list[str]) -> None:
    assert [name for _, name in _verbs(source)] == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('def f() -> int:\n    """The number of it."""', ["f"]),
        ('class A:\n    def f(self) -> bool:\n        """Whether it is."""', ["f"]),
        ('def f() -> int:\n    """Return the number of it."""', []),
        ('def f() -> None:\n    """All is done."""', []),
        ('class A:\n    @property\n    def f(self) -> int:\n        """The number of it."""', []),
        ('def _f() -> int:\n    """The number of it."""', []),
    ],
)
def test_noun_phrases_are_told_from_verbs(source: str, names: list[str]) -> None:
    assert [name for _, name in _noun_phrases(source)] == names
