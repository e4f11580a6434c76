"""What a file holds, told from its bytes, where its name says nothing or cannot be right."""

from __future__ import annotations

import re

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}\?>\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MBOX = re.compile(rb"From [^\n]{1,300}\d\d:\d\d[^\n]{0,100}\n(?:>From [^\n]*\n)?[!-9;-~]{1,100}[ \t]*:")
_PDF_FROM = 1_024
"""The bytes before which `%PDF-` may stand (PDF 1.7, implementation note 13)."""
_DIRECTORY = 65_536
"""The bytes at the end of an archive in which the names of its files are looked for."""
_OFFICE = (
    (b"word/document.xml", "word"),
    (b"xl/workbook.", "sheets"),
    (b"ppt/presentation.xml", "slides"),
)
_MIMETYPES = (
    (b"application/epub+zip", "epub"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "sheets"),
    (b"application/vnd.oasis.opendocument.", "odf"),
)
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("__properties_version1.0", "outlook"),
    ("WordDocument", "word"),
    ("Workbook", "sheets"),
)
"""What older files of Office call their main stream, and the format; a message may have others in it."""


def format_by_content(data: bytes) -> str:
    """Return the name of the format that these bytes are surely of; empty when that is not told from them."""
    if b"%PDF-" in data[:_PDF_FROM]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_ZIP):
        return _by_members(data)
    if data.startswith(_COMPOUND):
        return next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), "")
    if _HTML.match(data):
        return "html"
    if _MBOX.match(data):
        return "mbox"
    return ""


def _by_members(data: bytes) -> str:
    """Return the format of a ZIP file by its first member or its directory."""
    for mimetype, name in _MIMETYPES:
        if mimetype in data[:200]:
            return name
    directory = data[-_DIRECTORY:]
    return next((name for member, name in _OFFICE if member in directory), "zip")
