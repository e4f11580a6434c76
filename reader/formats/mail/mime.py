"""The bytes of a message → its headers and its tree of parts (RFC 5322, 2045 to 2047, 2231).

Bounded before anything is decoded, and tolerant: a broken message gives the parts that can be told apart. The
standard library's parser follows nesting by recursion without a limit, and takes minutes over one long
header; it is used for the parameters and the transfer encodings of single parts only.
"""

from __future__ import annotations

import binascii
import codecs
import re
from dataclasses import dataclass, field
from email.message import Message

from reader.errors import NotTextError
from reader.formats.decoding.encoding import decode

MAX_PARTS = 1_000
"""The parts of a message that are told apart; what follows them is left out."""
MAX_DEPTH = 50
"""How deep parts are looked for in parts; what lies deeper is an attachment."""
MAX_HEADERS = 262_144
"""The bytes of a part that may be its headers."""
MAX_VALUE = 16_384
"""The bytes of one header that are decoded; the rest of it is left out."""

_HEADERS_END = re.compile(rb"\n\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)
_MBOX_LINE = re.compile(rb"\A>?From [^\n]*\n")
_ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_NO_CHARACTER_SETS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949",
}  # fmt: skip


@dataclass(slots=True)
class MimePart:
    """A part of a message: its headers, where its body stands in the bytes, and the parts in it.

    `line` is the line of the file at which the body begins, from 0. `type` is like `text/plain`.
    `fields` are the first headers of each name, in small letters, as they came: bytes beyond ASCII are
    surrogates, of which `headers` keeps none.
    """

    headers: Message
    type: str
    source: bytes = field(repr=False)
    start: int
    end: int
    line: int
    parts: list[MimePart] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The body as it stands in the file."""
        return self.source[self.start : self.end]

    @property
    def file_name(self) -> str:
        """The name that the part gives itself, empty when it has none."""
        name = self.headers.get_filename()
        return decoded_words(" ".join(name.split())) if name else ""

    def header(self, name: str) -> str:
        """Return a header as one line of text, decoded; empty when there is none."""
        return decoded_words(" ".join(self.fields.get(name, "").split()))

    def content(self) -> bytes:
        """Return the body with its transfer encoding taken off; as it stands where that is broken."""
        self.headers.set_payload(self.body.decode("ascii", "surrogateescape"))
        try:
            content = self.headers.get_payload(decode=True)
        except (ValueError, binascii.Error):
            content = None
        finally:
            self.headers.set_payload("")
        return content if isinstance(content, bytes) else self.body

    @property
    def is_encoded(self) -> bool:
        """Whether the lines of the content are not those of the file."""
        return str(self.headers.get("content-transfer-encoding", "")).strip().lower() in (
            "base64", "quoted-printable", "x-uuencode", "uuencode", "uue",
        )  # fmt: skip

    def text(self) -> tuple[str, str]:
        """Return the content as text, with a sentence about how it was decoded, empty when it was plain.

        Raises NotTextError when it is no text.
        """
        content = self.content()
        stated = _codec(str(self.headers.get_content_charset() or ""))
        if stated:
            try:
                text = content.decode(stated)
                return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"), ""
            except UnicodeDecodeError:
                pass
        decoded = decode(content)
        return decoded.text, decoded.warning


class MimeTree:
    """A message and how much of it was told apart."""

    def __init__(self, data: bytes) -> None:
        self.count = 0
        self.is_cut = False
        """Whether there are more parts, or deeper ones, than the limits allow."""
        self.is_head_cut = False
        """Whether headers of a part are longer than the limit."""
        self._data = data
        self._counted_to = self._lines = 0
        opening = _MBOX_LINE.match(data)
        self.root = self._part(opening.end() if opening else 0, len(data), 0, "text/plain")

    def _part(self, start: int, end: int, depth: int, default_type: str) -> MimePart:
        self.count += 1
        fields, body_start = head_fields(self._data, start, end)
        self.is_head_cut |= body_start - start > MAX_HEADERS
        headers = Message()
        for name, value in fields.items():
            headers[name] = value
        kind = headers.get_content_type() if fields.get("content-type", "").strip() else default_type
        line = self._line_of(body_start)
        part = MimePart(headers, kind, self._data, body_start, end, line, fields=fields)
        if kind.startswith("multipart/"):
            part.parts = self._children(part, body_start, end, depth)
        elif kind == "message/rfc822" and not part.is_encoded:
            part.parts = self._message(body_start, end, depth)
        if not part.parts and kind.startswith("multipart/"):
            part.type = "text/plain" if depth < MAX_DEPTH else "application/octet-stream"
        return part

    def _children(self, part: MimePart, start: int, end: int, depth: int) -> list[MimePart]:
        boundary = str(part.headers.get_boundary() or "").encode("ascii", "surrogateescape")[:300]
        if not boundary:
            return []
        if depth >= MAX_DEPTH:
            self.is_cut = True
            return []
        delimiter = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        parts: list[MimePart] = []
        opened: int | None = None
        for match in delimiter.finditer(self._data, start, end):
            if opened is not None:
                closed = _before_newline(self._data, match.start())
                parts.append(self._part(opened, closed, depth + 1, default))
            opened = None if match[1] else match.end()
            if opened is None:
                break
            if self.count >= MAX_PARTS:
                self.is_cut = True
                return parts
        if opened is not None:
            parts.append(self._part(opened, end, depth + 1, default))
        return parts

    def _message(self, start: int, end: int, depth: int) -> list[MimePart]:
        if depth >= MAX_DEPTH or self.count >= MAX_PARTS:
            self.is_cut = True
            return []
        return [self._part(start, end, depth + 1, "text/plain")]

    def _line_of(self, offset: int) -> int:
        """Return the line of the file at an offset; the offsets that are asked for rise."""
        self._lines += self._data.count(b"\n", self._counted_to, offset)
        self._counted_to = max(self._counted_to, offset)
        return self._lines


def decoded_words(value: str) -> str:
    """Return a header's text with its encoded words decoded (RFC 2047) and raw bytes in it read as text.

    White space between two encoded words is dropped, and a character may be parted between them.
    """
    pieces: list[str] = []
    waiting, waiting_codec, done = b"", "", 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[done : match.start()]
        codec = _codec(match[1]) or "utf-8"
        if waiting and (between.strip() or codec != waiting_codec):
            pieces.append(waiting.decode(waiting_codec, "replace"))
            waiting = b""
        if between.strip() or not done:
            pieces.append(_text_of(between))
        waiting, waiting_codec, done = waiting + _word_bytes(match[2], match[3]), codec, match.end()
    if waiting:
        pieces.append(waiting.decode(waiting_codec, "replace"))
    return "".join([*pieces, _text_of(value[done:])])


def _word_bytes(encoding: str, word: str) -> bytes:
    raw = word.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def head_fields(data: bytes, start: int, end: int) -> tuple[dict[str, str], int]:
    """Return the headers that a part begins with, and where its body begins.

    Without a blank line after them the body begins at the first line that is no header.
    """
    closing = _HEADERS_END.search(data, start, end)
    head_end = closing.start() + 1 if closing else end
    if data.startswith((b"\n", b"\r\n"), start, end):
        return {}, start + data[start : start + 2].index(b"\n") + 1
    fields: dict[str, str] = {}
    headers_end = start
    for match in _FIELD.finditer(data, start, min(head_end, start + MAX_HEADERS)):
        value = b" ".join(match[2][:MAX_VALUE].split(b"\n")).replace(b"\r", b"").strip()
        fields.setdefault(match[1].decode("ascii").lower(), value.decode("ascii", "surrogateescape"))
        if data[headers_end : match.start()].isspace() or headers_end == match.start():
            headers_end = match.end()
    if not fields:
        return {}, start
    if closing:
        return fields, closing.end()
    return fields, end if head_end > start + MAX_HEADERS else min(headers_end + 1, end)


def _before_newline(data: bytes, offset: int) -> int:
    """Return where a part ends before a delimiter: the line end before that belongs to the delimiter."""
    if data[offset - 2 : offset] == b"\r\n":
        return offset - 2
    return offset - 1 if data[offset - 1 : offset] == b"\n" else offset


def _codec(name: str) -> str:
    """Return the codec of a character set's name; empty for one that is not known or says nothing."""
    try:
        codec = codecs.lookup(name.strip().strip("\"'").lower() or "unknown").name
    except (LookupError, ValueError):
        return "cp1255" if name.lower() == "iso-8859-8-i" else ""
    if codec in _NO_CHARACTER_SETS:
        return ""
    try:
        b"aa".decode(codec, "replace")
    except LookupError:  # a codec of bytes, such as zlib
        return ""
    return _WIDER.get(codec, codec)


def _text_of(value: str) -> str:
    """Return a text with the bytes read that stand in it as surrogates."""
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return decode(raw).text
    except NotTextError:
        return raw.decode("cp1252", "replace")
