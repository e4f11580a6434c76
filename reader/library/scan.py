"""Which files a library has: a walk that follows neither hidden folders nor links out of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reader.formats.registry import SUFFIXES


class Found(NamedTuple):
    """A file that a library holds: its absolute path, size in bytes, and modification time in ns.

    `problem` says why a file or a folder cannot be looked into, and is empty otherwise.
    """

    path: str
    size: int
    modified_ns: int
    problem: str = ""


def is_briefing(name: str) -> bool:
    """Whether a file of this name is one that the reader opens, by its suffix."""
    return os.path.splitext(name)[1].lower() in SUFFIXES  # noqa: PTH122 - called once a file


def scan(roots: Iterable[Path]) -> Iterator[Found]:
    """Every briefing below the folders and every file that is named itself, each once, sorted by path.

    Hidden files and folders are passed over, links to folders too; a link to a file counts when its target
    lies in the same root. A file named itself counts whatever its suffix is. What cannot be read comes
    with a `problem`; a root that does not exist too.
    """
    seen: set[str] = set()
    for root in roots:
        start = os.path.abspath(root)  # noqa: PTH100
        walk = _walk(start, os.path.realpath(start)) if os.path.isdir(start) else _single(start)  # noqa: PTH112
        for found in sorted(walk):
            real = os.path.realpath(found.path) if os.path.islink(found.path) else found.path  # noqa: PTH114
            if real not in seen:
                seen.add(real)
                yield found


def _single(path: str) -> Iterator[Found]:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError as error:
        yield Found(path, 0, 0, _reason(error))
    else:
        yield Found(path, status.st_size, status.st_mtime_ns)


def _walk(folder: str, real_root: str) -> Iterator[Found]:
    stack = [folder]
    links: list[Found] = []
    while stack:
        current = stack.pop()
        try:
            with os.scandir(current) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    try:
                        if entry.is_dir(follow_symlinks=False):
                            stack.append(entry.path)
                        elif not is_briefing(entry.name):
                            continue
                        elif entry.is_symlink():
                            links.extend(_link(entry.path, real_root))
                        else:
                            status = entry.stat(follow_symlinks=False)
                            yield Found(entry.path, status.st_size, status.st_mtime_ns)
                    except OSError as error:
                        yield Found(entry.path, 0, 0, _reason(error))
        except OSError as error:
            yield Found(current, 0, 0, _reason(error))
    yield from links


def _link(path: str, real_root: str) -> Iterator[Found]:
    """A link to a file inside the library that the walk does not meet under its own name."""
    target = os.path.realpath(path)
    inside = os.path.relpath(target, real_root)
    parts = inside.split(os.sep)
    if parts[0] == os.pardir or (is_briefing(target) and not any(part.startswith(".") for part in parts)):
        return
    if os.path.isfile(target) and not any(part.startswith(".") for part in parts[:-1]):  # noqa: PTH113
        status = os.stat(target)  # noqa: PTH116
        yield Found(path, status.st_size, status.st_mtime_ns)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, PermissionError):
        return "you may not read it; change its permissions to see it here"
    return f"it cannot be read ({error.strerror})"
