"""Notes come in: ours as they left, those of others as far as they can be understood, twice as once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from note_strategies import NOON, note_of, notes

from reader.errors import NoteError
from reader.notes.anchor import find
from reader.notes.exports import export
from reader.notes.imports import merge, read
from reader.notes.note import Link, Note
from reader.text.document import Document

HYPOTHESIS: dict[str, Any] = {
    "export_date": "2026-01-20T10:00:00.000Z",
    "export_userid": "ada",
    "client_version": "1.0",
    "annotations": [
        {
            "id": "aB3-x_",
            "created": "2026-01-17T09:30:00.123456+00:00",
            "updated": "2026-01-17T10:30:00.123456+01:00",
            "user": "acct:ada@hypothes.is",
            "uri": "file:///home/ada/a%20report.txt",
            "text": "Who says *so*?\u001b[31m",
            "tags": ["sea lanes", "iran"],
            "references": [],
            "document": {"title": ["A report"]},
            "target": [
                {
                    "source": "file:///home/ada/a%20report.txt",
                    "selector": [
                        {"type": "RangeSelector", "startContainer": "/p[1]"},
                        {"type": "TextPositionSelector", "start": 7, "end": 9},
                        {
                            "type": "TextQuoteSelector",
                            "exact": "twelve ships",
                            "prefix": "On Monday ",
                            "suffix": " left",
                        },
                    ],
                }
            ],
        },
        {
            "id": "reply",
            "created": "2026-01-17T11:00:00+00:00",
            "updated": "2026-01-17T11:00:00+00:00",
            "user": "acct:bob@hypothes.is",
            "user_info": {"display_name": "Bob B."},
            "uri": "https://example.org/a",
            "text": "The port does.",
            "tags": [],
            "references": ["aB3-x_"],
            "target": [{"source": "https://example.org/a"}],
        },
    ],
}


def test_a_hypothesis_export() -> None:
    question, reply = read(json.dumps(HYPOTHESIS))
    assert question.path == "/home/ada/a report.txt"
    assert (question.quote, question.prefix, question.suffix) == ("twelve ships", "On Monday ", " left")
    assert (question.title, question.creator, question.tags) == ("A report", "ada", ("sea lanes", "iran"))
    assert question.body == "Who says *so*?␛[31m"
    assert (question.created, question.modified) == ("2026-01-17T09:30:00Z", "2026-01-17T09:30:00Z")
    assert question.state == "lost"
    assert (reply.state, reply.creator, reply.path) == ("document", "Bob B.", "https://example.org/a")
    assert reply.links == (Link("note", question.id),)


def test_an_imported_passage_can_be_found() -> None:
    anchor = read(json.dumps(HYPOTHESIS))[0].anchor
    assert anchor is not None
    document = Document("News. On Monday twelve\nships left. More.")
    placement = find(anchor, document)
    assert placement.span is not None
    assert document.quote(placement.span) == "twelve\nships"


def test_a_search_result_of_the_hypothesis_api() -> None:
    rows = {"total": 2, "rows": HYPOTHESIS["annotations"]}
    assert read(json.dumps(rows)) == read(json.dumps(HYPOTHESIS))


def test_a_highlight_without_words_is_a_highlight() -> None:
    bare = {**HYPOTHESIS["annotations"][0], "text": "", "tags": None}
    assert read(json.dumps({"annotations": [bare]}))[0].kind == "highlight"


@pytest.mark.parametrize(
    "text", [json.dumps(HYPOTHESIS), export([note_of("a", "b"), note_of(number=1)], "w3c")]
)
def test_twice_is_the_same_as_once(text: str) -> None:
    once = merge([], read(text))
    assert merge(once, read(text)) == once


@given(st.lists(notes(), min_size=1, max_size=4, unique_by=lambda note: note.id))
def test_twice_is_the_same_as_once_for_any_notes(some: list[Note]) -> None:
    text = export(some, "jsonl")
    assert read(text + text) == read(text) == some


def test_of_two_versions_the_later_one_stays() -> None:
    old = note_of("a", "old")
    new = old.edited("new", NOON + timedelta(seconds=1))
    for there, added in ((old, new), (new, old)):
        assert merge([there], [added]) == [new]


def test_annotations_of_another_program() -> None:
    foreign = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "http://example.org/anno1",
        "type": "Annotation",
        "motivation": "questioning",
        "creator": "http://example.org/ada",
        "created": "2026-01-17T09:30:00Z",
        "body": ["plain words", {"type": "TextualBody", "value": "a tag", "purpose": "tagging"}],
        "target": {
            "source": "http://example.org/page#subject",
            "selector": {"type": "TextQuoteSelector", "exact": "twelve ships"},
        },
    }
    (note,) = read(json.dumps(foreign))
    assert (note.kind, note.body, note.tags) == ("question", "plain words", ("a tag",))
    assert (note.path, note.quote, note.state) == ("http://example.org/page#subject", "twelve ships", "lost")
    assert note.creator == "http://example.org/ada"
    assert note.created == note.modified == "2026-01-17T09:30:00Z"
    assert read(json.dumps([foreign])) == [note]


def test_an_annotation_of_a_whole_page_by_its_address() -> None:
    (note,) = read(
        json.dumps({"id": "x:1", "type": ["Annotation"], "bodyValue": "words", "target": "docs/a%20b.md#p2"})
    )
    assert (note.path, note.body, note.state) == ("docs/a b.md", "words", "document")


def test_a_byte_order_mark_is_passed_over() -> None:
    note = note_of("a")
    assert read("\ufeff" + export([note], "jsonl")) == [note]


def test_a_line_separator_in_a_note_ends_no_line() -> None:
    record = {**note_of("a").to_json(), "body": "one\u2028two"}
    assert read(json.dumps(record, ensure_ascii=False))[0].body == "one\ntwo"


def test_what_acts_on_a_terminal_is_made_visible() -> None:
    record = {**note_of("a").to_json(), "body": "\x1b]52;c;x\x07", "title": "\u202etitle", "path": "a\x1b.md"}
    (note,) = read(json.dumps(record))
    assert (note.body, note.title, note.path) == ("␛]52;c;x␇", "⇄title", "a␛.md")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("not json", "What can be: JSON Lines"),
        ('{\n"a": 1\n"b": 2}', "Line 3: this is no JSON"),
        ("[1, 2]", "These are no notes"),
        ('{"a": 1}', "These are no notes"),
        ("[" * 100_000, "nested too deeply|no JSON"),
        (export([note_of("a")], "jsonl") + "{broken", "Line 2: this is no JSON"),
        (export([note_of("a")], "jsonl") + "\n[1]", "Line 3: a note is a JSON object"),
        (export([note_of("a")], "jsonl") + '{"id": "x", "path": "y"}', "Line 2: The note has no 'created'"),
        (f'{{"id": 1, "annotations": [{"9" * 5000}]}}', "numbers too long"),
        (export([note_of("a")], "jsonl") + f'{{"id": {"9" * 5000}}}', "Line 2: .* numbers too long"),
        ('{"annotations": [{"text": "x"}]}', "Annotation 1 has no id"),
        ('{"annotations": [{"id": "x"}]}', "Annotation 1: A note needs a document"),
        ('{"type": "Annotation", "target": "a.md"}', "Annotation 1: it has no id"),
        ('{"type": "AnnotationCollection", "first": "http://x/1"}', "on the web"),
        (
            '{"type": "Annotation", "id": "urn:uuid:zz", "reader:state": "lost", "target": "a.md"}',
            "Annotation 1: 'urn:uuid:zz' is no UUID",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(NoteError, match=sentence):
        read(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([
            "id", "path", "type", "target", "selector", "source", "exact", "annotations", "first", "items",
            "body", "value", "created", "reader:state", "reader:place", "uri", "tags", "references",
            "document", "title", "text", "motivation", "creator",
        ]),
        inner | st.sampled_from(["Annotation", "AnnotationPage", "TextQuoteSelector", "exact", "2026-01-17"]),
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(json_values)
def test_any_json_is_notes_or_a_sentence(value: object) -> None:
    try:
        found = read(json.dumps(value))
    except NoteError:
        return
    if found:
        assert read(export(found, "jsonl")) == found
