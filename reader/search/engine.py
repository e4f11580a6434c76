"""A search line → ranked hits, with their passages and reasons.

Documents are found by BM25 over stems, each typed word standing for the corpus's words that it may mean; the best
of them are read again and ranked by how well one passage answers: how much of the query it holds, how close
together and in what order.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from reader.search.expansion import Group, groups_of, weighted
from reader.search.grammar import Clause, Dates, Query, State, Words, parse
from reader.search.index import (
    Address,
    Condition,
    Days,
    EntryKind,
    FieldWords,
    Filter,
    IndexEntry,
    Kind,
    SearchIndex,
    Stem,
    TextField,
    day_number,
    stem,
)
from reader.search.passages import ReadText, best_passage
from reader.search.vocabulary import Vocabulary
from reader.text.spans import Span

__all__ = ["Answer", "Hit", "IndexEntry", "SearchEngine"]

Allowed = Callable[[str], bool] | AbstractSet[str]

_CANDIDATES = 50
_PASSAGE_SHARE = 1.0
_READ_CHARACTERS = 4_000_000
_FIELDS: dict[str, TextField] = {
    "title": "title", "tag": "tags", "source": "source", "person": "people", "org": "organisations",
    "place": "places",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A document or a note that answers, with its best passage.

    `start` and `end` bound the passage in the document's text, `text` is that passage, `matches` the matched
    words in it, as code points into the document's text. `score` compares hits of one answer. A note's
    `document` is the key of what it is on; a document's is its own key.
    """

    key: str
    score: float
    title: str
    start: int
    end: int
    text: str
    matches: tuple[Span, ...]
    kind: EntryKind = "document"
    document: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search line came to.

    `corrections` says which word was used for a typed one; `words` every word of the corpus that each
    typed word was taken for, so that a lit word always folds to one of these. `total` is how many entries
    have any of the words, `complete` how many have all of them. `advice` is a sentence for the person when there
    are no hits, else empty. `ms` is how long it took, in milliseconds.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    corrections: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    total: int = 0
    complete: int = 0
    ms: float = 0.0
    advice: str = ""


class SearchEngine:
    """The search over one library. One thread at a time; several processes may have one open each."""

    def __init__(self, index: SearchIndex) -> None:
        self.index = index
        self._vocabulary: Vocabulary | None = None
        self._read: OrderedDict[tuple[int, int], ReadText] = OrderedDict()
        self._read_characters = 0

    @classmethod
    def open(cls, folder: Path, read_only: bool = False) -> SearchEngine:
        """The engine over the index in a folder, begun there when there is none.

        Raises SearchIndexError when the index cannot be opened. `engine.rebuilt` says that what was there
        could not be used, and all entries must be added again.
        """
        return cls(SearchIndex.open(folder, read_only))

    @property
    def rebuilt(self) -> bool:
        """Whether an unusable index was set aside at the opening."""
        return self.index.rebuilt

    def update(self, add: Iterable[IndexEntry], remove: Iterable[str] = ()) -> None:
        """Adds or replaces entries and removes keys in one transaction.

        Raises SearchIndexError when another process is writing, or the disk refuses.
        """
        self.index.update(add, remove)
        self._forget()

    def reload(self) -> None:
        """Sees what other processes have committed since."""
        self.index.reload()
        self._forget()

    def known(self) -> dict[str, str]:
        """The version (`sha`) of each entry in the index, by key."""
        return self.index.known()

    def search(self, line: str | Query, limit: int = 20, allowed: Allowed | None = None) -> Answer:
        """The best hits for a search line, one a document.

        `allowed` leaves out every key that it does not hold; the caller answers `is:` and `has:` with it
        (`grammar.parse(line).states`). Raises QueryError for a line that cannot be understood.
        """
        began = perf_counter()
        query = parse(line) if isinstance(line, str) else line
        if not query.clauses:
            return Answer(query.line, advice="Type a word to search for.")
        groups = groups_of(query.clauses, self.index, self.vocabulary)
        filters = [_filter(clause) for clause in query.clauses if _filters(clause)]
        asked = weighted(groups, self.index)
        if groups and not asked:
            return self._nothing(query, groups, began)
        found = self._find(asked, filters, max(_CANDIDATES, limit), allowed)
        hits = sorted(
            (self._hit(address, read, groups) for address, read in found), key=lambda hit: -hit.score
        )[:limit]
        total = self.index.count(asked, filters)
        if not hits:
            return self._nothing(query, groups, began)
        return Answer(
            query.line,
            tuple(hits),
            {group.typed: group.used for group in groups if group.used},
            {group.typed: tuple(group.lit) for group in groups},
            total,
            self._complete(groups, filters),
            (perf_counter() - began) * 1000,
        )

    @property
    def vocabulary(self) -> Vocabulary:
        """The corpus's distinct words; read from the index when first asked for."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.index.vocabulary("words"))
        return self._vocabulary

    def _forget(self) -> None:
        self._vocabulary = None
        self._read.clear()
        self._read_characters = 0

    def _find(
        self, asked: Sequence[object], filters: Sequence[Filter], wanted: int, allowed: Allowed | None
    ) -> list[tuple[Address, ReadText]]:
        found: list[tuple[Address, ReadText]] = []
        skip = 0
        batch = wanted
        while len(found) < wanted:
            addresses = self.index.find(asked, filters, batch, skip)  # type: ignore[arg-type]
            for address in addresses:
                read = self._text(address)
                if allowed is None or _allows(allowed, read.stored.key):
                    found.append((address, read))
            if len(addresses) < batch or allowed is None:
                break
            skip += batch
            batch *= 4
        return found[:wanted]

    def _text(self, address: Address) -> ReadText:
        place = address.segment, address.number
        read = self._read.get(place)
        if read is None:
            read = self._read[place] = ReadText(self.index.get(address))
            self._read_characters += len(read.stored.text)
            while self._read_characters > _READ_CHARACTERS and len(self._read) > 1:
                _, oldest = self._read.popitem(last=False)
                self._read_characters -= len(oldest.stored.text)
        else:
            self._read.move_to_end(place)
        return read

    def _hit(self, address: Address, read: ReadText, groups: Sequence[Group]) -> Hit:
        passage = best_passage(read, groups)
        stored = read.stored
        score = address.score + _PASSAGE_SHARE * passage.score
        start, end = passage.span
        text = stored.text[start:end]
        document = stored.document or stored.key
        return Hit(stored.key, score, stored.title, start, end, text, passage.matches, stored.kind, document)

    def _complete(self, groups: Sequence[Group], filters: Sequence[Filter]) -> int:
        every = [Filter(tuple(Stem(name) for name in group.stems)) for group in groups if group.stems]
        if len(every) < len(groups):
            return 0
        return self.index.count((), [*filters, *every])

    def _nothing(self, query: Query, groups: Sequence[Group], began: float) -> Answer:
        missing = [group.typed for group in groups if not group.stems]
        if missing:
            advice = f"No document has “{missing[0]}” or a word like it."
        else:
            advice = "No document has all that the line asks for."
        return Answer(query.line, ms=(perf_counter() - began) * 1000, advice=advice)


def _allows(allowed: Allowed, key: str) -> bool:
    return allowed(key) if callable(allowed) else key in allowed


def _filters(clause: Clause) -> bool:
    """Whether a clause decides what may be found, and not only its rank."""
    if isinstance(clause.alternatives[0], State):
        return False
    return clause.negated or any(
        isinstance(atom, Dates) or (isinstance(atom, Words) and (atom.field or atom.exact))
        for atom in clause.alternatives
    )


def _filter(clause: Clause) -> Filter:
    return Filter(tuple(_condition(atom) for atom in clause.alternatives), clause.negated)


def _condition(atom: Words | Dates | State) -> Condition:
    if isinstance(atom, Dates):
        first = day_number(atom.first) if atom.first else 1
        return Days(first, day_number(atom.last) if atom.last else 99991231)
    if isinstance(atom, State):
        raise TypeError("is: and has: are answered by the caller")
    if atom.field == "note":
        return Kind("note")
    if atom.field:
        return FieldWords(_FIELDS[atom.field], atom.words, atom.prefix)
    if atom.exact:
        return FieldWords("words", atom.words, atom.prefix)
    return Stem(stem(atom.words[0]))
