"""TAR archives → a page of contents, and each file in them that is read as a document.

Nothing is written, and links in an archive lead nowhere: only the bytes of files are read.
"""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Callable, Iterator

from reader.errors import FormatError
from reader.formats.archives.members import MAX_MEMBERS, member_parts
from reader.formats.format import Context, Member, Part

_BROKEN = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError, RecursionError)


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Give the contents of an archive, then the files in it that are read. Raises FormatError."""
    try:
        archive = tarfile.open(fileobj=io.BytesIO(data), mode="r:")  # noqa: SIM115 - members are read later
        entries = []
        for entry in archive:
            if entry.isreg():
                entries.append(entry)
            if len(entries) > MAX_MEMBERS:
                raise FormatError(f"there are more than {MAX_MEMBERS:,} files in it", "too-large")
    except _BROKEN as error:
        raise FormatError("it is broken: the files in it cannot be told apart") from error
    members = [Member(entry.name, _reading(archive, entry), float(entry.mtime)) for entry in entries]
    yield from member_parts(context, members)


def _reading(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        if entry.size > most:
            raise FormatError(f"too large: {most // 1_048_576} MB is the limit", "too-large")
        try:
            file = archive.extractfile(entry)
            content = file.read(most) if file is not None else b""
        except _BROKEN as error:
            raise FormatError("it is broken: it cannot be read", "broken") from error
        if len(content) != entry.size:
            raise FormatError("it is broken: its end is not there", "broken")
        return content

    return read
