"""The tables of the catalog, and how a file of an older version is brought forward."""

from __future__ import annotations

_SCHEMA = """
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    path BLOB NOT NULL,
    note TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    trashed INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX notes_by_key ON notes (key);
CREATE TABLE snapshots (
    text_sha256 TEXT PRIMARY KEY,
    packed BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE reading (
    key TEXT PRIMARY KEY,
    path BLOB NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0,
    start INTEGER NOT NULL DEFAULT 0,
    quote TEXT NOT NULL DEFAULT '',
    opened TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE kept (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID
"""

# On which version of its text a note was last looked for, and which text its document last had.
_SCHEMA_2 = """
ALTER TABLE notes ADD COLUMN placed_on TEXT NOT NULL DEFAULT '';
CREATE TABLE noted (
    key TEXT PRIMARY KEY,
    path BLOB NOT NULL,
    title TEXT NOT NULL,
    text_sha256 TEXT NOT NULL
) WITHOUT ROWID;
INSERT OR IGNORE INTO noted (key, path, title, text_sha256)
    SELECT key, path, '', text_sha256 FROM notes WHERE text_sha256 <> '' ORDER BY created DESC
"""

# What was corrected about names, in the order of `id`; what was made in one step has one `batch`.
_CORRECTIONS = """
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL,
    made TEXT NOT NULL,
    correction TEXT NOT NULL
)
"""

# A correction that was taken back stays as one that was: where a damaged catalog is put together from a
# backup and what can be read, one that is not there any more would come back.
_UNDONE = "ALTER TABLE corrections ADD COLUMN undone INTEGER NOT NULL DEFAULT 0"

MIGRATIONS = (_SCHEMA, _SCHEMA_2, _CORRECTIONS, _UNDONE)
"""Each script takes a file of the version of its place to the next."""
