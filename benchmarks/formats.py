"""How much of real files is read: e-mail and Word, beside the standard library's e-mail package.

    python benchmarks/formats.py FOLDER

FOLDER holds the sets `mail-stalwart` (messages with what they hold as JSON) and `word-pandoc` (.docx with
the trees that pandoc gives, as `.native`), with the `load.py` that iterates them. Only the half that may be
tuned on is read.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from email import message_from_bytes, policy
from importlib import import_module
from pathlib import Path
from typing import Any

from reader.errors import UnreadableFile
from reader.formats.load import parse

_STRING = re.compile(r'(?:\bStr|Math|\))\s+"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(\d+|x[0-9a-fA-F]+|.)", re.DOTALL)
_SPACE = re.compile(r"\b(?:Space|SoftBreak|LineBreak|Para|Plain|Header|Cell|Note|CodeBlock)\b")


def mail(sets: Any) -> str:
    """Subjects and texts that are right of how many, ours and the standard library's."""
    ours, library = [0, 0], [0, 0]
    count = texts = 0
    started = time.perf_counter()
    for path, data, expected in sets.messages("dev"):
        parts = expected["parts"]
        headers = {str(header["name"]): header["value"] for header in parts[0]["headers"]}
        subject = _line((headers.get("subject") or {}).get("Text") or "")
        wanted = " ".join(parts[number]["body"].get("Text", "") for number in expected["text_body"]).split()
        document = parse(data, path.name)
        other = message_from_bytes(data, policy=policy.default)
        count += 1
        is_free = not subject or "\ufffd" in subject  # the expectation itself is broken there
        ours[0] += is_free or document.title[:199] == subject[:199]
        library[0] += is_free or _line(_subject(other))[:199] == subject[:199]
        if wanted:
            texts += 1
            ours[1] += _holds(document.text, wanted)
            library[1] += _holds(_body(other), wanted)
    took = time.perf_counter() - started
    return (
        f"e-mail: {count} messages; subjects {ours[0]} ({library[0]}), texts of {texts}: {ours[1]}"
        f" ({library[1]}); in brackets the standard library; {took * 1000 / max(count, 1):.1f} ms for both"
    )


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


def _line(text: str) -> str:
    return " ".join(text.split())


def _holds(text: str, wanted: list[str]) -> bool:
    words = set(text.split())
    return sum(word in words for word in wanted) >= 0.95 * len(wanted)


def _subject(message: Any) -> str:
    try:
        return str(message["subject"] or "")
    except (ValueError, IndexError, LookupError, AttributeError):
        return ""


def _body(message: Any) -> str:
    try:
        body = message.get_body(("plain", "html"))
        return str(body.get_content()) if body is not None else ""
    except (ValueError, LookupError, AttributeError):
        return ""


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


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    load = import_module("load")
    print(mail(load))
    print(word(load))
