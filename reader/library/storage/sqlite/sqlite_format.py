"""An SQLite file read as bytes, so that it stays as it is: its version, its pages, whether its log is whole.

SQLite itself leaves out what is damaged in a write-ahead log without a word, and closing a file changes it.
Format: https://www.sqlite.org/fileformat2.html and https://www.sqlite.org/walformat.html.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

_MAGIC = b"SQLite format 3\0"
_VERSION_AT = 60  # user_version, in the header of page 1
_LOG_HEADER = struct.Struct(">IIII8sII")
_FRAME_HEADER = struct.Struct(">II8sII")
_LITTLE, _BIG = 0x377F0682, 0x377F0683  # a log's first word: the order of the words in its checksums
_SHARED_FORMAT = 3_007_000

Sums = tuple[int, int]


class Frame(NamedTuple):
    """A page in the log: its number, where its bytes begin in the log, whether a commit ends with it."""

    page: int
    start: int
    commits: bool


class Log(NamedTuple):
    """A write-ahead log: its bytes, the frames that belong together, how many from the first are sound.

    `header_sound` says whether its own first bytes are; without it SQLite reads nothing of the log.
    """

    data: bytes
    page_bytes: int
    salt: bytes
    header_sound: bool
    frames: list[Frame]
    sound: int

    @property
    def committed(self) -> int:
        """The number of frames up to the last that ends a commit, as the frames themselves say."""
        return max((number for number, frame in enumerate(self.frames, 1) if frame.commits), default=0)


def version_of(path: Path) -> int | None:
    """Return the schema version (`user_version`) that a file has, its log included; None where it has none.

    Nothing is opened by SQLite, so nothing changes. Raises OSError.
    """
    with path.open("rb") as file:
        first = file.read(100)
    if not first.startswith(_MAGIC):
        return None
    log = read_log(path, checked=False)
    if log is not None and log.header_sound:
        for frame in log.frames[: log.committed]:
            if frame.page == 1:
                first = log.data[frame.start : frame.start + 100]
    if len(first) < 100:
        return None
    return int.from_bytes(first[_VERSION_AT : _VERSION_AT + 4], "big", signed=True)


def log_damage(path: Path) -> str:
    """Return what is wrong with the log of a file that nobody has open, as a phrase; empty when it is whole.

    What a power cut leaves of a change that was not finished is not damage. A log that is cut short is found
    as long as the shared index beside it says how long it was. Raises OSError.
    """
    log = read_log(path)
    known = _known_frames(path, log.salt if log is not None and log.header_sound else None)
    if log is None:
        return f"its log is gone, which held {known} pages" if known else ""
    if not log.header_sound:
        begun = len(log.data) > _LOG_HEADER.size + _FRAME_HEADER.size
        return "the first bytes of its log are damaged" if begun else ""
    promised = max(log.committed, known)
    if log.sound < promised:
        return f"its log is damaged at page {log.sound + 1} of {promised}"
    return ""


def read_log(path: Path, *, checked: bool = True) -> Log | None:
    """Return the write-ahead log beside a file, None when it has none or an empty one. Raises OSError.

    Not `checked`, its checksums are not computed and all frames count as sound.
    """
    try:
        data = Path(f"{path}-wal").read_bytes()
    except FileNotFoundError:
        return None
    if not data:
        return None
    if len(data) < _LOG_HEADER.size:
        return Log(data, 0, b"", False, [], 0)
    magic, _format, page_bytes, _number, salt, first, second = _LOG_HEADER.unpack_from(data)
    little = magic == _LITTLE
    sums = _checksum(data[:24], little, (0, 0))
    header_sound = magic in (_LITTLE, _BIG) and sums == (first, second)
    if not header_sound:
        page_bytes, salt = _page_bytes(path), b""
    frames: list[Frame] = []
    sound, whole = 0, header_sound
    for start in range(_LOG_HEADER.size, len(data) - _FRAME_HEADER.size - page_bytes + 1, 24 + page_bytes):
        page, size_after, its_salt, first, second = _FRAME_HEADER.unpack_from(data, start)
        if checked and whole:
            body = data[start + 24 : start + 24 + page_bytes]
            sums = _checksum(body, little, _checksum(data[start : start + 8], little, sums))
            whole = its_salt == salt and sums == (first, second)
            sound += whole
        # Frames of another salt are left from before the log was begun anew.
        if its_salt == salt or not header_sound:
            frames.append(Frame(page, start + 24, bool(size_after)))
    return Log(data, page_bytes, salt, header_sound, frames, sound if checked else len(frames))


def _page_bytes(path: Path) -> int:
    """The size of the pages, from the first page; the usual size where that is damaged."""
    try:
        with path.open("rb") as file:
            header = file.read(18)
    except FileNotFoundError:
        header = b""
    size = int.from_bytes(header[16:18], "big") if header.startswith(_MAGIC) else 0
    size = 65536 if size == 1 else size
    return size if 512 <= size <= 65536 and not size & (size - 1) else 4096


def _checksum(data: bytes, little: bool, start: Sums) -> Sums:
    """The log's running checksum over some bytes, a multiple of eight (file format, section 4.2)."""
    first, second = start
    words = iter(struct.unpack(f"{'<' if little else '>'}{len(data) // 4}I", data))
    for one, other in zip(words, words, strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second


def _known_frames(path: Path, salt: bytes | None) -> int:
    """How many frames the shared index that a killed process left says the log had; 0 when it says nothing.

    The index is written after the log is on the disk, so it promises no more than there was. With a `salt`
    only an index of the log with this salt counts, and only while frames of it are not copied into the file.
    """
    try:
        with Path(f"{path}-shm").open("rb") as file:
            data = file.read(136)
    except FileNotFoundError:
        return 0
    if len(data) < 136 or data[:48] != data[48:96]:
        return 0
    for order in "<>":
        kind, _unused, _change, ready, _big, _size, frames = struct.unpack_from(f"{order}IIIBBHI", data)
        first, second = struct.unpack_from(f"{order}II", data, 40)
        (copied,) = struct.unpack_from(f"{order}I", data, 96)
        if kind == _SHARED_FORMAT and ready and (first, second) == _checksum(data[:40], order == "<", (0, 0)):
            if salt is not None and data[32:40] != salt:
                return 0
            return frames if copied < frames else 0
    return 0
