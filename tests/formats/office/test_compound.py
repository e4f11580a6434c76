"""Compound files."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ole_files import ole_file

from reader.errors import FormatError
from reader.formats.office.compound import CompoundFile


def test_streams_of_all_sizes_in_storages() -> None:
    streams = {"a": b"small", "s/b": b"x" * 10_000, "s/t/c": b"", "s/t/d": b"y" * 4_096}
    file = CompoundFile(ole_file(streams))
    assert all(name in file for name in streams)
    assert {name: file.read(name) for name in streams} == streams
    assert "s" not in file
    assert "z" not in file
    with pytest.raises(FormatError, match="it is broken"):
        file.read("z")


def test_a_file_that_is_cut_says_why() -> None:
    data = ole_file({"a": b"x" * 5_000})
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(FormatError, match="it is broken"):
            CompoundFile(data[:end]).read("a")


@given(st.integers(0, 3_000), st.binary(max_size=40))
def test_any_bytes_in_it(place: int, junk: bytes) -> None:
    data = bytearray(ole_file({"a": b"small", "s/b": b"x" * 5_000}))
    data[place : place + len(junk)] = junk
    with suppress(FormatError):
        file = CompoundFile(bytes(data))
        for name in ("a", "s/b"):
            if name in file:
                file.read(name)
