"""A search line → ranked hits, with their passages and reasons.

Documents are found by BM25 over stems, each typed word standing for the corpus's words that it may mean.
The best of them are read again and ranked by how well one passage answers: how much of the query it holds,
how close together and in what order.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import islice
from pathlib import Path
from threading import Lock, Thread
from time import perf_counter

from reader.errors import SearchIndexError
from reader.search.index.full_text_index import IndexView, SearchIndex
from reader.search.index.index_entry import EntryKind, IndexEntry, Stored
from reader.search.index.index_query import (
    Condition,
    EntryAddress,
    FieldWords,
    IndexFilter,
    Keys,
    Stem,
    TextField,
    Weighted,
)
from reader.search.matching.hit_matching import HitMatcher, words_to_light
from reader.search.query.grammar import Query, parse
from reader.search.query.predicate import KeySet
from reader.search.ranking.conditions import demands, filter_of
from reader.search.ranking.passages import Passage
from reader.search.ranking.query_expansion import groups_of, weighted
from reader.search.ranking.reading import Corpus, ReadText, match_weights, read_text
from reader.search.ranking.second_ranking import Ranked, passage_of, ranked
from reader.search.ranking.word_group import WordGroup
from reader.search.words.compounds import Splitter, phrase_words
from reader.search.words.vocabulary import Vocabulary
from reader.text.spans import Span

__all__ = ["Answer", "Hit", "IndexEntry", "SearchEngine"]


_READ_AGAIN = 40
_KEPT_CHARACTERS = 8_000_000
_SHOWN = 60
_FEW_KEYS = 2000
"""So many allowed or forbidden keys the index is asked for; more are looked up as the entries come."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document or a note that answers, with its best passage.

    `start` and `end` bound the passage in the document's text, `text` is that passage, `matches` the matched
    words in it, as code points into the document's text. `score` compares hits of one answer. A note's
    `document` is the key of what it is on; a document's is its own key. `quote_start` is where in a note's
    text the words that it quotes begin.
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
    quote_start: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search line came to.

    `corrections` says which word was used for a typed one; `words` every word of the corpus that each
    typed word was taken for; `highlighted` those of them that are lit wherever they stand (by
    `hit_matching`); `missing` the typed words that the corpus has nothing like. `total` is how many entries
    have any of the words, `complete` how many have all of them (neither asks an `allowed` of many keys).
    `advice` is a sentence for the person when there are no hits, else empty. `ms` is how long it took, in
    milliseconds.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    corrections: dict[str, str] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    highlighted: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    total: int = 0
    complete: int = 0
    ms: float = 0.0
    advice: str = ""


class SearchEngine:
    """The search over one library; several processes may have one open each.

    `update` and `reload` may run on another thread than `search`: an answer is all of one state.
    """

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self._state: _IndexState | None = None
        self._refreshing: Thread | None = None
        self._stale = False
        self._failure: SearchIndexError | None = None
        self._lock = Lock()

    @classmethod
    def open(cls, folder: Path, read_only: bool = False) -> SearchEngine:
        """Return the engine over the index in a folder, begun there when there is none.

        Raises SearchIndexError when the index cannot be opened. `engine.rebuilt` says that what was there
        could not be used, and all entries must be added again.
        """
        return cls(SearchIndex.open(folder, read_only))

    @property
    def rebuilt(self) -> bool:
        """Whether an unusable index was set aside at the opening."""
        return self._index.rebuilt

    @property
    def entries(self) -> int:
        """How many documents and notes can be found."""
        return self._index.view.entries

    def known(self) -> dict[str, str]:
        """Return the version (`sha`) of each entry in the index, by key."""
        return self._index.view.known()

    def update(self, add: Iterable[IndexEntry], remove: Iterable[str] = ()) -> None:
        """Remove keys, then adds or replaces entries, in one transaction.

        Raises SearchIndexError when another process is writing, or the disk refuses.
        """
        self._index.update(add, remove)
        self._state = None

    def reload(self) -> None:
        """See what has been committed since, by any process.

        Reads the vocabulary (tenths of a second in a large library), so not on the interface's thread.
        Searches meanwhile are answered from the state before. Raises SearchIndexError.
        """
        state = _IndexState(self._index.reload())
        state.vocabulary.prepare()
        self._state = state

    def refresh(self) -> None:
        """Begin to `reload` on a thread of its own and returns at once.

        Called while that runs, it is done once more afterwards, so that nothing committed is missed. Raises
        the SearchIndexError of an earlier one that failed.
        """
        with self._lock:
            self._stale = True
            failure, self._failure = self._failure, None
            if self._refreshing is None:
                self._refreshing = Thread(target=self._refresh, name="search refresh", daemon=True)
                self._refreshing.start()
        if failure is not None:
            raise failure

    def wait(self) -> None:
        """Wait until a `refresh` that has begun is done."""
        running = self._refreshing
        if running is not None:
            running.join()

    def _refresh(self) -> None:
        while True:
            with self._lock:
                if not self._stale:
                    self._refreshing = None
                    return
                self._stale = False
            try:
                self.reload()
            except SearchIndexError as error:
                self._failure = error

    @property
    def vocabulary(self) -> Vocabulary:
        """The corpus's distinct words."""
        return self._current().vocabulary

    def search(self, line: str | Query, limit: int = 20, allowed: KeySet | None = None) -> Answer:
        """Return the best hits for a search line, one a document or note.

        `allowed` leaves out every key that it does not hold; the caller answers `is:` and `has:` with it
        (`grammar.parse(line).states`, `predicate.keys_that_hold`). Raises QueryError for a line that cannot
        be understood.
        """
        began = perf_counter()
        query = parse(line) if isinstance(line, str) else line
        if not query.clauses:
            return Answer(query.line, advice="Type a word to search for.")
        return _Search(self._current(), query, allowed).answer(limit, began)

    def _current(self) -> _IndexState:
        state = self._state
        if state is None:
            state = self._state = _IndexState(self._index.view)
        return state


class _IndexState:
    """One view of the index with what has been read from it."""

    def __init__(self, view: IndexView) -> None:
        self.view = view
        self.vocabulary = Vocabulary(view.vocabulary("words"))
        self.corpus = Corpus(view.entries, view.mean_length, self.vocabulary)
        self.splitter = Splitter(self.vocabulary.numbers, self.vocabulary.count, view.phrases)
        self._fields: dict[TextField, Vocabulary] = {}
        self._read: OrderedDict[tuple[int, int], ReadText] = OrderedDict()
        self._characters = 0

    def field(self, name: TextField) -> Vocabulary:
        """Return the distinct words of a field; read when first asked for."""
        vocabulary = self._fields.get(name)
        if vocabulary is None:
            vocabulary = self._fields[name] = Vocabulary(self.view.vocabulary(name))
        return vocabulary

    def text(self, address: EntryAddress) -> ReadText:
        """Return the text of an entry; the latest ones are kept, since the next keystroke asks
        for most of them.
        """
        where = address.segment, address.number
        read = self._read.get(where)
        if read is None:
            read = self._read[where] = read_text(self.view.get(address), self.corpus)
            self._characters += len(read.stored.text)
            while self._characters > _KEPT_CHARACTERS and len(self._read) > 1:
                _, oldest = self._read.popitem(last=False)
                self._characters -= len(oldest.stored.text)
        else:
            self._read.move_to_end(where)
        return read


class _Search:
    """One query on one state."""

    def __init__(self, state: _IndexState, query: Query, allowed: KeySet | None) -> None:
        self._state = state
        self._query = query
        self._corrections: dict[str, str] = {}
        self._demanding = [clause for clause in query.clauses if demands(clause)]
        self._filters = [filter_of(clause, state.field, self._corrections) for clause in self._demanding]
        self._groups = groups_of(query.clauses, state.view, state.vocabulary, state.splitter)
        self._corrections.update({group.typed: group.used for group in self._groups if group.used})
        self._weighted = weighted(self._groups, state.view)
        meanings: dict[str, dict[str, float]] = {}
        for group in self._groups:
            meanings.setdefault(group.typed, {}).update(group.matching)
        self._meanings = {typed: tuple(meant) for typed, meant in meanings.items()}
        self._highlighted = words_to_light(self._meanings)
        self._matcher = HitMatcher(self._highlighted)
        self._count = 0
        self._allowed = allowed
        if allowed is not None and len(allowed.keys) <= _FEW_KEYS:
            self._filters.append(IndexFilter((Keys(allowed.keys),), allowed.complement))
            self._allowed = None

    def answer(self, limit: int, began: float) -> Answer:
        """Return the answer; its time counts from `began` on the performance counter."""
        hits = self._hits(limit) if self._weighted or not self._groups else []
        return Answer(
            self._query.line,
            tuple(hits),
            self._corrections,
            self._meanings,
            self._highlighted,
            tuple(group.typed for group in self._groups if not group.stems),
            self._total() if hits else 0,
            self._complete() if hits else 0,
            (perf_counter() - began) * 1000,
            "" if hits else self._advice(),
        )

    def _hits(self, limit: int) -> list[Hit]:
        if len(self._groups) == 1:
            best = self._dealt(limit)
        else:
            reads = [read for _, read in islice(self._stream(self._weighted), max(_READ_AGAIN, limit))]
            if self._groups:
                best = ranked(reads, self._groups, self._state.vocabulary)
            else:  # only filters: the latest first
                best = [Ranked(0.0, read, Passage(0, 0.0)) for read in reads]
        return [self._hit(score, read.stored, passage) for score, read, passage in best[:limit]]

    def _dealt(self, limit: int) -> list[Ranked]:
        """The entries of the only word of a query."""
        (group,) = self._groups
        matching = match_weights(self._groups, self._state.vocabulary)
        return [
            Ranked(score, read, passage_of(read, matching, [group.worth]))
            for score, read in islice(self._deal(group), limit)
        ]

    def _hit(self, score: float, stored: Stored, passage: Passage) -> Hit:
        start, end = stored.passage(passage.number)
        return Hit(
            stored.key,
            score,
            stored.title,
            start,
            end,
            stored.text[start:end],
            tuple(self._matcher.spans(stored.text, start, end)),
            stored.kind,
            stored.document or stored.key,
            stored.quote_start,
        )

    def _deal(self, group: WordGroup) -> Iterator[tuple[float, ReadText]]:
        """The entries of the only word of a query, dealt out among the words that it may mean.

        Ranked by score alone, the entries of the likeliest word would fill the page, and a person who meant
        the next one would never see it. So each gets seats by its likelihood, as Sainte-Laguë has it. A word
        that the corpus has keeps its seats from all but those that hardly differ from it.
        """
        spellings = group.spellings()
        queues = [
            self._stream([item for item in self._weighted if item.stem in spelling.stems])
            for spelling in spellings
        ]
        heap = [(-spelling.quotient(0), number, 0) for number, spelling in enumerate(spellings)]
        heapify(heap)
        dealt: set[str] = set()
        while heap:
            quotient, number, seats = heappop(heap)
            for _, read in queues[number]:
                if read.stored.key not in dealt:
                    dealt.add(read.stored.key)
                    yield -quotient * group.worth, read
                    heappush(heap, (-spellings[number].quotient(seats + 1), number, seats + 1))
                    break

    def _stream(self, stems: Sequence[Weighted]) -> Iterator[tuple[float, ReadText]]:
        """The entries with any of the stems that pass the filters, by falling BM25 score."""
        skip, batch = 0, _READ_AGAIN
        while True:
            addresses, count = self._state.view.find(stems, self._filters, batch, skip)
            self._count = count
            for address in addresses:
                if self._allowed is None or self._state.view.key(address) in self._allowed:
                    yield address.score, self._state.text(address)
            if len(addresses) < batch:
                return
            skip += batch
            batch *= 4

    def _total(self) -> int:
        """How many entries have any of the words; the one search of several words has counted them."""
        if len(self._groups) == 1:
            return self._state.view.count(self._weighted, self._filters)
        return self._count

    def _complete(self) -> int:
        """How many entries have every word of the query, in whatever spelling it was taken for."""
        stems: dict[int, list[Condition]] = {}
        for group in self._groups:
            stems.setdefault(group.clause, []).extend(map(_stands_there, group.stems))
        if not all(stems.values()):
            return 0
        return self._state.view.count(
            (), [*self._filters, *(IndexFilter(tuple(alternatives)) for alternatives in stems.values())]
        )

    def _advice(self) -> str:
        """What came nearest, and which part of the line costs the most."""
        if not self._state.view.entries:
            return "Nothing is indexed yet."
        missing = [group.typed for group in self._groups if not group.stems]
        if missing and not self._weighted:
            nearest = self._state.vocabulary.nearest(missing[0])
            hint = f"; the nearest word is “{nearest}”." if nearest else "."
            return f"No document has “{missing[0][:_SHOWN]}” or a word like it{hint}"
        costs = []
        for number, clause in enumerate(self._demanding):
            others = [*self._filters[:number], *self._filters[number + 1 :]]
            groups = [group for group in self._groups if self._query.clauses[group.clause] is not clause]
            count = self._state.view.count(weighted(groups, self._state.view), others)
            costs.append((count, self._query.line[clause.start : clause.end]))
        count, part = max(costs, default=(0, ""))
        if not count:
            return "No document has all that this line asks for."
        return (
            f"No document has all that this line asks for; without {part[:_SHOWN]} there would be {count:,}."
        )


def _stands_there(name: str) -> Condition:
    """That an entry has a stem, or a phrase that is named as one."""
    parts = phrase_words(name)
    return FieldWords("words", parts) if len(parts) > 1 else Stem(name)
