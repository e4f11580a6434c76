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
    from reader.library.ingest.scan import Found

WHAT_TO_DO = "look again with r, or “reader index”, when it is back"


class Away(NamedTuple):
    """A folder in which nothing can be looked at now, and why, as the end of “FOLDER is away: …”."""

    folder: Path
    reason: str


def roots_away(roots: Iterable[Path]) -> list[Away]:
    """Those of the roots that are not there, cannot be looked into, or are folders without anything in them.

    The last is what the system leaves where a drive was: a folder from which a person has deleted the
    briefings looks the same, and is not told from it before something else is in it.
    """
    found = []
    for root in roots:
        try:
            with os.scandir(root) as inside:
                if next(inside, None) is None:
                    found.append(Away(root, "the folder is empty"))
        except NotADirectoryError:
            continue
        except FileNotFoundError:
            found.append(Away(root, "there is no such folder"))
        except OSError as error:
            found.append(Away(root, f"it cannot be looked into ({error.strerror})"))
    return found


def folders_away(roots: Iterable[Path], found: Iterable[Found]) -> list[Away]:
    """The roots that are away, and the folders below the others that could not be looked into."""
    known = roots_away(roots)
    seen = {each.folder for each in known}
    blocked = [Away(Path(item.path), item.problem) for item in found if item.problem]
    return known + [each for each in blocked if each.folder not in seen and each.folder.is_dir()]


def lies_in(path: Path, folders: Iterable[Away]) -> bool:
    """Whether a file lies in one of these folders."""
    return any(path.is_relative_to(each.folder) and path != each.folder for each in folders)


def said(away: Sequence[Away], documents: int) -> str:
    """The sentence about folders that are away, of which so many documents are kept."""
    named = "; ".join(f"{safe_line(os.fspath(each.folder))} is away: {each.reason}" for each in away)
    kept = f"the {documents:,} documents" if documents != 1 else "the one document"
    return f"{named}. What is known of {kept} there is kept; {WHAT_TO_DO}."


def missing(paths: Sequence[Path]) -> str:
    """The sentence about a library that was opened last and is not there, else empty."""
    gone = [safe_line(os.fspath(path)) for path in paths if not os.path.lexists(path)]
    if not gone:
        return ""
    return (
        f"{', '.join(gone)} is away, which was open last: these are the briefings that come with the reader."
        " What is known of it is kept."
    )
