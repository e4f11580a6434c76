"""`reader summary` and `reader entities`, and corrections on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import Run

from reader import cli
from reader.analysis.mention import Mention
from reader.errors import NOTHING
from reader.library.library import Library
from reader.library.settings import Settings
from reader.system.paths import Places

TEXT = "Vara Orm came to Tessel. Later Tessel was quiet, said Captain Reed.\n"
FILE = """\
[[correction]]
kind = "merge"
name = "Tessel"
to = "Port Tessel"
type = "FAC"

[[correction]]
kind = "add"
name = "Captain Reed"
type = "PERSON"
"""


@pytest.fixture
def briefing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A briefing that is analysed, in a folder called like a verb."""
    monkeypatch.setenv("READER_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "export" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    library = Library.open(
        [path], Places.from_environment({"READER_HOME": str(tmp_path / "home")}), Settings()
    )
    document = library.files.document(path)
    found = [("Vara Orm", "PERSON"), ("Tessel", "GPE")]
    mentions = [
        Mention(at, at + len(name), type_, name)
        for name, type_ in found
        for at in range(len(document.text))
        if document.text.startswith(name, at)
    ]
    library.entities.store_analysis(document, sorted(mentions, key=lambda item: item.start))
    library.close()
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    status = cli.main(list(arguments))
    out, err = capsys.readouterr()
    return status, [json.loads(line) for line in out.splitlines() if line.startswith("{")], out + err


def test_corrections_are_taken_in_applied_and_written_out(
    briefing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(capsys, "entities", "export")[0] == NOTHING
    source = tmp_path / "entities.toml"
    source.write_text(FILE, encoding="utf-8")
    assert _run(capsys, "entities", "import", "--json", str(source))[:2] == (
        cli.DONE,
        [{"corrections": 2, "new": 2}],
    )
    status, records, _ = _run(capsys, "entities", "--json", str(briefing))
    assert status == cli.DONE
    assert [(item["text"], item["type"], item["entity"]) for item in records[0]["mentions"]] == [
        ("Vara Orm", "PERSON", "Vara Orm"),
        ("Tessel", "FAC", "Port Tessel"),
        ("Tessel", "FAC", "Port Tessel"),
        ("Captain Reed", "PERSON", "Captain Reed"),
    ]
    _, entities, _ = _run(capsys, "entities", "--corpus", "--json", str(briefing))
    assert entities[0] == {
        "entity": "Port Tessel", "type": "FAC", "aliases": ["Tessel"], "documents": 1, "mentions": 2,
        "why": ["“Tessel” is “Port Tessel”: corrected by hand."],
    }  # fmt: skip
    assert {item["entity"]: item["mentions"] for item in entities} == {
        "Port Tessel": 2, "Captain Reed": 1, "Vara Orm": 1,
    }  # fmt: skip
    target = tmp_path / "out.toml"
    assert _run(capsys, "entities", "export", "--out", str(target))[0] == cli.DONE
    assert 'to = "Port Tessel"' in target.read_text(encoding="utf-8")
    assert "0 of 2 corrections taken in" in _run(capsys, "entities", "import", str(target))[2]


def test_a_folder_called_like_a_verb_is_still_a_path(
    briefing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, records, _ = _run(capsys, "entities", "--json", "./export")
    assert (status, len(records)) == (cli.DONE, 1)


def test_a_file_that_is_not_there_or_makes_no_sense_is_said(
    briefing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(capsys, "entities", "import", "gone.toml")[0] == cli.WRONG
    (tmp_path / "bad.toml").write_text("[[correction]]\nkind = 'sing'\n", encoding="utf-8")
    status, _, said = _run(capsys, "entities", "import", "bad.toml")
    assert status == cli.WRONG
    assert "Correction 1 needs a kind" in said


def test_a_dossier_is_printed_as_a_page_and_as_an_object(
    briefing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Library.open(
        [briefing], Places.from_environment({"READER_HOME": str(tmp_path / "home")}), Settings()
    )
    library.bring_up_to_date()
    library.close()
    status, _, page = _run(capsys, "entities", "--dossier", "tessel", str(briefing))
    assert status == cli.DONE
    assert page.startswith("# Tessel\n\nGPE · 2 mentions in 1 document")
    assert "- **Vara Orm** (PERSON), 1 sentence\n" in page
    assert page.count("**Tessel**") == 2
    status, (found,), _ = _run(capsys, "entities", "--json", "--dossier", "Tessel", str(briefing))
    assert (found["entity"], found["type"], found["documents"]) == ("Tessel", "GPE", 1)
    assert [TEXT[item["start"] : item["end"]] for item in found["mentions"]] == ["Tessel", "Tessel"]
    assert found["company"][0]["entity"] == "Vara Orm"
    status, _, said = _run(capsys, "entities", "--dossier", "Lauter", str(briefing))
    assert status == NOTHING
    assert "Lauter is named in no document that was analysed" in said


def test_indexing_says_which_document_has_no_names(
    briefing: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: object, _keys: object) -> object:
        raise OSError("the disk is gone")

    (briefing.parent / "b.txt").write_text("Lauter is quiet.\n", encoding="utf-8")
    monkeypatch.setattr("reader.background.analysis_queue.Payload.of", lambda _document: fail(None, None))
    _, _, said = _run(capsys, "index", "./export")
    assert "export/b.txt: the disk is gone" in said
    _, entries, _ = _run(capsys, "list", "--json", "./export")
    assert len(entries) == 2


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
