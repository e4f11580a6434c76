"""Which backups of the catalog there are, in the order in which they were made, whatever the clock said.

A backup is named after the day on which it was made. A clock that goes back must not make it look older than
those that are there, nor let it take their name: then its own day follows that of the newest,
`catalog-2099-01-01_2026-03-01.sqlite`. So the order of names is the order of making.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from reader.errors import ReaderError

KEPT = 10
_PREFIX, _SUFFIX = "catalog-", ".sqlite"
_DAYS = re.compile(r"\d{4}-\d\d-\d\d(_\d{4}-\d\d-\d\d)?")


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, those made first first; empty when there is no folder."""
    there = folder.glob(f"{_PREFIX}*{_SUFFIX}")
    return sorted((path for path in there if _DAYS.fullmatch(day_of(path))), key=day_of)


def day_of(backup: Path) -> str:
    """The day of a backup as it stands in its name; texts that sort as the backups were made."""
    return backup.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)


def due(there: Iterable[Path], folder: Path, now: datetime) -> Path | None:
    """Where a backup made now is kept; None when this day has one already."""
    today = f"{now:%Y-%m-%d}"
    newest = max(map(day_of, there), default="")[: len(today)]
    own = folder / f"{_PREFIX}{today}{_SUFFIX}"
    target = own if today > newest else folder / f"{_PREFIX}{newest}_{today}{_SUFFIX}"
    return None if target.exists() or (today == newest and own.exists()) else target


def too_many(there: Iterable[Path]) -> list[Path]:
    """The backups that are not kept: all but the last ten that were made."""
    return sorted(there, key=day_of)[:-KEPT]


def named(folder: Path, wanted: str) -> Path:
    """The backup of this day or file name, or with `newest` the last that was made, or the file of this path.

    Raises ReaderError when there is none.
    """
    there = backups_in(folder)
    if wanted == "newest" and there:
        return there[-1]
    for backup in there:
        if wanted in (day_of(backup), backup.name):
            return backup
    if wanted != "newest" and Path(wanted).is_file():
        return Path(wanted)
    known = f"there are {', '.join(map(day_of, there))}" if there else "there are no backups yet"
    raise ReaderError(f"There is no backup {wanted} in {folder}: {known}.")


def clock_day_of(backup: Path) -> str:
    """The day that the clock said when a backup was made."""
    return day_of(backup)[-len("2026-03-01") :]
