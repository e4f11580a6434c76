"""Folders that are away: a drive that was taken out, a share that is down, a folder that was moved meanwhile.

That nothing is found in them does not mean that their documents were deleted. What was read of those is kept,
their notes and reading state stay with them, and it is said.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.text.safety import safe_line

if TYPE_CHECKING:
    from reader.library.ingest.scan import ScannedFile

WHAT_TO_DO = "look again with r, or “reader index”, when it is back"


class UnavailableFolder(NamedTuple):
    """A folder in which nothing can be looked at now, and why, as the end of “FOLDER is away: …”."""

    folder: Path
    reason: str


def unavailable_roots(roots: Iterable[Path]) -> list[UnavailableFolder]:
    """Return those of the roots that are not there, cannot be looked into, or are folders
    without anything in them.

    The last is what the system leaves where a drive was: a folder from which a person has deleted the
    briefings looks the same, and is not told from it before something else is in it.
    """
    folders = []
    for root in roots:
        try:
            with os.scandir(root) as inside:
                if next(inside, None) is None:
                    folders.append(UnavailableFolder(root, "the folder is empty"))
        except NotADirectoryError:
            continue
        except FileNotFoundError:
            folders.append(UnavailableFolder(root, "there is no such folder"))
        except OSError as error:
            folders.append(UnavailableFolder(root, f"it cannot be looked into ({error.strerror})"))
    return folders


def unavailable_folders(roots: Iterable[Path], files: Iterable[ScannedFile]) -> list[UnavailableFolder]:
    """Return the roots that are away, and the folders below the others that could not be looked into."""
    known = unavailable_roots(roots)
    known_folders = {folder.folder for folder in known}
    blocked = [UnavailableFolder(Path(item.path), item.problem) for item in files if item.problem]
    return known + [
        folder for folder in blocked if folder.folder not in known_folders and folder.folder.is_dir()
    ]


def lies_in(path: Path, folders: Iterable[UnavailableFolder]) -> bool:
    """Return whether a file lies in one of these folders."""
    return any(path.is_relative_to(folder.folder) and path != folder.folder for folder in folders)


def describe_unavailable(folders: Sequence[UnavailableFolder], documents: int) -> str:
    """Return the sentence about folders that are away, of which so many documents are kept."""
    named = "; ".join(f"{safe_line(os.fspath(folder.folder))} is away: {folder.reason}" for folder in folders)
    held_documents = f"the {documents:,} documents" if documents != 1 else "the one document"
    return f"{named}. What is known of {held_documents} there is kept; {WHAT_TO_DO}."


def missing(paths: Sequence[Path]) -> str:
    """Return the sentence about a library that was opened last and is not there, else empty."""
    absent = [safe_line(os.fspath(path)) for path in paths if not os.path.lexists(path)]
    if not absent:
        return ""
    return (
        f"{', '.join(absent)} is away, which was open last: "
        "these are the briefings that come with the reader. What is known of it is kept."
    )
