"""The command line: what each verb prints, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reader import __version__, cli
from reader.analysis.mention import Mention
from reader.analysis.pipeline import Recogniser
from reader.errors import UserDataError
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.text.document import Document

REPOSITORY = Path(__file__).resolve().parents[1]

LIST = {"path", "title", "published", "source", "words", "unread", "notes"}
SHOW = {
    "path", "title", "published", "source", "sha256", "text", "blocks", "sentences", "warnings",
    "format", "title_from", "published_from", "meta", "places",
}  # fmt: skip
SEARCH = {"query", "corrections", "ms", "hits"}
HIT = {"path", "title", "score", "start", "end", "text", "matches"}
NOTE = {
    "id", "path", "quote", "body", "tags", "kind", "state", "start", "end", "created", "modified",
}  # fmt: skip


class Ran(NamedTuple):
    """What a run of the command line came to."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def record(self) -> dict[str, Any]:
        (only,) = self.records
        return only


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process, in a folder and with a home of its own."""
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)

    def running(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            status = cli.main(arguments)
        except SystemExit as left:
            status = int(left.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return running


def _spawn(home: Path, *arguments: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "reader", *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=REPOSITORY,
        env={**os.environ, "READER_HOME": str(home)},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two briefings in a folder `lib`, one of them in a folder named like a file."""
    root = tmp_path / "lib"
    (root / "deep.txt").mkdir(parents=True)
    (root / "vienna.md").write_text(
        "---\ntitle: Talks open in Vienna\ndate: 2026-03-01\nsource: Orvel Wire\n---\n\n"
        "The envoy of Korvania arrived on Sunday. Talks about the ceasefire open tomorrow.\n"
    )
    (root / "deep.txt" / "harbour.txt").write_text(
        "Harbour closed after storm\n\nThe harbour master closed the port. Ferries wait outside.\n"
    )
    return root


# What each verb prints


def test_list(run: Run, folder: Path) -> None:
    ran = run("list", "--json", "lib")
    assert ran.status == 0
    assert ran.err == ""
    assert all(set(record) >= LIST for record in ran.records)
    assert {record["path"] for record in ran.records} == {"lib/vienna.md", "lib/deep.txt/harbour.txt"}
    vienna = next(record for record in ran.records if record["path"] == "lib/vienna.md")
    assert vienna["published"] == "2026-03-01"
    assert (vienna["title"], vienna["source"]) == ("Talks open in Vienna", "Orvel Wire")
    assert (vienna["words"], vienna["unread"], vienna["notes"]) == (13, True, 0)
    assert run("list", "--json", "lib/vienna.md").record == vienna
    assert "Talks open in Vienna" in run("list", "lib").out


def test_show(run: Run, folder: Path) -> None:
    record = run("show", "--json", "lib/vienna.md").record
    assert set(record) == SHOW
    text = record["text"]
    assert [text[start:end] for start, end in record["sentences"]] == [
        "The envoy of Korvania arrived on Sunday.",
        "Talks about the ceasefire open tomorrow.",
    ]
    assert all(set(block) == {"kind", "level", "start", "end"} for block in record["blocks"])
    assert len(record["sha256"]) == 64
    both = run("show", "--json", "lib")
    assert [item["path"] for item in both.records] == ["lib/deep.txt/harbour.txt", "lib/vienna.md"]
    assert both.status == 0
    assert "The envoy of Korvania" in run("show", "lib/vienna.md").out


def test_search(run: Run, folder: Path) -> None:
    ran = run("search", "--json", "ferreis", "lib", "--limit", "1")
    assert ran.status == 0
    assert set(ran.record) == SEARCH
    assert ran.record["corrections"] == {"ferreis": "ferries"}
    (hit,) = ran.record["hits"]
    assert set(hit) == HIT | {"kind"}
    text = run("show", "--json", hit["path"]).record["text"]
    assert text[hit["start"] : hit["end"]] == hit["text"] == "Ferries wait outside."
    assert [text[start:end] for start, end in hit["matches"]] == ["Ferries"]
    one_file = run("search", "--json", "ferries", "lib/deep.txt/harbour.txt")
    assert one_file.record["hits"][0]["path"] == "lib/deep.txt/harbour.txt"
    plain = run("search", "ferreis", "lib")
    assert "Ferries wait outside." in plain.out
    assert "showing “ferries” for “ferreis”" in plain.err


def test_search_reads_lines_on_one_open_library(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library.library import Library

    opened = []
    made = Library.__init__
    monkeypatch.setattr(Library, "__init__", lambda self, *rest: (opened.append(1), made(self, *rest))[1])
    ran = run("search", "--json", "-", "lib", stdin="ferries\r\n\nenvoy\ntitle:\nzzzzzzz\n")
    assert opened == [1]
    assert ran.status == 0
    assert [record["query"] for record in ran.records] == ["ferries", "", "envoy", "title:", "zzzzzzz"]
    assert [len(record["hits"]) for record in ran.records] == [1, 0, 1, 0, 0]
    assert "title:" in ran.err
    assert run("search", "-", "lib", stdin="").status == 1


def test_search_answers_as_the_lines_come(tmp_path: Path, folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "search", "--json", "-", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "READER_HOME": str(tmp_path / "home")},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for query in ("ferries", "envoy"):
            process.stdin.write(query + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["query"] == query
        process.stdin.close()
    assert process.returncode == 0


def test_summary(run: Run, folder: Path) -> None:
    record = run("summary", "--json", "-n", "1", "lib/vienna.md").record
    assert set(record) == {"path", "sentences", "structure", "names"}
    (sentence,) = record["sentences"]
    assert set(sentence) == {"start", "end", "text", "why"}
    text = run("show", "--json", "lib/vienna.md").record["text"]
    assert text[sentence["start"] : sentence["end"]] == sentence["text"]
    assert len(run("summary", "--json", "lib").records) == 2
    assert "The envoy of Korvania" in run("summary", "lib/vienna.md").out
    assert record["names"] is False
    (folder / "table.md").write_text("The wall holds.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    (line,) = run("summary", "--json", "lib/table.md").record["structure"]
    assert line["text"] == "table: 2 columns, 1 row"
    assert line["start"] == len("The wall holds.\n\n")
    assert run("summary", "lib/table.md").out.splitlines()[1:] == [
        "  · The wall holds.",
        "  ▪ table: 2 columns, 1 row",
    ]
    about = run("summary", "--json", "-n", "1", "--about", "ceasefire", "lib/vienna.md").record
    assert "ceasefire" in about["sentences"][0]["text"]
    assert about["about"] is True
    nothing = run("summary", "--json", "--about", "submarines", "lib/vienna.md").record
    assert nothing["about"] is False
    assert nothing["sentences"], "the ordinary summary stands in its place"
    assert (
        "Nothing in it is about “submarines”" in run("summary", "--about", "submarines", "lib/vienna.md").out
    )


def test_a_document_with_nothing_to_sum_up(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    ran = run("summary", "--json", "empty.md")
    assert ran.status == 1
    assert ran.record["sentences"] == []
    assert "nothing to summarise" in run("summary", "empty.md").out


def test_digest(run: Run, folder: Path) -> None:
    ran = run("summary", "lib", "--digest")
    assert ran.status == 0
    assert "Talks open in Vienna" in ran.out
    assert "lib/vienna.md" in ran.out
    assert run("summary", "lib", "--digest", "--json").record["digest"] == ran.out


class _Stub:
    """Stands for the model: capitalised words are persons."""

    version = "stub"

    def mentions(self, document: Document) -> list[Mention]:
        found, at = [], 0
        for word in document.text.split():
            at = document.text.index(word, at)
            if word.istitle() and word.isalpha():
                found.append(Mention(at, at + len(word), "PERSON", word))
            at += len(word)
        return found


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that is loaded at once."""
    monkeypatch.setattr(Recogniser, "load", lambda _name="": _Stub())


@pytest.mark.usefixtures("model")
def test_entities(run: Run, folder: Path) -> None:
    ran = run("entities", "--json", "lib/vienna.md")
    assert ran.status == 0
    assert set(ran.record) == {"path", "sha256", "mentions"}
    shown = run("show", "--json", "lib/vienna.md").record
    assert ran.record["sha256"] == shown["sha256"]
    for mention in ran.record["mentions"]:
        assert set(mention) >= {"start", "end", "text", "type", "entity"}
        assert shown["text"][mention["start"] : mention["end"]] == mention["text"]
    assert "Korvania" in {mention["text"] for mention in ran.record["mentions"]}
    assert len(run("entities", "--json", "lib").records) == 2
    assert "Korvania" in run("entities", "lib/vienna.md").out


@pytest.mark.usefixtures("model")
def test_entities_of_the_corpus(run: Run, folder: Path) -> None:
    ran = run("entities", "--json", "--corpus", "lib")
    assert ran.status == 0
    assert all(
        set(record) >= {"entity", "type", "aliases", "documents", "mentions"} for record in ran.records
    )
    korvania = next(record for record in ran.records if record["entity"] == "Korvania")
    assert (korvania["type"], korvania["documents"], korvania["mentions"]) == ("PERSON", 1, 1)
    assert "Korvania" in run("entities", "--corpus", "lib").out


@pytest.mark.usefixtures("model")
def test_no_entities_is_nothing_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("all in small letters here, nothing more.\n")
    assert run("entities", "--json", "plain.txt").status == 1


def test_index(run: Run, folder: Path) -> None:
    ran = run("index", "--no-names", "lib")
    assert (ran.status, ran.out) == (0, "")
    assert "2 of 2 documents were new or changed" in ran.err
    again = run("index", "--no-names", "--json", "lib")
    assert again.records[-1] == {"done": 0, "total": 0, "failed": 0, "finished": True, "note": ""}


def test_doctor(run: Run, folder: Path) -> None:
    ran = run("doctor", "--json")
    assert ran.status == 0
    assert all(set(record) == {"check", "ok", "found", "advice"} for record in ran.records)
    assert {"user data", "index", "model"} <= {record["check"] for record in ran.records}
    (folder.parent / "home" / "data" / "catalog.sqlite").write_bytes(b"damage " * 2000)
    broken = run("doctor")
    assert broken.status == 2
    assert "BAD  user data" in broken.out


# Notes


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


# What is wrong


@pytest.mark.parametrize(
    "verb",
    [("list",), ("show",), ("search", "x"), ("summary",), ("entities",), ("index",), ("notes", "list")],
)
def test_a_file_that_is_missing(run: Run, verb: tuple[str, ...]) -> None:
    for missing, said in (("gone.txt", "there is no such file or folder"), ("a" * 400, "cannot be opened")):
        ran = run(*verb, missing)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err
        assert ran.err.startswith("reader: ")


@pytest.mark.parametrize("verb", ["list", "show", "summary", "entities"])
@pytest.mark.usefixtures("model")
def test_a_file_that_cannot_be_read_is_said_and_the_others_are_shown(
    run: Run, folder: Path, verb: str
) -> None:
    (folder / "binary.txt").write_bytes(b"x\0\0\1\2\0\xff\xfe\0" * 9)
    os.mkfifo(folder / "pipe.txt")
    ran = run(verb, "--json", "lib")
    assert len([record for record in ran.records if "problem" not in record]) == 2
    codes = {"lib/binary.txt": "not-text", "lib/pipe.txt": "not-a-file"} if verb == "list" else {}
    assert {record["path"]: record["problem_code"] for record in ran.records if "problem" in record} == codes
    assert ran.status == (0 if verb == "list" else 2)
    assert "lib/binary.txt: not text" in ran.err
    assert "lib/pipe.txt: it is not an ordinary file" in ran.err
    for name in ("lib/binary.txt", "lib/pipe.txt"):
        alone = run(verb, "--json", name)
        assert alone.status == 2
        assert [record["problem_code"] for record in alone.records] == ([codes[name]] if codes else [])


def test_files_of_other_kinds_are_listed_with_the_reason(run: Run, folder: Path) -> None:
    (folder / "quay.png").write_bytes(b"\x89PNG")
    (folder / "~$open.docx").write_bytes(b"x")
    ran = run("list", "--json", "lib")
    assert [record for record in ran.records if "problem" in record] == [
        {
            "path": "lib/quay.png",
            "problem": "files that end in .png are not read",
            "problem_code": "unknown-format",
        }
    ]
    assert ran.err == "reader: lib/quay.png: files that end in .png are not read\n"
    assert ran.status == 0
    assert run("show", "lib").err == ""


def test_a_file_that_is_too_large(run: Run, folder: Path) -> None:
    config = folder.parent / "home" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("max_megabytes = 1\n")
    (folder / "large.txt").write_text("long " * 220_000)
    ran = run("show", "lib/large.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "too large" in ran.err


def test_an_empty_folder_is_nothing_found(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty" / ".hidden").mkdir(parents=True)
    (tmp_path / "empty" / ".hidden" / "a.txt").write_text("Secret.")
    for verb in ("list", "show", "summary", "entities"):
        assert run(verb, "empty").status == 1
    assert run("search", "secret", "empty").status == 1


def test_links_out_of_the_folder_are_not_followed(run: Run, folder: Path) -> None:
    (folder.parent / "outside.txt").write_text("A secret outside.\n")
    (folder / "link.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "up").symlink_to(folder.parent)
    assert len(run("list", "--json", "lib").records) == 2
    assert run("search", "'secret", "lib").status == 1


def test_settings_that_are_wrong_are_said_and_the_defaults_hold(run: Run, folder: Path) -> None:
    config = folder.parent / "home" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("measure = wide\n")
    ran = run("list", "--json", "lib")
    assert (ran.status, len(ran.records)) == (0, 2)
    assert "settings.toml is not valid TOML" in ran.err


def test_a_newer_catalog_is_refused_untouched(run: Run, folder: Path) -> None:
    data = folder.parent / "home" / "data"
    data.mkdir(parents=True)
    with sqlite3.connect(data / "catalog.sqlite") as newer:
        newer.executescript("CREATE TABLE future (a); PRAGMA user_version=77")
    newer.close()
    before = (data / "catalog.sqlite").read_bytes()
    ran = run("list", "lib")
    assert (ran.status, ran.out) == (2, "")
    assert "newer reader" in ran.err
    assert (data / "catalog.sqlite").read_bytes() == before


def test_a_damaged_shelf_is_made_again(run: Run, folder: Path) -> None:
    assert run("list", "lib").status == 0
    for path in (folder.parent / "home" / "cache").glob("shelf.sqlite*"):
        path.write_bytes(b"damage " * 900)
    ran = run("list", "--json", "lib")
    assert (ran.status, len(ran.records), ran.err) == (0, 2, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",), ("search",), ("search", "x", "--limit", "0"), ("search", "x", "--limit", "many"),
        ("summary", "lib", "-n", "0"), ("notes",), ("notes", "burn"), ("notes", "add"), ("list", "--colour"),
        ("--nonsense",),
    ],
)  # fmt: skip
def test_wrong_use(run: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


@pytest.mark.parametrize("line", ["title:", "date:nonsense", "date:2026-13", "is:blue", "-", "|", "x" * 5000])
def test_wrong_search_lines(run: Run, folder: Path, line: str) -> None:
    ran = run("search", "--json", "--", line, "lib", stdin=line + "\n")
    assert ran.status in (1, 2)
    assert ran.err.startswith("reader: ")


@pytest.mark.parametrize(
    "line", ["\0", "\x1b]0;x\x07", "\udcff", "“", "a\0b", '"', "'", "((((", "*", "ferries\0"]
)
def test_hostile_search_lines(run: Run, folder: Path, line: str) -> None:
    ran = run("search", "--json", "-", "lib", stdin=line + "\nferries\n")
    assert ran.records[-1]["hits"]
    assert not set(ran.out + ran.err) & set("\0\x07\x1b")


# The terminal, the streams and the names


def test_version(run: Run) -> None:
    assert run("--version") == Ran(0, f"reader {__version__}\n", "")


def test_help_names_every_verb(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    assert all(verb in ran.out for verb in cli.VERBS)


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        ((), []), (("lib",), ["lib"]), (("./list",), ["./list"]), (("--", "list"), ["list"]),
        (("--", "--odd"), ["--odd"]), (("a.txt", "b.txt"), ["a.txt", "b.txt"]),
    ],
)  # fmt: skip
def test_paths_open_the_terminal_reader(
    monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], opened: list[str]
) -> None:
    seen: list[list[str]] = []

    def record(paths: list[str]) -> int:
        seen.append(list(paths))
        return 0

    monkeypatch.setattr(cli, "_open", record)
    assert cli.main(given) == 0
    assert seen == [opened]


def test_without_a_terminal_it_says_so(run: Run, folder: Path) -> None:
    ran = run("lib")
    assert (ran.status, ran.out) == (2, "")
    assert "needs a terminal" in ran.err


def test_names_that_act_on_a_terminal_are_shown_harmless(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "names"
    root.mkdir()
    name = "red\x1b[31m\u202egnp.md"
    (root / name).write_text("# A title\n\nA line of text here.\n")
    (root / "bad\x1b]0;x\x07.txt").write_bytes(b"x\0\0\1\2\0\xff\xfe\0" * 9)
    for arguments in (
        ("list",), ("list", "--json"), ("show",), ("search", "title"), ("search", "title", "--json"),
        ("summary",), ("summary", "--digest"),
    ):  # fmt: skip
        ran = run(*arguments, "names")
        assert not set(ran.out + ran.err) & set("\x1b\x07\u202e"), arguments
    listed = run("list", "--json", "names").records
    assert [record["path"] for record in listed] == [f"names/{name}", "names/bad\x1b]0;x\x07.txt"]
    wrong = run("list", "gone\x1b[31m")
    assert "\x1b" not in wrong.err


def test_names_of_any_bytes(tmp_path: Path) -> None:
    root = tmp_path / "names"
    root.mkdir()
    name = os.fsencode(root) + b"/odd\xff\xfe.md"
    Path(os.fsdecode(name)).write_text("# A title\n\nA line of text here.\n")
    home = tmp_path / "home"
    listed = _spawn(home, "list", "--json", str(root))
    assert listed.returncode == 0
    path = json.loads(listed.stdout)["path"]
    assert os.fsencode(path) == name
    shown = _spawn(home, "show", "--json", name)
    assert json.loads(shown.stdout)["title"] == "A title"
    added = _spawn(home, "notes", "add", name, "--quote", "A line", "--json")
    assert added.returncode == 0
    found = _spawn(home, "notes", "list", "--json", str(root))
    assert os.fsencode(json.loads(found.stdout)["path"]) == name


def test_bytes_that_are_no_text_on_standard_input(tmp_path: Path, folder: Path) -> None:
    ran = _spawn(tmp_path / "home", "search", "--json", "-", str(folder), stdin=b"caf\xe9 \xff\nferries\n")
    assert ran.returncode == 0
    assert [bool(json.loads(line)["hits"]) for line in ran.stdout.splitlines()][-1]


def test_a_pipe_that_closes_early_is_no_error(tmp_path: Path) -> None:
    root = tmp_path / "many"
    root.mkdir()
    for number in range(300):
        (root / f"{number}.txt").write_text(
            f"A title of some length, number {number}\n\nA line. " + "word " * 400
        )
    for verb in (("list", "--json"), ("show",), ("search", "--json", "--limit", "300", "word")):
        with subprocess.Popen(
            [sys.executable, "-m", "reader", *verb, str(root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
            env={**os.environ, "READER_HOME": str(tmp_path / "home")},
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0


def test_homes_are_apart(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("notes", "add", "lib/vienna.md", "--body", "In the first home.")
    monkeypatch.setenv("READER_HOME", str(folder.parent / "other"))
    assert run("notes", "list").status == 1
    monkeypatch.setenv("READER_HOME", str(folder.parent / "home"))
    assert run("notes", "list").status == 0


def test_the_files_are_never_written_to(run: Run, folder: Path) -> None:
    def state() -> dict[str, tuple[bytes, int]]:
        return {
            str(path): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    before = state()
    run("list", "lib")
    run("search", "envoy", "lib")
    run("notes", "add", "lib/vienna.md", "--quote", "envoy")
    run("index", "--no-names", "lib")
    assert state() == before


@pytest.mark.parametrize("arguments", [("list", "."), ("notes", "import", "none")])
def test_a_verb_closes_what_it_has_opened(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Also the day's backup, which else ends when nobody is there who could write its log."""
    (tmp_path / "a.txt").write_text("Ferries wait.\n")
    assert run("notes", "add", "a.txt", "--body", "x").status == 0
    shutil.rmtree(tmp_path / "home" / "data" / "backups", ignore_errors=True)
    opened: list[UserDataStore] = []
    init = UserDataStore.__init__

    def noted(catalog: UserDataStore, *given: Any, **named: Any) -> None:
        init(catalog, *given, **named)
        opened.append(catalog)

    monkeypatch.setattr(UserDataStore, "__init__", noted)
    run(*arguments)
    assert not [thread for thread in threading.enumerate() if thread.name == "backup"]
    assert len(list((tmp_path / "home" / "data" / "backups").iterdir())) == 1
    for catalog in opened:
        with pytest.raises(UserDataError, match="closed"):
            catalog.version()


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
