"""What the archives have in common: which of their files are documents, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from reader.formats.contents_page import contents_page
from reader.formats.format import Context, Member, Part
from reader.formats.registry import is_read
from reader.text.plural import plural
from reader.text.safety import safe_line

MAX_MEMBERS = 5_000
"""The files that are told apart in one archive."""
MAX_RATIO = 200
"""How many times as large as packed a file may be unpacked."""

_NAMED = 5


def member_parts(context: Context, members: Sequence[Member]) -> Iterator[Part]:
    """Give a page of contents, then the files of formats that are read; the others are named in a warning.

    What a system or a program left beside files is nobody's document.
    """
    names = [_name(member) for member in members]
    files = [(name, member) for name, member in zip(names, members, strict=True) if not _is_left_over(name)]
    draft = contents_page(context.name, f"{plural(len(files), 'file')}.", [name for name, _member in files])
    unread = [name for name, _member in files if not is_read(name, b"")]
    if unread:
        listed = ", ".join(map(safe_line, unread[:_NAMED]))
        more = f" and {len(unread) - _NAMED:,} more" if len(unread) > _NAMED else ""
        draft.warnings.append(f"Files in it that are not read: {listed}{more}.")
    yield "", draft
    for name, member in files:
        if is_read(name, b""):
            yield name, member._replace(name=PurePosixPath(name).name)


def _name(member: Member) -> str:
    """Return a member's path with `/` between its parts and none that leads upwards."""
    parts = member.name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "file"


def _is_left_over(name: str) -> bool:
    parts = name.split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") for part in parts)
