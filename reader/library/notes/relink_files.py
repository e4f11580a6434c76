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
    catalog: UserData, shelf: DocumentCache, roots: Sequence[Path], document_of: DocumentOf
) -> int:
    """Give the notes of files that are gone from these roots to the files that those became.

    To be called before the shelf takes the new files, by which it is known that they are new. Returns how
    many files' notes moved. The rule is `adopt`'s: the same text, else title and opening.
    """
    away = unavailable_roots(roots)
    gone = [
        noted
        for noted in catalog.notes.annotated_documents()
        if lies_below(noted.path, roots) and not _is_there(noted.path) and not lies_in(noted.path, away)
    ]
    stamps = shelf.stamps(roots) if gone else {}
    if not stamps:
        return 0
    new = [
        Path(item.path)
        for item in scan(roots)
        if not item.problem and catalog.documents.roots.key_of_absolute(item.path) not in stamps
    ]
    if not new or len(new) > _NEW_FILES_READ:
        return 0
    from reader.notes.renamed_files import adopt, trace

    traces = [trace(os.fspath(path), document) for path in new if (document := document_of(path)) is not None]
    by_path = {os.fspath(noted.path): noted for noted in gone}
    adopted = adopt([_trace(noted, catalog) for noted in gone], traces)
    for old, adoption in adopted.items():
        _move(catalog, by_path[old], Path(adoption.path))
    return len(adopted)


def follow_copies(catalog: UserData, shelf: DocumentCache, roots: Sequence[Path]) -> int:
    """Give the notes of files that are nowhere any more to files of these roots that have the same text.

    So a whole folder may be moved, and files that went while nobody looked. Returns how many files' notes
    moved. Where several files have the text, the one with the likest path is taken.
    """
    away = unavailable_roots(roots)
    gone = [
        noted
        for noted in catalog.notes.annotated_documents()
        if noted.text_sha256 and not _is_there(noted.path) and not lies_in(noted.path, away)
    ]
    if not gone:
        return 0
    from reader.notes.renamed_files import FileTrace, adopt

    wanted = {noted.text_sha256 for noted in gone}
    having = [key for key, sha256 in shelf.texts(roots).items() if sha256 in wanted]
    candidates = [
        FileTrace(os.fspath(entry.path), entry.sha256, entry.title, "")
        for entry in shelf.entries_of(having).values()
    ]
    by_path = {os.fspath(noted.path): noted for noted in gone}
    adopted = adopt([_trace(noted, catalog) for noted in gone], candidates)
    for old, adoption in adopted.items():
        _move(catalog, by_path[old], Path(adoption.path))
    return len(adopted)


def place_changed(
    catalog: UserData,
    shelf: DocumentCache,
    roots: Sequence[Path],
    notebook: NoteService,
    document_of: DocumentOf,
) -> None:
    """Look for the passages of notes whose files have another text than when they were last seen."""
    for noted in catalog.notes.annotated_documents():
        entry = shelf.entry(noted.key) if lies_below(noted.path, roots) else None
        if entry is None or entry.problem or entry.sha256 == noted.text_sha256:
            continue
        document = document_of(noted.path)
        if document is not None:
            notebook.on(noted.path, document)


def _is_there(path: Path) -> bool:
    return os.path.lexists(path)


def _trace(noted: AnnotatedDocument, catalog: UserData) -> FileTrace:
    from reader.notes.renamed_files import OPENING, FileTrace

    text = catalog.notes.snapshot(noted.text_sha256) if noted.text_sha256 else None
    return FileTrace(os.fspath(noted.path), noted.text_sha256, noted.title, (text or "")[:OPENING])


def _move(catalog: UserData, noted: AnnotatedDocument, path: Path) -> None:
    now = datetime.now(UTC)
    shown = safe_line(os.fspath(path))
    with catalog.transaction():
        notes = [
            note for trashed in (False, True) for note in catalog.notes.select(noted.key, trashed=trashed)
        ]
        catalog.move_document(noted.key, path, [note.rehomed(shown, now) for note in notes])
