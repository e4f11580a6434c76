"""What the README says of the command line, of installing and of checking."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from command_line import run_reader
from pseudo_terminal import ROOT

from reader.system.paths import bundled_seeds
from reader.tui.session.commands import COMMANDS

SEEDS = bundled_seeds()
REPORT = SEEDS / "2026-03-11-meridian-calder-rose.txt"
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the bundled briefings indexed and one note in it."""
    home = tmp_path_factory.mktemp("home")
    run_reader(home, "index", SEEDS)
    run_reader(home, "notes", "add", REPORT, "--quote", "23 crew", "--body", "Others say 24.")
    return home


VERBS = {
    "the list": ("list", SEEDS),
    "a document": ("show", REPORT),
    "the search": ("search", "tanker", SEEDS),
    "a summary": ("summary", REPORT),
    "the digest": ("summary", "--digest", SEEDS),
    "the names of a document": ("entities", REPORT),
    "the names of all": ("entities", "--corpus", SEEDS),
    "a dossier": ("entities", "--dossier", "Korvania", SEEDS),
    "the notes": ("notes", "list", SEEDS),
}


@pytest.mark.parametrize("screen", VERBS)
def test_each_screen_has_a_verb(home: Path, screen: str) -> None:
    result = run_reader(home, *VERBS[screen])
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


@pytest.mark.parametrize("screen", [screen for screen in VERBS if screen != "the digest"])
def test_json_lines_on_standard_output(home: Path, screen: str) -> None:
    verb, *rest = VERBS[screen]
    options = [*rest, "--json"] if verb != "notes" else ["list", "--json", SEEDS]
    result = run_reader(home, verb, *options)
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_exit_status(home: Path, tmp_path: Path) -> None:
    assert run_reader(home, "list", SEEDS).returncode == 0
    (tmp_path / "empty").mkdir()
    assert run_reader(home, "list", tmp_path / "empty").returncode == 1
    assert run_reader(home, "search", "'zzyzzx", SEEDS).returncode == 1
    missing = run_reader(home, "show", tmp_path / "missing.txt")
    assert missing.returncode == 2
    assert "missing.txt" in missing.stderr
    assert missing.stdout == ""
    assert run_reader(home, "list", "--no-such-option").returncode == 2


def test_no_key_needs_alt_or_cmd() -> None:
    keys = {key for command in COMMANDS for key in command.keys}
    assert not [key for key in keys if re.search(r"alt|cmd|meta|super|mouse", key, re.IGNORECASE)]


def test_the_oldest_python_is_the_one_that_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.search(r"Python (3\.\d+) or newer", README)
    assert named
    assert project["requires-python"] == f">={named[1]}"


def test_the_install_line_is_what_ci_runs() -> None:
    """The line that runs the tests installs in the same way; `.ci/run` takes it from the README."""
    blocks = re.findall(r"<!-- (?:install|test) line -->\n```sh\n(.*)\n```", README)
    assert len(blocks) == 2
    install, test = blocks
    assert install.startswith("python3 -m venv .venv && .venv/bin/pip install . && ")
    assert test.startswith("python3 -m venv .venv && .venv/bin/pip install '.[test]' && ")
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_ci_runs_what_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "tests/fuzz/run.py" in script
    assert "FUZZ_RUNS:-1000" in script
    checks = (ROOT / ".ci" / "lint").read_text(encoding="utf-8")
    assert ".ci/lint" in script
    assert all(tool in checks for tool in ("ruff", "mypy", "lint-imports"))


def test_the_coverage_mark() -> None:
    script = (ROOT / ".ci" / "coverage.py").read_text(encoding="utf-8")
    assert "LEAST = 90.0" in script
    assert 'ROOMS = ("text", "search", "notes", "library")' in script
