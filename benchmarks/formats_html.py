"""Web pages read, beside trafilatura and htmldate: `python benchmarks/formats.py FOLDER html`.

Four measures, each on pages saved by others with what a person found in them:

- articles: F1 of four-word shingles against the article's text, each page weighing the same, as in the
  article extraction benchmark of Scrapinghub (github.com/scrapinghub/article-extraction-benchmark);
- segments: F of strings that must and must not be in the text, as in trafilatura's evaluation;
- structure: F1 of the multisets of words, headings, items, cells, quotations, links and preformatted blocks
  against the article as HTML (Mozilla's Readability.js test pages), over all pages together;
- titles that are the expected one, and dates that are right, wrong and missing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from lxml import etree

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document
from reader.text.spans import Span

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT_OF_THE_ITEM = ("ul", "ol")
STRUCTURES = ("words", "headings", "items", "cells", "quotes", "links", "pre")


def html(sets: Any) -> str:
    """The four measures, a line each, ours and the libraries'."""
    try:
        import trafilatura

        library: Callable[[str], str] | None = lambda page: trafilatura.extract(page) or ""  # noqa: E731
    except ImportError:
        library = None
    lines = [
        _halves("articles", sets.articles, lambda pages: f"{article_f1(pages, ours_text):.3f}", ".960"),
        _halves("segments", sets.segments, lambda pages: f"{segments_f(pages, ours_text):.3f}", ".920"),
        _halves("structure", sets.readability, _structure_line, "words .955 headings .84 items .86 cells .86 "
                "quotes .90 links .90 pre .95"),
        _halves("titles", sets.readability, lambda pages: f"{_titles(pages):.3f}", ".95"),
        _halves("dates", sets.dates, lambda pages: _dates_line(pages, ours_date), "right .88 wrong .06"),
    ]  # fmt: skip
    if library is None:
        lines.append("trafilatura is not installed")
    else:

        def theirs(data: bytes) -> str:
            return library(data.decode("utf-8", "replace"))

        lines += [
            f"trafilatura: articles {article_f1(sets.articles('dev'), theirs):.3f}, "
            f"segments {segments_f(sets.segments('dev'), theirs):.3f}"
        ]
    return "\n".join(lines)


def _halves(
    name: str, pages: Callable[[str], Iterator[Any]], measure: Callable[[list[Any]], str], bar: str
) -> str:
    """A measure on two parts of the pages, parted by the hash of their names: look at the first one only."""
    both: tuple[list[Any], list[Any]] = ([], [])
    for page in pages("dev"):
        both[int(hashlib.sha256(f"{name}{page[0]}".encode()).hexdigest()[:8], 16) % 2].append(page)
    return f"{name}: {measure(both[0])} (looked at), {measure(both[1])} (not looked at); bar {bar}"


def ours_text(data: bytes) -> str:
    """The reading text of a page without its title's heading; empty when it cannot be read."""
    document = _read(data)
    if document is None:
        return ""
    first = next(iter(document.blocks), None)
    if first is not None and first.kind == "heading" and document.quote(first_span(first)) == document.title:
        return document.text[first.end :]
    return document.text


def first_span(block: Any) -> Span:
    """The span of a block."""
    return Span(block.start, block.end)


def ours_date(data: bytes) -> str:
    """The day that the program gives a page; empty when it knows none but the file's time."""
    document = _read(data)
    return document.published[:10] if document is not None and document.published_from != "file time" else ""


def _read(data: bytes) -> Document | None:
    try:
        return parse(data, "page.html")
    except UnreadableFile:
        return None


def article_f1(pages: Iterable[tuple[str, bytes, str]], text_of: Callable[[bytes], str]) -> float:
    """F1 of four-word shingles, each page's counts divided by their sum."""
    true = false = missed = 0.0
    for _name, data, expected in pages:
        wanted, given = _shingles(expected), _shingles(text_of(data))
        both = (wanted & given).total()
        counts = (both, given.total() - both, wanted.total() - both)
        total = sum(counts)
        if total:
            true, false, missed = (
                value + add / total for value, add in zip((true, false, missed), counts, strict=True)
            )
    precision, recall = true / max(true + false, 1e-9), true / max(true + missed, 1e-9)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(
        tuple(words[start : start + _SHINGLE]) for start in range(max(1, len(words) - _SHINGLE + 1)) if words
    )


def segments_f(
    pages: Iterable[tuple[str, bytes, list[str], list[str]]], text_of: Callable[[bytes], str]
) -> float:
    """F of the strings that must be in the text against those that must not."""
    right = wrong = missed = 0
    for _url, data, wanted, unwanted in pages:
        text = " ".join(text_of(data).split())
        for string in filter(None, wanted):
            inside = " ".join(string.split()) in text
            right += inside
            missed += not inside
        wrong += sum(" ".join(string.split()) in text for string in filter(None, unwanted))
    return 2 * right / max(2 * right + wrong + missed, 1)


def _structure_line(pages: list[Any]) -> str:
    scores = structure_f1(pages)
    return " ".join(f"{name} {scores[name]:.3f}" for name in STRUCTURES)


def structure_f1(pages: Iterable[tuple[str, bytes, str, dict[str, Any]]]) -> dict[str, float]:
    """F1 of each kind of structure, over all pages together."""
    counts = {name: [0, 0, 0] for name in STRUCTURES}
    for _name, data, expected, _metadata in pages:
        document = _read(data)
        wanted = _of_html(expected)
        given = _of_document(document) if document is not None else {}
        for name in STRUCTURES:
            ours, theirs = given.get(name, Counter()), wanted[name]
            for place, value in enumerate(((ours & theirs).total(), ours.total(), theirs.total())):
                counts[name][place] += value
    return {name: 2 * both / max(ours + theirs, 1) for name, (both, ours, theirs) in counts.items()}


def _of_html(source: str) -> dict[str, Counter[str]]:
    root = etree.fromstring(source.encode(), etree.HTMLParser(encoding="utf-8"))

    def texts(*tags: str, without: tuple[str, ...] = ()) -> Counter[str]:
        return _bag(_text(element, without) for element in root.iter(*tags))

    return {
        "words": Counter(_text(root).split()),
        "headings": texts(*_HEADINGS),
        "items": texts("li", without=_NOT_OF_THE_ITEM),
        "cells": texts("td", "th", without=("table",)),
        "quotes": texts("blockquote"),
        "links": _bag(_text(element) for element in root.iter("a") if element.get("href")),
        "pre": texts("pre"),
    }


def _text(element: Any, without: tuple[str, ...] = ()) -> str:
    """The words of an element; blocks in it part words."""
    parts: list[str] = []
    _collect(element, without, parts)
    return " ".join("".join(parts).split())


def _collect(element: Any, without: tuple[str, ...], parts: list[str]) -> None:
    block = element.tag in _BLOCKS
    parts.append(" " if block else "")
    parts.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in without and child.tag not in ("script", "style"):
            _collect(child, without, parts)
        parts.append(child.tail or "")
    parts.append(" " if block else "")


_BLOCKS = frozenset((*_HEADINGS, "p", "div", "li", "ul", "ol", "td", "th", "tr", "table", "blockquote", "pre",
                     "br", "section", "article", "figure", "figcaption", "dt", "dd", "dl", "hr"))  # fmt: skip


def _of_document(document: Document) -> dict[str, Counter[str]]:
    blocks = document.blocks

    def of_kind(*kinds: str) -> Counter[str]:
        return _bag(document.text[block.start : block.end] for block in blocks if block.kind in kinds)

    items: dict[int, list[str]] = {}
    quotes: dict[int, list[str]] = {}
    for block in blocks:
        text = document.text[block.start : block.end]
        inner = next((part for part in reversed(block.containers) if part.kind == "item"), None)
        if inner is not None:
            items.setdefault(inner.key, []).append(text)
        outer = next((part for part in block.containers if part.kind == "quote"), None)
        if outer is not None:
            quotes.setdefault(outer.key, []).append(text)
    return {
        "words": Counter(_without_marks(document).split()),
        "headings": _bag(
            document.text[block.start : block.end] for block in blocks if block.kind == "heading"
        ),
        "items": _bag(" ".join(texts) for texts in items.values()),
        "cells": _bag(document.quote(cell) for block in blocks for row in block.rows for cell in row),
        "quotes": _bag(" ".join(texts) for texts in quotes.values()),
        "links": _bag(
            document.text[style.start : style.end] for style in document.styles if style.kind == "link"
        ),
        "pre": of_kind("code", "preformatted"),
    }


def _without_marks(document: Document) -> str:
    text = document.text
    for style in reversed([style for style in document.styles if style.kind in ("label", "task", "image")]):
        text = text[: style.start] + text[style.end :]
    return text


def _bag(texts: Iterable[str]) -> Counter[str]:
    return Counter(filter(None, (" ".join(text.split()) for text in texts)))


def _titles(pages: list[Any]) -> float:
    right = 0
    for _name, data, _expected, metadata in pages:
        document = _read(data)
        right += document is not None and _squeezed(document.title) == _squeezed(str(metadata.get("title")))
    return right / max(len(pages), 1)


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def _dates_line(pages: Iterable[Any], date_of: Callable[[bytes], str]) -> str:
    right = wrong = missing = 0
    for _url, data, expected in pages:
        given = date_of(data)
        right += given == expected
        wrong += bool(given) and given != expected
        missing += not given
    count = max(right + wrong + missing, 1)
    return f"right {right / count:.3f} wrong {wrong / count:.3f}"
