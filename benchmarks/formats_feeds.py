"""Feeds read, by what feedparser's own examples say of them: `python benchmarks/formats.py FOLDER feeds`.

A title, link or author must be the one that is expected, a date the same second, and a description or summary
must stand in the text; markup and white space do not count.
"""

from __future__ import annotations

import html
import re
from typing import Any

from reader.errors import UnreadableFile
from reader.formats.load import parse_all
from reader.text.document import Document

_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


def feeds(sets: Any) -> str:
    """How many of the fields that are asked for come out."""
    right = count = 0
    for path, data, number, key, value in sets.feeds("dev"):
        count += 1
        try:
            documents = [part.document for part in parse_all(data, path.name)]
        except UnreadableFile:
            continue
        index = 0 if number is None else number + 1
        document = documents[index] if index < len(documents) else None
        right += document is not None and _holds(document, key, value)
    return f"feeds: {right} of {count} fields ({right / max(count, 1):.3f}); bar .99"


def _holds(document: Document, key: str, value: Any) -> bool:
    if key.endswith("_parsed"):
        moment = "" if value is None else "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*value[:6])
        return document.published == moment
    wanted = _squeezed(str(value))
    if key == "title":
        return _squeezed(document.title) == wanted
    if key in ("link", "author"):
        return _squeezed(dict(document.meta).get(key, "")) in wanted
    return key == "id" or wanted in _squeezed(document.text)


def _squeezed(text: str) -> str:
    """A text without tags, entities and white space, twice decoded as feeds write it."""
    return _SPACE.sub("", html.unescape(_TAG.sub("", html.unescape(text))).replace("[picture]", ""))
