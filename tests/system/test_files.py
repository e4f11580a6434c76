"""Files that the program writes for the person."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.system.files import read_existing, write_whole


def test_a_text_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.md"
    write_whole(path, "Zürich\n東京\n")
    assert path.read_bytes() == "Zürich\n東京\n".encode()
    assert [item.name for item in path.parent.iterdir()] == ["a.md"]


def test_the_rights_are_those_of_the_file_or_the_umask(tmp_path: Path) -> None:
    umask = os.umask(0o027)
    try:
        write_whole(tmp_path / "new.md", "a")
        assert (tmp_path / "new.md").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(umask)
    (tmp_path / "old.md").write_text("old")
    (tmp_path / "old.md").chmod(0o604)
    write_whole(tmp_path / "old.md", "new")
    assert (tmp_path / "old.md").stat().st_mode & 0o777 == 0o604


def test_what_others_make_meanwhile_has_the_rights_that_it_should(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_mask: int) -> int:
        raise AssertionError("the mask is the whole process's")

    monkeypatch.setattr(os, "umask", refuse)
    write_whole(tmp_path / "new.md", "a")
    assert (tmp_path / "new.md").read_text() == "a"


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("old")

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ReaderError, match=r"No space left on device.*nothing was changed"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.md"]


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReaderError, match="cannot be written"):
        write_whole(tmp_path / "file" / "a.md", "a")


def test_what_is_there_is_read(tmp_path: Path) -> None:
    assert read_existing(tmp_path / "none") == ""
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbftext")
    assert read_existing(tmp_path / "a.md") == "text"
    (tmp_path / "b.md").write_bytes(b"caf\xe9")
    with pytest.raises(ReaderError, match=r"not UTF-8 text.*at byte 3"):
        read_existing(tmp_path / "b.md")
    with pytest.raises(ReaderError, match="cannot be read"):
        read_existing(tmp_path)
