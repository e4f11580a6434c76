"""CSV and Markdown on their way in: our own come back as they left, those of others are understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NoteError
from reader.notes.exports import export
from reader.notes.imports import read
from reader.notes.note import Note

CREATED = "2026-01-03T00:00:00Z"


def _note(**fields: object) -> Note:
    record = {
        "id": "01j9z3k8mme4y7c2qv5t0x6b1a",
        "path": "ports/gate log.md",
        "title": "Gate: the log, in part",
        "source": "Gate Desk",
        "published": "2026-01-02",
        "quote": "Four *trucks*\nleft #1",
        "body": "Who counted?\n\nAsk again.",
        "tags": ["gate", "trucks"],
        "kind": "question",
        "state": "lost",
        "created": CREATED,
        "modified": CREATED,
    }
    return Note.from_json(record | fields)


KEPT = ("id", "path", "title", "source", "published", "quote", "body", "tags", "kind")


@pytest.mark.parametrize("format", ["csv", "markdown"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"body": ""},
        {"source": "", "published": ""},
        {"quote": "=SUM(A1) is a formula", "body": "- a list\n- of two"},
        {"body": "<!-- reader:note x --> in the body"},
    ],
)
def test_an_export_comes_back(format: str, fields: dict[str, object]) -> None:
    note = _note(**fields)
    (again,) = read(export([note], format))
    assert [getattr(again, name) for name in KEPT] == [getattr(note, name) for name in KEPT]
    assert again.created == CREATED


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1)


@given(words.filter(str.strip), words)
def test_any_words_come_back_from_csv(quote: str, body: str) -> None:
    note = _note(quote=quote, body=body)
    (again,) = read(export([note], "csv"))
    assert (again.quote, again.body) == (note.quote, note.body)


def test_a_note_that_a_person_took_out_of_the_page_does_not_come() -> None:
    page = export([_note(), _note(id="01j9z3k8mme4y7c2qv5t0x6b1b")], "markdown")
    first = page.index("<!-- reader:note 01j9z3k8mme4y7c2qv5t0x6b1a")
    second = page.index("<!-- reader:note 01j9z3k8mme4y7c2qv5t0x6b1b")
    assert [note.id[-1] for note in read(page[:first] + page[second:])] == ["b"]


HYPOTHESIS = (
    "Created at,Author,Page,URL,Group,Type,Quote,Comment,Tags\r\n"
    "2026-01-03T10:00:00Z,keel,Gate log,file:///b/gate.md,Public,Annotation,"
    '"Four trucks, it says",Who?,"a, b"\r\n'
    "2026-01-03T11:00:00Z,keel,Gate log,file:///b/gate.md,Public,Highlight,The light is out,,\r\n"
)
READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at\n"
    "The light is out,Gate log,B. Moor,,Mend it,,gate,page,3,2026-01-03 10:00:00+00:00\n"
)


def test_the_csv_of_hypothesis() -> None:
    one, two = read(HYPOTHESIS)
    assert (one.path, one.title, one.quote, one.body) == (
        "/b/gate.md",
        "Gate log",
        "Four trucks, it says",
        "Who?",
    )
    assert (one.tags, one.creator, one.created) == (("a", "b"), "keel", "2026-01-03T10:00:00Z")
    assert (one.kind, two.kind) == ("note", "highlight")
    assert read(HYPOTHESIS) == [one, two]


def test_the_csv_of_readwise() -> None:
    (note,) = read(READWISE)
    assert (note.title, note.quote, note.body, note.tags) == (
        "Gate log",
        "The light is out",
        "Mend it",
        ("gate",),
    )
    assert note.created == "2026-01-03T10:00:00Z"


@pytest.mark.parametrize("text", ["* Notes\n** note: x\n", "a,b,c\n1,2,3\n", "# A page\n\nText.\n", "{oops"])
def test_another_format_is_told_what_can_be_read(text: str) -> None:
    with pytest.raises(NoteError, match=r"JSON Lines.*Hypothesis.*Readwise"):
        read(text)


def test_a_row_that_cannot_be_read_is_named() -> None:
    with pytest.raises(NoteError, match="Row 2"):
        read("id,kind,path,quote,body\nnot an id,note,a.md,x,y\n")


def test_a_row_that_is_too_short_has_empty_cells() -> None:
    (note,) = read("url,quote,comment,tags\nfile:///b/gate.md,The light is out\n")
    assert (note.quote, note.body, note.tags) == ("The light is out", "", ())
