"""A file → its documents: the bytes are read, a format makes drafts of them, the passes finish those."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from reader.errors import FormatError, UnreadableFile
from reader.formats.format import Context
from reader.formats.passes import PASSES, RAW_PASSES, finished
from reader.formats.registry import format_of
from reader.text.document import Document
from reader.text.safety import safe_line

MAX_BYTES = 32 * 1024 * 1024
"""The size beyond which a file is refused."""


def load(path: Path, max_bytes: int = MAX_BYTES) -> Document:
    """Return the document that a file is; raises UnreadableFile with the reason when it is none."""
    data, modified = _read(path, max_bytes)
    try:
        return parse(data, path.name, modified)
    except UnreadableFile as error:
        raise UnreadableFile(path, error.reason, error.code) from error


def load_beginning(path: Path, size: int = 64 * 1024) -> Document | None:
    """Return the document that the first `size` bytes of a file give, to be shown while the whole is read.

    None when a file of its format cannot be read in part. Raises UnreadableFile like `load`.
    """
    data, modified = _read(path, size, cut=True)
    cut = format_of(path.name, data).beginning
    return parse(cut(data), path.name, modified) if cut is not None else None


def load_raw(path: Path, max_bytes: int = MAX_BYTES) -> Document:
    """Return the file as it is, made safe: one preformatted block a line, nothing taken for markup.

    Raises UnreadableFile like `load`, and when the file is not text.
    """
    data, _modified = _read(path, max_bytes)
    known = format_of(path.name, data)
    if known.raw is None:
        raise UnreadableFile(path, f"{known.label} is not text that can be shown as it is", "not-text")
    context = Context(path.name)
    try:
        draft = known.raw(data, context)
    except FormatError as error:
        raise UnreadableFile(path, str(error), error.code) from error
    return finished(draft, context, RAW_PASSES, known.name, hashlib.sha256(data).hexdigest())


def parse(data: bytes, name: str, modified: float = 0.0) -> Document:
    """Return the document in the bytes of a file called `name`, last changed at `modified` (POSIX seconds).

    Raises UnreadableFile when there is none.
    """
    for _inner_key, document in parse_all(data, name, modified):
        return document
    raise UnreadableFile(safe_line(name), "there is nothing in it", "broken")


def parse_all(data: bytes, name: str, modified: float = 0.0) -> Iterator[tuple[str, Document]]:
    """Give every document in the bytes of a file with its inner key, the file itself (an empty key) first.

    Raises UnreadableFile when the bytes cannot be read.
    """
    known = format_of(name, data)
    context = Context(name, modified)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        for inner_key, draft in known.load(data, context):
            yield inner_key, finished(draft, context, PASSES, known.name, sha256)
    except FormatError as error:
        raise UnreadableFile(safe_line(name), str(error), error.code) from error


def _read(path: Path, max_bytes: int, *, cut: bool = False) -> tuple[bytes, float]:
    """Return a file's bytes and when it was last changed, in POSIX seconds; raises UnreadableFile.

    A file that is larger than `max_bytes` is refused, or cut there.
    """
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            what = "a folder, not a file" if S_ISDIR(status.st_mode) else "not an ordinary file"
            raise UnreadableFile(path, what, "not-a-file")
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
