"""The use cases of notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from reader.errors import NoteError
from reader.formats.load import parse
from reader.library.notes.note_service import NoteService, locate
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.text.document import Document
from reader.text.spans import Span

FILE = Path("/briefings/a.md")
TEXT = (
    "# The strait\n\nThe envoy arrived on Sunday with eleven aides. "
    "Ferries were held at Port Sanna for six hours. "
    "The master said nothing.\n\nThe master said nothing.\n"
)


def _document(text: str = TEXT) -> Document:
    return parse(text.encode(), "a.md")


@pytest.fixture
def user_data(tmp_path: Path) -> Iterator[UserDataStore]:
    made = UserDataStore(tmp_path / "catalog.sqlite")
    yield made
    made.close()


@pytest.fixture
def notebook(user_data: UserDataStore) -> NoteService:
    ticks = count()
    return NoteService(user_data, lambda: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=next(ticks)))


def test_a_note_on_a_passage_is_kept_with_quote_and_text(
    notebook: NoteService, user_data: UserDataStore
) -> None:
    document = _document()
    note = notebook.add_quote(FILE, document, "eleven aides", body="Who?", kind="question", tags=["crew"])
    assert (note.state, note.quote, note.kind, note.tags) == ("exact", "eleven aides", "question", ("crew",))
    assert document.text[note.start : note.end] == "eleven aides"
    assert note.title == "The strait"
    assert user_data.notes.snapshot(note.text_sha256) == document.text
    assert notebook.on(FILE, document) == [note]
    assert notebook.path_of(note) == FILE


def test_a_note_on_the_document_has_no_place(notebook: NoteService) -> None:
    note = notebook.add(FILE, _document(), None, body="Read again")
    assert note.state == "document"
    assert note.span is None


def test_words_that_are_not_there_are_refused() -> None:
    with pytest.raises(NoteError, match="does not say"):
        locate(_document(), "the moon")
    with pytest.raises(NoteError, match="needs the passage"):
        locate(_document(), "  ")


def test_words_that_are_there_twice_need_their_start() -> None:
    document = _document()
    quote = "The master said nothing."
    first, second = document.text.index(quote), document.text.rindex(quote)
    with pytest.raises(NoteError, match=f"first at {first} and {second}"):
        locate(document, quote)
    assert locate(document, quote, second) == Span(second, second + len(quote))
    with pytest.raises(NoteError, match="At character 3"):
        locate(document, quote, 3)


def test_a_quotation_is_found_whatever_its_white_space_is() -> None:
    document = _document()
    words = document.text.split()[1:4]
    span = locate(document, "\n  ".join(words))
    assert document.quote(span).split() == words
    assert locate(document, f"  {' '.join(words)}\n", span.start) == span


def test_a_note_survives_an_edit_of_the_file(notebook: NoteService) -> None:
    note = notebook.add_quote(FILE, _document(), "Ferries were held at Port Sanna for six hours.")
    edited = _document(TEXT.replace("The envoy", "A new opening stands here.\n\nThe envoy"))
    (moved,) = notebook.on(FILE, edited)
    assert moved.state == "moved"
    assert edited.text[moved.start : moved.end] == note.quote
    assert notebook.all() == [moved]  # kept: the list of all notes says the same


def test_a_note_whose_sentence_is_gone_is_lost_not_guessed(notebook: NoteService) -> None:
    note = notebook.add_quote(FILE, _document(), "Ferries were held at Port Sanna for six hours.")
    without = _document(TEXT.replace("Ferries were held at Port Sanna for six hours. ", ""))
    (lost,) = notebook.on(FILE, without)
    assert (lost.state, lost.span, lost.quote) == ("lost", None, note.quote)
    (back,) = notebook.on(FILE, _document())
    assert (back.state, back.start) == ("exact", note.start)


def test_notes_come_by_place_those_on_the_document_first(notebook: NoteService) -> None:
    document = _document()
    late = notebook.add_quote(FILE, document, "six hours")
    early = notebook.add_quote(FILE, document, "envoy")
    whole = notebook.add(FILE, document, None, body="all of it")
    assert notebook.on(FILE, document) == [whole, early, late]
    assert notebook.all() == [whole, early, late]


def test_an_edit_keeps_the_passage(notebook: NoteService) -> None:
    note = notebook.add_quote(FILE, _document(), "envoy", body="first")
    edited = notebook.edit(note, "second", "claim", ["b"])
    assert (edited.body, edited.kind, edited.tags, edited.start) == ("second", "claim", ("b",), note.start)
    assert edited.modified > note.modified
    assert notebook.all() == [edited]
    assert notebook.edit(edited, "second", "claim", ["b"]) is edited


def test_the_trash_gives_back(notebook: NoteService) -> None:
    note = notebook.add_quote(FILE, _document(), "envoy")
    trashed = notebook.trash(note)
    assert notebook.all() == []
    assert notebook.all(trashed=True) == [trashed]
    restored = notebook.restore(trashed)
    assert notebook.all() == [restored]
    assert notebook.path_of(restored) == FILE


def test_taking_in_twice_is_the_same_as_once(notebook: NoteService, tmp_path: Path) -> None:
    made = [notebook.add_quote(FILE, _document(), "envoy"), notebook.add(FILE, _document(), None, body="b")]
    elsewhere = UserDataStore(tmp_path / "other.sqlite")
    other = NoteService(elsewhere)
    assert other.take_in(made, lambda *_: None) == made
    assert other.take_in(made, lambda *_: None) == []
    assert sorted(other.all(), key=lambda note: note.id) == sorted(made, key=lambda note: note.id)
    assert other.path_of(made[0]) == FILE
    elsewhere.close()


def test_the_later_version_of_a_note_is_taken_in(notebook: NoteService) -> None:
    note = notebook.add_quote(FILE, _document(), "envoy", body="old")
    later = note.edited("new", datetime(2027, 1, 1, tzinfo=UTC))
    assert notebook.take_in([later], lambda *_: None) == [later]
    assert notebook.take_in([note], lambda *_: None) == []
    assert [kept.body for kept in notebook.all()] == ["new"]


def test_taking_in_keeps_the_text_where_the_file_still_has_it(notebook: NoteService, tmp_path: Path) -> None:
    note = notebook.add_quote(FILE, _document(), "envoy")
    for name, document, kept in (("same", _document(), True), ("other", _document("Another."), False)):
        elsewhere = UserDataStore(tmp_path / f"{name}.sqlite")
        NoteService(elsewhere).take_in([note], lambda *_, document=document: document)  # type: ignore[misc]
        assert (elsewhere.notes.snapshot(note.text_sha256) is not None) == kept
        elsewhere.close()
