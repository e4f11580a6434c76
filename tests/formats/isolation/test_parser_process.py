"""Files read in a process of their own: what they give, and what becomes of one that hangs or ends."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from reader.errors import UnreadableFile
from reader.formats.isolation import parser_process
from reader.formats.isolation.parser_process import ParserProcess, ParserProcesses
from reader.formats.load import load, load_all, parse_all

MAIL = b"Subject: Berth 4\nFrom: a@b.example\n\nThe berth is closed.\n"
HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "formats" / "hostile-made-here"


@pytest.fixture
def processes() -> Iterator[ParserProcesses]:
    made = ParserProcesses()
    yield made
    made.close()


def broken(body: str) -> ParserProcesses:
    """Processes in which reading a file called `bad.eml` does this instead."""
    code = f"""
import os, signal, sys, time
import reader.formats.isolation.child as child
import reader.formats.load as load
parse_all = load.parse_all
def parse(data, name, modified=0.0, only=None):
    if name == "bad.eml":
        {body}
    return parse_all(data, name, modified, only)
load.parse_all = parse
child.main()
"""
    return ParserProcesses(partial(ParserProcess, (sys.executable, "-P", "-c", code)))


def titles(processes: ParserProcesses, name: str = "a.eml", seconds: float = 20.0) -> list[str]:
    parts = processes.parts(MAIL, name, 0.0, None, seconds)
    return [part.document.title for part in parts if part.document is not None]


def test_what_it_gives_is_what_parsing_gives(processes: ParserProcesses) -> None:
    assert list(processes.parts(MAIL, "a.eml", 5.0, None)) == list(parse_all(MAIL, "a.eml", 5.0))
    assert list(processes.parts(MAIL, "a.eml", 5.0, "nothing")) == []


def test_the_process_is_kept_for_the_next_file(processes: ParserProcesses) -> None:
    titles(processes)
    (kept,) = processes._waiting
    titles(processes)
    assert processes._waiting == [kept]
    with pytest.raises(UnreadableFile, match="no message") as caught:
        list(processes.parts(b"x", "a.mbox", 0.0, None))
    assert caught.value.code == "broken"
    assert processes._waiting == [kept]
    assert titles(processes) == ["Berth 4"]


def test_a_file_that_takes_too_long_says_so_and_the_next_is_read() -> None:
    processes = broken("time.sleep(600)")
    with pytest.raises(UnreadableFile, match="longer than 1 second") as caught:
        titles(processes, "bad.eml", 1.0)
    assert caught.value.code == "took-too-long"
    assert titles(processes) == ["Berth 4"]
    processes.close()


@pytest.mark.parametrize(
    "body", ["os.kill(os.getpid(), signal.SIGSEGV)", "os._exit(3)", "raise ZeroDivisionError"]
)
def test_a_file_over_which_the_process_ends_says_so_and_the_next_is_read(body: str) -> None:
    processes = broken(body)
    assert titles(processes) == ["Berth 4"]
    with pytest.raises(UnreadableFile, match="ended over it") as caught:
        titles(processes, "bad.eml")
    assert caught.value.code == "ended"
    assert titles(processes) == ["Berth 4"]
    processes.close()


@pytest.mark.skipif(sys.platform != "linux", reason="no such limit of memory")
def test_a_file_that_needs_too_much_memory_says_so() -> None:
    processes = broken("bytearray(3_000_000_000)")
    with pytest.raises(UnreadableFile, match="memory") as caught:
        titles(processes, "bad.eml")
    assert caught.value.code == "too-large"
    assert titles(processes) == ["Berth 4"]
    processes.close()


def test_what_a_library_prints_does_not_harm() -> None:
    processes = broken("print('x' * 99); sys.stdout.flush(); os.write(2, b'y')")
    assert titles(processes, "bad.eml") == ["Berth 4"]
    processes.close()


def test_threads_that_ask_at_once_get_a_process_each_and_two_are_kept() -> None:
    barrier = threading.Barrier(3, timeout=60)
    started: list[ParserProcess] = []

    def start() -> ParserProcess:
        process = ParserProcess()
        started.append(process)
        barrier.wait()
        return process

    processes = ParserProcesses(start)
    threads = [threading.Thread(target=titles, args=(processes,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(started) == 3
    assert len(processes._waiting) == 2
    processes.close()
    assert not any(process.is_alive for process in started)


def test_plain_text_and_markdown_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser_process, "PROCESSES", None)
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text("The berth is closed.\n")
        assert load(tmp_path / name).text == "The berth is closed."


def test_a_file_of_the_disk_is_read_in_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    processes = broken("os._exit(1)")
    monkeypatch.setattr(parser_process, "PROCESSES", processes)
    (tmp_path / "bad.eml").write_bytes(MAIL)
    (tmp_path / "good.eml").write_bytes(MAIL)
    with pytest.raises(UnreadableFile, match="ended over it") as caught:
        load(tmp_path / "bad.eml")
    assert caught.value.path == tmp_path / "bad.eml"
    assert load(tmp_path / "good.eml").title == "Berth 4"
    processes.close()


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are not here")
@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*.*")), ids=lambda path: path.name)
def test_hostile_files_open_or_say_why(path: Path) -> None:
    problems: list[tuple[str, str]] = []
    try:
        problems += [(part.problem, part.code) for part in load_all(path) if part.document is None]
    except UnreadableFile as error:
        problems.append((error.reason, error.code))
    assert all(reason and code not in ("took-too-long", "ended") for reason, code in problems)
