"""What can be read of a damaged catalog: every record of every page that is still itself.

SQLite reads a table from its root down and gives up where a page on the way is damaged. Here each page is
looked at alone, and a record is believed when its content proves it: a note must be a note, a text must have
the hash that it is kept under. Format: https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.errors import NoteError
from reader.library.storage.sqlite_format import page_versions
from reader.notes.note import Note

_INTERIOR_INDEX, _LEAF_INDEX, _LEAF_TABLE = 2, 10, 13
_KEY = re.compile("[0-9a-f]{16}")
_SHA256 = re.compile("[0-9a-f]{64}")
_ID = re.compile("[0-9A-Za-z_.:-]{8,64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+Z-]+")
_LARGEST_RECORD = 256_000_000
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}

Record = tuple[Any, ...]


@dataclass
class Salvaged:
    """The rows that were read of a catalog, each as its table has it, by what names them.

    Of several versions of a row the latest is here. `note_ids` are those of all notes of which a trace was
    found, also of those that could not be read.
    """

    notes: dict[str, Record] = field(default_factory=dict)
    snapshots: dict[str, bytes] = field(default_factory=dict)
    reading: dict[str, Record] = field(default_factory=dict)
    noted: dict[str, Record] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    corrections: dict[int, Record] = field(default_factory=dict)
    note_ids: set[str] = field(default_factory=set)
    _when: dict[str, str] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Keep a record, if it is one of a catalog's."""
        match record:
            case (str(id_), str(), bytes(), str(), str(), int(), str(), *rest) if len(rest) <= 1:
                note = _note(record[3])
                if note is not None and note.id == id_:
                    self._later(self.notes, id_, (*record[:7], *(rest or [""])), note.modified)
                    self.note_ids.add(id_)
            case (str(sha), bytes(packed)) if _SHA256.fullmatch(sha):
                if _text_has(packed, sha):
                    self.snapshots[sha] = packed
            case (str(key), bytes(), int(), int(), int(), str(), str(opened)) if _KEY.fullmatch(key):
                if _TIME.fullmatch(opened):
                    self._later(self.reading, key, record, opened)
            case (str(key), bytes(), str(), str(sha)) if _KEY.fullmatch(key) and _SHA256.fullmatch(sha):
                self.noted[key] = record
            case (str(key), str(note_id)) if not key or _KEY.fullmatch(key):
                if _ID.fullmatch(note_id):
                    self.note_ids.add(note_id)  # from the index of notes by document
            case (str(name), str(value)) if name.isprintable() and "\0" not in value:
                self.kept[name] = value
            case (int(number), int(), str(made), str(text), *rest) if len(rest) <= 1:
                if _TIME.fullmatch(made) and _is_object(text):
                    # What was taken back once stays so: a number is never given twice.
                    before = self.corrections.get(number, record)
                    undone = 1 in (*rest, *before[4:])
                    self.corrections[number] = (*record[:4], int(undone))

    def _later(self, rows: dict[str, Record], name: str, record: Record, when: str) -> None:
        """Keep the record, unless a later one of the same name is there."""
        if when >= self._when.get(name, ""):
            rows[name] = record
            self._when[name] = when


def salvage(path: Path) -> Salvaged:
    """What can be read of the catalog in this file and its log, whatever is damaged. Raises OSError."""
    versions = list(page_versions(path))
    first: dict[int, bytes] = {}
    last: dict[int, bytes] = {}
    for number, page in versions:
        first.setdefault(number, page)
        last[number] = page
    found = Salvaged()
    for number, page in versions:
        for chain in (last, first) if first[number] is not last[number] else (last,):
            for record in _records(page, 100 if number == 1 else 0, chain):
                found.take(record)
    return found


def _note(text: str) -> Note | None:
    try:
        return Note.from_json(json.loads(text))
    except (ValueError, TypeError, AttributeError, NoteError, RecursionError):
        return None


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _text_has(packed: bytes, sha256: str) -> bool:
    """Whether the packed text has this hash."""
    try:
        return hashlib.sha256(zlib.decompress(packed)).hexdigest() == sha256
    except zlib.error:
        return False


def _records(page: bytes, header: int, chain: dict[int, bytes]) -> Iterator[Record]:
    """The records in the cells of a page; those that cannot be read are left out.

    `chain` has the pages on which a long record goes on, by number.
    """
    kind = page[header] if len(page) > header + 12 else 0
    if kind not in (_INTERIOR_INDEX, _LEAF_INDEX, _LEAF_TABLE):
        return
    count = int.from_bytes(page[header + 3 : header + 5], "big")
    pointers = header + (12 if kind == _INTERIOR_INDEX else 8)
    for number in range(min(count, len(page) // 4)):
        at = int.from_bytes(page[pointers + 2 * number : pointers + 2 * number + 2], "big")
        # A cell that lies elsewhere than its page says, or whose text is no text.
        with suppress(IndexError, ValueError):
            yield _record(_payload(page, at, kind, chain), at_row=kind == _LEAF_TABLE)


def _payload(page: bytes, at: int, kind: int, chain: dict[int, bytes]) -> bytes:
    """The bytes of a cell's record, its row number before it in a table of rows; ValueError when cut off."""
    usable = len(page)
    if kind == _INTERIOR_INDEX:
        at += 4
    size, at = _number(page, at)
    row = b""
    if kind == _LEAF_TABLE:
        rowid, at = _number(page, at)
        row = rowid.to_bytes(8, "big")
    if size > _LARGEST_RECORD:
        raise ValueError
    most = usable - 35 if kind == _LEAF_TABLE else (usable - 12) * 64 // 255 - 23
    if size <= most:
        here = size
    else:
        least = (usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (usable - 4)
        here = least if here > most else here
    parts, have = [page[at : at + here]], here
    following = int.from_bytes(page[at + here : at + here + 4], "big") if have < size else 0
    while have < size:
        more = chain.get(following)
        if more is None or len(more) != usable:
            raise ValueError
        following = int.from_bytes(more[:4], "big")
        parts.append(more[4 : 4 + size - have])
        have += len(parts[-1])
    whole = b"".join(parts)
    if len(whole) != size:
        raise ValueError
    return row + whole


def _record(payload: bytes, *, at_row: bool) -> Record:
    """The values of a record; a row's number stands for the column that is it. ValueError when it is none."""
    row = int.from_bytes(payload[:8], "big") if at_row else None
    data = payload[8:] if at_row else payload
    header, at = _number(data, 0)
    kinds = []
    while at < header:
        kind, at = _number(data, at)
        kinds.append(kind)
    values: list[Any] = []
    for kind in kinds:
        size = _INTEGER_BYTES.get(kind, 8 if kind == 7 else 0) if kind < 12 else (kind - 12) // 2
        raw = data[at : at + size]
        if len(raw) != size or kind in (10, 11):
            raise ValueError
        at += size
        values.append(_value(kind, raw))
    if at != len(data):
        raise ValueError
    if at_row and values and values[0] is None:
        values[0] = row
    return tuple(values)


def _value(kind: int, raw: bytes) -> Any:
    """The value of a serial type (file format, section 2.1); a catalog holds no fractions."""
    if kind in _INTEGER_BYTES:
        return int.from_bytes(raw, "big", signed=True)
    if kind in (8, 9):
        return kind - 8
    if kind >= 12:
        return raw if kind % 2 == 0 else raw.decode("utf-8")
    return None


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length integer and where it ends."""
    value = 0
    for number in range(8):
        byte = data[at + number]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + number + 1
    return value << 8 | data[at + 8], at + 9
