"""The notes as SQLite keeps them, with the texts that they were made on and the documents that have them."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from reader.errors import NoteError
from reader.library.storage.database import BELOW, Database, below
from reader.library.storage.protocol import NO_DOCUMENT, AnnotatedDocument
from reader.notes.note import Note
from reader.system.paths import key_of


class NotesTable:
    """The NotesStore of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def select(self, key: str | None = None, *, trashed: bool = False) -> list[Note]:
        """The notes on one document, or all of them, oldest first; those in the trash only when asked for."""
        statement = "SELECT note FROM notes WHERE trashed = ?" + ("" if key is None else " AND key = ?")
        rows = self._database.execute(
            statement + " ORDER BY created, id", (trashed,) if key is None else (trashed, key)
        )
        return [self.parse(row[0]) for row in rows]

    def parse(self, stored: str) -> Note:
        """A note as it was kept; UserDataError when it is none, which only damage can do."""
        try:
            return Note.from_json(json.loads(stored))
        except (ValueError, TypeError, AttributeError, NoteError) as error:
            raise self._database.damaged("a note in it cannot be read") from error

    def below(self, roots: Sequence[Path]) -> list[tuple[str, Note]]:
        """The notes on the files below these roots, each with its file's key; none of those in the trash."""
        statement = f"SELECT key, note FROM notes WHERE NOT trashed AND {BELOW}"
        rows = {row for root in roots for row in self._database.execute(statement, below(root))}
        return [(key, self.parse(note)) for key, note in sorted(rows)]

    def document_keys(self, *, trashed: bool = False) -> dict[str, str]:
        """The key of the document of each note, by the note's id; of those in the trash when asked for."""
        where = "" if trashed else " WHERE NOT trashed"
        return dict(self._database.execute(f"SELECT id, key FROM notes{where}"))

    def counts(self, keys: Sequence[str] | None = None) -> dict[str, int]:
        """How many notes each document has, by key; documents without notes are not in it.

        With `keys` only those, at most 900.
        """
        statement = "SELECT key, count(*) FROM notes WHERE NOT trashed"
        if keys is not None:
            statement += f" AND key IN ({', '.join('?' * len(keys))})"
        return dict(self._database.execute(f"{statement} GROUP BY key", tuple(keys or ())))

    def put(
        self, note: Note, key: str, path: Path | None, text: str | None = None, placed_on: str = ""
    ) -> None:
        """Keep a note, new or changed, and the text that it was made on (once a version of the text).

        `placed_on` is the hash of the text in which its passage was looked for, empty when it was not.
        """
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO notes (id, key, path, note, text_sha256, trashed, created, placed_on)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET key = excluded.key,"
                " path = excluded.path, note = excluded.note, text_sha256 = excluded.text_sha256,"
                " trashed = excluded.trashed, created = excluded.created,"
                " placed_on = iif(excluded.placed_on = '', placed_on, excluded.placed_on)",
                (
                    note.id,
                    key,
                    b"" if path is None else os.fsencode(path),
                    json.dumps(note.to_json(), ensure_ascii=False),
                    note.text_sha256,
                    bool(note.deleted),
                    note.created,
                    placed_on,
                ),
            )
            if text is not None:
                self._put_text(note.text_sha256, text)

    def _put_text(self, text_sha256: str, text: str) -> None:
        self._database.execute(
            "INSERT OR IGNORE INTO snapshots (text_sha256, packed) VALUES (?, ?)",
            (text_sha256, zlib.compress(text.encode("utf-8", "surrogatepass"), 6)),
        )

    def put_many(self, notes: Iterable[tuple[Note, Path | None, str | None]], placed_on: str = "") -> None:
        """Keep notes, each with its file and (or None) the text that it was made on: all of them or none."""
        with self._database.transaction():
            for note, path, text in notes:
                self.put(note, NO_DOCUMENT if path is None else key_of(path), path, text, placed_on)

    def record_seen(self, path: Path, title: str, text_sha256: str, text: str) -> None:
        """Keep what a document that has notes is like now, and its text, to read when the file is gone."""
        key = key_of(path)
        known = self._database.execute("SELECT title, text_sha256 FROM noted WHERE key = ?", (key,))
        if known == [(title, text_sha256)]:
            return
        with self._database.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO noted (key, path, title, text_sha256) VALUES (?, ?, ?, ?)",
                (key, os.fsencode(path), title, text_sha256),
            )
            self._put_text(text_sha256, text)
            self._database.execute(
                "DELETE FROM snapshots WHERE text_sha256 NOT IN (SELECT text_sha256 FROM notes)"
                " AND text_sha256 NOT IN (SELECT text_sha256 FROM noted)"
            )

    def annotated_documents(self) -> list[AnnotatedDocument]:
        """Every document that has notes, those in the trash too, by path."""
        rows = self._database.execute(
            "SELECT DISTINCT notes.key, notes.path,"
            " coalesce(noted.title, ''), coalesce(noted.text_sha256, '')"
            " FROM notes LEFT JOIN noted ON noted.key = notes.key WHERE notes.key <> '' ORDER BY notes.path"
        )
        return [AnnotatedDocument(key, Path(os.fsdecode(path)), title, sha) for key, path, title, sha in rows]

    def placed_on(self, key: str) -> dict[str, str]:
        """The hash of the text in which each note on a document was last looked for, by the note's id."""
        return dict(self._database.execute("SELECT id, placed_on FROM notes WHERE key = ?", (key,)))

    def get(self, note_id: str) -> Note | None:
        """The note of this id, in the trash or not, or None."""
        rows = self._database.execute("SELECT note FROM notes WHERE id = ?", (note_id,))
        return self.parse(rows[0][0]) if rows else None

    def path_of(self, note_id: str) -> Path | None:
        """The file that a note was made on, or None when there is no such note or no file."""
        rows = self._database.execute("SELECT path FROM notes WHERE id = ?", (note_id,))
        return Path(os.fsdecode(rows[0][0])) if rows and rows[0][0] else None

    def snapshot(self, text_sha256: str) -> str | None:
        """The text of this hash that notes were made on, or None when none was kept."""
        rows = self._database.execute("SELECT packed FROM snapshots WHERE text_sha256 = ?", (text_sha256,))
        return self._unpacked(rows[0][0]).decode("utf-8", "surrogatepass") if rows else None

    def _unpacked(self, packed: bytes) -> bytes:
        """A text's bytes; they carry a checksum, so UserDataError when they are not what was kept."""
        try:
            return zlib.decompress(packed)
        except zlib.error as error:
            raise self._database.damaged("a text in it cannot be read") from error
