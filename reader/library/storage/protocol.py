"""What the services ask of the place where the person's own data is kept, so that another store can take it.

The services of `reader.library` (documents, notes, entities, search, ingest) call these; screens and verbs
never do. Methods may be called from any thread. A change is on the disk when the method that makes it
returns, and is kept whole or not at all. Every method raises UserDataError, with a sentence for the person,
when the data cannot be read or written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from reader.library.storage.document_keys import LibraryRoots
from reader.text.identifiers import DocumentKey

if TYPE_CHECKING:
    from reader.notes.note import Note

MAX_KEYS = 900
"""How many keys may be asked for at once: SQLite takes no more than 999 values in its older versions."""


class AnnotatedDocument(NamedTuple):
    """A document that has notes, as it was last seen; `text_sha256` is that of its text, empty if unknown.

    `inner` is its inner key where it is one of several in its file.
    """

    key: DocumentKey
    path: Path
    title: str
    text_sha256: str
    inner: str = ""


class ReadingState(NamedTuple):
    """How far a person is with a document: read or not, flagged, and the sentence where they stopped.

    `start` is a code point and `quote` the sentence that stood there, to find it again in a changed text.
    """

    read: bool = False
    flagged: bool = False
    start: int = 0
    quote: str = ""


class DocumentsStore(Protocol):
    """The registered libraries, and the addresses of the documents that notes and reading state are of."""

    @property
    def roots(self) -> LibraryRoots:
        """The registered libraries, from which keys follow."""

    def key_of(self, path: Path, inner: str = "") -> DocumentKey:
        """Return the key of the document in a file, whether anything is known of it or not."""

    def add(self, path: Path, inner: str = "") -> DocumentKey:
        """Keep the address of the document in a file, and return its key."""

    def register(self, roots: Sequence[Path]) -> None:
        """Let these folders, and the folders of these files, belong to a library.

        A folder below a registered root belongs to that root's library, unless a `library.toml` at or above
        it names another. What was kept of documents that belong to another library now goes with them.
        """

    def repoint(self, library: str, root: Path) -> None:
        """Let a registered library lie below another folder from now on: its documents keep their keys."""


class NotesStore(Protocol):
    """The notes, the texts that they were made on, and the documents that have them."""

    def select(self, key: str | None = None, *, trashed: bool = False) -> list[Note]:
        """Return the notes on one document, or all, oldest first; those in the trash only when asked for."""

    def below(self, roots: Sequence[Path]) -> list[tuple[str, Note]]:
        """Return (key of the file, note) of the notes on files below these roots, without the trash."""

    def document_keys(self, *, trashed: bool = False) -> dict[str, str]:
        """Return the key of each note's document by the note's id, with those in the trash when asked for."""

    def counts(self, keys: Sequence[str] | None = None) -> dict[str, int]:
        """Return how many notes each document has, by key, without those that have none.

        With `keys` only of those, at most MAX_KEYS.
        """

    def put(self, note: Note, key: DocumentKey | None, text: str | None = None, placed_on: str = "") -> None:
        """Keep a note, new or changed, on a document that is kept, or on none.

        `text` is that on which it was made, kept once a version. `placed_on` is the hash of the text in which
        its passage was looked for, empty when it was not.
        """

    def get(self, note_id: str) -> Note | None:
        """Return the note of this id, in the trash or not, or None."""

    def path_of(self, note_id: str) -> Path | None:
        """Return the file that a note was made on, or None when there is no such note or no file."""

    def document_of(self, note_id: str) -> DocumentKey | None:
        """Return the key of the document that a note is on; None when it is on none, or not here."""

    def placed_on(self, key: str) -> dict[str, str]:
        """Return the hash of the text in which each note on a document was last looked for, by note id."""

    def record_seen(self, key: DocumentKey, title: str, text_sha256: str, text: str) -> None:
        """Keep what a document that has notes is like now, and its text, to read when the file is gone."""

    def annotated_documents(self) -> list[AnnotatedDocument]:
        """Return every document that has notes, those in the trash too, by path."""

    def snapshot(self, text_sha256: str) -> str | None:
        """Return the text of this hash that notes were made on, or None when none was kept."""


class ReadingStore(Protocol):
    """What a person has read, flagged, and where they stopped."""

    def states(self) -> dict[str, ReadingState]:
        """Return the reading state of every document that has one, by key."""

    def marked(self, mark: Literal["read", "flagged"], keys: Sequence[str] | None = None) -> set[str]:
        """Return the keys of the documents that are read, or flagged; with `keys` only of those.

        At most MAX_KEYS keys may be given.
        """

    def get(self, key: str) -> ReadingState:
        """Return the reading state of one document; that of an unopened one when there is none."""

    def put(self, key: DocumentKey, state: ReadingState, now: datetime) -> None:
        """Keep the reading state of a document that is kept."""


class CorrectionsStore(Protocol):
    """What a person corrected about names, in steps that can be taken back."""

    def active(self) -> list[dict[str, str]]:
        """Return the corrections that hold, as fields, in the order in which they were made."""

    def stamp(self) -> tuple[int, int]:
        """Return another value whenever the corrections are others, whoever changed them."""

    def add(self, corrections: Iterable[Mapping[str, str]], now: datetime) -> int:
        """Keep corrections, all or none, as one step after those that are there; return the step's number."""

    def take_back(self, step: int | None = None) -> list[dict[str, str]]:
        """Take back the corrections of one step, of the last when none is named, and return them."""


class SettingsStore(Protocol):
    """Small texts under names: the last library, the measure, drafts, the search history."""

    def get(self, name: str, default: str = "") -> str:
        """Return the text that is kept under a name."""

    def set(self, name: str, value: str) -> None:
        """Keep a text under a name."""

    def delete(self, name: str) -> None:
        """Forget what is kept under a name; nothing happens when nothing is."""

    def with_prefix(self, prefix: str) -> dict[str, str]:
        """Return the texts whose names begin with this, by name."""


class UserData(Protocol):
    """All of a person's own data: notes, reading state, corrections, small settings."""

    @property
    def documents(self) -> DocumentsStore:
        """The registered libraries and the addresses of documents."""

    @property
    def notes(self) -> NotesStore:
        """The notes and what they were made on."""

    @property
    def reading(self) -> ReadingStore:
        """The reading states."""

    @property
    def corrections(self) -> CorrectionsStore:
        """The corrections of names."""

    @property
    def settings(self) -> SettingsStore:
        """The small settings."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep what is done inside whole or not at all; nobody else writes meanwhile."""

    def move_document(self, old: str, new: Path, notes: Iterable[Note], inner: str = "") -> None:
        """Let all that belongs to the document of the key `old` belong to one in the file `new` from now on.

        `inner` is its inner key there, and `notes` are its notes as they are on it. A reading state
        that the new document has stays.
        """

    def needs_backup(self, now: datetime) -> bool:
        """Return whether there is no backup of today yet, and something to keep."""

    def back_up(self, now: datetime) -> None:
        """Keep one backup a day; do nothing when today's is there."""

    def close(self) -> None:
        """Close the store; it is not used afterwards."""
