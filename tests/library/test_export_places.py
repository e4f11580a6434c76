"""Notes go into a file of the folder that a person chose, whatever the notes are called after."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.notes.export import export_path, export_to_folder
from reader.notes.exports import FORMATS
from reader.notes.note import Note

TIME = "2026-03-01T12:00:00Z"


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
    assert export_to_folder([note], inside, "../passwd").startswith("1 note written to ")
    assert [path.name for path in inside.iterdir()] == ["notes-passwd.md"]
    assert (tmp_path / "passwd").read_text() == "theirs"
    assert export_to_folder([], inside, "other") == "There are no notes here to export."
    assert len(list(inside.iterdir())) == 1
