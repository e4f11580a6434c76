"""The notes as SQLite keeps them, with the texts that they were made on."""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader.errors import NoteError
from reader.library.storage.document_keys import DocumentAddress, address_fields
from reader.library.storage.protocol import AnnotatedDocument
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.documents_table import DocumentsTable
from reader.library.storage.user_data.recorder import ChangeRecorder
from reader.notes.note import Note
from reader.system.paths import lies_below
from reader.text.identifiers import DocumentKey
from reader.text.safety import safe_line

_SELECT = (
    "SELECT notes.key, note, library, below, inner FROM notes"
    " LEFT JOIN documents ON documents.key = notes.key"
)


class NotesTable:
    """The NotesStore of one database. A note's JSON holds no path: its document's address does."""

    def __init__(self, database: Database, documents: DocumentsTable, recorder: ChangeRecorder) -> None:
        self._database = database
        self._recorder = recorder
        self._documents = documents

    def select(self, key: str | None = None, *, trashed: bool = False) -> list[Note]:
        """Return the notes on one document, or all, oldest first; those in the trash only when asked for."""
        where = " WHERE trashed = ?" + ("" if key is None else " AND notes.key = ?")
        rows = self._database.execute(
            f"{_SELECT}{where} ORDER BY created, id", (trashed,) if key is None else (trashed, key)
        )
        return [self._note(row) for row in rows]

    def _note(self, row: Sequence[Any]) -> Note:
        """The note of a row of _SELECT; UserDataError when it is none, which only damage can do."""
        try:
            record = json.loads(row[1])
            if row[0] is not None:
                record["path"] = safe_line(os.fspath(self._path(row) or ""))
                record["inner"] = row[4]
            return Note.from_json(record)
        except (ValueError, TypeError, AttributeError, NoteError) as error:
            raise self._database.damaged("a note in it cannot be read") from error

    def _path(self, row: Sequence[Any]) -> Path | None:
        """The file of the document of a row of _SELECT; None for a note on no file."""
        return None if row[0] is None else self._documents.roots.path_of(DocumentAddress(*row[2:5]))

    def below(self, roots: Sequence[Path]) -> list[tuple[str, Note]]:
        """Return (key of the file, note) of the notes on files below these roots, without the trash."""
        rows = self._database.execute(f"{_SELECT} WHERE notes.key IS NOT NULL AND NOT trashed ORDER BY id")
        inside = {row[0]: (path := self._path(row)) is not None and lies_below(path, roots) for row in rows}
        return [(row[0], self._note(row)) for row in rows if inside[row[0]]]

    def document_keys(self, *, trashed: bool = False) -> dict[str, str]:
        """Return the key of each note's document by the note's id, with those in the trash when asked for."""
        where = "" if trashed else " WHERE NOT trashed"
        return dict(self._database.execute(f"SELECT id, coalesce(key, '') FROM notes{where}"))

    def counts(self, keys: Sequence[str] | None = None) -> dict[str, int]:
        """Return how many notes each document has, by key, without those that have none.

        With `keys` only of those, at most MAX_KEYS.
        """
        statement = "SELECT coalesce(key, ''), count(*) FROM notes WHERE NOT trashed"
        if keys is not None:
            statement += f" AND key IN ({', '.join('?' * len(keys))})"
        return dict(self._database.execute(f"{statement} GROUP BY key", tuple(keys or ())))

    def put(self, note: Note, key: DocumentKey | None, text: str | None = None, placed_on: str = "") -> None:
        """Keep a note, new or changed, on a document that is kept, or on none.

        `text` is that on which it was made, kept once a version. `placed_on` is the hash of the text in which
        its passage was looked for, empty when it was not.
        """
        record = note.to_json()
        if key is not None:
            del record["path"]
            record.pop("inner", None)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO notes (id, key, note, trashed, created, placed_on)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET key = excluded.key,"
                " note = excluded.note, trashed = excluded.trashed, created = excluded.created,"
                " placed_on = iif(excluded.placed_on = '', placed_on, excluded.placed_on)",
                (
                    note.id,
                    key,
                    json.dumps(record, ensure_ascii=False),
                    bool(note.deleted),
                    note.created,
                    placed_on,
                ),
            )
            self._recorder.record(**self.change_of(note, placed_on))
            if text is not None:
                self.put_text(note.text_sha256, text)

    def put_text(self, text_sha256: str, text: str) -> None:
        """Keep a text that notes were made on, once."""
        if self._database.execute("SELECT 1 FROM snapshots WHERE text_sha256 = ?", (text_sha256,)):
            return
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 6)
        with self._database.transaction():
            self._database.execute(
                "INSERT OR IGNORE INTO snapshots (text_sha256, packed) VALUES (?, ?)", (text_sha256, packed)
            )
            self._recorder.record(text=text_sha256, packed=base64.b64encode(packed).decode())

    def change_of(self, note: Note, placed_on: str = "") -> dict[str, Any]:
        """Return a note that is kept as the journal has it, with its document's address."""
        rows = self._database.execute(
            "SELECT notes.key, library, below, inner, placed_on FROM notes"
            " LEFT JOIN documents ON documents.key = notes.key WHERE id = ?",
            (note.id,),
        )
        key, library, below, inner, looked_in = rows[0]
        address = None if key is None else DocumentAddress(library, below, inner)
        change: dict[str, Any] = {"note": note.to_json(), "document": address_fields(key, address)}
        return {**change, "placed_on": placed_on or looked_in}

    def record_seen(self, key: DocumentKey, title: str, text_sha256: str, text: str) -> None:
        """Keep what a document that has notes is like now, and its text, to read when the file is gone."""
        known = self._database.execute("SELECT title, text_sha256 FROM documents WHERE key = ?", (key,))
        if known == [(title, text_sha256)]:
            return
        with self._database.transaction():
            self._database.execute(
                "UPDATE documents SET title = ?, text_sha256 = ? WHERE key = ?", (title, text_sha256, key)
            )
            self._recorder.record(seen={"title": title, "text_sha256": text_sha256}, document={"key": key})
            self.put_text(text_sha256, text)
            self._database.execute(
                "DELETE FROM snapshots WHERE text_sha256 NOT IN (SELECT text_sha256 FROM notes)"
                " AND text_sha256 NOT IN (SELECT text_sha256 FROM documents)"
            )

    def annotated_documents(self) -> list[AnnotatedDocument]:
        """Return every document that has notes, those in the trash too, by path."""
        rows = self._database.execute(
            "SELECT key, library, below, inner, title, text_sha256 FROM documents"
            " WHERE key IN (SELECT key FROM notes)"
        )
        documents = [
            AnnotatedDocument(key, path, title, sha256, inner)
            for key, library, below, inner, title, sha256 in rows
            if (path := self._documents.roots.path_of(DocumentAddress(library, below, inner))) is not None
        ]
        return sorted(documents, key=lambda document: (os.fsencode(document.path), document.key))

    def placed_on(self, key: str) -> dict[str, str]:
        """Return the hash of the text in which each note on a document was last looked for, by note id."""
        return dict(self._database.execute("SELECT id, placed_on FROM notes WHERE key = ?", (key,)))

    def get(self, note_id: str) -> Note | None:
        """Return the note of this id, in the trash or not, or None."""
        rows = self._database.execute(f"{_SELECT} WHERE id = ?", (note_id,))
        return self._note(rows[0]) if rows else None

    def path_of(self, note_id: str) -> Path | None:
        """Return the file that a note was made on, or None when there is no such note or no file."""
        rows = self._database.execute(f"{_SELECT} WHERE id = ?", (note_id,))
        return self._path(rows[0]) if rows else None

    def document_of(self, note_id: str) -> DocumentKey | None:
        """Return the key of the document that a note is on; None when it is on none, or not here."""
        rows = self._database.execute("SELECT key FROM notes WHERE id = ?", (note_id,))
        return rows[0][0] if rows else None

    def snapshot(self, text_sha256: str) -> str | None:
        """Return the text of this hash that notes were made on, or None when none was kept."""
        rows = self._database.execute("SELECT packed FROM snapshots WHERE text_sha256 = ?", (text_sha256,))
        return self._unpacked(rows[0][0]).decode("utf-8", "surrogatepass") if rows else None

    def _unpacked(self, packed: bytes) -> bytes:
        """A text's bytes; they carry a checksum, so UserDataError when they are not what was kept."""
        try:
            return zlib.decompress(packed)
        except zlib.error as error:
            raise self._database.damaged("a text in it cannot be read") from error
