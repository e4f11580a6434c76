"""Streams of a PDF that unpack to far more than they hold: found before the file is given to PDFium."""

from __future__ import annotations

import re
import zlib

from reader.errors import FormatError

MAX_STREAM = 64 * 1024 * 1024
"""The bytes that one stream may have unpacked."""
MAX_RATIO = 200
"""How many times larger than packed a stream may be, from `_RATIO_FROM` bytes on."""
_RATIO_FROM = 8 * 1024 * 1024
_SMALLEST = _RATIO_FROM // 1_032
"""No smaller stream can be too large: deflate packs 1,032 bytes into one at most."""
_MOST_FILTERS = 3
_CHUNK = 1024 * 1024
_LONGEST_DICTIONARY = 4_096
_STREAM = re.compile(rb"stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")


def check_streams(data: bytes) -> None:
    """Raise FormatError when a packed stream, but for a picture's, unpacks to too much.

    Pictures are never unpacked here. What is encrypted cannot be looked into, and passes.
    """
    for match in _STREAM.finditer(data):
        start = match.start()
        if data[start - 3 : start] == b"end":
            continue
        dictionary = data[max(0, start - _LONGEST_DICTIONARY) : start]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        filters = len(_FLATE.findall(dictionary))
        if not filters or _PICTURE.search(dictionary):
            continue
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        if filters > _MOST_FILTERS:
            raise FormatError("too large: a part of it is packed many times over", "too-large")
        if filters > 1 or end - match.end() >= _SMALLEST:
            _check(data[match.end() : end], filters)


def _check(packed: bytes, filters: int) -> None:
    content = packed
    for number in range(filters):
        is_last = number == filters - 1
        content, size = unpacked(content, keep=not is_last)
        if size > MAX_STREAM or (size > _RATIO_FROM and size > MAX_RATIO * len(packed)):
            raise FormatError(
                f"too large unpacked: {MAX_STREAM // 1_048_576} MB a part and {MAX_RATIO} times its size"
                " are the limits",
                "too-large",
            )


def unpacked(packed: bytes, *, keep: bool) -> tuple[bytes, int]:
    """Return what a stream unpacks to, or nothing when it need not be kept, and its size up to the limit."""
    unpacker = zlib.decompressobj()
    pieces: list[bytes] = []
    size = 0
    rest = packed
    try:
        while rest and size <= MAX_STREAM:
            piece = unpacker.decompress(rest, _CHUNK)
            rest = unpacker.unconsumed_tail
            size += len(piece)
            if keep:
                pieces.append(piece)
            if not piece and unpacker.eof:
                break
    except zlib.error:
        pass  # PDFium takes what comes before the damage
    return b"".join(pieces), size
