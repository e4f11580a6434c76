"""What runs in a thread returns or delivers; the screen's own thread alone changes the screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader.tui

_ROOT = Path(reader.tui.__file__).parent
_MODULES = [path.relative_to(_ROOT).as_posix() for path in sorted(_ROOT.rglob("*.py"))]
_STARTERS = frozenset({"in_thread", "run_worker"})
_SHOWN = frozenset({"state", "view", "panel", "rows", "items", "spot", "passage", "line", "focused"})
"""What of a screen changes under the hands of the person."""


def _given_to_threads(tree: ast.Module) -> set[str]:
    """The names of the functions that are given, bare or in a partial, to what starts a thread."""
    return {
        name
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") in _STARTERS
        for given in call.args[:1]
        for node in ast.walk(given)
        if (name := node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", ""))
    }


def _runs_in_a_thread(function: ast.FunctionDef | ast.AsyncFunctionDef, given: set[str]) -> bool:
    return function.name in given or any(
        isinstance(decorator, ast.Call)
        and any(
            word.arg == "thread" and isinstance(word.value, ast.Constant) and word.value.value is True
            for word in decorator.keywords
        )
        for decorator in function.decorator_list
    )


def _attributes_written(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            owner: ast.expr = node
            while isinstance(owner, ast.Attribute):
                owner = owner.value
            if isinstance(owner, ast.Name) and owner.id == "self":
                yield f"{function.name} sets {ast.unparse(node)}"


def _written_in_threads(source: str) -> list[str]:
    tree = ast.parse(source)
    given = _given_to_threads(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        written
        for function in functions
        if _runs_in_a_thread(function, given)
        for written in _attributes_written(function)
    ]


def _read_in_threads(source: str) -> list[str]:
    """What functions that run in a thread ask their screen for that changes while they run."""
    tree = ast.parse(source)
    given = _given_to_threads(tree)
    return [
        f"{function.name} reads {ast.unparse(node)}"
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and _runs_in_a_thread(function, given)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and node.attr in _SHOWN
        and ast.unparse(node.value) in ("self", "host", "self._host", "self.panel", "self._host.panel")
    ]


@pytest.mark.parametrize("module", _MODULES)
def test_no_worker_thread_reads_what_the_screen_shows(module: str) -> None:
    assert _read_in_threads((_ROOT / module).read_text(encoding="utf-8")) == []


def test_a_worker_thread_that_reads_what_the_screen_shows_is_found() -> None:
    source = """
class Commands:
    def go(self):
        self._host.in_thread(partial(self._read, 1), "read")

    def _read(self, number):
        return self._host.state.document, self._host.session.library, self.document.rows
"""
    assert _read_in_threads(source) == ["_read reads self._host.state"]


@pytest.mark.parametrize("module", _MODULES)
def test_no_worker_thread_writes_an_attribute_of_its_screen(module: str) -> None:
    assert _written_in_threads((_ROOT / module).read_text(encoding="utf-8")) == []


def test_a_worker_thread_that_writes_an_attribute_is_found() -> None:
    source = """
class Screen:
    @work(thread=True, exclusive=True)
    def read(self):
        self.state.title = "read in a thread"

    @work(exclusive=True)
    async def show(self):
        self.title = "read on the screen's own thread"
"""
    assert _written_in_threads(source) == ["read sets self.state.title"]


def test_a_function_that_is_given_to_a_thread_is_read_as_well() -> None:
    source = """
class Commands:
    def go(self):
        self.host.in_thread(partial(self._read, 1), "read")

    def _read(self, number):
        self.number = number
"""
    assert _written_in_threads(source) == ["_read sets self.number"]
