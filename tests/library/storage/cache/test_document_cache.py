"""What was read from the files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.analysis.reasons import ReasonKind, reason
from reader.errors import UserDataError
from reader.library.storage.cache.analysis_result import AnalysisKind, AnalysisResult
from reader.library.storage.cache.document_cache import DocumentCache, Stamp
from reader.library.storage.cache.document_row import DocumentRow, Excerpt, with_state
from reader.library.storage.document_keys import LibraryRoots
from reader.library.storage.sqlite.database import Database

key_of = LibraryRoots().key_of


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[DocumentCache]:
    made = DocumentCache(tmp_path / "shelf.sqlite")
    yield made
    made.close()


def _entry(path: str = "/a/b.txt", **more: object) -> DocumentRow:
    return DocumentRow(key_of(Path(path)), Path(path), 3, 4, "1.1", title=path, sha256="a" * 64, **more)  # type: ignore[arg-type]


def test_an_entry_comes_back_as_it_was(cache: DocumentCache) -> None:
    entry = DocumentRow(
        key_of(Path("/a/b.txt")), Path("/a/b.txt"), 10, 20, "1.1", "", "Title ⇄", "heading", "2026-03-01",
        "front matter", "Wire", ("a", "b"), 300, "c" * 64, ("a warning",), "", "",
        "1@x/report.pdf", "1@x", "d" * 20, "report.pdf", 3, "pdf",
        (Excerpt(0, 5, "Words", (reason(ReasonKind.OPENS_DOCUMENT),)), Excerpt(6, 9, "and")),
    )  # fmt: skip
    cache.put([entry])
    assert cache.entries([Path("/a")]) == [entry]
    assert cache.entry(entry.key) == entry
    (found,) = cache.entries([Path("/a")])
    assert found.summary[1].text == "and"
    assert [excerpt.start for excerpt in found.summary[:1]] == [0]
    assert hash(found) == hash(entry)
    assert cache.entry("nothing") is None


def test_only_what_lies_below_the_roots(cache: DocumentCache) -> None:
    cache.put(_entry(path) for path in ("/a/b.txt", "/a/c/d.txt", "/ab.txt", "/e.txt"))

    def found(*roots: str) -> set[str]:
        return {str(entry.path) for entry in cache.entries([Path(root) for root in roots])}

    assert found("/a") == {"/a/b.txt", "/a/c/d.txt"}
    assert found("/a", "/a/c", "/e.txt") == {"/a/b.txt", "/a/c/d.txt", "/e.txt"}
    assert found("/") == {"/a/b.txt", "/a/c/d.txt", "/ab.txt", "/e.txt"}
    assert set(cache.stamps([Path("/a/c")])) == {key_of(Path("/a/c/d.txt"))}


def test_names_of_any_bytes(cache: DocumentCache) -> None:
    path = os.fsdecode(b"/a/\xff\n.txt")
    cache.put([replace(_entry(path), title="odd")])
    assert [entry.path for entry in cache.entries([Path("/a")])] == [Path(path)]


def test_only_what_changed_since(cache: DocumentCache) -> None:
    cache.put([_entry("/a/1.txt")])
    seen = cache.revision()
    cache.put([_entry("/a/2.txt")])
    assert [entry.path.name for entry in cache.entries([Path("/a")], seen)] == ["2.txt"]
    assert cache.entries([Path("/a")], cache.revision()) == []


def test_nothing_to_put_is_no_change(cache: DocumentCache) -> None:
    cache.put([_entry()])
    before = cache.revision()
    cache.put([], [])
    assert cache.revision() == before


def test_what_is_gone_goes(cache: DocumentCache) -> None:
    first, second = _entry("/a/1.txt"), _entry("/a/2.txt")
    cache.put([first, second])
    cache.put([], [first.key])
    assert cache.entries([Path("/a")]) == [second]


def test_stamps_are_the_files(cache: DocumentCache) -> None:
    cache.put([_entry()])
    assert cache.stamps([Path("/a")]) == {key_of(Path("/a/b.txt")): Stamp(3, 4, "1.1", "a" * 64)}


def test_analyses_are_kept_by_hash_kind_and_version(cache: DocumentCache) -> None:
    kind = AnalysisKind.MENTIONS
    cache.put_analyses([AnalysisResult("h1", kind, "1", [[1, 2]]), AnalysisResult("h2", kind, "1", [])])
    cache.put_analyses([AnalysisResult("h1", AnalysisKind.ENTITY_COUNTS, "1", ["Tessel"])])
    assert cache.analysis("h1", kind, "1") == [[1, 2]]
    assert cache.analysis("h1", kind, "2") is None
    assert cache.analysis("h3", kind, "1") is None
    assert cache.analysed(kind, "1") == {"h1", "h2"}
    assert dict(cache.analyses(["h1", "h3"], kind, "1")) == {"h1": [[1, 2]]}
    cache.put_analyses([AnalysisResult("h1", kind, "2", ["new"])])
    assert cache.analysed(kind, "1") == {"h2"}


def test_results_that_come_together_are_kept_together_or_not_at_all(
    cache: DocumentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute_many = Database.execute_many

    def full_at_the_second(database: Database, statement: str, rows: list[tuple[str, ...]]) -> None:
        execute_many(database, statement, rows[:1])
        if len(rows) > 1:
            raise OSError("the disk is full")

    monkeypatch.setattr(Database, "execute_many", full_at_the_second)
    results = [AnalysisResult("h1", kind, "1", []) for kind in AnalysisKind]
    with pytest.raises(OSError, match="full"):
        cache.put_analyses(results)
    assert [cache.analysis("h1", kind, "1") for kind in AnalysisKind] == [None] * len(results)


def test_a_problem_with_names_is_kept_apart_from_warnings(
    cache: DocumentCache,
) -> None:
    entry = replace(_entry(), warnings=("It is cut off.",), names_problem="It is too windy.")
    cache.put([entry])
    stored = cache.entry(entry.key)
    assert stored is not None
    assert (stored.warnings, stored.names_problem) == (entry.warnings, entry.names_problem)
    assert stored.all_warnings == ("It is cut off.", "The names could not be found: It is too windy.")


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 500, b"SQLite format 3\0" + b"\xa5" * 9000])
def test_a_damaged_shelf_is_set_aside_and_begun_again(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "shelf.sqlite"
    path.write_bytes(damage)
    with closing(DocumentCache(path)) as cache:
        cache.put([_entry()])
        assert len(cache.entries([Path("/a")])) == 1
    if damage:
        assert (tmp_path / "shelf.sqlite.set-aside").read_bytes() == damage


def test_a_newer_shelf_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "shelf.sqlite"
    with closing(sqlite3.connect(path)) as newer:
        newer.executescript("CREATE TABLE future (a); PRAGMA user_version=99")
    with closing(DocumentCache(path)) as cache:
        assert cache.entries([Path("/a")]) == []
    with closing(sqlite3.connect(tmp_path / "shelf.sqlite.set-aside")) as aside:
        assert aside.execute("PRAGMA user_version").fetchone() == (99,)


def test_damage_found_later_begins_it_again(tmp_path: Path) -> None:
    path = tmp_path / "shelf.sqlite"
    with closing(DocumentCache(path)) as cache:
        cache.put(_entry(f"/a/{number}.txt", source="words " * 100) for number in range(300))
    data = bytearray(path.read_bytes())
    for start in range(2 * 4096, len(data)):
        data[start] = 0xA5
    path.write_bytes(data)
    with closing(DocumentCache(path)) as cache:
        assert cache.entries([Path("/a")]) == []
        cache.put([_entry()])
        assert len(cache.entries([Path("/a")])) == 1
        assert cache.problems() == []


def test_a_shelf_that_cannot_be_opened_is_left_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "shelf.sqlite"
    path.mkdir()
    with pytest.raises(UserDataError, match="cannot be written"):
        DocumentCache(path)
    assert path.is_dir()


def test_the_reading_state_is_joined() -> None:
    entry = _entry()
    assert with_state(entry, unread=True, flagged=False, notes=0) is entry
    read = with_state(entry, unread=False, flagged=True, notes=2)
    assert (read.unread, read.flagged, read.notes) == (False, True, 2)


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (460, 2), (2300, 10)])
def test_minutes_to_read(words: int, minutes: int) -> None:
    assert _entry(words=words).minutes == minutes


# Orders


LISTED = [
    DocumentRow(key_of(path), path, title=title, published=day, source=source, problem=problem)
    for path, title, day, source, problem in (
        (Path("/library/a.txt"), "Zebra", "2026-01-02", "b", ""),
        (Path("/library/b.txt"), "apple", "2026-03-01", "", ""),
        (Path("/library/c.txt"), "Äpfel", "2026-03-01", "a", ""),
        (Path("/library/d.txt"), "broken", "2027-01-01", "", "it cannot be read"),
        (Path("/library/e.txt"), "apple", "2026-03-01", "B", ""),
    )
]


@pytest.mark.parametrize(("order", "names"), [("date", "becad"), ("title", "beacd"), ("source", "ceabd")])
def test_the_orders_put_what_cannot_be_opened_last(cache: DocumentCache, order: str, names: str) -> None:
    cache.put(LISTED)
    keys, sound = cache.keys([Path("/library")], order)
    assert "".join(cache.entries_of(keys)[key].path.stem for key in keys) == names
    assert sound == 4


def test_a_library_of_many_is_in_the_same_order_as_one_of_few(
    cache: DocumentCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path("/library")
    cache.put([*LISTED, _entry("/other/x.txt")])
    few = cache.keys([root], "date")
    monkeypatch.setattr("reader.library.storage.cache.document_cache._ORDERED_AT_ONCE", 2)
    assert cache.keys([root], "date") == few
    assert cache.keys([root], "date", 2) == (few[0][:2], 2)
    assert cache.keys([root / "a.txt", root / "d.txt"], "date")[1] == 1


# Keys when libraries are registered


def _in_both(cache: DocumentCache, roots: list[Path]) -> tuple[set[str], set[str]]:
    """The keys of the rows, and those that the filter knows."""
    return set(cache.stamps(roots)), cache.matching(roots, "1", ())


def test_rows_get_the_keys_of_a_library_and_nothing_is_read_again(tmp_path: Path) -> None:
    paths = [Path("/library/a.txt"), Path("/library/below/b.txt"), Path("/elsewhere/c.txt")]
    libraries = LibraryRoots(((b"/library", "velmark"),))
    with closing(DocumentCache(tmp_path / "shelf.sqlite")) as cache:
        rows = [
            DocumentRow(
                key_of(path), path, 3, 4, "1.1", title=path.name, sha256="a" * 64,
                summary=(Excerpt(0, 2, path.name),),
            )
            for path in paths
        ]  # fmt: skip
        cache.put(rows)
        for _ in range(2):
            cache.rekey([Path("/library")], libraries)
            keys = {libraries.key_of(path) for path in paths[:2]}
            assert _in_both(cache, [Path("/library")]) == (keys, keys)
            for path in paths[:2]:
                row = cache.entry(libraries.key_of(path))
                assert row is not None
                assert (row.path, row.size, [excerpt.text for excerpt in row.summary]) == (
                    path,
                    3,
                    [path.name],
                )
        assert set(cache.stamps([Path("/elsewhere")])) == {key_of(paths[2])}
