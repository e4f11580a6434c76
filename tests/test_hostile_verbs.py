"""What the verbs of the command line print of a library that means harm: text and new lines, and JSON."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

import hostile_library
import pytest
from hostile_library import HostileLibrary

from reader.cli import main
from reader.text.safety import is_safe

ROOT = Path(__file__).resolve().parent.parent


class Shell:
    """Runs verbs with a home of its own, and checks all that they print."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = {**os.environ, "READER_HOME": str(home)}

    def __call__(self, *arguments: str | Path, given: str = "", status: int | None = 0) -> str:
        """What a verb prints on standard output."""
        ran = subprocess.run(
            [sys.executable, "-m", "reader", *arguments],
            cwd=ROOT, env=self._environment, capture_output=True, input=given.encode(),
        )  # fmt: skip
        said, complained = ran.stdout.decode(), ran.stderr.decode()
        for line in [*said.split("\n"), *complained.split("\n")]:
            # CSV has its lines end in a carriage return too: RFC 4180.
            assert is_safe(line.removesuffix("\r")), ascii(line)
        assert all(line.startswith("reader: ") for line in complained.splitlines())
        assert status is None or ran.returncode == status, complained
        return said

    def records(self, *arguments: str | Path, given: str = "", status: int | None = 0) -> list[dict]:
        """The JSON Lines that a verb prints."""
        said = self(*arguments, "--json", given=given, status=status)
        return [json.loads(line) for line in said.splitlines()]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """The command line with a home of its own."""
    return Shell(tmp_path / "home")


def test_names_front_matter_and_notes(shell: Shell, tmp_path: Path) -> None:
    library = hostile_library.acting(tmp_path / "lib\x1b]0;owned\x07[red]")
    root = library.root
    assert len(shell("list", root).splitlines()) == len(library.numbers)
    listed = {record["path"]: record for record in shell.records("list", root)}
    names = {os.fspath(path) for path in root.rglob("*") if path.is_file() and not path.is_symlink()}
    unread = {path for path, record in listed.items() if "problem" in record}
    assert unread == {os.fspath(root / "cannot\x1b[31mread.txt")}
    assert set(listed) == names
    for path, record in listed.items():
        name = os.path.basename(path)  # noqa: PTH119 - of any bytes
        assert path in unread or bool(record["warnings"]) or is_safe(name)
    for name, text in hostile_library.foreign_notes(root / "links.md").items():
        (tmp_path / name).write_text(text)
        shell("notes", "import", tmp_path / name)
    shell("show", root, status=None)
    shell("show", "--json", root, status=None)
    shell("summary", root, status=None)
    shell(
        "notes",
        "add",
        root / "new\nline.txt",
        "--body",
        "\x1b[777;7H",
        "--tag",
        "\u202etag",
        "--link",
        "entity:\x9b",
    )
    shell("notes", "list")
    assert len(shell.records("notes", "list")) == 7
    for format in ("markdown", "w3c", "csv", "org", "jsonl"):
        shell("notes", "export", "--format", format)
    _search_and_check(shell, library)


def test_an_imported_note_reads_no_file_outside_the_library(shell: Shell, tmp_path: Path) -> None:
    secret = tmp_path / "outside" / "secret.txt"
    secret.parent.mkdir()
    secret.write_text("Nothing of this is for a note.\n")
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "a.txt").write_text("Read.\n")
    shell("list", tmp_path / "lib")
    note = {
        "id": "01kq0000000000000000000000", "path": os.fspath(secret), "quote": "for a note", "state": "lost",
        "created": "2026-03-01T10:00:00Z", "modified": "2026-03-01T10:00:00Z",
    }  # fmt: skip
    (tmp_path / "notes.jsonl").write_text(json.dumps(note) + "\n")
    shell("notes", "import", tmp_path / "notes.jsonl")
    (kept,) = shell.records("notes", "list")
    assert (kept["state"], kept["start"]) == ("lost", None)


def test_every_string(shell: Shell, tmp_path: Path) -> None:
    _read(shell, hostile_library.telling(tmp_path / "lib", hostile_library.STRINGS, ".txt", ".md"))


def test_every_string_that_others_collected(shell: Shell, tmp_path: Path, shared_data: Path) -> None:
    strings = hostile_library.collected(shared_data / "hostile")
    _read(shell, hostile_library.telling(tmp_path / "lib", strings, ".txt", ".md"))


def _read(shell: Shell, library: HostileLibrary) -> None:
    shown = shell("show", library.root)
    assert all(mark in shown for mark in library.marks)
    for record in shell.records("show", library.root):
        assert all(map(is_safe, record["text"].split("\n")))
    _search_and_check(shell, library)


def _search_and_check(shell: Shell, library: HostileLibrary) -> None:
    """Find each document by the word that it ends with."""
    lines = "".join(f"LAST{number:04}\n" for number in library.numbers)
    answers = shell.records("search", "-", library.root, given=lines)
    assert [bool(answer["hits"]) for answer in answers] == [True] * len(library.numbers)
    shell("search", "-", library.root, given=lines)
    _note_every_one(shell, [(answer["query"], answer["hits"][0]["path"]) for answer in answers])


def _note_every_one(shell: Shell, passages: list[tuple[str, str]]) -> None:
    """Note a passage of each document: in one process, for a new one each would take a minute."""
    before = len(shell("notes", "list", "--json", status=None).splitlines())
    said = io.StringIO()
    with patch.dict(os.environ, {"READER_HOME": str(shell.home)}), redirect_stdout(said):
        for quote, path in passages:
            assert main(["notes", "add", path, "--quote", quote, "--body", f"On {quote}."]) == 0
    assert all(is_safe(line) for line in said.getvalue().split("\n"))
    kept = shell.records("notes", "list")
    assert len(kept) == before + len(passages)
    assert {record["quote"] for record in kept} >= {quote for quote, _ in passages}
    assert all(record["state"] == "exact" for record in kept if record["quote"].startswith("LAST"))
