"""How far a person is with each document: read or not, flagged, and the sentence where reading stopped."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import takewhile

from reader.library.storage.cache.document_row import DocumentRow, with_state
from reader.library.storage.protocol import ReadingState, UserData
from reader.text.document import Document

_PLACE_QUOTED = 300  # code points from the sentence on by which a place is found again


class ReadingService:
    """The reading state of documents. Methods may be called from any thread and raise UserDataError."""

    def __init__(self, user_data: UserData) -> None:
        self._user_data = user_data

    def mark_read(self, entry: DocumentRow, read: bool) -> DocumentRow:
        """Return the entry, kept as read or unread."""
        state = self._reading(entry)._replace(read=read)
        self._put_reading(entry, state)
        return with_state(entry, unread=not read, flagged=state.flagged, notes=entry.notes)

    def flag(self, entry: DocumentRow, flagged: bool) -> DocumentRow:
        """Return the entry, kept as flagged or not."""
        state = self._reading(entry)._replace(flagged=flagged)
        self._put_reading(entry, state)
        return with_state(entry, unread=not state.read, flagged=flagged, notes=entry.notes)

    def keep_place(self, entry: DocumentRow, document: Document, offset: int) -> None:
        """Remember the sentence at which a person stopped reading, with what follows it."""
        from reader.text.spans import nearest

        index = nearest(document.sentences, offset)
        quote = ""
        if index is not None:
            sentence = document.sentences[index]
            quote = document.text[sentence.start : max(sentence.end, sentence.start + _PLACE_QUOTED)]
        state = self._reading(entry)._replace(start=offset, quote=quote)
        self._put_reading(entry, state)

    def place(self, entry: DocumentRow, document: Document) -> int:
        """Return the offset at which a person stopped: of the same sentence, also after a change above it."""
        state = self._reading(entry)
        if not state.quote:
            return 0
        if document.text.startswith(state.quote, state.start):
            return state.start
        # Briefings repeat sentences: of several equal ones, what follows tells which it was.
        text, quote = document.text, state.quote
        alike = [
            (_agreeing(quote, text[start : start + len(quote)]), start)
            for start, end in document.sentences
            if quote.startswith(text[start:end])
        ]
        if alike:
            return max(alike, key=lambda one: (one[0], -abs(one[1] - state.start)))[1]
        return min(state.start, max(0, len(text) - 1))

    def _put_reading(self, entry: DocumentRow, state: ReadingState) -> None:
        with self._user_data.transaction():
            key = self._user_data.documents.add(entry.path, entry.inner)
            self._user_data.reading.put(key, state, datetime.now(UTC))

    def _reading(self, entry: DocumentRow) -> ReadingState:
        return self._user_data.reading.get(entry.key)


def _agreeing(one: str, other: str) -> int:
    """How many code points two texts have in common from their beginnings on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
