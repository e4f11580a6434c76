"""What was read from the files, kept so that it is not read again: list rows, summaries, analyses.

All of it is derived. A file is known by its path's key, its size and its modification time; an analysis by
the hash of the text that it was made on and the analyser's version.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

from reader.library.storage.cache.analysis_result import AnalysisResult
from reader.library.storage.cache.document_cache_schema import MIGRATIONS
from reader.library.storage.cache.document_row import DocumentRow, Excerpt, StoredSummary
from reader.library.storage.document_keys import LibraryRoots
from reader.library.storage.sqlite.database import BELOW, Database, below
from reader.library.storage.sqlite.rebuildable import RebuildableDatabase

ORDER_COLUMNS = {
    "date": "latest, title_order",
    "title": "title_order",
    "source": "source_order, latest, title_order",
}
"""The orders that the cache gives documents in, those that cannot be opened last, and equal ones by path."""

_ORDERED_AT_ONCE = 5_000  # documents that are sorted faster than they are found among all in the order kept


class Stamp(NamedTuple):
    """What a file was like when it was read, and the hash of the text that it gave (empty: it gave none)."""

    size: int
    modified_ns: int
    version: str
    sha256: str


class DocumentInFile(NamedTuple):
    """A document in a file: the file's absolute path, its own key, and that of what it is part of."""

    path: str
    key: str
    parent_key: str


_COLUMNS = (
    "key, path, size, modified_ns, version, problem, title, title_from, published, published_from, source,"
    " tags, words, sha256, warnings, names_problem, problem_code, inner, parent, parent_key, name, position,"
    " format"
)
_ORDER_COLUMNS = "unreadable, latest, title_order, source_order"
_ASKED_AT_ONCE = 500  # keys: SQLite takes no more than 999 values in its older versions


class DocumentCache(RebuildableDatabase):
    """The derived database of everything that was ever opened here."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, MIGRATIONS)

    def entries(self, roots: Sequence[Path], since: int = 0) -> list[DocumentRow]:
        """Return the documents below these roots (or that these roots are), of a later revision than `since`.

        The newest come first, those that cannot be opened last.
        """
        condition, values = _below_any(roots)
        statement = (
            f"SELECT {_COLUMNS} FROM entries WHERE {condition} AND revision > ?"
            f" ORDER BY unreadable, {ORDER_COLUMNS['date']}, path"
        )
        return self._query_map(statement, [(*values, since)], self._entry)

    def keys(self, roots: Sequence[Path], order: str, limit: int = -1) -> tuple[list[str], int]:
        """Return the keys of the documents below these roots in one of ORDER_COLUMNS, and how many of
        them can be opened.

        Read beside what else is asked of the cache: a large library takes some tenths of a second.
        """
        condition, values = _below_any(roots)
        first_changed = self._rows(
            "SELECT count(*) FROM (SELECT 1 FROM entries INDEXED BY entries_by_path"
            f" WHERE {condition} LIMIT {_ORDERED_AT_ONCE})",
            values,
        )[0][0]
        index = "entries_in_order" if first_changed == _ORDERED_AT_ONCE else "entries_by_path"
        readable = 0

        def key(row: tuple[Any, ...]) -> str:
            nonlocal readable
            readable += not row[1]
            return intern(row[0])

        statement = (
            f"SELECT key, unreadable FROM entries INDEXED BY {index} WHERE {condition}"
            f" ORDER BY unreadable, {ORDER_COLUMNS[order]}, path LIMIT ?"
        )
        keys = self.with_recovery(
            lambda database: database.query_map_separate_connection(statement, (*values, limit), key)
        )
        return keys, readable

    def entries_of(self, keys: Sequence[str]) -> dict[str, DocumentRow]:
        """Return what is known of the documents of these keys, by key.

        Those that are not known are not in it.
        """
        entries: dict[str, DocumentRow] = {}
        for start in range(0, len(keys), _ASKED_AT_ONCE):
            batch = keys[start : start + _ASKED_AT_ONCE]
            marks = ", ".join("?" * len(batch))
            statement = f"SELECT {_COLUMNS} FROM entries WHERE key IN ({marks})"
            entries.update((entry.key, entry) for entry in self._query_map(statement, [batch], self._entry))
        return entries

    def texts(self, roots: Sequence[Path]) -> dict[str, str]:
        """Return the hash of the text of each document below these roots, by key.

        Empty for one that gave none.
        """
        condition, values = _below_any(roots)
        statement = f"SELECT key, sha256 FROM entries INDEXED BY entries_by_path WHERE {condition}"
        return dict(
            self.with_recovery(lambda base: base.query_map_separate_connection(statement, values, _pair))
        )

    def unanalysed(self, roots: Sequence[Path], kind: str, version: str) -> list[str]:
        """Return the keys of the documents whose text this version has not analysed yet, newest first."""
        condition, values = _below_any(roots)
        statement = (
            f"SELECT key FROM entries WHERE {condition} AND sha256 <> '' AND NOT unreadable AND NOT EXISTS"
            " (SELECT 1 FROM analyses WHERE analyses.sha256 = entries.sha256 AND kind = ? AND version = ?)"
            f" ORDER BY {ORDER_COLUMNS['date']}, path"
        )
        return self.with_recovery(
            lambda base: base.query_map_separate_connection(
                statement, (*values, kind, version), lambda row: intern(row[0])
            )
        )

    def matching(
        self,
        roots: Sequence[Path],
        condition: str,
        values: Sequence[object],
        *,
        limit: int = -1,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> set[str]:
        """Return the keys of documents below these roots for whose row in `filtered` the condition holds.

        Its `matches(folded, number, pattern)` looks for a regular expression in the field of this number of
        FILTERED, or with -1 in all. Raises Cancelled as soon as `cancelled` says so.
        """
        from reader.library.storage.cache.filter_columns import matches

        place, below_values = _below_any(roots)
        statement = f"SELECT key FROM filtered WHERE {place} AND {condition} LIMIT ?"
        parameters = (*below_values, *values, limit)
        return set(
            self.with_recovery(
                lambda database: database.query_map_separate_connection(
                    statement, parameters, _first, functions={"matches": matches}, cancelled=cancelled
                )
            )
        )

    def filter_words(self, field: str, length: int) -> set[str]:
        """Return the words of a field (`""`: of all) that are about as long as a word of this
        many code points.
        """
        from reader.library.storage.cache.filter_columns import FILTERED, lengths_like

        statement = "SELECT word FROM filter_words WHERE length(word) BETWEEN ? AND ?"
        bounds: tuple[int, ...] = lengths_like(length)
        if field:
            statement, bounds = f"{statement} AND field = ?", (*bounds, FILTERED.index(field))
        return set(
            self.with_recovery(lambda base: base.query_map_separate_connection(statement, bounds, _first))
        )

    def rekey(self, roots: Sequence[Path], libraries: LibraryRoots) -> None:
        """Give the documents below these roots the keys that follow from the registered libraries.

        Nothing is read again. Where the libraries are those of the last time, this is one look.
        """
        stamp = libraries.stamp(roots)
        values = [(os.fsencode(root), stamp) for root in roots]
        if all(self._rows("SELECT 1 FROM keyed WHERE root = ? AND stamp = ?", value) for value in values):
            return
        condition, below_values = _below_any(roots)

        def change(database: Database) -> None:
            with database.transaction():
                rows = database.execute(
                    f"SELECT key, path, inner, parent FROM entries WHERE {condition}", below_values
                )
                keyed = [
                    (libraries.key_of_absolute(os.fsdecode(path), inner), key, path, inner, parent)
                    for key, path, inner, parent in rows
                ]
                changed = [row for row in keyed if row[0] != row[1]]
                for table in ("entries", "summaries"):
                    database.execute_many(
                        f"UPDATE OR REPLACE {table} SET key = ? WHERE key = ?", [row[:2] for row in changed]
                    )
                database.execute_many(
                    "UPDATE OR REPLACE filtered SET key = ? WHERE path = ? AND key = ?",
                    [(new, path, old) for new, old, path, _inner, _parent in changed],
                )
                database.execute_many(
                    "UPDATE entries SET parent_key = ? WHERE key = ?",
                    [
                        (libraries.key_of_absolute(os.fsdecode(path), parent), new)
                        for new, _old, path, inner, parent in changed
                        if inner
                    ],
                )
                database.execute_many("INSERT OR REPLACE INTO keyed VALUES (?, ?)", values)

        self.with_recovery(change)

    def entry(self, key: str) -> DocumentRow | None:
        """Return what is known of one document, or None."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM entries WHERE key = ?", (key,))
        return self._entry(rows[0]) if rows else None

    def _entry(self, row: tuple[Any, ...]) -> DocumentRow:
        (key, path, size, modified, version, problem, title, title_from, published, published_from, source,
         tags, words, sha256, warnings, names_problem, problem_code, inner, parent, parent_key, name,
         position, format_name) = row  # fmt: skip
        return DocumentRow(
            key, Path(os.fsdecode(path)), size, modified, intern(version), problem, title, intern(title_from),
            published, intern(published_from), intern(source), _texts(tags), words, sha256, _texts(warnings),
            names_problem, problem_code, inner, parent, parent_key, name, position, intern(format_name),
            StoredSummary(partial(self._summary, key, sha256)) if sha256 else (),
        )  # fmt: skip

    def _summary(self, key: str, sha256: str) -> tuple[Excerpt, ...]:
        """The summary of the text of this hash; empty when another text's is kept by now."""
        rows = self._rows("SELECT summary FROM summaries WHERE key = ? AND sha256 = ?", (key, sha256))
        return tuple(Excerpt.of_row(excerpt) for excerpt in json.loads(rows[0][0])) if rows else ()

    def stamps(self, roots: Sequence[Path]) -> dict[str, Stamp]:
        """Return what the files below these roots were like when they were read, by key."""
        statement = f"SELECT key, size, modified_ns, version, sha256 FROM entries WHERE {BELOW}"
        return dict(self._query_map(statement, [below(root) for root in roots], _stamp))

    def parts(self, roots: Sequence[Path]) -> list[DocumentInFile]:
        """Return the documents in the files below these roots, those of one file together and in order."""
        condition, values = _below_any(roots)
        statement = (
            "SELECT path, key, parent_key FROM entries INDEXED BY entries_parts"
            f" WHERE inner <> '' AND {condition} ORDER BY path, position"
        )
        return self.with_recovery(lambda base: base.query_map_separate_connection(statement, values, _part))

    def revision(self) -> int:
        """Return the number of the last change to the documents."""
        return self._rows("SELECT max(revision) FROM entries")[0][0] or 0

    def put(self, entries: Iterable[DocumentRow], removed: Iterable[str] = ()) -> None:
        """Keep these entries and drop the documents of the keys that are gone, in one transaction."""
        documents, keys = list(entries), [(key,) for key in removed]
        rows = [_row(entry) for entry in documents]
        summaries = [
            (entry.key, entry.sha256, json.dumps(list(entry.summary), ensure_ascii=False))
            for entry in documents
        ]
        if not rows and not keys:
            return
        from reader.library.storage.cache.filter_columns import filterable

        filtered, words = filterable(documents)

        def keep(database: Database) -> None:
            with database.transaction():
                revision = (database.execute("SELECT max(revision) FROM entries")[0][0] or 0) + 1
                database.execute_many(
                    "DELETE FROM filtered"
                    " WHERE path = (SELECT path FROM entries WHERE key = ?1) AND key = ?1",
                    keys,
                )
                database.execute_many("DELETE FROM entries WHERE key = ?", keys)
                database.execute_many(
                    f"INSERT OR REPLACE INTO entries ({_COLUMNS}, {_ORDER_COLUMNS}, revision)"
                    f" VALUES ({'?, ' * 27}?)",
                    [(*row, revision) for row in rows],
                )
                database.execute_many("INSERT OR REPLACE INTO filtered VALUES (?, ?, ?, ?, ?)", filtered)
                database.execute_many("INSERT OR IGNORE INTO filter_words VALUES (?, ?)", words)
                database.execute_many("DELETE FROM summaries WHERE key = ?", keys)
                database.execute_many("INSERT OR REPLACE INTO summaries VALUES (?, ?, ?)", summaries)

        self.with_recovery(keep)

    def analysis(self, sha256: str, kind: str, version: str) -> Any | None:
        """Return the kept result of an analysis of this text by this version, or None."""
        rows = self._rows(
            "SELECT payload FROM analyses WHERE sha256 = ? AND kind = ? AND version = ?",
            (sha256, kind, version),
        )
        return json.loads(rows[0][0]) if rows else None

    def analysed(self, kind: str, version: str) -> set[str]:
        """Return the hashes of the texts that this version has analysed."""
        rows = self._rows("SELECT sha256 FROM analyses WHERE kind = ? AND version = ?", (kind, version))
        return {row[0] for row in rows}

    def analyses(self, hashes: Iterable[str], kind: str, version: str) -> Iterator[tuple[str, Any]]:
        """Yield the kept results of this version for these texts, as (hash, result), in no order."""
        selected = set(hashes)
        rows = self._rows(
            "SELECT sha256, payload FROM analyses WHERE kind = ? AND version = ?", (kind, version)
        )
        return ((sha256, json.loads(payload)) for sha256, payload in rows if sha256 in selected)

    def put_analyses(self, results: Iterable[AnalysisResult]) -> None:
        """Keep these results, all of them or none."""
        rows = [
            (*key, json.dumps(payload, ensure_ascii=False, separators=(",", ":")))
            for *key, payload in results
        ]
        statement = "INSERT OR REPLACE INTO analyses (sha256, kind, version, payload) VALUES (?, ?, ?, ?)"

        def keep(database: Database) -> None:
            with database.transaction():
                database.execute_many(statement, rows)

        self.with_recovery(keep)

    # The names of a library

    def named_texts(self, roots: Sequence[Path], kind: str, version: str) -> list[tuple[str, str, int]]:
        """(hash, day of publication, number of files) of each text below these roots that was analysed."""
        rows = {
            row
            for root in roots
            for row in self._rows(
                "SELECT entries.key, entries.sha256, substr(published, 1, 10) FROM entries"
                " JOIN analyses ON analyses.sha256 = entries.sha256 AND analyses.kind = ?"
                f" AND analyses.version = ? WHERE {BELOW}",
                (kind, version, *below(root)),
            )
        }
        days_and_files: dict[str, tuple[str, int]] = {}
        for _key, sha256, day in rows:
            known, files = days_and_files.get(sha256, (day, 0))
            days_and_files[sha256] = min(known, day), files + 1
        return sorted((sha256, day, files) for sha256, (day, files) in days_and_files.items())

    def entity_index(self, library: str) -> tuple[str, str] | None:
        """Return the stamp and the shared part of a library's entity index, or None."""
        rows = self._rows("SELECT stamp, shared FROM censuses WHERE library = ?", (library,))
        return (rows[0][0], rows[0][1]) if rows else None

    def entity_index_stamp(self, library: str) -> str:
        """Return the stamp of a library's entity index, empty when there is none."""
        rows = self._rows("SELECT stamp FROM censuses WHERE library = ?", (library,))
        return str(rows[0][0]) if rows else ""

    def entities(self, library: str) -> list[tuple[Any, ...]]:
        """Return the rows of the index without their postings, the most mentioned first."""
        return self._rows(
            "SELECT name, type, mentions, documents, first, last, periods, aliases, joins FROM entities"
            " WHERE library = ? ORDER BY mentions DESC, name, type",
            (library,),
        )

    def entity_type(self, library: str, name: str) -> str | None:
        """Return the type under which a library's index has this name most often, None when it has not."""
        statement = (
            "SELECT type FROM entities WHERE library = ? AND name = ?"
            " ORDER BY mentions DESC, type DESC LIMIT 1"
        )
        rows = self._rows(statement, (library, name))
        return str(rows[0][0]) if rows else None

    def postings(self, library: str, names: Iterable[str]) -> list[tuple[Any, ...]]:
        """(name, type, joins, postings) of the rows of the index of these names, in order."""
        rows: list[tuple[Any, ...]] = []
        for name in sorted(set(names)):
            rows += self._rows(
                "SELECT name, type, joins, postings FROM entities WHERE library = ? AND name = ?"
                " ORDER BY type",
                (library, name),
            )
        return rows

    def put_entity_index(
        self, library: str, stamp: str, shared: str, rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Keep a library's entity index in place of the one before, in one transaction."""

        def keep(database: Database) -> None:
            with database.transaction():
                database.execute("DELETE FROM entities WHERE library = ?", (library,))
                database.execute_many(
                    f"INSERT INTO entities VALUES ({', '.join('?' * 11)})", [(library, *row) for row in rows]
                )
                database.execute(
                    "INSERT OR REPLACE INTO censuses (library, stamp, shared) VALUES (?, ?, ?)",
                    (library, stamp, shared),
                )

        self.with_recovery(keep)


def _below_any(roots: Sequence[Path]) -> tuple[str, tuple[bytes, ...]]:
    """The condition that a path lies below any of these roots or is one, and its values."""
    return f"({' OR '.join([BELOW] * len(roots)) or '0'})", tuple(
        bound for root in roots for bound in below(root)
    )


def _part(row: tuple[Any, ...]) -> DocumentInFile:
    return DocumentInFile(os.fsdecode(row[0]), intern(row[1]), intern(row[2]))


def _first(row: tuple[Any, ...]) -> str:
    return str(row[0])


def _pair(row: tuple[Any, ...]) -> tuple[str, str]:
    return intern(row[0]), row[1]


_LATEST_FIRST = str.maketrans("0123456789", "9876543210")
_LAST = "\U0010ffff"


def _row(entry: DocumentRow) -> tuple[Any, ...]:
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
        entry.names_problem,
        entry.problem_code,
        entry.inner,
        entry.parent,
        entry.parent_key,
        entry.name,
        entry.position,
        entry.format,
        bool(entry.problem),
        entry.published[:16].translate(_LATEST_FIRST),  # what is smaller is later
        entry.title.casefold(),
        entry.source.casefold() or _LAST,
    )


def _stamp(row: tuple[Any, ...]) -> tuple[str, Stamp]:
    return row[0], Stamp(*row[1:])


_NONE = "[]"


def _texts(stored: str) -> tuple[str, ...]:
    return () if stored == _NONE else tuple(json.loads(stored))
