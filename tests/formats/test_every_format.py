"""Every format of the table, with the smallest file of it: read, cut short, listed, shown, searched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Run
from smallest_files import SMALLEST_FILES, SmallestFile

from reader.errors import UnreadableFile
from reader.formats.load import parse_all
from reader.formats.nesting import LoadedPart
from reader.formats.registry import FORMATS, format_of
from reader.text.document import Document

Check = Callable[[Document], None]
PARTS = 11

every_file = pytest.mark.parametrize("file", SMALLEST_FILES.values(), ids=SMALLEST_FILES)


def loaded(file: SmallestFile, length: int | None = None) -> tuple[list[LoadedPart], str]:
    """The documents in the first bytes of a file, or the sentence that says why there are none."""
    try:
        return list(parse_all(file.data[:length], file.name)), ""
    except UnreadableFile as error:
        return [], error.reason if error.code else ""


def test_every_format_has_a_smallest_file() -> None:
    assert set(SMALLEST_FILES) == {known.name for known in FORMATS}
    for name, file in SMALLEST_FILES.items():
        assert format_of(file.name, file.data).name == name


@every_file
def test_it_opens_with_title_and_text(check_document: Check, file: SmallestFile) -> None:
    parts, reason = loaded(file)
    assert not reason
    documents = {part.inner: part.document for part in parts}
    assert "" in documents
    for document in documents.values():
        assert document is not None
        check_document(document)
        assert not document.warnings
        assert document.title
    document = documents[file.inner]
    assert document is not None
    assert file.word in document.text


@every_file
def test_cut_short_it_is_read_or_says_what_is_wrong(check_document: Check, file: SmallestFile) -> None:
    for part in range(1, PARTS):
        parts, reason = loaded(file, len(file.data) * part // PARTS)
        documents = [part.document for part in parts if part.document is not None]
        for document in documents:
            check_document(document)
            assert document.text.strip() or document.warnings
        problems = [part.problem for part in parts if part.document is None]
        assert all(problems)
        assert documents or reason
        if file.needs_end:
            assert reason or problems or any(document.warnings for document in documents)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".eml", ""])
@pytest.mark.parametrize(
    "name", ["outlook", "word", "odf", "rtf", "slides", "sheets", "pdf", "epub", "zip", "gzip"]
)
def test_what_cannot_be_text_is_read_under_the_name_of_one(name: str, suffix: str) -> None:
    file = SMALLEST_FILES[name]
    documents = {part.inner: part.document for part in parse_all(file.data, f"quay{suffix}")}
    document = documents[file.inner]
    assert document is not None
    assert file.word in document.text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "quay.txt"),
        (b"<?xml version='1.0'?>\n<a/>\n", "quay.md"),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Quay</title><entry><id>1</id>"
            b"<content type='html'>&lt;hr/&gt;</content></entry></feed>",
            "quay.atom",
        ),
    ],
    ids=["text", "markdown", "feed"],
)
def test_a_document_without_text_says_so(data: bytes, name: str) -> None:
    documents = [part.document for part in parse_all(data, name) if part.document is not None]
    empty = [document for document in documents if not document.text.strip()]
    assert empty
    assert all(document.warnings for document in empty)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the smallest file of every format, each named after its format."""
    root = tmp_path_factory.mktemp("formats") / "all"
    root.mkdir()
    for name, file in SMALLEST_FILES.items():
        (root / f"{name}-{file.name}").write_bytes(file.data)
    return root


def test_the_program_lists_shows_and_finds_each(run: Run, folder: Path) -> None:
    listed = run("list", "--json", str(folder))
    assert (listed.status, listed.err) == (0, "")
    assert not [record for record in listed.records if "problem" in record]
    paths = {record["path"] for record in listed.records}
    words = "\n".join(file.word for file in SMALLEST_FILES.values())
    answers = run("search", "--json", "-", str(folder), stdin=f"{words}\n").records
    for (name, file), answer in zip(SMALLEST_FILES.items(), answers, strict=True):
        path = str(folder / f"{name}-{file.name}")
        assert path in paths
        assert (path, file.inner) in {(hit["path"], hit.get("inner", "")) for hit in answer["hits"]}
        shown = run("show", "--json", f"{path}#{file.inner}" if file.inner else path)
        assert shown.status == 0
        texts = {record.get("inner", ""): record["text"] for record in shown.records}
        assert file.word in texts[file.inner]
