"""The full-text index of a library: what is in it, how it is written, how it is asked.

The only home of tantivy. Everything here is derived from documents and notes: an index that is missing,
of another version or damaged is begun again from nothing, and `known()` then says that nothing is in it.

One update is one commit: a reader sees all of it or nothing of it, and a crash leaves the last commit.
Any number of processes read; one at a time writes, and holds the lock only while it does.
"""

from __future__ import annotations

import json
import shutil
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import tantivy

from reader.errors import SearchIndexError
from reader.search.words import LONGEST_WORD
from reader.text.folding import fold
from reader.text.spans import Ranged, Span

INDEX_VERSION = 1
"""Goes up whenever the fields, their analysis or what is stored changes."""

EntryKind = Literal["document", "note"]
TextField = Literal["words", "title", "tags", "source", "people", "organisations", "places"]
"""Fields of whole folded words, with positions."""

_HEAP_BYTES = 64_000_000
_KNOWN_BREAK = "\x1f"
_TITLE_WEIGHT = 2


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document or a note as the search needs it.

    `key` tells entries apart, `sha` their versions. `sentences` are sorted spans of `text` that do not
    overlap. `date` is an ISO 8601 day or time, or empty. `people`, `organisations` and `places` are names of
    entities that the text mentions, in every spelling worth finding; they need not stand in it. A note
    has `kind` "note" and the key of its document in `document`.
    """

    key: str
    title: str
    text: str
    sentences: Sequence[Ranged] = ()
    date: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kind: EntryKind = "document"
    document: str = ""
    sha: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the index gives back of an entry."""

    key: str
    title: str
    kind: EntryKind
    document: str
    date: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A stem that raises the score of the entries it occurs in; `boost` multiplies its BM25 score."""

    stem: str
    boost: float


@dataclass(frozen=True, slots=True)
class FieldWords:
    """Folded words that stand next to each other in a field, as they are spelt; the last one may go on."""

    field: TextField
    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem that occurs in the text or the title."""

    stem: str


@dataclass(frozen=True, slots=True)
class Days:
    """Published between two days, `20260117`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Kind:
    """Entries of one kind."""

    kind: EntryKind


Condition = FieldWords | Stem | Days | Kind


@dataclass(frozen=True, slots=True)
class Filter:
    """One of the conditions holds, or, when negated, none of them."""

    conditions: tuple[Condition, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Where an entry lies in one generation of the index, and its BM25 score."""

    segment: int
    number: int
    score: float


class SearchIndex:
    """One index in one folder, opened for reading, and for writing when `update` is called."""

    def __init__(self, folder: Path, read_only: bool) -> None:
        self.folder = folder / f"v{INDEX_VERSION}"
        self.read_only = read_only
        self.rebuilt = False
        self._schema = _schema()
        self._index = self._open()
        self._searcher = self._index.searcher()

    @classmethod
    def open(cls, folder: Path, read_only: bool = False) -> SearchIndex:
        """The index in a folder, begun there when there is none.

        `rebuilt` is true when what was there could not be used. Read-only and without an index to read, it is
        empty until `reload` finds one. Raises SearchIndexError when the folder cannot be written.
        """
        return cls(folder, read_only)

    def _open(self) -> tantivy.Index:
        try:
            if tantivy.Index.exists(str(self.folder)):
                index = tantivy.Index.open(str(self.folder))
                index.config_reader("manual", 0)
                _register(index)
                index.reload()
                return index
        except (ValueError, OSError) as error:
            if self.read_only:
                raise SearchIndexError(
                    f"The search index in {self.folder} cannot be read: {error}"
                ) from error
            self.rebuilt = True
        if self.read_only or self.folder is None:
            return _register(tantivy.Index(self._schema))
        return self._begin()

    def _begin(self) -> tantivy.Index:
        """An empty index in the folder; whatever else is in its parent is of another version and goes."""
        try:
            for old in self.folder.parent.glob("v*"):
                self.rebuilt = True
                shutil.rmtree(old)
            self.folder.mkdir(parents=True)
            index = tantivy.Index(self._schema, str(self.folder))
        except (ValueError, OSError) as error:
            raise SearchIndexError(f"The search index cannot be begun in {self.folder}: {error}") from error
        index.config_reader("manual", 0)
        return _register(index)

    # Writing

    def update(self, add: Iterable[IndexEntry], remove: Iterable[str] = ()) -> None:
        """Adds entries in place of those with the same key, and removes keys, in one commit.

        Raises SearchIndexError when another process is writing, or the disk refuses.
        """
        if self.read_only:
            raise SearchIndexError("The search index is open for reading only.")
        try:
            writer = self._index.writer(_HEAP_BYTES, 1)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise SearchIndexError("Another reader is writing the search index just now.") from error
            raise SearchIndexError(f"The search index cannot be written: {error}") from error
        try:
            for key in remove:
                writer.delete_documents_by_term("key", key)
            fresh = self._searcher.num_docs == 0
            seen: set[str] = set()
            for entry in add:
                if not fresh or entry.key in seen:
                    writer.delete_documents_by_term("key", entry.key)
                seen.add(entry.key)
                writer.add_document(_document(entry))
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            raise SearchIndexError(f"The search index cannot be written: {error}") from error
        self.reload()

    # Reading

    def reload(self) -> bool:
        """Sees what has been committed since, by any process; whether there is an index to see."""
        if self._on_disk():
            self._index.reload()
        else:
            self._index = self._open()
        self._searcher = self._index.searcher()
        return self._on_disk()

    def _on_disk(self) -> bool:
        return tantivy.Index.exists(str(self.folder))

    @property
    def entries(self) -> int:
        """How many documents and notes there are."""
        return int(self._searcher.num_docs)

    def known(self) -> dict[str, str]:
        """The version (`sha`) of each entry, by key."""
        terms = self._searcher.terms_with_prefix("known", "", tantivy.Query.all_query())
        return dict(term.split(_KNOWN_BREAK, 1) for term, _ in terms)

    def vocabulary(self, field: TextField) -> list[tuple[str, int]]:
        """Each distinct word of a field and how many entries have it, the most frequent first."""
        found: list[tuple[str, int]] = self._searcher.terms_with_prefix(field, "", tantivy.Query.all_query())
        return found

    def frequency(self, stem: str) -> int:
        """How many entries have the stem."""
        return int(self._searcher.doc_freq("stems", stem))

    def find(
        self, weighted: Sequence[Weighted], filters: Sequence[Filter], limit: int, skip: int = 0
    ) -> list[Address]:
        """The entries that pass the filters and have any of the stems, by falling BM25 score.

        Without stems: all that pass the filters, the latest first, with score 0.
        """
        query = self._query(weighted, filters)
        if weighted:
            result = self._searcher.search(query, limit, count=False, offset=skip)
            return [Address(address.segment_ord, address.doc, score) for score, address in result.hits]
        result = self._searcher.search(query, limit, count=False, order_by_field="day", offset=skip)
        return [Address(address.segment_ord, address.doc, 0.0) for _, address in result.hits]

    def count(self, weighted: Sequence[Weighted], filters: Sequence[Filter]) -> int:
        """How many entries `find` would come to."""
        return int(self._searcher.search(self._query(weighted, filters), 1, count=True).count)

    def get(self, address: Address) -> Stored:
        """What is stored of an entry."""
        found = self._searcher.doc(tantivy.DocAddress(address.segment, address.number))
        key, title, kind, document, date = json.loads(found.get_first("meta"))
        bounds = array("I")
        bounds.frombytes(found.get_first("sentences"))
        text = found.get_first("text").decode("utf-8", "surrogatepass")
        spans = tuple(map(Span, bounds[::2], bounds[1::2]))
        return Stored(key, title, kind, document, date, text, spans)

    def _query(self, weighted: Sequence[Weighted], filters: Sequence[Filter]) -> tantivy.Query:
        must, must_not = [], []
        for item in filters:
            queries = [self._condition(condition) for condition in item.conditions]
            if item.negated:
                must_not.extend((tantivy.Occur.MustNot, query) for query in queries)
            else:
                either = queries[0] if len(queries) == 1 else _any(queries)
                must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(either, 0.0)))
        stems = [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(self._schema, "stems", item.stem, "freq"), item.boost
            )
            for item in weighted
        ]
        if not must and not must_not and stems:
            return _any(stems)
        if stems:
            must.append((tantivy.Occur.Must, _any(stems)))
        elif not must:
            must.append((tantivy.Occur.Must, tantivy.Query.all_query()))
        return tantivy.Query.boolean_query([*must, *must_not])

    def _condition(self, condition: Condition) -> tantivy.Query:
        schema = self._schema
        if isinstance(condition, Stem):
            return tantivy.Query.term_query(schema, "stems", condition.stem, "freq")
        if isinstance(condition, Days):
            return tantivy.Query.range_query(
                schema, "day", tantivy.FieldType.Unsigned, condition.first, condition.last
            )
        if isinstance(condition, Kind):
            return tantivy.Query.term_query(schema, "kind", condition.kind, "basic")
        words = list(condition.words)
        if condition.prefix and len(words) == 1:
            return tantivy.Query.regex_query(schema, condition.field, f"{words[0]}.*")
        if condition.prefix:
            return tantivy.Query.phrase_prefix_query(schema, condition.field, words)
        if len(words) == 1:
            return tantivy.Query.term_query(schema, condition.field, words[0])
        return tantivy.Query.phrase_query(schema, condition.field, words)


@lru_cache(maxsize=1)
def _stemmer() -> tantivy.TextAnalyzer:
    return _analyzer().filter(tantivy.Filter.stemmer("english")).build()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem under which the index keeps a folded word: tantivy's English (Porter 2) stemmer."""
    found = _stemmer().analyze(word)
    return found[0] if found else word


def _analyzer() -> tantivy.TextAnalyzerBuilder:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(
        tantivy.Filter.remove_long(LONGEST_WORD + 1)
    )


def _register(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("reader_words", _analyzer().build())
    index.register_tokenizer("reader_stems", _analyzer().filter(tantivy.Filter.stemmer("english")).build())
    return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("known", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stems", tokenizer_name="reader_stems", index_option="freq")
    for name in ("words", "title", "tags", "source", "people", "organisations", "places"):
        builder.add_text_field(name, tokenizer_name="reader_words", index_option="position")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    for name in ("meta", "text", "sentences"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def _document(entry: IndexEntry) -> tantivy.Document:
    document = tantivy.Document()
    title, text = fold(entry.title), fold(entry.text)
    document.add_text("key", entry.key)
    document.add_text("known", f"{entry.key}{_KNOWN_BREAK}{entry.sha}")
    document.add_text("kind", entry.kind)
    # Separate values of one field stand a gap apart, so that no phrase runs from the title into the text.
    document.add_text("words", title)
    document.add_text("words", text)
    for _ in range(_TITLE_WEIGHT):
        document.add_text("stems", title)
    document.add_text("stems", text)
    document.add_text("title", title)
    for name in entry.people:
        document.add_text("people", fold(name))
    for name in entry.organisations:
        document.add_text("organisations", fold(name))
    for name in entry.places:
        document.add_text("places", fold(name))
    for tag in entry.tags:
        document.add_text("tags", fold(tag))
    if entry.source:
        document.add_text("source", fold(entry.source))
    document.add_unsigned("day", day_number(entry.date))
    bounds = array("I")
    for sentence in entry.sentences:
        bounds.append(sentence.start)
        bounds.append(sentence.end)
    meta = [entry.key, entry.title, entry.kind, entry.document, entry.date]
    document.add_bytes("meta", json.dumps(meta).encode())
    document.add_bytes("sentences", bounds.tobytes())
    document.add_bytes("text", entry.text.encode("utf-8", "surrogatepass"))
    return document


def day_number(date: str) -> int:
    """An ISO 8601 day or time as a number that sorts: 20260117; 0 for no date."""
    digits = date[:10].replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdecimal() else 0


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
