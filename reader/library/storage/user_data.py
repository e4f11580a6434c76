"""What a person made and cannot get back: notes, corrections, reading state, marks, small settings.

One SQLite file for all libraries. A change is on the disk when the method that makes it returns.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.errors import NoteError, UserDataError
from reader.library.storage.backup_files import backups_in, due, too_many
from reader.library.storage.corrections_table import CorrectionsTable
from reader.library.storage.database import BELOW, Database, UnusableDatabaseError, below
from reader.library.storage.user_data_schema import MIGRATIONS
from reader.notes.note import Note
from reader.system.paths import key_of

if TYPE_CHECKING:
    from reader.library.recovery.salvage import Salvaged

NO_DOCUMENT = ""
"""The key of notes that are on no document: on an entity, or from another program's page."""


class AnnotatedDocument(NamedTuple):
    """A document that has notes, as it was last seen: `text_sha256` is that of its text, empty if unknown."""

    key: str
    path: Path
    title: str
    text_sha256: str


class Reading(NamedTuple):
    """How far a person is with a document: read or not, flagged, and the sentence where they stopped.

    `start` is a code point and `quote` the sentence that stood there, to find it again in a changed text.
    """

    read: bool = False
    flagged: bool = False
    start: int = 0
    quote: str = ""


def suspect_of(path: Path) -> Path:
    """The file that says that damage was met in a catalog, for the next start to look at everything."""
    return path.with_name(f"{path.name}.suspect")


def problems_in(path: Path) -> list[str]:
    """What is wrong with the catalog in this file that nobody uses; empty when all of it can be read."""
    try:
        with closing(UserDataStore(path)) as catalog:
            return catalog.problems()
    except UnusableDatabaseError as error:
        return [error.what]


def _values(row: Sequence[object]) -> str:
    return ", ".join("?" * len(row))


class UserDataStore(CorrectionsTable):
    """The person's own data. Raises UserDataError with a sentence when it cannot be read or written."""

    def __init__(self, path: Path, backups: Path | None = None) -> None:
        suspect = suspect_of(path) if backups is not None else None
        super().__init__(Database(path, MIGRATIONS, full=True, suspect=suspect))
        self._backups = backups

    # Notes

    def notes(self, key: str | None = None, *, trashed: bool = False) -> list[Note]:
        """The notes on one document, or all of them, oldest first; those in the trash only when asked for."""
        statement = "SELECT note FROM notes WHERE trashed = ?" + ("" if key is None else " AND key = ?")
        rows = self._database.execute(
            statement + " ORDER BY created, id", (trashed,) if key is None else (trashed, key)
        )
        return [self._note(row[0]) for row in rows]

    def _note(self, kept: str) -> Note:
        """A note as it was kept; UserDataError when it is none, which only damage can do."""
        try:
            return Note.from_json(json.loads(kept))
        except (ValueError, TypeError, AttributeError, NoteError) as error:
            raise self._database.damaged("a note in it cannot be read") from error

    def notes_below(self, roots: Sequence[Path]) -> list[tuple[str, Note]]:
        """The notes on the files below these roots, each with its file's key; none of those in the trash."""
        statement = f"SELECT key, note FROM notes WHERE NOT trashed AND {BELOW}"
        rows = {row for root in roots for row in self._database.execute(statement, below(root))}
        return [(key, self._note(note)) for key, note in sorted(rows)]

    def note_keys(self, *, trashed: bool = False) -> dict[str, str]:
        """The key of the document of each note, by the note's id; of those in the trash when asked for."""
        where = "" if trashed else " WHERE NOT trashed"
        return dict(self._database.execute(f"SELECT id, key FROM notes{where}"))

    def note_counts(self, keys: Sequence[str] | None = None) -> dict[str, int]:
        """How many notes each document has, by key; documents without notes are not in it.

        With `keys` only those, at most 900.
        """
        statement = "SELECT key, count(*) FROM notes WHERE NOT trashed"
        if keys is not None:
            statement += f" AND key IN ({', '.join('?' * len(keys))})"
        return dict(self._database.execute(f"{statement} GROUP BY key", tuple(keys or ())))

    def put_note(
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
                self._keep_text(note.text_sha256, text)

    def _keep_text(self, text_sha256: str, text: str) -> None:
        self._database.execute(
            "INSERT OR IGNORE INTO snapshots (text_sha256, packed) VALUES (?, ?)",
            (text_sha256, zlib.compress(text.encode("utf-8", "surrogatepass"), 6)),
        )

    def put_notes(self, notes: Iterable[tuple[Note, Path | None, str | None]], placed_on: str = "") -> None:
        """Keep notes, each with its file and (or None) the text that it was made on: all of them or none."""
        with self._database.transaction():
            for note, path, text in notes:
                self.put_note(note, NO_DOCUMENT if path is None else key_of(path), path, text, placed_on)

    def transaction(self) -> AbstractContextManager[None]:
        """What is done inside is kept whole or not at all; nobody else writes meanwhile."""
        return self._database.transaction()

    # Documents that have notes

    def see(self, path: Path, title: str, text_sha256: str, text: str) -> None:
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
            self._keep_text(text_sha256, text)
            self._database.execute(
                "DELETE FROM snapshots WHERE text_sha256 NOT IN (SELECT text_sha256 FROM notes)"
                " AND text_sha256 NOT IN (SELECT text_sha256 FROM noted)"
            )

    def noted(self) -> list[AnnotatedDocument]:
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

    def move(self, old: str, new: Path, notes: Iterable[Note]) -> None:
        """Let all that belongs to the document of the key `old` belong to the file `new` from now on.

        `notes` are its notes as they are on the new file. A reading state that the new file has stays.
        """
        key, path = key_of(new), os.fsencode(new)
        with self._database.transaction():
            for note in notes:
                self.put_note(note, key, new)
            for table in ("noted", "reading"):
                self._database.execute(
                    f"UPDATE OR IGNORE {table} SET key = ?, path = ? WHERE key = ?",
                    (key, path, old),
                )
                self._database.execute(f"DELETE FROM {table} WHERE key = ?", (old,))
            self._database.execute(
                "UPDATE OR IGNORE kept SET name = 'draft ' || ? || substr(name, ?)"
                " WHERE substr(name, 1, ?) = 'draft ' || ?",
                (key, len("draft ") + len(old) + 1, len("draft ") + len(old), old),
            )

    def note(self, note_id: str) -> Note | None:
        """The note of this id, in the trash or not, or None."""
        rows = self._database.execute("SELECT note FROM notes WHERE id = ?", (note_id,))
        return self._note(rows[0][0]) if rows else None

    def path_of_note(self, note_id: str) -> Path | None:
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

    # Reading state

    def reading(self) -> dict[str, Reading]:
        """The reading state of every document that has one, by key."""
        return {
            row[0]: Reading(bool(row[1]), bool(row[2]), row[3], row[4])
            for row in self._database.execute("SELECT key, read, flagged, start, quote FROM reading")
        }

    def marked(self, mark: Literal["read", "flagged"], keys: Sequence[str] | None = None) -> set[str]:
        """The keys of the documents that are read, or flagged; with `keys` only of those, at most 900."""
        statement = f"SELECT key FROM reading WHERE {mark}"
        if keys is not None:
            statement += f" AND key IN ({', '.join('?' * len(keys))})"
        return {intern(key) for (key,) in self._database.execute(statement, tuple(keys or ()))}

    def reading_of(self, key: str) -> Reading:
        """The reading state of one document; that of an unopened one when there is none."""
        rows = self._database.execute("SELECT read, flagged, start, quote FROM reading WHERE key = ?", (key,))
        return Reading(bool(rows[0][0]), bool(rows[0][1]), rows[0][2], rows[0][3]) if rows else Reading()

    def put_reading(self, key: str, path: Path, state: Reading, now: datetime) -> None:
        """Keep the reading state of a document."""
        self._database.execute(
            "INSERT OR REPLACE INTO reading (key, path, read, flagged, start, quote, opened)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                os.fsencode(path),
                state.read,
                state.flagged,
                state.start,
                state.quote,
                now.astimezone(UTC).isoformat(timespec="seconds"),
            ),
        )

    # Small things

    def kept(self, name: str, default: str = "") -> str:
        """A small thing kept under a name: the last library, the measure, the search history."""
        rows = self._database.execute("SELECT value FROM kept WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else default

    def keep(self, name: str, value: str) -> None:
        """Keep a small thing under a name."""
        self._database.execute("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", (name, value))

    def forget(self, name: str) -> None:
        """Forget a small thing; nothing happens when it was not kept."""
        self._database.execute("DELETE FROM kept WHERE name = ?", (name,))

    def kept_like(self, prefix: str) -> dict[str, str]:
        """The small things whose names begin with this, by name."""
        return dict(
            self._database.execute(
                "SELECT name, value FROM kept WHERE substr(name, 1, ?) = ? ORDER BY name",
                (len(prefix), prefix),
            )
        )

    # Backups

    def back_up(self, now: datetime) -> None:
        """Keep one backup a day, the last ten of them; does nothing when today's is there.

        Nobody waits for it: it reads through a connection of its own. The copy is looked through before it
        counts as a backup, and before an older one goes. Raises UserDataError.
        """
        target = self._due_backup(now)
        if target is None:
            return
        self._database.back_up(target, self._look_through)
        for old in too_many(backups_in(target.parent)):
            try:
                old.unlink(missing_ok=True)
            except OSError as error:
                raise UserDataError(
                    f"The old backup {old} cannot be removed ({error.strerror}): "
                    "check the rights of its folder."
                ) from error

    def _look_through(self, copy: Path) -> None:
        problems = problems_in(copy)
        if problems:
            raise self._database.damaged(problems[0])

    def needs_backup(self, now: datetime) -> bool:
        """Whether there is no backup of today yet, and something to keep."""
        if self._due_backup(now) is None:
            return False
        tables = ("notes", "reading", "corrections")
        return any(self._database.execute(f"SELECT 1 FROM {table} LIMIT 1") for table in tables)

    def _due_backup(self, now: datetime) -> Path | None:
        return None if self._backups is None else due(backups_in(self._backups), self._backups, now)

    def problems(self, *, quick: bool = False) -> list[str]:
        """What is wrong with the file; empty when it is sound.

        SQLite's own check, and every row read: notes, texts against their hashes, corrections. With `quick`
        its check of each page alone, and of a row that it holds no zero byte, which nothing that is written
        here ever does: some milliseconds a thousand notes.
        """
        problems = self._database.problems(quick=quick)
        for table, column in (("notes", "note"), ("corrections", "correction"), ("kept", "value")):
            where = f"instr(CAST({column} AS BLOB), x'00')"
            if not problems and self._database.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1"):
                problems = [f"a text of the table {table} cannot be read"]
        if problems or quick:
            return problems
        try:
            for trashed in (False, True):
                self.notes(trashed=trashed)
            self.corrections(), self.reading(), self.noted(), self.kept_like("")
            for (sha256,) in self._database.execute("SELECT text_sha256 FROM snapshots"):
                text = self.snapshot(sha256) or ""
                if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != sha256:
                    raise self._database.damaged("a text in it is not the one that was kept")
        except UnusableDatabaseError as error:
            return [error.what]
        return []

    def version(self) -> int:
        """The schema version of the file."""
        version: int = self._database.execute("PRAGMA user_version")[0][0]
        return version

    def put_back(self, found: Salvaged) -> int:
        """Keep what was read of a damaged catalog where it is later than what is here, or is not here.

        How many notes were new or later is returned.
        """
        execute = self._database.execute
        notes = 0
        with self.transaction():
            for note_id, row in found.notes.items():
                here = self.note(note_id)
                if here is None or here.modified < self._note(row[3]).modified:
                    execute(f"INSERT OR REPLACE INTO notes VALUES ({_values(row)})", row)
                    notes += 1
            for key, row in found.reading.items():
                opened = execute("SELECT opened FROM reading WHERE key = ?", (key,))
                if not opened or opened[0][0] < row[6]:
                    execute(f"INSERT OR REPLACE INTO reading VALUES ({_values(row)})", row)
            for table, rows in (
                ("snapshots", found.snapshots.items()),
                ("noted", found.noted.values()),
                ("kept", found.kept.items()),
            ):
                for row in rows:
                    execute(f"INSERT OR IGNORE INTO {table} VALUES ({_values(row)})", row)
            for row in found.corrections.values():
                execute(
                    f"INSERT INTO corrections VALUES ({_values(row)})"
                    " ON CONFLICT (id) DO UPDATE SET undone = max(undone, excluded.undone)",
                    row,
                )
        return notes

    def close(self) -> None:
        """Close the database."""
        self._database.close()
