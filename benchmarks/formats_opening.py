"""A folder of files of many formats, opened: `python benchmarks/formats.py FOLDER opening`.

2,000 files of the sets are laid out and indexed as the reader does behind its first frame (`reader index
--json --no-names`). Beside it stands what the libraries alone take to get the text of the same files, on two
cores; where the reader has no library (mail, Word, presentations), it is the standard library's parser. Then
the second opening, and what reading a small file in a process of its own costs beside reading it in this one.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree import ElementTree

FILES = 2_000
LARGEST = 300_000
"""The bytes of the largest file that is laid out."""
SHARES = {".html": 30, ".eml": 25, ".docx": 14, ".pdf": 10, ".xml": 9, ".xlsx": 6, ".odt": 3, ".pptx": 3}
"""How many of a hundred files are of each format."""
SOURCES = {
    ".html": ("html-articles-scrapinghub", "*.html.gz"),
    ".eml": ("mail-stalwart", "*.eml"),
    ".docx": ("word-*", "*.docx"),
    ".pdf": ("pdf-*", "*.pdf"),
    ".xml": ("feeds-feedparser", "*.xml"),
    ".xlsx": ("sheets-*", "*.xlsx"),
    ".odt": ("odt-*", "*.odt"),
    ".pptx": ("slides-*", "*.pptx"),
}
"""The sets that the files of a format are taken from, and their names there."""
SMALL_FILES = 300


def opening(sets: Any) -> str:
    """Return what the first opening takes, what a second one reads, and what a small file costs."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "briefings")
        files = _lay_out(sets, folder)
        size = sum(path.stat().st_size for path in files) / 1_048_576
        alone = _libraries(files)
        environment = dict(os.environ, READER_HOME=f"{scratch}/home")
        whole, read = _indexed(folder, environment)
        again, read_again = _indexed(folder, environment)
        in_child, in_process = _small_file(Path(scratch, "small.eml"))
    share = alone / whole
    return (
        f"opening: {len(files):,} files, {size:.0f} MB\n"
        f"  the libraries alone, two cores  {alone:6.1f} s\n"
        f"  read, summarised and indexed    {whole:6.1f} s, {read:,} files"
        f" ({share:.0%} of the libraries' speed; bar 60 %)\n"
        f"  a second opening                {again:6.1f} s, {read_again} files read; bar 0\n"
        f"  a small file                    {in_child:6.2f} ms in a process of its own,"
        f" {in_process:.2f} ms in this one (bar: 3 ms more)"
    )


def _lay_out(sets: Any, folder: Path) -> list[Path]:
    """Write the files into folders of a hundred; where a set has too few of a format, some come again."""
    written: list[Path] = []
    for suffix, share in SHARES.items():
        place, pattern = SOURCES[suffix]
        originals = [
            path
            for root in sorted(sets.HERE.glob(place))
            for path in sorted(root.rglob(pattern))
            if sets.half_of(path.name) == "dev" and path.stat().st_size <= LARGEST
        ]
        for number, path in enumerate(islice(cycle(originals), FILES * share // 100)):
            data = path.read_bytes()
            target = folder / f"{suffix[1:]}-{number // 100}" / f"{number}{suffix}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(gzip.decompress(data) if path.suffix == ".gz" else data)
            written.append(target)
    return written


def _indexed(folder: Path, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds of an opening, and the files that were read in it."""
    command = [sys.executable, "-m", "reader", "index", "--json", "--no-names", str(folder)]
    began = time.perf_counter()
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, check=False
    )
    lines = ran.stdout.splitlines()
    return time.perf_counter() - began, json.loads(lines[-1])["done"] if lines else 0


def _libraries(files: list[Path]) -> float:
    """Seconds that the libraries alone take for the files, on two cores, when they are loaded."""
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_bare_text, files[:: FILES // 40]))
        # In one order in which long and short files are mixed, as in a folder.
        mixed = sorted(files, key=lambda path: (path.stem, path.suffix))
        began = time.perf_counter()
        list(pool.map(_bare_text, mixed, chunksize=8))
        return time.perf_counter() - began


def _bare_text(path: Path) -> int:
    """The length of the text that a library gives; 0 when it raises what it likes."""
    with suppress(Exception):  # over broken files
        return _LIBRARIES[path.suffix](path.read_bytes())
    return 0


def _html(data: bytes) -> int:
    import trafilatura

    return len(trafilatura.extract(data) or "")


def _mail(data: bytes) -> int:
    from email import message_from_bytes, policy

    part = message_from_bytes(data, policy=policy.default).get_body(("plain", "html"))
    return len(part.get_content()) if part is not None else 0


def _pdf(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return sum(len(page.get_textpage().get_text_range()) for page in document)


def _feed(data: bytes) -> int:
    import feedparser

    return len(feedparser.parse(io.BytesIO(data)).entries)


def _workbook(data: bytes) -> int:
    import python_calamine

    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)


def _xml_members(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        trees = [
            ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")
        ]
    return sum(len("".join(tree.itertext())) for tree in trees)


_LIBRARIES: dict[str, Callable[[bytes], int]] = {
    ".html": _html,
    ".eml": _mail,
    ".docx": _xml_members,
    ".odt": _xml_members,
    ".pptx": _xml_members,
    ".pdf": _pdf,
    ".xml": _feed,
    ".xlsx": _workbook,
}


def _small_file(path: Path) -> tuple[float, float]:
    """Milliseconds that one small message takes to be read, in a process of its own and in this one."""
    from reader.formats.load import load, parse

    path.write_bytes(b"From: keel@a.example\r\nSubject: Berth 4\r\n\r\nBerth 4 is closed.\r\n")

    def milliseconds(read: Callable[[], object]) -> float:
        times: list[float] = []
        for _ in range(SMALL_FILES):
            began = time.perf_counter()
            read()
            times.append(1_000 * (time.perf_counter() - began))
        return median(times)

    return milliseconds(lambda: load(path)), milliseconds(lambda: parse(path.read_bytes(), path.name))
