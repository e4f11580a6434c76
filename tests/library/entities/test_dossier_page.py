"""A dossier's page has a heading for what there is, none for what there is not, and its notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.analysis.reasons import ReasonKind, reason
from reader.formats.load import parse
from reader.library.entities.corpus_index import NamedEntity
from reader.library.entities.dossier import Dossier, MentionInContext, to_markdown, write_dossier
from reader.library.storage.cache.document_row import DocumentRow
from reader.notes.note import Note
from reader.text.spans import Span

TIME = "2026-01-17T09:30:00Z"
ENTRY = DocumentRow("k", Path("/briefings/a.txt"), title="A report")


def _entity(name: str = "Tessel", spellings: str = "Tessel", first: str = "", joins: str = "") -> NamedEntity:
    return NamedEntity(name, "GPE", 3, 2, first, first, b"", spellings, joins)


def _page(dossier: Dossier) -> str:
    return to_markdown(dossier, lambda path: path.name)


def _note(number: int, **facts: str) -> Note:
    return Note(id=f"{number}" * 26, path="/a.txt", created=TIME, modified=TIME, **facts)  # type: ignore[arg-type]


def _headings(page: str) -> list[str]:
    document = parse(page.encode(), "dossier.md", 0.0)
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == "heading"]


def test_a_name_of_which_nothing_is_known_has_a_head_alone() -> None:
    page = _page(Dossier(_entity()))
    assert page == "# Tessel\n\nGPE · 3 mentions in 2 documents\n"
    assert _headings(page) == ["Tessel"]


def test_spellings_come_without_the_name_itself_and_with_their_reasons() -> None:
    joins = json.dumps([reason(ReasonKind.SAME_LETTERS, "TESSEL", "Tessel")])
    page = _page(Dossier(_entity(spellings="Tessel\nTESSEL", first="2026-01-02", joins=joins)))
    assert "in 2 documents, 2026-01-02 to 2026-01-02" in page
    assert (
        "## Also called\n\n- TESSEL\n\n> “TESSEL” and “Tessel” are the same name in other letters.  \n"
        in page
    )
    assert "- Tessel" not in page
    assert _headings(_page(Dossier(_entity()))) == ["Tessel"]
    assert "> " not in _page(Dossier(_entity(spellings="Tessel\nTESSEL")))


def test_notes_come_last_with_their_passage_and_their_document() -> None:
    dossier = Dossier(_entity())
    dossier.notes = [
        _note(1, body="Is this\nso?", quote="the *port*", title="Report [1]", state="lost"),
        _note(2, quote="Tessel", kind="highlight", state="lost"),
        _note(3, body="On the whole document"),
    ]
    page = _page(dossier)
    assert _headings(page) == ["Tessel", "Notes"]
    assert page.split("## Notes\n\n")[1].splitlines() == [
        "- Is this so? “the \\*port\\*” (Report \\[1\\])",
        "- highlight “Tessel”",
        "- On the whole document",
    ]


def test_a_mention_without_a_date_says_so_and_is_lit() -> None:
    dossier = Dossier(_entity())
    dossier.places = [MentionInContext(ENTRY, 4, 10, "The Tessel\nis open.", Span(4, 10), (), "listed")]
    assert "- undated The **Tessel** is open. ([A report](<a.txt>))" in _page(dossier)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Vara Orm", "dossier-Vara-Orm.md"),
        ("../../etc/passwd", "dossier-etc-passwd.md"),
        ("..", "dossier-name.md"),
        ("/", "dossier-name.md"),
        ("Ḥizbullāh", "dossier-Ḥizbullāh.md"),
        ("x" * 300, f"dossier-{'x' * 80}.md"),
        ("-rf ~", "dossier-rf.md"),
        ("a\x00b\nc", "dossier-a-b-c.md"),
    ],
)
def test_a_dossier_is_written_into_its_folder_whatever_the_name(tmp_path: Path, name: str, file: str) -> None:
    target = write_dossier(Dossier(_entity(name)), tmp_path, lambda path: path.name)
    assert target == tmp_path / file
    assert [path.name for path in tmp_path.iterdir()] == [file]
