"""Files and folders that go while they are open, and clocks that go back: nothing that is known is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.background.indexing_process import Background
from reader.errors import UnreadableFile
from reader.library.ingest import unavailable as away
from reader.library.library import Library
from reader.library.settings import Settings
from reader.system.paths import Places

Maker = Callable[..., Library]
HARBOUR = "2026-03-02-harbour.txt"
CLOSED = "The harbour master closed the port."
TITLES = ["Harbour closed after storm", "Talks open in Vienna", "Grain prices"]


def _read_and_noted(library: Library, folder: Path) -> str:
    """The id of a note on a document that is read, in a library that is up to date."""
    library.bring_up_to_date()
    entry = library.documents.entry(folder / HARBOUR)
    assert entry is not None
    library.reading.mark_read(entry, True)
    return library.notes.add_quote(entry.path, library.files.document(entry.path), CLOSED, body="why?").id


def _is_whole(library: Library, folder: Path, note: str) -> None:
    """That the library still lists, finds and remembers all that it did."""
    assert sorted(entry.title for entry in library.documents.entries()) == sorted(TITLES)
    entry = library.documents.entry(folder / HARBOUR)
    assert entry is not None
    assert (entry.unread, entry.notes) == (False, 1)
    assert [each.id for each in library.notes.on(entry.path)] == [note]
    assert [hit.title for hit in library.search.answer("title:harbour").hits] == [TITLES[0]]


def _put_out_of_reach(folder: Path, elsewhere: Path, how: str) -> None:
    """Let a folder be away: moved, or as the system leaves the place of a drive that was taken out."""
    folder.rename(elsewhere)
    if how == "unmounted":
        folder.mkdir()


@pytest.mark.parametrize("how", ["moved", "unmounted"])
def test_a_folder_that_is_away_keeps_its_documents_and_is_said(
    library_of: Maker, folder: Path, tmp_path: Path, how: str
) -> None:
    library = library_of(folder)
    note = _read_and_noted(library, folder)
    _put_out_of_reach(folder, tmp_path / "drive", how)
    last = library.bring_up_to_date()
    assert last.note.startswith(f"{folder} is away: ")
    assert "the 3 documents there is kept" in last.note
    _is_whole(library, folder, note)
    with pytest.raises(UnreadableFile, match=r"no such file|not there|gone"):
        library.files.document(folder / "2026-03-01-vienna.md")
    if how == "unmounted":
        folder.rmdir()
    (tmp_path / "drive").rename(folder)
    assert library.bring_up_to_date().note == ""
    _is_whole(library, folder, note)


def test_a_folder_that_cannot_be_looked_into_keeps_its_documents(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    real = os.scandir

    def refusing(path: object) -> object:
        if str(path).endswith("older"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refusing)
    assert f"{folder / 'older'} is away: you may not read it" in library.bring_up_to_date().note
    listed = {entry.path.name: entry.problem for entry in library.documents.entries()}
    assert listed["2026-02-01-grain.md"] == ""
    assert "you may not read it" in listed["older"]
    monkeypatch.setattr(os, "scandir", real)
    library.bring_up_to_date()
    assert sorted(entry.title for entry in library.documents.entries()) == sorted(TITLES)


def test_notes_of_a_folder_that_is_away_do_not_go_to_copies(
    library_of: Maker, folder: Path, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "copy.txt").write_bytes((folder / HARBOUR).read_bytes())
    library = library_of(folder, copies)
    note = _read_and_noted(library, folder)
    _put_out_of_reach(folder, tmp_path / "drive", "moved")
    library.bring_up_to_date()
    assert [each.id for each in library.notes.on(folder / HARBOUR)] == [note]
    assert library.notes.on(copies / "copy.txt") == []


def test_what_a_person_deletes_is_gone_from_the_list_and_its_notes_stay(
    library_of: Maker, folder: Path
) -> None:
    library = library_of(folder)
    note = _read_and_noted(library, folder)
    for path in folder.glob("*.*"):
        path.unlink()
    assert library.bring_up_to_date().note == ""
    assert [entry.title for entry in library.documents.entries()] == ["Grain prices"]
    assert [each.id for each in library.notes.all()] == [note]


def test_the_interface_is_told_and_starts_no_indexing(
    library_of: Maker, folder: Path, tmp_path: Path
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    told: list[tuple[int, int, bool, str]] = []
    background = Background(library, lambda *progress: told.append(progress), lambda *_: None)
    folder.rename(tmp_path / "drive")
    background._index()
    background.close()
    assert [(finished, note) for _, _, finished, note in told] == [(True, library.unavailable_message())]
    assert "the 3 documents" in library.unavailable_message()


def test_the_last_library_that_is_away_is_said_when_none_is_named(
    library_of: Maker, folder: Path, tmp_path: Path, places: Places
) -> None:
    library = library_of(folder)
    library.remember()
    library.close()
    folder.rename(tmp_path / "drive")
    seeds = library_of()
    assert seeds.roots != (folder,)
    assert [notice for notice in seeds.notices if f"{folder} is away" in notice]
    seeds.remember()
    seeds.close()
    (tmp_path / "drive").rename(folder)
    assert Library.open([], places, Settings()).roots == (folder,)


def test_a_file_is_no_folder_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    assert away.unavailable_roots([tmp_path, tmp_path / "a.txt"]) == []
    assert [root.folder.name for root in away.unavailable_roots([tmp_path / "b"])] == ["b"]


# Files that change while they are open


@pytest.mark.parametrize("after", ["", "Short\n\nShort.\n", "Long\n\n" + "More of it. " * 50_000])
def test_a_file_that_shrinks_or_grows_is_read_as_it_is_now(
    library_of: Maker, folder: Path, after: str
) -> None:
    library = library_of(folder)
    note = _read_and_noted(library, folder)
    path = folder / HARBOUR
    path.write_text(after, encoding="utf-8")
    assert "harbour master" not in library.files.document(path).text
    assert library.bring_up_to_date().failed == 0
    assert [(each.id, each.state) for each in library.notes.on(path, library.files.document(path))] == [
        (note, "lost")
    ]


def test_a_file_that_vanishes_or_is_refused_is_said_in_a_sentence(
    library_of: Maker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    path = folder / HARBOUR
    library.files.document(path)
    content = path.read_bytes()
    path.unlink()
    with pytest.raises(UnreadableFile, match="harbour"):
        library.files.document(path)
    path.mkdir()
    with pytest.raises(UnreadableFile, match="harbour"):
        library.files.document(path)
    path.rmdir()
    path.write_bytes(content)
    assert library.files.document(path).title == TITLES[0]
    os.utime(path, ns=(1, 1))

    def refused(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(UnreadableFile, match=r"may not|permission"):
        library.files.document(path)


# Clocks


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_file_is_read_anew_whichever_way_its_time_went(library_of: Maker, folder: Path, year: int) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    path = folder / HARBOUR
    size = path.stat().st_size
    text = path.read_text(encoding="utf-8").replace("storm", "flood")
    path.write_text(text, encoding="utf-8")
    moment = datetime(year, 1, 2, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    assert path.stat().st_size == size
    assert library.bring_up_to_date().done == 1
    assert library.files.document(path).title == "Harbour closed after flood"
    assert library.bring_up_to_date().done == 0


def test_what_was_read_in_the_future_stays_read(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    entry = library.documents.entry(folder / HARBOUR)
    assert entry is not None
    state = library.user_data.reading.get(entry.key)._replace(read=True, start=7, quote="x")
    library.user_data.reading.put(
        library.user_data.documents.add(entry.path), state, datetime(2099, 1, 1, tzinfo=UTC)
    )
    library.reading.flag(entry, True)  # by the clock of today, which has gone back
    kept = library.user_data.reading.get(entry.key)
    assert (kept.read, kept.flagged, kept.start) == (True, True, 7)
