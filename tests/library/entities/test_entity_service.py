"""Names in a library: corrections kept in the user data, and the list of names in step with the texts."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.analysis.corrections import Correction
from reader.analysis.mention import Mention
from reader.errors import CorrectionError
from reader.library.entities.corpus_index import TextRef
from reader.library.entities.entity_service import EntityService
from reader.library.entities.manual_mentions import may_hold
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow
from reader.library.storage.document_keys import DocumentPath
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.text.document import Block, Document
from reader.text.spans import Span

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = Path("/briefings")
TYPES = {"Orm": "PERSON", "Vara Orm": "PERSON", "Tessel": "GPE", "Brisa": "PRODUCT", "Port Lauter": "FAC"}
TEXTS = (
    "Vara Orm came to Tessel. Orm left Port Lauter on the Brisa.",
    "The Brisa lies at Tessel, says Captain Reed of the Brisa.",
    "Orm and Vara Orm spoke. Port Lauter is closed; Tessel Strait is open.",
)


def document_of(text: str) -> Document:
    return Document(text, (Block("paragraph", 0, len(text)),), sentences=(Span(0, len(text)),))


def listed(document: Document, types: dict[str, str] = TYPES) -> list[Mention]:
    pattern = re.compile("|".join(sorted(types, key=len, reverse=True)))
    return [
        Mention(*match.span(), types[match.group()], match.group())
        for match in pattern.finditer(document.text)
    ]


DOCUMENTS = [document_of(text) for text in TEXTS]
ENTRIES = [
    DocumentRow(f"{number:016x}", ROOT / f"{number}.txt", title=f"Text {number}",
          published=f"2026-03-0{number + 1}", sha256=document.sha256)
    for number, document in enumerate(DOCUMENTS)
]  # fmt: skip


class Files:
    """The documents of rows, without files."""

    def __init__(self) -> None:
        self.documents = {row.path: document for row, document in zip(ENTRIES, DOCUMENTS, strict=True)}

    def document_or_none(self, path: Path, inner: str = "") -> Document | None:
        return self.documents.get(path)

    def unchanged(self, row: DocumentRow) -> Document | None:
        return self.documents.get(row.path)


def service(user_data: UserDataStore, cache: DocumentCache, files: Files) -> EntityService:
    return EntityService(user_data, cache, files, "here", [ROOT], lambda: NOW)  # type: ignore[arg-type]


class Room:
    """User data and a document cache with three analysed texts."""

    def __init__(self, folder: Path) -> None:
        self.files = Files()
        self.user_data = UserDataStore(folder / "catalog.sqlite")
        self.document_cache = DocumentCache(folder / "shelf.sqlite")
        self.names = service(self.user_data, self.document_cache, self.files)
        self.document_cache.put(ENTRIES)
        for document in DOCUMENTS:
            self.names.store_analysis(document, listed(document))
        self.names.rebuild_index_if_stale()

    def close(self) -> None:
        self.user_data.close()
        self.document_cache.close()

    def mentions(self) -> list[list[Mention]]:
        return [self.names.mentions(row) or [] for row in ENTRIES]

    def numbers(self) -> dict[tuple[str, str], int]:
        self.names.refresh()
        return {item.key: item.mentions for item in self.names.entity_list().entities}

    def clear(self) -> None:
        while self.names.undo():
            pass
        self.names.rebuild_index_if_stale()


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr("reader.library.entities.entity_service.may_hold", lambda _path, _adds: True)
    made = Room(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def shared_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.library.entities.entity_service.may_hold", lambda _path, _adds: True)
        made = Room(tmp_path_factory.mktemp("names"))
        yield made
        made.close()


def counts(mentions: list[list[Mention]]) -> dict[tuple[str, str], int]:
    return dict(Counter((item.entity, item.type) for found in mentions for item in found))


names_in_use = st.sampled_from([*TYPES, "Captain Reed", "Somebody Else"])
scopes = st.sampled_from(["", "", "", DOCUMENTS[0].sha256])


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    kind = draw(st.sampled_from(["type", "hide", "merge", "split", "rename", "add", "watch"]))
    name = draw(names_in_use)
    to = draw(names_in_use.filter(lambda other: other != name))
    document = draw(scopes)
    if kind == "type":
        return Correction(kind, name, type=draw(st.sampled_from(["PERSON", "ORG"])), document=document)
    if kind == "merge":
        type_ = draw(st.sampled_from(["", TYPES.get(to, "PERSON")]))
        return Correction(kind, name, to, type_, document=document)
    if kind in ("split", "rename"):
        return Correction(kind, name, to, document=document)  # type: ignore[arg-type]
    if kind == "add":
        return Correction(kind, name, type=TYPES.get(name, "PERSON"), document=document)
    return Correction(kind, name, document="" if kind == "watch" else document)  # type: ignore[arg-type]


def test_a_correction_holds_in_every_text_and_in_the_list_at_once(room: Room) -> None:
    room.names.correct(Correction("merge", "Tessel", "Port Lauter", "FAC"))
    found = {item.entity for mentions in room.mentions() for item in mentions}
    assert found == {"Vara Orm", "Brisa", "Port Lauter"}
    entity = room.names.entity(("Port Lauter", "FAC"))
    assert entity is not None
    assert (entity.mentions, entity.documents) == (5, 3)
    assert (entity.first, entity.last) == ("2026-03-01", "2026-03-03")
    assert sum(entity.over_time) == 5
    assert set(entity.aliases) == {"Port Lauter", "Tessel"}
    assert entity.why == ("“Tessel” is “Port Lauter”: corrected by hand.",)
    assert room.names.entity(("Tessel", "GPE")) is None


def test_what_the_library_joined_can_be_parted(room: Room) -> None:
    joined = room.names.entity(("Vara Orm", "PERSON"))
    assert joined is not None
    assert set(joined.aliases) == {"Vara Orm", "Orm"}
    room.names.correct(Correction("split", "Vara Orm", "Orm"))
    numbers = room.numbers()
    assert (numbers["Vara Orm", "PERSON"], numbers["Orm", "PERSON"]) == (2, 2)
    assert counts(room.mentions())["Orm", "PERSON"] == 2


def test_corrections_are_there_after_a_restart_and_go_one_step_at_a_time(tmp_path: Path, room: Room) -> None:
    first = Correction("hide", "Tessel")
    second = (Correction("watch", "Vara Orm"), Correction("rename", "Brisa", "MV Brisa"))
    room.names.correct(first)
    room.names.correct(*second)
    other = service(UserDataStore(tmp_path / "catalog.sqlite"), room.document_cache, room.files)
    assert other.corrections() == (first, *second)
    assert room.names.undo() == second
    assert other.corrections() == (first,)
    assert room.names.undo() == (first,)
    assert room.names.undo() == ()
    other._user_data.close()


def test_a_step_that_is_not_the_last_can_be_taken_back(room: Room) -> None:
    step = room.names.correct(Correction("hide", "Tessel"))
    room.names.correct(Correction("hide", "Brisa"))
    assert [item.name for item in room.names.undo(step)] == ["Tessel"]
    assert [item.name for item in room.names.corrections()] == ["Brisa"]


@given(st.lists(corrections(), max_size=4), names_in_use, st.data())
@settings(max_examples=40, deadline=None)
def test_merge_then_split_is_the_identity(
    shared_room: Room, before: list[Correction], name: str, data: st.DataObject
) -> None:
    shared_room.clear()
    to = data.draw(names_in_use.filter(lambda other: other != name))
    shared_room.names.correct(*before) if before else None
    mentions, numbers = shared_room.mentions(), shared_room.numbers()
    shared_room.names.correct(Correction("merge", name, to))
    shared_room.names.correct(Correction("split", to, name))
    assert shared_room.mentions() == mentions
    assert shared_room.numbers() == numbers


@given(st.lists(corrections(), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_corrections_commute_with_analysing_again(shared_room: Room, made: list[Correction]) -> None:
    shared_room.clear()
    other = {**TYPES, "Tessel": "ORG"}
    try:
        shared_room.names.correct(*made)
        for document in DOCUMENTS:
            shared_room.names.store_analysis(document, listed(document, other))
        numbers, mentions = shared_room.numbers(), shared_room.mentions()
        shared_room.clear()
        assert counts(shared_room.mentions())["Tessel", "ORG"] == 3
        shared_room.names.correct(*made)
        assert (shared_room.numbers(), shared_room.mentions()) == (numbers, mentions)
    finally:
        for document in DOCUMENTS:
            shared_room.names.store_analysis(document, listed(document))


@given(st.lists(corrections(), min_size=1, max_size=5))
@example([Correction("hide", "Vara Orm"), Correction("add", "Orm", type="PERSON")])
@settings(max_examples=80, deadline=None)
def test_the_list_counts_what_the_texts_show(shared_room: Room, made: list[Correction]) -> None:
    shared_room.clear()
    shared_room.names.correct(*made)
    numbers = shared_room.numbers()
    assert numbers == counts(shared_room.mentions())


def entities_of_files(room: Room, rows: Sequence[DocumentRow]) -> dict[tuple[str, str], int]:
    """The entities of these files by a service that has no index, as of files that no library has."""
    alone = EntityService(
        room.user_data, room.document_cache, room.files, "never counted", [ROOT]  # type: ignore[arg-type]
    )  # fmt: skip
    texts = {DocumentPath(row.path): TextRef(row.sha256, row.published, 1) for row in rows}
    return {item.key: item.mentions for item in alone.entities_of(texts)}


@given(st.lists(corrections(), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_files_on_their_own_are_counted_as_in_a_library(shared_room: Room, made: list[Correction]) -> None:
    shared_room.clear()
    shared_room.names.correct(*made)
    assert entities_of_files(shared_room, ENTRIES) == shared_room.numbers()


def test_a_name_is_added_below_one_that_is_hidden_under_its_name_in_other_files(room: Room) -> None:
    document = document_of("Port Làuter is open.")
    row = DocumentRow("f" * 16, ROOT / "f.txt", published="2026-03-04", sha256=document.sha256)
    room.document_cache.put([row])
    room.files.documents[row.path] = document
    room.names.store_analysis(document, listed(document, {"Port Làuter": "FAC"}))
    room.names.correct(Correction("hide", "Port Lauter"), Correction("add", "Làuter", type="GPE"))
    numbers = entities_of_files(room, [*ENTRIES, row])
    assert numbers["Làuter", "GPE"] == 1
    assert numbers == room.numbers()


def test_two_files_of_one_text_are_two_documents_of_one_entity(room: Room) -> None:
    row = ENTRIES[0]
    texts = {
        DocumentPath(path): TextRef(row.sha256, row.published, 1) for path in (row.path, ROOT / "copy.txt")
    }
    entity = next(item for item in room.names.entities_of(texts) if item.name == "Tessel")
    assert (entity.mentions, entity.documents) == (2, 2)


@given(st.lists(corrections(), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_undoing_gives_back_what_was(shared_room: Room, made: list[Correction]) -> None:
    shared_room.clear()
    mentions, numbers = shared_room.mentions(), shared_room.numbers()
    for item in made:
        shared_room.names.correct(item)
    for item in reversed(made):
        assert shared_room.names.undo() == (item,)
    assert shared_room.mentions() == mentions
    assert shared_room.numbers() == numbers


@given(st.lists(corrections(), max_size=6, unique=True))
@settings(max_examples=40, deadline=None)
def test_what_is_exported_is_taken_in_once(shared_room: Room, made: list[Correction]) -> None:
    shared_room.clear()
    if made:
        shared_room.names.correct(*made)
    text = shared_room.names.export_corrections()
    assert shared_room.names.import_corrections(text) == (0, len(made))
    shared_room.clear()
    assert shared_room.names.import_corrections(text) == (len(made), len(made))
    assert shared_room.names.corrections() == tuple(made)
    assert shared_room.names.import_corrections(text) == (0, len(made))


def test_a_file_with_a_mistake_is_refused_whole(room: Room) -> None:
    text = '[[correction]]\nkind = "hide"\nname = "Tessel"\n\n[[correction]]\nkind = "hid"\nname = "Orm"\n'
    with pytest.raises(CorrectionError, match="Correction 2"):
        room.names.import_corrections(text)
    assert room.names.corrections() == ()


def test_a_name_that_the_model_missed_is_found_in_all_texts(room: Room) -> None:
    room.names.correct(Correction("add", "Captain Reed", type="PERSON"))
    room.names.correct(Correction("add", "Tessel Strait", type="LOC"))
    assert counts(room.mentions())["Captain Reed", "PERSON"] == 1
    numbers = room.numbers()
    assert numbers["Captain Reed", "PERSON"] == 1
    assert numbers["Tessel Strait", "LOC"] == 1
    assert numbers["Tessel", "GPE"] == 2  # the third stood in the longer name
    assert room.names.texts_mentioning("Captain Reed") == {DOCUMENTS[1].sha256}


def test_most_files_need_not_be_read(tmp_path: Path) -> None:
    made = [Correction("add", "Captain Reed", type="PERSON")]
    path = tmp_path / "a.txt"
    held = {b"Captain Reed": True, b"nobody": False, "Reed".encode("utf-16"): True, b"Captain\nReed": True}
    for data, expected in held.items():
        path.write_bytes(data)
        assert may_hold(path, made) is expected, data
    assert not may_hold(tmp_path / "gone.txt", made)


def test_watched_names_mark_their_texts_also_when_they_are_called_otherwise(room: Room) -> None:
    room.names.correct(Correction("watch", "Brisa"))
    assert room.names.watched_texts() == {DOCUMENTS[0].sha256, DOCUMENTS[1].sha256}
    room.names.correct(Correction("rename", "Brisa", "MV Brisa"))
    assert room.names.watched_names() == {"MV Brisa"}
    assert room.names.watched_texts() == {DOCUMENTS[0].sha256, DOCUMENTS[1].sha256}
    room.names.correct(Correction("unwatch", "MV Brisa"))
    assert room.names.watched_texts() == set()


def test_a_corrected_name_is_not_joined_to_another_by_what_comes_later(room: Room) -> None:
    room.names.correct(Correction("type", "TESSEL", type="ORG"))
    document = document_of("TESSEL is meant, not the town.")
    row = DocumentRow("f" * 16, ROOT / "f.txt", sha256=document.sha256)
    room.document_cache.put([row])
    room.names.store_analysis(document, listed(document, {"TESSEL": "GPE"}))
    assert not room.names.entity_list().current
    room.names.rebuild_index_if_stale()
    assert room.names.entity_list().current
    assert ("TESSEL", "ORG") in {item.key for item in room.names.entity_list().entities}
    room.names.undo()
    assert not room.names.entity_list().current
    room.names.rebuild_index_if_stale()
    joined = room.names.entity(("Tessel", "GPE"))
    assert joined is not None
    assert "TESSEL" in joined.aliases
    assert room.names.mentions(row, document)[0].entity == "Tessel"  # type: ignore[index]


@pytest.mark.parametrize(
    ("correction", "name"),
    [
        (Correction("rename", "Tessel", "Tesselland"), "Tesselland"),
        (Correction("merge", "Tessel", "Port Lauter", "FAC"), "Port Lauter"),
        (Correction("watch", "Tessel"), "Tessel"),
    ],
)
def test_a_people_stays_with_its_country_whatever_is_corrected(
    room: Room, correction: Correction, name: str
) -> None:
    document = document_of("The Tesselians came home.")
    room.document_cache.put([DocumentRow("e" * 16, ROOT / "e.txt", sha256=document.sha256)])
    room.names.store_analysis(document, [Mention(4, 14, "NORP", "Tessel")])
    room.names.rebuild_index_if_stale()
    before = room.names.entity_list().entities
    assert room.names.entity(("Tessel", "GPE")).mentions == 4  # type: ignore[union-attr]
    room.names.correct(correction)
    room.names.rebuild_index_if_stale()
    (found,) = [item for item in room.names.entity_list().entities if item.name == name]
    assert "Tesselians" in found.aliases
    assert sum(item.mentions for item in room.names.entity_list().entities) == sum(
        item.mentions for item in before
    )
    assert room.names.entity_list().current


def test_what_is_parted_by_hand_is_joined_by_no_reason_any_more(room: Room) -> None:
    document = document_of("TESSEL is meant, not the town.")
    room.document_cache.put([DocumentRow("f" * 16, ROOT / "f.txt", sha256=document.sha256)])
    room.names.store_analysis(document, listed(document, {"TESSEL": "GPE"}))
    room.names.rebuild_index_if_stale()
    assert any("TESSEL" in why for why in room.names.entity(("Tessel", "GPE")).why)  # type: ignore[union-attr]
    room.names.correct(Correction("type", "TESSEL", type="ORG"))
    room.names.rebuild_index_if_stale()
    assert not any("TESSEL" in why for why in room.names.entity(("Tessel", "GPE")).why)  # type: ignore[union-attr]


def test_the_index_follows_the_texts(room: Room) -> None:
    assert room.names.entity_list().current
    assert not room.names.rebuild_index_if_stale()
    room.document_cache.put([], [ENTRIES[1].key])
    gathered = room.names.entity_list()
    assert not gathered.current
    assert gathered.documents == 3
    assert room.names.rebuild_index_if_stale()
    assert room.names.entity_list().documents == 2


class _Elsewhere(Executor):
    """Runs what is submitted at once, after the way to another process and without the way back."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        call, given = pickle.loads(pickle.dumps((fn, args)))
        future.set_result(call(*given, **kwargs))
        return future


def test_the_index_of_a_large_library_is_built_in_a_process_of_its_own(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = room.names.entity_list().entities
    monkeypatch.setattr("reader.library.entities.corpus_index_store.SEPARATE_PROCESS_FROM", 1)
    monkeypatch.setattr("reader.analysis.worker.process_pool.ParentBoundPool", _Elsewhere)
    document = document_of("Lauter and Tessel are quiet.")
    room.document_cache.put([DocumentRow("d" * 16, ROOT / "d.txt", sha256=document.sha256)])
    room.names.store_analysis(document, listed(document))
    assert not room.names.rebuild_index_if_stale(only_small=True)
    assert not room.names.entity_list().current
    assert room.names.rebuild_index_if_stale()
    assert room.names.entity_list().current
    assert sum(item.mentions for item in room.names.entity_list().entities) == 1 + sum(
        item.mentions for item in before
    )


def test_searchable_names_know_corrections(room: Room) -> None:
    from reader.library.search.spellings import searchable_names

    room.names.correct(
        Correction("merge", "Orm", "Vara Orm", "PERSON"), Correction("rename", "Vara Orm", "Admiral Orm")
    )
    named = searchable_names(*room.names.corrected_resolution())
    people = named[DOCUMENTS[0].sha256]["people"]
    assert {"Admiral Orm", "Vara Orm", "Orm"} <= set(people)
