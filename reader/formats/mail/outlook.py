"""Outlook's messages (.msg) → e-mail, which is then read as any other.

A message of Outlook is a compound file with a stream for each property. What there is of head, text and
attachments is written down as a message of RFC 5322, so that one reader is enough. Sources: Microsoft,
[MS-OXMSG] and [MS-OXPROPS].
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import quote

from reader.errors import FormatError, NotTextError
from reader.formats.decoding.encoding import decode
from reader.formats.format import Context, Part
from reader.formats.mail import message
from reader.formats.mail.compressed_rtf import decompressed
from reader.formats.office.compound import CompoundFile

MAX_ATTACHMENTS = 1_000
MAX_RECIPIENTS = 5_000
MAX_DEPTH = 10
_MAX_RTF = 32 * 1024 * 1024
_PROPERTIES = "__properties_version1.0"
_HEADERS = ("Message-ID", "In-Reply-To", "References", "Reply-To", "List-Id")
_SUBJECT, _BODY, _HTML, _RTF, _TRANSPORT = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
_SENT, _DELIVERED, _CREATED = 0x0039, 0x0E06, 0x3007
_CODE_PAGES = (0x3FDE, 0x3FFD)
_SENDER_NAMES, _SENDER_ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x0C1F, 0x5D02, 0x0065)
_NAME, _ADDRESSES, _RECIPIENT_KIND = 0x3001, (0x39FE, 0x3003), 0x0C15
_FILE_NAMES, _DATA, _TYPE = (0x3707, 0x3704, 0x3001), 0x3701, 0x370E
_UNICODE, _BYTES, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_FIELD = re.compile(r"^([A-Za-z-]+):(.*(?:\n[ \t].*)*)", re.MULTILINE)


class _Attachment(NamedTuple):
    name: str
    type: str
    data: bytes


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Yield the document of a message and the files in it; raises FormatError."""
    file = CompoundFile(data)
    if _PROPERTIES not in file:
        raise FormatError("it is no message of Outlook", "broken")
    yield from message.load(_Item(file, "", 32).as_mail(0), context)


class _Item:
    """A message, a recipient or an attachment: the streams below one place of the file."""

    def __init__(self, file: CompoundFile, place: str, header_size: int) -> None:
        self._file = file
        self._place = place
        self._numbers: dict[int, bytes] = {}
        properties = self._stream(_PROPERTIES)
        for start in range(header_size, len(properties) - 15, 16):
            (tag,) = struct.unpack_from("<I", properties, start)
            self._numbers[tag >> 16] = properties[start + 8 : start + 16]
        page = next((number for tag in _CODE_PAGES if (number := self.number(tag))), 0)
        self._code_page = {65001: "utf-8", 1200: "utf-16-le"}.get(page, f"cp{page}" if page else "")

    def as_mail(self, depth: int) -> bytes:
        """Return a message as bytes that a reader of e-mail takes."""
        transport = self.text(_TRANSPORT).replace("\r\n", "\n")
        fields = {name.lower(): value for name, value in _FIELD.findall(transport)}
        recipients: dict[int, list[str]] = {}
        for item in self._items("__recip_version1.0_#", MAX_RECIPIENTS):
            recipients.setdefault(item.number(_RECIPIENT_KIND), []).append(
                _mailbox(item.text(_NAME), item.first(_ADDRESSES))
            )
        address = self.first(_SENDER_ADDRESSES)
        head = {
            "From": fields.get("from", "")
            if "@" not in address
            else _mailbox(self.first(_SENDER_NAMES), address),
            "To": ", ".join(filter(None, recipients.get(1, []))),
            "Cc": ", ".join(filter(None, recipients.get(2, []))),
            "Date": self._sent() or fields.get("date", ""),
            "Subject": self.text(_SUBJECT),
            **{name: fields.get(name.lower(), "") for name in _HEADERS},
        }
        head["From"] = head["From"] or _mailbox(self.first(_SENDER_NAMES), address)
        return _written(head, self._texts(), list(self._attachments(depth)))

    def text(self, tag: int) -> str:
        """Return a property that is text; empty when there is none."""
        wide = self._stream(f"__substg1.0_{tag:04X}{_UNICODE}")
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        return self._decoded(self._stream(f"__substg1.0_{tag:04X}{_BYTES}")).rstrip("\0")

    def first(self, tags: tuple[int, ...]) -> str:
        """Return the first of several properties that has text."""
        return next((text for tag in tags if (text := self.text(tag))), "")

    def number(self, tag: int) -> int:
        """Return a property that is a number; 0 when there is none."""
        return int(struct.unpack_from("<i", self._numbers[tag])[0]) if tag in self._numbers else 0

    # Pieces

    def _stream(self, name: str) -> bytes:
        path = f"{self._place}{name}"
        return self._file.read(path) if path in self._file else b""

    def _items(self, prefix: str, most: int) -> Iterator[_Item]:
        for number in range(most):
            place = f"{self._place}{prefix}{number:08X}/"
            if f"{place}{_PROPERTIES}" not in self._file:
                return
            yield _Item(self._file, place, 8)

    def _decoded(self, data: bytes) -> str:
        if not data:
            return ""
        if self._code_page:
            try:
                return data.decode(self._code_page)
            except (LookupError, UnicodeDecodeError):
                pass
        try:
            return decode(data).text
        except NotTextError:
            return ""

    def _sent(self) -> str:
        for tag in (_SENT, _DELIVERED, _CREATED):
            if tag in self._numbers:
                (ticks,) = struct.unpack("<Q", self._numbers[tag])
                try:
                    return format_datetime(_EPOCH + timedelta(microseconds=ticks // 10))
                except (OverflowError, ValueError):
                    continue
        return ""

    def _texts(self) -> list[tuple[str, str]]:
        """Return the forms of the text that there are, as types and texts."""
        plain = self.text(_BODY)
        page = self._decoded(self._stream(f"__substg1.0_{_HTML:04X}{_BINARY}")) or self.text(_HTML)
        if not plain.strip() and not page.strip():
            plain = _text_of_rich_text(self._stream(f"__substg1.0_{_RTF:04X}{_BINARY}"))
        forms = [("text/plain", plain), ("text/html", page)]
        return [form for form in forms if form[1].strip()]

    def _attachments(self, depth: int) -> Iterator[_Attachment]:
        for item in self._items("__attach_version1.0_#", MAX_ATTACHMENTS):
            name = item.first(_FILE_NAMES)
            inner = f"{item._place}__substg1.0_{_DATA:04X}{_OBJECT}/"
            if f"{inner}{_PROPERTIES}" in self._file:
                if depth < MAX_DEPTH:
                    carried = _Item(self._file, inner, 24)
                    yield _Attachment("", "message/rfc822", carried.as_mail(depth + 1))
                continue
            data = item._stream(f"__substg1.0_{_DATA:04X}{_BINARY}")
            kind = item.text(_TYPE) or "application/octet-stream"
            yield _Attachment(name, kind, data)


def _mailbox(name: str, address: str) -> str:
    """Return a name with its address, as a head has them."""
    if not address or address == name:
        return name or address
    if "@" not in address:
        return name or address
    return f"{name} <{address}>" if name else address


def _text_of_rich_text(data: bytes) -> str:
    if not data:
        return ""
    from reader.formats.office.rtf import rtf

    rich = decompressed(data, _MAX_RTF)
    if not rich.lstrip().startswith(rb"{\rtf"):
        return ""
    return rtf.text_of(rich)


def _written(head: dict[str, str], texts: list[tuple[str, str]], attachments: list[_Attachment]) -> bytes:
    """Return a message with this head, the forms of its text beside each other, and what it carries."""
    lines = [_field(name, value) for name, value in head.items() if value.strip()]
    forms = [_part(f"{kind}; charset=utf-8", text.encode("utf-8", "replace")) for kind, text in texts]
    carried = [
        _part(one.type, one.data)
        if one.type == "message/rfc822"
        else _part(_clean(one.type), one.data, one.name or "attachment")
        for one in attachments
    ]
    text = forms[0] if len(forms) == 1 else _multipart("alternative", forms)
    whole = _multipart("mixed", [text, *carried]) if carried else text
    return b"".join(lines) + b"MIME-Version: 1.0\r\n" + whole


def _part(kind: str, data: bytes, name: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\n".encode("ascii", "replace")
    if name:
        head += f"Content-Disposition: attachment; filename*=utf-8''{quote(name, safe='')}\r\n".encode()
    if kind == "message/rfc822":
        return head + b"\r\n" + data
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    mark = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (kind.encode(), mark)
    return head + b"".join(b"--%s\r\n%s\r\n" % (mark, part) for part in parts) + b"--%s--\r\n" % mark


def _field(name: str, value: str) -> bytes:
    """Return a field of the head, what is not ASCII in encoded words of at most 75 characters (RFC 2047)."""
    line = " ".join(value.split())
    if line.isascii():
        return f"{name}: {line}\r\n".encode()
    words = [line[start : start + 10] for start in range(0, len(line), 10)]
    encoded = (base64.b64encode(word.encode("utf-8", "replace")).decode() for word in words)
    folded = "\r\n ".join(f"=?utf-8?B?{word}?=" for word in encoded)
    return f"{name}: {folded}\r\n".encode()


def _clean(kind: str) -> str:
    return kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind, re.ASCII) else "application/octet-stream"
