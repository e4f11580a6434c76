"""What holds of every document and every layout, whatever file they came from."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from reader.text.document import Document
from reader.tui.document_view.layout import Layout

_ACTING = ("Cc", "Cs", "Zl", "Zp")
_ALL = 1 << 60


def is_clean_line(text: str) -> bool:
    """Whether nothing in a line acts on a terminal, is a broken character, or ends the line."""
    return all(unicodedata.category(char) not in _ACTING for char in text)


def check_document(document: Document) -> None:
    """The invariants that everything downstream relies on."""
    text = document.text
    _check_text(text)
    _check_blocks(document)
    _check_sentences(document)
    order = [(style.start, -style.end) for style in document.styles]
    assert order == sorted(order)
    assert all(0 <= style.start < style.end <= len(text) for style in document.styles)
    assert document.title.strip()
    for said in (document.title, document.source, *document.tags, *document.warnings):
        assert is_clean_line(said)
    for name, value in document.meta:
        assert is_clean_line(name + value)
    assert all(is_clean_line(style.target) for style in document.styles)
    assert all(0 <= start <= len(text) for _, start in document.footnotes)
    assert len(document.file_sha256) == 64


def _check_text(text: str) -> None:
    text.encode("utf-8")
    if text.isascii() and text.isprintable():
        return
    for char in set(text) - {"\n", "\t"}:
        assert unicodedata.category(char) not in _ACTING, hex(ord(char))
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", hex(ord(char))
        assert not 0xE0000 <= ord(char) <= 0xE00FF, hex(ord(char))


def _check_blocks(document: Document) -> None:
    text = document.text
    at = 0
    for number, block in enumerate(document.blocks):
        assert at <= block.start <= block.end <= len(text)
        between = text[at : block.opening]
        assert between == "\n" * len(between)
        labels = [text[label.start : label.end] for label in block.labels]
        assert all(label and label == label.strip() for label in labels)
        assert text[block.opening : block.start] == "".join(f"{label} " for label in labels)
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


def _check_sentences(document: Document) -> None:
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
    whole = list(document.text)
    for label in (label for block in document.blocks for label in block.labels):
        whole[label.start : label.end] = " " * (label.end - label.start)
    outside = [block for block in document.blocks if block.kind == "furniture"]
    outside += [style for style in document.styles if style.kind in ("portion", "speaker", "aside")]
    for span in outside:
        whole[span.start : span.end] = " " * (span.end - span.start)
    in_sentences = "".join(map(document.quote, document.sentences))
    assert "".join(in_sentences.split()) == "".join("".join(whole).split())


def check_layout(layout: Layout) -> None:
    """Every code point is on one line, in one piece; what is not drawn is white space; and the way back.

    From an offset to its cell and from the cell to the first code point of the offset's cluster.
    """
    text = layout.document.text
    found: list[int] = []
    for place, line in layout.lines(layout.first, _ALL):
        for piece in line.pieces:
            assert piece.start <= piece.stop <= piece.end
            assert not text[piece.stop : piece.end].strip()
            found.extend(range(piece.start, piece.end))
            expected = [
                piece.start + cluster.start
                for cluster in layout.cells.clusters(text[piece.start : piece.stop])
                for _ in range(cluster.start, cluster.end)
            ]
            expected += [piece.stop] * (piece.end - piece.stop)
            for offset in {0, len(expected) // 2, len(expected) - 1} if expected else ():
                cell = layout.cell_of(piece.start + offset)
                assert cell.place == place
                assert layout.offset_at(*cell) == expected[offset]
    assert sorted(found) == list(range(len(text)))
