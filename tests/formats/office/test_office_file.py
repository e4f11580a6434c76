"""Archives and XML of office documents, under limits."""

from __future__ import annotations

import io
import zipfile

import pytest

from reader.errors import FormatError
from reader.formats.office import office_file
from reader.formats.office.office_file import FLAT_FROM, MAX_DEPTH, OfficeFile, parse_xml


def archive(**members: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


def test_a_member_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_file, "MAX_MEMBER", 100)
    file = OfficeFile(archive(small="x" * 100, large="x" * 101))
    assert file.read("small") == b"x" * 100
    with pytest.raises(FormatError, match="too large unpacked"):
        file.read("large")


def test_a_member_may_not_be_far_larger_than_packed() -> None:
    file = OfficeFile(archive(small="x" * 4_000_000, large="x" * 6_000_000))
    assert len(file.read("small")) == 4_000_000
    with pytest.raises(FormatError, match="more than 200 times as large") as caught:
        file.read("large")
    assert caught.value.code == "too-large"


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_file, "MAX_UNPACKED", 150)
    file = OfficeFile(archive(a="x" * 100, b="x" * 100))
    file.read("a")
    with pytest.raises(FormatError, match="too large unpacked"):
        file.read("b")


def test_the_number_of_members_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_file, "MAX_MEMBERS", 2)
    with pytest.raises(FormatError, match="3 parts, and 2 is the limit"):
        OfficeFile(archive(a="", b="", c=""))


def test_what_lies_about_its_size_is_broken() -> None:
    data = archive(a=b"x" * 1_000_000)
    lying = data.replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(FormatError, match="cannot be unpacked"):
        OfficeFile(lying).read("a")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no file of the kind"),
        (b"no archive", "no file of the kind"),
        (b"PK\x03\x04", "its end is missing"),
        (archive(a="x" * 999)[:60], "its end is missing"),
        (archive(a="x").replace(b"PK\x01\x02", b"PK\x09\x09"), "cannot be told apart"),
    ],
    ids=["empty", "text", "beginning", "cut off", "wrong directory"],
)
def test_what_is_no_archive_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        OfficeFile(data)


def test_a_document_type_is_refused() -> None:
    with pytest.raises(FormatError, match="document type"):
        parse_xml(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "a.xml", {})
    with pytest.raises(FormatError, match="document type"):
        parse_xml('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "a.xml", {})


def test_wrappers_are_flattened_and_nothing_in_them_is_lost() -> None:
    data = b"<a>" + b"<w>" * 5_000 + b"<p>deep</p>" + b"</w>" * 5_000 + b"</a>"
    root = parse_xml(data, "a.xml", {}, frozenset({"w"}))
    depth, element = 0, root
    while len(element):
        depth, element = depth + 1, element[0]
    assert (element.tag, element.text) == ("p", "deep")
    assert depth <= FLAT_FROM + 1


def test_what_nests_deeper_is_refused() -> None:
    data = b"<p>" * (MAX_DEPTH + 1) + b"</p>" * (MAX_DEPTH + 1)
    with pytest.raises(FormatError, match="too deeply"):
        parse_xml(data, "a.xml", {})


def test_names_get_their_prefixes() -> None:
    root = parse_xml(b'<x:a xmlns:x="urn:one" x:k="v"><b xmlns="urn:two"/></x:a>', "a.xml", {"urn:one": "w"})
    assert (root.tag, root.attrib, root[0].tag) == ("w:a", {"w:k": "v"}, "?:b")
