"""The names of a large library are counted in a process of its own: what it finds, and how it ends."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from select import select
from typing import Any

import pytest

from reader.analysis.corrections import Correction
from reader.analysis.mention import Mention
from reader.errors import ReaderError
from reader.library.documents.loader import DocumentLoader
from reader.library.entities import corpus_index_store as index_store
from reader.library.entities.entity_service import EntityService
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.text.document import Block, Document
from reader.text.identifiers import DocumentKey

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = Path("/briefings")
TYPES = {"Vara Orm": "PERSON", "Tessel": "GPE", "Brisa": "PRODUCT"}
TEXTS = ("Vara Orm came to Tessel on the Brisa.", "The Brisa lies at Tessel.", "Tessel is open.")


def _document(text: str) -> Document:
    return Document(text, (Block("paragraph", 0, len(text)),))


def _mentions(document: Document) -> list[Mention]:
    found = [
        Mention(document.text.index(name), document.text.index(name) + len(name), type_, name)
        for name, type_ in TYPES.items()
        if name in document.text
    ]
    return sorted(found, key=lambda item: item.start)


DOCUMENTS = [_document(text) for text in TEXTS]
ENTRIES = [
    DocumentRow(
        f"{number:016x}", ROOT / f"{number}.txt", published=f"2026-03-0{number + 1}", sha256=document.sha256
    )
    for number, document in enumerate(DOCUMENTS)
]


@pytest.fixture
def names(tmp_path: Path) -> Iterator[EntityService]:
    """The names of three texts that were analysed and not yet counted."""
    user_data, cache = UserDataStore(tmp_path / "catalog.sqlite"), DocumentCache(tmp_path / "shelf.sqlite")
    cache.put(ENTRIES)
    files = DocumentLoader(lambda path: DocumentKey(path.stem), 1)
    made = EntityService(user_data, cache, files, "here", [ROOT], lambda: NOW)
    for document in DOCUMENTS:
        made.store_analysis(document, _mentions(document))
    yield made
    cache.close()
    user_data.close()


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes every library for a large one."""
    monkeypatch.setattr(index_store, "SEPARATE_PROCESS_FROM", 1)


def _dies(*_task: object) -> None:
    os._exit(9)


def _waits(begun: str, *_task: object) -> None:
    with open(begun, "wb", buffering=0) as pipe:  # noqa: PTH123
        pipe.write(b"begun")
        threading.Event().wait()


def _numbers(names: EntityService) -> dict[tuple[str, str], tuple[int, int]]:
    return {item.key: (item.mentions, item.documents) for item in names.entity_list().entities}


def test_before_anything_is_counted_there_are_no_names(names: EntityService) -> None:
    gathered = names.entity_list()
    assert (gathered.entities, gathered.documents, gathered.current) == ([], 0, False)
    assert names.entity(("Tessel", "GPE")) is None
    assert names.find_entity("Tessel", "GPE") is None
    assert names.texts_mentioning("Tessel") == set()
    assert names.corrected_resolution()[0] == {}


@pytest.mark.usefixtures("elsewhere")
def test_a_process_of_its_own_counts_the_same(names: EntityService, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not names.rebuild_index_if_stale(only_small=True)
    assert names.rebuild_index_if_stale()
    counted = _numbers(names)
    assert counted == {
        ("Tessel", "GPE"): (3, 3),
        ("Brisa", "PRODUCT"): (2, 2),
        ("Vara Orm", "PERSON"): (1, 1),
    }
    assert names.entity_list().current
    assert not names.rebuild_index_if_stale()
    names.correct(Correction("merge", "Brisa", "Vara Orm", "PERSON"))
    names.rebuild_index_if_stale()
    there = _numbers(names)
    monkeypatch.setattr(index_store, "SEPARATE_PROCESS_FROM", 100)
    names.undo()
    names.rebuild_index_if_stale()
    assert _numbers(names) == counted
    names.correct(Correction("merge", "Brisa", "Vara Orm", "PERSON"))
    names.rebuild_index_if_stale()
    assert _numbers(names) == there == {("Tessel", "GPE"): (3, 3), ("Vara Orm", "PERSON"): (3, 2)}


@pytest.mark.usefixtures("elsewhere")
def test_a_process_that_dies_is_said(names: EntityService, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(index_store, "_build_and_store_at", _dies)
        with pytest.raises(ReaderError, match="could not be counted"):
            names.rebuild_index_if_stale()
    assert names.rebuild_index_if_stale()
    assert names.entity_list().current


@pytest.mark.usefixtures("elsewhere")
def test_an_index_that_is_given_up_leaves_the_one_before(
    names: EntityService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.stop_rebuild()  # of none
    names.rebuild_index_if_stale()
    before = names.entity_list().entities
    extra = _document("Tessel again.")
    names._document_cache.put([DocumentRow("e" * 16, ROOT / "e.txt", sha256=extra.sha256)])
    names.store_analysis(extra, _mentions(extra))
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    pipe = os.open(begun, os.O_RDONLY | os.O_NONBLOCK)
    monkeypatch.setattr(index_store, "_build_and_store_at", partial(_waits, str(begun)))
    answers: list[bool] = []
    counting = threading.Thread(target=lambda: answers.append(names.rebuild_index_if_stale()), daemon=True)
    counting.start()
    for said in (b"begun", b""):  # the process is at work; it has ended
        assert select([pipe], [], [], 20)[0]
        assert os.read(pipe, 9) == said
        names.stop_rebuild()
    os.close(pipe)
    counting.join(20)
    assert answers == [False]
    assert names.entity_list().entities == before


def test_an_index_is_built_once_for_all_who_ask(
    names: EntityService, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    taken: list[object] = []
    build_and_store = index_store.build_and_store

    def slow(*given: Any) -> None:
        taken.append(given)
        begun.set()
        assert go_on.wait(60)
        build_and_store(*given)

    monkeypatch.setattr(index_store, "build_and_store", slow)
    answers: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answers.append(names.rebuild_index_if_stale())) for _ in range(2)
    ]
    threads[0].start()
    assert begun.wait(60)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [False, True]
    assert len(taken) == 1


def test_who_waits_for_an_index_that_is_given_up_begins_no_other(
    names: EntityService, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[object] = []

    class Held:
        """A lock that a person stops the counting at."""

        def __enter__(self) -> None:
            names.stop_rebuild()

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(index_store, "build_and_store", lambda *given: taken.append(given))
    names._index_store._counting = Held()  # type: ignore[assignment]
    assert not names.rebuild_index_if_stale()
    assert not taken


def test_a_merge_goes_to_the_name_as_the_library_has_it(names: EntityService) -> None:
    names.rebuild_index_if_stale()
    names.correct(Correction("merge", "Brisa", "Tessel"))
    assert {item.key: item.mentions for item in names.entity_list().entities} == {
        ("Tessel", "GPE"): 5, ("Vara Orm", "PERSON"): 1
    }  # fmt: skip
    (tessel,) = [item for item in names.entity_list().entities if item.name == "Tessel"]
    assert "“Brisa” is “Tessel”: corrected by hand." in tessel.why
    names.correct(Correction("merge", "Vara Orm", "Nobody Known"))
    assert names.find_entity("Nobody Known", "PERSON") is not None
    assert names.find_entity("Vara Orm", "PERSON") is None


def test_of_one_name_with_two_types_the_one_asked_for_else_the_more_frequent(names: EntityService) -> None:
    extra = _document("The Tessel sailed.")
    names._document_cache.put([DocumentRow("f" * 16, ROOT / "f.txt", sha256=extra.sha256)])
    names.store_analysis(extra, [Mention(4, 10, "PRODUCT", "Tessel")])
    names.rebuild_index_if_stale()

    def type_of(asked: str) -> str:
        found = names.find_entity("Tessel", asked)
        return found.type if found is not None else ""

    assert [type_of(asked) for asked in ("PRODUCT", "GPE", "PERSON")] == ["PRODUCT", "GPE", "GPE"]
    assert names.texts_mentioning("Tessel", "PRODUCT") == {extra.sha256}
    assert len(names.texts_mentioning("Tessel")) == 4
