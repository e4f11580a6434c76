"""Every exception of the program's own stands in the tree that `reader.errors` draws."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from pathlib import Path

from reader import errors

PACKAGE = Path(errors.__file__).parent


def _drawn() -> dict[str, str]:
    """The parent of each exception in the drawing; that of the roots is empty."""
    parents: dict[str, str] = {}
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"([│├└─ ]*)([A-Z]\w+) {2,}\S", line)
        if match:
            depth = len(match[1]) // 4
            del above[depth:]
            parents[match[2]] = above[-1] if above else ""
            above.append(match[2])
    return parents


def test_the_drawing_is_the_tree() -> None:
    classes = {
        name: kind.__base__.__name__ if kind.__base__ is not Exception else ""
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, Exception) and kind.__base__ is not None
    }
    assert _drawn() == classes


def test_no_exception_is_defined_elsewhere() -> None:
    known = {name for name, kind in vars(builtins).items() if isinstance(kind, type)}
    known = {name for name in known if issubclass(getattr(builtins, name), BaseException)} | set(_drawn())
    elsewhere = [
        f"{path.relative_to(PACKAGE)}: {node.name}"
        for path in PACKAGE.rglob("*.py")
        if path.name != "errors.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id in known for base in node.bases)
    ]
    assert elsewhere == []
