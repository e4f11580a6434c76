"""Files that are there, gone, closed, too large or something else altogether."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import UnreadableFile
from reader.formats.load import load, load_raw, parse
from reader.formats.registry import suffixes


def test_a_file_becomes_a_document_with_its_hash_and_time(tmp_path: Path) -> None:
    path = tmp_path / "port.md"
    path.write_bytes(b"\xef\xbb\xbf# Port\r\n\r\nClosed.\r\n")
    os.utime(path, (1_768_640_400, 1_768_640_400))
    document = load(path)
    assert document.text == "Port\n\nClosed."
    assert document.format == "markdown"
    assert document.published == "2026-01-17T09:00:00Z"
    assert document.published_from == "file time"
    assert document.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "format_name"),
    [("a.txt", "text"), ("a.MD", "markdown"), ("a.markdown", "markdown"), ("a", "text")],
)
def test_the_suffix_gives_the_format(name: str, format_name: str) -> None:
    assert parse(b"*text*", name).format == format_name


def test_the_suffixes_of_briefings() -> None:
    assert {".txt", ".md"} <= suffixes()


def test_a_vanished_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not there any more") as caught:
        load(tmp_path / "gone.txt")
    assert caught.value.path == tmp_path / "gone.txt"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="a folder"):
        load(tmp_path)


def test_a_closed_file_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("Text.")
    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(UnreadableFile, match="no permission"):
        load(tmp_path / "a.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableFile, match="not an ordinary file"):
        load(pipe)


def test_a_file_over_the_limit_is_refused_with_both_sizes(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"word " * 600_000)
    with pytest.raises(UnreadableFile, match=r"2\.9 MB.*1\.0 MB"):
        load(path, max_bytes=1_048_576)


def test_bytes_that_are_no_text_are_refused_under_the_path(tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(UnreadableFile, match="picture, not text") as caught:
        load(path)
    assert caught.value.path == path


def test_a_name_that_no_file_can_have_is_a_sentence() -> None:
    with pytest.raises(UnreadableFile):
        load(Path("a\x00b.txt"))


def test_an_empty_file_is_an_empty_document() -> None:
    document = parse(b"", "port.txt")
    assert document.text == ""
    assert document.blocks == ()
    assert document.title == "Port"


def test_the_front_of_the_text_is_what_the_first_block_begins_with() -> None:
    document = parse(b"\n\n\n  Port closed\n\nIt is.", "a.txt")
    assert document.text.startswith("Port closed")


def test_the_raw_file_keeps_its_marks_and_lines_and_is_still_safe(tmp_path: Path) -> None:
    path = tmp_path / "port.md"
    path.write_bytes(b"# Port\n\n   \n  *closed* \x1b[31m\n")
    document = load_raw(path)
    assert document.text == "# Port\n\n   \n  *closed* \N{SYMBOL FOR ESCAPE}[31m\n"
    assert [block.line for block in document.blocks] == [0, 1, 2, 3, 4]
    assert [document.quote(span) for span in document.sentences] == [
        "# Port",
        "*closed* \N{SYMBOL FOR ESCAPE}[31m",
    ]
    with pytest.raises(UnreadableFile, match="not there"):
        load_raw(tmp_path / "gone.md")


def test_heavy_packages_wait_until_a_file_needs_them() -> None:
    code = (
        "import sys; import reader.formats.load as r; r.parse(b'Plain text.', 'a.txt');"
        "print(sorted({'yaml', 'markdown_it', 'charset_normalizer', 'mdit_py_plugins'} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
