"""Notes follow their files: a renamed or moved file keeps them, a changed one has them placed anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.ingest.scan import scan
from reader.library.ingest.unavailable import lies_in, unavailable_roots
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.document_keys import DocumentPath, address_of
from reader.library.storage.protocol import AnnotatedDocument, UserData
from reader.system.paths import lies_below
from reader.text.document import Document
from reader.text.safety import safe_line

if TYPE_CHECKING:
    from reader.library.notes.note_service import NoteService
    from reader.notes.renamed_files import FileTrace

DocumentOf = Callable[[Path, str], Document | None]
"""Gives the document of a file and an inner key, None where it cannot be read."""
DocumentsOf = Callable[[Path], Iterable[tuple[str, Document]]]
"""Gives the documents of a file with their inner keys, the file itself first."""

_NEW_FILES_READ = 1_000
"""How many new files are opened at most to see which is a vanished one; a folder of more is no rename."""


def follow_renamed(
    user_data: UserData, document_cache: DocumentCache, roots: Sequence[Path], documents_of: DocumentsOf
) -> int:
    """Give the notes of files that are gone from these roots to the files that those became.

    To be called before the document cache takes the new files, by which it is known that they are new.
    Returns how many files' notes moved. The rule is `adopt`'s: the same text, else title and opening.
    """
    unavailable = unavailable_roots(roots)
    missing = [
        annotated
        for annotated in user_data.notes.annotated_documents()
        if lies_below(annotated.path, roots)
        and not _is_there(annotated.path)
        and not lies_in(annotated.path, unavailable)
    ]
    stamps = document_cache.stamps(roots) if missing else {}
    if not stamps:
        return 0
    new = [
        Path(item.path)
        for item in scan(roots)
        if not item.problem and user_data.documents.roots.key_of_absolute(item.path) not in stamps
    ]
    if not new or len(new) > _NEW_FILES_READ:
        return 0
    from reader.notes.renamed_files import trace

    has_parts = any(annotated.inner for annotated in missing)
    traces: list[FileTrace] = []
    new_documents: dict[str, DocumentPath] = {}
    for path in new:
        for inner, document in islice(documents_of(path), None if has_parts else 1):
            address = address_of(path, inner)
            new_documents[address] = DocumentPath(path, inner)
            traces.append(trace(address, document))
    return _adopt(user_data, missing, traces, new_documents)


def follow_copies(user_data: UserData, document_cache: DocumentCache, roots: Sequence[Path]) -> int:
    """Give the notes of documents that are nowhere any more to those of these roots that have the same text.

    So a whole folder may be moved, and files that went while nobody looked. Returns how many files' notes
    moved. Where several files have the text, the one with the likest path is taken.
    """
    unavailable = unavailable_roots(roots)
    missing = [
        annotated
        for annotated in user_data.notes.annotated_documents()
        if annotated.text_sha256
        and not (_is_there(annotated.path) and _has_part(annotated, document_cache, roots))
        and not lies_in(annotated.path, unavailable)
    ]
    if not missing:
        return 0
    from reader.notes.renamed_files import FileTrace

    hashes = {annotated.text_sha256 for annotated in missing}
    having = [key for key, sha256 in document_cache.texts(roots).items() if sha256 in hashes]
    rows = document_cache.entries_of(having).values()
    by_address = {address_of(entry.path, entry.inner): entry for entry in rows}
    candidates = [FileTrace(address, entry.sha256, entry.title, "") for address, entry in by_address.items()]
    new_documents = {address: DocumentPath(entry.path, entry.inner) for address, entry in by_address.items()}
    return _adopt(user_data, missing, candidates, new_documents)


def _adopt(
    user_data: UserData,
    missing: Sequence[AnnotatedDocument],
    candidates: Sequence[FileTrace],
    documents: Mapping[str, DocumentPath],
) -> int:
    """Give the notes of missing documents to what those became; return of how many."""
    from reader.notes.renamed_files import adopt

    by_address = {address_of(annotated.path, annotated.inner): annotated for annotated in missing}
    adopted = adopt([_trace(annotated, user_data) for annotated in missing], candidates)
    for old, adoption in adopted.items():
        _move(user_data, by_address[old], documents[adoption.path])
    return len(adopted)


def _has_part(annotated: AnnotatedDocument, document_cache: DocumentCache, roots: Sequence[Path]) -> bool:
    """Whether a document is still in its file, as far as the cache knows the file."""
    if not annotated.inner or not lies_below(annotated.path, roots):
        return True
    return document_cache.entry(annotated.key) is not None


def place_changed(
    user_data: UserData,
    document_cache: DocumentCache,
    roots: Sequence[Path],
    notebook: NoteService,
    document_of: DocumentOf,
) -> None:
    """Look for the passages of notes whose files have another text than when they were last seen."""
    for annotated in user_data.notes.annotated_documents():
        entry = document_cache.entry(annotated.key) if lies_below(annotated.path, roots) else None
        if entry is None or entry.problem or entry.sha256 == annotated.text_sha256:
            continue
        document = document_of(annotated.path, annotated.inner)
        if document is not None:
            notebook.on(annotated.path, document, annotated.inner)


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _trace(annotated: AnnotatedDocument, user_data: UserData) -> FileTrace:
    from reader.notes.renamed_files import OPENING, FileTrace

    text = user_data.notes.snapshot(annotated.text_sha256) if annotated.text_sha256 else None
    return FileTrace(
        address_of(annotated.path, annotated.inner),
        annotated.text_sha256,
        annotated.title,
        (text or "")[:OPENING],
    )


def _move(user_data: UserData, annotated: AnnotatedDocument, new: DocumentPath) -> None:
    now = datetime.now(UTC)
    shown_path = safe_line(os.fspath(new.path))
    with user_data.transaction():
        notes = [
            note
            for trashed in (False, True)
            for note in user_data.notes.select(annotated.key, trashed=trashed)
        ]
        moved = [note.rehomed(shown_path, now, new.inner) for note in notes]
        user_data.move_document(annotated.key, new.path, moved, new.inner)
