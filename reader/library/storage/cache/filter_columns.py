"""What the list of documents can be filtered by, as the cache keeps it: folded fields in one text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import NamedTuple

from reader.library.storage.cache.document_row import DocumentRow
from reader.search.query.row_filter import FIELD_BREAK, SIMILAR, field_words
from reader.text.folding import fold
from reader.text.safety import safe_line

FILTERED = ("title", "source", "tag", "summary", "file")
"""The fields, in the order in which they are kept."""


class Filterable(NamedTuple):
    """A document's row: its path as bytes, its key, the day that it was published, its fields folded.

    `format` are the words that its format goes by, with a space before and after each.
    """

    path: bytes
    key: str
    day: str
    folded: str
    format: str


def filterable(entries: Iterable[DocumentRow]) -> tuple[list[Filterable], list[tuple[str, int]]]:
    """Return the rows of these documents, and every word in them with the number of its field, sorted."""
    rows: list[Filterable] = []
    words: set[tuple[str, int]] = set()
    for entry in entries:
        fields = tuple(map(fold, _fields(entry)))
        rows.append(
            Filterable(
                os.fsencode(entry.path),
                entry.key,
                entry.published[:10],
                FIELD_BREAK.join(fields),
                f" {' '.join(format_words(entry.format, entry.name or entry.path.name))} ",
            )
        )
        words.update((word, number) for number, text in enumerate(fields) for word in field_words(text))
    return rows, sorted(words)


def _fields(entry: DocumentRow) -> tuple[str, ...]:
    return (
        entry.title,
        entry.source,
        "\n".join(entry.tags),
        "\n".join(excerpt.text for excerpt in entry.summary),
        safe_line(" ".join(part for part in (entry.name, entry.path.name) if part)),
    )


def format_words(format_name: str, file_name: str) -> tuple[str, ...]:
    """Return the words by which a file's format can be asked for: the format's name, the file's suffix."""
    suffix = fold(safe_line(PurePath(file_name).suffix.removeprefix(".")))
    return tuple(dict.fromkeys(word for word in (format_name, suffix) if word and " " not in word))


def matches(folded: str, number: int, pattern: str) -> bool:
    """Return whether a regular expression is found in the field of this number, with -1 in any."""
    text = folded if number < 0 else folded.split(FIELD_BREAK)[number]
    return re.search(pattern, text) is not None


def lengths_like(length: int) -> tuple[int, int]:
    """Return how short and how long a word can be that may stand for a misspelt one of this
    many code points.
    """
    return int(length * SIMILAR), int(length / SIMILAR) + 1
