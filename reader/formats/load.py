"""A file → its documents: the bytes are read, a format makes drafts of them, the passes finish those."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from reader.errors import FormatError, UnreadableFile
from reader.formats.builder import Draft
from reader.formats.format import Context, Format
from reader.formats.nesting import LoadedPart, Nesting
from reader.formats.passes import PASSES, RAW_PASSES, Pass, finished
from reader.formats.registry import format_of, may_hold_files
from reader.text.document import Document
from reader.text.safety import safe_line

MAX_BYTES = 32 * 1024 * 1024
"""The size beyond which a file is refused."""
CONTAINER_TIMES = 8
"""How many times as large a file may be that holds others: a mailbox, an archive."""
NOT_IN_IT = ("there is no such part in it any more", "missing")
"""The reason and its code where a file has no document of an inner key."""


def load(path: Path, max_bytes: int = MAX_BYTES, inner: str = "") -> Document:
    """Return the document that a file is, or with an inner key the one in it that has this key.

    Raises UnreadableFile with the reason when there is none.
    """
    for part in load_all(path, max_bytes, only=inner):
        if part.document is None:
            raise UnreadableFile(_address(path, inner), part.problem, part.code)
        return part.document
    raise UnreadableFile(_address(path, inner), *NOT_IN_IT)


def load_all(path: Path, max_bytes: int = MAX_BYTES, only: str | None = None) -> Iterator[LoadedPart]:
    """Give every document of a file, the file itself first, or with an inner key the one that has it.

    Raises UnreadableFile when the file cannot be read.
    """
    holds_files = may_hold_files(path.name)
    data, modified = _read_whole(path, max_bytes)
    try:
        if format_of(path.name, data).in_process:
            yield from parse_all(data, path.name, modified, only)
        else:
            from reader.formats.isolation.parser_process import PROCESSES, time_limit

            yield from PROCESSES.parts(data, path.name, modified, only, time_limit(holds_files=holds_files))
    except UnreadableFile as error:
        raise UnreadableFile(path, error.reason, error.code) from error


def _address(path: Path, inner: str) -> str | Path:
    return f"{path}#{inner}" if inner else path


def load_beginning(path: Path, size: int = 64 * 1024) -> Document | None:
    """Return the document that the first `size` bytes of a file give, to be shown while the whole is read.

    None when a file of its format cannot be read in part. Raises UnreadableFile like `load`.
    """
    data, modified = _read(path, size, cut=True)
    cut = format_of(path.name, data).beginning
    return parse(cut(data), path.name, modified) if cut is not None else None


def load_member(path: Path, inner: str, max_bytes: int = MAX_BYTES) -> tuple[str, bytes]:
    """Return the name and the bytes of a file in a file: an attachment, a message, a member of an archive.

    Raises UnreadableFile.
    """
    data, modified = _read_whole(path, max_bytes)
    try:
        member = Nesting(inner).content(data, Context(path.name, modified))
        if member is None:
            raise UnreadableFile(_address(path, inner), "it is no file of its own there", "not-a-file")
        return member.name, member.read(len(data))
    except FormatError as error:
        raise UnreadableFile(_address(path, inner), str(error), error.code) from error


def load_raw(path: Path, max_bytes: int = MAX_BYTES, inner: str = "") -> Document:
    """Return the file as it is, made safe: one preformatted block a line, nothing taken for markup.

    With an inner key that of the file in it. Raises UnreadableFile like `load`, and for what is not text.
    """
    name, data = _named_bytes(path, max_bytes, inner)
    known = format_of(name, data)
    if known.raw is None:
        raise UnreadableFile(path, "it is not a text file", "not-text")
    return _read_as(path, name, data, known, known.raw, RAW_PASSES)


def load_whole(path: Path, max_bytes: int = MAX_BYTES, inner: str = "") -> Document | None:
    """Return all of a page of which `load` gives the article alone, None where nothing is chosen.

    Raises UnreadableFile like `load`.
    """
    name, data = _named_bytes(path, max_bytes, inner)
    known = format_of(name, data)
    return _read_as(path, name, data, known, known.whole, PASSES) if known.whole is not None else None


def _named_bytes(path: Path, max_bytes: int, inner: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a file, or of the one in it that has an inner key."""
    return load_member(path, inner, max_bytes) if inner else (path.name, _read_whole(path, max_bytes)[0])


def _read_as(
    path: Path,
    name: str,
    data: bytes,
    known: Format,
    read: Callable[[bytes, Context], Draft],
    passes: Iterable[Pass],
) -> Document:
    context = Context(name)
    try:
        draft = read(data, context)
    except FormatError as error:
        raise UnreadableFile(path, str(error), error.code) from error
    return finished(draft, context, passes, known.name, hashlib.sha256(data).hexdigest())


def parse(data: bytes, name: str, modified: float = 0.0) -> Document:
    """Return the document in the bytes of a file called `name`, last changed at `modified` (POSIX seconds).

    Raises UnreadableFile when there is none.
    """
    for part in parse_all(data, name, modified, only=""):
        if part.document is not None:
            return part.document
    raise UnreadableFile(safe_line(name), "there is nothing in it", "broken")


def parse_all(data: bytes, name: str, modified: float = 0.0, only: str | None = None) -> Iterator[LoadedPart]:
    """Give every document in the bytes of a file, the file itself first, or only the one of an inner key.

    Raises UnreadableFile when the bytes cannot be read.
    """
    try:
        yield from Nesting(only).parts(data, Context(name, modified))
    except FormatError as error:
        raise UnreadableFile(safe_line(name), str(error), error.code) from error


def _read_whole(path: Path, max_bytes: int) -> tuple[bytes, float]:
    """Return what `_read` gives of a whole file, which may be larger when it holds others."""
    return _read(path, max_bytes * CONTAINER_TIMES if may_hold_files(path.name) else max_bytes)


def _read(path: Path, max_bytes: int, *, cut: bool = False) -> tuple[bytes, float]:
    """Return a file's bytes and when it was last changed, in POSIX seconds; raises UnreadableFile.

    A file that is larger than `max_bytes` is refused, or cut there.
    """
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            problem = "a folder, not a file" if S_ISDIR(status.st_mode) else "not an ordinary file"
            raise UnreadableFile(path, problem, "not-a-file")
        with path.open("rb") as file:
            data = file.read(max_bytes if cut else max_bytes + 1)
    except OSError as error:
        raise UnreadableFile(path, *_reason(error)) from error
    except ValueError as error:
        raise UnreadableFile(safe_line(str(path)), "not a name that a file can have", "missing") from error
    if len(data) > max_bytes:
        size = max(status.st_size, len(data))
        sizes = f"{_megabytes(size)}, and {_megabytes(max_bytes)} is the limit"
        raise UnreadableFile(path, f"too large: {sizes}", "too-large")
    return data, status.st_mtime


def _reason(error: OSError) -> tuple[str, str]:
    """Return why the system refused a file, as a sentence and as a code."""
    reasons = {
        errno.ENOENT: ("it is not there any more", "missing"),
        errno.EACCES: ("no permission to read it", "no-permission"),
        errno.EPERM: ("no permission to read it", "no-permission"),
        errno.EISDIR: ("a folder, not a file", "not-a-file"),
        errno.ELOOP: ("a link that leads back to itself", "not-a-file"),
        errno.ENAMETOOLONG: ("its name is too long", "missing"),
    }
    return reasons.get(error.errno or 0, (f"it cannot be read: {error.strerror or error}", "system"))


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{size} bytes"
