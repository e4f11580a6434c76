"""What a person made and cannot get back: notes, corrections, reading state, marks, small settings.

One SQLite file for all libraries. A change is on the disk when the method that makes it returns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path

from reader.errors import UnusableDatabaseError, UserDataError
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.backup_files import backups_in, due, too_many
from reader.library.storage.user_data.corrections_table import CorrectionsTable
from reader.library.storage.user_data.documents_table import DocumentsTable
from reader.library.storage.user_data.journal import Journal
from reader.library.storage.user_data.notes_table import NotesTable
from reader.library.storage.user_data.reading_table import ReadingTable
from reader.library.storage.user_data.recorder import ChangeRecorder
from reader.library.storage.user_data.replay import replay, state_of
from reader.library.storage.user_data.settings_table import SettingsTable
from reader.library.storage.user_data.user_data_schema import FUNCTIONS, MIGRATIONS
from reader.notes.note import Note

COMPACTED_BYTES = 1_000_000
"""A journal that is shorter stays as it is when the day's backup is made."""


def journal_of(path: Path) -> Path:
    """Return the journal of the user data in this file."""
    return path.with_name("notes.jsonl")


def suspect_of(path: Path) -> Path:
    """Return the file that tells the next start to check all of the user data, since damage was met in it."""
    return path.with_name(f"{path.name}.suspect")


def problems_in(path: Path) -> list[str]:
    """Return what is wrong with user data in a file that nobody uses; empty when all of it is sound."""
    try:
        with closing(UserDataStore(path)) as user_data:
            return user_data.problems()
    except UnusableDatabaseError as error:
        return [error.problem]


class UserDataStore:
    """The UserData of one person in one SQLite file: a table object for each subject, over one database.

    With a folder for `backups` a backup a day is kept there, and a journal of every change
    beside the file. Raises UserDataError with a sentence when the file cannot be read or written.
    """

    def __init__(self, path: Path, backups: Path | None = None) -> None:
        suspect = suspect_of(path) if backups is not None else None
        self.database = Database(path, MIGRATIONS, full=True, suspect=suspect, functions=FUNCTIONS)
        self._backups = backups
        self._journal = Journal(journal_of(path)) if backups is not None else None
        try:
            self.recorder = ChangeRecorder(self.database, self._journal)
            self.documents = DocumentsTable(self.database, self.recorder)
            self.notes = NotesTable(self.database, self.documents, self.recorder)
            self.reading = ReadingTable(self.database, self.recorder)
            self.corrections = CorrectionsTable(self.database, self.recorder)
            self.settings = SettingsTable(self.database, self.recorder)
            self._agree_with_journal()
        except UserDataError:
            self.database.close()
            raise

    def _agree_with_journal(self) -> None:
        """Let the file have what the journal has, or the journal what the file has, whichever has more."""
        journal, recorder = self._journal, self.recorder
        if journal is None or journal.last_operation() == recorder.operation:
            return
        with self.transaction():
            # Another process may have been about to commit what the journal had more.
            recorded = recorder.operation
            if journal.last_operation() > recorded:
                replay(self, journal.read(after=recorded))
                self.documents.reload()
            elif journal.last_operation() < recorded:
                journal.replace(recorded, state_of(self))

    def _compact_journal(self) -> None:
        """Write the journal anew with what is here now, where it has become long."""
        if self._journal is None or self._journal.size() < COMPACTED_BYTES:
            return
        with self.transaction():
            self._journal.replace(self.recorder.operation, state_of(self))

    def transaction(self) -> AbstractContextManager[None]:
        """Return what is done inside is kept whole or not at all; nobody else writes meanwhile."""
        return self.database.transaction()

    def move_document(self, old: str, new: Path, notes: Iterable[Note], inner: str = "") -> None:
        """Let all that belongs to the document of the key `old` belong to the one in the file `new`.

        `inner` is its inner key there, and `notes` are its notes as they are on it. A reading state
        that the new document has stays.
        """
        with self.database.transaction():
            key = self.documents.move(old, new, inner)
            for note in notes:
                self.notes.put(note, key)

    def back_up(self, now: datetime) -> None:
        """Keep one backup a day, the last ten of them; does nothing when today's is there.

        Nobody waits for it: it reads through a connection of its own. The copy is looked through before it
        counts as a backup, and before an older one goes. Raises UserDataError.
        """
        target = self._due_backup(now)
        if target is None:
            return
        self.database.back_up(target, self._look_through)
        self._compact_journal()
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
            raise self.database.damaged(problems[0])

    def needs_backup(self, now: datetime) -> bool:
        """Return whether there is no backup of today yet, and something to keep."""
        if self._due_backup(now) is None:
            return False
        tables = ("notes", "reading", "corrections")
        return any(self.database.execute(f"SELECT 1 FROM {table} LIMIT 1") for table in tables)

    def _due_backup(self, now: datetime) -> Path | None:
        return None if self._backups is None else due(backups_in(self._backups), self._backups, now)

    def problems(self, *, quick: bool = False) -> list[str]:
        """Return what is wrong with the file; empty when it is sound.

        SQLite's own check, and every row read: notes, texts against their hashes, corrections. With `quick`
        its check of each page alone, and of a row that it holds no zero byte, which nothing that is written
        here ever does: some milliseconds a thousand notes.
        """
        problems = self.database.problems(quick=quick)
        for table, column in (("notes", "note"), ("corrections", "correction"), ("kept", "value")):
            where = f"instr(CAST({column} AS BLOB), x'00')"
            if not problems and self.database.execute(f"SELECT 1 FROM {table} WHERE {where} LIMIT 1"):
                problems = [f"a text of the table {table} cannot be read"]
        if problems or quick:
            return problems
        try:
            for trashed in (False, True):
                self.notes.select(trashed=trashed)
            self.corrections.active(), self.reading.states()
            self.notes.annotated_documents(), self.settings.with_prefix("")
            for (sha256,) in self.database.execute("SELECT text_sha256 FROM snapshots"):
                text = self.notes.snapshot(sha256) or ""
                if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != sha256:
                    raise self.database.damaged("a text in it is not the one that was kept")
        except UnusableDatabaseError as error:
            return [error.problem]
        return []

    def version(self) -> int:
        """Return the schema version of the file."""
        version: int = self.database.execute("PRAGMA user_version")[0][0]
        return version

    def close(self) -> None:
        """Close the database."""
        self.database.close()
