"""Describe a passage, and find it again in a text that has changed.

White space is never compared: re-wrapping a text moves a passage, it does not change it.
"""

from __future__ import annotations

import zlib

from reader.errors import NoteError
from reader.notes.note import Anchor, Placement
from reader.notes.quotes import CONTEXT, find_by_quote
from reader.notes.reanchoring import Relocator
from reader.notes.similarity import same
from reader.text.document import Document
from reader.text.spans import Span

__all__ = ["CONTEXT", "Anchor", "Placement", "Relocator", "describe", "find", "pack", "unpack"]


def describe(document: Document, span: Span) -> Anchor:
    """Return the passage at `span`, described so that `find` finds it again."""
    text = document.text
    return Anchor(
        quote=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        start=span.start,
        end=span.end,
        text_sha256=document.sha256,
    )


def find(anchor: Anchor, document: Document, snapshot: str | None = None) -> Placement:
    """Return where the passage stands in the document's text.

    `snapshot` is the text that the anchor describes; without it only an unchanged quote in known
    surroundings, or a very similar one, is taken. To place many notes made on one text, use one Relocator.
    """
    if anchor.text_sha256 == document.sha256 and same(document.text[anchor.start : anchor.end], anchor.quote):
        return Placement(Span(anchor.start, anchor.end), "exact", 1.0, "same text")
    if snapshot is not None:
        return Relocator(snapshot, document).place(anchor)
    return find_by_quote(anchor, document.text)


def pack(text: str) -> bytes:
    """Return a snapshot of a text to keep: zlib of its UTF-8."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 9)


def unpack(packed: bytes) -> str:
    """Return the text of a snapshot; NoteError when it is damaged."""
    try:
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise NoteError(f"The kept text of a note is damaged: {error}.") from error
