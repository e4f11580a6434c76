"""The tables of the document cache, and how a file of an older version is brought forward."""

from __future__ import annotations

_SCHEMA = (
    """
CREATE TABLE entries (
    key TEXT PRIMARY KEY,
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    version TEXT NOT NULL,
    revision INTEGER NOT NULL,
    problem TEXT NOT NULL,
    title TEXT NOT NULL,
    title_from TEXT NOT NULL,
    published TEXT NOT NULL,
    published_from TEXT NOT NULL,
    source TEXT NOT NULL,
    tags TEXT NOT NULL,
    words INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    warnings TEXT NOT NULL
) WITHOUT ROWID
""",
    """
CREATE TABLE summaries (
    key TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    summary TEXT NOT NULL
) WITHOUT ROWID
""",
    "CREATE INDEX entries_by_path ON entries (path, key, size, modified_ns, version, sha256)",
    "CREATE INDEX entries_by_revision ON entries (revision)",
    """
CREATE TABLE analyses (
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    version TEXT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (sha256, kind)
) WITHOUT ROWID
""",
    "CREATE INDEX analyses_by_version ON analyses (kind, version, sha256)",
)

# The names of all documents of a library together, as they were last counted.
# `censuses` has the entity index of each library: the name is older than the term, and no reason to migrate.
_COUNTED = (
    """
CREATE TABLE censuses (
    library TEXT PRIMARY KEY,
    stamp TEXT NOT NULL,
    shared TEXT NOT NULL
) WITHOUT ROWID
""",
    """
CREATE TABLE entities (
    library TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    periods BLOB NOT NULL,
    aliases TEXT NOT NULL,
    joins TEXT NOT NULL,
    postings TEXT NOT NULL,
    PRIMARY KEY (library, name, type)
)
""",
)

# What the list is ordered and filtered by. The rows there were are made again from the files, behind the
# first frame; analyses stay.
_LISTED = (
    "DELETE FROM summaries",
    "DROP TABLE entries",
    """
CREATE TABLE entries (
    key TEXT PRIMARY KEY,
    path BLOB NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    version TEXT NOT NULL,
    revision INTEGER NOT NULL,
    problem TEXT NOT NULL,
    title TEXT NOT NULL,
    title_from TEXT NOT NULL,
    published TEXT NOT NULL,
    published_from TEXT NOT NULL,
    source TEXT NOT NULL,
    tags TEXT NOT NULL,
    words INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    warnings TEXT NOT NULL,
    unreadable INTEGER NOT NULL,
    latest TEXT NOT NULL,
    title_order TEXT NOT NULL,
    source_order TEXT NOT NULL
) WITHOUT ROWID
""",
    "CREATE INDEX entries_by_path ON entries (path, key, size, modified_ns, version, sha256)",
    "CREATE INDEX entries_by_revision ON entries (revision)",
    "CREATE INDEX entries_in_order ON entries (unreadable, latest, title_order, path, source_order, key)",
    """
CREATE TABLE filtered (
    path BLOB PRIMARY KEY,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    folded TEXT NOT NULL
) WITHOUT ROWID
""",
    """
CREATE TABLE filter_words (
    word TEXT NOT NULL,
    field INTEGER NOT NULL,
    PRIMARY KEY (word, field)
) WITHOUT ROWID
""",
)

# By which registered libraries the documents below a root were last given their keys.
_KEYED = ("CREATE TABLE keyed (root BLOB PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID",)

# Why the names of a document could not be found, apart from the warnings of its file.
_NAMES_PROBLEM = ("ALTER TABLE entries ADD COLUMN names_problem TEXT NOT NULL DEFAULT ''",)

# The same as the problem, to a program. The rows with a problem are made again from their files.
_PROBLEM_CODE = (
    "ALTER TABLE entries ADD COLUMN problem_code TEXT NOT NULL DEFAULT ''",
    "DELETE FROM entries WHERE unreadable",
)

# Several documents in one file, each with its inner key; all files are read again, behind the first frame.
_PARTS = (
    "ALTER TABLE entries ADD COLUMN inner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE entries ADD COLUMN parent TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE entries ADD COLUMN parent_key TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE entries ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE entries ADD COLUMN position INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE entries ADD COLUMN format TEXT NOT NULL DEFAULT ''",
    "UPDATE entries SET version = ''",
    "CREATE INDEX entries_parts ON entries (path, position, key, parent_key) WHERE inner <> ''",
    """
CREATE TABLE filtered_parts (
    path BLOB NOT NULL,
    key TEXT NOT NULL,
    day TEXT NOT NULL,
    folded TEXT NOT NULL,
    format TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (path, key)
) WITHOUT ROWID
""",
    "INSERT INTO filtered_parts (path, key, day, folded) SELECT path, key, day, folded FROM filtered",
    "DROP TABLE filtered",
    "ALTER TABLE filtered_parts RENAME TO filtered",
)

MIGRATIONS = (_SCHEMA, _COUNTED, _LISTED, _KEYED, _NAMES_PROBLEM, _PROBLEM_CODE, _PARTS)
"""The statements that take a file of the version of their place to the next."""
