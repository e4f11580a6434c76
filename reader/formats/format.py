"""What a format is: one row of the table in `registry`.

A package of another author adds a row through the entry point group `briefing_reader.formats`;
docs/formats.md shows one in twenty lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from reader.formats.builder import Draft


class Context(NamedTuple):
    """What is known of a file besides its bytes: its name, and when it was last changed in POSIX seconds.

    `modified` is 0 when that is not known.
    """

    name: str
    modified: float = 0.0


class Member(NamedTuple):
    """A file within a file: an attachment, a message of a mailbox, a member of an archive.

    Its format is chosen by `name` and its bytes, as of any file. `read` gives the bytes, at most so many
    of them; it raises FormatError, with the code `too-large` when there are more. `modified` is when it was
    last changed, in POSIX seconds, 0 when that is not known.
    """

    name: str
    read: Callable[[int], bytes]
    modified: float = 0.0


Part = tuple[str, Draft | Member]
"""One document of a file: its inner key, and its draft or the bytes that it is to be read from.

The file itself has the empty key and comes first. A document in it has a key of its own, which stays when the
file grows. A file that only wraps another one gives that as a Member with the empty key.
"""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read.

    `name` is in small letters and stands in filters and in `--json`; `label` is for a person. `suffixes`
    begin with a dot, in small letters. A file that begins with one of `magic` is of this format when no
    suffix says otherwise. `version` goes up whenever the same bytes may give another document, so that the
    files of this format are read again, and no others.

    `load` gives the documents in the bytes of a file, outer ones before those in them. It opens no file,
    reaches nothing outside, and is bounded in time and memory. It raises FormatError with a phrase when there
    is none. What it gives is made safe, named, dated and cut into sentences by the same passes for every
    format.

    `beginning` cuts the first bytes of a large file where they can be loaded by themselves, to be shown while
    the whole is read; None when a file of this format cannot be read in part. `raw` gives the file as it is,
    a block a line; None when it is not text. `whole` gives all of a page of which `load` chooses the article;
    None where nothing is chosen. A file that `holds_files` may be larger than others. Formats that are read
    by our own code alone are read `in_process`; the others in a process of their own, which may run out of
    memory, hang or end without harm.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    version: int
    load: Callable[[bytes, Context], Iterable[Part]]
    magic: tuple[bytes, ...] = ()
    beginning: Callable[[bytes], bytes] | None = None
    raw: Callable[[bytes, Context], Draft] | None = None
    whole: Callable[[bytes, Context], Draft] | None = None
    holds_files: bool = False
    in_process: bool = False
