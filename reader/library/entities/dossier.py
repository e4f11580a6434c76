"""The dossier of an entity: every mention in its sentence, roles, company, notes; and its Markdown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from reader.analysis.explanations import explain_mention
from reader.analysis.linking.name_graph import Key
from reader.analysis.linking.roles import Role, roles
from reader.analysis.mention import NAME_TYPES, Mention
from reader.library.entities.corpus_index import NamedEntity
from reader.library.storage.cache.document_row import DocumentRow
from reader.library.storage.document_keys import address_of
from reader.notes.note import Note
from reader.system.files import write_whole
from reader.text.document import Document
from reader.text.folding import fold
from reader.text.plural import plural
from reader.text.spans import Span, nearest, within

MOST_AROUND = 300
"""Code points of a sentence that are kept before and after a mention: tables have sentences without end."""
COMPANY_SHOWN = 40

_BREAKS = str.maketrans("\n\t\r\v\f\u2028\u2029", " " * 7)
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$-])")


class MentionInContext(NamedTuple):
    """A mention in its sentence.

    `start` and `end` are code points of the document's text, `highlight` the mention's of `sentence`.
    `others` are whom and what the sentence names besides; `why` says how the mention was found.
    """

    entry: DocumentRow
    start: int
    end: int
    sentence: str
    highlight: Span
    others: tuple[Key, ...]
    why: str


class StatedRole(NamedTuple):
    """Something that documents say about an entity, how often, and a place where they do."""

    text: str
    times: int
    why: str
    place: MentionInContext


class Companion(NamedTuple):
    """Somebody or something named in the same sentences: how many those are, and the latest of them."""

    key: Key
    sentences: int
    places: tuple[MentionInContext, ...]


@dataclass
class Dossier:
    """What is known about an entity; filled document by document, the newest first.

    `documents` is how many there are to be read, `read` how many were.
    """

    entity: NamedEntity
    documents: int = 0
    read: int = 0
    places: list[MentionInContext] = field(default_factory=list)
    notes: Sequence[Note] = ()
    _roles: dict[str, list[tuple[Role, MentionInContext]]] = field(default_factory=lambda: defaultdict(list))
    _company: dict[str, list[MentionInContext]] = field(default_factory=lambda: defaultdict(list))
    _types: dict[str, str] = field(default_factory=dict)

    def add(self, entry: DocumentRow, document: Document, mentions: Sequence[Mention]) -> None:
        """Take in what a document says; `mentions` are all of its mentions."""
        matching = [item for item in mentions if belongs(item, self.entity.key)]
        stated_roles = {
            (role.start, role.end): role
            for role in roles(document, matching)
            if role.entity == self.entity.name
        }
        for item in matching:
            place = place_of(entry, document, item, mentions)
            self.places.append(place)
            for name, type_ in place.others:
                if self._types.setdefault(name, type_) == "NORP":
                    # A people's adjective may stand before the country itself.
                    self._types[name] = type_
                places = self._company[name]
                if not places or places[-1].entry is not entry or places[-1].sentence != place.sentence:
                    places.append(place)
            for role in stated_roles.values():
                if 0 <= item.start - role.end <= 2 or 0 <= role.start - item.end <= 8:
                    self._roles[fold(" ".join(role.text.split()))].append((role, place))

    def finish(self, documents: int) -> None:
        """Say that so many more documents were read, whether or not they had anything."""
        self.read += documents

    def so_far(self) -> Dossier:
        """Return the dossier as it is now, which does not change when more is read into this one."""
        return Dossier(
            self.entity,
            self.documents,
            self.read,
            list(self.places),
            self.notes,
            {text: list(role_places) for text, role_places in self._roles.items()},
            {name: list(places) for name, places in self._company.items()},
            dict(self._types),
        )

    def roles(self) -> list[StatedRole]:
        """Return the titles and roles that documents give, the most frequent first."""
        matching = [
            StatedRole(
                " ".join(role_places[0][0].text.split()),
                len(role_places),
                role_places[0][0].why,
                role_places[0][1],
            )
            for role_places in self._roles.values()
        ]
        return sorted(matching, key=lambda role: (-role.times, role.text))

    def company(self) -> list[Companion]:
        """Return who and what stands in the same sentences, the most frequent first."""
        matching = [
            Companion((name, self._types[name]), len(places), tuple(places[:3]))
            for name, places in self._company.items()
        ]
        return sorted(matching, key=lambda item: (-item.sentences, item.key))[:COMPANY_SHOWN]


def belongs(item: Mention, key: Key) -> bool:
    """Return whether a mention is one of the entity: a people's adjective belongs to its country."""
    return item.entity == key[0] and (item.type == key[1] or "NORP" in (item.type, key[1]))


def place_of(
    entry: DocumentRow, document: Document, item: Mention, mentions: Sequence[Mention]
) -> MentionInContext:
    """Return a mention with its sentence, or the part of it around the mention when it is very long."""
    sentence = _sentence(document, item)
    start = max(sentence.start, item.start - MOST_AROUND)
    end = min(sentence.end, item.end + MOST_AROUND)
    text = document.text[start:end].translate(_BREAKS)
    lead, tail = "…" if start > sentence.start else "", "…" if end < sentence.end else ""
    shift = len(lead) - start
    others = dict.fromkeys(
        (other.entity, other.type)
        for other in within(mentions, start, end)
        if other.type in NAME_TYPES and other.entity != item.entity
    )
    return MentionInContext(
        entry,
        item.start,
        item.end,
        lead + text + tail,
        Span(item.start + shift, item.end + shift),
        tuple(others),
        explain_mention(item.reasons),
    )


def _sentence(document: Document, item: Mention) -> Span:
    for spans in (document.sentences, [Span(block.start, block.end) for block in document.blocks]):
        index = nearest(spans, item.start)
        if index is not None and spans[index].start <= item.start and item.end <= spans[index].end:
            return Span(*spans[index])
    return Span(item.start, item.end)


def notes_about(notes: Iterable[Note], entity: NamedEntity) -> list[Note]:
    """Return the notes linked to the entity, and those whose passage or words have its name or an alias."""
    names = {fold(name) for name in (entity.name, *entity.aliases)}
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")(?!\w)"
    )
    return [
        note
        for note in notes
        if any(link.kind == "entity" and link.target == entity.name for link in note.links)
        or pattern.search(fold(note.quote))
        or pattern.search(fold(note.body))
    ]


def to_markdown(dossier: Dossier, shown_path: Callable[[Path], str]) -> str:
    """Return the dossier as a Markdown page: what it is called and why, roles, company,
    mentions by date, notes.
    """
    entity = dossier.entity
    lines = [f"# {_escaped(entity.name)}", ""]
    when = f", {entity.first} to {entity.last}" if entity.first else ""
    lines += [
        f"{entity.type} · {plural(entity.mentions, 'mention')} "
        f"in {plural(entity.documents, 'document')}{when}",
        "",
    ]
    others = [alias for alias in entity.aliases if alias != entity.name]
    if others or entity.why:
        lines += ["## Also called", ""]
        lines += [f"- {_escaped(alias)}" for alias in others]
        lines += ["", *(f"> {_escaped(why)}  " for why in entity.why), ""] if entity.why else [""]
    if roles := dossier.roles():
        lines += ["## Roles", ""]
        lines += [
            f"- {_escaped(item.text)} ({item.times}; {item.why}) {_source(item.place, shown_path)}"
            for item in roles
        ]
        lines.append("")
    if company := dossier.company():
        lines += ["## Appears with", ""]
        for companion in company:
            name, type_ = companion.key
            lines.append(f"- **{_escaped(name)}** ({type_}), {plural(companion.sentences, 'sentence')}")
            lines += [
                f"  - {_escaped(_flat(place.sentence))} {_source(place, shown_path)}"
                for place in companion.places
            ]
        lines.append("")
    if dossier.places:
        lines += ["## Mentions", ""]
        for place in dossier.places:
            before, name, after = (
                place.sentence[: place.highlight.start],
                place.sentence[place.highlight.start : place.highlight.end],
                place.sentence[place.highlight.end :],
            )
            said_so = f"{_escaped(before)}**{_escaped(name)}**{_escaped(after)}"
            lines.append(
                f"- {place.entry.published[:10] or 'undated'} {_flat(said_so)} {_source(place, shown_path)}"
            )
        lines.append("")
    if dossier.notes:
        lines += ["## Notes", ""]
        for note in dossier.notes:
            words = _escaped(_flat(note.body)) or note.kind
            quote = f" “{_escaped(_flat(note.quote))}”" if note.quote else ""
            lines.append(f"- {words}{quote} ({_escaped(note.title)})" if note.title else f"- {words}{quote}")
        lines.append("")
    return "\n".join(lines)


def to_json(dossier: Dossier, shown_path: Callable[[Path], str]) -> dict[str, object]:
    """Return the dossier as an object for scripts: offsets are code points of each document's text."""
    entity = dossier.entity

    def place(item: MentionInContext) -> dict[str, object]:
        return {
            "path": shown_path(item.entry.path),
            **({"inner": item.entry.inner} if item.entry.inner else {}),
            "published": item.entry.published,
            "start": item.start,
            "end": item.end,
            "sentence": item.sentence,
        }

    return {
        "entity": entity.name,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "why": list(entity.why),
        "documents": entity.documents,
        "first": entity.first,
        "last": entity.last,
        "roles": [
            {"text": item.text, "times": item.times, "why": item.why, **place(item.place)}
            for item in dossier.roles()
        ],
        "company": [
            {
                "entity": item.key[0],
                "type": item.key[1],
                "sentences": item.sentences,
                "evidence": [place(item_place) for item_place in item.places],
            }
            for item in dossier.company()
        ],
        "mentions": [{**place(item), "why": item.why} for item in dossier.places],
        "notes": [note.id for note in dossier.notes],
    }


def write_dossier(dossier: Dossier, folder: Path, shown_path: Callable[[Path], str]) -> Path:
    """Write the dossier as Markdown into `folder`, into a file called after the name. Raises ReaderError."""
    stem = re.sub(r"[^\w-]+", "-", dossier.entity.name).strip("-")[:80] or "name"
    target = folder / f"dossier-{stem}.md"
    write_whole(target, to_markdown(dossier, shown_path))
    return target


def _source(place: MentionInContext, shown_path: Callable[[Path], str]) -> str:
    path = address_of(shown_path(place.entry.path), place.entry.inner)
    target = "".join(f"%{ord(char):02X}" if char in "<>%\\" or ord(char) < 33 else char for char in path)
    return f"([{_escaped(place.entry.title)}](<{target}>))"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _flat(text: str) -> str:
    return " ".join(text.split())
