"""A web page saved whole with its pictures (MHTML, RFC 2557) → its document, read as any page."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Part
from reader.formats.html import page
from reader.formats.mail.mime import MimePart, MimeTree
from reader.formats.metadata.dates import parse_date

_PAGES = ("text/html", "application/xhtml+xml")


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Give the one document of a saved page. Raises FormatError when no page is in the file."""
    root = MimeTree(data).root
    part = _first_page(root)
    if part is None:
        raise FormatError("it holds no web page", "broken")
    content = part.content()
    if part.headers.get_content_charset():
        content = codecs.BOM_UTF8 + part.text()[0].encode("utf-8", "replace")
    for key, draft in page.load(content, context):
        if isinstance(draft, Draft):
            draft.property_title = root.header("subject")
            draft.property_date = parse_date(root.header("date"))
            address = root.header("snapshot-content-location") or part.header("content-location")
            draft.meta += (("saved from", address[:2_000]),) if address else ()
        yield key, draft


def _first_page(root: MimePart) -> MimePart | None:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        if part.type in _PAGES:
            return part
        waiting += reversed(part.parts)
    return None
