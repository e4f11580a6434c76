"""What a library adds to the search: when the index has news, and what a note among the hits means."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.text.spans import Span

if TYPE_CHECKING:
    from reader.notes.note import Note
    from reader.search.engine import Hit

MORE = 20
"""How many hits more than are wanted to ask for, since some notes say only what their document says."""

Commit = tuple[tuple[str, int, int], ...]


def commit_of(folder: Path) -> Commit:
    """Something that differs whenever any process has committed to the index in this folder.

    A commit puts a new `meta.json` in place of the old one; looking at it takes microseconds, reading the
    vocabulary again tenths of a second.
    """
    commits = []
    for path in folder.glob("v*/meta.json"):
        try:
            status = path.stat()
        except OSError:
            continue
        commits.append((os.fspath(path), status.st_ino, status.st_mtime_ns))
    return tuple(sorted(commits))


def resolve_note_hits(
    hits: Sequence[Hit], limit: int, note_of: Callable[[str], Note | None]
) -> tuple[Hit, ...]:
    """Return the hits, at most `limit`, with those on notes in terms of what they were made on.

    Such a hit has its document's title, and `start` and `end` are the noted passage's in the document's text
    (0 and 0 for a note on the whole document, or one whose passage is lost). `text` is from the note itself;
    `matches` are counted from `start` into it. A note that matches only in the words it quotes, of a document
    that is itself among the hits, is left out: it says nothing new.
    """
    documents = {hit.key for hit in hits if hit.kind == "document"}
    resolved: list[Hit] = []
    for hit in hits:
        if hit.kind == "document":
            resolved.append(hit)
            continue
        note = note_of(hit.key)
        if note is None or note.deleted or (hit.document in documents and _only_quoted(hit)):
            continue
        passage = note.span or Span(0, 0)
        moved = passage.start - hit.start
        matches = tuple(Span(start + moved, end + moved) for start, end in hit.matches)
        resolved.append(replace(hit, title=note.title, start=passage.start, end=passage.end, matches=matches))
    return tuple(resolved[:limit])


def _only_quoted(hit: Hit) -> bool:
    """Whether all that matched are words that the note quotes."""
    quote_start = hit.quote_start
    return (
        quote_start is not None
        and bool(hit.matches)
        and all(start >= quote_start for start, _ in hit.matches)
    )
