"""Libraries that are registered, and what is kept of their documents while folders come, move and nest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.library.storage.protocol import ReadingState
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.notes.note import Note

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[UserDataStore]:
    made = UserDataStore(tmp_path / "catalog.sqlite", tmp_path / "backups")
    yield made
    made.close()


def _note(store: UserDataStore, number: int, path: Path) -> Note:
    time = "2026-03-01T12:00:00Z"
    note = Note(id=f"{number:026d}", path=str(path), body=f"note {number}", created=time, modified=time)
    key = store.documents.add(path)
    store.notes.put(note, key)
    store.reading.put(key, ReadingState(read=True, start=number), NOW)
    store.settings.set(f"draft {key}:document", f"draft {number}")
    return note


def _kept(store: UserDataStore, path: Path) -> tuple[list[str], int, str]:
    """What there is of a file: note bodies, where reading stopped, the draft."""
    key = store.documents.key_of(path)
    return (
        [note.body for note in store.notes.select(key)],
        store.reading.get(key).start,
        store.settings.get(f"draft {key}:document"),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one in it."""
    (tmp_path / "library" / "older").mkdir(parents=True)
    return tmp_path / "library"


def test_what_was_kept_before_a_folder_was_registered_goes_with_it(
    store: UserDataStore, folder: Path
) -> None:
    paths = [folder / "a.txt", folder / "older" / os.fsdecode(b"\xff.txt"), folder.parent / "outside.txt"]
    for number, path in enumerate(paths, 1):
        _note(store, number, path)
    before = [store.documents.key_of(path) for path in paths]
    store.documents.register([folder])
    after = [store.documents.key_of(path) for path in paths]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, False, True]
    for number, path in enumerate(paths, 1):
        assert _kept(store, path) == ([f"note {number}"], number, f"draft {number}")
        assert store.notes.path_of(f"{number:026d}") == path
    assert {key for key, _ in store.notes.below([folder])} == set(after[:2])
    assert [document.path for document in store.notes.annotated_documents()] == sorted(paths)


def test_a_folder_below_a_library_belongs_to_it_and_one_above_takes_nothing(
    store: UserDataStore, folder: Path
) -> None:
    store.documents.register([folder])
    path = folder / "older" / "a.txt"
    key = store.documents.key_of(path)
    _note(store, 1, path)
    store.documents.register([folder / "older"])
    assert store.documents.key_of(path) == key
    store.documents.register([folder.parent])
    assert store.documents.key_of(path) == key
    assert len(store.documents.roots.roots) == 2
    assert _kept(store, path) == (["note 1"], 1, "draft 1")


def test_a_file_registers_its_folder(store: UserDataStore, folder: Path) -> None:
    (folder / "a.txt").write_text("x")
    store.documents.register([folder / "a.txt"])
    assert [root for root, _ in store.documents.roots.roots] == [os.fsencode(folder)]


def test_a_team_gives_its_folder_an_id(store: UserDataStore, folder: Path) -> None:
    store.documents.register([folder])
    path = folder / "older" / "a.txt"
    _note(store, 1, path)
    (folder / "library.toml").write_text('id = "velmark-desk"\n')
    store.documents.register([folder / "older"])
    assert store.documents.roots.address_of(path) == ("velmark-desk", b"older/a.txt", "")
    assert len(store.documents.roots.roots) == 1
    assert _kept(store, path) == (["note 1"], 1, "draft 1")


def test_of_two_copies_of_a_teams_folder_the_one_opened_last_has_the_notes(
    store: UserDataStore, folder: Path
) -> None:
    copy = folder.parent / "copy"
    copy.mkdir()
    _note(store, 1, copy / "b.txt")
    for place in (folder, copy):
        (place / "library.toml").write_text('id = "velmark-desk"\n')
    store.documents.register([folder])
    _note(store, 2, folder / "a.txt")
    for place in (copy, folder, copy):
        store.documents.register([place])
        assert _kept(store, place / "a.txt") == (["note 2"], 2, "draft 2")
        assert _kept(store, place / "b.txt") == (["note 1"], 1, "draft 1")


def test_a_teams_folder_that_moved_is_known_by_its_id(store: UserDataStore, folder: Path) -> None:
    (folder / "library.toml").write_text('id = "velmark-desk"\n')
    store.documents.register([folder])
    _note(store, 1, folder / "a.txt")
    moved = folder.rename(folder.parent / "moved")
    store.documents.register([moved])
    assert _kept(store, moved / "a.txt") == (["note 1"], 1, "draft 1")


def test_a_root_that_moved_is_pointed_to_again(store: UserDataStore, folder: Path) -> None:
    store.documents.register([folder])
    _note(store, 1, folder / "a.txt")
    key = store.documents.key_of(folder / "a.txt")
    ((_, library),) = store.documents.roots.roots
    store.documents.repoint(library, folder.parent / "moved")
    assert store.documents.key_of(folder.parent / "moved" / "a.txt") == key
    assert _kept(store, folder.parent / "moved" / "a.txt") == (["note 1"], 1, "draft 1")
    assert store.notes.select(key)[0].path == str(folder.parent / "moved" / "a.txt")


def test_what_moves_onto_a_document_that_has_a_state_leaves_it(store: UserDataStore) -> None:
    old, new = Path("/a/old.txt"), Path("/a/new.txt")
    note = _note(store, 1, old)
    _note(store, 2, new)
    store.move_document(store.documents.key_of(old), new, [note])
    assert _kept(store, new) == (["note 1", "note 2"], 2, "draft 2")
    assert store.reading.states().keys() == {store.documents.key_of(new)}


def test_another_process_sees_what_was_registered(store: UserDataStore, folder: Path, tmp_path: Path) -> None:
    other = UserDataStore(tmp_path / "catalog.sqlite", tmp_path / "backups")
    store.documents.register([folder])
    other.documents.register([folder])
    assert other.documents.roots == store.documents.roots
    other.close()
