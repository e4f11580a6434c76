"""Files that end too early: what stands in them is put together anew.

A PDF ends with the places of its objects and with the root of its pages, so that a file that was cut has lost
both. PDFium looks for the objects itself, but not for the root, nor for objects that were packed together
(ISO 32000-2, 7.5.7). Both are found here by the words that objects begin with.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.formats.pdf.stream_limits import MAX_STREAM, unpacked

MAX_PACKED_OBJECTS = 500_000
MAX_REPAIRED_PAGES = 20_000
_OBJECT = re.compile(rb"(?:(?<=[\s>])|\A)(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_BODY = 4_096
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_COUNT = re.compile(rb"/N\s+(\d{1,7})\b")
_FIRST = re.compile(rb"/First\s+(\d{1,9})\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_ROOT_OF_PAGES = re.compile(rb"/Pages\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")


class _Object(NamedTuple):
    """An object of the file: its number, and the beginning of what it holds."""

    number: int
    body: bytes


def repaired(data: bytes) -> bytes | None:
    """Return a file that PDFium may open, made of the objects of one that it does not; None without pages."""
    objects = list(_objects(data))
    unpacked_objects = b"".join(_unpacked_objects(data))
    objects += _objects(unpacked_objects)
    by_number = {item.number: item for item in objects}
    document_catalog = next((item for item in reversed(objects) if _root_of(item) in by_number), None)
    more = b""
    if document_catalog is not None:
        root = document_catalog.number
    else:
        pages = [number for number, item in by_number.items() if _PAGE.search(item.body)][:MAX_REPAIRED_PAGES]
        if not pages:
            return None
        root = max(by_number) + 2
        kids = b" ".join(b"%d 0 R" % number for number in pages)
        more = b"\n%d 0 obj\n<</Type/Pages/Kids[%s]/Count %d>>\nendobj" % (root - 1, kids, len(pages))
        more += b"\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj" % (root, root - 1)
    size = max(by_number) + 3
    end = b"\ntrailer\n<</Size %d/Root %d 0 R>>\nstartxref\n0\n%%%%EOF\n" % (size, root)
    return data + b"\nendstream\nendobj\n" + unpacked_objects + more + end


def _objects(data: bytes) -> list[_Object]:
    """Return the objects of a file in their order, with the beginning of each."""
    matches = list(_OBJECT.finditer(data))
    ends = [*(match.start() for match in matches), len(data)][1:]
    return [
        _Object(int(match[1]), data[match.end() : min(end, match.end() + _BODY)])
        for match, end in zip(matches, ends, strict=True)
    ]


def _root_of(item: _Object) -> int | None:
    """Return the number of the root of the pages that a catalog names; None when an object is no catalog."""
    if not _CATALOG.search(item.body):
        return None
    root = _ROOT_OF_PAGES.search(item.body)
    return int(root[1]) if root is not None else None


def _unpacked_objects(data: bytes) -> list[bytes]:
    """Return the objects that were packed together, each written by itself, within the limit of a stream."""
    written: list[bytes] = []
    size = 0
    for match in _PACKED.finditer(data):
        start = max(0, data.rfind(b"obj", 0, match.start()))
        stream = _STREAM.search(data, match.end(), match.end() + _BODY)
        if stream is None:
            continue
        dictionary = data[start : stream.start()]
        count, first = _COUNT.search(dictionary), _FIRST.search(dictionary)
        if count is None or first is None or b"FlateDecode" not in dictionary:
            continue
        end = data.find(b"endstream", stream.end())
        content, length = unpacked(data[stream.end() : end if end >= 0 else len(data)], keep=True)
        size += length
        if size > MAX_STREAM or len(written) > MAX_PACKED_OBJECTS:
            break
        written += _parted(content, min(int(count[1]), MAX_PACKED_OBJECTS), int(first[1]))
    return written


def _parted(content: bytes, count: int, first: int) -> list[bytes]:
    """Return the objects of one stream, which begins with pairs of number and place."""
    header = content[:first].split()[: 2 * count]
    if not all(part.isdigit() and len(part) < 10 for part in header):
        return []
    pairs = [
        (int(number), first + int(place)) for number, place in zip(header[::2], header[1::2], strict=False)
    ]
    ends = [*(place for _number, place in pairs), len(content)][1:]
    return [
        b"%d 0 obj\n%s\nendobj\n" % (number, content[place:end])
        for (number, place), end in zip(pairs, ends, strict=True)
        if place < len(content)
    ]
