"""Which document of a library a note from elsewhere was made on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path, PurePath

from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.document_keys import DocumentPath
from reader.notes.note import Note


class ImportMatcher:
    """The files below some roots by what a note knows of its document; read once, when it is first asked."""

    def __init__(self, document_cache: DocumentCache, roots: Sequence[Path]) -> None:
        self._document_cache = document_cache
        self._roots = roots

    def of(self, note: Note) -> DocumentPath | None:
        """Return the document that a note was made on, as far as that is certain, else None.

        The one with the text that the note was made on, else the only one with the document's file name, else
        the only one with its title.
        """
        for known in _known(note.text_sha256, _name(PurePath(note.path), note.inner), note.title):
            alike = self._files.get(known, ())
            if len(alike) == 1:
                return alike[0]
        return None

    @cached_property
    def _files(self) -> dict[tuple[str, str], list[DocumentPath]]:
        files: dict[tuple[str, str], list[DocumentPath]] = defaultdict(list)
        for entry in self._document_cache.entries(self._roots):
            if not entry.problem:
                for known in _known(entry.sha256, _name(entry.path, entry.inner), entry.title):
                    files[known].append(DocumentPath(entry.path, entry.inner))
        return dict(files)


def _name(path: PurePath, inner: str) -> str:
    # An address that came as one line has no inner key of its own; its last part is the same.
    return PurePath(f"{path.name}#{inner}").name if inner else path.name


def _known(sha256: str, name: str, title: str) -> list[tuple[str, str]]:
    """What a document can be known by, the surest first; what is empty says nothing."""
    known = [("text", sha256), ("name", name), ("title", title.casefold())]
    return [pair for pair in known if pair[1]]
