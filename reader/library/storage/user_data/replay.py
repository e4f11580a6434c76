"""The state of user data as lines of its journal, and user data brought forward by such lines."""

from __future__ import annotations

import base64
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reader.errors import NoteError
from reader.library.storage.document_keys import UNREGISTERED, DocumentAddress, address_fields
from reader.library.storage.protocol import ReadingState
from reader.library.storage.user_data.journal import OPERATION
from reader.notes.note import Note
from reader.text.identifiers import DocumentKey

if TYPE_CHECKING:
    from reader.library.storage.user_data.user_data_store import UserDataStore


ANEW: dict[str, Any] = {"anew": True}
"""The change that takes away all that there is: an older backup was put back on purpose."""

_TABLES = ("notes", "reading", "corrections", "kept", "documents")  # in an order that references allow


def state_of(user_data: UserDataStore) -> Iterator[dict[str, Any]]:
    """Return all that user data holds that a person cannot get back, as changes to empty user data.

    The texts that notes were made on are left out: backups hold them.
    """
    execute = user_data.database.execute
    for library, root in execute("SELECT id, root FROM libraries WHERE id <> ?", (UNREGISTERED,)):
        yield {"library": library, "root": os.fsdecode(root)}
    for row in execute("SELECT key, library, below, inner, title, text_sha256 FROM documents"):
        document = address_fields(row[0], DocumentAddress(*row[1:4]))
        yield {"seen": {"title": row[4], "text_sha256": row[5]}, "document": document}
    for trashed in (False, True):
        for note in user_data.notes.select(trashed=trashed):
            yield user_data.notes.change_of(note)
    for key, *values in execute("SELECT key, read, flagged, start, quote, opened FROM reading"):
        yield {"reading": values, "document": {"key": key}}
    for step, created, undone in execute(
        "SELECT batch, min(made), min(undone) FROM corrections GROUP BY batch ORDER BY min(id)"
    ):
        rows = execute("SELECT correction FROM corrections WHERE batch = ? ORDER BY id", (step,))
        yield {"corrections": [json.loads(row[0]) for row in rows], "step": step, "made": created}
        if undone:
            yield {"undone": step}
    for name, value in user_data.settings.with_prefix("").items():
        yield {"setting": name, "value": value}


def replay(user_data: UserDataStore, entries: Iterable[Mapping[str, Any]]) -> int:
    """Apply lines of a journal to user data, all or none; return how many were of notes.

    A line that makes no sense is passed over. Raises UserDataError.
    """
    notes, last = 0, 0
    with user_data.recorder.paused(), user_data.transaction():
        for entry in entries:
            last = max(last, entry[OPERATION])
            try:
                notes += _apply(user_data, entry)
            except (KeyError, TypeError, ValueError, AttributeError, NoteError, zlib.error):
                continue
        if last > user_data.recorder.operation:
            user_data.recorder.set_operation(last)
    return notes


def _apply(user_data: UserDataStore, entry: Mapping[str, Any]) -> bool:
    """Apply one line; whether it was of a note."""
    execute, documents = user_data.database.execute, user_data.documents
    key = _document(user_data, entry.get("document"))
    if "note" in entry:
        user_data.notes.put(Note.from_json(entry["note"]), key, placed_on=str(entry.get("placed_on", "")))
        return True
    if "text" in entry:
        packed = base64.b64decode(entry["packed"], validate=True)
        user_data.notes.put_text(str(entry["text"]), zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    elif "seen" in entry and key is not None:
        execute(
            "UPDATE documents SET title = ?, text_sha256 = ? WHERE key = ?",
            (str(entry["seen"]["title"]), str(entry["seen"]["text_sha256"]), key),
        )
    elif "reading" in entry and key is not None:
        read, flagged, start, quote, opened = entry["reading"]
        state = ReadingState(bool(read), bool(flagged), int(start), str(quote))
        user_data.reading.put_at(key, state, str(opened))
    elif "moved" in entry and key is not None:
        documents.move_at(str(entry["moved"]), key, _address(entry["document"]))
    elif "library" in entry:
        documents.put_library(str(entry["library"]), os.fsencode(entry["root"]))
    elif "corrections" in entry:
        user_data.corrections.put_step(int(entry["step"]), entry["corrections"], str(entry["made"]))
    elif "anew" in entry:
        for table in _TABLES:
            execute(f"DELETE FROM {table}")
    elif "setting" in entry:
        if entry["value"] is None:
            user_data.settings.delete(str(entry["setting"]))
        else:
            user_data.settings.set(str(entry["setting"]), str(entry["value"]))
    elif "undone" in entry:
        user_data.corrections.take_back(int(entry["undone"]))
    return False


def _document(user_data: UserDataStore, fields: Mapping[str, str] | None) -> DocumentKey | None:
    """The key of a line's document, which is kept from now on."""
    if fields is None:
        return None
    key = DocumentKey(str(fields["key"]))
    if "library" in fields:
        user_data.documents.add_at(key, _address(fields))
    return key


def _address(fields: Mapping[str, str]) -> DocumentAddress:
    return DocumentAddress(fields["library"], os.fsencode(fields["below"]), fields["inner"])
