"""The digest of listed documents as a document to read, in which each sentence knows where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from reader.library.documents.summaries import stored_summary
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow
from reader.text.document import Document


class DigestPlace(NamedTuple):
    """A sentence of the digest, `start` to `end` of its text, which begins at `offset` of the entry's."""

    start: int
    end: int
    entry: DocumentRow
    offset: int


class Digested(NamedTuple):
    """A digest to read: titles are links to the documents, `places` (sorted) are the sentences."""

    document: Document
    places: list[DigestPlace]


def digested(
    document_cache: DocumentCache, entries: Iterable[DocumentRow], title: str, of: int = 0
) -> Digested:
    """Return what these documents say, one or two sentences each, by day.

    `of` is how many there are in all.
    """
    from reader.analysis.summary.digest import SENTENCES, DigestEntry, by_day, digest
    from reader.formats.load import parse

    pages: list[DigestEntry] = []
    chosen: dict[int, tuple[DocumentRow, list[tuple[str, int]]]] = {}
    for entry in entries:
        if entry.problem:
            continue
        summary = stored_summary(document_cache, entry, ())
        sentences = [
            (" ".join(sentence.text.split()), sentence.start) for sentence in summary.sentences[:SENTENCES]
        ]
        page = DigestEntry(
            entry.title,
            os.fspath(entry.path),
            entry.published,
            entry.source,
            tuple(text for text, _ in sentences),
            tuple(line.text for line in summary.structure),
        )
        pages.append(page)
        chosen[id(page)] = entry, sentences
    document = parse(digest(pages, title, of=of).encode("utf-8", "replace"), "digest.md")
    places: list[DigestPlace] = []
    done = 0
    for _, of_day in by_day(pages):
        for page in of_day:
            entry, sentences = chosen[id(page)]
            # Past the title, which may be a sentence too.
            done = max(done, document.text.find(" ".join(page.title.split()), done) + len(page.title))
            for text, offset in sentences:
                start = document.text.find(text, done)
                if start >= 0:
                    done = start + len(text)
                    places.append(DigestPlace(start, done, entry, offset))
    return Digested(document, places)
