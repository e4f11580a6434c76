"""The command line: its arguments, and its streams."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, Ran, Run

from reader import __version__, cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A briefing in a folder `lib`."""
    root = tmp_path / "lib"
    root.mkdir()
    (root / "harbour.txt").write_text("Harbour closed after storm\n\nFerries wait outside.\n")
    return root


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",), ("search",), ("search", "x", "--limit", "0"), ("search", "x", "--limit", "many"),
        ("summary", "lib", "-n", "0"), ("notes",), ("notes", "burn"), ("notes", "add"), ("list", "--colour"),
        ("--nonsense",),
    ],
)  # fmt: skip
def test_wrong_use(run: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


def test_version(run: Run) -> None:
    assert run("--version") == Ran(0, f"reader {__version__}\n", "")


def test_help_names_every_verb(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    assert all(verb in ran.out for verb in cli.VERBS)


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ((), []), (("lib",), ["lib"]), (("./list",), ["./list"]), (("--", "list"), ["list"]),
        (("--", "--odd"), ["--odd"]), (("a.txt", "b.txt"), ["a.txt", "b.txt"]),
    ],
)  # fmt: skip
def test_paths_open_the_terminal_reader(
    monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], opened: list[str]
) -> None:
    seen: list[list[str]] = []

    def record(paths: list[str]) -> int:
        seen.append(list(paths))
        return 0

    monkeypatch.setattr(cli, "_open", record)
    assert cli.main(given) == 0
    assert seen == [opened]


@pytest.mark.parametrize(("typed", "verb"), [("serch", "search"), ("lst", "list"), ("sumary", "summary")])
def test_a_misspelt_verb_is_told(run: Run, folder: Path, typed: str, verb: str) -> None:
    ran = run(typed, "lib")
    assert (ran.status, ran.out) == (2, "")
    assert f"did you mean `reader {verb}`?" in ran.err
    (folder.parent / typed).mkdir()
    assert "did you mean" not in run(typed).err
    assert "did you mean" not in run("harbour-reports").err


def test_without_a_terminal_it_says_so(run: Run, folder: Path) -> None:
    ran = run("lib")
    assert (ran.status, ran.out) == (2, "")
    assert "needs a terminal" in ran.err


def test_a_pipe_that_closes_early_is_no_error(tmp_path: Path) -> None:
    root = tmp_path / "many"
    root.mkdir()
    for number in range(300):
        (root / f"{number}.txt").write_text(
            f"A title of some length, number {number}\n\nA line. " + "word " * 400
        )
    for verb in (("list", "--json"), ("show",), ("search", "--json", "--limit", "300", "word")):
        with subprocess.Popen(
            [sys.executable, "-m", "reader", *verb, str(root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "READER_HOME": str(tmp_path / "home")},
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0
