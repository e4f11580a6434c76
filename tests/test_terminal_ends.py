"""How the reader ends: a terminal that hangs up, a system that shuts down, output that nobody takes."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals are needed")
pytest.importorskip("pyte")

from pseudo_terminal import CTRL_Q, ENTER, PATIENCE, ROOT, Start, Terminal
from pseudo_terminal import folder as folder
from pseudo_terminal import start as start

from reader.library.ingest.update import POOL_FROM

READER = [sys.executable, "-m", "reader"]


def children(pid: int) -> set[int]:
    """The processes that a process has begun, and those that they have."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= {child} | children(child)
    return found


def running(pid: int) -> bool:
    """Whether a process does anything still."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_until_gone(pids: set[int]) -> None:
    """Wait until none of these runs any more."""
    deadline = time.monotonic() + PATIENCE
    while left := {pid for pid in pids if running(pid)}:
        assert time.monotonic() < deadline, f"still running: {left}"
        os.sched_yield()


def drafts_of(home: Path) -> list[str]:
    """What the drafts in the user data say, after its file was found sound."""
    with closing(sqlite3.connect(home / "data" / "catalog.sqlite")) as user_data:
        assert user_data.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = user_data.execute("SELECT * FROM kept").fetchall()
    return [json.loads(value)["body"] for name, value in rows if name.startswith("draft ")]


def writing_a_note(terminal: Terminal) -> None:
    """Open a document and type a note on it, up to the last letter."""
    terminal.wait("4 documents")
    terminal.press(ENTER)
    terminal.wait("crossed the bridge into Velmark")
    terminal.press("a")
    terminal.wait("ctrl\\+s saves")
    terminal.press("Whose radar was it", "?")
    terminal.wait("Whose radar was it\\?")


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are read from /proc")


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_as_q_does(
    folder: Path, start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    terminal = start(folder)
    writing_a_note(terminal)
    begun = children(terminal.child.pid)
    os.kill(terminal.child.pid, number)
    terminal.wait_for_end()
    assert terminal.child.exitstatus == 128 + number
    assert terminal.raw.count(b"\x1b[?1049l") == 1, "the terminal is as it was"
    wait_until_gone(begun)
    assert drafts_of(tmp_path / "home") == ["Whose radar was it?"]
    second = start(folder)
    second.wait("4 documents")
    second.press("3")
    second.wait("1 unfinished")
    assert second.leave(CTRL_Q) == 0


@needs_proc
def test_a_terminal_that_hangs_up_while_it_is_drawn_on(folder: Path, start: Start, tmp_path: Path) -> None:
    long = "\n\n".join(f"Paragraph {number} of a long report." for number in range(3_000))
    (folder / "2026-05-01-long.txt").write_text(long)
    terminal = start(folder)
    terminal.wait("5 documents")
    terminal.press(ENTER)
    terminal.wait(r"\d %")
    begun = {terminal.child.pid, *children(terminal.child.pid)}
    terminal.press(*(" " * 200))
    terminal.child.ptyproc.fileobj.close()
    deadline = time.monotonic() + PATIENCE
    while terminal.child.isalive():
        assert time.monotonic() < deadline, "it has not ended"
        os.sched_yield()
    wait_until_gone(begun)
    assert drafts_of(tmp_path / "home") == []


def test_what_was_just_typed_is_kept_by_quitting_too(folder: Path, start: Start, tmp_path: Path) -> None:
    terminal = start(folder)
    writing_a_note(terminal)
    assert terminal.leave(CTRL_Q) == 0
    assert drafts_of(tmp_path / "home") == ["Whose radar was it?"]


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_processes_that_read_files_end_with_the_indexing(tmp_path: Path, number: signal.Signals) -> None:
    for each in range(POOL_FROM + 600):
        (tmp_path / f"{each}.txt").write_text(f"Report {each}\n\n" + "The ferry waits outside. " * 60)
    indexing = subprocess.Popen(
        [*READER, "index", "--json", "--no-names", tmp_path],
        cwd=ROOT, env={**os.environ, "READER_HOME": str(tmp_path / "home")}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with indexing:
        assert indexing.stdout is not None
        for line in indexing.stdout:
            if json.loads(line)["done"]:
                break
        begun = children(indexing.pid)
        assert len(begun) >= 2
        indexing.send_signal(number)
        wait_until_gone(begun)


# Output that nobody takes


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with a home of its own."""
    return {**os.environ, "READER_HOME": str(tmp_path / "home"), "TERM": "xterm-256color"}


@pytest.mark.parametrize("verb", [["list"], ["show"], ["search", "--json", "ship"], ["summary"]])
def test_a_reader_of_the_output_who_leaves_early_is_no_error(
    verb: list[str], folder: Path, home: dict[str, str]
) -> None:
    with subprocess.Popen(
        [*READER, *verb, folder], cwd=ROOT, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.close()
        assert ran.stderr.read() == b""
    assert ran.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("verb", [["list"], ["show"], ["list", "--json"]])
def test_output_that_cannot_be_written_is_said(verb: list[str], folder: Path, home: dict[str, str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*READER, *verb, folder], cwd=ROOT, env=home, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ran.stderr == "reader: what was found cannot be written out (No space left on device).\n"
    assert ran.returncode == 2


def test_without_a_terminal_the_reader_says_what_to_use(folder: Path, home: dict[str, str]) -> None:
    ran = subprocess.run(
        [*READER, folder], cwd=ROOT, env=home, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert ran.returncode == 2
    assert "needs a terminal" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_accident(closed: str, folder: Path, home: dict[str, str]) -> None:
    ran = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *READER, "list", folder],
        cwd=ROOT, env=home, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == (0 if ">&-" in closed.split() else 4)


def test_a_terminal_that_cannot_be_drawn_on_is_not(folder: Path, start: Start) -> None:
    terminal = start(folder, TERM="dumb")
    terminal.wait_for_end()
    assert terminal.child.exitstatus == 2
    assert b"TERM=dumb" in terminal.raw
    assert b"\x1b" not in terminal.raw


def test_the_reader_is_seen_where_errors_are_sent_elsewhere(
    folder: Path, start: Start, tmp_path: Path
) -> None:
    terminal = start(folder, errors=tmp_path / "errors")
    terminal.wait("4 documents")
    assert terminal.leave(CTRL_Q) == 0
    assert (tmp_path / "errors").read_bytes() == b""
