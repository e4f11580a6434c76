"""The documents of a library in an order: a list of any length whose rows are read when they are looked at.

A library of 200,000 documents is 200,000 keys in memory, not as many rows: what a row shows comes from the
cache, some dozens at a time, and the few hundred that were looked at last are kept.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Literal, get_args, overload

from reader.library.storage.cache.document_cache import DocumentInFile
from reader.library.storage.cache.document_row import DocumentRow, with_state

Order = Literal["date", "title", "source", "notes"]
DOCUMENT_ORDERS: tuple[Order, ...] = get_args(Order)
"""The orders that the list can stand in; equal documents stand by date, then by title."""

_ROWS_READ = 64  # rows that are read together: a screen full, or two
_DEEPEST = 8  # documents in one another, of which no more than four are ever opened
_ROWS_KEPT = 32  # such groups that are kept

GONE = "it is not there any more; the list will have it out in a moment"


@dataclass(slots=True)
class Marks:
    """What the user data knows of documents, by key: which are read, which flagged, how many notes they have.

    Lists that stand for the same documents share their marks, so that what is changed in one holds in all.
    """

    read: set[str] = field(default_factory=set)
    flagged: set[str] = field(default_factory=set)
    notes: dict[str, int] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set, compare=False)
    """Of which documents the marks were `put` here after they were read."""

    def joined(self, entry: DocumentRow) -> DocumentRow:
        """Return the entry with its marks."""
        key = entry.key
        return with_state(
            entry, unread=key not in self.read, flagged=key in self.flagged, notes=self.notes.get(key, 0)
        )

    def put(self, entry: DocumentRow) -> None:
        """Take over the marks that an entry carries."""
        for marked, keys in ((not entry.unread, self.read), (entry.flagged, self.flagged)):
            (keys.add if marked else keys.discard)(entry.key)
        if entry.notes:
            self.notes[entry.key] = entry.notes
        else:
            self.notes.pop(entry.key, None)
        self.changed.add(entry.key)

    def take_changes(self, before: Marks) -> None:
        """Take over what was changed in other marks while these were on their way from the disk."""
        for key in before.changed:
            for keys, other in ((self.read, before.read), (self.flagged, before.flagged)):
                (keys.add if key in other else keys.discard)(key)
            if key in before.notes:
                self.notes[key] = before.notes[key]
            else:
                self.notes.pop(key, None)


def in_tree_order(keys: Sequence[str], parts: Iterable[DocumentInFile]) -> list[str]:
    """Return the keys with each part after what it is part of, in the order of its file.

    The others as they stand.

    A part whose parent is not among the keys is left out.
    """
    inside: dict[str, list[str]] = {}
    part_keys: set[str] = set()
    listed = set(keys)
    for part in parts:
        part_keys.add(part.key)
        if part.key in listed:
            inside.setdefault(part.parent_key, []).append(part.key)
    if not part_keys:
        return list(keys)
    ordered: list[str] = []
    for key in keys:
        if key in part_keys:
            continue
        waiting = [key]
        while waiting:
            current = waiting.pop()
            ordered.append(current)
            waiting += reversed(inside.get(current, ()))
    return ordered


class Listing(Sequence[DocumentRow]):
    """Documents in an order, those that cannot be opened last. `whole` is false of a beginning alone.

    Made by `Library.listing`. A row that has vanished from the cache since is an entry that says so.
    """

    def __init__(
        self,
        keys: Sequence[str] = (),
        readable_count: int = 0,
        marks: Marks | None = None,
        read: Callable[[Sequence[str]], Mapping[str, DocumentRow]] = lambda _: {},
        parents: Mapping[str, str] | None = None,
        *,
        whole: bool = True,
    ) -> None:
        self.keys = keys
        self.readable_count = readable_count
        self.marks = marks or Marks()
        self.whole = whole
        self.parents = parents or {}
        """The key of what a document is part of, for those that are in another; the others are not in it."""
        self._read = read
        self._cached: OrderedDict[int, list[DocumentRow]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, index: int) -> DocumentRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[DocumentRow]: ...
    def __getitem__(self, index: int | slice) -> DocumentRow | list[DocumentRow]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self.keys)))]
        if index < 0:
            index += len(self.keys)
        if not 0 <= index < len(self.keys):
            raise IndexError(index)
        group, place = divmod(index, _ROWS_READ)
        return self.marks.joined(self._group(group)[place])

    def __iter__(self) -> Iterator[DocumentRow]:
        return (self[index] for index in range(len(self.keys)))

    def _group(self, number: int) -> list[DocumentRow]:
        rows = self._cached.get(number)
        if rows is None:
            keys = self.keys[number * _ROWS_READ : (number + 1) * _ROWS_READ]
            rows_by_key = self._read(keys)
            rows = [rows_by_key.get(key) or DocumentRow(key, Path(), problem=GONE) for key in keys]
            self._cached[number] = rows
            while len(self._cached) > _ROWS_KEPT:
                self._cached.popitem(last=False)
        else:
            self._cached.move_to_end(number)
        return rows

    @property
    def unread(self) -> int:
        """How many can be opened and were not read yet."""
        read = self.marks.read
        return (
            sum(key not in read for key in islice(self.keys, self.readable_count))
            if read
            else self.readable_count
        )

    def index_of(self, key: str) -> int | None:
        """Return where the document of this key stands, None when it is not in the list."""
        try:
            return self.keys.index(key)
        except ValueError:
            return None

    def following(self, start: int, step: int, accepts: Callable[[str], bool]) -> int | None:
        """Return the next index after `start` in the direction of `step` (1 or -1) whose key
        is wanted, or None.

        Documents that cannot be opened are passed over.
        """
        end = self.readable_count if step > 0 else -1
        begin = start + step if step > 0 else min(start + step, self.readable_count - 1)
        return next((index for index in range(begin, end, step) if accepts(self.keys[index])), None)

    def beginning(self, count: int) -> list[DocumentRow]:
        """So many documents from the first on that can be opened, read by whatever thread asks."""
        keys = self.keys[: min(self.readable_count, count)]
        rows_by_key = self._read(keys)
        return [self.marks.joined(rows_by_key[key]) for key in keys if key in rows_by_key]

    def onwards(self, key: str, step: int) -> Iterator[DocumentRow]:
        """Yield the documents after (step 1) or before (-1) the one of this key, the nearest first.

        They are read as they are asked for, by whatever thread asks; nothing of it is kept here.
        """
        position = self.index_of(key)
        if position is None:
            return
        for start in range(position + step, len(self.keys) if step > 0 else -1, step * _ROWS_READ):
            end = start + step * _ROWS_READ
            keys = self.keys[start : end if end >= 0 else None : step]
            rows_by_key = self._read(keys)
            yield from (self.marks.joined(rows_by_key[key]) for key in keys if key in rows_by_key)

    def chosen(self, keys: Set[str]) -> Listing:
        """Return those of these keys, in the order that they have here."""
        positions = [index for index, key in enumerate(self.keys) if key in keys]
        readable_count = sum(index < self.readable_count for index in positions)
        return Listing(
            [self.keys[index] for index in positions],
            readable_count,
            self.marks,
            self._read,
            self.parents,
            whole=self.whole,
        )

    def depth(self, key: str) -> int:
        """Return how many documents a document is in: 0 for a file."""
        depth = 0
        while (parent := self.parents.get(key)) is not None and depth < _DEEPEST:
            key, depth = parent, depth + 1
        return depth

    @cached_property
    def part_counts(self) -> Mapping[str, int]:
        """How many documents lie at once in a document, for those that have any."""
        return Counter(parent for key in self.keys if (parent := self.parents.get(key)) is not None)

    def folded(self, opened: Set[str]) -> Listing:
        """Return the list without what lies in documents that are not among those opened.

        Parts that cannot be read stay: they stand at the end, with their reason.
        """
        if not self.parents:
            return self

        def is_shown(key: str) -> bool:
            while (parent := self.parents.get(key)) is not None:
                if parent not in opened:
                    return False
                key = parent
            return True

        shown = [key for key in islice(self.keys, self.readable_count) if is_shown(key)]
        keys = [*shown, *self.keys[self.readable_count :]]
        view = Listing(keys, len(shown), self.marks, self._read, self.parents, whole=self.whole)
        view.part_counts = self.part_counts
        return view

    def with_marks(self, entries: Iterable[DocumentRow]) -> None:
        """Take over the marks of these entries, here and in every list that shares the marks."""
        for entry in entries:
            self.marks.put(entry)
