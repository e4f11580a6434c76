"""What was read from the files, kept so that it is not read again: list rows, summaries, analyses.

All of it is derived. A file is known by its path's key, its size and its modification time; an analysis by
the hash of the text that it was made on and the analyser's version.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from reader.errors import CatalogError
from reader.library.database import Database

_SCHEMA = """
CREATE TABLE documents (
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
    summary TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX documents_by_path ON documents (path);
CREATE INDEX documents_by_revision ON documents (revision);
CREATE TABLE analyses (
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    version TEXT NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (sha256, kind)
) WITHOUT ROWID
"""


class Excerpt(NamedTuple):
    """A sentence of a summary with its place in the text and the reason why it was chosen."""

    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the list shows it; what is known without opening the file.

    `problem` is the sentence that says why it cannot be opened, else empty. `published` is as in
    `Document`. The reading state (`unread`, `flagged`, `notes`) is the catalog's, joined to it.
    """

    key: str
    path: Path
    size: int = 0
    modified_ns: int = 0
    version: str = ""
    problem: str = ""
    title: str = ""
    title_from: str = ""
    published: str = ""
    published_from: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    words: int = 0
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    summary: tuple[Excerpt, ...] = ()
    unread: bool = True
    flagged: bool = False
    notes: int = 0

    @property
    def minutes(self) -> int:
        """How long it takes to read, in whole minutes, at least one, at 230 words a minute.

        The speed is the mean for English non-fiction that Brysbaert gives (2019, 238), rounded down.
        """
        return max(1, round(self.words / 230))


_COLUMNS = (
    "key, path, size, modified_ns, version, problem, title, title_from, published, published_from, source, tags,"
    " words, sha256, warnings, summary"
)


class Shelf:
    """The derived database of everything that was ever opened here."""

    def __init__(self, path: Path) -> None:
        """Open it; a damaged or a newer file is put aside and made anew, since nothing in it is lost."""
        try:
            self._database = Database(path, [_SCHEMA], full=False)
        except CatalogError:
            if not path.exists():
                raise
            for suffix in ("", "-wal", "-shm"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)
            self._database = Database(path, [_SCHEMA], full=False)

    def entries(self, roots: Sequence[Path], since: int = 0) -> list[Entry]:
        """The documents below these roots (or that these roots are), of a later revision than `since`."""
        found: dict[str, Entry] = {}
        for root in roots:
            exact = os.fsencode(root)
            below = exact.rstrip(b"/\\") + os.sep.encode()
            rows = self._database.execute(
                f"SELECT {_COLUMNS} FROM documents WHERE (path = ? OR (path >= ? AND path < ?)) AND revision > ?",  # noqa: S608 - columns are ours
                (exact, below, below[:-1] + bytes([below[-1] + 1]), since),
            )
            found.update((row[0], _entry(row)) for row in rows)
        return list(found.values())

    def stamps(self, roots: Sequence[Path]) -> dict[str, tuple[int, int, str]]:
        """Size, modification time in ns and reader version of what is known below these roots, by key."""
        stamps: dict[str, tuple[int, int, str]] = {}
        for root in roots:
            exact = os.fsencode(root)
            below = exact.rstrip(b"/\\") + os.sep.encode()
            for key, size, modified, version in self._database.execute(
                "SELECT key, size, modified_ns, version FROM documents"
                " WHERE path = ? OR (path >= ? AND path < ?)",
                (exact, below, below[:-1] + bytes([below[-1] + 1])),
            ):
                stamps[key] = (size, modified, version)
        return stamps

    def revision(self) -> int:
        """The number of the last change to the documents."""
        rows = self._database.execute("SELECT max(revision) FROM documents")
        return rows[0][0] or 0

    def put(self, entries: Iterable[Entry], gone: Iterable[str] = ()) -> None:
        """Keep these entries and drop the documents of the keys that are gone, in one transaction."""
        with self._database.transaction():
            revision = self.revision() + 1
            self._database.execute_many("DELETE FROM documents WHERE key = ?", [(key,) for key in gone])
            self._database.execute_many(
                f"INSERT OR REPLACE INTO documents ({_COLUMNS}, revision) VALUES ({'?, ' * 16}?)",  # noqa: S608
                [(*_row(entry), revision) for entry in entries],
            )

    def analysis(self, sha256: str, kind: str, version: str) -> Any | None:
        """The kept result of an analysis of this text by this version, or None."""
        rows = self._database.execute(
            "SELECT payload FROM analyses WHERE sha256 = ? AND kind = ? AND version = ?", (sha256, kind, version)
        )
        return json.loads(rows[0][0]) if rows else None

    def analysed(self, kind: str, version: str) -> set[str]:
        """The hashes of the texts that this version has analysed."""
        return {
            row[0]
            for row in self._database.execute(
                "SELECT sha256 FROM analyses WHERE kind = ? AND version = ?", (kind, version)
            )
        }

    def analyses(self, hashes: Iterable[str], kind: str, version: str) -> Iterator[tuple[str, Any]]:
        """The kept results of this version for these texts, as (hash, result), in no order."""
        wanted = set(hashes)
        for sha256, payload in self._database.execute(
            "SELECT sha256, payload FROM analyses WHERE kind = ? AND version = ?", (kind, version)
        ):
            if sha256 in wanted:
                yield sha256, json.loads(payload)

    def put_analyses(self, results: Iterable[tuple[str, Any]], kind: str, version: str) -> None:
        """Keep (hash, result) pairs; a result is anything that JSON holds."""
        self._database.execute_many(
            "INSERT OR REPLACE INTO analyses (sha256, kind, version, payload) VALUES (?, ?, ?, ?)",
            [
                (sha256, kind, version, json.dumps(result, ensure_ascii=False, separators=(",", ":")))
                for sha256, result in results
            ],
        )

    def problems(self) -> list[str]:
        """What SQLite's own check finds wrong; empty when the file is sound."""
        return self._database.problems()

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def _row(entry: Entry) -> tuple[Any, ...]:
    return (
        entry.key,
        os.fsencode(entry.path),
        entry.size,
        entry.modified_ns,
        entry.version,
        entry.problem,
        entry.title,
        entry.title_from,
        entry.published,
        entry.published_from,
        entry.source,
        json.dumps(entry.tags, ensure_ascii=False),
        entry.words,
        entry.sha256,
        json.dumps(entry.warnings, ensure_ascii=False),
        json.dumps(entry.summary, ensure_ascii=False),
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    (key, path, size, modified, version, problem, title, title_from, published, published_from, source, tags,
     words, sha256, warnings, summary) = row  # fmt: skip
    return Entry(
        key, Path(os.fsdecode(path)), size, modified, version, problem, title, title_from, published,
        published_from, source, tuple(json.loads(tags)), words, sha256, tuple(json.loads(warnings)),
        tuple(Excerpt(*excerpt) for excerpt in json.loads(summary)),
    )  # fmt: skip


def with_state(entry: Entry, *, unread: bool, flagged: bool, notes: int) -> Entry:
    """The entry with the catalog's reading state."""
    if (entry.unread, entry.flagged, entry.notes) == (unread, flagged, notes):
        return entry
    return replace(entry, unread=unread, flagged=flagged, notes=notes)
