"""Two changes to one note, made at the same time by two readers, as one: nothing that was written is lost."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from reader.notes.note import Note

T = TypeVar("T")

PARTED = "\n\n---\n\n"
"""What stands between two bodies that were written at the same time."""

_ALONE = ("path", "inner", "kind", "title", "published", "source", "creator", "deleted")
_PLACE = ("state", "start", "end", "quote", "prefix", "suffix", "quote_start", "quote_end", "text_sha256")


def merge_changes(base: Note, ours: Note, theirs: Note) -> Note:
    """Return what `ours` and `theirs` both made of `base`, by field; where both changed a field, ours holds.

    Bodies that both changed are kept both, ours first; of tags and links what either added is there and what
    either took away is gone. The place in the text is one thing with the words that it describes.
    """
    if base in (ours, theirs):
        return theirs if ours == base else ours
    changes: dict[str, Any] = {name: _value(name, base, ours, theirs) for name in _ALONE}
    placed = ours if any(getattr(ours, name) != getattr(base, name) for name in _PLACE) else theirs
    changes |= {name: getattr(placed, name) for name in _PLACE}
    changes["body"] = _body(base.body, ours.body, theirs.body)
    changes["tags"] = _listed(base.tags, ours.tags, theirs.tags)
    changes["links"] = _listed(base.links, ours.links, theirs.links)
    changes["modified"] = max(ours.modified, theirs.modified)
    assert changes.keys() | {"id", "created"} == {field.name for field in fields(Note)}
    return replace(ours, **changes)


def _value(name: str, base: Note, ours: Note, theirs: Note) -> object:
    mine = getattr(ours, name)
    return mine if mine != getattr(base, name) else getattr(theirs, name)


def _body(base: str, ours: str, theirs: str) -> str:
    if theirs in (base, ours) or theirs in ours:
        return ours
    if ours == base or ours in theirs:
        return theirs
    return ours + PARTED + theirs


def _listed(base: tuple[T, ...], ours: tuple[T, ...], theirs: tuple[T, ...]) -> tuple[T, ...]:
    if base in (ours, theirs):
        return theirs if ours == base else ours
    removed = set(base) - set(theirs)
    return tuple(
        dict.fromkeys(item for item in (*ours, *theirs) if item not in removed and _stays(item, base, ours))
    )


def _stays(item: T, base: tuple[T, ...], ours: tuple[T, ...]) -> bool:
    return item in ours or item not in base
