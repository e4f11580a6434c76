"""Keys of documents: the same for the same document of a library wherever its folder lies."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.storage.document_keys import (
    UNREGISTERED,
    DocumentAddress,
    LibraryRoots,
    declared_library,
)

HERE = LibraryRoots(((b"/home/anna/briefings", "velmark"), (b"/home/anna", "home")))
THERE = LibraryRoots(((b"/mnt/team", "velmark"),))

names = st.binary(min_size=1, max_size=20).filter(
    lambda name: not set(name) & {0, ord("/")} and name not in (b".", b"..")
)


@given(st.lists(names, min_size=1, max_size=4), st.text(max_size=10))
def test_a_document_has_one_key_on_every_machine(parts: list[bytes], inner: str) -> None:
    below = os.fsdecode(b"/".join(parts))
    here, there = f"/home/anna/briefings/{below}", f"/mnt/team/{below}"
    assert HERE.key_of_absolute(here, inner) == THERE.key_of_absolute(there, inner)
    assert HERE.path_of(HERE.address_of(here, inner)) == Path(here)


@given(st.lists(names, min_size=1, max_size=4))
def test_any_bytes_of_a_name_survive_in_an_address(parts: list[bytes]) -> None:
    path = Path(os.fsdecode(b"/outside/" + b"/".join(parts)))
    address = HERE.address_of(path)
    assert address.library == UNREGISTERED
    assert HERE.path_of(address) == path


def test_library_path_and_inner_key_each_count() -> None:
    addresses = [
        DocumentAddress("a", b"b/c.mbox"),
        DocumentAddress("a", b"b/c.mbox", "1"),
        DocumentAddress("b", b"b/c.mbox"),
        DocumentAddress("a", b"c.mbox"),
        DocumentAddress("", b"a\0b/c.mbox"),
        DocumentAddress("a", b"b", "c.mbox"),
    ]
    assert len({address.key for address in addresses}) == len(addresses)


def test_the_nearest_root_counts_and_only_whole_names() -> None:
    assert HERE.address_of("/home/anna/briefings/a.txt") == ("velmark", b"a.txt", "")
    assert HERE.address_of("/home/anna/briefings-old/a.txt") == ("home", b"briefings-old/a.txt", "")
    assert HERE.address_of("/home/annabel/a.txt").library == UNREGISTERED
    assert LibraryRoots(((b"/", "all"),)).address_of("/a.txt") == ("all", b"a.txt", "")


def test_an_accent_has_one_key_however_it_is_written() -> None:
    composed = unicodedata.normalize("NFC", "/mnt/team/Zürich.txt")
    assert THERE.key_of_absolute(composed) == THERE.key_of_absolute(unicodedata.normalize("NFD", composed))


@pytest.mark.skipif(sys.platform == "darwin", reason="the two are one file there")
def test_two_files_that_differ_in_that_alone_have_two_keys(tmp_path: Path) -> None:
    composed = tmp_path / unicodedata.normalize("NFC", "Zürich.txt")
    other = tmp_path / unicodedata.normalize("NFD", "Zürich.txt")
    composed.write_text("one")
    other.write_text("two")
    assert THERE.key_of(composed) != THERE.key_of(other)


def test_the_stamp_changes_with_the_libraries_near_a_folder_alone() -> None:
    more = LibraryRoots((*HERE.roots, (b"/elsewhere", "x")))
    nested = LibraryRoots((*HERE.roots, (b"/home/anna/briefings/older", "x")))
    folder = [Path("/home/anna/briefings")]
    assert HERE.stamp(folder) == more.stamp(folder) != nested.stamp(folder)


@pytest.mark.parametrize(
    "text", ["id = 3", "id = ''", "id = '../x'", "[", "\xff", "id = 'a" + "b" * 70 + "'"]
)
def test_a_library_file_that_gives_no_id_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "library.toml").write_text('id = "upper"\n')
    below = tmp_path / "below"
    below.mkdir()
    (below / "library.toml").write_bytes(text.encode("latin-1"))
    assert declared_library(below) == (tmp_path, "upper")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_of_its_name_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "library.toml")
    assert declared_library(tmp_path) is None
