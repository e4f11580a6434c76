"""An error of the program itself: one sentence with the log's path, exit status 2, the rest in the log."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import cli
from reader.library.documents.document_service import DocumentService

ROOT = Path(__file__).resolve().parent.parent
SECRET = "\x1b]0;owned\x07what the document says"

SENTENCE = re.compile(
    r"\Areader: an error of the program itself \(ValueError at \w+\.py:\d+\); what was saved is kept\. "
    r"(\S+reader\.log) holds what is known of it, and more after `reader --debug`: please report it with "
    r"that\.\n"
)


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one document whose list fails; the log's path."""

    def fail(self: DocumentService) -> list[object]:
        raise ValueError(SECRET)

    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(DocumentService, "entries", fail)
    (tmp_path / "a.txt").write_text("A title\n\nA line.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home" / "state" / "reader.log"


def test_a_sentence_and_the_log(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "a.txt"]) == cli.WRONG
    printed = capsys.readouterr()
    said = SENTENCE.match(printed.err)
    assert said is not None, printed.err
    assert Path(said.group(1)) == broken
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    text = broken.read_text()
    assert "verbs/documents.py" in text
    assert "builtins.ValueError" in text
    assert "what the document says" not in text


@pytest.mark.parametrize("arguments", [["--debug", "list", "a.txt"], ["list", "--debug", "a.txt"]])
def test_with_debug_the_traceback_is_on_the_terminal_too(
    broken: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.main(arguments) == cli.WRONG
    said = capsys.readouterr().err
    assert said.startswith("reader: an error of the program itself (ValueError at ")
    assert "Traceback (most recent call last)" in said
    assert "ValueError: ␛]0;owned␇what the document says" in said
    text = broken.read_text()
    assert "what the document says" in text
    assert "\x1b" not in text
    assert "begun; reader " in text
    assert re.search(r"ended after \d+\.\d+ s", text)


def test_with_debug_the_log_says_which_file_and_how_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    (tmp_path / "a.txt").write_text("A title\n\nA line.\n")
    log = tmp_path / "home" / "state" / "reader.log"
    assert cli.main(["show", str(tmp_path / "a.txt")]) == cli.DONE
    assert not log.exists()
    assert cli.main(["--debug", "show", str(tmp_path / "a.txt")]) == cli.DONE
    text = log.read_text()
    assert re.search(r"/a\.txt: read in \d+\.\d ms", text)
    assert re.search(r"ended after \d+\.\d+ s, \d+\.\d+ s of them at work", text)
    assert "A line." not in text


def test_what_lies_behind_a_sentence_is_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    (tmp_path / "a.txt").write_text("A title\n\nA line.\n")
    (tmp_path / "home" / "data" / "catalog.sqlite").mkdir(parents=True)
    assert cli.main(["list", str(tmp_path / "a.txt")]) == cli.WRONG
    assert "Traceback" not in capsys.readouterr().err
    assert "sqlite3.OperationalError" in (tmp_path / "home" / "state" / "reader.log").read_text()


_BREAKS = """
import sys
import reader.cli
from reader.tui.screens.lists.documents.screen import DocumentsScreen

def fail(self):
    secret = {secret!r}
    {how}

DocumentsScreen.on_mount = fail
sys.exit(reader.cli.main(sys.argv[1:]))
"""
_HOWS = {
    "at once": "raise ValueError(secret)",
    "in a worker": "self.run_worker(lambda: [][1 + len(secret)], thread=True)",
}


@pytest.fixture
def in_terminal(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs a program in a pseudo-terminal to its end; (exit status, all that it wrote)."""
    pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals are needed")

    def run(script: str, *arguments: str) -> tuple[int, str]:
        child = pexpect.spawn(
            sys.executable, ["-c", script, *arguments], cwd=ROOT, dimensions=(30, 100), timeout=30,
            env={**os.environ, "READER_HOME": str(tmp_path / "home"), "TERM": "xterm-256color"},
        )  # fmt: skip
        written = child.read().decode("utf-8", "replace")
        child.close()
        return child.exitstatus, written

    return run


@pytest.mark.parametrize("how", _HOWS)
@pytest.mark.parametrize("debug", [False, True])
def test_the_interface_ends_with_the_same_sentence(
    tmp_path: Path, in_terminal: Callable[..., tuple[int, str]], how: str, debug: bool
) -> None:
    (tmp_path / "a.txt").write_text("A title\n\nA line.\n")
    script = _BREAKS.format(secret=SECRET, how=_HOWS[how])
    status, written = in_terminal(script, *(["--debug"] if debug else []), str(tmp_path / "a.txt"))
    assert status == cli.WRONG
    # The screen is given back before anything is said.
    after = written.rpartition("\x1b[?1049l")[2]
    assert "reader: an error of the program itself" in after
    assert str(tmp_path / "home" / "state" / "reader.log") in after
    assert ("Traceback" in after) is debug
    assert "\x1b]0;owned" not in written
    text = (tmp_path / "home" / "state" / "reader.log").read_text()
    assert "in fail" in text or "<lambda>" in text
    assert ("what the document says" in text) is (debug and how == "at once")


@pytest.mark.parametrize(
    ("arguments", "names", "does"),
    [
        (["list", "no-such"], "no-such", "check the spelling"),
        (["notes", "import", "no-such.jsonl"], "no-such.jsonl", "check the spelling"),
        (["notes", "import", "a.txt"], "a.txt", "No note of it was taken in"),
        (["notes", "import", "latin.jsonl"], "latin.jsonl", "Save it as UTF-8"),
        (["notes", "add", "a.txt", "--quote", "no such words"], "a.txt", "as they stand in its text"),
        (["notes", "add", "a.txt", "--quote", "line", "--start", "0"], "a.txt", "`reader show --json`"),
        (["entities", "import", "a.txt"], "a.txt", "None of it was taken in"),
        (["entities", "import", "no-such.toml"], "no-such.toml", "check the spelling"),
        (["notes", "export", "--out", "a.txt/n.md"], "a.txt/n.md", "check that it is a file"),
        (["doctor", "--restore", "2020-01-01"], "home/data/backups", "there are no backups yet"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_sentence_names_the_file_and_says_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    names: str,
    does: str,
) -> None:
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("A title\n\nA line.\n")
    Path("latin.jsonl").write_bytes(b'{"body": "caf\xe9"}\n')
    assert cli.main(["notes", "add", "a.txt", "--body", "kept"]) == cli.DONE
    capsys.readouterr()
    assert cli.main(arguments) == cli.WRONG
    said = capsys.readouterr().err
    assert said.startswith("reader: ")
    assert said.count("\n") == 1
    assert names in said
    assert does in said
    assert said.rstrip().endswith(".")
