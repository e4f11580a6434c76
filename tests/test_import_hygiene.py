"""Nothing heavy is imported before it is needed, and the text layer imports nothing but the standard library.

Which way imports go, and the home of each third-party package, is written in pyproject.toml, where
import-linter holds it (`lint-imports`).
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "reader"

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
    "pypdfium2",
    "python_calamine",
    "olefile",
)


def _imports(path: Path) -> Iterator[str]:
    """The absolute names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where they go"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


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
    first = _loaded(code)
    assert not first.intersection({"textual", "rich", "spacy", "thinc", "numpy", "multiprocessing.pool"})
    assert first.issuperset({"reader.formats.load", "reader.analysis.summary.summarise"})
    loaded = _loaded(code)
    # What reads a file, sums it up and searches is mostly patterns to compile: half of a list's time.
    readers = {
        name for name in loaded if name.startswith(("reader.formats.", "reader.analysis.", "reader.search."))
    }
    assert readers <= {
        "reader.formats.builder",
        "reader.formats.format",
        "reader.formats.registry",
        "reader.analysis.reasons",
        "reader.analysis.versions",
    }
    assert not loaded.intersection({"importlib.metadata", "tantivy", "rapidfuzz", "email"})


_MOST_MODULES = 15


def test_no_folder_holds_more_modules_than_one_takes_in() -> None:
    sizes = Counter(
        path.parent.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path.name != "__init__.py"
    )
    assert len(sizes) > 20, "the package is not where it was looked for"
    assert {folder: size for folder, size in sizes.items() if size > _MOST_MODULES} == {}
