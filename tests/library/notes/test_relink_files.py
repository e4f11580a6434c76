"""Notes stay with their documents: files renamed, moved, changed and deleted; other readers; imports."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import NoteError
from reader.formats.load import parse
from reader.library.library import Library
from reader.library.notes.match_imports import ImportMatcher
from reader.library.notes.note_service import NoteService
from reader.library.storage.document_keys import LibraryRoots
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.user_data_schema import MIGRATIONS
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.notes import imports
from reader.notes.exports import export
from reader.notes.merging import PARTED
from reader.notes.note import Link, Note
from reader.text.document import Document

key_of = LibraryRoots().key_of

Maker = Callable[..., Library]
HARBOUR = "2026-03-02-harbour.txt"
CLOSED = "The harbour master closed the port."


def _noted(library: Library, path: Path, quote: str = CLOSED, body: str = "why?") -> Note:
    library.bring_up_to_date()
    return library.notes.add_quote(path, library.files.document(path), quote, body=body)


def _titles(library: Library) -> dict[str, int]:
    return {entry.path.name: entry.notes for entry in library.documents.entries()}


def test_a_renamed_file_keeps_its_notes_and_reading_state(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    note = _noted(library, folder / HARBOUR)
    (entry,) = (entry for entry in library.documents.entries() if entry.path.name == HARBOUR)
    library.reading.flag(entry, True)
    (folder / HARBOUR).rename(folder / "older" / "port.txt")
    library.bring_up_to_date()
    (kept,) = library.notes.on(folder / "older" / "port.txt")
    assert (kept.id, kept.body, kept.quote, kept.state) == (note.id, "why?", CLOSED, "exact")
    assert kept.path == str(folder / "older" / "port.txt")
    assert _titles(library) == {"2026-03-01-vienna.md": 0, "2026-02-01-grain.md": 0, "port.txt": 1}
    assert [entry.flagged for entry in library.documents.entries() if entry.path.name == "port.txt"] == [True]


def test_a_file_renamed_and_edited_at_once_keeps_its_notes(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    note = _noted(library, folder / HARBOUR)
    text = (folder / HARBOUR).read_text(encoding="utf-8")
    (folder / HARBOUR).unlink()
    (folder / "port.txt").write_text(text + "\nA third ferry came late in the evening.\n", encoding="utf-8")
    library.bring_up_to_date()
    (kept,) = library.notes.on(folder / "port.txt", library.files.document(folder / "port.txt"))
    assert kept.id == note.id
    assert library.files.document(folder / "port.txt").text[kept.start : kept.end] == CLOSED


def test_another_days_report_does_not_take_over_the_notes(library_of: Maker, folder: Path) -> None:
    report = "Situation report {0}\n\nOn {0} March the port took in {1} ships. No incident was seen.\n"
    (folder / "sitrep-03.txt").write_text(report.format(3, 41), encoding="utf-8")
    library = library_of(folder)
    note = _noted(library, folder / "sitrep-03.txt", "On 3 March the port took in 41 ships.")
    (folder / "sitrep-03.txt").unlink()
    (folder / "sitrep-04.txt").write_text(report.format(4, 37), encoding="utf-8")
    library.bring_up_to_date()
    assert library.notes.on(folder / "sitrep-04.txt") == []
    assert library.notes.all() == [note]


def test_a_moved_folder_keeps_its_notes(library_of: Maker, folder: Path, tmp_path: Path) -> None:
    library = library_of(folder)
    note = _noted(library, folder / HARBOUR)
    elsewhere = tmp_path / "archive"
    shutil.move(folder, elsewhere)
    moved = library_of(elsewhere)
    moved.bring_up_to_date()
    assert [kept.id for kept in moved.notes.on(elsewhere / HARBOUR)] == [note.id]
    assert moved.search.answer("note:why").hits, "the notes are searched under their new file"


def test_a_copy_takes_nothing_from_a_file_that_is_there(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    note = _noted(library, folder / HARBOUR)
    shutil.copy(folder / HARBOUR, folder / "copy.txt")
    library.bring_up_to_date()
    assert library.notes.on(folder / "copy.txt") == []
    assert library.notes.on(folder / HARBOUR) == [note]


def test_a_deleted_files_notes_stay_with_the_text(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    text = library.files.document(folder / HARBOUR).text
    library.bring_up_to_date()
    whole = library.notes.add(
        folder / HARBOUR, library.files.document(folder / HARBOUR), None, body="all of it"
    )
    (folder / HARBOUR).unlink()
    library.bring_up_to_date()
    assert library.notes.all() == [whole]
    assert library.notes.kept_text(whole) == text


def test_the_text_to_read_is_the_last_that_was_seen(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    note = _noted(library, folder / HARBOUR)
    (folder / HARBOUR).write_text(f"Harbour\n\n{CLOSED} It opened again.\n", encoding="utf-8")
    library.bring_up_to_date()
    text = library.files.document(folder / HARBOUR).text
    (folder / HARBOUR).unlink()
    library.bring_up_to_date()
    assert library.notes.kept_text(note) == text


def test_notes_are_placed_when_the_files_are_looked_at(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    note = _noted(library, folder / HARBOUR)
    text = (folder / HARBOUR).read_text(encoding="utf-8")
    (folder / HARBOUR).write_text(text.replace("The harbour", "It rained. The harbour"), encoding="utf-8")
    library.bring_up_to_date()
    (moved,) = library.notes.all()
    assert (moved.state, moved.start) == ("moved", note.start + len("It rained. "))
    assert moved.modified == note.modified, "nobody changed the note"


# What the person decides

FILE = Path("/briefings/a.md")
TEXT = "# Port\n\nThe convoy of nine lorries left Port Sanna on Monday. It carried wheat for Ostrava.\n"
NINE = "The convoy of nine lorries left Port Sanna on Monday."


@pytest.fixture
def user_data(tmp_path: Path) -> Iterator[UserDataStore]:
    made = UserDataStore(tmp_path / "catalog.sqlite")
    yield made
    made.close()


@pytest.fixture
def notebook(user_data: UserDataStore) -> NoteService:
    return NoteService(user_data)


def _text(text: str = TEXT) -> Document:
    return parse(text.encode(), "a.md")


CHANGED = TEXT.replace("left Port Sanna on Monday", "left Port Sanna early on Monday")


def test_a_changed_passage_is_taken_over(notebook: NoteService) -> None:
    notebook.add_quote(FILE, _text(), NINE)
    document = _text(CHANGED)
    (changed,) = notebook.on(FILE, document)
    assert (changed.state, changed.quote) == ("changed", NINE)
    changes: list[tuple[Note | None, Note]] = []
    notebook.on_change = lambda before, after: changes.append((before, after))
    taken = notebook.accept(changed, document)
    assert (taken.state, taken.quote) == ("exact", NINE.replace("on Monday", "early on Monday"))
    assert notebook.on(FILE, document) == [taken]
    with pytest.raises(NoteError, match="Only a note whose passage was changed"):
        notebook.accept(taken, document)
    notebook.revert(*changes.pop())
    (back,) = notebook.on(FILE, document)
    assert (back.state, back.quote) == ("changed", NINE)


def test_a_passage_that_was_given_up_is_not_guessed_again(notebook: NoteService) -> None:
    notebook.add_quote(FILE, _text(), NINE)
    (changed,) = notebook.on(FILE, _text(CHANGED))
    notebook.give_up(changed)
    assert [note.state for note in notebook.on(FILE, _text(CHANGED))] == ["lost"]
    again = _text(CHANGED + "\nOne more line.\n")
    assert [note.state for note in notebook.on(FILE, again)] == ["lost"]
    (back,) = notebook.on(FILE, _text())
    assert (back.state, back.quote) == ("exact", NINE)


# Undo, entities, other readers


def test_every_change_is_taken_back_in_turn(notebook: NoteService) -> None:
    changes: list[tuple[Note | None, Note]] = []
    notebook.on_change = lambda before, after: changes.append((before, after))
    note = notebook.add_quote(FILE, _text(), NINE, body="one")
    edited = notebook.edit(note, "two", "claim", ["t"], [Link("entity", "Ostrava")])
    notebook.trash(edited)
    assert notebook.all() == []
    notebook.revert(*changes.pop())
    assert [n.body for n in notebook.all()] == ["two"]
    back = notebook.revert(*changes.pop())
    assert (back.body, back.kind, back.tags, back.links) == ("one", "note", (), ())
    assert [n.body for n in notebook.all()] == ["one"]
    notebook.revert(*changes.pop())
    assert notebook.all() == []
    assert changes == []
    assert len(notebook.all(trashed=True)) == 1, "what was made is in the trash, not gone"


def test_a_note_on_an_entity_is_on_no_file(notebook: NoteService, user_data: UserDataStore) -> None:
    note = notebook.add_on_entity("Port Sanna", body="a free port", tags=["places"])
    linked = notebook.add(FILE, _text(), None, links=[Link("entity", "port sanna")])
    assert (note.path, note.links) == ("", (Link("entity", "Port Sanna"),))
    assert notebook.path_of(note) is None
    about = notebook.on_entity("Port Sanna")  # made in one millisecond, perhaps: in either order
    assert sorted(about, key=lambda each: each.path) == [note, linked]
    assert user_data.notes.counts().get("") == 1
    assert notebook.tags() == ["places"]


def test_two_readers_lose_nothing_of_each_other(
    tmp_path: Path, user_data: UserDataStore, notebook: NoteService
) -> None:
    note = notebook.add_quote(FILE, _text(), NINE, body="first", tags=["a", "b"])
    with closing(UserDataStore(tmp_path / "catalog.sqlite")) as second:
        other = NoteService(second)
        other.edit(note, "theirs", "claim", ["a", "c"])
        kept = notebook.edit(note, "ours", "note", ["a", "b", "d"])
        assert kept.body == f"ours{PARTED}theirs"
        assert (kept.kind, kept.tags) == ("claim", ("a", "d", "c"))
        assert other.all() == notebook.all() == [kept]


def test_a_place_that_another_reader_found_survives_an_edit(notebook: NoteService) -> None:
    note = notebook.add_quote(FILE, _text(), NINE)
    document = _text(TEXT.replace("The convoy", "It rained. The convoy"))
    (moved,) = notebook.on(FILE, document)
    edited = notebook.edit(note, "words", "note", [])
    assert (edited.state, edited.start, edited.body) == ("moved", moved.start, "words")


# Import


def test_a_note_comes_home_to_a_file_of_the_same_name(
    library_of: Maker, folder: Path, tmp_path: Path
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    annotation = {
        "id": "abc", "uri": f"https://example.org/{HARBOUR}", "text": "So?", "tags": ["port"],
        "created": "2026-03-02T10:00:00Z", "updated": "2026-03-02T10:00:00Z", "user": "acct:ann@example.org",
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": CLOSED}]}],
    }  # fmt: skip
    notes = imports.read(json.dumps({"rows": [annotation]}))
    homes = ImportMatcher(library.document_cache, library.roots).of
    for expected in (1, 0):
        assert len(library.notes.take_in(notes, library.files.document_or_none, homes)) == expected
    (note,) = library.notes.on(folder / HARBOUR)
    assert (note.body, note.tags, note.creator) == ("So?", ("port",), "ann")
    assert note.state in ("exact", "moved")
    assert library.files.document(folder / HARBOUR).text[note.start : note.end] == CLOSED


def test_export_and_import_elsewhere_and_export_are_the_same(
    library_of: Maker, folder: Path, tmp_path: Path
) -> None:
    library = library_of(folder)
    _noted(library, folder / HARBOUR)
    library.notes.add_on_entity("Korvania", body="who?")
    library.notes.add(
        folder / HARBOUR, library.files.document(folder / HARBOUR), None, body="all", kind="claim"
    )
    with closing(UserDataStore(tmp_path / "empty.sqlite")) as empty:
        other = NoteService(empty)
        for format in ("jsonl", "w3c"):
            written = export(library.notes.all(), format)
            other.take_in(imports.read(written), library.files.document_or_none)
            assert export(sorted(other.all(), key=lambda n: n.id, reverse=True), format) == export(
                sorted(library.notes.all(), key=lambda n: n.id, reverse=True), format
            )


# The user data of an earlier version


def test_a_catalog_of_the_first_version_is_taken_forward(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    document = _text()
    with closing(Database(path, MIGRATIONS[:1], full=True)) as first:
        note = Note(
            id="0" * 26, path=str(FILE), created="2026-03-01T00:00:00Z", modified="2026-03-01T00:00:00Z",
            state="exact", quote=NINE, start=6, end=6 + len(NINE), quote_start=6, quote_end=6 + len(NINE),
            text_sha256=document.sha256,
        )  # fmt: skip
        first.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, ?, 0, ?)",
            (
                note.id,
                key_of(FILE),
                str(FILE).encode(),
                json.dumps(note.to_json()),
                note.text_sha256,
                note.created,
            ),
        )
    with closing(UserDataStore(path)) as user_data:
        assert user_data.notes.select() == [note]
        assert [(n.path, n.text_sha256) for n in user_data.notes.annotated_documents()] == [
            (FILE, note.text_sha256)
        ]
    with closing(sqlite3.connect(tmp_path / "catalog.version-1.sqlite")) as backup:
        assert backup.execute("SELECT count(*) FROM notes").fetchone() == (1,)
