"""What is kept of a document's summary and shape, before its names are known and after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.analysis.mention import Mention
from reader.analysis.summary.summarise import summarise
from reader.library.library import Library
from reader.library.settings import Settings
from reader.library.storage.cache.document_row import DocumentRow
from reader.system.paths import Places
from reader.text.document import Document

WALL = """\
---
title: Sea wall
date: 2026-03-12
source: Harbour Desk
---

The harbour board of Ostrel closed the northern basin on Monday. Divers had found a crack in the sea wall.
The crack runs below the grain terminal. Lucas Marchetti reported that barges were being towed away all day.
Dora Halvorsen asked the board for its records. A baker sells a cake in the shape of the wall.

| Basin | Ships |
|-------|-------|
| North | 3 |
"""
LIST = "---\ndate: 2026-03-11\n---\n\n- bread\n- milk\n"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    folder = tmp_path / "briefings"
    folder.mkdir()
    (folder / "wall.md").write_text(WALL, encoding="utf-8")
    (folder / "list.md").write_text(LIST, encoding="utf-8")
    places = Places.from_environment({"READER_HOME": str(tmp_path / "home")})
    library = Library.open([folder], places, Settings())
    library.bring_up_to_date()
    yield library
    library.close()


def entry_of(library: Library, name: str) -> tuple[DocumentRow, Document]:
    entry = next(entry for entry in library.documents.entries() if entry.path.name == name)
    return entry, library.files.document(entry.path)


def named(document: Document, *names: str) -> list[Mention]:
    places = sorted((document.text.index(name), name) for name in names)
    return [Mention(start, start + len(name), "PERSON", name) for start, name in places]


def test_made_when_the_file_is_read(library: Library) -> None:
    entry, document = entry_of(library, "wall.md")
    overview = library.summaries.of_row(entry, None)
    assert [(each.start, each.end, each.reasons) for each in overview.sentences] == [
        (each.start, each.end, each.reasons) for each in summarise(document)
    ]
    assert all(document.text[each.start : each.end] == each.text for each in overview.sentences)
    (line,) = overview.structure
    assert line.text == "table: 2 columns, 1 row"
    assert "North" in document.text[line.start : line.end]
    assert not overview.with_names
    assert not overview.about


def test_made_anew_when_the_names_are_kept(library: Library) -> None:
    entry, document = entry_of(library, "wall.md")
    mentions = named(document, "Lucas Marchetti", "Dora Halvorsen")
    library.entities.store_analysis(document, mentions)
    overview = library.summaries.of_row(entry, mentions)
    assert overview.with_names
    assert [each.start for each in overview.sentences] == [
        each.start for each in summarise(document, mentions=mentions)
    ]
    assert overview.structure == library.summaries.of_row(entry, None).structure
    assert not library.summaries.of_row(entry, None).with_names


def test_made_only_where_it_may_be(library: Library) -> None:
    """The list asks beside the screen and may read the file; the screen itself never does."""
    entry, document = entry_of(library, "wall.md")
    mentions = named(document, "Dora Halvorsen")
    assert not library.summaries.of_row(entry, mentions).with_names
    assert library.summaries.of_row(entry, mentions, make=True).with_names
    entry.path.unlink()
    assert library.summaries.of_row(entry, mentions).with_names


def test_a_text_that_has_changed_is_not_summed_up_by_what_was_kept(library: Library) -> None:
    entry, document = entry_of(library, "wall.md")
    entry.path.write_text(WALL.replace("closed the northern", "opened the northern"), encoding="utf-8")
    assert not library.summaries.of_row(entry, named(document, "Dora Halvorsen"), make=True).with_names
    now = library.files.document(entry.path)
    assert "opened" in library.summaries.of_document(entry, now, None).sentences[0].text


def test_about_something_under_any_of_its_names(library: Library) -> None:
    entry, document = entry_of(library, "wall.md")
    overview = library.summaries.of_document(entry, document, None, ("Dorothea", "Halvorsen"))
    assert [each.text for each in overview.sentences] == ["Dora Halvorsen asked the board for its records."]
    assert overview.about == "Dorothea"
    assert (
        library.summaries.of_document(entry, document, None, ("",)).sentences
        == library.summaries.of_row(entry, None).sentences
    )


def test_the_digest_knows_where_its_sentences_stand(library: Library) -> None:
    made = library.summaries.digest(library.documents.entries(), library.name, "tag:port", 40)
    assert made.document.title == f"Digest of {library.name}: tag:port"
    assert "The first 2 of 40 documents." in made.document.text
    assert "No prose to summarise (list: 2 items)." in made.document.text
    entry, document = entry_of(library, "wall.md")
    assert len(made.places) == 2
    for place in made.places:
        assert place.entry.key == entry.key
        said = made.document.text[place.start : place.end]
        assert " ".join(document.text[place.offset :].split()).startswith(said)
