"""The registered libraries and the documents that truth speaks of, as SQLite keeps them.

A document stands here once, by its address; notes and reading state name it by its key alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from reader.library.storage.document_keys import (
    UNREGISTERED,
    DocumentAddress,
    LibraryRoots,
    address_fields,
    declared_library,
)
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.recorder import ChangeRecorder
from reader.text.identifiers import DocumentKey

_ID_BYTES = 8


class DocumentsTable:
    """The DocumentsStore of one database."""

    def __init__(self, database: Database, recorder: ChangeRecorder) -> None:
        self._database = database
        self._recorder = recorder
        self.roots = LibraryRoots()
        self.reload()

    def reload(self) -> None:
        """Read the registered libraries again, which another process may have changed."""
        rows = self._database.execute(
            "SELECT root, id FROM libraries WHERE id <> ? AND root <> x''", (UNREGISTERED,)
        )
        self.roots = LibraryRoots(tuple((bytes(root), library) for root, library in rows))

    def key_of(self, path: Path, inner: str = "") -> DocumentKey:
        """Return the key of the document in a file, whether anything is known of it or not."""
        return self.roots.key_of(path, inner)

    def add(self, path: Path, inner: str = "") -> DocumentKey:
        """Keep the address of the document in a file, and return its key."""
        key, address = self.roots.key_of(path, inner), self.roots.address_of(path, inner)
        self.add_at(key, address)
        return key

    def add_at(self, key: DocumentKey, address: DocumentAddress) -> None:
        """Keep a document under its key; nothing happens when it is there."""
        if self._database.execute("SELECT 1 FROM documents WHERE key = ?", (key,)):
            return
        with self._database.transaction():
            self._database.execute("INSERT OR IGNORE INTO libraries (id, root) VALUES (?, x'')", address[:1])
            self._database.execute(
                "INSERT OR IGNORE INTO documents (key, library, below, inner) VALUES (?, ?, ?, ?)",
                (key, *address),
            )

    def path_of(self, key: DocumentKey) -> Path | None:
        """Return the file of a document that is known, or None."""
        rows = self._database.execute("SELECT library, below, inner FROM documents WHERE key = ?", (key,))
        return self.roots.path_of(DocumentAddress(*rows[0])) if rows else None

    def register(self, roots: Sequence[Path]) -> None:
        """Let these folders, and the folders of these files, belong to a library.

        A folder below a registered root belongs to that root's library, unless a `library.toml` at or above
        it names another. What was kept of documents that belong to another library now goes with them.
        """
        for root in roots:
            if os.path.lexists(root):
                self._register(root if os.path.isdir(root) else root.parent)  # noqa: PTH112 - never raises

    def _register(self, folder: Path) -> None:
        declared = declared_library(folder)
        if declared is None and self.roots.covering(folder) is not None:
            return
        root, library = declared or (folder, secrets.token_hex(_ID_BYTES))
        if (os.fsencode(root), library) in self.roots.roots:
            return
        with self._database.transaction():
            self.reload()
            if declared is None and self.roots.covering(folder) is not None:
                return  # another process has registered it meanwhile
            before = self.roots
            for known, name in before.roots:
                if known == os.fsencode(root):
                    self.put_library(name, b"")
            # Of two copies of a team's folder, the one that was opened last has the notes.
            self.repoint(library, root)
            self._follow(before, library)

    def _follow(self, before: LibraryRoots, library: str) -> None:
        """Give the documents of other libraries the keys that follow from the libraries as they are now."""
        rows = self._database.execute(
            "SELECT key, library, below, inner FROM documents WHERE library <> ?", (library,)
        )
        for key, name, below, inner in rows:
            path = before.path_of(DocumentAddress(name, below, inner))
            if path is not None:
                self.move(key, path, inner)

    def repoint(self, library: str, root: Path) -> None:
        """Let a registered library lie below another folder from now on: its documents keep their keys."""
        with self._database.transaction():
            self.put_library(library, os.fsencode(root))

    def put_library(self, library: str, root: bytes) -> None:
        """Keep where the root of a library is on this machine; empty when it is not here any more."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO libraries (id, root) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET root = excluded.root",
                (library, root),
            )
            self._recorder.record(library=library, root=os.fsdecode(root))
            self.reload()

    def move(self, old: str, new: Path, inner: str = "") -> DocumentKey:
        """Let all that belongs to a document belong to the one in another file; return that one's key.

        A reading state that the other has stays.
        """
        key = self.roots.key_of(new, inner)
        self.move_at(old, key, self.roots.address_of(new, inner))
        return key

    def move_at(self, old: str, key: DocumentKey, address: DocumentAddress) -> None:
        """Let all that belongs to the document of the key `old` belong to another one."""
        if key == old:
            return
        execute = self._database.execute
        with self._database.transaction():
            self._recorder.record(moved=old, document=address_fields(key, address))
            if execute("SELECT 1 FROM documents WHERE key = ?", (key,)):
                execute("UPDATE notes SET key = ? WHERE key = ?", (key, old))
                execute("UPDATE OR IGNORE reading SET key = ? WHERE key = ?", (key, old))
                execute("DELETE FROM reading WHERE key = ?", (old,))
                execute(
                    "UPDATE documents SET (title, text_sha256) ="
                    " (SELECT title, text_sha256 FROM documents WHERE key = ?)"
                    " WHERE key = ? AND text_sha256 = ''",
                    (old, key),
                )
                execute("DELETE FROM documents WHERE key = ?", (old,))
            else:
                execute(
                    "UPDATE documents SET key = ?, library = ?, below = ?, inner = ? WHERE key = ?",
                    (key, *address, old),
                )
            execute(
                "UPDATE OR IGNORE kept SET name = 'draft ' || ? || substr(name, ?)"
                " WHERE substr(name, 1, ?) = 'draft ' || ?",
                (key, len("draft ") + len(old) + 1, len("draft ") + len(old), old),
            )
