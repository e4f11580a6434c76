"""A document in a file, as it is, into a file of its own: an attachment, a member of an archive."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from reader.errors import ReaderError
from reader.text.safety import safe_line

_LONGEST = 120
_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
)
_MOST_ALIKE = 1_000


def safe_file_name(name: str) -> str:
    """Return a name that a file may have on any system, which leads into no folder and hides nothing.

    What acts on a terminal is made visible in it; the ending stays.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join("_" if char in _NOT_IN_NAMES else char for char in safe_line(last))
    clean = clean.strip(" .") or "attachment"
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) > 16:
        stem, suffix = clean, ""
    stem = stem[:_LONGEST].rstrip(" .") or "attachment"
    if stem.lower() in _DEVICES:
        stem = f"_{stem}"
    return f"{stem}.{suffix}" if suffix else stem


def save_part(name: str, data: bytes, folder: Path) -> Path:
    """Write the bytes of a document in a file into a folder, under a safe name; return the new file.

    No file is written over: where there is one of the name, a number is added. Raises ReaderError.
    """
    safe_name = safe_file_name(name)
    stem, dot, suffix = safe_name.rpartition(".")
    if not dot:
        stem, suffix = safe_name, ""
    for number in range(1, _MOST_ALIKE):
        counted = stem if number == 1 else f"{stem} {number}"
        target = folder / (f"{counted}.{suffix}" if suffix else counted)
        try:
            with target.open("xb") as file:
                file.write(data)
        except FileExistsError:
            continue
        except OSError as error:
            raise ReaderError(f"{target} cannot be written ({error.strerror}).") from error
        return target
    raise ReaderError(f"{folder} has {_MOST_ALIKE:,} files of the name {safe_name}.")
