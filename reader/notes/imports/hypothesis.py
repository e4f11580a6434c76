"""A JSON export of Hypothesis: of its client (`annotations`) or of its API's search (`rows`).

The fields are those of https://h.readthedocs.io/en/latest/api-reference/. Its positions count UTF-16 units of
a web page's text, so that only the quote and its surroundings are taken; the passage is then looked for.
"""

from __future__ import annotations

from typing import Any

from reader.errors import NoteError
from reader.notes.imports.foreign import field, items, path, stable_id, text, time, times
from reader.notes.note import Note


def is_ours(data: object) -> bool:
    """Return whether this is such an export."""
    return isinstance(_annotations(data), list)


def parse(data: object) -> list[Note]:
    """Return a note for each annotation; replies link to what they answer.

    NoteError names the one that fails.
    """
    annotations = items(_annotations(data))
    ids = {
        text(field(one, "id")): stable_id(text(field(one, "id")), time(field(one, "created")))
        for one in annotations
    }
    notes = []
    for number, annotation in enumerate(annotations, start=1):
        if not text(field(annotation, "id")):
            raise NoteError(f"Annotation {number} has no id.")
        try:
            notes.append(Note.from_json(_record(annotation, ids)))
        except NoteError as error:
            raise NoteError(f"Annotation {number}: {error}") from error
    return notes


def _annotations(data: object) -> object:
    annotations = field(data, "annotations")
    return field(data, "rows") if annotations is None else annotations


def _record(annotation: Any, ids: dict[str, str]) -> dict[str, Any]:
    quote = _quote_selector(annotation)
    exact = text(field(quote, "exact"))
    body = text(field(annotation, "text"))
    titles = items(field(field(annotation, "document"), "title"))
    parents = [
        ids[parent] for parent in map(text, items(field(annotation, "references"))[-1:]) if parent in ids
    ]
    return {
        "id": ids[text(field(annotation, "id"))],
        "path": path(text(field(annotation, "uri"))),
        "title": text(titles[0]) if titles else "",
        "quote": exact if exact.strip() else "",
        "prefix": text(field(quote, "prefix")),
        "suffix": text(field(quote, "suffix")),
        "body": body,
        "tags": [tag for tag in items(field(annotation, "tags")) if isinstance(tag, str)],
        "links": [f"note:{parent}" for parent in parents],
        "kind": "highlight" if exact and not body else "note",
        # Not yet looked for: the library finds the passage when it knows the document.
        "state": "lost" if exact.strip() else "document",
        "creator": _creator(annotation),
        **times(field(annotation, "created"), field(annotation, "updated")),
    }


def _quote_selector(annotation: Any) -> object:
    for target in items(field(annotation, "target")):
        for selector in items(field(target, "selector")):
            if field(selector, "type") == "TextQuoteSelector":
                return selector
    return None


def _creator(annotation: Any) -> str:
    display_name = text(field(field(annotation, "user_info"), "display_name"))
    account = text(field(annotation, "user")).removeprefix("acct:")
    return display_name or account.partition("@")[0]
