"""What the fuzzers found, each under its own name; text that only took long is in test_pathological.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fuzz_targets import TARGETS

from reader.errors import SettingsError
from reader.library.settings import load_settings
from reader.notes.exports import export
from reader.notes.imports import read
from reader.notes.note import Note
from reader.text.safety import make_safe
from reader.tui.session.commands import Keymap, load_keys
from reader.tui.theme.palettes import own_palettes

DEEP = "a = " + "[" * 3_000
LONG_NUMBER = "a = " + "9" * 5_000
NOTE = {
    "id": "01kf5mmge0000g40r40m30e209",
    "path": "a.md",
    "created": "2026-01-17T09:30:00Z",
    "modified": "2026-01-17T09:30:00Z",
}


@pytest.mark.parametrize("text", [DEEP, LONG_NUMBER])
def test_toml_that_no_parser_can_read_is_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(path)
    with pytest.raises(SettingsError, match="the usual keys hold"):
        load_keys(path)
    palettes, (problem,) = own_palettes(tmp_path)
    assert palettes == []
    assert "this theme is left out" in problem


@pytest.mark.parametrize("text", ['"\\u001b[31m" = 1', '[pens]\n"\\u202e" = "a"', '"\\u009b" = "j"'])
def test_names_in_settings_and_keys_carry_nothing_that_acts(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    said = str(caught.value)
    try:
        said += " ".join(Keymap(load_keys(path)).conflicts)
    except SettingsError as error:
        said += str(error)
    assert make_safe(said) == (said, [])


def test_a_note_that_quotes_a_passage_and_says_that_it_has_none_keeps_the_passage() -> None:
    (note,) = read(json.dumps({**NOTE, "quote": "twelve ships", "state": "document"}))
    assert (note.state, note.quote) == ("lost", "twelve ships")
    assert read(export([note], "w3c")) == [note]


def test_a_place_without_a_letter_is_still_to_be_looked_for() -> None:
    record = {**NOTE, "quote": "twelve ships", "state": "exact", "start": 28, "end": 28}
    (note,) = read(json.dumps(record))
    assert (note.state, note.span, note.quote) == ("lost", None, "twelve ships")
    assert Note.from_json(json.loads(json.dumps(note.to_json()))) == note


def test_surroundings_of_no_passage_are_none() -> None:
    (note,) = read(
        json.dumps({**NOTE, "prefix": "On Monday ", "quote": " ", "quote_start": 3, "quote_end": 4})
    )
    assert (note.state, note.prefix, note.quote, note.quote_end) == ("document", "", "", 0)
    assert read(export([note], "w3c")) == [note]


def test_what_was_made_safe_is_safe() -> None:
    safe, unsafe = make_safe("क\u200d\u17b4")
    assert safe == "क⌁⌁"
    assert len(unsafe) == 2
    assert make_safe(safe) == (safe, [])


def test_only_an_ideograph_has_the_selectors_of_the_supplement() -> None:
    assert make_safe("葛\U000e0101")[0] == "葛\U000e0101"
    assert make_safe("7\U000e0141☂\U000e0141")[0] == "7⌁☂⌁"


@pytest.mark.parametrize(
    ("target", "data"),
    [
        ("loader", b"\n\x00"),
        ("loader", b"\x00\x00{\n\n\n"),
        ("keys", DEEP.encode()),
        ("settings", LONG_NUMBER.encode()),
        ("corrections", DEEP.encode()),
        ("front-matter", b"---\ne: \n&a: 2\nkeywords: a,\n..."),
    ],
)
def test_inputs_that_once_failed(target: str, data: bytes) -> None:
    TARGETS[target].run(data)
