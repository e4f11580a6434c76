"""W3C Web Annotations as JSON-LD: our own, which come back as they left, and those of other programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from reader.errors import NoteError
from reader.notes.exports.w3c import OWNER
from reader.notes.ids import id_of_number
from reader.notes.imports.foreign import field, items, number, path, stable_id, text, time, times
from reader.notes.note import PLACED, Note

_URN = "urn:uuid:"


def is_ours(data: object) -> bool:
    """Return whether this is an annotation, a page or a collection of them, or a list of annotations."""
    return any(
        str(kind).startswith("Annotation") for one in items(data)[:1] for kind in items(field(one, "type"))
    )


def parse(data: object) -> list[Note]:
    """Return a note for each annotation; NoteError names the one that fails."""
    notes = []
    for count, annotation in enumerate(_annotations(data), start=1):
        try:
            notes.append(Note.from_json(_record(annotation)))
        except NoteError as error:
            raise NoteError(f"Annotation {count}: {error}") from error
    return notes


def _annotations(data: object) -> list[Any]:
    kinds = items(field(data, "type"))
    if "AnnotationCollection" in kinds:
        first = field(data, "first")
        if isinstance(first, str):
            raise NoteError("This collection leaves its annotations on the web; export it with its pages.")
        return items(field(first, "items"))
    if "AnnotationPage" in kinds:
        return items(field(data, "items"))
    return items(data)


def _record(annotation: Any) -> dict[str, Any]:
    targets = items(field(annotation, "target"))
    target = targets[0] if targets else None
    selectors = {
        text(field(selector, "type")): selector for selector in reversed(items(field(target, "selector")))
    }
    by_quote, by_position = selectors.get("TextQuoteSelector"), selectors.get("TextPositionSelector")
    exact = text(field(by_quote, "exact"))
    body, tags = _body(annotation)
    record: dict[str, Any] = {
        "id": _id(annotation),
        "path": _path(target),
        "quote": exact if exact.strip() else "",
        "prefix": text(field(by_quote, "prefix")),
        "suffix": text(field(by_quote, "suffix")),
        "body": body,
        "tags": tags,
        "links": field(annotation, "reader:links"),
        "kind": text(field(annotation, "reader:kind")) or _kind(annotation, body),
        "deleted": field(annotation, "reader:deleted"),
        "creator": _creator(annotation),
        **times(field(annotation, "created"), field(annotation, "modified")),
        **{
            name: field(target, f"reader:{name}")
            for name in ("inner", "title", "published", "source", "text_sha256")
        },
    }
    ours = text(field(annotation, "reader:state"))
    record["state"] = ours or ("lost" if record["quote"] else "document")
    if ours:
        # Only our own positions are known to count code points of the reading text.
        start, end = number(field(by_position, "start")), number(field(by_position, "end"))
        record |= {"quote_start": start, "quote_end": end}
        if ours in PLACED:
            place = items(field(target, "reader:place"))
            record |= dict(zip(("start", "end"), place if len(place) == 2 else (start, end), strict=True))
    return record


def _id(annotation: Any) -> str:
    name = text(field(annotation, "id"))
    if not name:
        raise NoteError("it has no id.")
    if name.startswith(_URN) and field(annotation, "reader:state"):
        try:
            return id_of_number(UUID(name.removeprefix(_URN)))
        except ValueError as error:
            raise NoteError(f"{name!r} is no UUID.") from error
    return stable_id(name, time(field(annotation, "created"), field(annotation, "modified")))


def _path(target: object) -> str:
    if isinstance(target, str):
        return path(target.partition("#")[0])
    if ours := text(field(target, "reader:path")):
        return ours
    source = text(field(target, "source")) or text(field(target, "id"))
    if source.startswith(_URN) and source.endswith("#subject"):
        return ""  # One of ours on an entity: what it is about stands in its links.
    return path(source)


def _body(annotation: Any) -> tuple[str, list[str]]:
    """The text and the tags of the bodies; several texts are parted by an empty line."""
    texts, tags = [], []
    for body in items(field(annotation, "body")):
        value = body if isinstance(body, str) else text(field(body, "value"))
        if field(body, "purpose") == "tagging":
            tags.append(value)
        elif value:
            texts.append(value)
    texts.extend(filter(None, [text(field(annotation, "bodyValue"))]))
    return "\n\n".join(texts), tags


def _kind(annotation: Any, body: str) -> str:
    motivations = items(field(annotation, "motivation"))
    if "questioning" in motivations:
        return "question"
    return "highlight" if "highlighting" in motivations and not body else "note"


def _creator(annotation: Any) -> str:
    creators = items(field(annotation, "creator"))
    if not creators:
        return ""
    one = creators[0]
    name = one if isinstance(one, str) else text(field(one, "name")) or text(field(one, "id"))
    return "" if name == OWNER else name
