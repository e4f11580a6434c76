"""Notes are taken into the index by the process that wrote them."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from reader.background import note_indexing
from reader.background.note_indexing import NoteIndexing
from reader.errors import SearchIndexBusyError
from reader.library import Library
from reader.notes.note import Note
from reader.search.engine import SearchEngine
from reader.text.spans import Span

if TYPE_CHECKING:
    from tests.conftest import Maker

WAIT = 60.0


class _Updates:
    """Stands for the update of the library, and says when it was asked for."""

    def __init__(self) -> None:
        self.asked = threading.Event()

    def __call__(self) -> None:
        self.asked.set()


@pytest.fixture
def library(library_of: Maker, folder: Path) -> Library:
    library = library_of(folder)
    library.bring_up_to_date()
    return library


def _note(library: Library, folder: Path, body: str) -> Note:
    path = folder / "2026-03-02-harbour.txt"
    return library.notes.add(path, library.files.document(path), Span(0, 7), body=body)


def _index(library: Library, *note_ids: str) -> _Updates:
    """Take notes in and wait until that is done, as leaving the program does."""
    updates, done = _Updates(), threading.Event()
    indexing = NoteIndexing(library, updates)
    write = library.search.index_notes

    def index_notes(ids: list[str]) -> bool:
        try:
            return write(ids)
        finally:
            done.set()

    library.search.index_notes = index_notes  # type: ignore[method-assign, assignment]
    try:
        for note_id in note_ids:
            indexing.add(note_id)
        assert done.wait(WAIT)
        indexing.close(WAIT)
    finally:
        library.search.index_notes = write  # type: ignore[method-assign]
    return updates


def _hits(library: Library, line: str) -> list[str]:
    return [hit.key for hit in library.search.answer(line).hits if hit.kind == "note"]


def test_a_note_is_found_and_no_process_is_started(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> NoReturn:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    note = _note(library, folder, "quayside bottleneck")
    assert not _index(library, note.id).asked.is_set()
    assert _hits(library, "bottleneck") == [note.id]


def test_a_deleted_note_is_not_found(library: Library, folder: Path) -> None:
    note = _note(library, folder, "quayside bottleneck")
    _index(library, note.id)
    assert _hits(library, "bottleneck") == [note.id]
    library.notes.trash(note)
    _index(library, note.id)
    assert _hits(library, "bottleneck") == []


def test_while_another_writes_the_index_adding_returns_and_the_note_comes_in_later(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_indexing, "_WAITS_SECONDS", (0.01,) * 6_000)
    note = _note(library, folder, "quayside bottleneck")
    busy, done, may_add = threading.Event(), threading.Event(), threading.Event()
    write = library.search.index_notes

    def index_notes(ids: list[str]) -> bool:
        try:
            complete = write(ids)
        except SearchIndexBusyError:
            busy.set()
            raise
        done.set()
        return complete

    monkeypatch.setattr(library.search, "index_notes", index_notes)
    updates = _Updates()
    indexing = NoteIndexing(library, updates)
    engine = SearchEngine.open(library.places.index(library.roots))

    def hold_the_lock():  # type: ignore[no-untyped-def]
        # The other writer adds nothing; it holds the lock until the note was added and refused once.
        may_add.set()
        assert busy.wait(WAIT)
        yield from ()

    other = threading.Thread(target=lambda: engine.update(hold_the_lock()))
    other.start()
    assert may_add.wait(WAIT)
    indexing.add(note.id)  # returns, though the index cannot be written: `busy` is only set by its thread
    assert busy.wait(WAIT)
    other.join(WAIT)
    assert done.wait(WAIT)
    indexing.close(WAIT)
    assert not updates.asked.is_set()
    assert _hits(library, "bottleneck") == [note.id]


def test_after_the_last_try_the_library_is_updated(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_indexing, "_WAITS_SECONDS", (0.0, 0.0))

    def refuse(_ids: list[str]) -> NoReturn:
        raise SearchIndexBusyError("another process is writing it")

    monkeypatch.setattr(library.search, "index_notes", refuse)
    updates = _Updates()
    indexing = NoteIndexing(library, updates)
    indexing.add(_note(library, folder, "late").id)
    assert updates.asked.wait(WAIT)
    indexing.close(WAIT)


def test_closing_waits_for_what_is_being_written(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end, ended, closed = (threading.Event() for _ in range(4))

    def index_notes(_ids: list[str]) -> bool:
        begun.set()
        assert may_end.wait(WAIT)
        ended.set()
        return True

    monkeypatch.setattr(library.search, "index_notes", index_notes)
    indexing = NoteIndexing(library, _Updates())
    indexing.add(_note(library, folder, "slow").id)
    assert begun.wait(WAIT)

    def close() -> None:
        indexing.close(WAIT)
        closed.set()

    closing = threading.Thread(target=close)
    closing.start()
    assert not closed.wait(0.05)
    may_end.set()
    assert closed.wait(WAIT)
    assert ended.is_set()
    closing.join(WAIT)


def test_closing_before_anything_was_added_returns(library: Library) -> None:
    NoteIndexing(library, _Updates()).close(WAIT)


def test_an_index_that_was_begun_anew_asks_for_an_update(library: Library, folder: Path) -> None:
    note = _note(library, folder, "quayside bottleneck")
    index = library.places.index(library.roots)
    for path in sorted(index.rglob("meta.json")):
        path.write_bytes(b"no index")
    updates = _Updates()
    indexing = NoteIndexing(library, updates)
    indexing.add(note.id)
    assert updates.asked.wait(WAIT)
    indexing.close(WAIT)
