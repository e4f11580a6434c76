"""Where a person stopped reading, and what a library says of files that change, grow or vanish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.library.documents import loader
from reader.library.entities.corpus_index import NamedEntity
from reader.library.entities.dossier import Dossier
from reader.library.library import Library
from reader.library.notes.match_imports import ImportMatcher
from reader.system.paths import bundled_seeds
from reader.text.spans import Span

if TYPE_CHECKING:
    from tests.conftest import Maker

CALM = "No incidents were reported."
REPORT = f"The north is open. {CALM} The south is shut. {CALM} Rain is expected.\n"


def _library(library_of: Maker, root: Path, **files: str) -> Library:
    root.mkdir(exist_ok=True)
    for stem, text in files.items():
        (root / f"{stem}.txt").write_text(text, encoding="utf-8")
    library = library_of(root)
    library.bring_up_to_date()
    return library


def _stopped(library: Library, path: Path, changed: str) -> str:
    """What stands at the place where a person stopped, once the file says something else."""
    path.write_text(changed, encoding="utf-8")
    entry = library.documents.entries()[0]
    document = library.files.document(path)
    return document.text[library.reading.place(entry, document) :]


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        (REPORT, f"{CALM} Rain"),
        (f"A new head line. {REPORT}", f"{CALM} Rain"),
        # The sentence stands twice: what follows tells which it was.
        (REPORT.replace("The north is open. ", ""), f"{CALM} Rain"),
        (f"{CALM} Rain came. {REPORT.replace(f'{CALM} Rain', 'Rain')}", f"{CALM} Rain came"),
        # Of two that are equally like it the nearer one.
        (f"{REPORT}\n{REPORT}", f"{CALM} Rain"),
        # Gone: about as far down as it was, and never beyond the end.
        ("Short.", "."),
    ],
)
def test_reading_goes_on_at_the_same_sentence(
    library_of: Maker, tmp_path: Path, changed: str, at: str
) -> None:
    library = _library(library_of, tmp_path / "docs", report=REPORT)
    path = tmp_path / "docs" / "report.txt"
    document = library.files.document(path)
    offset = document.text.rindex(CALM) + 3
    library.reading.keep_place(library.documents.entries()[0], document, offset)
    assert _stopped(library, path, changed).startswith(at)
    library.reading.keep_place(library.documents.entries()[0], document, document.text.rindex(CALM))
    assert _stopped(library, path, changed).startswith(at)


def test_who_never_stopped_begins_at_the_beginning(library_of: Maker, tmp_path: Path) -> None:
    library = _library(library_of, tmp_path / "docs", report=REPORT, empty="")
    for entry in library.documents.entries():
        assert library.reading.place(entry, library.files.document(entry.path)) == 0


def test_a_place_in_a_text_without_sentences_is_no_place(library_of: Maker, tmp_path: Path) -> None:
    library = _library(library_of, tmp_path / "docs", empty="")
    entry = library.documents.entries()[0]
    document = library.files.document(entry.path)
    library.reading.keep_place(entry, document, 0)
    assert library.reading.place(entry, document) == 0


def test_documents_are_kept_and_let_go(
    library_of: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_MOST_IN_MEMORY", 2)
    library = _library(library_of, tmp_path / "docs", a="One.", b="Two.", c="Three.")
    a, b, c = (tmp_path / "docs" / f"{stem}.txt" for stem in "abc")
    first, second = library.files.document(a), library.files.document(b)
    assert library.files.document(a) is first
    library.files.document(c)
    assert library.files.document(a) is first  # used since
    assert library.files.document(b) is not second
    assert library.files.document(b).text == "Two."


def test_a_large_file_shows_its_beginning_once(
    library_of: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_LARGE_BYTES", 1_000)
    library = _library(library_of, tmp_path / "docs", large="A long report. " * 200, small="Short.")
    large, small = (tmp_path / "docs" / name for name in ("large.txt", "small.txt"))
    assert library.files.beginning(small) is None
    assert library.files.beginning(tmp_path / "docs" / "gone.txt") is None
    beginning = library.files.beginning(large)
    assert beginning is not None
    assert library.files.document(large).text.startswith(beginning.text[:100])
    assert library.files.beginning(large) is None  # the whole is there by now


def test_the_home_of_a_note_is_certain_or_none(
    library_of: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = _library(
        library_of,
        tmp_path / "docs",
        first="Ships left.",
        other="Ships came.",
        third="Rain.",
    )
    (tmp_path / "docs" / "below").mkdir()
    (tmp_path / "docs" / "below" / "third.txt").write_text("Snow.", encoding="utf-8")
    library.bring_up_to_date()
    docs = tmp_path / "docs"
    first = library.files.document(docs / "first.txt")
    note = library.notes.add(docs / "first.txt", first, Span(0, 4), body="why?")

    homes, entries, asked = (
        ImportMatcher(library.document_cache, library.roots),
        library.document_cache.entries,
        [],
    )
    monkeypatch.setattr(
        library.document_cache, "entries", lambda roots: asked.append(roots) or entries(roots)
    )

    def home(**changes: str) -> Path | None:
        bare = replace(note, path="x/y.txt", title="", text_sha256="")
        place = homes.of(replace(bare, **changes))  # type: ignore[arg-type]
        return place.path if place is not None else None

    assert home(text_sha256=first.sha256) == docs / "first.txt"
    assert home(path="elsewhere/other.txt") == docs / "other.txt"
    assert home(path="elsewhere/third.txt") is None  # two have this name
    assert home(title=first.title.upper()) == docs / "first.txt"
    assert home(title=library.files.document(docs / "third.txt").title) is None
    assert home() is None
    assert len(asked) == 1  # of how many notes ever


def test_a_document_that_vanished_adds_nothing_to_a_dossier(library_of: Maker, tmp_path: Path) -> None:
    library = _library(library_of, tmp_path / "docs", report=REPORT)
    (entry,) = library.documents.entries()
    dossier = Dossier(NamedEntity("Tessel", "GPE", 1, 1, "", "", b"", "Tessel", ""), documents=2)
    library.entities.read_into(dossier, entry)  # not analysed yet
    entry.path.unlink()
    library.entities.read_into(dossier, entry)
    assert (dossier.read, dossier.places) == (2, [])


def test_the_bundled_library_is_not_remembered(library_of: Maker, tmp_path: Path) -> None:
    own = _library(library_of, tmp_path / "docs", report=REPORT)
    own.remember()
    library_of(bundled_seeds()).remember()
    assert library_of().roots == own.roots


def test_what_is_known_of_a_document_changes_one_thing_at_a_time(library_of: Maker, tmp_path: Path) -> None:
    library = _library(library_of, tmp_path / "docs", report=REPORT)
    (entry,) = library.documents.entries()
    document = library.files.document(entry.path)
    south = document.text.index("The south")

    def known() -> tuple[bool, bool, int]:
        (now,) = library.documents.entries()
        return now.unread, now.flagged, library.reading.place(now, document)

    assert known() == (True, False, 0)
    assert not library.reading.mark_read(entry, True).unread
    library.reading.keep_place(entry, document, south)
    assert known() == (False, False, south)
    flagged = library.reading.flag(entry, True)
    assert (flagged.unread, flagged.flagged) == (False, True)
    assert known() == (False, True, south)
    unread = library.reading.mark_read(flagged, False)
    assert (unread.unread, unread.flagged) == (True, True)
    assert known() == (True, True, south)
    library.reading.keep_place(entry, document, 0)
    library.reading.flag(entry, False)
    assert known() == (True, False, 0)
