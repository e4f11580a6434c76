"""Annotations as other programs write them: pages, collections, bodies, addresses and times."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from note_strategies import NOON, note_of

from reader.notes.exports import export
from reader.notes.ids import RANDOM_BYTES, is_id, new_id
from reader.notes.imports import read
from reader.notes.imports.foreign import path, stable_id, time


def annotation(**fields: Any) -> dict[str, Any]:
    return {"type": "Annotation", "id": "x:1", "target": "a.md", "created": "2026-01-17T09:30:00Z", **fields}


@pytest.mark.parametrize(
    "shape",
    [
        lambda found: {"type": "AnnotationPage", "items": [found]},
        lambda found: {"type": "AnnotationPage", "items": found},
        lambda found: {"type": ["Other", "AnnotationCollection"], "first": {"items": [found]}},
        lambda found: [found],
    ],
)
def test_a_page_and_a_collection_hold_the_same_annotations(shape: Any) -> None:
    found = annotation(bodyValue="words")
    assert read(json.dumps(shape(found))) == read(json.dumps(found))


@pytest.mark.parametrize(
    ("body", "text", "tags"),
    [
        ("plain", "plain", ()),
        ({"value": "one"}, "one", ()),
        ([{"value": "one"}, "two"], "one\n\ntwo", ()),
        ([{"value": "a tag", "purpose": "tagging"}, {"value": ""}, {"value": "one"}], "one", ("a tag",)),
        ([{"source": "http://x"}, 7, None], "", ()),
    ],
)
def test_bodies_are_text_and_tags(body: Any, text: str, tags: tuple[str, ...]) -> None:
    (note,) = read(json.dumps(annotation(body=body)))
    assert (note.body, note.tags) == (text, tags)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"motivation": "highlighting"}, "highlight"),
        ({"motivation": "highlighting", "bodyValue": "why"}, "note"),
        ({"motivation": ["commenting", "questioning"]}, "question"),
        ({}, "note"),
    ],
)
def test_the_motivation_is_the_kind(fields: dict[str, Any], kind: str) -> None:
    assert read(json.dumps(annotation(**fields)))[0].kind == kind


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("docs/a%20b.md", "docs/a b.md"),
        ("file:///home/ada/a%20b.md", "/home/ada/a b.md"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://[broken", "http://[broken"),
        ("", ""),
    ],
)
def test_an_address_that_names_a_file_is_its_path(address: str, place: str) -> None:
    assert path(address) == place


@pytest.mark.parametrize(
    ("candidates", "moment"),
    [
        (("2026-01-17T09:30:00Z",), datetime(2026, 1, 17, 9, 30, tzinfo=UTC)),
        (("2026-01-17T09:30:00",), datetime(2026, 1, 17, 9, 30, tzinfo=UTC)),
        (("2026-01-17T09:30:00+02:00",), datetime(2026, 1, 17, 7, 30, tzinfo=UTC)),
        ((None, "yesterday", "2026-01-17"), datetime(2026, 1, 17, tzinfo=UTC)),
        (("0001-01-01T00:00:00+10:00",), datetime(1970, 1, 1, tzinfo=UTC)),
        ((7,), datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_first_time_that_is_one(candidates: tuple[object, ...], moment: datetime) -> None:
    assert time(*candidates) == moment


def test_the_same_annotation_has_the_same_id_and_another_has_another() -> None:
    assert stable_id("x:1", NOON) == stable_id("x:1", NOON)
    assert stable_id("x:1", NOON) != stable_id("x:2", NOON)
    assert is_id(stable_id("x:1", NOON))
    assert is_id(stable_id("\ud800", NOON))


@pytest.mark.parametrize("length", [0, RANDOM_BYTES - 1, RANDOM_BYTES + 1])
def test_an_id_of_too_few_random_bytes_is_an_error(length: int) -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        new_id(NOON, bytes(length))


def test_a_time_before_1970_is_counted_as_its_beginning() -> None:
    early = new_id(datetime(1969, 1, 1, tzinfo=UTC), bytes(RANDOM_BYTES))
    assert early == new_id(datetime(1970, 1, 1, tzinfo=UTC), bytes(RANDOM_BYTES))


def block(text: str) -> str:
    """An export's first note with its two comments, and nothing around it."""
    return text[text.index("<!-- reader:note") : text.rindex("-->") + 3]


def test_a_file_that_is_nothing_but_a_note_is_brought_up_to_date() -> None:
    note = note_of("one", "first")
    bare = block(export([note], "markdown"))
    assert export([note.edited("second", NOON)], "markdown", bare) == bare.replace("first", "second")


def test_two_notes_with_nothing_between_them_stay_apart() -> None:
    one, two = note_of("one", "first"), note_of("two", "second", number=1)
    both = f"{block(export([one], 'markdown'))}\n{block(export([two], 'markdown'))}\n"
    assert export([one, two.edited("third", NOON)], "markdown", both) == both.replace("second", "third")


@pytest.mark.parametrize(
    ("body", "closed"),
    [
        ("```\na\n~~~\nb", "```\na\n~~~\nb\n```"),
        ("````\na\n```\nb", "````\na\n```\nb\n````"),
        ("```\na\n```` \nb", "```\na\n```` \nb"),
        ("```\na\n``` python\nb", "```\na\n``` python\nb\n```"),
        ("no code", "no code"),
    ],
)
def test_only_a_fence_like_the_first_closes_a_code_block(body: str, closed: str) -> None:
    assert f"\n{closed}\n\n" in export([note_of("one", body)], "markdown")
