"""The tables of the user data, and how a file of an older version is brought forward."""

from __future__ import annotations

import os
from collections.abc import Callable

from reader.library.storage.document_keys import LibraryRoots

_SCHEMA = (
    """
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    path BLOB NOT NULL,
    note TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    trashed INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL
) WITHOUT ROWID
""",
    "CREATE INDEX notes_by_key ON notes (key)",
    """
CREATE TABLE snapshots (
    text_sha256 TEXT PRIMARY KEY,
    packed BLOB NOT NULL
) WITHOUT ROWID
""",
    """
CREATE TABLE reading (
    key TEXT PRIMARY KEY,
    path BLOB NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0,
    start INTEGER NOT NULL DEFAULT 0,
    quote TEXT NOT NULL DEFAULT '',
    opened TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
""",
    """
CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID
""",
)

# On which version of its text a note was last looked for, and which text its document last had.
_SCHEMA_2 = (
    "ALTER TABLE notes ADD COLUMN placed_on TEXT NOT NULL DEFAULT ''",
    """
CREATE TABLE noted (
    key TEXT PRIMARY KEY,
    path BLOB NOT NULL,
    title TEXT NOT NULL,
    text_sha256 TEXT NOT NULL
) WITHOUT ROWID
""",
    """
INSERT OR IGNORE INTO noted (key, path, title, text_sha256)
    SELECT key, path, '', text_sha256 FROM notes WHERE text_sha256 <> '' ORDER BY created DESC
""",
)

# What was corrected about names, in the order of `id`; what was made in one step has one `batch`.
_CORRECTIONS = (
    """
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL,
    made TEXT NOT NULL,
    correction TEXT NOT NULL
)
""",
)

# A correction that was taken back stays as one that was: where damaged user data is put together from a
# backup and what can be read, one that is not there any more would come back.
_UNDONE = ("ALTER TABLE corrections ADD COLUMN undone INTEGER NOT NULL DEFAULT 0",)

# A document's address stands once, in `documents`; the paths and the keys made of them go. What was kept is
# on files of this machine until the folder that they lie in is registered as a library. A note's JSON has no
# path while the note is on a document. `machine_key` and the like are in FUNCTIONS.
_NOTED_TEXT = "CASE WHEN json_valid(note) THEN coalesce(json_extract(note, '$.text_sha256'), '') ELSE '' END"
_ADDRESSES = (
    "CREATE TABLE libraries (id TEXT PRIMARY KEY, root BLOB NOT NULL) WITHOUT ROWID",
    "INSERT INTO libraries VALUES ('', x'')",
    """
CREATE TABLE documents (
    key TEXT PRIMARY KEY,
    library TEXT NOT NULL REFERENCES libraries (id),
    below BLOB NOT NULL,
    inner TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    text_sha256 TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
""",
    """
INSERT OR IGNORE INTO documents (key, library, below, title, text_sha256)
    SELECT machine_key(path), '', portable(path), title, text_sha256 FROM noted
""",
    """
INSERT OR IGNORE INTO documents (key, library, below)
    SELECT machine_key(path), '', portable(path) FROM notes WHERE key <> ''
""",
    """
INSERT OR IGNORE INTO documents (key, library, below)
    SELECT machine_key(path), '', portable(path) FROM reading
""",
    """
CREATE TABLE changed_keys AS
    SELECT key AS old, machine_key(path) AS new FROM notes WHERE key <> ''
    UNION SELECT key, machine_key(path) FROM noted UNION SELECT key, machine_key(path) FROM reading
""",
    """
UPDATE OR IGNORE kept SET name = (
    SELECT 'draft ' || new || substr(name, 23) FROM changed_keys WHERE old = substr(name, 7, 16)
) WHERE substr(name, 1, 6) = 'draft ' AND substr(name, 7, 16) IN (SELECT old FROM changed_keys)
""",
    "DROP TABLE changed_keys",
    f"""
CREATE TABLE portable_notes (
    id TEXT PRIMARY KEY,
    key TEXT REFERENCES documents (key) ON UPDATE CASCADE,
    note TEXT NOT NULL,
    trashed INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    placed_on TEXT NOT NULL DEFAULT '',
    text_sha256 TEXT GENERATED ALWAYS AS ({_NOTED_TEXT}) VIRTUAL
) WITHOUT ROWID
""",
    """
INSERT INTO portable_notes (id, key, note, trashed, created, placed_on)
    SELECT id, iif(key = '', NULL, machine_key(path)),
        CASE WHEN key <> '' AND json_valid(note) THEN json_remove(note, '$.path') ELSE note END,
        trashed, created, placed_on FROM notes
""",
    "DROP TABLE notes",
    "ALTER TABLE portable_notes RENAME TO notes",
    "CREATE INDEX notes_by_key ON notes (key)",
    """
CREATE TABLE portable_reading (
    key TEXT PRIMARY KEY REFERENCES documents (key) ON UPDATE CASCADE,
    read INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0,
    start INTEGER NOT NULL DEFAULT 0,
    quote TEXT NOT NULL DEFAULT '',
    opened TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID
""",
    """
INSERT OR IGNORE INTO portable_reading (key, read, flagged, start, quote, opened)
    SELECT machine_key(path), read, flagged, start, quote, opened FROM reading ORDER BY opened DESC
""",
    "DROP TABLE reading",
    "ALTER TABLE portable_reading RENAME TO reading",
    "DROP TABLE noted",
    "CREATE TABLE journal (operation INTEGER NOT NULL)",
    """
INSERT INTO journal SELECT EXISTS (SELECT 1 FROM notes) OR EXISTS (SELECT 1 FROM reading)
    OR EXISTS (SELECT 1 FROM corrections) OR EXISTS (SELECT 1 FROM kept)
""",
)


def machine_key(path: bytes) -> str:
    """Return the key of a file of this machine that lies in no registered library."""
    return LibraryRoots().key_of_absolute(os.fsdecode(path))


def portable(path: bytes) -> bytes:
    """Return a file's path as an address holds it."""
    return LibraryRoots().address_of(os.fsdecode(path)).below


FUNCTIONS: dict[str, Callable[..., object]] = {"machine_key": machine_key, "portable": portable}
"""What the statements call, by name."""

MIGRATIONS = (_SCHEMA, _SCHEMA_2, _CORRECTIONS, _UNDONE, _ADDRESSES)
"""The statements that take a file of the version of their place to the next."""
