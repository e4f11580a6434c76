"""What a note is written on, and the draft that is kept while it is being written."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import Any

from reader.library import DocumentRow, Library
from reader.notes.note import Note
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.text.styled_text import one_line

_QUOTE_SHOWN = 300  # code points
_QUOTE_LOOKED_AT = 4 * _QUOTE_SHOWN


@dataclass(frozen=True, slots=True)
class NoteSubject:
    """What a note is on: `span`, the whole document without one, `entity` without an entry.

    `note` is the note that is changed, None for a new one.
    """

    entry: DocumentRow | None
    document: Document
    span: Span | None
    note: Note | None
    entity: str = ""

    @property
    def draft_name(self) -> str:
        """The name under which a draft of this note is kept."""
        if self.note is not None:
            return f"draft {self.note.id}"
        if self.entry is None:
            return f"draft entity:{self.entity}"
        return f"draft {self.entry.key}:{self.span.start if self.span else 'document'}"

    @property
    def quote(self) -> str:
        """The beginning of the passage on one line; what else the note is on, in words."""
        if self.note is not None and self.note.quote:
            text = self.note.quote
        elif self.span is not None:
            text = self.document.quote(self.span)
        elif self.entry is None:
            text = f"On {self.entity}"
        else:
            text = f"On the document: {self.document.title}"
        text = one_line(text, _QUOTE_LOOKED_AT)
        return text if len(text) <= _QUOTE_SHOWN else text[:_QUOTE_SHOWN].rstrip() + "…"

    def draft(self, body: str, kind: str, tags: str, links: list[str]) -> str:
        """Return what is typed as it is kept, with what it is on; empty when the note says so anyway."""
        if not body.strip() or (self.note is not None and body == self.note.body):
            return ""
        fields = {
            "body": body,
            "kind": kind,
            "tags": tags,
            "links": links,
            "path": str(self.entry.path) if self.entry else "",
            "inner": self.entry.inner if self.entry else "",
            "note": self.note.id if self.note else "",
            "start": self.span.start if self.span else None,
            "end": self.span.end if self.span else None,
            "quote": self.quote,
            "title": self.document.title,
            "entity": self.entity,
        }
        return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace").decode()


class NoteDraft:
    """A draft under a name, until it is closed. Any thread may call it; writing raises UserDataError."""

    def __init__(self, library: Library, name: str) -> None:
        self._preferences = library.preferences
        self._name = name
        self._lock = threading.Lock()
        self._closed = False

    def read(self) -> dict[str, Any] | None:
        """Return the fields of the draft that was left, None when there is none."""
        text = self._preferences.get(self._name)
        return dict(json.loads(text)) if text else None

    def keep(self, text: str) -> None:
        """Keep a draft, or forget it when it is empty; nothing once it is closed."""
        with self._lock:
            if self._closed:
                return
            if text:
                self._preferences.set(self._name, text)
            else:
                self._preferences.delete(self._name)

    def discard(self) -> None:
        """Forget the draft and close it."""
        with self._lock:
            self._preferences.delete(self._name)
            self._closed = True

    def close(self) -> None:
        """Leave the draft as it is from now on."""
        with self._lock:
            self._closed = True
