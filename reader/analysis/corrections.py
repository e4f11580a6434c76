"""What a person put right about names: pure changes to mentions, and the file that a colleague can take.

Corrections are kept apart from analyses and applied to whatever an analysis gives, so a new analysis loses
none. They form a list in the order they were made; each sees the names that those before it left. A
split takes back the merge that it answers, and with it every trace of the merge.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

from reader.analysis.mention import GROUPS, Mention
from reader.analysis.reasons import ReasonKind, reason
from reader.errors import CorrectionError
from reader.text.document import Document
from reader.text.folding import fold
from reader.text.safety import safe_line
from reader.text.spans import within

EntityKey = tuple[str, str]
"""An entity's name and type."""

CorrectionKind = Literal["type", "hide", "merge", "split", "rename", "add", "watch", "unwatch"]
KINDS: tuple[CorrectionKind, ...] = get_args(CorrectionKind)

_NEEDS: dict[CorrectionKind, tuple[str, ...]] = {
    "type": ("type",),
    "hide": (),
    "merge": ("to",),
    "split": ("to",),
    "rename": ("to",),
    "add": ("type",),
    "watch": (),
    "unwatch": (),
}
_ADDED = (reason(ReasonKind.ADDED_BY_HAND),)
_FIELDS = ("kind", "name", "to", "type", "spelling", "document")
_HEADER = (
    "# Corrections to the names that reader found, in the order in which they were made.\n"
    "# kind: type, hide, merge (name to), split (to out of name), rename (name to), add, watch, unwatch.\n"
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing put right about the entity `name`.

    kind     what it does                                        also needs
    type     gives its mentions the type `type`                  type
    hide     takes its mentions away
    merge    its mentions are those of the entity `to`           to; type, to give them a type as well
    split    `to` is no longer part of it: the merge of `to`     to
             into it is taken back, else what is written `to`
             becomes an entity of its own
    rename   is called `to` from now on                          to
    add      wherever `spelling` (else `name`) stands, it is     type
             a mention of it
    watch    is marked wherever it appears; unwatch ends that

    `spelling` narrows type, hide, merge and rename to mentions that are written so, and `document` narrows
    all but watch to the document whose `sha256` it is. Raises CorrectionError when a field is missing, a
    type is unknown, or a name would be merged into or split from itself.
    """

    kind: CorrectionKind
    name: str
    to: str = ""
    type: str = ""
    spelling: str = ""
    document: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise CorrectionError(f"There is no correction called {self.kind}; there are {', '.join(KINDS)}.")
        for needed in ("name", *_NEEDS[self.kind]):
            if not getattr(self, needed).strip():
                raise CorrectionError(f"A correction of kind {self.kind} needs the field {needed}.")
        if self.type and self.type not in GROUPS:
            raise CorrectionError(f"There is no type {self.type}; there are {', '.join(GROUPS)}.")
        if self.to == self.name:
            raise CorrectionError(f"{self.name} cannot be put together with, parted from or called itself.")


def effective(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that are in force, in order: a merge and the split that answers
    it both fall away.

    A split answers the last merge of its `to` that leads, through later merges and renames, to its `name`.
    """
    in_force: list[Correction] = []
    for correction in corrections:
        answered = _answered(in_force, correction) if correction.kind == "split" else None
        if answered is None:
            in_force.append(correction)
        else:
            del in_force[answered]
    return tuple(in_force)


def apply(
    mentions: Iterable[Mention], document: Document, corrections: Sequence[Correction]
) -> list[Mention]:
    """Return the mentions as corrected: sorted, never overlapping, those untouched as they were.

    `mentions` are those of an analysis of `document`, sorted and not overlapping.
    """
    results = list(mentions)
    for correction in effective(corrections):
        if correction.document and correction.document != document.sha256:
            continue
        if correction.kind == "add":
            results = _with_added(results, document.text, correction)
        elif correction.kind not in ("watch", "unwatch"):
            results = [
                changed
                for item in results
                if (changed := _corrected(item, document.text, correction)) is not None
            ]
    return results


def correct_entity(
    entity: EntityKey, spelling: str, corrections: Sequence[Correction], document: str = ""
) -> EntityKey | None:
    """Return the name and type that a mention written `spelling` comes to have; None when it is hidden.

    This is the one rule for what corrections do to a name, in texts and in counts alike. `document` is the
    hash of the text that the mention stands in; without it, corrections narrowed to a text have no part.
    Added names have none either: where they stand, only the text says.
    """
    for correction in corrections:
        if correction.document in ("", document):
            after = _after(entity, spelling, correction)
            if after is None:
                return None
            entity = after
    return entity


def with_merge_types(
    corrections: Sequence[Correction], type_of: Callable[[str], str | None]
) -> tuple[Correction, ...]:
    """Return the corrections with a type for each merge that names none: that of what it merges into.

    `type_of` gives the type that a name had before any correction, None where there is no such name. A merge
    into what nobody is called leaves each mention its type.
    """
    types: dict[str, str | None] = {}

    def known(name: str) -> str | None:
        return types[name] if name in types else types.setdefault(name, type_of(name))

    results = []
    for item in corrections:
        if item.kind == "merge" and not item.type and (type_ := known(item.to)):
            item = replace(item, type=type_)
        results.append(item)
        if item.kind == "add":
            types[item.name] = known(item.name) or item.type
        elif item.kind == "split":
            types[item.to] = known(item.to) or known(item.name)
        elif item.kind == "type" and not (item.spelling or item.document):
            types[item.name] = item.type
        elif item.kind in ("merge", "rename"):
            types[item.to] = known(item.to) or item.type or known(item.name)
            if _renames(item):
                types[item.name] = None
    return tuple(results)


def watched(corrections: Iterable[Correction]) -> frozenset[str]:
    """Return the names that are watched, under the names that later merges and renames gave them."""
    names: set[str] = set()
    for correction in effective(corrections):
        if correction.kind == "watch":
            names.add(correction.name)
        elif correction.kind == "unwatch":
            names.discard(correction.name)
        elif correction.name in names and _renames(correction):
            names.remove(correction.name)
            names.add(correction.to)
    return frozenset(names)


def dumps(corrections: Iterable[Correction]) -> str:
    """Return the corrections as TOML, one table each, in order; `loads` gives them back."""
    tables = [_HEADER]
    for correction in corrections:
        lines = ["[[correction]]"]
        lines += [f"{field} = {_quoted(value)}" for field in _FIELDS if (value := getattr(correction, field))]
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def loads(text: str) -> list[Correction]:
    """Return the corrections of a TOML text, in order and made safe.

    Raises CorrectionError: which one is wrong.
    """
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CorrectionError(f"The corrections are not valid TOML: {safe_line(str(error))}.") from error
    entries = data.get("correction", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CorrectionError("The corrections should stand in tables headed [[correction]].")
    return [_from_table(entry, number) for number, entry in enumerate(entries, 1)]


def _from_table(entry: dict[str, object], number: int) -> Correction:
    unknown = sorted(set(entry) - set(_FIELDS))
    if unknown:
        unknown_names = safe_line(", ".join(unknown))
        raise CorrectionError(f"Correction {number} has a field that is not known: {unknown_names}.")
    fields: dict[str, str] = {}
    for field, value in entry.items():
        if not isinstance(value, str):
            raise CorrectionError(f"Correction {number}: the field {field} should be a text in quotes.")
        fields[field] = safe_line(value)
    kind = next((kind for kind in KINDS if kind == fields.get("kind")), None)
    if kind is None:
        raise CorrectionError(f"Correction {number} needs a kind, one of {', '.join(KINDS)}.")
    del fields["kind"]
    try:
        return Correction(kind, **{"name": "", **fields})
    except CorrectionError as error:
        raise CorrectionError(f"Correction {number}: {error}") from error


def _quoted(value: str) -> str:
    """A TOML basic string; surrogates, which no TOML file can hold, become replacement characters."""
    escaped = []
    for char in value:
        code = ord(char)
        if char in '"\\':
            escaped.append("\\" + char)
        elif code < 0x20 or code == 0x7F:
            escaped.append(f"\\u{code:04x}")
        elif 0xD800 <= code <= 0xDFFF:
            escaped.append("\N{REPLACEMENT CHARACTER}")
        else:
            escaped.append(char)
    return f'"{"".join(escaped)}"'


def _answered(in_force: Sequence[Correction], split: Correction) -> int | None:
    """The index of the merge that a split takes back, or None."""
    for index in range(len(in_force) - 1, -1, -1):
        merge = in_force[index]
        if merge.kind != "merge" or merge.name != split.to or merge.document != split.document:
            continue
        leads_to = merge.to
        for later in in_force[index + 1 :]:
            if later.name == leads_to and _renames(later):
                leads_to = later.to
        if leads_to == split.name:
            return index
    return None


def _renames(correction: Correction) -> bool:
    """Whether after it nothing is called by its `name` any more."""
    return correction.kind in ("merge", "rename") and not correction.spelling and not correction.document


def _after(entity: EntityKey, spelling: str, correction: Correction) -> EntityKey | None:
    """Return the name and type after one correction, wherever that holds; None when it hides them."""
    if entity[0] != correction.name or correction.kind in ("add", "watch", "unwatch"):
        return entity
    only_spelling = correction.to if correction.kind == "split" else correction.spelling
    if only_spelling and _plain(spelling) != _plain(only_spelling):
        return entity
    if correction.kind == "hide":
        return None
    return entity[0] if correction.kind == "type" else correction.to, correction.type or entity[1]


def _corrected(mention: Mention, text: str, correction: Correction) -> Mention | None:
    before = mention.entity, mention.type
    after = _after(before, text[mention.start : mention.end], correction)
    if after is None or after == before:
        return mention if after else None
    reasons = (*mention.reasons, reason(ReasonKind.CORRECTED, correction.kind))
    return Mention(mention.start, mention.end, after[1], after[0], reasons)


def _with_added(mentions: list[Mention], text: str, correction: Correction) -> list[Mention]:
    """The mentions with those of an added name; what is longer and holds it stays, all else gives way."""
    added: list[Mention] = []
    for match in _pattern(correction.spelling or correction.name).finditer(text):
        start, end = match.span()
        inside = within(mentions, start, end)
        if not any(
            item.start <= start and end <= item.end and item.end - item.start > end - start for item in inside
        ):
            added.append(Mention(start, end, correction.type, correction.name, _ADDED))
    untouched = [item for item in mentions if not within(added, item.start, item.end)]
    return sorted(untouched + added, key=lambda item: item.start)


@lru_cache(maxsize=512)
def _pattern(name: str) -> re.Pattern[str]:
    """Matches the name as written, whole words only, whatever white space parts its words."""
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)")


def _plain(spelling: str) -> str:
    return " ".join(fold(spelling).split())
