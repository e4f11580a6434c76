"""Notes follow their files: a renamed or moved file keeps them, a changed one has them placed anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.ingest.scan import scan
from reader.library.ingest.unavailable import lies_in, unavailable_roots
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.protocol import AnnotatedDocument, UserData
from reader.system.paths import lies_below
from reader.text.document import Document
from reader.text.safety import safe_line

if TYPE_CHECKING:
    from reader.library.notes.note_service import NoteService
    from reader.notes.renamed_files import FileTrace

DocumentOf = Callable[[Path], Document | None]

_NEW_FILES_READ = 1_000
"""How many new files are opened at most to see which is a vanished one; a folder of more is no rename."""


def follow_renamed(
    user_data: UserData, document_cache: DocumentCache, roots: Sequence[Path], document_of: DocumentOf
) -> int:
    """Give the notes of files that are gone from these roots to the files that those became.

    To be called before the shelf takes the new files, by which it is known that they are new. Returns how
    many files' notes moved. The rule is `adopt`'s: the same text, else title and opening.
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
    from reader.notes.renamed_files import adopt, trace

    traces = [trace(os.fspath(path), document) for path in new if (document := document_of(path)) is not None]
    by_path = {os.fspath(annotated.path): annotated for annotated in missing}
    adopted = adopt([_trace(annotated, user_data) for annotated in missing], traces)
    for old, adoption in adopted.items():
        _move(user_data, by_path[old], Path(adoption.path))
    return len(adopted)


def follow_copies(user_data: UserData, document_cache: DocumentCache, roots: Sequence[Path]) -> int:
    """Give the notes of files that are nowhere any more to files of these roots that have the same text.

    So a whole folder may be moved, and files that went while nobody looked. Returns how many files' notes
    moved. Where several files have the text, the one with the likest path is taken.
    """
    unavailable = unavailable_roots(roots)
    missing = [
        annotated
        for annotated in user_data.notes.annotated_documents()
        if annotated.text_sha256
        and not _is_there(annotated.path)
        and not lies_in(annotated.path, unavailable)
    ]
    if not missing:
        return 0
    from reader.notes.renamed_files import FileTrace, adopt

    hashes = {annotated.text_sha256 for annotated in missing}
    having = [key for key, sha256 in document_cache.texts(roots).items() if sha256 in hashes]
    candidates = [
        FileTrace(os.fspath(entry.path), entry.sha256, entry.title, "")
        for entry in document_cache.entries_of(having).values()
    ]
    by_path = {os.fspath(annotated.path): annotated for annotated in missing}
    adopted = adopt([_trace(annotated, user_data) for annotated in missing], candidates)
    for old, adoption in adopted.items():
        _move(user_data, by_path[old], Path(adoption.path))
    return len(adopted)


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
        document = document_of(annotated.path)
        if document is not None:
            notebook.on(annotated.path, document)


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _trace(annotated: AnnotatedDocument, user_data: UserData) -> FileTrace:
    from reader.notes.renamed_files import OPENING, FileTrace

    text = user_data.notes.snapshot(annotated.text_sha256) if annotated.text_sha256 else None
    return FileTrace(
        os.fspath(annotated.path), annotated.text_sha256, annotated.title, (text or "")[:OPENING]
    )


def _move(user_data: UserData, annotated: AnnotatedDocument, path: Path) -> None:
    now = datetime.now(UTC)
    shown_path = safe_line(os.fspath(path))
    with user_data.transaction():
        notes = [
            note
            for trashed in (False, True)
            for note in user_data.notes.select(annotated.key, trashed=trashed)
        ]
        user_data.move_document(annotated.key, path, [note.rehomed(shown_path, now) for note in notes])
