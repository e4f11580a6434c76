"""Files that this program writes for the person: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reader.errors import ReaderError


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8 so that the file is either as before or complete, also after a power cut.

    Raises ReaderError with the path and the reason.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".partial")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                os.chmod(partial, path.stat().st_mode & 0o777)  # noqa: PTH101
            else:
                umask = os.umask(0)
                os.umask(umask)
                os.chmod(partial, 0o666 & ~umask)  # noqa: PTH101
            os.replace(partial, path)  # noqa: PTH105
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ReaderError(
            f"{path} cannot be written ({error.strerror}); nothing was changed. "
            "Choose another file or folder."
        ) from error


def read_existing(path: Path) -> str:
    """The text of a file, empty when there is none; raises ReaderError when it cannot be read as UTF-8."""
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
