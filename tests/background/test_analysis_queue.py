"""What runs behind an open reader, with an executor that runs at once instead of processes with a model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.analysis.mention import Mention
from reader.analysis.worker import queue as worker
from reader.background import analysis_queue as analyses_module
from reader.background.analysis_queue import Analyses
from reader.background.indexing_process import Background
from reader.errors import UserDataError
from reader.library.library import Library
from reader.text.document import Document

if TYPE_CHECKING:
    from tests.conftest import Maker

WAIT = 60.0


class _AtOnce(Executor):
    """Runs what is submitted in the submitting thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - an executor passes on whatever is raised
            future.set_exception(error)
        return future


class _Recognises:
    """Stands for the analysis: the first word of a text is a person, and some texts cannot be analysed."""

    def __init__(self, model: str = "") -> None:
        self.model = model

    def prepare(self) -> str:
        return "stub 1"

    def __call__(self, payload: worker.Payload) -> list[Mention]:
        if "storm" in payload.text:
            raise ValueError("too windy")
        word = payload.text.split()[0]
        return [Mention(0, len(word), "PERSON", word)]


@pytest.fixture(autouse=True)
def _without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyses_module, "EntityAnalysis", _Recognises)
    monkeypatch.setattr(worker, "ParentBoundPool", _AtOnce)


class _Arrived:
    def __init__(self) -> None:
        self.order: list[str] = []
        self.errors: dict[str, str] = {}

    def __call__(self, key: str, mentions: list[Mention], error: str) -> None:
        self.order.append(key)
        if error:
            self.errors[key] = error


def _library(library_of: Maker, folder: Path) -> Library:
    library = library_of(folder)
    library.bring_up_to_date()
    return library


def test_names_are_found_and_kept(library_of: Maker, folder: Path) -> None:
    library, arrived = _library(library_of, folder), _Arrived()
    analyses = Analyses(library, arrived)
    analyses.want(library.documents.entries())
    assert analyses.wait(WAIT)
    windy = next(entry for entry in library.documents.entries() if "storm" in entry.title)
    assert set(arrived.order) == {entry.key for entry in library.documents.entries()}
    assert set(arrived.errors) == {windy.key}
    assert (analyses.progress().done, analyses.progress().failed, analyses.progress().total) == (2, 1, 3)
    for entry in library.documents.entries():
        mentions = library.entities.mentions(entry)
        if entry.key == windy.key:
            assert mentions is None
        else:
            assert mentions is not None
            first = library.files.document(entry.path).text.split()[0]
            assert [mention.entity for mention in mentions] == [first]
    library.entities.refresh()
    gathered = library.entities.entity_list()
    assert gathered.documents == 2
    found = gathered.entities
    assert {entity.name for entity in found} == {"Talks", "Grain"} or len(found) == 2
    analyses.close()


def test_what_is_kept_is_not_found_again(library_of: Maker, folder: Path) -> None:
    library, first, second = _library(library_of, folder), _Arrived(), _Arrived()
    before = Analyses(library, first)
    before.want(library.documents.entries())
    assert before.wait(WAIT)
    before.close()
    after = Analyses(library, second)
    after.want(entry for entry in library.documents.entries() if entry.key not in first.errors)
    assert after.wait(WAIT)
    assert second.order == []
    assert after.progress().total == 0
    after.close()


def test_what_failed_is_not_tried_again_and_again(library_of: Maker, folder: Path) -> None:
    library, arrived = _library(library_of, folder), _Arrived()
    analyses = Analyses(library, arrived)
    for _ in range(2):
        analyses.want(library.documents.entries())
        assert analyses.wait(WAIT)
    assert len(arrived.order) == 3
    analyses.close()


def test_what_failed_is_marked_until_its_names_are_found(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = _library(library_of, folder)

    def found() -> dict[str, tuple[str, ...]]:
        analyses = Analyses(library, _Arrived())
        analyses.want(library.documents.entries())
        assert analyses.wait(WAIT)
        analyses.close()
        return {
            entry.title: entry.all_warnings for entry in library.documents.entries() if entry.all_warnings
        }

    said = {"Harbour closed after storm": ("The names could not be found: ValueError: too windy",)}
    assert found() == said
    assert found() == said  # tried once more, and still marked once
    windy = next(entry for entry in library.documents.entries() if entry.names_problem)
    assert [excerpt.text for excerpt in windy.summary]
    monkeypatch.setattr(
        _Recognises, "__call__", lambda _self, payload: [Mention(0, 4, "PERSON", payload.text[:4])]
    )
    assert found() == {}
    assert library.entities.mentions(windy)


def test_a_file_that_is_gone_is_said(library_of: Maker, folder: Path) -> None:
    library, arrived = _library(library_of, folder), _Arrived()
    entries = library.documents.entries()
    (folder / "older" / "2026-02-01-grain.md").unlink()
    analyses = Analyses(library, arrived)
    analyses.want(entries)
    assert analyses.wait(WAIT)
    gone = next(entry.key for entry in entries if entry.title == "Grain prices")
    assert arrived.errors[gone]
    analyses.close()


def test_unreadable_documents_are_not_wanted(library_of: Maker, folder: Path) -> None:
    (folder / "binary.txt").write_bytes(b"x\0\0\1\2\0\xff\xfe\0" * 9)
    library, arrived = _library(library_of, folder), _Arrived()
    analyses = Analyses(library, arrived)
    analyses.want(library.documents.entries())
    assert analyses.wait(WAIT)
    assert analyses.progress().total == 3
    analyses.close()


def test_what_cannot_be_kept_is_said_and_the_others_go_on(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, arrived = _library(library_of, folder), _Arrived()
    keep, full = library.entities.store_analysis, iter([True])

    def keep_mentions(document: Document, mentions: Sequence[Mention]) -> None:
        if next(full, False):
            raise UserDataError("the disk is full")
        keep(document, mentions)

    monkeypatch.setattr(library.entities, "store_analysis", keep_mentions)
    analyses = Analyses(library, arrived)
    analyses.want([entry for entry in library.documents.entries() if "storm" not in entry.title])
    assert analyses.wait(WAIT)
    assert list(arrived.errors.values()) == ["the disk is full"]
    analyses.want_all()
    assert analyses.wait(WAIT)
    assert len(library.entities.analysed_texts()) == 2
    analyses.close()


def test_what_is_in_hand_is_not_wanted_again_before_it_is_kept(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, arrived = _library(library_of, folder), _Arrived()
    keep = library.entities.store_analysis

    def keep_mentions(document: Document, mentions: Sequence[Mention]) -> None:
        analyses.want_all()
        keep(document, mentions)

    monkeypatch.setattr(library.entities, "store_analysis", keep_mentions)
    analyses = Analyses(library, arrived)
    analyses.want_all()
    assert analyses.wait(WAIT)
    assert analyses.progress().total == 3
    assert len(arrived.order) == 3
    analyses.close()


def test_several_threads_begin_one_worker_and_none_after_closing(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, arrived, begun = _library(library_of, folder), _Arrived(), []
    together = threading.Barrier(2)

    class Counted(_Recognises):
        def __init__(self, model: str = "") -> None:
            begun.append(self)
            # The other thread comes here too, if it can.
            with suppress(threading.BrokenBarrierError):
                together.wait(0.2)
            super().__init__(model)

    monkeypatch.setattr(analyses_module, "EntityAnalysis", Counted)
    analyses = Analyses(library, arrived)
    entries = library.documents.entries()
    threads = [threading.Thread(target=analyses.want, args=([entry],)) for entry in entries[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert len(begun) == 1
    analyses.close()
    closed = Analyses(library, arrived)
    closed.close()
    closed.want(entries)
    assert len(begun) == 1


class _Watched:
    """Records what a Background says, and lets a test wait for it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.finished = 0
        self.arrived: set[str] = set()
        self.notes: list[str] = []

    def progressed(self, _done: int, _total: int, finished: bool, note: str) -> None:
        with self._changed:
            self.finished += finished
            self.notes += [note] if note else []
            self._changed.notify_all()

    def analysed(self, key: str, _error: str) -> None:
        with self._changed:
            self.arrived.add(key)
            self._changed.notify_all()

    def until(self, holds: Callable[[], bool]) -> bool:
        with self._changed:
            return self._changed.wait_for(holds, WAIT)


def test_an_open_library_is_indexed_and_analysed_and_looked_at_again(
    library_of: Maker, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_HOME", str(home))
    library, watched = library_of(folder), _Watched()
    background = Background(library, watched.progressed, watched.analysed)
    background.start()
    try:
        assert watched.until(lambda: watched.finished == 1)
        assert len(library.documents.entries()) == 3
        assert watched.until(lambda: len(watched.arrived) == 3)
        path = folder / "2026-03-02-harbour.txt"
        library.notes.add(path, library.files.document(path), None, body="Demurrage is due.")
        background.rescan()
        assert watched.until(lambda: watched.finished == 2)
        assert [hit.kind for hit in library.search.answer("demurrage").hits] == ["note"]
        assert watched.notes == []
    finally:
        background.close()


def test_an_indexing_that_dies_is_said(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, watched = library_of(folder), _Watched()
    monkeypatch.setenv("READER_HOME", str(folder / "2026-03-02-harbour.txt" / "home"))
    background = Background(library, watched.progressed, watched.analysed)
    background.start()
    try:
        assert watched.until(lambda: watched.finished == 1)
        (note,) = watched.notes
        assert "`reader index` in a shell says more" in note
    finally:
        background.close()


def test_what_cannot_be_looked_at_now_is_said_and_looked_at_again(
    library_of: Maker, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_HOME", str(home))
    library, watched = library_of(folder), _Watched()
    away, busy = library.unavailable_message, iter([True])

    def unavailable_message() -> str:
        if next(busy, False):
            raise UserDataError("another reader is writing")
        return away()

    monkeypatch.setattr(library, "unavailable_message", unavailable_message)
    background = Background(library, watched.progressed, watched.analysed)
    background.start()
    try:
        assert watched.until(lambda: watched.finished == 1)
        assert watched.notes == ["another reader is writing"]
        background.rescan()
        assert watched.until(lambda: len(watched.arrived) == 3)
    finally:
        background.close()


def test_closing_before_anything_ran(library_of: Maker, folder: Path) -> None:
    watched = _Watched()
    background = Background(library_of(folder), watched.progressed, watched.analysed)
    background.close()
    assert watched.finished == 0
