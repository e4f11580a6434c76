"""Office documents as they lie in a file: the members of a ZIP archive, and the XML in them.

Both are bounded before they are read: a member may be larger than its entry says, and XML may nest without
end or grow by entities. No document type is accepted, so no entity is, and nothing outside is ever asked for.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree

from reader.errors import FormatError

MAX_MEMBERS = 5_000
MAX_MEMBER = 64 * 1024 * 1024
"""The bytes that one member may have unpacked."""
MAX_UNPACKED = 256 * 1024 * 1024
"""The bytes that all members read from one file may have unpacked."""
MAX_RATIO = 200
"""How many times as large as packed a member may be unpacked, from `_SLACK` bytes on."""
_SLACK = 4 * 1024 * 1024
MAX_ELEMENTS = 5_000_000
FLAT_FROM = 200
"""The depth from which elements that only hold others are left out, so that their content moves up."""
MAX_DEPTH = 400

_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    OSError, OverflowError,
)  # fmt: skip
_FIRST_MEMBER, _DIRECTORY_END = b"PK\x03\x04", b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What the older Office documents begin with, and the newer ones when a password protects them."""


class OfficeFile:
    """The members of an archive, read one at a time; raises FormatError for what is none or goes too far."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._archive.namelist())
        except _BROKEN as error:
            raise FormatError(_why_no_archive(data)) from error
        if len(self.names) > MAX_MEMBERS:
            raise FormatError(
                f"it has {len(self.names):,} parts, and {MAX_MEMBERS:,} is the limit", "too-large"
            )
        self._left = MAX_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """Return a member unpacked. Raises FormatError."""
        limit = min(MAX_MEMBER, self._left)
        try:
            entry = self._archive.getinfo(name)
            by_ratio = max(_SLACK, entry.compress_size * MAX_RATIO)
            # A member that says so itself is not unpacked: an archive may hold thousands of such files.
            size = entry.file_size
            if size <= by_ratio:
                with self._archive.open(entry) as member:
                    data = member.read(min(limit, by_ratio) + 1)
                size = len(data)
        except KeyError as error:
            raise FormatError(f"it is broken: {name} is not in it") from error
        except _BROKEN as error:
            raise FormatError(f"it is broken: {name} in it cannot be unpacked") from error
        if size > limit:
            raise FormatError(f"too large unpacked: {limit // 1_048_576} MB is the limit", "too-large")
        if size > by_ratio:
            raise FormatError(
                f"{name} in it is more than {MAX_RATIO} times as large unpacked as packed", "too-large"
            )
        self._left -= len(data)
        return data

    def xml(
        self, name: str, prefixes: Mapping[str, str], wrappers: frozenset[str]
    ) -> ElementTree.Element | None:
        """Return a member as a tree, None when there is none of this name. Raises FormatError.

        Names become `prefix:name` by `prefixes`, from namespace to prefix; `wrappers` are the elements that
        only hold others.
        """
        return parse_xml(self.read(name), name, prefixes, wrappers) if name in self.names else None


def _why_no_archive(data: bytes) -> str:
    if not data.startswith(_FIRST_MEMBER):
        return "it is no file of the kind that its name says"
    is_cut = _DIRECTORY_END not in data
    return "it is broken: its end is missing" if is_cut else "it is broken: its parts cannot be told apart"


def parse_xml(
    data: bytes, name: str, prefixes: Mapping[str, str], wrappers: frozenset[str] = frozenset()
) -> ElementTree.Element:
    """Return XML as a tree of elements named `prefix:name`. Raises FormatError, in which `name` stands."""
    parser = ElementTree.XMLParser(target=_Target(name, prefixes, wrappers))
    try:
        parser.feed(data)
        root = parser.close()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise FormatError(f"it is broken: {name} in it is no sound XML") from error
    assert isinstance(root, ElementTree.Element)
    return root


class _Target(ElementTree.TreeBuilder):
    """Builds the tree under limits."""

    def __init__(self, name: str, prefixes: Mapping[str, str], wrappers: frozenset[str]) -> None:
        super().__init__()
        self._name = name
        self._prefixes = prefixes
        self._wrappers = wrappers
        self._known: dict[str, str] = {}
        self._in_tree: list[bool] = []
        self._depth = self._count = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise FormatError(f"{self._name} in it has a document type, which no such file needs")

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        short = self._short(tag)
        is_kept = self._depth < FLAT_FROM or short not in self._wrappers
        self._in_tree.append(is_kept)
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise FormatError(f"{self._name} in it has more than {MAX_ELEMENTS:,} elements", "too-large")
        if not is_kept:
            return None  # type: ignore[return-value]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormatError(f"{self._name} in it nests too deeply", "too-large")
        return super().start(short, {self._short(key): value for key, value in attrs.items()})

    def end(self, tag: str, /) -> ElementTree.Element:
        if not self._in_tree.pop():
            return None  # type: ignore[return-value]
        self._depth -= 1
        return super().end(self._short(tag))

    def _short(self, tag: str) -> str:
        short = self._known.get(tag)
        if short is None:
            namespace, _, local = tag.removeprefix("{").rpartition("}")
            prefix = self._prefixes.get(namespace, "?" if namespace else "")
            short = f"{prefix}:{local}" if prefix else local
            if len(self._known) < 10_000:
                self._known[tag] = short
        return short
