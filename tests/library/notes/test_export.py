"""Notes go into a file of the folder that a person chose, whatever the notes are called after."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.library.notes.export import export_path, export_to_file
from reader.notes.exports import FORMATS
from reader.notes.imports import read
from reader.notes.note import Note, create

TIME = "2026-03-01T12:00:00Z"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("/etc/passwd", "etc-passwd"),
        ("..", "notes"),
        ("", "notes"),
        ("a\x00b\n\x1b[31mc", "a-b-31mc"),
        ("C:\\Windows\\a", "C-Windows-a"),
        ("-rf", "rf"),
        ("~", "notes"),
        ("x" * 500, "x" * 80),
        ("Ḥormuz 海峡", "Ḥormuz-海峡"),
    ],
)
@pytest.mark.parametrize("format", FORMATS)
def test_a_file_of_notes_lies_in_its_folder(tmp_path: Path, name: str, stem: str, format: str) -> None:
    target = export_path(tmp_path, name, format)
    assert target == tmp_path / f"notes-{stem}{FORMATS[format].suffix}"
    assert target.resolve().parent == tmp_path.resolve()


def test_an_export_makes_one_file_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    inside = tmp_path / "chosen"
    inside.mkdir()
    (tmp_path / "passwd").write_text("theirs")
    note = Note(id="0" * 26, path="/a.txt", title="../../passwd", body="words", created=TIME, modified=TIME)
    message = export_to_file([note], export_path(inside, "../passwd"))
    assert message == f"1 note written to {inside / 'notes-passwd.md'}."
    assert [path.name for path in inside.iterdir()] == ["notes-passwd.md"]
    assert "words" in (inside / "notes-passwd.md").read_text()
    assert (tmp_path / "passwd").read_text() == "theirs"


@pytest.mark.parametrize("format", FORMATS)
def test_an_export_is_a_file_of_its_format(tmp_path: Path, format: str) -> None:
    note = create(path="/a.txt", now=NOW, randomness=b"0" * 10, body="Süd", title="A", tags=["t"])
    target = export_path(tmp_path, "my / notes", format)
    assert target.name == f"notes-my-notes{FORMATS[format].suffix}"
    assert export_to_file([note], target, format) == f"1 note written to {target}."
    data = target.read_bytes()
    assert "Süd".encode() in data
    assert data.startswith(b"\xef\xbb\xbf") == (format == "csv")
    if format in ("jsonl", "w3c"):
        assert read(data.decode()) == [note]


def test_exporting_again_keeps_a_persons_words_and_takes_out_the_trash(tmp_path: Path) -> None:
    notes = [create(path="/a.txt", now=NOW, randomness=bytes([n]) * 10, body=f"body {n}") for n in range(2)]
    target = tmp_path / "notes.md"
    export_to_file(notes, target)
    target.write_text(target.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")
    export_to_file(notes[:1], target, trashed=[notes[1].trashed(NOW)])
    text = target.read_text(encoding="utf-8")
    assert "My own words." in text
    assert "body 0" in text
    assert "body 1" not in text


def test_without_notes_no_file_is_written(tmp_path: Path) -> None:
    assert export_to_file([], tmp_path / "none.md") == "There are no notes here to export."
    assert list(tmp_path.iterdir()) == []
