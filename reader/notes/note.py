"""A note, and the changes that can be made to it.

Everything here is pure: the time and the randomness are passed in, and a change gives a new note. All text
in a note is safe to show (`text/safety.py`), one character for one, wherever it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args

from reader.errors import NoteError
from reader.notes.ids import RANDOM_BYTES as RANDOM_BYTES
from reader.notes.ids import is_id, new_id, utc
from reader.text.safety import make_safe, safe_line
from reader.text.spans import Span

State = Literal["exact", "moved", "changed", "lost", "document"]
LinkKind = Literal["note", "document", "entity"]

STATES: tuple[State, ...] = get_args(State)
PLACED: frozenset[State] = frozenset({"exact", "moved", "changed"})
"""The states in which a note has a place in the text as it now is."""

_SHA256 = re.compile("[0-9a-f]{64}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_KIND = re.compile(r"[^\W_][\w -]{0,31}")
_LONGEST_TAG = 100


@dataclass(frozen=True, slots=True)
class NoteKind:
    """A kind of note as a person sees it: its name, the letter that stands for it, and its colour.

    `kind` is what a note keeps, so that a person may change the name. The default colours are those of Okabe
    and Ito (2008), which colour-blind readers can tell apart; an empty colour is that of the text.
    """

    kind: str
    name: str
    letter: str
    color: str


NOTE_KINDS: tuple[NoteKind, ...] = (
    NoteKind("note", "note", "n", ""),
    NoteKind("highlight", "highlight", "h", "#F0E442"),
    NoteKind("claim", "claim", "c", "#56B4E9"),
    NoteKind("question", "question", "q", "#E69F00"),
    NoteKind("key", "key", "k", "#009E73"),
    NoteKind("doubt", "doubt", "d", "#D55E00"),
    NoteKind("action", "action", "a", "#CC79A7"),
)


class Link(NamedTuple):
    """What a note points at: another note by id, a document by path, or an entity by name."""

    kind: LinkKind
    target: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.target}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage described so that it can be found again.

    `start` and `end` are code points in the text whose SHA-256 is `text_sha256` (`Document.sha256`; empty
    when the text is not known, as with an imported note). `prefix` and `suffix` are what stands around it.
    """

    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int = 0
    end: int = 0
    text_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an anchor's passage stands in a text.

    `span` is None when it is lost. `score` goes from 0 to 1: how much of the passage is still the same.
    `how` says in a few words what it was found by. `near` is the offset at which a lost passage would have
    stood, where the text around it is still known.
    """

    span: Span | None
    state: State
    score: float
    how: str
    near: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A person's note on a passage or on a whole document.

    `path` is the document as the library names it; `title`, `published` and `source` are the document's at
    the time, for citations. `start` and `end` are the place in the document's text as it was last seen, in
    code points; 0 and 0 when `state` gives the note no place. What was noted, and in which text, is kept in
    `quote`, `prefix`, `suffix`, `quote_start`, `quote_end` and `text_sha256`: see `anchor`. `body` is
    Markdown. Times are UTC in ISO 8601; `deleted` is when the note was put in the trash, empty while it is
    not. `creator` is empty for the owner's own notes.
    """

    id: str
    path: str
    kind: str = "note"
    body: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    state: State = "document"
    start: int = 0
    end: int = 0
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    quote_start: int = 0
    quote_end: int = 0
    text_sha256: str = ""
    title: str = ""
    published: str = ""
    source: str = ""
    creator: str = ""
    created: str
    modified: str
    deleted: str = ""
    inner: str = ""

    def __post_init__(self) -> None:
        """Raise NoteError, with a sentence for the person, when the note cannot be kept as it is."""
        _require(is_id(self.id), f"{self.id!r} is no id of a note.")
        _require(bool(self.path or self.links), "A note needs a document, or a link to what it is about.")
        _require(
            _KIND.fullmatch(self.kind) is not None,
            f"{self.kind!r} cannot be a kind of note: up to 32 letters, digits, spaces and hyphens.",
        )
        _require(self.state in STATES, f"{self.state!r} is no state of a note: {', '.join(STATES)}.")
        _require(
            0 <= self.start <= self.end and 0 <= self.quote_start <= self.quote_end,
            "A note's passage must begin at 0 or later and end after it begins.",
        )
        _require(
            self.state == "document" or bool(self.quote.strip()),
            "A note on a passage needs the passage's words.",
        )
        _require(
            not self.text_sha256 or _SHA256.fullmatch(self.text_sha256) is not None,
            "A text's SHA-256 has 64 hexadecimal digits.",
        )
        for tag in self.tags:
            _require(tag == _tag(tag) != "", f"{tag!r} cannot be a tag: a few words on one line, without #.")
        for link in self.links:
            _require(link.kind in get_args(LinkKind) and bool(link.target), f"{str(link)!r} leads nowhere.")
        for name in ("created", "modified", "deleted"):
            time = getattr(self, name)
            _require(
                _is_time(time) or (name == "deleted" and not time),
                f"{time!r} is no UTC time such as 2026-01-17T09:30:00Z.",
            )

    @property
    def anchor(self) -> Anchor | None:
        """The passage as it was noted; None for a note on a whole document."""
        if self.state == "document":
            return None
        return Anchor(
            self.quote, self.prefix, self.suffix, self.quote_start, self.quote_end, self.text_sha256
        )

    @property
    def span(self) -> Span | None:
        """The place in the document's text as it was last seen; None when there is none."""
        return Span(self.start, self.end) if self.state in PLACED else None

    def edited(self, body: str, now: datetime, kind: str | None = None) -> Note:
        """Return the note with another body and, when given, another kind.

        The same note when nothing differs.
        """
        return self._changed(now, body=safe_text(body), kind=self.kind if kind is None else kind)

    def retagged(self, tags: Iterable[str], now: datetime) -> Note:
        """Return the note with these tags and no others, each once, in this order."""
        return self._changed(now, tags=clean_tags(tags))

    def linked(self, links: Iterable[Link], now: datetime) -> Note:
        """Return the note with these links and no others, each once, in this order."""
        return self._changed(now, links=_clean_links(links))

    def placed(self, placement: Placement, now: datetime, anchor: Anchor | None = None) -> Note:
        """Return the note at the place that was found for it.

        With `anchor`, the passage's new description (`describe` of the new text), the note from now on
        means that passage: right for *exact* and *moved*, and for a *changed* one that the person accepted.
        Without it the note goes on meaning the passage that it was made on.
        """
        span = placement.span or Span(0, 0)
        changes: dict[str, Any] = {"state": placement.state, "start": span.start, "end": span.end}
        if anchor is not None:
            changes |= _anchor_fields(anchor)
        return self._changed(now, **changes)

    def rehomed(self, path: str, now: datetime, inner: str = "") -> Note:
        """Return the note on a document that was renamed or moved to `path`, to its part
        `inner` if there is one.
        """
        return self._changed(now, path=path, inner=inner)

    def trashed(self, now: datetime) -> Note:
        """Return the note in the trash."""
        return self if self.deleted else self._changed(now, deleted=utc(now))

    def restored(self, now: datetime) -> Note:
        """Return the note out of the trash."""
        return self._changed(now, deleted="")

    def to_json(self) -> dict[str, Any]:
        """Return the note as a JSON object that loses nothing.

        `start` and `end` are null when the note has no place in the text; fields that are empty and that
        the command line's contract does not promise are left out.
        """
        place = self.span
        record: dict[str, Any] = {
            "id": self.id,
            "path": self.path,
            "quote": self.quote,
            "body": self.body,
            "tags": list(self.tags),
            "kind": self.kind,
            "state": self.state,
            "start": place.start if place else None,
            "end": place.end if place else None,
            "created": self.created,
            "modified": self.modified,
        }
        for name in _OPTIONAL_FIELDS:
            if value := getattr(self, name):
                record[name] = [str(link) for link in value] if name == "links" else value
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Note:
        """Return the note of such an object; NoteError when it holds none. Foreign names are passed over.

        A note that quotes a passage is on that passage, still to be looked for, even where it says otherwise
        or gives a place without a letter; one that quotes nothing knows of no surroundings either.
        """
        values: dict[str, Any] = {}
        for item in fields(cls):
            if (value := record.get(item.name)) is not None:
                values[item.name] = _value(item.name, value)
        for name in ("id", "path", "created", "modified"):
            _require(name in values, f"The note has no {name!r}.")
        if values.get("state", "document") == "document":
            if values.get("quote", "").strip():
                values["state"] = "lost"
            else:
                for name in _PASSAGE:
                    values.pop(name, None)
        if values.get("state") in PLACED and values.get("start", 0) == values.get("end", -1):
            values["state"] = "lost"
        if values.get("state") in PLACED:
            _require("start" in values and "end" in values, "A note with a place needs 'start' and 'end'.")
        else:
            values.pop("start", None)
            values.pop("end", None)
        return cls(**values)

    def _changed(self, now: datetime, **changes: Any) -> Note:
        if all(getattr(self, name) == value for name, value in changes.items()):
            return self
        return replace(self, modified=utc(now), **changes)


_TUPLES = frozenset({"tags", "links"})
_NUMBERS = frozenset({"start", "end", "quote_start", "quote_end"})
_PASSAGE = ("quote", "prefix", "suffix", "quote_start", "quote_end")
_TEXTS = frozenset({"body", "quote", "prefix", "suffix"})
_OPTIONAL_FIELDS = (
    "inner", "title", "published", "source", "creator", "links",
    "prefix", "suffix", "quote_start", "quote_end", "text_sha256", "deleted",
)  # fmt: skip


def create(
    *,
    path: str,
    now: datetime,
    randomness: bytes,
    anchor: Anchor | None = None,
    kind: str = "note",
    body: str = "",
    tags: Iterable[str] = (),
    links: Iterable[Link] = (),
    title: str = "",
    published: str = "",
    source: str = "",
    creator: str = "",
    inner: str = "",
) -> Note:
    """Return a new note: on the anchor's passage, or without one on the document as a whole.

    `randomness` is RANDOM_BYTES random bytes. Raises NoteError.
    """
    created = utc(now)
    passage: dict[str, Any] = {}
    if anchor is not None:
        passage = {"state": "exact", "start": anchor.start, "end": anchor.end, **_anchor_fields(anchor)}
    return Note(
        id=new_id(now, randomness),
        path=safe_line(path),
        inner=inner,
        kind=kind,
        body=safe_text(body),
        tags=clean_tags(tags),
        links=_clean_links(links),
        title=safe_line(title),
        published=published,
        source=safe_line(source),
        creator=safe_line(creator),
        created=created,
        modified=created,
        **passage,
    )


def clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags trimmed, without a leading #, each once whatever its case, in their order."""
    by_folded_text: dict[str, str] = {}
    for tag in map(_tag, tags):
        if tag:
            by_folded_text.setdefault(tag.casefold(), tag)
    return tuple(by_folded_text.values())


def safe_text(text: str) -> str:
    """Return the text with nothing in it that acts on a terminal, line ends as newlines, and
    stable under itself.
    """
    return make_safe(text.replace("\r\n", "\n"))[0]


def parse_link(text: str) -> Link:
    """Return the link that `str(link)` wrote; NoteError when it is none."""
    kind, _, target = text.partition(":")
    for known in get_args(LinkKind):
        if kind == known and target:
            return Link(known, target)
    raise NoteError(f"{text!r} is no link: write note:ID, document:PATH or entity:NAME.")


def _tag(tag: str) -> str:
    return " ".join(safe_text(tag).split()).lstrip("# ")[:_LONGEST_TAG].rstrip()


def _clean_links(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(Link(link.kind, _line(link.target)) for link in links))


def _anchor_fields(anchor: Anchor) -> dict[str, Any]:
    return {
        "quote": safe_text(anchor.quote),
        "prefix": safe_text(anchor.prefix),
        "suffix": safe_text(anchor.suffix),
        "quote_start": anchor.start,
        "quote_end": anchor.end,
        "text_sha256": anchor.text_sha256,
    }


def _value(name: str, value: object) -> object:
    """A field's value as it came from JSON, made safe; NoteError when it is of the wrong sort."""
    if name in _TUPLES:
        _require(
            isinstance(value, list | tuple) and all(isinstance(item, str) for item in value),
            f"A note's {name!r} must be a list of text.",
        )
        assert isinstance(value, list | tuple)
        return clean_tags(value) if name == "tags" else tuple(parse_link(_line(item)) for item in value)
    if name in _NUMBERS:
        _require(
            isinstance(value, int) and not isinstance(value, bool),
            f"A note's {name!r} must be a whole number.",
        )
        return value
    _require(isinstance(value, str), f"A note's {name!r} must be text.")
    assert isinstance(value, str)
    return safe_text(value) if name in _TEXTS else _line(value)


def _line(text: str) -> str:
    return safe_line(safe_text(text))


def _is_time(text: str) -> bool:
    if _TIME.fullmatch(text) is None:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _require(condition: bool, sentence: str) -> None:
    if not condition:
        raise NoteError(sentence)
