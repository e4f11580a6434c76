"""Word documents before 2007 → documents."""

from __future__ import annotations

import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ole_files import ole_file

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document

Check = Callable[[Document], None]

START = 0x600
CELL, ROW = "\x07", "\x07"
IN_TABLE, ROW_END = struct.pack("<HB", 0x2416, 1), struct.pack("<HB", 0x2417, 1)
BOLD, DELETED, HIDDEN = (struct.pack("<HB", code, 1) for code in (0x0835, 0x0800, 0x083C))


def page(bounds: list[int], contents: list[bytes], size: int) -> bytes:
    """A page of properties: where each range ends, and what holds there, from the end of the page upwards."""
    places, body, end = b"", bytearray(512), 511
    for content in contents:
        end = (end - len(content)) & ~1
        body[end : end + len(content)] = content
        places += bytes([end // 2 if content else 0]) + bytes(size - 1)
    head = struct.pack(f"<{len(bounds)}I", *bounds) + places
    body[: len(head)] = head
    body[511] = len(contents)
    return bytes(body)


def doc(
    *paragraphs: tuple[str, int, bytes],
    looks: list[tuple[int, bytes]] = (),  # type: ignore[assignment]
    stories: dict[int, str] = {},  # noqa: B006 - it is only read
    tables: dict[int, bytes] = {},  # noqa: B006
    flags: int = 0x0200,
    version: int = 0xD9,
    is_wide: bool = False,
) -> bytes:
    """A .doc of paragraphs with their marks, each with the number of its style and its own properties.

    `looks` are ends of ranges and what holds of the characters up to them; `stories` the lengths of further
    texts by where the head has them; `tables` parts of the table stream by where the head names them.
    """
    text = "".join(one[0] for one in paragraphs)
    more = "".join(stories.values())
    width = 2 if is_wide else 1
    data = (text + more).encode("utf-16-le" if is_wide else "cp1252")
    bounds = [START]
    papx: list[bytes] = []
    for content, style, changes in paragraphs:
        bounds.append(bounds[-1] + len(content) * width)
        grpprl = struct.pack("<H", style) + changes
        grpprl += b"" if len(grpprl) % 2 else b"\0"
        papx.append(bytes([(len(grpprl) + 1) // 2]) + grpprl)
    ends = [START, *(START + end * width for end, _change in looks)]
    chpx = [bytes([len(change)]) + change if change else b"" for _end, change in looks]
    main = bytearray(START) + data
    main += bytes(-len(main) % 512)
    pages = len(main) // 512
    main += page(bounds, papx, 13) + page(ends, chpx, 1)
    table = bytearray(b"\0")

    def put(place: int, part: bytes) -> None:
        struct.pack_into("<II", main, place, len(table), len(part))
        table.extend(part)

    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<i", main, 0x4C, len(text))
    for place, story in stories.items():
        struct.pack_into("<i", main, place, len(story))
    offset = START if is_wide else START * 2 | 0x40000000
    pieces = struct.pack("<IIHIH", 0, len(text + more), 0, offset, 0)
    put(0x1A2, b"\x02" + struct.pack("<I", len(pieces)) + pieces)
    put(0x102, struct.pack("<III", bounds[0], bounds[-1], pages))
    put(0xFA, struct.pack("<III", ends[0], ends[-1], pages + 1) if looks else b"")
    for place, part in tables.items():
        put(place, part)
    return ole_file({"WordDocument": bytes(main), "1Table": bytes(table)})


def para(text: str, style: int = 0, changes: bytes = b"") -> tuple[str, int, bytes]:
    return f"{text}\r", style, changes


def read(*paragraphs: tuple[str, int, bytes], **rest: object) -> Document:
    return parse(doc(*paragraphs, **rest), "a.doc")  # type: ignore[arg-type]


@pytest.mark.parametrize("is_wide", [False, True])
def test_headings_and_paragraphs(check_document: Check, is_wide: bool) -> None:
    document = read(para("The berth", 1), para("It is\tclosed.\x0bShips wait – now."), is_wide=is_wide)
    check_document(document)
    assert document.text == "The berth\n\nIt is\tclosed.\nShips wait – now."
    assert [(block.kind, block.level) for block in document.blocks] == [("heading", 1), ("paragraph", 0)]
    assert (document.format, document.title) == ("word", "The berth")


def test_looks_deletions_and_hidden_text() -> None:
    document = read(
        para("It is shut closed secret."),
        looks=[(6, b""), (11, DELETED), (17, BOLD), (24, HIDDEN), (26, b"")],
    )
    assert document.text == "It is closed."
    assert [document.text[style.start : style.end] for style in document.styles] == ["closed"]
    assert document.warnings == (
        "1 tracked deletion left out of the text.",
        "Hidden text is left out: 7 characters.",
    )


def test_tables() -> None:
    document = read(
        *((f"{text}{CELL}", 0, IN_TABLE) for text in ("Port", "Ships")),
        (ROW, 0, IN_TABLE + ROW_END),
        *((f"{text}{CELL}", 0, IN_TABLE) for text in ("Velm", "4")),
        (ROW, 0, IN_TABLE + ROW_END),
        para("After."),
    )
    assert document.text == "Port\tShips\nVelm\t4\n\nAfter."


def test_lists_are_counted() -> None:
    level = struct.pack("<iB", 1, 0) + bytes(23) + struct.pack("<H", 2) + "\0.".encode("utf-16-le")
    lists = struct.pack("<H", 1) + struct.pack("<II", 7, 0) + bytes(18) + b"\x01\0" + level
    overrides = struct.pack("<II", 1, 7) + bytes(12)
    item = struct.pack("<HH", 0x460B, 1)
    document = read(
        para("One", 0, item), para("Two", 0, item), para("End."), tables={0x2E2: lists, 0x2EA: overrides}
    )
    assert document.text == "1. One\n2. Two\n\nEnd."


def test_notes_and_fields() -> None:
    link = '\x13 HYPERLINK "https://a.example/" \x14list\x15'
    document = read(
        para(f"Of 12\x02 in the {link}."),
        stories={0x50: "By the log.\r\r"},
        tables={0xAA: struct.pack("<IIH", 5, 60, 0), 0xB2: struct.pack("<III", 0, 12, 13)},
    )
    assert document.text == "Of 12[1] in the list.\n\n[1] By the log."
    assert [style.target for style in document.styles if style.kind == "link"] == ["https://a.example/"]


def test_a_field_that_never_ends_loses_no_text() -> None:
    assert read(para("One \x13two."), para("Three.")).text == "One two.\n\nThree."


def test_what_cannot_be_read_says_why() -> None:
    with pytest.raises(UnreadableFile, match="protected with a password"):
        read(para("x"), flags=0x0300)
    with pytest.raises(UnreadableFile, match="before 1997"):
        read(para("x"), version=0x65)
    with pytest.raises(UnreadableFile, match="no Word document"):
        parse(ole_file({"Workbook": b"x"}), "a.doc")
    data = doc(para("Ships wait."))
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(UnreadableFile):
            parse(data[:end], "a.doc")


def test_an_empty_document_says_so() -> None:
    assert read(para("")).warnings == ("The document has no text.",)


@given(st.binary(max_size=200), st.integers(0, 0x600))
def test_any_bytes_in_the_head(check_document: Check, junk: bytes, place: int) -> None:
    data = bytearray(doc(para("Ships wait."), para("x", 1)))
    head = data.index(struct.pack("<HH", 0xA5EC, 0xD9))
    data[head + 4 + place : head + 4 + place + len(junk)] = junk
    with suppress(UnreadableFile):
        check_document(parse(bytes(data), "a.doc"))


def test_real_documents_come_out_as_their_newer_form(shared_data: Path) -> None:
    path = shared_data / "formats" / "word-docling" / "sources" / "legacy_sample.doc"
    if not path.exists():
        pytest.skip("the sets of formats are not here")
    document = parse(path.read_bytes(), path.name)
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 1, 2]
    assert "1. Leaves\n2. Berries\n3. Grain" in document.text
