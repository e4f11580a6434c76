"""The search line → Query. One grammar for the search, the list's filter, the command line and the export.

    line     = clause*                         all clauses hold; words rank, they are not required
    clause   = ["-" | "!"] atom ("|" atom)*    the minus turns the whole clause round
    atom     = [field ":"] value
    value    = word | "'" word | '"' words '"'
    field    = title tag source format date person org place note is has

A word may be misspelt and the last one may be unfinished; `'word` is taken as it stands. A minus before a
number that is no year is its sign, and a text between single quotation marks was pasted with them: neither
is an operator. In prose, a long line without a field or a bar, all marks are punctuation. What a person is
still typing is read as far as it goes: an open quotation mark runs to the end of the line, a bar or a
minus at the end waits for its word. All positions are code points into the line.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.errors import QueryError
from reader.search.words.tokens import words
from reader.text.folding import fold
from reader.text.safety import make_safe

FieldName = Literal["", "title", "tag", "source", "format", "person", "org", "place", "note"]

FIELDS = ("title", "tag", "source", "format", "date", "person", "org", "place", "note", "is", "has")
STATES: dict[str, tuple[str, ...]] = {"is": ("unread", "read", "flagged"), "has": ("note",)}
LONGEST_LINE = 4000
"""Code points: a page of text. A longer line is a slip of the clipboard."""

MOST_TYPED = 10
"""Words outside quotation marks; a longer line is a sentence or a page that was pasted."""

_LONGEST_ACRONYM = 6
_FIELD = re.compile(r"([A-Za-z]+):")
_QUOTES = '"“”„‟«»'
_SINGLE = "'‘’"
_SIGNED = re.compile(r"-(?!\d{4}\b(?![.,]\d))\d+(?:[.,]\d+)*%?(?![\w-])")
_DOUBLE_QUOTED = re.compile(f"[{_QUOTES}][^{_QUOTES}]*[{_QUOTES}]?")
_QUOTED = re.compile(rf"[{_SINGLE}][^\s{_SINGLE}]+\s.*?\w[{_SINGLE}](?!\w)")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_EXAMPLES = {
    "title": "title:ceasefire", "tag": "tag:energy", "source": "source:reuters", "format": "format:pdf",
    "date": "date:2026-09",
    "person": "person:araghchi", "org": "org:opec", "place": "place:vienna", "note": "note:check",
    "is": "is:unread", "has": "has:note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordsAtom:
    """Folded words to look for, in a field or (`""`) everywhere, and their place in the line.

    One word, unless `phrase`: then they stand next to each other in this order. `exact` refuses
    corrections and other inflections, `fixed` (an acronym) only corrections. `acronym` is a short word all in
    capitals, also in a line that has little else. `prefix` means that the last
    word may be unfinished.
    """

    words: tuple[str, ...]
    start: int
    end: int
    field: FieldName = ""
    exact: bool = False
    phrase: bool = False
    prefix: bool = False
    fixed: bool = False
    acronym: bool = False


@dataclass(frozen=True, slots=True)
class DatesAtom:
    """Published between two ISO 8601 days, both included; an empty one is open."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class StateAtom:
    """What the caller knows of a document and the index does not: `is:unread`, `has:note`."""

    field: Literal["is", "has"]
    value: str


Atom = WordsAtom | DatesAtom | StateAtom


@dataclass(frozen=True, slots=True)
class Clause:
    """Any of the alternatives holds, or, when negated, none of them; where it stands in the line."""

    alternatives: tuple[Atom, ...]
    negated: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A search line understood. No clauses: an empty line."""

    line: str
    clauses: tuple[Clause, ...] = ()

    @property
    def states(self) -> tuple[Clause, ...]:
        """The clauses about reading state, for the caller to answer: all alternatives are `StateAtom`."""
        return tuple(clause for clause in self.clauses if isinstance(clause.alternatives[0], StateAtom))


def parse(line: str) -> Query:
    """Return the query that a line means.

    Raises QueryError, whose message is a sentence and whose position a code point into the line.
    """
    if len(line) > LONGEST_LINE:
        raise QueryError(
            f"A search line has at most {LONGEST_LINE:,} characters; this one has {len(line):,}.",
            LONGEST_LINE,
        )
    return _Parser(make_safe(line)[0], line).query()


class _Parser:
    """One pass over the line, left to right."""

    def __init__(self, line: str, original: str) -> None:
        self.line = line
        self.original = original
        self.position = 0
        letters = sum(map(str.isalpha, line))
        # Capitals tell an acronym only where most letters are small.
        self.shouted = 2 * sum(map(str.isupper, line)) > letters
        self.prose = _is_prose(line)

    def query(self) -> Query:
        clauses: list[Clause] = []
        joined = False
        while self._skip_space():
            if self.line[self.position] == "|":
                self.position += 1
                joined = bool(clauses)
                continue
            start = self.position
            negated = self._minus()
            atoms = self._atoms()
            if not atoms:
                continue
            if joined:
                before = clauses.pop()
                if negated or before.negated:
                    raise QueryError("A minus and a bar do not go together: write -a b, or a | b.", start)
                atoms = [*before.alternatives, *atoms]
                self._check_alternatives(atoms, start)
                start = before.start
            if negated and len(atoms) > 1:
                atoms = [_as_phrase(atoms)]
            if joined or negated:
                clauses.append(Clause(tuple(atoms), negated, start, self.position))
            else:
                clauses.extend(Clause((atom,), False, start, self.position) for atom in atoms)
            joined = False
        if not clauses and self.line.strip():
            raise QueryError("There is no word to search for in this line.", 0)
        return Query(self.original, tuple(clauses))

    def _check_alternatives(self, alternatives: list[Atom], position: int) -> None:
        if any(isinstance(atom, StateAtom) for atom in alternatives) and not all(
            isinstance(atom, StateAtom) for atom in alternatives
        ):
            raise QueryError("is: and has: can be alternatives of each other, but not of words.", position)

    def _skip_space(self) -> bool:
        while self.position < len(self.line) and self.line[self.position].isspace():
            self.position += 1
        return self.position < len(self.line)

    def _minus(self) -> bool:
        negated = False
        if self.prose:
            while self.position < len(self.line) and self.line[self.position] in f"-!{_QUOTES}{_SINGLE}":
                self.position += 1
            return negated
        if _SIGNED.match(self.line, self.position):
            self.position += 1
            return negated
        while self.position < len(self.line) and self.line[self.position] in "-!":
            self.position += 1
            negated = self.position < len(self.line) and not self.line[self.position].isspace()
        return negated

    def _atoms(self) -> list[Atom]:
        """What stands here: usually one atom; `co-operate` is two words; none when it is only marks."""
        start = self.position
        name = self._field_name()
        if not name:
            return list(self._value("", start))
        if name == "date":
            return [self._dates(start)]
        if name in STATES:
            return [self._state(name, start)]
        atoms = self._value(name, start)  # type: ignore[arg-type]
        if not atoms:
            raise self._missing(name)
        return list(atoms)

    def _field_name(self) -> str:
        """The field that begins here, now passed; empty when none does."""
        match = _FIELD.match(self.line, self.position)
        if not match:
            return ""
        name = match[1].lower()
        if name not in FIELDS:
            rest = self.line[match.end() : match.end() + 1]
            if rest.strip() and (near := _near_field(name)):
                raise QueryError(f"There is no field “{name}:”; did you mean “{near}:”?", match.start())
            return ""
        self.position = match.end()
        return name

    def _missing(self, name: str) -> QueryError:
        return QueryError(
            f"After “{name}:” something is missing, for instance {_EXAMPLES[name]}.", self.position
        )

    def _value(self, field: FieldName, start: int) -> list[WordsAtom]:
        if self.position >= len(self.line):
            return []
        char = self.line[self.position]
        if char in _QUOTES:
            return self._phrase(field, start)
        exact = char in _SINGLE and not _QUOTED.match(self.line, self.position)
        if char in _SINGLE:
            self.position += 1
        raw = self._raw()
        listed = words(fold(raw))
        last = self.position >= len(self.line)
        if (field or exact) and len(listed) > 1:
            return [
                WordsAtom(
                    tuple(listed), start, self.position, field, exact, phrase=True, prefix=last and not exact
                )
            ]
        unfinished = last and not exact and raw[-1:].isalnum()
        acronym = raw.isupper() and 1 < len(raw) <= _LONGEST_ACRONYM
        return [
            WordsAtom(
                (word,),
                start,
                self.position,
                field,
                exact,
                prefix=unfinished and index == len(listed) - 1,
                fixed=acronym and not self.shouted,
                acronym=acronym,
            )
            for index, word in enumerate(listed)
        ]

    def _phrase(self, field: FieldName, start: int) -> list[WordsAtom]:
        self.position += 1
        first = self.position
        while self.position < len(self.line) and self.line[self.position] not in _QUOTES:
            self.position += 1
        closed = self.position < len(self.line)
        listed = tuple(words(fold(self.line[first : self.position])))
        self.position += closed
        if not listed:
            return []
        return [WordsAtom(listed, start, self.position, field, exact=True, phrase=True, prefix=not closed)]

    def _raw(self) -> str:
        first = self.position
        while self.position < len(self.line) and not (
            self.line[self.position].isspace()
            or self.line[self.position] == "|"
            or self.line[self.position] in _QUOTES
        ):
            self.position += 1
        return self.line[first : self.position]

    def _state(self, name: str, start: int) -> StateAtom:
        value = fold(self._raw())
        if not value:
            raise self._missing(name)
        if value == "notes":
            value = "note"
        if value not in STATES[name]:
            known = " or ".join(f"{name}:{item}" for item in STATES[name])
            raise QueryError(f"“{name}:{value}” says nothing; write {known}.", start)
        return StateAtom("is" if name == "is" else "has", value)

    def _dates(self, start: int) -> DatesAtom:
        raw = self._raw()
        if not raw.strip("."):
            raise self._missing("date")
        first, dots, last = raw.partition("..")
        from_day = _day(first, False, start) if first else ""
        to_day = _day(last if dots else first, True, start) if last or not dots else ""
        if from_day and to_day and from_day > to_day:
            raise QueryError("The first day of date: comes after its last day.", start)
        return DatesAtom(from_day, to_day)


def _is_prose(line: str) -> bool:
    """Whether a line is no search that a person has typed, with operators, but text."""
    if "|" in line or any(name.lower() in FIELDS for name in _FIELD.findall(line)):
        return False
    return len(words(fold(_DOUBLE_QUOTED.sub(" ", line)))) > MOST_TYPED


def _as_phrase(atoms: Sequence[Atom]) -> WordsAtom:
    """The words of a compound that is to be left out: `-cease-fire` leaves out no other fire."""
    words_atoms = [atom for atom in atoms if isinstance(atom, WordsAtom)]
    first, last = words_atoms[0], words_atoms[-1]
    parts = tuple(word for atom in words_atoms for word in atom.words)
    return WordsAtom(parts, first.start, last.end, first.field, exact=True, phrase=True, prefix=last.prefix)


def _day(text: str, last: bool, position: int) -> str:
    """The first or last ISO day of a year, a month or a day."""
    match = _DATE.fullmatch(text)
    wrong = QueryError(f"“{text}” is no date; write 2026, 2026-09 or 2026-09-17.", position)
    if not match:
        raise wrong
    year = int(match[1])
    month = int(match[2]) if match[2] else (12 if last else 1)
    if not 1 <= month <= 12 or not year:
        raise wrong
    days = calendar.monthrange(year, month)[1]
    day = int(match[3]) if match[3] else (days if last else 1)
    if not 1 <= day <= days:
        raise wrong
    return f"{year:04d}-{month:02d}-{day:02d}"


def _near_field(name: str) -> str:
    """The field that a misspelt one means, or nothing."""
    from rapidfuzz.distance import OSA

    if len(name) < 3:
        return ""
    near = [(OSA.distance(name, field), field) for field in FIELDS if len(field) > 2]
    distance, field = min(near)
    return field if distance <= 1 else ""
