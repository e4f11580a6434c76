"""Documents in documents: listed, indexed and annotated each by itself, under the file that holds them."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.errors import ReaderError, UnreadableFile
from reader.library.ingest.update import Progress
from reader.library.library import Library

if TYPE_CHECKING:
    from tests.conftest import Maker

TIDES = "2@x/tides.md"


def message(number: int, *, answers: int = 0, attached: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"] = "Mara Keel <keel@harbour.example>"
    mail["Date"] = f"{number} Mar 2026 09:30 +0000"
    mail["Subject"] = f"Watch {number}"
    mail["Message-ID"] = f"<{number}@x>"
    if answers:
        mail["In-Reply-To"] = f"<{answers}@x>"
    mail.set_content(f"Berth {number} is closed until Friday.\n")
    if attached:
        mail.add_attachment(attached.encode(), maintype="text", subtype="markdown", filename="tides.md")
    return b"From keel Tue Mar 17 09:30:00 2026\n" + mail.as_bytes() + b"\n"


FIRST = message(1) + message(2, attached="# Tides\n\nA zeppelin moored at six.\n")


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "note.txt").write_text("A note\n\nNothing new.\n")
    path = folder / "watch.mbox"
    path.write_bytes(FIRST)
    return path


def grow(path: Path, data: bytes) -> None:
    status = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 5_000_000_000))


def inner_keys(library: Library) -> list[str]:
    return [row.inner for row in library.documents.entries() if row.path.suffix == ".mbox"]


def test_parts_are_listed_below_what_they_are_part_of(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    last = library.bring_up_to_date()
    assert (last.done, last.total, last.failed) == (2, 2, 0)
    assert inner_keys(library) == ["", "1@x", "2@x", TIDES]
    rows = {row.inner: row for row in library.documents.entries() if row.path == mailbox}
    assert (rows[TIDES].parent, rows[TIDES].parent_key) == ("2@x", rows["2@x"].key)
    assert rows["2@x"].parent_key == rows[""].key
    assert (rows[TIDES].name, rows[TIDES].format, rows[TIDES].title) == ("tides.md", "markdown", "Tides")
    assert rows[TIDES].published == "2026-03-02T09:30:00Z"
    assert library.files.document(mailbox, TIDES).text.endswith("moored at six.")


def test_a_second_opening_reads_nothing(library_of: Maker, mailbox: Path) -> None:
    library_of(mailbox.parent).bring_up_to_date()
    assert library_of(mailbox.parent).bring_up_to_date() == Progress(0, 0, finished=True)


def test_a_word_of_an_attachment_is_found_in_it(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    library.bring_up_to_date()
    (hit,) = library.search.answer("zeppelin").hits
    place = library.search.place_of(hit)
    assert (place.path, place.inner) == (mailbox, TIDES)
    row = library.documents.entry(*place)
    assert row is not None
    assert row.key == hit.key


def test_a_note_on_a_part_stays_when_the_file_grows(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    library.bring_up_to_date()
    document = library.files.document(mailbox, TIDES)
    note = library.notes.add_quote(mailbox, document, "zeppelin", body="whose?", inner=TIDES)
    assert note.inner == TIDES
    row = library.documents.entry(mailbox, TIDES)
    assert row is not None
    library.reading.mark_read(row, True)
    grow(mailbox, message(0, attached="# Other tides\n\nNone.\n") + FIRST + message(3, answers=1))
    library.bring_up_to_date()
    assert inner_keys(library) == ["", "0@x", "0@x/tides.md", "1@x", "3@x", "2@x", TIDES]
    (again,) = library.notes.on(mailbox, library.files.document(mailbox, TIDES), TIDES)
    assert (again.id, again.state, again.inner) == (note.id, "exact", TIDES)
    assert library.notes.on(mailbox) == []
    row = library.documents.entry(mailbox, TIDES)
    assert row is not None
    assert (row.notes, row.unread) == (1, False)
    assert {hit.kind for hit in library.search.answer("whose").hits} == {"note"}


def test_a_part_that_is_gone_leaves_list_and_index(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    library.bring_up_to_date()
    grow(mailbox, message(1))
    library.bring_up_to_date()
    assert inner_keys(library) == ["", "1@x"]
    assert library.search.answer("'zeppelin").hits == ()
    with pytest.raises(UnreadableFile, match="no such part"):
        library.files.document(mailbox, TIDES)
    mailbox.unlink()
    library.bring_up_to_date()
    assert inner_keys(library) == []
    assert library.search.answer("'berth").hits == ()


def test_notes_on_parts_follow_a_renamed_file(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    library.bring_up_to_date()
    document = library.files.document(mailbox, TIDES)
    note = library.notes.add_quote(mailbox, document, "zeppelin", inner=TIDES)
    other = library.notes.add(mailbox, library.files.document(mailbox), None, body="the box")
    renamed = mailbox.with_name("harbour.mbox")
    mailbox.rename(renamed)
    library.bring_up_to_date()
    assert [item.id for item in library.notes.on(renamed, inner=TIDES)] == [note.id]
    assert [item.id for item in library.notes.on(renamed)] == [other.id]
    assert library.notes.all() != []
    assert {(item.path, item.inner) for item in library.notes.all()} == {
        (str(renamed), TIDES),
        (str(renamed), ""),
    }


def test_a_note_follows_its_part_to_another_file(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    library.bring_up_to_date()
    document = library.files.document(mailbox, TIDES)
    note = library.notes.add_quote(mailbox, document, "zeppelin", inner=TIDES)
    (mailbox.parent / "tides.md").write_text("# Tides\n\nA zeppelin moored at six.\n")
    grow(mailbox, message(1))
    library.bring_up_to_date()
    assert [item.id for item in library.notes.on(mailbox.parent / "tides.md")] == [note.id]


def test_a_part_that_cannot_be_read_says_why(library_of: Maker, mailbox: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Plans"
    mail["Message-ID"] = "<4@x>"
    mail.set_content("See below.\n")
    mail.add_attachment(b"PK", maintype="application", subtype="x-word", filename="plans.docx")
    grow(mailbox, FIRST + b"From x Tue Mar 17 09:30:00 2026\n" + mail.as_bytes())
    library = library_of(mailbox.parent)
    assert library.bring_up_to_date().failed == 1
    *_, row = library.documents.entries()
    assert (row.inner, row.problem_code, row.title) == ("4@x/plans.docx", "broken", "plans.docx")
    assert library.bring_up_to_date() == Progress(0, 0, finished=True)


def test_the_list_folds_and_unfolds(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    library.bring_up_to_date()
    listing = library.documents.listing()
    box = library.documents.key_of(mailbox)
    second = library.documents.key_of(mailbox, "2@x")
    assert [row.inner for row in listing.folded(frozenset())] == ["", ""]
    assert [row.inner for row in listing.folded({box})] == ["", "", "1@x", "2@x"]
    assert [row.inner for row in listing.folded({box, second})] == ["", "", "1@x", "2@x", TIDES]
    assert [row.inner for row in listing.folded({second})] == ["", ""]
    assert listing.part_counts[box] == 2
    assert [listing.depth(key) for key in listing.keys] == [0, 0, 1, 1, 2]
    matching, _ = library.documents.filtered(listing, "tides")
    assert [row.inner for row in matching] == [TIDES]
    assert [row.inner for row in library.documents.listing(limit=1)] == [""]


def test_the_format_is_asked_for_in_list_and_search(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    library.bring_up_to_date()
    listing = library.documents.listing()

    def listed(line: str) -> list[str]:
        return [row.inner for row in library.documents.filtered(listing, line)[0]]

    def hits(line: str) -> set[str]:
        return {library.search.place_of(hit).inner for hit in library.search.answer(line).hits}

    assert listed("format:md") == listed("format:markdown") == [TIDES]
    assert listed("format:mail") == ["1@x", "2@x"]
    assert listed("format:mbox -format:mail") == [""]
    assert listed("-format:text format:pdf | format:txt") == []
    assert hits("moored format:markdown") == hits("zeppelin format:md") == {TIDES}
    assert hits("berth -format:mail") == set()
    assert hits("berth format:eml") == {"1@x", "2@x"}


def test_parts_follow_their_file_into_another_library(library_of: Maker, mailbox: Path) -> None:
    library_of(mailbox.parent).bring_up_to_date()
    (mailbox.parent / "library.toml").write_text('id = "harbour-team"\n')
    library = library_of(mailbox.parent)
    rows = {row.inner: row for row in library.documents.entries() if row.path == mailbox}
    assert rows[TIDES].key == library.documents.key_of(mailbox, TIDES)
    assert rows[TIDES].parent_key == rows["2@x"].key
    assert rows["2@x"].parent_key == rows[""].key
    assert library.documents.listing().depth(rows[TIDES].key) == 2


def test_a_part_is_saved_as_it_is_over_no_other_file(
    library_of: Maker, mailbox: Path, tmp_path: Path
) -> None:
    library = library_of(mailbox.parent)
    (tmp_path / "tides.md").write_text("mine")
    target = library.files.save_part(mailbox, TIDES, tmp_path)
    assert target == tmp_path / "tides 2.md"
    assert target.read_bytes() == b"# Tides\n\nA zeppelin moored at six.\n"
    assert (tmp_path / "tides.md").read_text() == "mine"
    assert library.files.save_part(mailbox, "2@x", tmp_path).name == "message.eml"
    with pytest.raises(UnreadableFile, match="no file of its own"):
        library.files.save_part(mailbox, "nothing", tmp_path)
    with pytest.raises(ReaderError, match="cannot be written"):
        library.files.save_part(mailbox, TIDES, tmp_path / "nowhere")


def test_all_documents_of_a_file_are_read_at_once_for_who_wants_them_all(
    library_of: Maker, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = library_of(mailbox.parent).files
    read: list[Path] = []
    everything = files.all
    monkeypatch.setattr(files, "all", lambda path: read.append(path) or everything(path))
    for inner in ("2@x", "1@x", TIDES):
        assert files.document_in_bulk(mailbox, inner) == files.document(mailbox, inner)
    assert files.document_in_bulk(mailbox, "") == files.document(mailbox)
    assert read == [mailbox]
    grow(mailbox, FIRST + message(3))
    assert files.document_in_bulk(mailbox, "3@x").title == "Watch 3"
    assert read == [mailbox, mailbox]
    with pytest.raises(UnreadableFile, match="no such part"):
        files.document_in_bulk(mailbox, "nothing")


def test_the_source_of_a_part_can_be_looked_at(library_of: Maker, mailbox: Path) -> None:
    library = library_of(mailbox.parent)
    assert library.files.raw(mailbox, "2@x").text.startswith("From: Mara Keel <keel@harbour.example>")
    assert library.files.raw(mailbox, TIDES).text.startswith("# Tides")


def test_an_address_names_one_document_of_a_file(library_of: Maker, mailbox: Path) -> None:
    named = mailbox.with_name("a#b.txt")
    named.write_text("Sharp.\n")
    from reader.library import document_path

    assert document_path(str(named)) == (named, "")
    assert document_path(f"{mailbox}#{TIDES}") == (mailbox, TIDES)
    assert document_path(f"{named}#x#y") == (named, "x#y")
    assert document_path("nothing#x") == (Path("nothing#x"), "")
