"""Imports go one way, and nothing heavy is imported before it is needed.

The rules are those of the design; the import-linter contracts in pyproject.toml hold the same at the level of
whole packages, these tests also hold one home for each third-party package and what a start imports.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "reader"

LAYERS = {
    "text": 0,
    "system": 1,
    "analysis": 2, "search": 2, "notes": 2, "formats": 2,
    "library": 3,
    "background": 4,
    "tui": 5, "verbs": 5,
    "cli": 6,
    "__main__": 7,
}  # fmt: skip

HOMES = {
    "textual": ("tui/",),
    "rich": ("tui/",),
    "pygments": ("tui/",),
    "markdown_it": ("formats/markdown/",),
    "mdit_py_plugins": ("formats/markdown/",),
    "yaml": ("formats/",),
    "lxml": ("formats/html/",),
    "trafilatura": ("formats/html/",),
    "charset_normalizer": ("formats/",),
    "tantivy": ("search/index/full_text_index.py", "search/words/stemming.py"),
    "spacy": ("analysis/pipeline.py",),
    "rapidfuzz": ("search/", "analysis/", "notes/"),
    "sqlite3": ("library/storage/sqlite/database.py",),
    "platformdirs": ("system/paths.py",),
    "portalocker": ("system/locks.py",),
    "watchfiles": ("background/indexing_process.py",),
}

HEAVY = (
    "textual",
    "rich",
    "spacy",
    "thinc",
    "numpy",
    "tantivy",
    "rapidfuzz",
    "markdown_it",
    "sqlite3",
    "yaml",
    "lxml",
    "trafilatura",
)


def _modules() -> Iterator[Path]:
    return PACKAGE.rglob("*.py")


def _imports(path: Path) -> Iterator[str]:
    """The absolute names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where they go"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", sorted(_modules()), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    room = _room(path)
    own = LAYERS.get(room, -1)  # errors.py and __init__.py may import nothing of ours
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] != "reader" or len(parts) < 2 or parts[1] in ("errors", "__version__"):
            continue
        if room == "cli" and parts[1] in ("tui", "verbs"):
            continue
        assert parts[1] == room or LAYERS[parts[1]] < own, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", sorted(_modules()), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_package_has_one_home(path: Path) -> None:
    here = path.relative_to(PACKAGE).as_posix()
    for name in _imports(path):
        homes = HOMES.get(name.split(".")[0])
        assert homes is None or here.startswith(homes), f"{here} imports {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "text").glob("*.py")), ids=lambda path: path.name)
def test_the_text_layer_is_the_standard_library(path: Path) -> None:
    for name in _imports(path):
        first = name.split(".")[0]
        assert first == "reader" or first in sys.stdlib_module_names, name


def _loaded(code: str) -> set[str]:
    """The top-level names of the modules that are loaded after this code has run in a new interpreter."""
    told = "\nimport sys; print('\\n'.join(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code + told],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
        timeout=60,
    )
    return set(ran.stdout.splitlines())


def test_the_command_line_is_cheap_to_import() -> None:
    ours = {name for name in _loaded("import reader.cli") if name.split(".")[0] == "reader"}
    assert ours == {"reader", "reader.cli", "reader.errors"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_word_about_itself_imports_nothing_heavy(option: str) -> None:
    code = f"""
import contextlib, io
import reader.cli
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    reader.cli.main([{option!r}])
"""
    assert not _loaded(code).intersection(HEAVY)


def test_the_verbs_import_neither_screens_nor_model() -> None:
    loaded = _loaded(
        "import reader.verbs, reader.library.library, reader.library.ingest.update, reader.library.doctor"
    )
    assert not loaded.intersection(
        {"textual", "rich", "spacy", "thinc", "numpy", "watchfiles", "markdown_it"}
    )


def test_an_unchanged_list_loads_only_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.txt").write_text("A title\n\nA line.\n")
    code = f"""
import contextlib, io, os
os.environ["READER_HOME"] = {str(tmp_path / "home")!r}
import reader.cli
with contextlib.redirect_stdout(io.StringIO()):
    assert reader.cli.main(["list", {str(tmp_path / "lib")!r}]) == 0
"""
    assert not _loaded(code).intersection(
        {"textual", "rich", "spacy", "thinc", "numpy", "multiprocessing.pool"}
    )
