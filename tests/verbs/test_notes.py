"""`reader notes`: made, listed, written out and taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Run

HIT = {"path", "title", "score", "start", "end", "text", "matches"}
NOTE = {
    "id", "path", "quote", "body", "tags", "kind", "state", "start", "end", "created", "modified",
}  # fmt: skip


def test_notes_add_and_list(run: Run, folder: Path) -> None:
    ran = run(
        "notes", "add", "lib/vienna.md", "--quote", "ceasefire", "--body", "Which one?", "--tag", "peace",
        "--kind", "question", "--json",
    )  # fmt: skip
    assert ran.status == 0
    assert set(ran.record) >= NOTE
    note = ran.record
    assert (note["quote"], note["body"], note["tags"]) == ("ceasefire", "Which one?", ["peace"])
    assert (note["kind"], note["state"], note["path"]) == ("question", "exact", "lib/vienna.md")
    text = run("show", "--json", "lib/vienna.md").record["text"]
    assert text[note["start"] : note["end"]] == "ceasefire"
    for where in ("lib", "lib/vienna.md"):
        assert run("notes", "list", "--json", where).record == note
    assert run("notes", "list", "--json").record["id"] == note["id"]
    assert "Which one?" in run("notes", "list").out
    assert run("notes", "list", "lib/deep.txt").status == 1
    assert [record["notes"] for record in run("list", "--json", "lib/vienna.md").records] == [1]


def test_notes_from_standard_input_and_on_the_document(run: Run, folder: Path) -> None:
    ran = run("notes", "add", "lib/vienna.md", "--body", "-", "--json", stdin="Two\nlines\n")
    assert ran.record["body"].splitlines() == ["Two", "lines"]
    assert (ran.record["state"], ran.record["start"], ran.record["end"]) == ("document", None, None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--quote", "the moon"), "does not say"),
        (("--quote", "e"), "more than once"),
        (("--quote", "envoy", "--start", "0"), "At character 0"),
        (("--start", "4"), "give both"),
        (("--quote", "envoy", "--kind", "///"), "kind of note"),
    ],
)
def test_notes_that_cannot_be_made(run: Run, folder: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run("notes", "add", "lib/vienna.md", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert run("notes", "list").status == 1


def test_a_note_survives_an_edit_of_the_file(run: Run, folder: Path) -> None:
    note = run("notes", "add", "lib/vienna.md", "--quote", "The envoy of Korvania", "--json").record
    path = folder / "vienna.md"
    path.write_text(
        path.read_text().replace("\n\nThe envoy", "\n\nSnow fell overnight in the city.\n\nThe envoy")
    )
    moved = run("notes", "list", "--json", "lib").record
    assert (moved["id"], moved["state"]) == (note["id"], "moved")
    text = run("show", "--json", "lib/vienna.md").record["text"]
    assert text[moved["start"] : moved["end"]] == "The envoy of Korvania"


def test_notes_go_out_and_come_in(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("notes", "add", "lib/vienna.md", "--quote", "envoy", "--body", "Who?", "--tag", "people")
    run("notes", "add", "lib/vienna.md", "--body", "Whole.")
    exported = run("notes", "export", "--format", "jsonl")
    assert exported.status == 0
    out = run("notes", "export", "lib", "--format", "jsonl", "--out", "notes.jsonl")
    assert (out.status, out.out) == (0, "")
    assert sorted(Path("notes.jsonl").read_text().splitlines()) == sorted(exported.out.splitlines())
    monkeypatch.setenv("READER_HOME", str(folder.parent / "second home"))
    assert run("notes", "list").status == 1
    taken = run("notes", "import", "notes.jsonl", "--json")
    assert taken.status == 0
    assert len(taken.records) == 2
    assert run("notes", "export", "--format", "jsonl").out == exported.out
    again = run("notes", "import", "notes.jsonl", "--json")
    assert (again.status, again.out) == (0, "")
    assert "0 of 2" in again.err
    assert len(run("notes", "list", "--json", "lib").records) == 2


def test_notes_export_to_markdown_has_quote_title_date_and_source(run: Run, folder: Path) -> None:
    run("notes", "add", "lib/vienna.md", "--quote", "envoy", "--body", "Who?", "--tag", "people")
    ran = run("notes", "export", "--format", "markdown")
    for part in ("envoy", "Who?", "Talks open in Vienna", "2026-03-01", "Orvel Wire", "people"):
        assert part in ran.out
    assert run("notes", "export", "--tag", "PEOPLE").status == 0
    assert run("notes", "export", "--tag", "other").status == 1


def test_notes_that_cannot_go_or_come(run: Run, folder: Path) -> None:
    assert run("notes", "export").status == 1
    wrong = run("notes", "export", "--format", "parchment")
    assert (wrong.status, wrong.out) == (2, "")
    assert "markdown" in wrong.err
    run("notes", "add", "lib/vienna.md", "--body", "Whole.")
    assert run("notes", "export", "--out", "lib/vienna.md/notes.md").status == 2
    assert run("notes", "import", "missing.jsonl").status == 2
    assert run("notes", "import", "lib/vienna.md").status == 2
    assert run("notes", "import", "lib").status == 2


def test_a_search_finds_notes_and_marks_them(run: Run, folder: Path) -> None:
    note = run(
        "notes", "add", "lib/vienna.md", "--quote", "envoy", "--body", "Plenipotentiary.", "--json"
    ).record
    (hit,) = run("search", "--json", "plenipotentiary", "lib").record["hits"]
    assert set(hit) == HIT | {"kind", "note"}
    assert (hit["kind"], hit["note"], hit["path"]) == ("note", note["id"], "lib/vienna.md")
    assert (hit["start"], hit["end"]) == (note["start"], note["end"])
    assert "¶ Talks open in Vienna" in run("search", "plenipotentiary", "lib").out


@pytest.mark.parametrize("format", ["markdown", "csv"])
def test_no_export_writes_to_a_document(run: Run, tmp_path: Path, format: str) -> None:
    (tmp_path / "a.md").write_text("Ferries wait.\n")
    assert run("notes", "add", "a.md", "--body", "x").status == 0
    assert run("list", ".").status == 0
    ran = run("notes", "export", ".", "--format", format, "--out", "a.md")
    assert ran.status == 2
    assert "a.md is one of your documents, which are never written to" in ran.err
    assert (tmp_path / "a.md").read_text() == "Ferries wait.\n"
    assert run("notes", "export", ".", "--format", format, "--out", "notes.out").status == 0


def test_notes_go_again_into_an_export_that_lies_in_the_library(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Ferries wait.\n")
    for body in ("first", "second"):
        assert run("notes", "add", "a.md", "--body", body).status == 0
        assert run("notes", "export", ".", "--out", "mine.md").status == 0
        assert body in (tmp_path / "mine.md").read_text()
        assert run("list", ".").status == 0  # by now the export is a document of its own
    assert run("notes", "export", ".", "--format", "jsonl", "--out", "mine.md").status == 2
    assert "first" in (tmp_path / "mine.md").read_text()
