"""Word files read, by the trees that pandoc gives: `python benchmarks/formats.py FOLDER word`."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import Any

from reader.errors import UnreadableFile
from reader.formats.load import parse

_STRING = re.compile(r'(?:\bStr|Math|\))\s+"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(\d+|x[0-9a-fA-F]+|.)", re.DOTALL)
_SPACE = re.compile(r"\b(?:Space|SoftBreak|LineBreak|Para|Plain|Header|Cell|Note|CodeBlock)\b")


def word(sets: Any) -> str:
    """The F1 of words against pandoc's trees."""
    same = found = wanted = count = 0
    took = 0.0
    for path, native in sets.natives("word-pandoc", "docx", "dev"):
        expected = Counter(_words(native.read_text("utf-8")))
        started = time.perf_counter()
        try:
            document = parse(path.read_bytes(), path.name)
        except UnreadableFile as error:
            print(error)
            continue
        took += time.perf_counter() - started
        count += 1
        words = Counter(_without_labels(document).split())
        same += (words & expected).total()
        found += words.total()
        wanted += expected.total()
    score = 2 * same / max(found + wanted, 1)
    return f"Word: {count} documents; words F1 {score:.3f}; {took * 1000 / max(count, 1):.1f} ms each"


def _without_labels(document: Any) -> str:
    text = document.text
    for style in reversed([style for style in document.styles if style.kind in ("label", "footnote")]):
        text = text[: style.start] + text[style.end :]
    return text


def _words(native: str) -> list[str]:
    """The words of a tree: its strings, which stand together unless something parts them."""
    parts: list[str] = []
    done = 0
    for match in _STRING.finditer(native):
        if _SPACE.search(native, done, match.start()):
            parts.append(" ")
        parts.append(_ESCAPE.sub(_unescaped, match[1]))
        done = match.end()
    return "".join(parts).split()


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code.isdigit():
        return chr(int(code))
    return chr(int(code[1:], 16)) if len(code) > 1 else {"n": "\n", "t": "\t", "&": ""}.get(code, code)
