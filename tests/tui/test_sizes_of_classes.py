"""No class of the interface is long, counted with all that it inherits from us."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache

import pytest

import reader.tui
from reader.tui.screens.command_screen import CommandScreen
from reader.tui.screens.lists.documents.screen import DocumentsScreen

_MOST_LINES = 250


def _classes() -> Iterator[type]:
    """Give every class that a module of the interface defines at its top level or in a class there."""
    for info in pkgutil.walk_packages(reader.tui.__path__, "reader.tui."):
        module = importlib.import_module(info.name)
        for value in vars(module).values():
            if inspect.isclass(value) and value.__module__ == info.name:
                yield value


@cache
def _lines(cls: type) -> int:
    return len(inspect.getsourcelines(cls)[0])


def _with_bases(cls: type) -> int:
    """Return how many lines a class has, with those of its bases in this project."""
    return sum(_lines(base) for base in cls.__mro__ if base.__module__.startswith("reader."))


@pytest.mark.parametrize("cls", list(_classes()), ids=lambda cls: f"{cls.__module__}.{cls.__qualname__}")
def test_no_class_is_longer_than_that_with_its_bases(cls: type) -> None:
    assert _with_bases(cls) <= _MOST_LINES


def test_lines_of_bases_are_counted() -> None:
    assert _with_bases(DocumentsScreen) == _lines(DocumentsScreen) + _lines(CommandScreen)


def test_no_class_has_more_than_one_base_of_ours() -> None:
    """Protocols and type parameters aside: what is composed needs no second one."""
    for cls in _classes():
        if not getattr(cls, "_is_protocol", False):
            assert sum(base.__module__.startswith("reader.") for base in cls.__bases__) <= 1, cls
