"""Archives → the documents in them, under limits."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats import nesting
from reader.formats.archives import members
from reader.formats.load import parse, parse_all
from reader.formats.nesting import LoadedPart

FILES = {"port/berth.txt": b"The berth is closed.\n", "tides.md": b"# Tides\n\nHigh at six.\n"}


def zipped(files: dict[str, bytes], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 9, 30, 0)), data, level)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(data), 1_772_357_400
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return out.getvalue()


def parts(data: bytes, name: str) -> list[LoadedPart]:
    return list(parse_all(data, name))


def titles(data: bytes, name: str) -> dict[str, str]:
    return {part.inner: part.document.title if part.document else part.code for part in parts(data, name)}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zipped(FILES), "week.zip"),
        (tarred(FILES), "week.tar"),
        (gzip.compress(tarred(FILES), mtime=0), "week.tar.gz"),
        (gzip.compress(tarred(FILES), mtime=0), "week.tgz"),
        (gzip.compress(zipped(FILES), mtime=0), "week.zip.gz"),
    ],
    ids=["zip", "tar", "tar.gz", "tgz", "zip.gz"],
)
def test_the_files_in_an_archive_are_documents(data: bytes, name: str) -> None:
    assert titles(data, name) == {"": "Week", "port/berth.txt": "Berth", "tides.md": "Tides"}
    box, berth, _tides = parts(data, name)
    assert box.document is not None
    assert berth.document is not None
    assert box.document.text == "2 files.\n\nport/berth.txt\ntides.md"
    assert (berth.name, berth.parent) == ("berth.txt", "")
    assert berth.document.published == "2026-03-01T09:30:00Z"
    assert [part.inner for part in parse_all(data, name, only="tides.md")] == ["tides.md"]


def test_a_packed_file_is_that_file() -> None:
    document = parse(gzip.compress(FILES["tides.md"], mtime=0), "tides.md.gz")
    assert (document.title, document.format) == ("Tides", "markdown")
    twice = gzip.compress(b"The berth is ", mtime=0) + gzip.compress(b"closed.", mtime=0)
    assert parse(twice, "a.txt.gz").text == "The berth is closed."


def test_files_that_are_not_read_are_named_and_leftovers_are_not() -> None:
    data = zipped({"a.txt": b"A.", "b.xyz": b"B", "__MACOSX/a.txt": b"x", ".hidden.txt": b"x"})
    (box, _only) = parts(data, "a.zip")
    assert box.document is not None
    assert box.document.warnings == ("Files in it that are not read: b.xyz.",)
    assert box.document.text == "2 files.\n\na.txt\nb.xyz"


def test_names_lead_nowhere() -> None:
    data = zipped({"../../etc/a.txt": b"A.", "/b.txt": b"B.", "c\\d.txt": b"C.", "a/./e\x1b[2J.txt": b"E."})
    keys = [part.inner for part in parts(data, "a.zip")]
    assert keys[:4] == ["", "etc/a.txt", "b.txt", "c/d.txt"]
    assert "\x1b" not in keys[4]


def test_archives_in_archives_open_three_deep() -> None:
    data = b"Deep.\n"
    name = "a.txt"
    for number in range(4):
        data, name = zipped({name: data}), f"{number}.zip"
    assert titles(data, name) == {
        "": "3",
        "2.zip": "2",
        "2.zip/1.zip": "1",
        "2.zip/1.zip/0.zip": "0",
        "2.zip/1.zip/0.zip/a.txt": "too-deep",
    }


def test_what_unpacks_to_too_much_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"a.txt": b"0" * 3_000_000, "b.txt": b"B."})
    assert titles(bomb, "a.zip") == {"": "a", "a.txt": "too-large", "b.txt": "B"}
    with pytest.raises(UnreadableFile, match="200 times"):
        parse(gzip.compress(b"0" * 3_000_000, mtime=0), "a.txt.gz")
    monkeypatch.setattr(nesting, "MAX_MEMBER", 10)
    monkeypatch.setattr(nesting, "MAX_UNPACKED", 10)
    assert titles(zipped(FILES), "a.zip") == {"": "a", "port/berth.txt": "too-large", "tides.md": "too-large"}
    assert titles(tarred(FILES), "a.tar")["tides.md"] == "too-large"


def test_all_in_one_file_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nesting, "MAX_UNPACKED", 30)
    assert titles(zipped(FILES), "a.zip")["port/berth.txt"] == "Berth"
    assert titles(zipped(FILES), "a.zip")["tides.md"] == "too-large"


def test_more_files_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.formats.archives.zip.MAX_MEMBERS", 1)
    with pytest.raises(UnreadableFile, match="2 files in it, and 1 is the limit"):
        parse(zipped(FILES), "a.zip")
    monkeypatch.setattr(nesting, "MAX_MEMBERS", 1)
    assert members.MAX_MEMBERS == 5_000
    assert list(titles(tarred(FILES), "a.tar")) == ["", "port/berth.txt", "more"]


def test_a_password_is_said() -> None:
    data = bytearray(zipped({"a.txt": b"A."}))
    for head in (b"PK\x03\x04", b"PK\x01\x02"):
        start = data.index(head) + (6 if head.endswith(b"\x04") else 8)
        data[start] |= 1
    assert titles(bytes(data), "a.zip") == {"": "a", "a.txt": "password"}


@pytest.mark.parametrize(
    ("data", "name"),
    [(zipped(FILES), "a.zip"), (tarred(FILES), "a.tar"), (gzip.compress(b"x" * 99, mtime=0), "a.txt.gz")],
    ids=["zip", "tar", "gzip"],
)
def test_cut_archives_open_or_say_why(data: bytes, name: str) -> None:
    for tenth in range(10):
        code = _code_of(data[: len(data) * tenth // 10], name)
        assert code in ("", "broken")


@given(st.integers(0, 400), st.binary(min_size=1, max_size=4))
def test_changed_archives_open_or_say_why(offset: int, piece: bytes) -> None:
    for data, name in (
        (zipped(FILES), "a.zip"),
        (tarred(FILES)[:1_600], "a.tar"),
        (gzip.compress(b"x", mtime=0), "a.gz"),
    ):
        _code_of(data[:offset] + piece + data[offset + len(piece) :], name)


def _code_of(data: bytes, name: str) -> str:
    """Read all the parts of a file; the code of the reason where it cannot be read."""
    try:
        read = parts(data, name)
    except UnreadableFile as error:
        return error.code
    assert all(part.document is not None or part.problem for part in read)
    return ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"The berth is closed.", "it is no ZIP archive"), (zipped(FILES)[:-30], "it is broken")],
    ids=["text", "cut off"],
)
def test_what_cannot_be_unpacked_says_whether_it_is_an_archive(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        parts(data, "week.zip")
