"""Bytes → text: byte order marks, UTF-8, and what else it may be.

A guess is said aloud: the document keeps a sentence about it.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from typing import NamedTuple

from reader.errors import NotTextError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NO_TEXT = (
    (b"%PDF-", "a PDF file, not text"),
    (b"PK\x03\x04", "a ZIP archive or an Office document, not text"),
    (b"\xd0\xcf\x11\xe0", "an Office document, not text"),
    (b"\x89PNG", "a picture, not text"),
    (b"\xff\xd8\xff", "a picture, not text"),
    (b"GIF8", "a picture, not text"),
    (b"\x1f\x8b", "a gzip archive, not text"),
    (b"\x7fELF", "a program, not text"),
    (b"SQLite format 3\x00", "a database, not text"),
    (b"{\\rtf", "a Rich Text file, not plain text"),
)
# Bytes that no text has, whatever its encoding; tab, the line ends, backspace and escape may occur.
_BINARY = bytes(code for code in range(0x20) if code not in (8, 9, 10, 12, 13, 0x1B))
_BYTES = "not text: it holds bytes that no text has"
_SAMPLE = 65_536
_HIGH = bytes(range(0x80, 0x100))
_PAIR = re.compile(rb"[\xa1-\xa3](?:[\x40-\x7e]|[\xa1-\xfe])")
_QUOTES_AND_DASHES = frozenset("‘’“”—–…•·′″─－‧、。〝〞")
_MOST_ODD = 20_000
_LISTED_STRETCHES = 8
"""The places of odd stretches that are told at most."""
_CANDIDATES = [
    "cp1252", "latin_1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_9", "koi8_r", "koi8_u", "mac_roman",
    "cp932", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_NAMES = {
    "cp1252": "windows-1252",
    "latin_1": "iso-8859-1",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
}


class Decoded(NamedTuple):
    """A text, the name of its encoding, and a sentence about how that was found; empty when it was plain."""

    text: str
    encoding: str
    warning: str = ""


def decode(data: bytes) -> Decoded:
    """Return the text in the bytes, newlines as `\\n`, without a byte order mark; raises NotTextError."""
    decoded = _decode(data)
    text = decoded.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text.removeprefix("\ufeff"), decoded.encoding, decoded.warning)


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    for magic, description in _NO_TEXT:
        if data.startswith(magic):
            raise NotTextError(description)
    sample = data[:_SAMPLE]
    if b"\x00" in sample:
        wide = _wide(sample)
        if wide:
            decoded = _strictly(data, wide)
            return decoded._replace(
                warning=f"The encoding is not stated; it reads as {wide.upper()}. {decoded.warning}".rstrip()
            )
    binary = len(sample) - len(sample.translate(None, _BINARY))
    zeros = sample.count(0)
    if (
        binary > max(64, len(sample) // 3)
        or (zeros and binary * 2 > len(sample))
        or zeros > max(4, len(sample) // 50)
        or zeros * 3 > len(sample)
    ):
        raise NotTextError(_BYTES)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if binary > max(4, len(sample) // 20):
            raise NotTextError(_BYTES) from error
        return _guess(data, error.start)


def _strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(
            text, encoding, f"Broken {encoding.upper()}: {text.count(chr(0xFFFD))} characters cannot be read."
        )


def _wide(sample: bytes) -> str:
    """UTF-16 without a byte order mark: nearly all zero bytes stand at odd places, or all at even ones."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    others = sample.translate(None, b"\x00" + _BINARY)
    if len(others) < max(4, half // 2):
        return ""  # too little that could be letters
    if odd > half * 0.4 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.02:
        return "utf-16-be"
    return ""


def _guess(data: bytes, first_error: int) -> Decoded:
    """For bytes that are no UTF-8, whose first error is at `first_error`."""
    symbols = _symbols(data)
    if symbols:
        return Decoded(
            data.decode(symbols, "replace"),
            symbols,
            f"The encoding is not stated; it reads as {_encoding_name(symbols)}.",
        )
    piecewise = _piecewise(data)
    if piecewise is not None:
        return piecewise
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    multibyte = sum(1 for char in lenient[:_SAMPLE] if char > "\x7f" and char != "\ufffd")
    if multibyte >= 3 * broken:
        return Decoded(
            lenient, "utf-8", f"Broken UTF-8: {broken} characters cannot be read and are shown as \ufffd."
        )
    begin = max(0, first_error - _SAMPLE // 8)
    sample = data[begin : begin + _SAMPLE]
    encoding = _latin(sample) or _detected(sample) or "cp1252"
    text = data.decode(encoding, "replace")
    return Decoded(
        text,
        _NAMES.get(encoding, encoding),
        f"The encoding is not stated; it reads as {_encoding_name(encoding)}.",
    )


def _symbols(data: bytes) -> str:
    """Return the multi-byte page of a text whose only characters beyond ASCII are symbols of that page.

    English with quotation marks and dashes of Big5, GB 18030 or EUC-KR: two bytes, the first of them A1 to
    A3.
    """
    pairs = _PAIR.findall(data)
    if len(pairs) < 2 or sum(map(len, pairs)) != len(data) - len(data.translate(None, _HIGH)) + sum(
        pair[1] < 0x80 for pair in pairs
    ):
        return ""
    scores = []
    for page in ("big5", "gb18030", "euc_kr"):
        try:
            marks = b"".join(pairs).decode(page)
        except UnicodeDecodeError:
            continue
        scores.append((sum(mark in _QUOTES_AND_DASHES for mark in marks), page))
    best = max(scores, default=(0, ""), key=lambda score: score[0])
    return best[1] if best[0] * 4 >= len(pairs) * 3 else ""


def _piecewise(data: bytes) -> Decoded | None:
    """Decode UTF-8 with a few odd stretches, which are taken as Windows-1252; None when it is no such text.

    Whoever pasted a line of another page into a text left whole characters of UTF-8 elsewhere, and single
    bytes of letters and quotation marks in that line.
    """
    if data.decode("utf-8", "replace").count("\ufffd") > _MOST_ODD:
        return None
    stretches: list[tuple[int, int]] = []

    def odd(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        if error.reason == "unexpected end of data":
            return "\ufffd", error.end
        stretches.append((error.start, error.end))
        return error.object[error.start : error.end].decode("cp1252", "replace"), error.end

    codecs.register_error("reader.windows-1252", odd)
    text = data.decode("utf-8", "reader.windows-1252")
    bytes_beyond = len(data) - len(data.translate(None, _HIGH))
    odd_bytes = sum(end - start for start, end in stretches)
    joined = sum(1 for one, other in pairwise(stretches) if one[1] == other[0])
    whole = bytes_beyond - odd_bytes
    if "\ufffd" in text or whole < 2 or joined * 3 > len(stretches) or odd_bytes > max(3 * whole, 12):
        return None
    lines = dict.fromkeys(data.count(b"\n", 0, start) + 1 for start, _end in stretches[:_LISTED_STRETCHES])
    places = ", ".join(f"{line:,}" for line in lines) + (" …" if len(stretches) > _LISTED_STRETCHES else "")
    count = len(stretches)
    stretches_are = "1 stretch is" if count == 1 else f"{count:,} stretches are"
    where = "line" if len(lines) == 1 else "lines"
    return Decoded(text, "utf-8", f"{stretches_are} no UTF-8 and read as Windows-1252 ({where} {places}).")


def _encoding_name(encoding: str) -> str:
    names = {"cp1252": "Windows-1252", "latin_1": "Latin-1"}
    return names.get(encoding, _NAMES.get(encoding, encoding.replace("_", "-")).upper())


def _latin(sample: bytes) -> str:
    """The code page of a text in Latin letters, when nearly all its bytes beyond ASCII are letters and marks
    of one language, or of several Western ones; empty otherwise.

    Statistics over bytes fail on the few accents of a short text. In these languages accented letters are
    few and seldom neighbours, which tells them from other scripts.
    """
    high = [place for place, byte in enumerate(sample) if byte > 0x7F]
    neighbours = sum(1 for one, two in pairwise(high) if two == one + 1)
    if len(high) * 3 > len(sample) or neighbours * 2 > len(high):
        return ""
    shares = [(sum(1 for place in high if sample[place] in letters), page) for page, letters in _ALPHABETS]
    best, page = max(shares, key=lambda share: share[0])
    if best * 10 >= len(high) * 9:
        return page
    western = frozenset().union(*(letters for page, letters in _ALPHABETS if page == "cp1252"))
    return "cp1252" if sum(1 for place in high if sample[place] in western) * 10 >= len(high) * 9 else ""


_MARKS_OF_ALL = "‘’‚“”„‹›–—…•€©®°§«»´ ™"
# The letters beyond ASCII of one language each; at a tie the first one counts.
_ALPHABETS = [
    (page, frozenset((letters + letters.upper() + _MARKS_OF_ALL).encode(page, "ignore")))
    for page, letters in (
        ("cp1252", "àâæçèéêëîïôœùûüñ£½"),  # French, and English with borrowed words
        ("cp1252", "äöüßé"),  # German
        ("cp1252", "áéíñóúü¿¡ºª"),  # Spanish
        ("cp1252", "áâãàçéêíóôõúºª"),  # Portuguese
        ("cp1252", "àèéìíòóùú"),  # Italian
        ("cp1252", "æøåéäö"),  # Danish, Norwegian, Swedish, Finnish
        ("cp1252", "áðéíóúýþæö"),  # Icelandic
        ("cp1254", "çğıöşüâîû"),  # Turkish
        ("cp1250", "ąćęłńóśźż"),  # Polish
        ("cp1250", "áčďéěíňóřšťúůýž"),  # Czech
        ("cp1250", "áäčďéíĺľňóôŕšťúýž"),  # Slovak
        ("cp1250", "áéíóöőúüű"),  # Hungarian
        ("cp1250", "ăâîşţ"),  # Romanian
        ("cp1250", "čćđšž"),  # Croatian, Bosnian, Serbian, Slovene
    )
]


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    return best.encoding if best is not None else ""
