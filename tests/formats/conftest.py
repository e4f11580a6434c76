"""What holds of every document, whatever file it came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest

from reader.text.document import Document


def is_clean_line(text: str) -> bool:
    return all(unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in text)


def check(document: Document) -> None:
    """The invariants that everything downstream relies on."""
    text = document.text
    text.encode("utf-8")
    assert not any(char in text for char in "\x00\x1b\r\x9b\u202e\u2066\ufeff")
    at = 0
    for number, block in enumerate(document.blocks):
        assert at <= block.start <= block.end <= len(text)
        between = text[at : block.start]
        assert between == "\n" * len(between)
        assert between or number == 0
        at = block.end
        assert (block.level > 0) == (block.kind == "heading")
        assert len({container.key for container in block.containers}) == len(block.containers)
        if block.kind == "table":
            cells = [cell for row in block.rows for cell in row]
            assert cells
            assert len(block.aligns) == len(block.rows[0])
            assert cells[0].start == block.start
            assert cells[-1].end == block.end
            for row in block.rows:
                assert all(text[one.end : other.start] == "\t" for one, other in pairwise(row))
            for above, below in pairwise(block.rows):
                assert text[above[-1].end : below[0].start] == "\n"
        else:
            assert not block.rows
    assert at == len(text)
    lines = [
        block.line for block in document.blocks if not any(c.kind == "footnote" for c in block.containers)
    ]
    assert lines == sorted(lines)
    order = [(style.start, -style.end) for style in document.styles]
    assert order == sorted(order)
    assert all(0 <= style.start < style.end <= len(text) for style in document.styles)
    assert all(one.end <= other.start for one, other in pairwise(document.sentences))
    blocks = iter(document.blocks)
    block = next(blocks, None)
    for sentence in document.sentences:
        quote = document.quote(sentence)
        assert quote
        assert quote == quote.strip()
        while block is not None and block.end < sentence.end:
            block = next(blocks, None)
        assert block is not None
        assert block.start <= sentence.start
    assert "".join("".join(map(document.quote, document.sentences)).split()) == "".join(text.split())
    assert document.title.strip()
    for said in (document.title, document.source, *document.tags, *document.warnings):
        assert is_clean_line(said)
    for name, value in document.meta:
        assert is_clean_line(name + value)
    assert all(is_clean_line(style.target) for style in document.styles)
    assert all(0 <= start <= len(text) for _, start in document.footnotes)
    assert len(document.file_sha256) == 64


@pytest.fixture(scope="session")
def check_document() -> Callable[[Document], None]:
    """Asserts what holds of every document."""
    return check
