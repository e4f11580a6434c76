"""Notes leave in each format without loss of what it can hold, and without harm to what reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from note_strategies import NOON, nasty, note_of, notes

from reader.errors import NoteError
from reader.notes.exports import FORMATS, export
from reader.notes.imports import read
from reader.notes.note import Link, Note, Placement

AT = "2026-01-18T08:00:00Z"
several = st.lists(notes(), max_size=4, unique_by=lambda note: note.id)


def annotations(text: str) -> list[dict[str, Any]]:
    items = json.loads(text)["first"]["items"]
    assert isinstance(items, list)
    return items


def test_there_is_every_promised_format() -> None:
    assert set(FORMATS) == {"markdown", "w3c", "csv", "org", "jsonl"}
    assert [item.name for item in FORMATS.values() if item.merges] == ["markdown"]
    with pytest.raises(NoteError, match="markdown, w3c"):
        export([], "docx")


@given(several, st.sampled_from(sorted(FORMATS)))
def test_what_is_written_can_be_encoded_and_acts_on_no_terminal(some: list[Note], name: str) -> None:
    text = export(some, name, "", AT)
    text.encode(FORMATS[name].encoding)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text)


@given(several, st.sampled_from(["jsonl", "w3c"]))
def test_out_in_and_out_again_is_the_same_byte_for_byte(some: list[Note], name: str) -> None:
    first = export(some, name, "", AT)
    if some:
        assert read(first) == some
        assert export(read(first), name, "", AT).encode() == first.encode()


@given(several)
def test_json_lines_are_one_object_a_line(some: list[Note]) -> None:
    lines = export(some, "jsonl").split("\n")
    assert lines.pop() == ""
    assert [json.loads(line)["id"] for line in lines] == [note.id for note in some]


@given(several)
def test_json_ld_has_what_the_annotation_model_requires(some: list[Note]) -> None:
    # https://www.w3.org/TR/annotation-model/ : 3.1 annotations, 4.2 selectors, 5.1 collections, 5.2 pages.
    collection = json.loads(export(some, "w3c", "", AT))
    assert "http://www.w3.org/ns/anno.jsonld" in collection["@context"]
    assert collection["type"] == "AnnotationCollection"
    assert collection["total"] == len(some)
    assert collection["generated"] == AT
    page = collection["first"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == collection["id"]
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids)
    for item, note in zip(page["items"], some, strict=True):
        assert re.fullmatch("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", item["id"])
        assert item["type"] == "Annotation"
        assert isinstance(item["motivation"], str)
        assert item["creator"]["name"]
        assert item["created"] == note.created
        assert item["modified"] == note.modified
        assert re.fullmatch(r"[!-~]+", item["target"]["source"])
        if note.state != "document":
            by_quote, by_position = item["target"]["selector"]
            assert by_quote["type"] == "TextQuoteSelector"
            assert by_quote["exact"] == note.quote
            assert by_position["type"] == "TextPositionSelector"
            assert 0 <= by_position["start"] <= by_position["end"]
            assert item["target"]["reader:unit"] == "code points"
        for body in item.get("body", []):
            assert body["type"] == "TextualBody"
            assert isinstance(body["value"], str)


def test_the_motivation_follows_the_kind() -> None:
    kinds = ["question", "highlight", "doubt", "note", "my own"]
    items = annotations(export([note_of("q", kind=kind, number=n) for n, kind in enumerate(kinds)], "w3c"))
    expected = ["questioning", "highlighting", "assessing", "commenting", "commenting"]
    assert [item["motivation"] for item in items] == expected


@given(st.lists(st.builds(note_of, nasty.filter(str.strip), nasty, number=st.integers(0, 99)), max_size=4))
def test_no_cell_of_a_csv_file_is_a_formula(some: list[Note]) -> None:
    rows = list(csv.reader(io.StringIO(export(some, "csv"), newline="")))
    assert len(rows) == len(some) + 1
    for row in rows:
        assert len(row) == len(rows[0])
        assert not any(re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", cell) for cell in row)


def test_a_formula_is_kept_as_text() -> None:
    formula = '=HYPERLINK("http://x","y")'
    (row,) = csv.DictReader(
        io.StringIO(export([note_of("+1 tank", formula, tags=["-a"])], "csv"), newline="")
    )
    assert (row["quote"], row["body"], row["tags"]) == ("'+1 tank", "'" + formula, "'-a")
    assert (row["start"], row["end"]) == ("10", "17")


@given(st.lists(st.builds(note_of, nasty.filter(str.strip), nasty, number=st.integers(0, 99)), max_size=4))
def test_org_keeps_its_structure_whatever_the_notes_say(some: list[Note]) -> None:
    lines = export(some, "org", "", AT).split("\n")
    headlines = [line for line in lines if re.match(r"\*+ ", line)]
    assert len([line for line in headlines if line.startswith("** ")]) == len(some)
    for kind in ("quote", "src"):
        begun = [line for line in lines if re.match(rf"[ \t]*#\+begin_{kind}\b", line, re.IGNORECASE)]
        ended = [line for line in lines if re.match(rf"[ \t]*#\+end_{kind}\b", line, re.IGNORECASE)]
        assert len(begun) == len(ended)


def test_org_shows_the_note() -> None:
    note = note_of("Twelve ships left.", "See *this*.\n* not a headline", title="Ports", tags=["sea lanes"])
    text = export([note], "org", "", AT)
    assert "* Ports\n" in text
    assert "** note: Twelve ships left. :sea_lanes:\n" in text
    assert "#+begin_quote\nTwelve ships left.\n#+end_quote\n— Ports, a.md\n" in text
    assert "\n,* not a headline\n#+end_src\n" in text
    assert f":ID: {note.id}\n" in text
    assert "[2026-01-17 Sat 12:00]" in text


@pytest.mark.parametrize("name", ["markdown", "csv", "org"])
def test_what_is_in_the_trash_is_not_shown(name: str) -> None:
    text = export([note_of("kept"), note_of("thrown away", number=1).trashed(NOON)], name)
    assert "kept" in text
    assert "thrown away" not in text


def test_lost_notes_links_and_notes_on_documents_leave_too() -> None:
    lost = note_of("gone words", links=[Link("entity", "Ada"), Link("note", "x")]).placed(
        Placement(None, "lost", 0.0, "gone"), NOON
    )
    on_document = note_of(body="about it all", number=1)
    for name in FORMATS:
        text = export([lost, on_document], name)
        assert "gone words" in text
        assert "Ada" in text
        assert "about it all" in text
