"""Types for the strings that name things, so that one cannot be given where another is meant."""

from __future__ import annotations

from typing import NewType

DocumentKey = NewType("DocumentKey", str)
"""A document's name in databases, in the index and in JSON: short, plain ASCII, the same on every machine."""

NoteId = NewType("NoteId", str)
"""A note's ULID, in small letters."""

TextHash = NewType("TextHash", str)
"""The SHA-256 of a document's reading text, in hexadecimal."""
