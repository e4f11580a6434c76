"""Gzip: one file packed, which is read as what it is (RFC 1952)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from reader.errors import FormatError
from reader.formats.archives.members import MAX_RATIO
from reader.formats.format import Context, Member, Part

_GZIP = 31
"""zlib's window bits for a gzip head around the largest window."""


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Give the packed file in place of this one; its name is this one's without `.gz`."""
    name = context.name
    small = name.lower()
    if small.endswith((".tgz", ".taz")):
        name = f"{name[:-4]}.tar"
    elif small.endswith(".gz"):
        name = name[:-3]

    def read(most: int) -> bytes:
        return _unpacked(data, min(most, max(1_048_576, len(data) * MAX_RATIO)), most)

    yield "", Member(name, read, context.modified)


def _unpacked(data: bytes, limit: int, most: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    rest = data
    try:
        # Several packed files one after another are one file.
        while rest.startswith(b"\x1f\x8b"):
            unpacker = zlib.decompressobj(_GZIP)
            piece = unpacker.decompress(rest, limit - size + 1)
            size += len(piece)
            pieces.append(piece)
            if size > limit:
                problem = (
                    f"too large unpacked: {most // 1_048_576} MB is the limit"
                    if limit == most
                    else f"unpacked it is more than {MAX_RATIO} times as large as packed"
                )
                raise FormatError(problem, "too-large")
            if not unpacker.eof:
                raise FormatError("it is broken: its end is not there", "broken")
            rest = unpacker.unused_data
    except zlib.error as error:
        raise FormatError("it is broken: it cannot be unpacked", "broken") from error
    if not pieces:
        raise FormatError("it is not packed with gzip", "broken")
    return b"".join(pieces)
