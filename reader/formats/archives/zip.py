"""ZIP archives → a page of contents, and each file in them that is read as a document.

Nothing is written: members are unpacked in memory, under limits. A member's name is only a name: `..` in it
leads nowhere.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from reader.errors import FormatError
from reader.formats.archives.members import MAX_MEMBERS, MAX_RATIO, member_parts
from reader.formats.format import Context, Member, Part

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OSError, OverflowError,
)  # fmt: skip
_ENCRYPTED = 0x1
_MAGIC = b"PK"
_SLACK = 1_048_576
"""The bytes up to which a member may unpack at any ratio."""


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Give the contents of an archive, then the files in it that are read. Raises FormatError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _BROKEN as error:
        is_archive = data.startswith(_MAGIC)
        reason = "broken: the files in it cannot be told apart" if is_archive else "no ZIP archive"
        raise FormatError(f"it is {reason}") from error
    if len(entries) > MAX_MEMBERS:
        raise FormatError(
            f"there are {len(entries):,} files in it, and {MAX_MEMBERS:,} is the limit", "too-large"
        )
    members = [Member(entry.filename, _reading(archive, entry), _modified(entry)) for entry in entries]
    yield from member_parts(context, members)


def _reading(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        if entry.flag_bits & _ENCRYPTED:
            raise FormatError("a password protects it", "password")
        limit = min(most, max(_SLACK, entry.compress_size * MAX_RATIO))
        try:
            with archive.open(entry) as file:
                content = file.read(limit + 1)
        except _BROKEN as error:
            raise FormatError("it is broken: it cannot be unpacked", "broken") from error
        if len(content) > limit:
            raise FormatError(_too_large(limit, most), "too-large")
        return content

    return read


def _too_large(limit: int, most: int) -> str:
    if limit < most:
        return f"unpacked it is more than {MAX_RATIO} times as large as packed"
    return f"too large unpacked: {limit // 1_048_576} MB is the limit"


def _modified(entry: zipfile.ZipInfo) -> float:
    """Return when a member was changed, in POSIX seconds; its local time is taken for UTC, 0 for none."""
    try:
        return datetime(*entry.date_time, tzinfo=UTC).timestamp() if entry.date_time[0] > 1980 else 0.0
    except (ValueError, TypeError):
        return 0.0
