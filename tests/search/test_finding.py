"""What people type, and the document that must come first: kinds of spelling, in lines.jsonl.

The documents are those of documents.json, written into a folder, and the seeds that come with the reader.
`finds` names the document that must be the first hit, null where nothing may be found.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.formats.load import load
from reader.library.library import bundled_seeds
from reader.search.engine import IndexEntry, SearchEngine

FOLDER = Path(__file__).parent / "finding"
LINES: list[dict[str, Any]] = [
    json.loads(line) for line in (FOLDER / "lines.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in json.loads((FOLDER / "documents.json").read_text(encoding="utf-8")).items():
        (folder / name).write_text(text, encoding="utf-8")
    paths = [
        *folder.iterdir(),
        *(path for path in bundled_seeds().rglob("*") if path.suffix in (".md", ".txt")),
    ]
    documents = {path.name: load(path) for path in sorted(paths)}
    opened = SearchEngine.open(tmp_path_factory.mktemp("index"))
    opened.update(
        IndexEntry(name, document.title, document.text, document.sentences)
        for name, document in documents.items()
    )
    return opened


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['kind']}: {line['query']}")
def test_the_document_that_is_meant_comes_first(engine: SearchEngine, line: dict[str, Any]) -> None:
    hits = engine.search(line["query"]).hits
    assert (hits[0].key if hits else None) == line["finds"]


def test_the_lines_are_many_and_no_two_alike() -> None:
    asked = [line["query"] for line in LINES]
    assert len(asked) == len(set(asked)) >= 150
