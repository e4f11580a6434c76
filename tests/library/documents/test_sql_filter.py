"""The filter over rows in the document cache, held against the one over rows in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import Cancelled, QueryError
from reader.library.documents.listing import Marks
from reader.library.documents.sql_filter import DocumentFilter, keys_of_states
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow, Excerpt
from reader.library.storage.cache.filter_columns import format_words
from reader.library.storage.document_keys import LibraryRoots
from reader.library.storage.sqlite import database
from reader.search.query.grammar import parse
from reader.search.query.predicate import compile_query, keys_that_hold
from reader.search.query.row_filter import RowFilter, holds, row

key_of = LibraryRoots().key_of

ROOT, ELSEWHERE = Path("/library"), Path("/elsewhere")


def _entry(name: str, root: Path = ROOT, **facts: object) -> DocumentRow:
    return DocumentRow(key_of(root / name), root / name, sha256="ab" * 32, **facts)  # type: ignore[arg-type]


def _says(text: str) -> tuple[Excerpt, ...]:
    return (Excerpt(0, len(text), text),)


ENTRIES = [
    _entry(
        "zürich.md", title="Talks open in Zürich", source="Orvel Wire", tags=("peace", "two envoys"),
        format="markdown", published="2026-03-01T10:00:00Z", summary=_says("U.S. envoy"),
    ),
    _entry(
        "harbour.txt", title="Harbour closed", source="Harbour Gazette", published="2026-02-10",
        summary=_says("Co-operation ended"),
    ),
    _entry("grain.txt", title="Grain prices", tags=("food",), summary=_says("Talks on grain_prices failed")),
    _entry("odd.txt", title="100% of \\ 'quotes' \"and\" _underscores_", published="2025"),
    _entry("bare.txt"),
]  # fmt: skip
MARKS = Marks(read={ENTRIES[1].key, ENTRIES[4].key}, flagged={ENTRIES[1].key}, notes={ENTRIES[2].key: 2})
ROWS = [
    row(
        {
            "title": entry.title,
            "source": entry.source,
            "tag": "\n".join(entry.tags),
            "summary": "\n".join(excerpt.text for excerpt in entry.summary),
            "file": entry.path.name,
            "format": " ".join(format_words(entry.format, entry.path.name)),
        },
        entry.published,
        frozenset(
            {
                "read" if entry.key in MARKS.read else "unread",
                *(["flagged"] if entry.key in MARKS.flagged else []),
                *(["note"] if entry.key in MARKS.notes else []),
            }
        ),
    )
    for entry in ENTRIES
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentCache]:
    with closing(DocumentCache(tmp_path_factory.mktemp("shelf") / "shelf.sqlite")) as made:
        # Of another library: nothing of it is found, and its words stand in for nothing.
        made.put([*ENTRIES, _entry("other.txt", ELSEWHERE, title="Harbor talks grian")])
        yield made


def _filtered(cache: DocumentCache, line: str) -> tuple[set[str], dict[str, str]]:
    found = DocumentFilter(line, cache, [ROOT], MARKS, lambda: False)
    return found.keys, found.corrections


LINES = st.lists(
    st.sampled_from(
        [
            "talks", "TALKS", "zurich", "alk", "harbour", "harbuor", "grain", "grian", "prices", "prcies",
            "'grain", "'grai", '"talks open"', '"open talks"', '"u.s. envoy"', '"grain pri', "co-operation",
            "%", "_under", "\\", "100%", "odd.txt", "title:talks", "title:zurihc", "source:harbour",
            "source:zurich", "tag:envoys", 'tag:"two envoys"', "person:talks", "date:2026", "date:2026-03",
            "date:..2026-02", "date:2026-02-11..", "date:2025", "is:unread", "is:read", "is:flagged",
            "has:note", "format:txt", "format:mark", "format:md", "-format:md", "'txt", "format:'md",
            'format:"md markdown"', "format:tx", "format:txd", "|",
            "-talks", "!grain", "-date:2026", "-is:read", "-'grain", "-harbuor", "qqqqqqq",
        ]
    ),
    max_size=4,
).map(" ".join)  # fmt: skip


@given(LINES | st.text(max_size=20))
@example("harbuor -harbuor")
@example("-harbuor harbuor")
def test_rows_on_the_shelf_are_filtered_as_rows_in_memory_are(cache: DocumentCache, line: str) -> None:
    refused = None
    try:
        wanted = RowFilter(line, ROWS)
    except QueryError as error:
        refused = error
    if refused is not None:
        with pytest.raises(QueryError) as caught:
            _filtered(cache, line)
        assert (str(caught.value), caught.value.position) == (str(refused), refused.position)
        return
    keys, corrections = _filtered(cache, line)
    assert keys == {ENTRIES[index].key for index in wanted.indices}
    assert corrections == wanted.corrections


STATE_LINES = st.lists(
    st.sampled_from(["is:unread", "is:read", "is:flagged", "has:note", "-is:unread", "-has:note", "|"]),
    max_size=5,
).map(" ".join)


@given(STATE_LINES)
@example("is:unread has:note | is:flagged -is:read")
def test_states_are_answered_alike_for_lists_and_for_the_search(cache: DocumentCache, line: str) -> None:
    try:
        query = parse(line)
    except QueryError:
        return
    predicate = compile_query(query, lambda _field, _word: ()).predicate
    allowed = keys_that_hold(predicate, keys_of_states(MARKS))
    documents = {entry.key for entry in ENTRIES}
    in_memory = {entry.key for entry, item in zip(ENTRIES, ROWS, strict=True) if holds(predicate, item)}
    assert {key for key in documents if key in allowed} == in_memory == _filtered(cache, line)[0]


def test_words_are_no_states() -> None:
    with pytest.raises(TypeError):
        keys_that_hold(compile_query(parse("talks"), lambda _field, _word: ()).predicate, {})


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("", {"zürich.md", "harbour.txt", "grain.txt", "odd.txt", "bare.txt"}),
        ("talks is:unread", {"zürich.md", "grain.txt"}),
        ("-date:2026", {"grain.txt", "odd.txt", "bare.txt"}),
        ("zurich | harbuor", {"zürich.md", "harbour.txt"}),
        ("has:note | is:flagged", {"grain.txt", "harbour.txt"}),
        ('"zurich orvel"', set()),  # not from one field into the next
        ("place:talks", set()),  # what the list does not know
        ("%", set()),
        ("'100", {"odd.txt"}),
    ],
)
def test_what_a_line_finds(cache: DocumentCache, line: str, names: set[str]) -> None:
    try:
        keys, _ = _filtered(cache, line)
    except QueryError:
        keys = set()
    assert keys == {entry.key for entry in ENTRIES if entry.path.name in names}


def test_a_misspelt_word_is_corrected_from_this_library_alone(cache: DocumentCache) -> None:
    assert _filtered(cache, "harbor ")[1] == {"harbor": "harbour"}
    assert DocumentFilter("harbor ", cache, [ELSEWHERE], MARKS, lambda: False).corrections == {}


def test_a_line_of_many_words_is_no_deeper_than_the_database_bears(cache: DocumentCache) -> None:
    keys, _ = _filtered(cache, "zurich " + "x " * 1_990)
    assert keys == set()
    keys, _ = _filtered(cache, "zurich " + "a " * 1_990)
    assert keys == {ENTRIES[0].key}


def test_a_filter_that_nobody_waits_for_is_given_up(
    cache: DocumentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_STEPS_BETWEEN", 1)
    with pytest.raises(Cancelled):
        DocumentFilter("talks -grain", cache, [ROOT], MARKS, lambda: True)


def test_a_document_that_has_gone_leaves_the_filter(tmp_path: Path) -> None:
    first, second = _entry("1.txt", title="title one"), _entry("2.txt", title="title two")
    with closing(DocumentCache(tmp_path / "shelf.sqlite")) as cache:
        cache.put([first, second])
        cache.put((), [first.key])
        assert _filtered(cache, "title")[0] == {second.key}
        cache.put([_entry("2.txt", title="another name")])
        assert _filtered(cache, "'title")[0] == set()
