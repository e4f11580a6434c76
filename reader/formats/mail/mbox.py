"""Mailboxes (mbox) → a page of contents, and each message as a document in it.

A message begins with a line `From ` that stands after an empty line or has a time in it, and that a header
follows (RFC 4155, and what programs write besides); without a header it needs both. Messages stand by thread:
an answer below what it answers, by `In-Reply-To` and `References`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reader.errors import FormatError
from reader.formats.contents_page import contents_page
from reader.formats.format import Context, Member, Part
from reader.formats.mail.mime import decoded_words, head_fields
from reader.formats.metadata.dates import parse_date
from reader.formats.plain.headers import sender
from reader.text.plural import plural

_OPENING = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_HEADER = re.compile(rb"(?:>From [^\n]*\n)?[!-9;-~]{1,100}[ \t]*:")
_TIME = re.compile(rb"\d:\d\d\b.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\d:\d\d\b")
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_ID = re.compile(r"<([^<>\s]{1,200})>")
_REFERENCES_READ = 50
_DIGITS = 16


class _Entry(NamedTuple):
    """A message in the mailbox: where its bytes stand, and what its head says."""

    start: int
    end: int
    id: str
    answers: tuple[str, ...]
    date: str
    line: str


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Give the contents of a mailbox, then its messages. Raises FormatError when there is none in it."""
    entries = [_entry(data, start, end) for start, end in _messages(data)]
    if not entries:
        raise FormatError("there is no message in it", "broken")
    ordered = _by_thread(entries)
    dates = sorted(entry.date for entry in entries if entry.date)
    summary = plural(len(entries), "message")
    if dates:
        first, last = dates[0][:10], dates[-1][:10]
        summary += f" of {first}" if first == last else f" from {first} to {last}"
    draft = contents_page(context.name, f"{summary}.", [entry.line for entry in ordered])
    if dates:
        draft.published, draft.published_from = dates[-1], "header"
    yield "", draft
    keys = _keys(data, entries)
    for entry in ordered:
        yield keys[entry.start], Member("message.eml", _reading(data, entry))


def _messages(data: bytes) -> Iterator[tuple[int, int]]:
    """Give where the bytes of each message begin, after its `From ` line, and end."""
    begun: int | None = None
    for opening in _OPENING.finditer(data):
        start = opening.start()
        is_parted = start == 0 or data[max(0, start - 3) : start].endswith((b"\n\n", b"\n\r\n"))
        has_header = _HEADER.match(data, opening.end()) is not None
        if is_parted + has_header + (_TIME.search(opening.group()) is not None) < 2:
            continue
        if begun is not None:
            yield begun, start
        begun = opening.end()
    if begun is not None:
        yield begun, len(data)


def _entry(data: bytes, start: int, end: int) -> _Entry:
    fields, _body_start = head_fields(data, start, end)
    date = parse_date(decoded_words(" ".join(fields.get("date", "").split())))
    name = sender(decoded_words(" ".join(fields.get("from", "").split())))
    subject = decoded_words(" ".join(fields.get("subject", "").split()))
    identifier = _ID.search(fields.get("message-id", ""))
    answered = _ID.findall(fields.get("in-reply-to", ""))[:1]
    references = _ID.findall(fields.get("references", ""))[-_REFERENCES_READ:]
    return _Entry(
        start,
        end,
        identifier[1] if identifier else "",
        (*answered, *reversed(references)),
        date,
        "  ".join(part for part in (date[:10], name, subject) if part) or "a message without a head",
    )


def _by_thread(entries: Sequence[_Entry]) -> list[_Entry]:
    """Return the messages in their order, each answer below what it answers."""
    places: dict[str, int] = {}
    for index, entry in enumerate(entries):
        if entry.id:
            places.setdefault(entry.id, index)
    answers: dict[int, list[int]] = {}
    firsts: list[int] = []
    above: dict[int, int] = {}
    for index, entry in enumerate(entries):
        answered = next((places[id] for id in entry.answers if id in places), index)
        if _leads_to(answered, index, above):
            firsts.append(index)
        else:
            above[index] = answered
            answers.setdefault(answered, []).append(index)
    ordered: list[_Entry] = []
    waiting = firsts[::-1]
    while waiting:
        index = waiting.pop()
        ordered.append(entries[index])
        waiting += reversed(answers.get(index, ()))
    return ordered


def _leads_to(index: int, end: int, above: dict[int, int]) -> bool:
    """Whether the way up from one message comes to another: answers that answer each other make no thread."""
    while index != end and index in above:
        index = above[index]
    return index == end


def _keys(data: bytes, entries: Sequence[_Entry]) -> dict[int, str]:
    """Return the inner key of each message by its start: its id, and where that is not its own, a hash.

    The first message of an id has it alone, so that its key stays when others of the same come after it.
    """
    keys: dict[int, str] = {}
    seen: set[str] = set()
    for entry in entries:
        key = entry.id
        if not key or key in seen:
            content = hashlib.sha256(data[entry.start : entry.end].rstrip(b"\r\n")).hexdigest()[:_DIGITS]
            key = f"{key}~{content}" if key else content
        seen.add(entry.id)
        keys[entry.start] = key
    return keys


def _reading(data: bytes, entry: _Entry) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        if entry.end - entry.start > most:
            raise FormatError(f"too large: {most // 1_048_576} MB is the limit", "too-large")
        return _QUOTED.sub(b"", data[entry.start : entry.end])

    return read
