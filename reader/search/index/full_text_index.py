"""The full-text index of a library: how it is written, opened and asked.

With `stemming` the only home of tantivy. Everything here is derived from documents and notes: an index that
is missing, of another version or damaged is begun again from nothing, and `known()` then says that nothing is
in it.

One update is one commit: a reader sees all of it or nothing of it, and a crash leaves the last commit.
Any number of processes read; one at a time writes, and holds the lock only while it does.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import tantivy

from reader.errors import SearchIndexBusyError, SearchIndexError
from reader.search.index.index_entry import TITLE_TIMES, EntryKind, IndexEntry, Stored, cut
from reader.search.index.index_query import (
    Both,
    Condition,
    Days,
    EntryAddress,
    FieldWords,
    IndexFilter,
    Keys,
    Kind,
    Stem,
    StemField,
    TextField,
    Weighted,
    day_number,
)
from reader.search.words.compounds import phrase_words
from reader.search.words.stemming import stems_analyzer, words_analyzer
from reader.search.words.tokens import words
from reader.text.folding import fold

INDEX_VERSION = 4
"""Goes up whenever the fields, their analysis or what is stored changes."""

_HEAP_BYTES = 64_000_000
_CACHED = 20_000
_KNOWN_BREAK = "\x1f"


class SearchIndex:
    """One index in one folder: what is in it as of the last `reload`, and `update`."""

    def __init__(self, folder: Path, read_only: bool) -> None:
        self._folder = folder / f"v{INDEX_VERSION}"
        self._read_only = read_only
        self._schema = _schema()
        self._stored = False
        self.rebuilt = False
        self.damage = ""
        self._index = self._open()
        self.view = IndexView(self._index.searcher(), self._schema)

    @classmethod
    def open(cls, folder: Path, read_only: bool = False) -> SearchIndex:
        """Return the index in a folder, begun there when there is none.

        `rebuilt` is true when what was there could not be used, and `damage` then says why. Read-only and
        without an index that can be read, it is empty until `reload` finds one that another process has
        begun. Raises SearchIndexError when an index can be neither read nor begun.
        """
        return cls(folder, read_only)

    def update(self, add: Iterable[IndexEntry], remove: Iterable[str] = ()) -> None:
        """Remove keys, then adds entries in place of those with the same key, all in one commit.

        Whatever `add` raises is passed on, and nothing is changed. Raises SearchIndexBusyError when another
        process is writing, SearchIndexError when the disk refuses, or the index is open for reading only.
        """
        if self._read_only:
            raise SearchIndexError("The search index is open for reading only.")
        try:
            writer = self._index.writer(_HEAP_BYTES, 1)
        except (ValueError, OSError) as error:
            if "LockBusy" in str(error):
                raise SearchIndexBusyError(
                    "Another reader is writing the search index just now; try again when it is done."
                ) from error
            raise self._refused("written", error) from error
        try:
            for key in remove:
                writer.delete_documents_by_term("key", key)
            for entry in add:
                writer.delete_documents_by_term("key", entry.key)
                writer.add_document(_document(entry))
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            raise self._refused("written", error) from error
        self.reload()

    def reload(self) -> IndexView:
        """See what has been committed since, by any process.

        Raises SearchIndexError when the index can no longer be read.
        """
        try:
            if self._stored:
                self._index.reload()
            else:
                self._index = self._open()
        except (ValueError, OSError) as error:
            raise self._refused("read", error) from error
        self.view = IndexView(self._index.searcher(), self._schema)
        return self.view

    def _refused(self, attempt: str, error: Exception) -> SearchIndexError:
        return SearchIndexError(
            f"The search index {self._folder} cannot be {attempt} ({error}). Free some room and check the "
            "rights of that folder; deleting it loses nothing, it is made again from your files."
        )

    def _open(self) -> tantivy.Index:
        try:
            if self._folder.is_dir() and tantivy.Index.exists(str(self._folder)):
                # Opened with the schema, and not as found, so that another one is refused.
                return self._ready(tantivy.Index(self._schema, str(self._folder), reuse=True))
        except (ValueError, OSError) as error:
            self.damage = str(error)
        if self._read_only:
            return _register(tantivy.Index(self._schema))
        return self._begin()

    def _begin(self) -> tantivy.Index:
        """An empty index in the folder; what is there and of other versions beside it goes."""
        import shutil

        try:
            for old in self._folder.parent.glob("v*"):
                self.rebuilt = True
                shutil.rmtree(old)
            self._folder.mkdir(parents=True)
            return self._ready(tantivy.Index(self._schema, str(self._folder)))
        except (ValueError, OSError) as error:
            raise self._refused("begun", error) from error

    def _ready(self, index: tantivy.Index) -> tantivy.Index:
        _register(index)
        index.reload()
        self._stored = True
        return index


class IndexView:
    """The index as of one commit; threads may share it."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._with_stem: dict[str, int] = {}
        self._with_both: dict[tuple[str, str], int] = {}
        self.entries = searcher.num_docs
        """How many documents and notes there are."""
        # Every entry has one kind, so that this counts in the same segments as `frequency` does: entries that
        # were deleted or replaced count in both until their segments are merged. tantivy's BM25 does so too.
        self.counted = sum(searcher.doc_freq("kind", kind) for kind in get_args(EntryKind))
        """How many entries `frequency` counts among: those there are, and dead ones not yet merged away."""

    @cached_property
    def mean_length(self) -> float:
        """How many words an entry has on average, those of its title as often as they count; 1 at least."""
        mean: Any = self._searcher.aggregate(
            tantivy.Query.all_query(), {"length": {"avg": {"field": "length"}}}
        )
        return max(float(mean["length"]["value"] or 0.0), 1.0)

    def known(self) -> dict[str, str]:
        """Return the version (`sha`) of each entry, by key."""
        return dict(term.split(_KNOWN_BREAK, 1) for term, _ in self._terms("known", ""))

    def vocabulary(self, field: TextField) -> list[tuple[str, int]]:
        """Return each distinct word of a field and how many entries have it."""
        return self._terms(field, "")

    def _terms(self, field: str, prefix: str) -> list[tuple[str, int]]:
        # A term of deleted entries stays in the index until segments merge; the query leaves it out.
        return self._searcher.terms_with_prefix(field, prefix, tantivy.Query.all_query())

    def phrases(self, words: tuple[str, ...]) -> int:
        """Return how many entries have these words next to each other in the text or the title."""
        return self.count((), (IndexFilter((FieldWords("words", words),)),))

    def frequency(self, stem: str, field: StemField | Literal["words"] = "stems") -> int:
        """Return how many of the `counted` entries have the stem."""
        return self._searcher.doc_freq(field, stem)

    def entries_with(self, stem: str) -> int:
        """Return how many entries have a stem, or a phrase as `compounds` names it, in the text or the title.

        Dead ones do not count.
        """
        phrase = _field(stem) == "words"
        if self.counted == self.entries and not phrase:
            return self.frequency(stem)
        number = self._with_stem.get(stem)
        if number is None:
            if len(self._with_stem) >= _CACHED:
                self._with_stem.clear()
            result: Any = self._searcher.search(self._ranking(Weighted(stem, 1.0, _field(stem))), 1)
            number = self._with_stem[stem] = int(result.count)
        return number

    def entries_with_both(self, stem: str, other: str) -> int:
        """Return how many entries have two stems, or phrases as `compounds` names them."""
        pair = (stem, other) if stem < other else (other, stem)
        number = self._with_both.get(pair)
        if number is None:
            if len(self._with_both) >= _CACHED:
                self._with_both.clear()
            both = [(tantivy.Occur.Must, self._ranking(Weighted(name, 1.0, _field(name)))) for name in pair]
            result: Any = self._searcher.search(tantivy.Query.boolean_query(both), 1)
            number = self._with_both[pair] = int(result.count)
        return number

    def find(
        self, weighted: Sequence[Weighted], filters: Sequence[IndexFilter], limit: int, skip: int = 0
    ) -> tuple[list[EntryAddress], int]:
        """Return the entries that pass the filters and have any of the stems, by falling BM25
        score, and how many.

        Without stems: all that pass the filters, the latest first, with score 0.
        """
        query = self._query(weighted, filters)
        if weighted:
            result: Any = self._searcher.search(query, limit, offset=skip)
            addresses = [EntryAddress(place.segment_ord, place.doc, score) for score, place in result.hits]
        else:
            result = self._searcher.search(query, limit, order_by_field="day", offset=skip)
            addresses = [EntryAddress(place.segment_ord, place.doc, 0.0) for _, place in result.hits]
        return addresses, int(result.count)

    def count(self, weighted: Sequence[Weighted], filters: Sequence[IndexFilter]) -> int:
        """Return how many entries `find` would come to."""
        result: Any = self._searcher.search(self._query(weighted, filters), 1)
        return int(result.count)

    def key(self, address: EntryAddress) -> str:
        """Return the key of an entry."""
        document: Any = self._searcher.doc(tantivy.DocAddress(address.segment, address.number))
        return str(json.loads(document.get_first("meta"))[0])

    def get(self, address: EntryAddress) -> Stored:
        """Return what is stored of an entry."""
        fields: Any = self._searcher.doc(tantivy.DocAddress(address.segment, address.number))
        key, title, kind, document, date, quote_start = json.loads(fields.get_first("meta"))
        bounds, firsts = array("I"), array("I")
        bounds.frombytes(fields.get_first("bounds"))
        firsts.frombytes(fields.get_first("firsts"))
        text = fields.get_first("text").decode("utf-8", "surrogatepass")
        return Stored(key, title, kind, document, date, text, bounds, firsts, quote_start)

    def _query(self, weighted: Sequence[Weighted], filters: Sequence[IndexFilter]) -> tantivy.Query:
        must: list[tuple[tantivy.Occur, tantivy.Query]] = []
        must_not: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for item in filters:
            queries = [self._condition(condition) for condition in item.conditions]
            if item.negated:
                must_not.extend((tantivy.Occur.MustNot, query) for query in queries)
            else:
                must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(_any(queries), 0.0)))
        stems = [tantivy.Query.boost_query(self._ranking(item), item.boost) for item in weighted]
        if stems and not must and not must_not:
            return _any(stems)
        if stems or not must:
            ranking = _any(stems) if stems else tantivy.Query.all_query()
            must.append((tantivy.Occur.Must, ranking))
        return tantivy.Query.boolean_query([*must, *must_not])

    def _ranking(self, item: Weighted) -> tantivy.Query:
        if item.field == "words":
            phrase: list[str | tuple[int, str]] = list(phrase_words(item.stem))
            return tantivy.Query.phrase_query(self._schema, item.field, phrase)
        return tantivy.Query.term_query(self._schema, item.field, item.stem, "freq")

    def _condition(self, condition: Condition) -> tantivy.Query:
        schema = self._schema
        if isinstance(condition, Stem):
            return _any(
                [
                    tantivy.Query.term_query(schema, name, condition.stem, "freq")
                    for name in ("stems", "names")
                ]
            )
        if isinstance(condition, Days):
            return tantivy.Query.range_query(
                schema, "day", tantivy.FieldType.Unsigned, condition.first, condition.last
            )
        if isinstance(condition, Both):
            both = (self._condition(condition.first), self._condition(condition.second))
            return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in both])
        if isinstance(condition, Keys):
            return tantivy.Query.term_set_query(schema, "key", list(condition.keys))
        if isinstance(condition, Kind):
            return tantivy.Query.term_query(schema, "kind", condition.kind, "basic")
        words: list[str | tuple[int, str]] = list(condition.words)
        if condition.prefix:
            if len(words) == 1:
                return tantivy.Query.regex_query(schema, condition.field, f"{condition.words[0]}.*")
            return tantivy.Query.phrase_prefix_query(schema, condition.field, words)
        if len(words) == 1:
            return tantivy.Query.term_query(schema, condition.field, condition.words[0])
        return tantivy.Query.phrase_query(schema, condition.field, words)


def _field(name: str) -> Literal["stems", "words"]:
    """The field in which a stem stands, or a phrase that is named as one."""
    return "words" if len(phrase_words(name)) > 1 else "stems"


def _document(entry: IndexEntry) -> tantivy.Document:
    document = tantivy.Document()
    title, text = fold(entry.title), fold(entry.text)
    document.add_text("key", entry.key)
    document.add_text("known", f"{entry.key}{_KNOWN_BREAK}{entry.sha}")
    document.add_text("kind", entry.kind)
    # Values of one field stand a gap apart, so that no phrase runs from the title into the text.
    document.add_text("words", title)
    document.add_text("words", text)
    for _ in range(TITLE_TIMES):
        document.add_text("stems", title)
    document.add_text("stems", text)
    document.add_text("title", title)
    for field, values in (
        ("people", entry.people),
        ("organisations", entry.organisations),
        ("places", entry.places),
        ("tags", entry.tags),
        ("source", (entry.source,)),
        ("format", entry.format),
    ):
        for value in values:
            document.add_text(field, fold(value))
    if names := {
        word for name in (*entry.people, *entry.organisations, *entry.places) for word in words(fold(name))
    }:
        document.add_text("names", " ".join(sorted(names.difference(words(text), words(title)))))
    document.add_unsigned("day", day_number(entry.date))
    bounds, firsts = cut(entry.text, entry.sentences)
    document.add_unsigned("length", len(words(text)) + TITLE_TIMES * len(words(title)))
    meta = [entry.key, entry.title, entry.kind, entry.document, entry.date, entry.quote_start]
    document.add_bytes("meta", json.dumps(meta).encode())
    document.add_bytes("bounds", bounds.tobytes())
    document.add_bytes("firsts", firsts.tobytes())
    document.add_bytes("text", entry.text.encode("utf-8", "surrogatepass"))
    return document


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("key", "known", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("stems", "names"):
        builder.add_text_field(name, tokenizer_name="reader_stems", index_option="freq")
    for name in ("words", "title", "tags", "source", "format", "people", "organisations", "places"):
        builder.add_text_field(name, tokenizer_name="reader_words", index_option="position")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_unsigned_field("length", fast=True)
    for name in ("meta", "bounds", "firsts", "text"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def _register(index: tantivy.Index) -> tantivy.Index:
    index.config_reader("manual", 0)
    index.register_tokenizer("reader_words", words_analyzer().build())
    index.register_tokenizer("reader_stems", stems_analyzer().build())
    return index


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
