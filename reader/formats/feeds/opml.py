"""OPML, a list of feeds that a person reads → headings for its folders, an item for each feed.

http://opml.org/spec2.opml
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.errors import FormatError
from reader.formats.builder import Builder
from reader.formats.format import Context, Part
from reader.formats.metadata.dates import parse_date
from reader.formats.office.office_file import parse_xml
from reader.text.safety import make_safe

MAX_OUTLINES = 20_000
"""The lines of one list that are read."""
_DEEPEST_HEADING = 6


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a list of feeds. Raises FormatError when it is none."""
    root = parse_xml(data, "the list", {})
    body = root.find("body")
    if root.tag.lower() != "opml" or body is None:
        raise FormatError("it is no OPML", "broken")
    builder = Builder()
    waiting: list[tuple[Any, int]] = [(outline, 1) for outline in reversed(list(body))]
    left = MAX_OUTLINES
    after_item = False
    while waiting and left:
        left -= 1
        outline, level = waiting.pop()
        text = _words(outline.get("text") or outline.get("title") or outline.get("xmlUrl") or "(no name)")
        address = _words(outline.get("xmlUrl") or outline.get("htmlUrl") or outline.get("url") or "")
        children = list(outline)
        if children and not address:
            builder.begin()
            builder.add(text)
            builder.end("heading", level=min(level, _DEEPEST_HEADING))
        else:
            builder.begin(1 if after_item else 2, (builder.container("item", "•"),))
            start = builder.length
            builder.add(text)
            if address:
                builder.style("link", start, address)
                builder.add(f", {address}")
            builder.end("paragraph")
        after_item = builder.blocks[-1].kind == "paragraph"
        waiting += [(child, level + 1) for child in reversed(children)]
    draft = builder.draft()
    draft.title, draft.title_from = _words(root.findtext("head/title") or ""), "header"
    draft.published, draft.published_from = parse_date(root.findtext("head/dateCreated") or ""), "header"
    draft.source = _words(root.findtext("head/ownerName") or "")
    if waiting:
        draft.warnings.append(f"Only the first {MAX_OUTLINES:,} lines of the list are read.")
    if not draft.blocks:
        draft.warnings.append("The list is empty.")
    yield "", draft


def _words(text: str) -> str:
    return " ".join(make_safe(text)[0].split())[:500]
