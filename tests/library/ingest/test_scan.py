"""Which files a library has."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.registry import suffixes
from reader.library.ingest.scan import _SAVED_AS, ScannedFile, is_briefing, scan


def _write(path: Path, text: str = "A line.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def _names(root: Path, found: Sequence[ScannedFile]) -> list[str]:
    return [os.path.relpath(item.path, root) for item in found]


def test_briefings_below_a_folder_sorted_by_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.MD", "a/b.markdown", "a/picture.png", "README", "z.text"):
        _write(tmp_path / name)
    assert _names(tmp_path, list(scan([tmp_path]))) == ["a/b.markdown", "a/c.MD", "b.txt", "z.text"]


def test_files_of_other_kinds_come_with_the_reason_when_they_are_asked_for(tmp_path: Path) -> None:
    for name in ("b.txt", "picture.png", "README", ".hidden.png", "~$open.docx", "Thumbs.db", "library.toml"):
        _write(tmp_path / name)
    found = list(scan([tmp_path], unknown=True))
    assert [(Path(item.path).name, item.problem, item.code) for item in found] == [
        ("README", "a file without an ending is not read", "unknown-format"),
        ("b.txt", "", ""),
        ("picture.png", "files that end in .png are not read", "unknown-format"),
    ]


def test_the_reason_names_a_format_that_is_read_instead(tmp_path: Path) -> None:
    _write(tmp_path / "slides.PPT")
    (item,) = scan([tmp_path], unknown=True)
    assert item.problem == "files that end in .PPT are not read; save it as .pptx to read it here"


def test_every_such_format_is_read() -> None:
    assert set(_SAVED_AS.values()) <= suffixes()
    assert not set(_SAVED_AS) & suffixes()


def test_size_and_time_are_the_files(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt", "four")
    os.utime(path, ns=(5, 1_700_000_000_123_456_789))
    assert list(scan([tmp_path])) == [ScannedFile(str(path), 4, 1_700_000_000_123_456_789)]


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    for name in (".hidden/a.txt", ".b.txt", "seen/.git/c.md", ".txt"):
        _write(tmp_path / name)
    assert list(scan([tmp_path])) == []


def test_a_hidden_file_that_is_named_is_opened(tmp_path: Path) -> None:
    path = _write(tmp_path / ".draft.txt")
    assert [item.path for item in scan([path])] == [str(path)]


def test_a_named_file_counts_whatever_its_suffix(tmp_path: Path) -> None:
    path = _write(tmp_path / "REPORT")
    assert [item.path for item in scan([path])] == [str(path)]


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    _write(tmp_path / "x.txt" / "a.md")
    assert _names(tmp_path, list(scan([tmp_path]))) == ["x.txt/a.md"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = _write(tmp_path / "outside" / "secret.txt")
    root = tmp_path / "root"
    _write(root / "a.txt")
    (root / "link.txt").symlink_to(outside)
    (root / "folder").symlink_to(outside.parent)
    (root / "loop").symlink_to(root)
    (root / "gone.txt").symlink_to(root / "nothing")
    (root / "self.txt").symlink_to(root / "self.txt")
    assert _names(root, list(scan([root]))) == ["a.txt"]


def test_a_link_inside_counts_once(tmp_path: Path) -> None:
    _write(tmp_path / "a.txt")
    _write(tmp_path / "data.bin")
    _write(tmp_path / ".hidden" / "b.bin")
    (tmp_path / "again.txt").symlink_to("a.txt")
    (tmp_path / "first.txt").symlink_to("data.bin")
    (tmp_path / "second.txt").symlink_to("data.bin")
    (tmp_path / "into-hidden.txt").symlink_to(".hidden/b.bin")
    assert _names(tmp_path, list(scan([tmp_path]))) == ["a.txt", "first.txt"]


def test_a_root_that_is_a_link_is_looked_into(tmp_path: Path) -> None:
    _write(tmp_path / "real" / "a.txt")
    (tmp_path / "link").symlink_to("real")
    assert _names(tmp_path, list(scan([tmp_path / "link"]))) == ["link/a.txt"]
    assert len(list(scan([tmp_path / "link", tmp_path / "real"]))) == 1


def test_roots_inside_each_other_give_each_file_once(tmp_path: Path) -> None:
    path = _write(tmp_path / "a" / "b.txt")
    assert len(list(scan([tmp_path, tmp_path / "a", path]))) == 1


def test_a_root_that_is_gone_comes_with_its_problem(tmp_path: Path) -> None:
    (found,) = scan([tmp_path / "gone"])
    assert "no such file" in found.problem


def test_a_pipe_comes_with_its_problem_and_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    below, named = *scan([tmp_path]), *scan([tmp_path / "pipe.txt"])
    assert below == named
    assert below.problem == "it is not an ordinary file"


def test_a_folder_that_cannot_be_listed_comes_with_its_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "a.txt")
    closed = tmp_path / "closed"
    closed.mkdir()
    listed = os.scandir

    def refuse(path: str) -> object:
        if path == str(closed):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = {item.path: item.problem for item in scan([tmp_path])}
    assert found[str(tmp_path / "a.txt")] == ""
    assert "you may not read it" in found[str(closed)]


def test_names_of_any_bytes(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/odd\xff\x1b[31m\n.txt"
    Path(os.fsdecode(name)).write_bytes(b"text")
    (found,) = scan([tmp_path])
    assert os.fsencode(found.path) == name


@given(st.text(alphabet="aA.tTxXmMdD", max_size=8))
def test_a_briefing_is_told_by_its_suffix(name: str) -> None:
    suffixes = (".md", ".txt", ".text", ".markdown", ".mdown", ".mkd")
    assert is_briefing(name) == name.lower().endswith(suffixes)
