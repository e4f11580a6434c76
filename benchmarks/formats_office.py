"""Office documents read: `python benchmarks/formats.py FOLDER word odt rtf slides sheets doc`.

Beside trees of pandoc and Markdown of docling, both reviewed by their makers, and strings that Tika's tests
ask for.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from formats_trees import Score, Units, of_document, of_markdown, of_native

from reader.errors import UnreadableFile
from reader.formats.load import parse, parse_all

HALVES = ("dev", "held")
"""The half that was tuned on, and the one that nobody looked at."""
Pairs = Iterable[tuple[Path, Callable[[], Units]]]
"""Files, and what each must hold."""


def word(sets: Any) -> str:
    """Word files by pandoc's trees, docling's Markdown, and Tika's strings."""
    return "\n".join(
        [
            *_trees("word", sets, "word-pandoc", "docx", "bars .96 .95 .96 .97 .90"),
            *_markdown("word", sets, "word-docling", ".docx"),
            *_strings("word", sets, "docx"),
        ]
    )


def odt(sets: Any) -> str:
    """OpenDocument texts."""
    return "\n".join(
        [
            *_trees("odt", sets, "odt-pandoc", "odt", "bars words .97, items 1, cells 1"),
            *_markdown("odt", sets, "odf-docling", ".odt"),
            *_strings("odt", sets, "odt"),
        ]
    )


def rtf(sets: Any) -> str:
    """Rich Text."""
    return "\n".join(
        [
            *_trees("rtf", sets, "rtf-pandoc", "rtf", "bars words .96, headings .95, cells .92"),
            *_striprtf(sets),
            *_strings("rtf", sets, "rtf"),
        ]
    )


def slides(sets: Any) -> str:
    """Presentations."""
    return "\n".join(
        [
            *_markdown("slides", sets, "slides-docling", ".pptx", "bars words .88, headings 1, items .75"),
            *_strings("slides", sets, "pptx"),
        ]
    )


def sheets(sets: Any) -> str:
    """Sheets, and how fast 600,000 cells are."""
    return "\n".join(
        [
            *_markdown("sheets", sets, "sheets-docling", "", "bar cells .93"),
            *_strings("sheets", sets, "xlsx", "xls", "ods", "csv"),
            _many_cells(),
        ]
    )


def outlook(sets: Any) -> str:
    """Outlook's messages."""
    return "\n".join(_strings("outlook", sets, "msg"))


def doc(sets: Any) -> str:
    """Word before 2007."""
    return "\n".join(_strings("doc", sets, "doc"))


def _trees(kind: str, sets: Any, name: str, suffix: str, bars: str) -> Iterable[str]:
    for half in HALVES:
        pairs = (
            (path, lambda native=native: of_native(native.read_text("utf-8")))
            for path, native in sets.natives(name, suffix, half)
        )
        yield _line(kind, half, name, pairs, bars)


def _markdown(kind: str, sets: Any, name: str, suffix: str, bars: str = "") -> Iterable[str]:
    for half in HALVES:
        pairs = (
            (path, lambda text=text: of_markdown(text))
            for path, text in sets.markdown_pairs(name, half)
            if path.name.endswith(suffix)
        )
        yield _line(kind, half, name, pairs, bars)


def _striprtf(sets: Any) -> Iterable[str]:
    folder = sets.HERE / "rtf-striprtf" / "tests"
    for half in HALVES:
        pairs = (
            (path, lambda text=text: Units(words=Counter(text.read_text("utf-8").split())))
            for path in sorted((folder / "rtf").glob("*.rtf"))
            if (text := folder / "text" / f"{path.stem}.txt").exists() and sets.wanted(path.name, half)
        )
        yield _line("rtf", half, "rtf-striprtf", pairs, "")


def _line(kind: str, half: str, name: str, pairs: Pairs, bars: str) -> str:
    score = Score()
    took, refused = 0.0, []
    for path, expected in pairs:
        started = time.perf_counter()
        try:
            document = parse(path.read_bytes(), path.name)
        except UnreadableFile as error:
            refused.append(f"; {path.name} is refused: {error.reason}")
            score.add(Units(), expected())
            continue
        took += time.perf_counter() - started
        score.add(of_document(document), expected())
    each = took * 1000 / max(score.files, 1)
    if not score.files:
        return f"{kind} {half}, {name}: absent"
    of_bars = f" ({bars})" if bars else ""
    return f"{kind} {half}, {name}: {score}; {each:.1f} ms each{of_bars}{''.join(refused)}"


def _strings(kind: str, sets: Any, *suffixes: str) -> Iterable[str]:
    for half in HALVES:
        right = wanted = wrong = files = refused = 0
        for path, strings, absent in sets.tika(half, *suffixes):
            files += 1
            try:
                text = "\n".join(
                    part.document.text
                    for part in parse_all(path.read_bytes(), path.name)
                    if part.document is not None
                )
            except UnreadableFile:
                refused += 1
                text = ""
            words = " ".join(text.split())
            right += sum(" ".join(string.split()) in words for string in strings)
            wanted += len(strings)
            wrong += sum(" ".join(string.split()) in words for string in absent)
        if not files:
            yield f"{kind} {half}, strings of Tika: absent"
            continue
        yield (
            f"{kind} {half}, strings of Tika: {right} of {wanted} in {files} files, {wrong} that must not be,"
            f" {refused} refused"
        )


def _many_cells() -> str:
    try:
        from openpyxl import Workbook  # type: ignore[import-untyped]
    except ImportError:
        return "sheets: openpyxl is absent, so there are no 600,000 cells to read"
    import io

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Losses")
    for number in range(60_000):
        sheet.append([number * 10 + column for column in range(10)])
    target = io.BytesIO()
    book.save(target)
    started = time.perf_counter()
    document = parse(target.getvalue(), "cells.xlsx")
    took = time.perf_counter() - started
    return f"sheets: 600,000 cells in {took:.1f} s ({len(document.text):,} characters; bar 4 s)"
