"""Dossiers: every mention in its sentence, roles, company, notes, and the Markdown of it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.mention import Mention
from reader.formats.load import parse
from reader.library.entities.corpus_index import TextRef, build_entity_index, count_entities
from reader.library.entities.dossier import Dossier, notes_about, place_of, to_markdown, write_dossier
from reader.library.storage.cache.document_row import DocumentRow
from reader.notes.note import Link, Note
from reader.text.document import Document

TEXT = (
    "Iranian Foreign Minister Vara Orm met Liang Wenhao in Tessel. Orm left at noon.\n\n"
    "Liang Wenhao stayed, and so did [the] *crew*."
)
NAMES = {"Vara Orm": "PERSON", "Liang Wenhao": "PERSON", "Tessel": "GPE", "Orm": "PERSON"}


def document_of(text: str) -> Document:
    return parse(text.encode(), "a.txt", 0.0)


def mentions_in(document: Document) -> list[Mention]:
    found = [
        Mention(at, at + len(name), type_, "Vara Orm" if name == "Orm" else name)
        for name, type_ in NAMES.items()
        for at in range(len(document.text))
        if document.text.startswith(name, at) and not (name == "Orm" and document.text[at - 1 : at] == " ")
    ]
    found += [
        Mention(at, at + 3, "PERSON", "Vara Orm")
        for at in range(len(document.text))
        if document.text.startswith("Orm left", at)
    ]
    return sorted(found, key=lambda item: item.start)


def dossier_of(name: str = "Vara Orm", type_: str = "PERSON") -> Dossier:
    document = document_of(TEXT)
    mentions = mentions_in(document)
    texts = [TextRef(document.sha256, "2026-03-01", 1)]
    entities = build_entity_index(texts, [count_entities(document, mentions)]).entities()
    entity = next(item for item in entities if item.key == (name, type_))
    entry = DocumentRow("k", Path("/briefings/a (1).txt"), title="A [first] report", published="2026-03-01")
    made = Dossier(entity, documents=1)
    made.add(entry, document, mentions)
    made.finish(1)
    return made


def test_every_mention_stands_in_its_sentence() -> None:
    made = dossier_of()
    assert [place.sentence[place.highlight.start : place.highlight.end] for place in made.places] == [
        "Vara Orm",
        "Orm",
    ]
    assert made.places[0].sentence.startswith("Iranian Foreign Minister Vara Orm met")
    assert made.places[1].sentence == "Orm left at noon."
    assert made.places[0].others == (("Liang Wenhao", "PERSON"), ("Tessel", "GPE"))


def test_roles_and_company_come_with_their_evidence() -> None:
    made = dossier_of()
    (said,) = [said for said in made.roles() if "Minister" in said.text]
    assert "Foreign Minister" in said.text
    assert said.place == made.places[0]
    company = made.company()
    assert [(item.key[0], item.sentences) for item in company] == [("Liang Wenhao", 1), ("Tessel", 1)]
    assert company[0].places == (made.places[0],)


def test_one_sentence_is_one_piece_of_evidence() -> None:
    text = "Orm and Liang Wenhao and Orm."
    document = document_of(text)
    mentions = [
        Mention(0, 3, "PERSON", "Orm"),
        Mention(8, 20, "PERSON", "Liang Wenhao"),
        Mention(25, 28, "PERSON", "Orm"),
    ]
    texts = [TextRef(document.sha256, "", 1)]
    entity = build_entity_index(texts, [count_entities(document, mentions)]).entities()[0]
    made = Dossier(entity)
    made.add(DocumentRow("k", Path("/a")), document, mentions)
    assert [item.sentences for item in made.company()] == [1]


@given(st.text(alphabet="ab .\n", max_size=900), st.text(alphabet="ab .\n", max_size=900))
def test_the_mention_is_lit_wherever_it_stands(before: str, after: str) -> None:
    text = f"{before}NAME{after}"
    document = Document(text)
    item = Mention(len(before), len(before) + 4, "PERSON", "NAME")
    place = place_of(DocumentRow("k", Path("/a")), document, item, [item])
    assert place.sentence[place.highlight.start : place.highlight.end] == "NAME"
    assert "\n" not in place.sentence
    assert len(place.sentence) <= 4 + 2 * 300 + 2


def test_a_country_and_its_people_are_one_companion() -> None:
    document = document_of("The Korvanian envoy left Korvania with Orm.")
    mentions = [
        Mention(4, 13, "NORP", "Korvania"),
        Mention(25, 33, "GPE", "Korvania"),
        Mention(39, 42, "PERSON", "Orm"),
    ]
    texts = [TextRef(document.sha256, "", 1)]
    entity = build_entity_index(texts, [count_entities(document, mentions)]).entities()[1]
    assert entity.name == "Orm"
    made = Dossier(entity)
    made.add(DocumentRow("k", Path("/a")), document, mentions)
    assert [item.key for item in made.company()] == [("Korvania", "GPE")]


def test_what_was_taken_out_of_a_dossier_stays_as_it_was() -> None:
    made = dossier_of()
    before = made.so_far()
    assert before == made
    document = document_of(TEXT + " Orm left again.")
    made.add(DocumentRow("l", Path("/b")), document, mentions_in(document))
    assert len(made.places) == 5
    assert before == dossier_of()


def test_notes_about_a_name_are_linked_to_it_or_say_it() -> None:
    entity = dossier_of().entity
    common = {"created": "2026-03-01T12:00:00Z", "modified": "2026-03-01T12:00:00Z"}
    notes = [
        Note(id="1" * 26, path="", body="linked", links=(Link("entity", "Vara Orm"),), **common),
        Note(id="2" * 26, path="/a", body="what ORM said", **common),
        Note(id="3" * 26, path="/a", body="a storm of forms", **common),
    ]
    assert [note.body for note in notes_about(notes, entity)] == ["linked", "what ORM said"]


def test_the_markdown_says_all_of_it_and_nothing_acts_in_it(tmp_path: Path) -> None:
    target = write_dossier(dossier_of(), tmp_path, lambda path: path.name)
    assert target.name == "dossier-Vara-Orm.md"
    text = target.read_text(encoding="utf-8")
    assert text == to_markdown(dossier_of(), lambda path: path.name)
    assert "# Vara Orm" in text
    assert "- Orm" in text
    assert "**Orm** left at noon." in text
    assert "([A \\[first\\] report](<a%20(1).txt>))" in text
    page = parse(text.encode(), "dossier.md", 0.0)
    headings = [page.text[block.start : block.end] for block in page.blocks if block.kind == "heading"]
    assert headings[1:] == ["Also called", "Roles", "Appears with", "Mentions"]
