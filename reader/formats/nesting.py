"""Documents in documents: a file, the files in it, and those in them, each read by its own format.

One budget holds for all that one file unpacks to, so that no archive in an archive gets round it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Member
from reader.formats.passes import PASSES, finished
from reader.formats.registry import format_of, is_misnamed
from reader.text.document import Document
from reader.text.safety import safe_line

MAX_DEPTH = 3
"""How deep files in files are opened."""
MAX_MEMBER = 64 * 1024 * 1024
"""The bytes that one file in a file may have."""
MAX_UNPACKED = 256 * 1024 * 1024
"""The bytes that all the files in one file may have together."""
MAX_MEMBERS = 10_000
"""The documents that are told apart in one file."""

_LONGEST_KEY = 240
_DIGITS = 16


class LoadedPart(NamedTuple):
    """One document of a file, or why it is none.

    `inner` is its inner key, empty for the file itself, and `parent` that of the document that it is part of.
    `name` is what it is called there. `problem` says why it cannot be read, and `code` says it to a program,
    as in UnreadableFile; `document` is None then.
    """

    inner: str
    parent: str
    name: str
    document: Document | None
    problem: str = ""
    code: str = ""


class Nesting:
    """The documents in the bytes of one file as they are read, the outer ones before those in them.

    With `only`, an inner key, what neither is that document nor holds it is passed over unread.
    """

    def __init__(self, only: str | None = None) -> None:
        self._only = only
        self._count = 0
        self._left = MAX_UNPACKED
        self._content: Member | None = None
        self._wants_content = False
        self._keys: set[str] = set()

    def parts(self, data: bytes, context: Context) -> Iterator[LoadedPart]:
        """Give each document with its inner key. Raises FormatError when the file itself cannot be read."""
        self._keys.add("")
        yield from self._documents(data, context, "", "", 0)

    def _documents(
        self, data: bytes, context: Context, inner: str, parent: str, depth: int
    ) -> Iterator[LoadedPart]:
        """Give the document in these bytes, whose key is `inner`, and those in it."""
        known = format_of(context.name, data)
        sha256 = hashlib.sha256(data).hexdigest()
        has_document = False
        try:
            for key, content in known.load(data, context):
                if not key and isinstance(content, Member):
                    member = content._replace(modified=content.modified or context.modified)
                    yield from self._wrapped(member, inner, parent, depth)
                    has_document = True
                elif not key:
                    has_document = True
                    if isinstance(content, Draft) and self._is_wanted(inner):
                        if is_misnamed(context.name, known):
                            suffix = safe_line(PurePath(context.name).suffix)
                            content.warnings.append(
                                f"It is read as {known.label}, though its name ends in {suffix}."
                            )
                        yield self._finished(content, context, inner, parent, known.name, sha256)
                elif self._count >= MAX_MEMBERS:
                    yield self._too_many(inner)
                    break
                else:
                    self._count += 1
                    part_key = self._new_key(inner, key)
                    if isinstance(content, Member):
                        if self._leads_to(part_key):
                            member = content._replace(modified=content.modified or context.modified)
                            yield from self._member(member, part_key, inner, depth + 1)
                    elif self._is_wanted(part_key):
                        yield self._finished(content, context, part_key, inner, known.name, sha256)
            if not has_document:
                raise FormatError("there is nothing in it", "broken")
        except FormatError as error:
            if not has_document:
                raise
            # What was read of it stays; the rest says why it is not there.
            yield LoadedPart(self._new_key(inner, "rest"), inner, "the rest", None, str(error), error.code)

    def content(self, data: bytes, context: Context) -> Member | None:
        """Return the file in the file that `only` names, its bytes at hand; None when it is none there.

        Raises FormatError.
        """
        self._wants_content = True
        for part in self.parts(data, context):
            if part.inner == self._only and part.document is None:
                raise FormatError(part.problem, part.code)
            if self._content is not None:
                break
        return self._content

    def _member(self, member: Member, key: str, parent: str, depth: int) -> Iterator[LoadedPart]:
        """Give the documents in a file in the file; where it cannot be read, why."""
        name = safe_line(member.name)
        if depth > MAX_DEPTH:
            sentence = f"it lies more than {MAX_DEPTH} files deep; save it by itself to read it"
            yield LoadedPart(key, parent, name, None, sentence, "too-deep")
            return
        try:
            data = self._bytes_of(member)
            if self._wants_content and key == self._only:
                self._content = member._replace(read=lambda _most: data)
                return
            yield from self._documents(data, Context(member.name, member.modified), key, parent, depth)
        except FormatError as error:
            yield LoadedPart(key, parent, name, None, str(error), error.code)

    def _wrapped(self, member: Member, inner: str, parent: str, depth: int) -> Iterator[LoadedPart]:
        """Give the documents of a file that another one only wraps, under the other's key."""
        if depth + 1 > MAX_DEPTH:
            raise FormatError(f"it is packed more than {MAX_DEPTH} times", "too-deep")
        data = self._bytes_of(member)
        yield from self._documents(data, Context(member.name, member.modified), inner, parent, depth + 1)

    def _bytes_of(self, member: Member) -> bytes:
        data = member.read(min(MAX_MEMBER, self._left))
        self._left -= len(data)
        return data

    def _finished(
        self, draft: Draft, context: Context, inner: str, parent: str, format_name: str, sha256: str
    ) -> LoadedPart:
        document = finished(draft, context, PASSES, format_name, sha256)
        return LoadedPart(inner, parent, safe_line(context.name) if inner else "", document)

    def _too_many(self, inner: str) -> LoadedPart:
        sentence = f"there are more than {MAX_MEMBERS:,} documents in it; the others are not read"
        return LoadedPart(self._new_key(inner, "more"), inner, "more", None, sentence, "too-large")

    def _new_key(self, inner: str, key: str) -> str:
        """Return the key of a part, which no other has: safe, of bounded length, below that of its parent."""
        key = safe_line(key.encode("utf-8", "replace").decode())
        if len(key) > _LONGEST_KEY:
            key = f"{key[:_LONGEST_KEY]}~{hashlib.sha256(key.encode()).hexdigest()[:_DIGITS]}"
        whole = f"{inner}/{key}" if inner else key
        number = 1
        unique = whole
        while unique in self._keys:
            number += 1
            unique = f"{whole}~{number}"
        self._keys.add(unique)
        return unique

    def _is_wanted(self, key: str) -> bool:
        return self._only is None or key == self._only

    def _leads_to(self, key: str) -> bool:
        """Whether a part is wanted, or one that may lie in it."""
        return self._is_wanted(key) or f"{self._only}".startswith(f"{key}/")
