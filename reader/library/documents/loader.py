"""The files of a library as documents: read when they are asked for, the last ones kept in memory."""

from __future__ import annotations

import logging
import pickle
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import UnreadableFile
from reader.library.storage.cache.document_row import DocumentRow
from reader.system.malloc import give_back_large_blocks
from reader.text.document import Document
from reader.text.identifiers import DocumentKey

if TYPE_CHECKING:
    from reader.formats.nesting import LoadedPart

_log = logging.getLogger(__name__)

_MOST_IN_MEMORY = 16  # documents
_LARGE_BYTES = 200_000  # what is smaller is read in the time of a frame or two


class DocumentLoader:
    """The reader of files into documents. Methods may be called from any thread; they belong in a worker.

    `max_megabytes` is the size beyond which a file is refused.
    """

    def __init__(self, key_of: Callable[[Path, str], DocumentKey], max_megabytes: int) -> None:
        self._key_of = key_of
        self._max_bytes = max_megabytes * 1_000_000
        self._in_memory: OrderedDict[DocumentKey, tuple[int, Document]] = OrderedDict()
        self._lock = threading.Lock()
        self._bulk: dict[str, bytes] = {}
        self._bulk_of: tuple[Path, int] | None = None

    def document(self, path: Path, inner: str = "") -> Document:
        """Return the document of a file and an inner key, read again only when the file has changed.

        Raises UnreadableFile.
        """
        key = self._key_of(path, inner)
        try:
            modified_ns = path.stat().st_mtime_ns
        except OSError:
            modified_ns = -1
        with self._lock:
            remembered = self._in_memory.get(key)
            if remembered is not None and remembered[0] == modified_ns:
                self._in_memory.move_to_end(key)
                return remembered[1]
        from reader.formats.load import load

        with suppress(OSError):
            if path.stat().st_size > _LARGE_BYTES:
                give_back_large_blocks()
        begun = time.perf_counter()
        document = load(path, self._max_bytes, inner)
        _log.debug("%s: read in %.1f ms", path, (time.perf_counter() - begun) * 1000)
        with self._lock:
            self._in_memory[key] = (modified_ns, document)
            while len(self._in_memory) > _MOST_IN_MEMORY:
                self._in_memory.popitem(last=False)
        return document

    def document_or_none(self, path: Path, inner: str = "") -> Document | None:
        """Return the document of a file and an inner key, None when it cannot be read."""
        try:
            return self.document(path, inner)
        except UnreadableFile:
            return None

    def document_in_bulk(self, path: Path, inner: str) -> Document:
        """Return a document as `document` does, for who goes through all documents of a file in any order.

        Those of a mailbox or an archive are read once together and kept packed until another file is asked
        for: to read one alone, all before it must be looked through. Raises UnreadableFile.
        """
        if not inner:
            return self.document(path)
        try:
            modified_ns = path.stat().st_mtime_ns
        except OSError:
            modified_ns = -1
        if self._bulk_of != (path, modified_ns):
            self._bulk = {
                part.inner: zlib.compress(pickle.dumps(part.document), 1)
                for part in self.all(path)
                if part.inner and part.document is not None
            }
            self._bulk_of = path, modified_ns
        packed = self._bulk.get(inner)
        if packed is None:
            return self.document(path, inner)
        document: Document = pickle.loads(zlib.decompress(packed))
        return document

    def all(self, path: Path) -> Iterator[LoadedPart]:
        """Give every document of a file, the file itself first; those that cannot be read say why.

        Raises UnreadableFile when the file itself cannot be read.
        """
        from reader.formats.load import load_all

        begun = time.perf_counter()
        yield from load_all(path, self._max_bytes)
        _log.debug("%s: read in %.1f ms", path, (time.perf_counter() - begun) * 1000)

    def readable(self, path: Path) -> Iterator[tuple[str, Document]]:
        """Give the documents of a file with their inner keys; none when it cannot be read."""
        with suppress(UnreadableFile):
            for part in self.all(path):
                if part.document is not None:
                    yield part.inner, part.document

    def unchanged(self, row: DocumentRow) -> Document | None:
        """Return the document of a row, None when its file cannot be read or has another text by now."""
        document = self.document_or_none(row.path, row.inner)
        return document if document is not None and document.sha256 == row.sha256 else None

    def beginning(self, path: Path) -> Document | None:
        """Return the first pages of a large file that was not read yet, to be shown while it is; else None.

        Raises UnreadableFile.
        """
        from reader.formats.load import load_beginning

        with self._lock:
            if self._key_of(path, "") in self._in_memory:
                return None
        try:
            large = path.stat().st_size > _LARGE_BYTES
        except OSError:
            return None
        return load_beginning(path) if large else None

    def raw(self, path: Path, inner: str = "") -> Document:
        """Return a file, or the one in it that has an inner key, as it is: a block a line, safe to show.

        Raises UnreadableFile.
        """
        from reader.formats.load import load_raw

        return load_raw(path, self._max_bytes, inner)

    def whole(self, path: Path, inner: str = "") -> Document | None:
        """Return the whole page of which the document is the article; None where nothing is left out.

        Raises UnreadableFile.
        """
        from reader.formats.load import load_whole

        return load_whole(path, self._max_bytes, inner)

    def save_part(self, path: Path, inner: str, folder: Path) -> Path:
        """Write a file in a file, as it is, into a folder, over no other one; return the new file.

        Raises ReaderError.
        """
        from reader.formats.load import load_member
        from reader.library.documents.saving import save_part

        name, data = load_member(path, inner, self._max_bytes)
        return save_part(name, data, folder)
