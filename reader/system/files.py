"""Files that this program writes for the person: whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from reader.errors import ReaderError


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8 so that the file is either as before or complete, also after a power cut.

    Raises ReaderError with the path and the reason.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.partial")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
                if path.exists():
                    partial.chmod(path.stat().st_mode & 0o777)
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ReaderError(
            f"{path} cannot be written ({error.strerror}); nothing was changed. "
            "Choose another file or folder."
        ) from error


def sync_folder(folder: Path) -> None:
    """Let the names in a folder reach the disk, where the system can be told to."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_existing(path: Path) -> str:
    """Return the text of a file, empty when there is none.

    Raises ReaderError when it cannot be read as UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise ReaderError(
            f"{path} is not UTF-8 text ({error.reason} at byte {error.start}); it was left as it is. "
            "Save it as UTF-8, or choose another file."
        ) from error
    except OSError as error:
        raise ReaderError(
            f"{path} cannot be read ({error.strerror}): check that it is a file, and its rights."
        ) from error
