"""What is known of a library's documents, no file being opened: lists, orders, filters, reading state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from reader.library.documents.listing import Listing, Marks, Order, in_tree_order
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow
from reader.library.storage.protocol import UserData
from reader.system.paths import lies_below
from reader.text.identifiers import DocumentKey

if TYPE_CHECKING:
    from reader.search.query.grammar import Query
    from reader.search.query.predicate import KeySet

_MARKS_ASKED = 500  # documents whose marks are asked for one by one; for more all are read


class DocumentService:
    """The documents below some folders and files, as the document cache and the user data know them.

    The cache has what was read from the files, the user data what the person did. Methods may be called from
    any thread.
    """

    def __init__(self, roots: Sequence[Path], user_data: UserData, document_cache: DocumentCache) -> None:
        self.roots = tuple(roots)
        self._user_data = user_data
        self._document_cache = document_cache

    # Lists

    def entries(self, since: int = 0) -> list[DocumentRow]:
        """Return what is known of each document, newest first; only what changed after revision `since`.

        Only what was read before: `bring_up_to_date` looks at the files.
        """
        rows = self._document_cache.entries(self.roots, since)
        if not since and any(row.inner for row in rows):
            parts = self._document_cache.parts(self.roots)
            by_key = {row.key: row for row in rows}
            readable = [row.key for row in rows if not row.problem]
            broken = [row for row in rows if row.problem]
            rows = [by_key[key] for key in in_tree_order(readable, parts)] + broken
        return self.with_state(rows)

    def listing(self, order: Order = "date", limit: int | None = None) -> Listing:
        """Return what is known of the documents in an order, as a list that reads its rows
        when they are looked at.

        With `limit` the beginning alone: a few hundred rows are there at once, in a library of any size.
        """
        if order == "notes":
            keys, sound = self._document_cache.keys(self.roots, "date")
            counts = self._user_data.notes.counts()
            keys = [*sorted(keys[:sound], key=lambda key: -counts.get(key, 0)), *keys[sound:]][:limit]
            sound = min(sound, len(keys))
        else:
            keys, sound = self._document_cache.keys(self.roots, order, -1 if limit is None else limit)
        whole = limit is None or len(keys) < limit
        parts = self._document_cache.parts(self.roots)
        if parts:
            readable = in_tree_order(keys[:sound], parts)
            keys, sound = [*readable, *keys[sound:]], len(readable)
        parents = {part.key: part.parent_key for part in parts}
        marks = self._marks(keys)
        return Listing(keys, sound, marks, self._document_cache.entries_of, parents, whole=whole)

    def filtered(
        self,
        listing: Listing,
        line: str,
        cancelled: Callable[[], bool] = lambda: False,
        *,
        field: str = "",
    ) -> tuple[Listing, dict[str, str]]:
        """Return those of a list that a search line matches, and which words stood in for which.

        With `field` words that name no field are looked for in that one alone.
        Raises QueryError when the line cannot be understood, Cancelled when `cancelled` says so.
        """
        from reader.library.documents.sql_filter import DocumentFilter

        matches = DocumentFilter(line, self._document_cache, self.roots, listing.marks, cancelled, field)
        return listing.chosen(matches.keys), matches.corrections

    def entries_of(self, keys: Sequence[str]) -> dict[str, DocumentRow]:
        """Return what is known of the documents of these keys, by key.

        Those that are not known are not in it.
        """
        rows = self._document_cache.entries_of(keys)
        return {entry.key: entry for entry in self.with_state(rows.values())}

    def entries_with(self, texts: Set[str]) -> list[DocumentRow]:
        """Return what is known of the documents that have a text of these hashes, newest first."""
        having = {key for key, sha256 in self._document_cache.texts(self.roots).items() if sha256 in texts}
        keys, _ = self._document_cache.keys(self.roots, "date")
        rows = self.entries_of([key for key in keys if key in having])
        return [rows[key] for key in keys if key in rows]

    def key_of(self, path: Path, inner: str = "") -> DocumentKey:
        """Return the key of a document in a file, whether anything is known of it or not."""
        return self._user_data.documents.key_of(path, inner)

    def entry(self, path: Path, inner: str = "") -> DocumentRow | None:
        """Return what is known of a document in this file; None when it is not one of this library's."""
        entry = self._document_cache.entry(self.key_of(path, inner))
        return self.with_state([entry])[0] if entry is not None and self.holds(entry.path) else None

    def named(self, name: str, linked_from: Path) -> DocumentRow | None:
        """Return what is known of the document in the file that a wiki link names; None when there is none.

        The name may leave out the suffix and the folders. Of several files that of the same folder as
        `linked_from` is taken, else the one whose path is shortest. It takes time linear in the documents.
        """
        parts = _parts_of(PurePath(name))
        entries = [
            entry
            for entry in self.entries()
            if parts
            in (_parts_of(entry.path)[-len(parts) :], _parts_of(entry.path.with_suffix(""))[-len(parts) :])
        ]
        return min(
            entries,
            key=lambda entry: (entry.path.parent != linked_from.parent, len(entry.path.parts), entry.path),
            default=None,
        )

    def known(self, path: Path, inner: str = "") -> DocumentRow | None:
        """Return what is known of a document in this file, in this library or another; None for nothing."""
        return self._document_cache.entry(self.key_of(path, inner))

    def put_names_problem(self, row: DocumentRow, problem: str) -> None:
        """Keep why the names of a document could not be found; empty when they could."""
        self._document_cache.put([replace(row, names_problem=problem)])

    def with_state(self, entries: Iterable[DocumentRow]) -> list[DocumentRow]:
        """Return the entries with what the user data knows: read or not, flagged, how many notes."""
        known = list(entries)
        marks = self._marks([entry.key for entry in known])
        return [marks.joined(entry) for entry in known]

    def _marks(self, keys: Sequence[str] | None) -> Marks:
        """The marks of these documents, and when they are many of all others too; None: of all."""
        selected = keys if keys is not None and len(keys) <= _MARKS_ASKED else None
        user_data = self._user_data
        return Marks(
            user_data.reading.marked("read", selected),
            user_data.reading.marked("flagged", selected),
            user_data.notes.counts(selected),
        )

    def holds(self, path: Path) -> bool:
        """Return whether a file lies in this library."""
        return lies_below(path, self.roots)

    def keys_in_states(self, query: Query) -> KeySet:
        """Return the documents for which the query's `is:unread` and the like hold, with the notes on them.

        What the person marked is read, the list of the library is not.
        """
        from reader.library.documents.sql_filter import keys_of_states
        from reader.search.query.grammar import Query
        from reader.search.query.predicate import KeySet, compile_query, keys_that_hold

        states = compile_query(Query(query.line, query.states), lambda _field, _word: ())
        documents = keys_that_hold(states.predicate, keys_of_states(self._marks(None)))
        notes = {note for note, key in self._user_data.notes.document_keys().items() if key in documents.keys}
        return KeySet(documents.keys | notes, documents.complement)


def _parts_of(path: PurePath) -> tuple[str, ...]:
    return tuple(part.casefold() for part in path.parts)
