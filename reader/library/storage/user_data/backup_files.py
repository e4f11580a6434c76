"""The backups of the user data, in the order in which they were made, whatever the clock says.

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
    """Return the backups in a folder, those made first first; none when there is no folder."""
    files = folder.glob(f"{_PREFIX}*{_SUFFIX}")
    return sorted((path for path in files if _DAYS.fullmatch(day_of(path))), key=day_of)


def day_of(backup: Path) -> str:
    """Return the day of a backup as it stands in its name: texts that sort as the backups were made."""
    return backup.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)


def due(backups: Iterable[Path], folder: Path, now: datetime) -> Path | None:
    """Return where a backup made now is kept; None when this day has one already."""
    today = f"{now:%Y-%m-%d}"
    newest = max(map(day_of, backups), default="")[: len(today)]
    own = folder / f"{_PREFIX}{today}{_SUFFIX}"
    target = own if today > newest else folder / f"{_PREFIX}{newest}_{today}{_SUFFIX}"
    return None if target.exists() or (today == newest and own.exists()) else target


def too_many(backups: Iterable[Path]) -> list[Path]:
    """Return the backups that are not kept: all but the last ten that were made."""
    return sorted(backups, key=day_of)[:-KEPT]


def named(folder: Path, day: str) -> Path:
    """Return the backup of this day or file name, the last one (`newest`), or the file of this path.

    Raises ReaderError when there is none.
    """
    backups = backups_in(folder)
    if day == "newest" and backups:
        return backups[-1]
    for backup in backups:
        if day in (day_of(backup), backup.name):
            return backup
    if day != "newest" and Path(day).is_file():
        return Path(day)
    known = f"there are {', '.join(map(day_of, backups))}" if backups else "there are no backups yet"
    raise ReaderError(f"There is no backup {day} in {folder}: {known}.")


def clock_day_of(backup: Path) -> str:
    """Return the day by the clock on which a backup was made."""
    return day_of(backup)[-len("2026-03-01") :]
