"""Our own Markdown export: each note between the two comments that name it."""

from __future__ import annotations

import re
from typing import Any

from reader.errors import NoteError
from reader.notes.imports.foreign import times
from reader.notes.note import Note

_NOTE = re.compile(
    r"^<!-- reader:note (?P<id>[0-9a-z]+) -->\n(?P<inside>.*?)\n<!-- reader:end (?P=id) -->",
    re.DOTALL | re.MULTILINE,
)
_HEADING = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_FACTS = re.compile(r"\*(?P<kind>[^*]+)\*(?: · (?P<rest>.*))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def is_ours(text: str) -> bool:
    """Return whether a text holds notes that were exported as Markdown."""
    return _NOTE.search(text.replace("\r\n", "\n")) is not None


def parse(text: str) -> list[Note]:
    """Return a note a pair of comments; NoteError names the one that fails."""
    text = text.replace("\r\n", "\n")
    headings = [(match.start(), _plain(match["title"])) for match in _HEADING.finditer(text)]
    notes: list[Note] = []
    for match in _NOTE.finditer(text):
        title = next((title for start, title in reversed(headings) if start < match.start()), "")
        try:
            notes.append(Note.from_json(_record(match["id"], match["inside"], title)))
        except NoteError as error:
            raise NoteError(f"Note {match['id']}: {error}") from error
    return notes


def _record(id_: str, inside: str, title: str) -> dict[str, Any]:
    head, _, rest = inside.partition(f"\n\n^{id_}")
    lines = [line.removeprefix(">").removeprefix(" ") for line in head.split("\n")]
    citation = _plain(lines[-1].removeprefix("— ")) if lines[-1].startswith("— ") else ""
    quote = "\n".join(map(_plain, lines[:-1])).strip("\n") if citation else ""
    body, _, facts = rest.strip("\n").rpartition("\n\n")
    kind, tags, day = _read_facts(facts or rest.strip("\n"))
    source, published, path = _read_citation(citation, title)
    return {
        "id": id_,
        "path": path,
        "title": title,
        "source": source,
        "published": published,
        "quote": quote,
        "body": body.strip("\n").replace("&lt;!--", "<!--"),
        "kind": kind,
        "tags": tags,
        # Not yet looked for: the library finds the passage when it knows the document.
        "state": "lost" if quote.strip() else "document",
        **times(f"{day}T00:00:00Z" if day else None, None),
    }


def _read_facts(line: str) -> tuple[str, list[str], str]:
    """The kind, the tags and the day of the line under a note."""
    match = _FACTS.match(line)
    if match is None:
        return "note", [], ""
    parts = (match["rest"] or "").split(" · ")
    tags = [part[1:] for part in parts if part.startswith("#")]
    return _plain(match["kind"]), tags, next((part for part in parts if _DAY.match(part)), "")


def _read_citation(citation: str, title: str) -> tuple[str, str, str]:
    """The source, the date and the path that stand behind the title; without a path the title is it."""
    rest = citation.removeprefix(title).removeprefix(", ")
    parts = [part for part in rest.split(", ") if part]
    day = next((index for index, part in enumerate(parts) if _DAY.match(part)), None)
    if day is not None:
        return ", ".join(parts[:day]), parts[day], ", ".join(parts[day + 1 :]) or title
    return ", ".join(parts[:-1]), "", parts[-1] if parts else title


def _plain(line: str) -> str:
    """One line without the marks that kept Markdown from acting on it."""
    return _ESCAPED.sub(r"\1", line)
