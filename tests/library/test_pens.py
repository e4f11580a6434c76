"""Kinds of notes under a person's own names; where notes are exported to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import SettingsError
from reader.library.notes.export import export_path, export_to_file
from reader.library.settings import load_settings
from reader.notes.exports import FORMATS
from reader.notes.imports import read
from reader.notes.kinds import kind_of, named_note_kinds, note_kind
from reader.notes.note import NOTE_KINDS, create

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_pens_have_a_letter_each_whatever_they_are_called() -> None:
    pens = named_note_kinds({"claim": "assertion", "doubt": "Quarrel", "key": "action"})
    assert len({pen.letter for pen in pens}) == len(NOTE_KINDS)
    assert note_kind("claim", pens).name == "assertion"
    assert note_kind("claim", pens).letter == "s"  # a is action's
    assert note_kind("claim", pens).color == note_kind("claim").color


def test_a_kind_is_found_by_its_name_letter_or_beginning() -> None:
    pens = named_note_kinds({"claim": "assertion"})
    typed = ("assertion", "Asser", "claim", "q", "que", "own kind", "")
    meant = ["claim", "claim", "claim", "question", "question", "own kind", "note"]
    assert [kind_of(each, pens) for each in typed] == meant
    assert note_kind("own kind", pens).name == "own kind"


def test_pens_are_named_in_the_settings(tmp_path: Path) -> None:
    settings = load_settings(_settings(tmp_path, 'measure = 80\n[pens]\nclaim = "assertion"\n'))
    assert (settings.measure, settings.pens) == (80, (("claim", "assertion"),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('pens = "x"', "must be a table"),
        ('[pens]\nclam = "x"', "no pen “clam”"),
        ("[pens]\nclaim = 3", "needs a name"),
        ('[pens]\nclaim = " "', "needs a name"),
        (f'[pens]\nclaim = "{"x" * 40}"', "needs a name"),
    ],
)
def test_wrong_pens_are_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings(_settings(tmp_path, text))


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
