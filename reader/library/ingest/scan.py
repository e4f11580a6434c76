"""Which files a library has: a walk that follows neither hidden folders nor links out of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

from reader.formats.registry import suffixes
from reader.text.safety import safe_line

_NO_DOCUMENTS = frozenset({"thumbs.db", "desktop.ini", "library.toml"})
_SAVED_AS = {
    ".ppt": ".pptx", ".pps": ".pptx", ".key": ".pptx", ".xlsb": ".xlsx", ".numbers": ".xlsx",
    ".wpd": ".docx", ".wps": ".docx", ".pages": ".docx", ".azw3": ".epub", ".mobi": ".epub",
}  # fmt: skip
"""For suffixes of formats that are not read, one that is read and that their program writes."""


class ScannedFile(NamedTuple):
    """A file that a library holds: its absolute path, size in bytes, and modification time in ns.

    `problem` says why a file or a folder cannot be looked into, and is empty otherwise; `code` says it to a
    program, as in UnreadableFile.
    """

    path: str
    size: int
    modified_ns: int
    problem: str = ""
    code: str = ""


def is_briefing(name: str) -> bool:
    """Return whether a file of this name is one that the reader opens, by its suffix."""
    return name.lower().endswith(_suffixes())


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(suffixes())


def is_passed_over(name: str) -> bool:
    """Return whether a file of this name is nobody's document: hidden, the system's, an open
    editor's, our own.
    """
    return name.startswith((".", "~$")) or name.lower() in _NO_DOCUMENTS


def scan(roots: Iterable[Path], *, unknown: bool = False) -> Iterator[ScannedFile]:
    """Yield every briefing below the folders and every file that is named itself, each once, sorted by path.

    Hidden files and folders are passed over, links to folders too; a link to a file counts when its target
    lies in the same root. A file named itself counts whatever its suffix is. What cannot be read comes
    with a `problem`: a folder, a root that does not exist, a pipe or a device, and when the `unknown` are
    asked for, each file of a format that is not read.
    """
    real_folders: set[str] = set()
    for root in roots:
        start = os.path.abspath(root)  # noqa: PTH100
        real_start = os.path.realpath(start)
        if os.path.isdir(start):  # noqa: PTH112
            files, links = _walk(start, real_start, unknown=unknown)
        else:
            files, links = [_single(start)], set()
        for item in sorted(files):
            real = os.path.realpath(item.path) if item.path in links else real_start + item.path[len(start) :]
            if real not in real_folders:
                real_folders.add(real)
                yield item


def _single(path: str) -> ScannedFile:
    try:
        return _file_of(path, os.stat(path))  # noqa: PTH116
    except OSError as error:
        return ScannedFile(path, 0, 0, *_reason(error))


def _file_of(path: str, status: os.stat_result) -> ScannedFile:
    # A pipe would keep whoever opens it waiting for a writer.
    problem = () if S_ISREG(status.st_mode) else ("it is not an ordinary file", "not-a-file")
    return ScannedFile(path, status.st_size, status.st_mtime_ns, *problem)


def _unknown(path: str, status: os.stat_result) -> ScannedFile:
    suffix = safe_line(os.path.splitext(path)[1])  # noqa: PTH122
    reason = f"files that end in {suffix} are not read" if suffix else "a file without an ending is not read"
    if better := _SAVED_AS.get(suffix.lower()):
        reason += f"; save it as {better} to read it here"
    return ScannedFile(path, status.st_size, status.st_mtime_ns, reason, "unknown-format")


def _walk(folder: str, real_root: str, *, unknown: bool) -> tuple[list[ScannedFile], set[str]]:
    """What lies below a folder, in no order, and which of the paths are links."""
    files: list[ScannedFile] = []
    links: set[str] = set()
    stack = [folder]
    while stack:
        current = stack.pop()
        try:
            with os.scandir(current) as entries:
                for entry in entries:
                    name = entry.name
                    if is_passed_over(name):
                        continue
                    try:
                        if entry.is_dir(follow_symlinks=False):
                            stack.append(entry.path)
                        elif not is_briefing(name):
                            if unknown and entry.is_file(follow_symlinks=False):
                                files.append(_unknown(entry.path, entry.stat(follow_symlinks=False)))
                        elif entry.is_symlink():
                            links.add(entry.path)
                            files.extend(_link(entry.path, real_root))
                        else:
                            files.append(_file_of(entry.path, entry.stat(follow_symlinks=False)))
                    except OSError as error:
                        files.append(ScannedFile(entry.path, 0, 0, *_reason(error)))
        except OSError as error:
            files.append(ScannedFile(current, 0, 0, *_reason(error)))
    return files, links


def _link(path: str, real_root: str) -> Iterator[ScannedFile]:
    """A link to a file inside the library that the walk does not meet under its own name."""
    target = os.path.realpath(path)
    inside = os.path.relpath(target, real_root)
    parts = Path(inside).parts or (os.curdir,)
    if parts[0] == os.pardir or (is_briefing(target) and not any(part.startswith(".") for part in parts)):
        return
    if os.path.isfile(target) and not any(part.startswith(".") for part in parts[:-1]):  # noqa: PTH113
        yield _file_of(path, os.stat(target))  # noqa: PTH116


def _reason(error: OSError) -> tuple[str, str]:
    """Return why the system refused, as a sentence and as a code."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder", "missing"
    if isinstance(error, PermissionError):
        return "you may not read it; change its permissions to see it here", "no-permission"
    return f"it cannot be read ({error.strerror})", "system"
