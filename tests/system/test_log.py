"""The log: what is in it and what never is, whoever writes to it."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from reader.errors import ReaderError, SearchIndexError, UserDataError
from reader.system.log import MOST_BYTES, OLD_LOGS, logged, say_unexpected, show_traceback, tell

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d+ (DEBUG|INFO|WARNING|ERROR) [\w.]+: ")
SECRET = "The envoy came on Sunday."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "reader.log"


def _fail(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as raised:
        return raised


def test_nothing_to_say_makes_no_file(path: Path) -> None:
    with logged(path, debug=False):
        logging.getLogger("reader.x").info("all is well")
    assert not path.parent.exists()


def test_a_line_says_when_who_how_bad_where_and_what(path: Path) -> None:
    with logged(path, debug=False):
        logging.getLogger("reader.search").warning("slow: %d ms", 900)
    line = path.read_text()
    assert LINE.match(line)
    assert line.endswith(" WARNING reader.search: slow: 900 ms\n")
    assert f" {os.getpid()} " in line


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX rights")
def test_it_is_its_owners_alone(path: Path) -> None:
    umask = os.umask(0)
    try:
        with logged(path, debug=False):
            logging.getLogger("reader").error("x")
    finally:
        os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_unexpected_error_is_there_with_its_place_and_its_causes(path: Path) -> None:
    with logged(path, debug=False):
        error = RuntimeError("while writing")
        error.__cause__ = _fail(PermissionError(13, "Permission denied", "/a.txt"))
        sentence = say_unexpected(_fail(error), path, debug=False)
    text = path.read_text()
    assert re.search(r"an error of the program itself \(RuntimeError at test_log\.py:\d+\)", sentence)
    assert str(path) in sentence
    assert "reader --debug" in sentence
    assert "Permission denied: '/a.txt'" in text
    assert text.index("PermissionError") < text.index("RuntimeError")
    assert "in _fail" in text
    assert "Python 3." in text
    assert len([line for line in text.splitlines() if LINE.match(line)]) == 1


@pytest.mark.parametrize("debug", [False, True])
def test_what_a_document_says_is_there_only_when_all_is_asked_for(path: Path, debug: bool) -> None:
    with logged(path, debug=debug):
        chained = ValueError(SECRET)
        chained.__context__ = _fail(KeyError(SECRET))
        say_unexpected(_fail(chained), path, debug=debug)
        logging.getLogger("reader").debug("reading %s", SECRET)
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %s", SECRET)
    assert (SECRET in path.read_text()) is debug


def test_nothing_in_it_acts_on_a_terminal_or_forges_a_line(path: Path) -> None:
    forged = "\x1b]0;title\x07\u202e\x9b31m\n2026-01-01T00:00:00.000Z 1 ERROR reader: forged"
    with logged(path, debug=True):
        logging.getLogger("reader").error("%s", forged, exc_info=_fail(OSError(2, forged, forged)))
    data = path.read_bytes()
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]|\xe2\x80\xae|\xc2[\x80-\x9f]", data)
    records = [line for line in data.decode().splitlines() if LINE.match(line)]
    assert not any(line.endswith("forged") for line in records)


def test_what_was_told_is_there_with_what_lies_behind(path: Path) -> None:
    with logged(path, debug=False):
        behind = UserDataError("it cannot be written")
        behind.__cause__ = _fail(OSError(28, "No space left on device"))
        tell(behind)
        tell(SearchIndexError("a slip"))
    text = path.read_text()
    assert "No space left on device" in text
    assert "a slip" not in text


def test_what_ends_a_thread_and_what_python_warns_of(path: Path) -> None:
    def fail() -> None:
        raise OSError(5, "Input/output error")

    with logged(path, debug=False):
        thread = threading.Thread(target=fail, name="watch")
        thread.start()
        thread.join()
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(True)
            warnings.warn("old habits", DeprecationWarning, stacklevel=1)
    text = path.read_text()
    assert "the thread watch ended" in text
    assert "Input/output error" in text
    assert "old habits" in text


def test_nothing_of_it_is_left_afterwards(path: Path) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level, logging.getLogger("reader").level, threading.excepthook)
    with logged(path, debug=True):
        pass
    assert before == (
        list(root.handlers), root.level, logging.getLogger("reader").level, threading.excepthook
    )  # fmt: skip


def test_a_place_that_cannot_be_written_stops_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "state" / "reader.log"
    with logged(path, debug=True):
        logging.getLogger("reader").error("nobody hears it")
        assert "could not be written" in say_unexpected(_fail(ReaderError("x")), path, debug=True)
    assert capsys.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_stops_nobody(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.parent.mkdir()
    path.symlink_to("/dev/full")
    with logged(path, debug=True):
        for _ in range(3):
            logging.getLogger("reader").error("nobody hears it")
    assert capsys.readouterr() == ("", "")


def test_a_traceback_on_the_terminal_is_safe(capsys: pytest.CaptureFixture[str]) -> None:
    show_traceback(_fail(ValueError("\x1b[2J")))
    said = capsys.readouterr().err
    assert "ValueError: ␛[2J" in said
    assert "\x1b" not in said


def test_a_file_that_another_process_has_exchanged_is_let_go(path: Path) -> None:
    with logged(path, debug=False):
        logging.getLogger("reader").error("first")
        path.rename(path.with_name("reader.log.1"))
        logging.getLogger("reader").error("second")
    assert path.read_text().endswith("second\n")
    assert path.with_name("reader.log.1").read_text().endswith("first\n")


_WRITER = """
import logging, sys
from pathlib import Path
import reader.system.log as log

log.MOST_BYTES = int(sys.argv[3])
sys.stdin.readline()
with log.logged(Path(sys.argv[1]), debug=True):
    for number in range(int(sys.argv[4])):
        logging.getLogger("reader").warning("%s %05d %s", sys.argv[2], number, "x" * 60)
"""


def test_several_processes_write_while_it_is_exchanged(path: Path) -> None:
    """Sized so that all lines of three processes fit into what is kept: each is there, once and whole."""
    lines, most = 120, 16_000
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(path), name, str(most), str(lines)],
            stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in "abc"
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        assert writer.communicate(timeout=60)[1] == ""
    kept = sorted(path.parent.glob("reader.log*"))
    files = [file for file in kept if file.suffix != ".lock"]
    assert 2 <= len(files) <= 1 + OLD_LOGS
    assert all(file.stat().st_size <= most for file in files)
    text = "".join(file.read_text() for file in files)
    assert all(LINE.match(line) for line in text.splitlines())
    found = re.findall(r"reader: ([abc]) (\d{5}) x{60}\n", text)
    assert sorted(found) == [(name, f"{number:05d}") for name in "abc" for number in range(lines)]
    assert MOST_BYTES * (1 + OLD_LOGS) <= 5_000_000
