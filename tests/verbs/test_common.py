"""What all verbs share: files that cannot be read, names that act, homes, and what is closed after them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from command_line import Run, spawn

from reader.errors import UserDataError
from reader.library.storage.user_data.user_data_store import UserDataStore


@pytest.mark.parametrize(
    "verb",
    [("list",), ("show",), ("search", "x"), ("summary",), ("entities",), ("index",), ("notes", "list")],
)
def test_a_file_that_is_missing(run: Run, verb: tuple[str, ...]) -> None:
    for missing, said in (("gone.txt", "there is no such file or folder"), ("a" * 400, "cannot be opened")):
        ran = run(*verb, missing)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
        assert ran.err.startswith("reader: ")


@pytest.mark.parametrize("verb", ["list", "show", "summary", "entities"])
@pytest.mark.usefixtures("model")
def test_a_file_that_cannot_be_read_is_said_and_the_others_are_shown(
    run: Run, folder: Path, verb: str
) -> None:
    (folder / "binary.txt").write_bytes(b"x\0\0\1\2\0\xff\xfe\0" * 9)
    os.mkfifo(folder / "pipe.txt")
    ran = run(verb, "--json", "lib")
    assert len([record for record in ran.records if "problem" not in record]) == 2
    codes = {"lib/binary.txt": "not-text", "lib/pipe.txt": "not-a-file"} if verb == "list" else {}
    assert {record["path"]: record["problem_code"] for record in ran.records if "problem" in record} == codes
    assert ran.status == (0 if verb == "list" else 2)
    assert "lib/binary.txt: not text" in ran.err
    assert "lib/pipe.txt: it is not an ordinary file" in ran.err
    for name in ("lib/binary.txt", "lib/pipe.txt"):
        alone = run(verb, "--json", name)
        assert alone.status == 2
        assert [record["problem_code"] for record in alone.records] == ([codes[name]] if codes else [])


def test_an_empty_folder_is_nothing_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty" / ".hidden").mkdir(parents=True)
    (tmp_path / "empty" / ".hidden" / "a.txt").write_text("Secret.")
    for verb in ("list", "show", "summary", "entities"):
        assert run(verb, "empty").status == 1
    assert run("search", "secret", "empty").status == 1


def test_links_out_of_the_folder_are_not_followed(run: Run, folder: Path) -> None:
    (folder.parent / "outside.txt").write_text("A secret outside.\n")
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "up").symlink_to(folder.parent)
    assert len(run("list", "--json", "lib").records) == 2
    assert run("search", "'secret", "lib").status == 1


def test_settings_that_are_wrong_are_said_and_the_defaults_hold(run: Run, folder: Path) -> None:
    config = folder.parent / "home" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("measure = wide\n")
    ran = run("list", "--json", "lib")
    assert (ran.status, len(ran.records)) == (0, 2)
    assert "settings.toml is not valid TOML" in ran.err


def test_newer_user_data_is_refused_untouched(run: Run, folder: Path) -> None:
    data = folder.parent / "home" / "data"
    data.mkdir(parents=True)
    with sqlite3.connect(data / "catalog.sqlite") as newer:
        newer.executescript("CREATE TABLE future (a); PRAGMA user_version=77")
    newer.close()
    before = (data / "catalog.sqlite").read_bytes()
    ran = run("list", "lib")
    assert (ran.status, ran.out) == (2, "")
    assert "newer reader" in ran.err
    assert (data / "catalog.sqlite").read_bytes() == before


def test_a_damaged_document_cache_is_made_again(run: Run, folder: Path) -> None:
    assert run("list", "lib").status == 0
    for path in (folder.parent / "home" / "cache").glob("shelf.sqlite*"):
        path.write_bytes(b"damage " * 900)
    ran = run("list", "--json", "lib")
    assert (ran.status, len(ran.records), ran.err) == (0, 2, "")


def test_names_that_act_on_a_terminal_are_shown_harmless(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "names"
    root.mkdir()
    name = "red\x1b[31m\u202egnp.md"
    (root / name).write_text("# A title\n\nA line of text here.\n")
    (root / "bad\x1b]0;x\x07.txt").write_bytes(b"x\0\0\1\2\0\xff\xfe\0" * 9)
    for arguments in (
        ("list",), ("list", "--json"), ("show",), ("search", "title"), ("search", "title", "--json"),
        ("summary",), ("summary", "--digest"),
    ):  # fmt: skip
        ran = run(*arguments, "names")
        assert not set(ran.out + ran.err) & set("\x1b\x07\u202e"), arguments
    listed = run("list", "--json", "names").records
    assert [record["path"] for record in listed] == [f"names/{name}", "names/bad\x1b]0;x\x07.txt"]
    wrong = run("list", "gone\x1b[31m")
    assert "\x1b" not in wrong.err


def test_names_of_any_bytes(tmp_path: Path) -> None:
    root = tmp_path / "names"
    root.mkdir()
    name = os.fsencode(root) + b"/odd\xff\xfe.md"
    Path(os.fsdecode(name)).write_text("# A title\n\nA line of text here.\n")
    home = tmp_path / "home"
    listed = spawn(home, "list", "--json", str(root))
    assert listed.returncode == 0
    path = json.loads(listed.stdout)["path"]
    assert os.fsencode(path) == name
    shown = spawn(home, "show", "--json", name)
    assert json.loads(shown.stdout)["title"] == "A title"
    added = spawn(home, "notes", "add", name, "--quote", "A line", "--json")
    assert added.returncode == 0
    found = spawn(home, "notes", "list", "--json", str(root))
    assert os.fsencode(json.loads(found.stdout)["path"]) == name


def test_homes_are_apart(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("notes", "add", "lib/vienna.md", "--body", "In the first home.")
    monkeypatch.setenv("READER_HOME", str(folder.parent / "other"))
    assert run("notes", "list").status == 1
    monkeypatch.setenv("READER_HOME", str(folder.parent / "home"))
    assert run("notes", "list").status == 0


def test_the_files_are_never_written_to(run: Run, folder: Path) -> None:
    def state() -> dict[str, tuple[bytes, int]]:
        return {
            str(path): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    before = state()
    run("list", "lib")
    run("search", "envoy", "lib")
    run("notes", "add", "lib/vienna.md", "--quote", "envoy")
    run("index", "--no-names", "lib")
    assert state() == before


@pytest.mark.parametrize("arguments", [("list", "."), ("notes", "import", "none")])
def test_a_verb_closes_what_it_has_opened(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Also the day's backup, which else ends when nobody is there who could write its log."""
    (tmp_path / "a.txt").write_text("Ferries wait.\n")
    assert run("notes", "add", "a.txt", "--body", "x").status == 0
    shutil.rmtree(tmp_path / "home" / "data" / "backups", ignore_errors=True)
    opened: list[UserDataStore] = []
    init = UserDataStore.__init__

    def noted(user_data: UserDataStore, *given: Any, **named: Any) -> None:
        init(user_data, *given, **named)
        opened.append(user_data)

    monkeypatch.setattr(UserDataStore, "__init__", noted)
    run(*arguments)
    assert not [thread for thread in threading.enumerate() if thread.name == "backup"]
    assert len(list((tmp_path / "home" / "data" / "backups").iterdir())) == 1
    for user_data in opened:
        with pytest.raises(UserDataError, match="closed"):
            user_data.version()
