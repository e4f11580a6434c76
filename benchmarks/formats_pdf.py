"""PDF files read, by the same documents as text: `python benchmarks/formats.py FOLDER pdf`."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document

_TOKEN = re.compile(
    "[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\\W\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_ITEM = re.compile(r"\s*(?:[*+•-]|\d{1,2}\.)\s")
_RULED = re.compile(r"\s*[|+=]|.*\|\s*$")
_HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
_LEAST_WORDS = 10


def pdf(sets: Any) -> str:
    """Words, whole paragraphs, headings, speed; in brackets what PDFium alone gives, a line a paragraph."""
    rows = ["PDF: words R / P, paragraphs whole, pages a second of processor time (PDFium alone)"]
    ours_all, theirs_all, whole_all = [0, 0, 0], [0, 0, 0], [0, 0]
    pages_all = took_all = 0.0
    for path, text_path in sets.pdf_pairs("dev"):
        expected = text_path.read_text("utf-8")
        data = path.read_bytes()
        started = time.process_time()
        document = parse(data, path.name)
        took = time.process_time() - started
        raw, pages = _raw(data)
        ours, theirs = _counts(document.text, expected), _counts(raw, expected)
        whole = _whole(_blocks(document), expected)
        raw_whole = _whole([tokens(line) for line in raw.split("\n")], expected)
        for total, part in ((ours_all, ours), (theirs_all, theirs), (whole_all, whole)):
            total[:] = [one + other for one, other in zip(total, part, strict=True)]
        pages_all, took_all = pages_all + pages, took_all + took
        rows.append(
            f"  {path.stem}: {shares(ours)} ({shares(theirs)}); whole {whole[0] / max(whole[1], 1):.2f}"
            f" ({raw_whole[0] / max(raw_whole[1], 1):.2f}) of {whole[1]}; {pages / took:.0f}"
        )
    rows.append(
        f"  all: {shares(ours_all)} ({shares(theirs_all)});"
        f" whole {whole_all[0] / max(whole_all[1], 1):.2f}; {pages_all / max(took_all, 0.001):.0f} pages/s"
    )
    rows.append(_headings(sets))
    return "\n".join(rows)


def _headings(sets: Any) -> str:
    """The words and headings of a set whose Markdown was reviewed by its makers."""
    headings, words = [0, 0, 0], [0, 0, 0]
    for path, markdown in sets.markdown_pairs("pdf-docling", "dev"):
        try:
            document = parse(path.read_bytes(), path.name)
        except UnreadableFile as error:
            print(error)
            continue
        own = [document.text[block.start : block.end] for block in document.blocks if block.kind == "heading"]
        parts = ([_key(text) for text in own], [_key(text) for text in _HEADING.findall(markdown)])
        for total, part in ((headings, compared(*parts)), (words, _counts(document.text, markdown))):
            total[:] = [one + other for one, other in zip(total, part, strict=True)]
    same, ours, theirs = headings
    return (
        f"  docling's: words {shares(words)}; headings {same} right, {ours} ours, {theirs} theirs:"
        f" F1 {2 * same / max(ours + theirs, 1):.2f}"
    )


def _raw(data: bytes) -> tuple[str, int]:
    pypdfium2 = import_module("pypdfium2")
    file = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in file]
    return "\n".join(texts).replace("\r", ""), len(texts)


def _key(text: str) -> str:
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def _counts(text: str, expected: str) -> list[int]:
    return compared(tokens(text), tokens(expected))


def compared(own: Iterable[str], expected: Iterable[str]) -> list[int]:
    """How many are the same, how many are ours, how many expected."""
    ours, wanted = Counter(own), Counter(expected)
    return [(ours & wanted).total(), ours.total(), wanted.total()]


def shares(counts: list[int]) -> str:
    same, ours, wanted = counts
    return f"{same / max(wanted, 1):.3f} / {same / max(ours, 1):.3f}"


def _blocks(document: Document) -> list[list[str]]:
    return [tokens(document.text[block.start : block.end]) for block in document.blocks]


def _paragraphs(expected: str) -> list[list[str]]:
    """The paragraphs and items of a text that are long enough to be told from others, without its tables."""
    paragraphs: list[list[str]] = []
    for chunk in re.split(r"\n\s*\n", expected):
        lines = chunk.split("\n")
        if sum(bool(_RULED.match(line)) for line in lines) * 2 > len(lines):
            continue
        pieces: list[str] = []
        for line in lines:
            if _ITEM.match(line) or not pieces:
                pieces.append(_ITEM.sub("", line, count=1))
            else:
                pieces[-1] += f"\n{line}"
        paragraphs += [words for piece in pieces if len(words := tokens(piece)) >= _LEAST_WORDS]
    return paragraphs


def _whole(blocks: list[list[str]], expected: str) -> list[int]:
    known = Counter(tuple(block) for block in blocks)
    wanted = Counter(tuple(paragraph) for paragraph in _paragraphs(expected))
    return [(known & wanted).total(), wanted.total()]
