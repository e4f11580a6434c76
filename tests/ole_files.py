"""Compound files (OLE), as Outlook and Office before 2007 have them, made of streams.

Source: Microsoft, [MS-CFB] Compound File Binary File Format, version 3.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

_SECTOR, _MINI, _SMALL = 512, 64, 4_096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    children: dict[str, int] = field(default_factory=dict)
    start: int = _END


def ole_file(streams: dict[str, bytes]) -> bytes:
    """Return a compound file with these streams; `/` in a name parts the storages that it lies in."""
    entries = [_Entry("Root Entry", 5)]
    for path, data in streams.items():
        parent = 0
        *storages, name = path.split("/")
        for storage in storages:
            if storage not in entries[parent].children:
                entries[parent].children[storage] = len(entries)
                entries.append(_Entry(storage, 1))
            parent = entries[parent].children[storage]
        entries[parent].children[name] = len(entries)
        entries.append(_Entry(name, 2, data))
    small = [one for one in entries if one.kind == 2 and 0 < len(one.data) < _SMALL]
    large = [one for one in entries if one.kind == 2 and len(one.data) >= _SMALL]
    mini_stream, mini_fat = b"", []
    for entry in small:
        entry.start = len(mini_fat)
        count = -(-len(entry.data) // _MINI)
        mini_fat += [*range(entry.start + 1, entry.start + count), _END]
        mini_stream += entry.data.ljust(count * _MINI, b"\0")
    entries[0].data = mini_stream
    fat: list[int] = []
    body = b""

    def put(data: bytes) -> int:
        nonlocal body
        if not data:
            return _END
        start, count = len(fat), -(-len(data) // _SECTOR)
        fat.extend([*range(start + 1, start + count), _END])
        body += data.ljust(count * _SECTOR, b"\0")
        return start

    entries[0].start = put(mini_stream)
    for entry in large:
        entry.start = put(entry.data)
    mini_table = b"".join(struct.pack("<I", one) for one in mini_fat)
    mini_start = put(mini_table + b"\xff" * (-len(mini_table) % _SECTOR)) if mini_fat else _END
    directory_start = put(_directory(entries))
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    first_fat = len(fat)
    fat += [_FAT] * fat_sectors
    table = b"".join(struct.pack("<I", one) for one in fat)
    body += table.ljust(fat_sectors * _SECTOR, b"\xff")
    places = [first_fat + number for number in range(fat_sectors)] + [_FREE] * (109 - fat_sectors)
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, directory_start, 0,
        _SMALL, mini_start, -(-len(mini_table) // _SECTOR), _END, 0, *places,
    )  # fmt: skip
    return header + body


def _directory(entries: list[_Entry]) -> bytes:
    """Return the entries; the members of a storage are a chain to the right, in their order."""
    right = dict.fromkeys(range(len(entries)), _FREE)
    first = dict.fromkeys(range(len(entries)), _FREE)
    for number, entry in enumerate(entries):
        members = sorted(entry.children, key=lambda name: (len(name), name.upper()))
        numbers = [entry.children[name] for name in members]
        first[number] = numbers[0] if numbers else _FREE
        right.update(pairwise(numbers))
    packed = b""
    for number, entry in enumerate(entries):
        name = entry.name.encode("utf-16-le")
        packed += struct.pack(
            "<64sHBBIII16sIQQIQ",
            name, len(name) + 2, entry.kind, 1, _FREE, right[number], first[number], b"", 0, 0, 0,
            entry.start, len(entry.data),
        )  # fmt: skip
    return packed + (
        struct.pack("<64sHBBIII16sIQQIQ", b"", 0, 0, 0, *[_FREE] * 3, b"", 0, 0, 0, 0, 0)
        * (-len(entries) % 4)
    )
