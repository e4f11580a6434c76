"""Org: a headline a document, one under it for each note, with its tags and properties.

Syntax as https://orgmode.org/worg/org-syntax.html has it. The body is Markdown and stays so, in a source
block; lines in blocks that Org would act on are escaped with a comma, as Org itself does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from reader.notes.exports.format import by_document, citation, heading
from reader.notes.note import Note

_ACTS_IN_BLOCK = re.compile(r"^([ \t]*)(?=,*(?:\*|#\+))", re.MULTILINE)
_ACTS_IN_QUOTE = re.compile(r"^(?=[ \t]*(?:\*+\s|#|:[\w-]+:|\||[-+]\s|\d+[.)]\s))", re.MULTILINE)
_NO_TAG = re.compile(r"[^\w@#%]")
_ESCAPE = "\u200b"
"""Org's own escape for markup: a zero-width space."""
_HEADLINE_WORDS = 9


def write(notes: Sequence[Note], existing: str, exported_at: str) -> str:  # noqa: ARG001
    """Return the notes under their documents; notes in the trash are left out."""
    lines = ["#+title: Notes"]
    if exported_at:
        lines.append(f"#+date: {_timestamp(exported_at)}")
    for group in by_document(note for note in notes if not note.deleted).values():
        lines += ["", f"* {_headline(heading(group[0]))}", *_properties(_about(group[0]))]
        for note in group:
            lines += _note(note)
    return "\n".join(lines) + "\n"


def _about(note: Note) -> dict[str, str]:
    return {"PATH": note.path, "SOURCE": note.source, "PUBLISHED": note.published}


def _note(note: Note) -> list[str]:
    words = (note.quote or note.body or heading(note)).split()
    short = " ".join(words[:_HEADLINE_WORDS]) + (" …" if len(words) > _HEADLINE_WORDS else "")
    tags = "".join(":" + _NO_TAG.sub("_", tag) for tag in note.tags)
    lines = [f"** {note.kind}: {_headline(short)}" + (f" {tags}:" if tags else "")]
    lines += _properties(
        {
            "ID": note.id,
            "STATE": note.state,
            "CREATED": _timestamp(note.created),
            "MODIFIED": _timestamp(note.modified),
            "LINKS": ", ".join(map(str, note.links)),
        }
    )
    if note.quote:
        quote = _ACTS_IN_QUOTE.sub(_ESCAPE, note.quote.strip())
        lines += ["#+begin_quote", quote, "#+end_quote", f"— {citation(note)}"]
    if note.body.strip():
        lines += ["#+begin_src markdown", _ACTS_IN_BLOCK.sub(r"\1,", note.body.strip("\n")), "#+end_src"]
    return lines


def _headline(text: str) -> str:
    """The text as a headline's: one line, and no word at its end that Org would take for tags."""
    text = " ".join(text.split())
    return text + _ESCAPE if text.endswith(":") else text


def _properties(values: dict[str, str]) -> list[str]:
    return [":PROPERTIES:", *(f":{name}: {value}" for name, value in values.items() if value), ":END:"]


def _timestamp(time: str) -> str:
    """An inactive Org timestamp; Org's have no zone, and these are UTC."""
    return datetime.fromisoformat(time).strftime("[%Y-%m-%d %a %H:%M]")
