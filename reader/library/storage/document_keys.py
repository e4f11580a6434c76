"""Document keys: short names of documents that are the same on every machine that has the library.

A document's address is its library's id, its path below the library's root, and an inner key where several
documents are in one file (empty for a file that is one document). Its key is a digest of the address: it can
stand in an index, in SQL and in JSON as it is, whatever bytes the file's name holds.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reader.text.identifiers import DocumentKey

UNREGISTERED = ""
"""The id that stands for this machine: files in no registered library have their whole path as path below."""

LIBRARY_FILE = "library.toml"
"""A file by which a team gives a folder the same id on every machine; it is read, never written."""

_LARGEST_LIBRARY_FILE = 64_000  # bytes
_LIBRARY_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{3,63}")
_KEY_BYTES = 10


class DocumentAddress(NamedTuple):
    """Where a document is: library id, path below its root (bytes, `/` between parts), inner key."""

    library: str
    below: bytes
    inner: str = ""

    @property
    def key(self) -> DocumentKey:
        """The digest of the address, 20 hexadecimal digits; composed and decomposed letters are the same."""
        return _digest(self.library, _composed(self.below), self.inner)


class DocumentPath(NamedTuple):
    """Where a document is on this machine: its file, and its inner key (empty for the file itself)."""

    path: Path
    inner: str = ""


def address_of(path: str | Path, inner: str) -> str:
    """Return a document's address on this machine as one line: `FILE`, or `FILE#INNER KEY`."""
    return f"{path}#{inner}" if inner else os.fspath(path)


def document_path(address: str) -> DocumentPath:
    """Return the file and the inner key that an address names.

    The key begins at the first `#` before which a file's name ends; where a file has the whole for its name,
    or none has a part of it, there is no key.
    """
    path = Path(address)
    if "#" not in address or os.path.lexists(path):
        return DocumentPath(path)
    parts = address.split("#")
    for count in range(1, len(parts)):
        file_path = "#".join(parts[:count])
        if os.path.isfile(file_path):  # noqa: PTH113 - never raises
            return DocumentPath(Path(file_path), "#".join(parts[count:]))
    return DocumentPath(path)


@dataclass(frozen=True, slots=True)
class LibraryRoots:
    """The registered libraries as (root's absolute path in bytes, id): what a file's key follows from.

    Immutable, and sent to the processes that read files.
    """

    roots: tuple[tuple[bytes, str], ...] = ()

    def __post_init__(self) -> None:
        """Order the roots so that the nearest above a file comes first."""
        object.__setattr__(self, "roots", tuple(sorted(self.roots, key=lambda root: (-len(root[0]), root))))

    def key_of(self, path: str | Path, inner: str = "") -> DocumentKey:
        """Return the key of the document in a file, which need not exist."""
        return self.key_of_absolute(os.path.abspath(path), inner)  # noqa: PTH100 - links stay links

    def key_of_absolute(self, path: str, inner: str = "") -> DocumentKey:
        """Return `key_of` for a path that is absolute and normal, as a scan gives them by the thousand."""
        address = self._locate(os.fsencode(path), inner)
        if not address.below.isascii() and _has_composed_twin(path):
            return _digest(address.library, address.below, address.inner)
        return address.key

    def address_of(self, path: str | Path, inner: str = "") -> DocumentAddress:
        """Return the address of a document in a file: the nearest root above it counts."""
        return self._locate(os.fsencode(os.path.abspath(path)), inner)  # noqa: PTH100

    def _locate(self, path: bytes, inner: str) -> DocumentAddress:
        for root, library in self.roots:
            if path.startswith(root):
                rest = path[len(root) :]
                if not rest or root.endswith(_SEPARATOR) or rest.startswith(_SEPARATOR):
                    return DocumentAddress(library, _portable(rest.removeprefix(_SEPARATOR)), inner)
        return DocumentAddress(UNREGISTERED, _portable(path), inner)

    def path_of(self, address: DocumentAddress) -> Path | None:
        """Return the file of an address on this machine; None when its library is not registered here."""
        below = os.fsdecode(address.below.replace(b"/", _SEPARATOR))
        if address.library == UNREGISTERED:
            return Path(below)
        for root, library in self.roots:
            if library == address.library:
                return Path(os.fsdecode(root), below)
        return None

    def covering(self, folder: Path) -> tuple[bytes, str] | None:
        """Return the (root, id) of the nearest library at or above a folder, or None."""
        path = os.fsencode(folder)
        library = self._locate(path, "").library
        return next((root for root in self.roots if root[1] == library), None)

    def stamp(self, folders: Iterable[Path]) -> str:
        """Return another text whenever files below these folders may have other keys than before."""
        paths = [os.fsencode(folder) for folder in folders]
        near = [
            root
            for root in self.roots
            if any(root[0].startswith(path) or path.startswith(root[0]) for path in paths)
        ]
        return hashlib.sha256(repr(near).encode()).hexdigest()


def address_fields(key: str | None, address: DocumentAddress | None) -> dict[str, str] | None:
    """Return a document's address as JSON fields, None for no document."""
    if key is None or address is None:
        return None
    return {
        "key": key, "library": address.library, "below": os.fsdecode(address.below), "inner": address.inner,
    }  # fmt: skip


def declared_library(folder: Path) -> tuple[Path, str] | None:
    """Return the nearest folder at or above with a usable `library.toml`, and the id that it gives."""
    for candidate in (folder, *folder.parents):
        file_path = candidate / LIBRARY_FILE
        # A pipe of that name would keep whoever opens it waiting.
        if not os.path.isfile(file_path):  # noqa: PTH113 - never raises
            continue
        try:
            with file_path.open("rb") as file:
                text = file.read(_LARGEST_LIBRARY_FILE).decode()
            declared = tomllib.loads(text).get("id")
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(declared, str) and _LIBRARY_ID.fullmatch(declared):
            return candidate, declared
    return None


_SEPARATOR = os.sep.encode()


def _digest(library: str, below: bytes, inner: str) -> DocumentKey:
    parts = b"\0".join((library.encode(), below, inner.encode("utf-8", "surrogatepass")))
    return DocumentKey(hashlib.blake2b(parts, digest_size=_KEY_BYTES).hexdigest())


def _portable(below: bytes) -> bytes:
    return below if _SEPARATOR == b"/" else below.replace(_SEPARATOR, b"/")


def _composed(below: bytes) -> bytes:
    """The path in NFC where it is text: file systems differ in how they write an accented letter."""
    if below.isascii():
        return below
    text = below.decode("utf-8", "surrogateescape")
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogateescape")


def _has_composed_twin(path: str) -> bool:
    """Whether another file has the path that this one has in NFC: then the two must have two keys."""
    composed = unicodedata.normalize("NFC", path)
    if composed == path:
        return False
    try:
        return not os.path.samestat(os.lstat(path), os.lstat(composed))
    except OSError:
        return False
