"""Every word of a file is in its text; for the inputs of the other tests `conftest.py` sees to it."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections import Counter
from pathlib import Path

import pytest
from pseudo_terminal import ROOT
from words_of_files import lost_words

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document


@pytest.mark.parametrize(
    ("name", "text", "lost"),
    [
        ("a.txt", "The gate is open.", {}),
        ("a.txt", "The gate is wide open.", {"wide": 1}),
        ("a.txt", "The gate is open. The gate.", {"The": 1, "gate": 1}),
        ("a.txt", "o The gate is open.", {}),
        ("a.md", "The [gate](https://gate.example/north) is <b>open</b>. <!-- so far -->", {}),
        ("a.md", "The [gate][north] is open.\n\n[north]: https://gate.example 'The north gate'", {}),
        ("a.md", "The [[Desk/North|gate]] is open.[^1]\n\n[^1]: Since noon.", {"Since": 1, "noon": 1}),
    ],
)
def test_what_is_lost_is_seen(name: str, text: str, lost: dict[str, int]) -> None:
    seen = Document("The gate is open.", format="markdown" if name.endswith(".md") else "text")
    assert lost_words(text.encode(), seen) == Counter(lost)


@pytest.mark.parametrize("corpus", ["plain", "markdown", "loader", "sentences"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_of_what_the_fuzzers_keep(corpus: str, name: str) -> None:
    lines = (ROOT / "tests" / "fuzz" / "corpus" / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if corpus != "plain" or name == "a.txt":
            _read(json.loads(line).encode("utf-8", "surrogateescape"), name)


def test_of_the_documentation() -> None:
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        parse(path.read_bytes(), path.name)


@pytest.mark.parametrize("folder", ["seeds", "field/reading", "field/official"])
def test_of_real_files(shared_data: Path, folder: str) -> None:
    paths = [path for path in sorted((shared_data / folder).rglob("*")) if path.suffix in (".md", ".txt")]
    for path in paths:
        parse(path.read_bytes(), path.name)
    assert paths


def test_of_real_markdown(shared_data: Path) -> None:
    with tarfile.open(shared_data / "markdown" / "digitalgov.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is not None and member.name.endswith(".md"):
                parse(file.read(), Path(member.name).name)


def test_of_news(shared_data: Path) -> None:
    with gzip.open(shared_data / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 40 == 0:
                parse(json.loads(line)["text"].encode(), f"{number}.txt")


def test_an_address_in_angle_brackets_is_shown_in_html_too() -> None:
    text = "<p>The tariff: <https://ferry.example/tariff?year=2026></p>\n"
    document = parse(text.encode(), "a.md")
    assert document.text == "The tariff: https://ferry.example/tariff?year=2026"
    assert document.styles[0].target == "https://ferry.example/tariff?year=2026"


def _read(data: bytes, name: str) -> None:
    try:
        parse(data, name)
    except UnreadableFile:
        return  # it is no text, and others see that this is told
