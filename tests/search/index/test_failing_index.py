"""An index that cannot be read or written any more is said so, and the search goes on with what it has."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from reader.errors import SearchIndexError
from reader.search import engine as engine_module
from reader.search.engine import IndexEntry, SearchEngine
from reader.search.index.full_text_index import INDEX_VERSION, SearchIndex


@pytest.fixture
def engine(tmp_path: Path) -> SearchEngine:
    opened = SearchEngine.open(tmp_path)
    opened.update([IndexEntry("a", "Talks", "Talks on oil."), IndexEntry("b", "", "Oil prices fell.")])
    return opened


def damage(folder: Path) -> Path:
    """Makes the index's list of its files unreadable; where it stands."""
    meta = folder / f"v{INDEX_VERSION}" / "meta.json"
    meta.write_text("{")
    return meta


def keys(engine: SearchEngine, line: str) -> list[str]:
    return sorted(hit.key for hit in engine.search(line).hits)


def test_an_index_that_can_no_longer_be_read_is_said_and_the_last_state_stays(
    engine: SearchEngine, tmp_path: Path
) -> None:
    damage(tmp_path)
    with pytest.raises(SearchIndexError, match="cannot be read"):
        engine.reload()
    assert keys(engine, "oil ") == ["a", "b"]
    assert engine.entries == 2


def test_a_refresh_that_failed_is_said_by_the_next_one_and_only_once(
    engine: SearchEngine, tmp_path: Path
) -> None:
    meta = tmp_path / f"v{INDEX_VERSION}" / "meta.json"
    whole = meta.read_bytes()
    damage(tmp_path)
    engine.refresh()
    engine.wait()
    meta.write_bytes(whole)
    with pytest.raises(SearchIndexError, match="cannot be read"):
        engine.refresh()
    engine.wait()
    engine.refresh()
    engine.wait()
    assert keys(engine, "oil ") == ["a", "b"]


def test_waiting_for_no_refresh_is_over_at_once(engine: SearchEngine) -> None:
    engine.wait()
    assert keys(engine, "oil ") == ["a", "b"]


def test_a_refresh_asked_for_while_one_runs_sees_what_was_committed_meanwhile(
    engine: SearchEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = SearchEngine.open(tmp_path, read_only=True)
    assert keys(reader, "wheat ") == []
    entered, go_on = threading.Event(), threading.Event()
    reload, runs = reader.reload, []

    def slow() -> None:
        reload()
        runs.append(threading.current_thread())
        entered.set()
        assert go_on.wait(20)

    monkeypatch.setattr(reader, "reload", slow)
    reader.refresh()
    assert entered.wait(20)
    engine.update([IndexEntry("c", "", "Wheat.")])
    reader.refresh()
    reader.refresh()
    go_on.set()
    reader.wait()
    assert keys(reader, "wheat ") == ["c"]
    assert len(runs) == 2
    assert len(set(runs)) == 1


def test_a_folder_that_went_away_cannot_be_written_to(engine: SearchEngine, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    with pytest.raises(SearchIndexError, match="cannot be written"):
        engine.update([IndexEntry("c", "", "Wheat.")])


def test_a_disk_that_refuses_in_the_middle_of_a_commit_is_said(engine: SearchEngine, tmp_path: Path) -> None:
    def vanishing() -> object:
        yield IndexEntry("c", "", "Wheat.")
        shutil.rmtree(tmp_path / f"v{INDEX_VERSION}")

    with pytest.raises(SearchIndexError, match="cannot be written"):
        engine.update(vanishing())  # type: ignore[arg-type]


def test_an_engine_says_whether_its_index_was_begun_again(engine: SearchEngine, tmp_path: Path) -> None:
    assert not engine.rebuilt
    damage(tmp_path)
    assert SearchEngine.open(tmp_path).rebuilt
    assert SearchIndex.open(tmp_path).view.entries == 0


def test_texts_that_are_let_go_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "_KEPT_CHARACTERS", 150)
    opened = SearchEngine.open(tmp_path)
    opened.update(
        [IndexEntry(f"k{number}", "", f"Oil number {number}. {'Wheat too. ' * 5}") for number in range(9)]
    )
    first = opened.search("oil wheat ").hits
    assert len(first) == 9
    assert opened.search("oil wheat ").hits == first
    assert {hit.key for hit in opened.search("number ").hits} == {f"k{number}" for number in range(9)}
    state = opened._current()
    assert state._characters == sum(len(read.stored.text) for read in state._read.values()) <= 150
