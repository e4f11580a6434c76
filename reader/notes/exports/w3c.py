"""W3C Web Annotation JSON-LD (https://www.w3.org/TR/annotation-model/).

A collection with one page of annotations. A passage is selected by its quote and by its position; positions
are code points of the reading text. What the model has no word for stands under the prefix `reader`, so that
a note that comes back is the note that left.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote as percent_encoded

from reader.notes.ids import id_number
from reader.notes.note import Note

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"reader": "urn:reader:terms#"}]
OWNER = "the owner of this library"
"""The name under which the owner's own notes go out."""
MOTIVATIONS = {
    "note": "commenting",
    "highlight": "highlighting",
    "claim": "describing",
    "question": "questioning",
    "key": "bookmarking",
    "doubt": "assessing",
    "action": "moderating",
}
"""The model's motivation for each kind of note; `commenting` for a kind that a person made up."""


def write(notes: Sequence[Note], existing: str, exported_at: str) -> str:  # noqa: ARG001
    """Return the collection as JSON, notes in the trash included and marked."""
    collection = {
        "@context": CONTEXT,
        "id": "urn:reader:notes",
        "type": "AnnotationCollection",
        "label": "Notes; positions are code points of the reading text",
        "generator": {"id": "urn:reader", "type": "Software", "name": "reader"},
        "total": len(notes),
        "first": {
            "id": "urn:reader:notes:1",
            "type": "AnnotationPage",
            "partOf": "urn:reader:notes",
            "startIndex": 0,
            "items": [_annotation(note) for note in notes],
        },
    }
    if exported_at:
        collection["generated"] = exported_at
    return json.dumps(collection, ensure_ascii=False, indent=2) + "\n"


def _annotation(note: Note) -> dict[str, Any]:
    annotation: dict[str, Any] = {
        "id": f"urn:uuid:{id_number(note.id)}",
        "type": "Annotation",
        "motivation": MOTIVATIONS.get(note.kind, "commenting"),
        "creator": {"type": "Person", "name": note.creator or OWNER},
        "created": note.created,
        "modified": note.modified,
        "reader:kind": note.kind,
        "reader:state": note.state,
    }
    if note.deleted:
        annotation["reader:deleted"] = note.deleted
    if note.links:
        annotation["reader:links"] = [str(link) for link in note.links]
    if bodies := _bodies(note):
        annotation["body"] = bodies
    annotation["target"] = _target(note)
    return annotation


def _bodies(note: Note) -> list[dict[str, str]]:
    bodies = []
    if note.body:
        text = {"type": "TextualBody", "value": note.body, "format": "text/markdown", "purpose": "commenting"}
        bodies.append(text)
    bodies.extend({"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in note.tags)
    return bodies


def _target(note: Note) -> dict[str, Any]:
    target: dict[str, Any] = {
        "type": "SpecificResource",
        # A note on an entity has no document; what it is about stands in its links.
        "source": _source(note) if note.path else f"urn:uuid:{id_number(note.id)}#subject",
    }
    for name in ("path", "inner", "title", "published", "source", "text_sha256"):
        if value := getattr(note, name):
            target[f"reader:{name}"] = value
    selectors = _selectors(note)
    if selectors:
        target["selector"] = selectors
        target["reader:unit"] = "code points"
    place = note.span
    if place is not None and place != (note.quote_start, note.quote_end):
        target["reader:place"] = [place.start, place.end]
    return target


def _source(note: Note) -> str:
    path = percent_encoded(note.path)
    return f"{path}#{percent_encoded(note.inner)}" if note.inner else path


def _selectors(note: Note) -> list[dict[str, Any]]:
    if note.anchor is None:
        return []
    by_quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": note.quote}
    if note.prefix:
        by_quote["prefix"] = note.prefix
    if note.suffix:
        by_quote["suffix"] = note.suffix
    by_position = {"type": "TextPositionSelector", "start": note.quote_start, "end": note.quote_end}
    return [by_quote, by_position] if note.quote_end else [by_quote]
