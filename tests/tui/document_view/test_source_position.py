"""The same place in a document and in its file as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.load import load, load_raw
from reader.text.document import Document
from reader.tui.document_view.source_position import in_document, in_file

MARKDOWN = """\
---
title: Strait
---

# The *strait* of Tessel

The tanker was **held** on Monday; see [the harbour office](office/harbour.md). The office of the \
harbour is closed. The tanker was **sold** on Friday.

- item with `code`
- > quoted item

| Ship | State |
|------|-------|
| Rose | held  |
| Brisa | free |

Again: the tanker was held.
"""


@pytest.fixture
def both(tmp_path: Path) -> tuple[Document, Document]:
    path = tmp_path / "strait.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    return load(path), load_raw(path)


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("strait of Tessel", "strait* of Tessel"),
        ("held on Monday", "held** on Monday"),
        ("office. The office", "office](office"),
        ("The tanker was sold", "The tanker was **sold**"),
        ("quoted item", "quoted item"),
        ("Brisa", "Brisa | free"),
        ("the tanker was held.", "the tanker was held."),
    ],
)
def test_the_same_words_are_found_there_and_back(
    both: tuple[Document, Document], shown: str, written: str
) -> None:
    document, raw = both
    offset = document.text.index(shown)
    there = in_file(document, offset, raw)
    assert raw.text[there:].startswith(written)
    assert in_document(raw, there, document) == offset


def test_the_front_matter_is_the_beginning(both: tuple[Document, Document]) -> None:
    document, raw = both
    assert in_document(raw, raw.text.index("title"), document) == 0


@given(at=st.floats(0, 1))
def test_any_place_leads_to_its_own_block(tmp_path: Path, at: float) -> None:
    path = tmp_path / "strait.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    document, raw = load(path), load_raw(path)
    offset = int(at * (len(document.text) - 1))
    block = max((b for b in document.blocks if b.start <= offset), key=lambda b: b.start)
    after = min((b.line for b in document.blocks if b.line > block.line), default=len(raw.blocks))
    there = in_file(document, offset, raw)
    assert raw.blocks[block.line].start <= there <= raw.blocks[after - 1].end
    assert 0 <= in_document(raw, there, document) < len(document.text)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    path.write_text("")
    document, raw = load(path), load_raw(path)
    assert in_file(document, 0, raw) == 0
    assert in_document(raw, 0, document) == 0
