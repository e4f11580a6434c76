"""Bytes become text by their marks, as UTF-8, or by a guess that is said aloud."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NotTextError
from reader.formats.decoding.encoding import decode

GERMAN = "Der Hafen von Velmöra wurde am Freitag geschlossen. „Größere Schäden“ gab es nicht, hieß es."
RUSSIAN = "Порт был закрыт в пятницу вечером после шторма. Четырнадцать судов ждут у мыса. " * 4


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@given(
    text=st.text(st.characters(exclude_categories=("Cs",)), max_size=40).filter(lambda text: "\r" not in text)
)
def test_a_byte_order_mark_says_the_encoding_and_is_no_text(mark: bytes, codec: str, text: str) -> None:
    if codec == "utf-16-le" and text.startswith("\x00"):
        return  # the same bytes as UTF-32's mark
    decoded = decode(mark + text.encode(codec))
    assert decoded.text == text.removeprefix("\ufeff")
    assert decoded.encoding == codec
    assert decoded.warning == ""


def test_utf_8_needs_no_mark() -> None:
    assert decode(GERMAN.encode()) == (GERMAN, "utf-8", "")


@pytest.mark.parametrize(
    "text", ["caf\u00e9 d\u00e9j\u00e0 vu", "“Quoted” – it’s 5 €", GERMAN, "x" * 500 + " na\u00efve"]
)
def test_western_text_is_read_as_windows_1252_and_it_is_said(text: str) -> None:
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text
    assert decoded.encoding == "windows-1252"
    assert "Windows-1252" in decoded.warning


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        ("Port został zamknięty w piątek po burzy, źródła mówią o dwóch żurawiach.", "cp1250"),
        ("Přístav byl v pátek uzavřen po bouři, lodě čekají u mysu.", "cp1250"),
        ("A kikötőt péntek este bezárták egy vihar után, mondta a kikötőmester.", "cp1250"),
        ("Liman cuma akşamı fırtınadan sonra kapatıldı, gemiler açıkta bekliyor.", "cp1254"),
        ("Το λιμάνι έκλεισε την Παρασκευή το βράδυ μετά από μια μεγάλη καταιγίδα.", "cp1253"),
        ("港は金曜日の夜、嵐の後に閉鎖されたと港長は述べた。", "cp932"),
    ],
)
def test_other_code_pages_are_detected(text: str, page: str) -> None:
    decoded = decode(text.encode(page))
    assert decoded.text == text
    assert decoded.warning


def test_a_broken_byte_in_utf_8_does_not_spoil_the_rest() -> None:
    decoded = decode((GERMAN * 3).encode() + b"\xc3")
    assert decoded.text == GERMAN * 3 + "\ufffd"
    assert decoded.encoding == "utf-8"
    assert "1 character" in decoded.warning


def test_utf_16_without_a_mark_is_recognised() -> None:
    decoded = decode(GERMAN.encode("utf-16-le"))
    assert decoded.text == GERMAN
    assert "UTF-16" in decoded.warning


def test_line_ends_are_newlines() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(256)) * 40, "not text"),
        (b"\x00" * 100, "not text"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(NotTextError, match=reason):
        decode(data)


def test_text_with_escapes_in_it_is_still_text() -> None:
    assert decode(b"\x1b[31mred\x1b[0m \x07 " * 50).encoding == "utf-8"
