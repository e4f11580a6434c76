"""A library is brought up to date: what is read, what is found, what is left alone."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.errors import SearchIndexError, UnreadableFile
from reader.formats import load as reading
from reader.formats.nesting import LoadedPart
from reader.library.ingest import update as indexing
from reader.library.ingest.update import Progress
from reader.library.library import Library
from reader.library.settings import Settings
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.search.engine import Answer, SearchEngine
from reader.system.paths import Places

if TYPE_CHECKING:
    from tests.conftest import Maker


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that the indexing has read since."""
    names: list[str] = []
    load = reading.load_all

    def counted(path: Path, max_bytes: int, only: str | None = None) -> Iterator[LoadedPart]:
        names.append(path.name)
        return load(path, max_bytes, only)

    monkeypatch.setattr(reading, "load_all", counted)
    return names


def _titles(library: Library, line: str) -> list[str]:
    return [hit.title for hit in library.search.answer(line).hits]


def _touch(path: Path, seconds: int = 5) -> None:
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + seconds * 1_000_000_000))


def test_everything_is_read_once(library_of: Maker, folder: Path, loads: list[str]) -> None:
    library = library_of(folder)
    assert library.documents.entries() == []
    last = library.bring_up_to_date()
    assert (last.done, last.total, last.failed, last.finished) == (3, 3, 0, True)
    assert [entry.title for entry in library.documents.entries()] == [
        "Harbour closed after storm", "Talks open in Vienna", "Grain prices"
    ]  # fmt: skip
    assert _titles(library, "harbor") == ["Harbour closed after storm"]
    assert len(loads) == 3


def test_a_second_opening_reads_nothing_again(library_of: Maker, folder: Path, loads: list[str]) -> None:
    library_of(folder).bring_up_to_date()
    loads.clear()
    again = library_of(folder)
    assert again.bring_up_to_date() == Progress(0, 0, finished=True)
    assert loads == []
    assert len(again.documents.entries()) == 3


def test_only_what_changed_is_read(library_of: Maker, folder: Path, loads: list[str]) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    loads.clear()
    changed = folder / "2026-03-02-harbour.txt"
    changed.write_text("Harbour open again\n\nThe lighthouse is lit. Ferries sail.\n")
    _touch(changed)
    (folder / "new.md").write_text("# Zeppelin\n\nA zeppelin landed.\n")
    (folder / "older" / "2026-02-01-grain.md").unlink()
    library.bring_up_to_date()
    assert sorted(loads) == ["2026-03-02-harbour.txt", "new.md"]
    assert _titles(library, "lighthouse") == ["Harbour open again"]
    assert _titles(library, "zeppelin") == ["Zeppelin"]
    assert _titles(library, "'storm") == []
    assert _titles(library, "'grain") == []
    assert len(library.documents.entries()) == 3


def test_a_moved_file_is_found_where_it_is(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    (folder / "older" / "2026-02-01-grain.md").rename(folder / "grain.md")
    library.bring_up_to_date()
    (hit,) = library.search.answer("grain").hits
    assert library.search.place_of(hit).path == folder / "grain.md"


def test_a_deleted_index_is_made_again(
    library_of: Maker, folder: Path, places: Places, loads: list[str]
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    shutil.rmtree(places.cache / "index")
    loads.clear()
    library.bring_up_to_date()
    assert len(loads) == 3
    assert _titles(library, "zürich | harbour") == ["Harbour closed after storm"]


def test_a_deleted_shelf_is_made_again(library_of: Maker, folder: Path, places: Places) -> None:
    library_of(folder).bring_up_to_date()
    for path in places.cache.glob("shelf.sqlite*"):
        path.unlink()
    library = library_of(folder)
    assert library.bring_up_to_date().done == 3
    assert len(library.documents.entries()) == 3


def test_a_crash_between_shelf_and_index_is_made_good(
    library_of: Maker, folder: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    changed = folder / "2026-03-02-harbour.txt"
    changed.write_text("Harbour open again\n\nThe lighthouse is lit.\n")
    _touch(changed)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(SearchEngine, "update", crash)
        with pytest.raises(KeyboardInterrupt):
            library.bring_up_to_date()
    assert _titles(library, "'lighthouse") == []
    loads.clear()
    library.bring_up_to_date()
    assert loads == ["2026-03-02-harbour.txt"]
    assert _titles(library, "'lighthouse") == ["Harbour open again"]


def test_a_library_inside_another_stays_true(library_of: Maker, folder: Path) -> None:
    whole, part = library_of(folder), library_of(folder / "older")
    whole.bring_up_to_date()
    grain = folder / "older" / "2026-02-01-grain.md"
    grain.write_text("# Barley\n\nBarley fell.\n")
    _touch(grain)
    part.bring_up_to_date()
    assert _titles(part, "'barley") == ["Barley"]
    whole.bring_up_to_date()
    assert _titles(whole, "'barley") == ["Barley"]
    assert _titles(whole, "'grain") == []


def test_an_index_that_is_being_written_elsewhere_is_said(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise SearchIndexError("Another reader is writing the search index just now.")

    library = library_of(folder)
    with monkeypatch.context() as broken:
        broken.setattr(SearchEngine, "update", busy)
        last = library.bring_up_to_date()
    assert last.note == "Another reader is writing the search index just now."
    assert len(library.documents.entries()) == 3
    assert library.bring_up_to_date().note == ""
    assert _titles(library, "harbour") == ["Harbour closed after storm"]


def test_what_cannot_be_read_is_listed_with_the_reason(
    library_of: Maker, folder: Path, loads: list[str]
) -> None:
    (folder / "binary.txt").write_bytes(b"x\0\0\1\2\0\xff\xfe\0" * 9)
    os.mkfifo(folder / "pipe.txt")
    library = library_of(folder)
    last = library.bring_up_to_date()
    assert (last.done, last.failed) == (5, 2)
    problems = {entry.path.name: entry.problem for entry in library.documents.entries() if entry.problem}
    assert set(problems) == {"binary.txt", "pipe.txt"}
    assert [bool(entry.problem) for entry in library.documents.entries()] == [False, False, False, True, True]
    loads.clear()
    library.bring_up_to_date()
    assert loads == []


def test_a_file_that_is_too_large_is_tried_under_another_limit(
    library_of: Maker, folder: Path, loads: list[str]
) -> None:
    (folder / "large.txt").write_text("long " * 220_000)
    small = library_of(folder, settings=Settings(max_megabytes=1))
    assert small.bring_up_to_date().failed == 1
    loads.clear()
    assert library_of(folder, settings=Settings(max_megabytes=2)).bring_up_to_date().failed == 0
    assert loads == ["large.txt"]


def test_what_the_system_refused_is_tried_again(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = reading.load_all

    def refuse(path: Path, max_bytes: int, only: str | None = None) -> Iterator[LoadedPart]:
        if path.suffix == ".txt":
            raise UnreadableFile(path, "no permission to read it") from PermissionError(13, "denied")
        return load(path, max_bytes, only)

    library = library_of(folder)
    with monkeypatch.context() as refusing:
        refusing.setattr(reading, "load_all", refuse)
        assert library.bring_up_to_date().failed == 1
        assert library.bring_up_to_date().failed == 1
    assert library.bring_up_to_date() == Progress(1, 1, 0, finished=True)
    assert not any(entry.problem for entry in library.documents.entries())


def test_a_file_that_stops_being_text_leaves_the_index(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    path = folder / "2026-03-02-harbour.txt"
    path.write_bytes(b"x\0\0\1\2\0\xff\xfe\0" * 9)
    _touch(path)
    library.bring_up_to_date()
    assert _titles(library, "'harbour") == []


def test_a_list_needs_no_index(library_of: Maker, folder: Path, places: Places) -> None:
    library = library_of(folder)
    assert library.bring_up_to_date(searchable=False).done == 3
    assert len(library.documents.entries()) == 3
    assert not (places.cache / "index").exists()
    assert library.bring_up_to_date(searchable=False).done == 0
    assert library.bring_up_to_date().done == 3
    assert _titles(library, "harbour") == ["Harbour closed after storm"]


def test_it_can_be_stopped_between_batches(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 1)
    library = library_of(folder)
    told: list[Progress] = []
    last = library.bring_up_to_date(told.append, cancelled=lambda: len(told) >= 3)
    assert last.done == 2
    assert len(library.documents.entries()) == 2
    assert library.bring_up_to_date().done == 1


def test_many_files_are_read_by_a_pool(
    library_of: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "POOL_FROM", 4)
    monkeypatch.setattr(indexing, "BATCH", 2)
    monkeypatch.setattr(indexing, "COMMIT_FIRST", 2)
    monkeypatch.setattr(indexing, "COMMIT", 3)
    root = tmp_path / "many"
    root.mkdir()
    for number in range(9):
        (root / f"{number}.txt").write_text(f"Report {number}\n\nThe word number{number}x stands here.\n")
    library = library_of(root)
    told: list[int] = []
    library.bring_up_to_date(lambda state: told.append(state.done))
    assert told == [0, 2, 4, 6, 8, 9]
    assert [_titles(library, f"'number{number}x") for number in range(9)] == [
        [f"Report {number}"] for number in range(9)
    ]


# Notes


def _note(library: Library, quote: str, body: str = "", **more: object) -> str:
    path = library.roots[0] / "2026-03-02-harbour.txt"
    note = library.notes.add_quote(path, library.files.document(path), quote, body=body, **more)  # type: ignore[arg-type]
    return note.id


def test_notes_are_found_and_lead_to_their_passage(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    note = _note(library, "Ferries wait outside.", "Ask the pilotage office about demurrage.")
    assert library.search.answer("demurrage").hits == ()
    library.bring_up_to_date()
    (hit,) = library.search.answer("demurage").hits
    assert (hit.kind, hit.key, hit.title) == ("note", note, "Harbour closed after storm")
    assert hit.document == library.documents.key_of(folder / "2026-03-02-harbour.txt")
    assert library.search.place_of(hit).path == folder / "2026-03-02-harbour.txt"
    text = library.files.document(library.search.place_of(hit).path).text
    assert text[hit.start : hit.end] == "Ferries wait outside."
    ((start, end),) = hit.matches
    assert hit.text[start - hit.start : end - hit.start] == "demurrage"


def test_a_note_does_not_repeat_its_document(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    _note(library, "Ferries wait outside.", "Remember.")
    library.bring_up_to_date()
    assert [hit.kind for hit in library.search.answer("ferries").hits] == ["document"]
    assert [hit.kind for hit in library.search.answer("note:ferries").hits] == ["note"]
    assert [hit.kind for hit in library.search.answer("ferries remember").hits] == ["note", "document"]


def test_notes_are_found_by_tag_and_state(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    _note(library, "Ferries wait outside.", "Remember.", tags=["shipping"])
    library.bring_up_to_date()
    assert [hit.kind for hit in library.search.answer("tag:shipping").hits] == ["note"]
    assert {hit.kind for hit in library.search.answer("has:note").hits} == {"document", "note"}
    assert {hit.title for hit in library.search.answer("has:note").hits} == {"Harbour closed after storm"}
    assert [hit.kind for hit in library.search.answer("-has:note").hits] == ["document", "document"]


def test_a_changed_note_is_found_by_its_new_words(library_of: Maker, folder: Path, loads: list[str]) -> None:
    library = library_of(folder)
    note_id = _note(library, "Ferries wait outside.", "Demurrage.")
    library.bring_up_to_date()
    loads.clear()
    note = library.user_data.notes.get(note_id)
    assert note is not None
    library.notes.edit(note, "Laytime.", note.kind, note.tags)
    library.bring_up_to_date()
    assert [hit.key for hit in library.search.answer("'laytime").hits] == [note_id]
    assert library.search.answer("'demurrage").hits == ()
    assert loads == []


def test_a_trashed_note_is_not_found(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    note = library.user_data.notes.get(_note(library, "Ferries wait outside.", "Demurrage."))
    assert note is not None
    library.bring_up_to_date()
    trashed = library.notes.trash(note)
    assert library.search.answer("'demurrage").hits == ()  # before the index knows
    library.bring_up_to_date()
    assert library.search.answer("'demurrage").total == 0
    library.notes.restore(trashed)
    library.bring_up_to_date()
    assert [hit.key for hit in library.search.answer("'demurrage").hits] == [note.id]


def test_the_note_of_a_deleted_file_is_still_found(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    note = _note(library, "Ferries wait outside.", "Demurrage.")
    (folder / "2026-03-02-harbour.txt").unlink()
    library.bring_up_to_date()
    (hit,) = library.search.answer("demurrage").hits
    assert (hit.key, hit.title) == (note, "Harbour closed after storm")
    assert library.search.place_of(hit).path.name == "2026-03-02-harbour.txt"


def test_notes_elsewhere_stay_out(library_of: Maker, folder: Path) -> None:
    _note(library_of(folder), "Ferries wait outside.", "Demurrage.")
    other = library_of(folder / "older")
    other.bring_up_to_date()
    assert other.search.answer("demurrage").hits == ()


# The library's own


def test_a_search_sees_what_another_process_committed(library_of: Maker, folder: Path) -> None:
    library, other = library_of(folder), library_of(folder)
    library.bring_up_to_date()
    assert _titles(library, "'zeppelin") == []
    (folder / "new.md").write_text("# Zeppelin\n\nA zeppelin landed.\n")
    other.bring_up_to_date()
    assert _titles(library, "'zeppelin") == ["Zeppelin"]


def test_an_unchanged_index_is_not_read_again(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    library.search.answer("harbour")
    reloads: list[int] = []
    reload = SearchEngine.reload

    def counted(engine: SearchEngine) -> None:
        reloads.append(1)
        reload(engine)

    monkeypatch.setattr(SearchEngine, "reload", counted)
    library.search.answer("grain")
    assert reloads == []
    (folder / "new.md").write_text("# Zeppelin\n\nA zeppelin landed.\n")
    library_of(folder).bring_up_to_date()
    reloads.clear()
    assert _titles(library, "zeppelin") == ["Zeppelin"]
    assert reloads == [1]


def test_states_choose_the_documents(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    newest, middle, _ = library.documents.entries()
    library.reading.mark_read(newest, True)
    library.reading.flag(middle, True)
    assert sorted(_titles(library, "is:unread")) == ["Grain prices", "Talks open in Vienna"]
    assert _titles(library, "is:flagged") == ["Talks open in Vienna"]
    assert sorted(_titles(library, "is:read | is:flagged")) == [newest.title, middle.title]
    assert [entry.unread for entry in library.documents.entries()] == [False, True, True]


def test_the_place_is_kept_when_the_text_changes_above_it(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    path = folder / "2026-03-02-harbour.txt"
    entry = next(entry for entry in library.documents.entries() if entry.path == path)
    document = library.files.document(path)
    offset = document.text.index("Ferries wait") + 3
    library.reading.keep_place(entry, document, offset)
    assert library.reading.place(entry, document) in (offset, document.text.index("Ferries wait"))
    path.write_text(path.read_text().replace("Harbour closed", "A new first line\n\nHarbour closed"))
    _touch(path)
    changed = library.files.document(path)
    assert changed.text[library.reading.place(entry, changed) :].startswith("Ferries wait outside.")


def test_of_equal_sentences_the_place_is_that_with_the_same_words_after_it(
    library_of: Maker, folder: Path
) -> None:
    path = folder / "2026-03-05-log.txt"
    days = [f"Nothing to report. Day {day} ends." for day in range(1, 8)]
    path.write_text("\n\n".join(days))
    library = library_of(folder)
    library.bring_up_to_date()
    entry = next(entry for entry in library.documents.entries() if entry.path == path)
    document = library.files.document(path)
    library.reading.keep_place(entry, document, document.text.index("Nothing to report. Day 3"))
    path.write_text("\n\n".join(["Nothing to report. A day before them all.", *days]))
    _touch(path)
    changed = library.files.document(path)
    assert changed.text[library.reading.place(entry, changed) :].startswith("Nothing to report. Day 3 ends.")


def test_the_last_library_opens_again(library_of: Maker, folder: Path) -> None:
    assert library_of().name == "seeds"
    library_of(folder / "older").remember()
    assert library_of().roots == (folder / "older",)
    shutil.rmtree(folder / "older")
    assert library_of().name == "seeds"


def test_the_last_library_opens_without_waiting_for_the_days_backup(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(folder)
    library.remember()
    _note(library, "Ferries wait outside.")
    library.close()
    begun, go_on = [], threading.Event()

    def back_up(_catalog: UserDataStore, now: datetime) -> None:
        begun.append(now)
        go_on.wait(60)

    monkeypatch.setattr(UserDataStore, "back_up", back_up)
    timer = threading.Timer(30, go_on.set)
    timer.start()
    again = library_of()
    assert not go_on.is_set()
    assert again.roots == (folder,)
    go_on.set()
    timer.cancel()
    again.close()
    assert len(begun) == 1


def test_a_document_opens_while_a_search_is_under_way(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    searching, go_on = threading.Event(), threading.Event()
    search = SearchEngine.search

    def slow(engine: SearchEngine, *given: Any) -> Answer:
        searching.set()
        go_on.wait(60)
        return search(engine, *given)

    monkeypatch.setattr(SearchEngine, "search", slow)
    thread = threading.Thread(target=library.search.answer, args=("storm",))
    thread.start()
    assert searching.wait(60)
    timer = threading.Timer(30, go_on.set)
    timer.start()
    assert library.files.document(folder / "2026-03-02-harbour.txt").title
    assert not go_on.is_set()
    go_on.set()
    timer.cancel()
    thread.join(60)


def test_an_opening_keeps_the_days_backup(library_of: Maker, folder: Path, places: Places) -> None:
    library = library_of(folder)
    library.close()
    assert not places.backups.exists()
    again = library_of(folder)
    _note(again, "Ferries wait outside.")
    again.close()
    library_of(folder).close()
    today = datetime.now(UTC)
    names = {f"catalog-{today - timedelta(days=day):%Y-%m-%d}.sqlite" for day in (0, 1)}
    assert {path.name for path in places.backups.iterdir()} <= names
    assert len(list(places.backups.iterdir())) == 1


def test_what_was_read_is_not_read_again_under_new_keys(
    folder: Path, places: Places, library_of: Maker
) -> None:
    """With user data begun anew the folder is another library; the cache follows."""
    before = library_of(folder)
    before.bring_up_to_date(searchable=False)
    before.close()
    shutil.rmtree(places.data)
    after = library_of(folder)
    assert {entry.key for entry in after.documents.entries()} == {
        after.documents.key_of(entry.path) for entry in after.documents.entries()
    }
    assert after.bring_up_to_date(searchable=False).total == 0
