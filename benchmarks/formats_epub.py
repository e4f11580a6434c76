"""EPUB files read, by pandoc's trees and docling's Markdown: `python benchmarks/formats.py FOLDER epub`.

The bar, words R .995 and P .98, is set on books that stand beside their text in the set `pdf-debian-docs`; a
half of it that has no EPUB is passed over.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from formats_pdf import compared, shares, tokens
from formats_trees import Score, Units, of_document, of_markdown, of_native

from reader.errors import UnreadableFile
from reader.formats.load import parse


def epub(sets: Any) -> str:
    """Words and headings, each set by itself."""
    rows = ["EPUB (bars of words R .995, P .98)"]
    for path, text in _beside_text(sets):
        document = parse(path.read_bytes(), path.name)
        rows.append(f"  {path.stem}: words {shares(compared(tokens(document.text), tokens(text)))}")
    for name, pairs in (
        ("pandoc's", [(path, of_native(tree.read_text("utf-8"))) for path, tree in _natives(sets)]),
        (
            "docling's",
            [(path, of_markdown(text)) for path, text in sets.markdown_pairs("epub-docling", "dev")],
        ),
    ):
        rows.append(f"  {name}: {_score(pairs)}")
    return "\n".join(rows)


def _natives(sets: Any) -> Iterator[tuple[Path, Path]]:
    yield from sets.natives("epub-pandoc", "epub", "dev")


def _beside_text(sets: Any) -> Iterator[tuple[Path, str]]:
    for path, text in sets.pdf_pairs("dev"):
        book = path.with_suffix(".epub")
        if book.exists():
            yield book, text.read_text("utf-8")


def _score(pairs: list[tuple[Path, Units]]) -> str:
    score = Score()
    counts = [0, 0, 0]
    started = time.process_time()
    for path, expected in pairs:
        try:
            ours = of_document(parse(path.read_bytes(), path.name))
        except UnreadableFile as error:
            print(error)
            continue
        score.add(ours, expected)
        words = compared(*(tokens(" ".join(units.words.elements())) for units in (ours, expected)))
        counts = [one + other for one, other in zip(counts, words, strict=True)]
    took = 1000 * (time.process_time() - started) / max(1, len(pairs))
    return f"{score}; words R / P {shares(counts)}; {took:.0f} ms each"
