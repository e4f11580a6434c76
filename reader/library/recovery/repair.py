"""The user data as it is opened: what is damaged is set aside, and put together again from what there is.

Only a process that has the user data for itself mends it: what another one is writing to must not be moved
away beneath it. So each holds a lock while the user data is open.
"""

from __future__ import annotations

import logging
import os
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from reader.errors import NewerDatabaseError, UnusableDatabaseError, UserDataError
from reader.library.storage.sqlite.sqlite_format import log_damage
from reader.library.storage.user_data.backup_files import backups_in, day_of, named
from reader.library.storage.user_data.journal import Journal
from reader.library.storage.user_data.replay import ANEW, replay, state_of
from reader.library.storage.user_data.user_data_store import (
    UserDataStore,
    journal_of,
    problems_in,
    suspect_of,
)
from reader.system.files import sync_folder
from reader.system.locks import FileLock
from reader.system.paths import Places
from reader.text.plural import plural

CHECKED_BYTES = 16_000_000
"""A database up to this size has each of its pages looked at when it is opened, in some 30 ms at most; in a
larger one that is left to the day's backup."""

_log = logging.getLogger(__name__)

_BESIDE = ("-wal", "-shm")
_JOURNAL = "journal"


class OpenedUserData(NamedTuple):
    """The user data, the lock that says that it is in use, and a sentence when it had to be mended."""

    user_data: UserDataStore
    lock: FileLock
    notice: str


def open_user_data(places: Places) -> OpenedUserData:
    """Return the person's user data; where it is damaged or gone it is mended first, and the notice says so.

    Raises UserDataError when it is of a newer version, cannot be read or written, or is damaged while another
    reader has it open.
    """
    lock = _lock(places)
    try:
        alone, notice = lock.try_alone(), ""
        if not alone:
            lock.share()
        user_data, damage = _open_if_sound(places, alone=alone)
        if user_data is None:
            if not alone:
                raise UserDataError(
                    f"{places.user_data} is damaged ({damage}), and another reader has it open: "
                    "leave all of them, then start this one again; it mends what can be mended."
                )
            notice = repair(places, damage, datetime.now(UTC))
            user_data = UserDataStore(places.user_data, places.backups)
        lock.share()
    except BaseException:
        lock.close()
        raise
    return OpenedUserData(user_data, lock, notice)


def _lock(places: Places) -> FileLock:
    path = places.user_data.with_name("catalog.lock")
    try:
        return FileLock(path)
    except OSError as error:
        raise UserDataError(
            f"{path} cannot be opened ({error.strerror}): check its rights and those of its folder."
        ) from error


def check_without_opening(places: Places) -> tuple[FileLock, str]:
    """Return what is wrong with the user data's files as a phrase, empty for nothing, without opening them.

    The lock that comes first says that the user data is in use; the caller closes it. Raises UserDataError.
    """
    lock = _lock(places)
    damage = _damage_outside(places, alone=lock.try_alone())
    lock.share()
    return lock, damage


def _open_if_sound(places: Places, *, alone: bool) -> tuple[UserDataStore | None, str]:
    """The user data when it seems sound, else None and what is wrong with it. Raises UserDataError."""
    damage = _damage_outside(places, alone=alone)
    if damage:
        return None, damage
    user_data = None
    try:
        user_data = UserDataStore(places.user_data, places.backups)
        damage = _damage_inside(places, user_data)
    except NewerDatabaseError:
        raise
    except UnusableDatabaseError as error:
        damage = error.problem
    if damage and user_data is not None:
        user_data.close()
        user_data = None
    return user_data, damage


def _damage_outside(places: Places, *, alone: bool) -> str:
    """What is wrong with the user data's files, before SQLite opens them; empty when they may be opened."""
    path = places.user_data
    try:
        if not path.exists() or path.stat().st_size == 0:
            traces = (Path(f"{path}-wal"), journal_of(path))
            begun = backups_in(places.backups) or any(trace.exists() for trace in traces)
            return f"it is {'empty' if path.exists() else 'gone'}" if begun and alone else ""
        return log_damage(path) if alone else ""
    except OSError as error:
        raise UserDataError(
            f"{path} cannot be read ({error.strerror}): check its rights and those of its folder."
        ) from error


def _damage_inside(places: Places, user_data: UserDataStore) -> str:
    """What is wrong with user data that SQLite has opened: with all of it where there is a suspicion."""
    suspect = suspect_of(places.user_data)
    suspected = suspect.exists()
    size = places.user_data.stat().st_size
    if not suspected and size > CHECKED_BYTES:
        return ""
    problems = user_data.problems(quick=not suspected)
    if problems:
        return problems[0]
    suspect.unlink(missing_ok=True)
    return ""


def repair(places: Places, damage: str, now: datetime) -> str:
    """Set the user data aside and put the best that there is in its place; return a sentence that says so.

    The best is the file itself without its damaged log, if that can be read whole, else the newest backup
    that can, else an empty one; and in each case all that the journal has since. Only for who has the
    user data for themselves. Raises UserDataError when nothing can be written.
    """
    path = places.user_data
    whole = Path(f"{path}.{os.getpid()}.mending")
    journal = Journal(journal_of(path))
    try:
        itself = path.exists() and path.stat().st_size > 0 and not _copy_and_check(path, whole)
        backup = None if itself else _newest_sound(backups_in(places.backups), whole)
        with closing(UserDataStore(whole)) as user_data:
            replayed = replay(user_data, journal.read(after=user_data.recorder.operation))
            notes = len(user_data.notes.select())
        aside = _swap_in(path, whole, now)
        suspect_of(path).unlink(missing_ok=True)
    except OSError as error:
        raise UserDataError(
            f"{path} is damaged ({damage}) and could not be mended ({error.strerror}); it was left as it is."
        ) from error
    finally:
        _remove(whole)
    if itself:
        base = f"What was sound in {path} is in its place"
    elif backup is not None:
        base = f"The backup of {day_of(backup)} is in the place of {path}"
    else:
        base = f"There was no backup that can be read, so a new file is in the place of {path}"
    read = f", with {plural(replayed, 'change')} of notes from {journal.path.name}" if replayed else ""
    losses = "none known to be missing" if journal.size() else "and what was written since is missing"
    where = f" The damaged file is kept as {aside}." if aside is not None else ""
    # What matters comes first: the interface has one line for it.
    sentence = (
        f"The user data was damaged ({damage}) and is mended: {plural(notes, 'note')}, {losses}. "
        f"{base}{read}.{where}"
    )
    _log.warning("mended: %s", sentence)
    return sentence


def _newest_sound(backups: list[Path], copy: Path) -> Path | None:
    """The newest backup that can be read whole, copied; None and no copy when there is none."""
    for backup in reversed(backups):
        if not _copy_and_check(backup, copy, with_log=False):
            return backup
    _remove(copy)
    return None


def _copy_and_check(source: Path, copy: Path, *, with_log: bool = True) -> str:
    """Copy a database, with the log beside it; what is wrong with the copy is returned."""
    _remove(copy)
    shutil.copyfile(source, copy)
    log = Path(f"{source}-wal")
    if with_log and log.exists():
        shutil.copyfile(log, f"{copy}-wal")
    problems = problems_in(copy)
    return problems[0] if problems else ""


def _remove(copy: Path) -> None:
    for suffix in ("", *_BESIDE, ".suspect"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    # What was kept of a copy of an older version before it was taken forward.
    for older in copy.parent.glob(f"{copy.stem}.version-*"):
        older.unlink(missing_ok=True)


def _swap_in(path: Path, whole: Path, now: datetime) -> Path | None:
    """Put a whole database in the place of another, which gets a name of its own; that name is returned."""
    with whole.open("rb+") as file:
        os.fsync(file.fileno())
    aside = None
    if any(Path(f"{path}{suffix}").exists() for suffix in ("", *_BESIDE)):
        aside = _free_name(path.with_name(f"{path.stem}.set-aside-{_stamp(now)}.sqlite"))
        for suffix in (*_BESIDE, ""):
            part = Path(f"{path}{suffix}")
            if part.exists():
                part.replace(f"{aside}{suffix}")
    whole.replace(path)
    sync_folder(path.parent)
    return aside


def restore(places: Places, source_name: str, now: datetime) -> str:
    """Put a backup in the user data's place; return a sentence that says what was done.

    `source_name` is a backup's day or path: that backup as it is. `newest` is the newest sound one and all
    that the journal has since, `journal` the journal alone. The user data and the journal that were there are
    set aside under names of their own, and never overwritten. A backup that is not sound is refused before
    anything is touched. Raises ReaderError.
    """
    path = places.user_data
    journal = Journal(journal_of(path))
    backup = None if source_name == _JOURNAL else named(places.backups, source_name)
    if backup is None and not journal.size():
        raise UserDataError(f"There is no journal {journal.path}, or nothing in it; nothing was changed.")
    whole = Path(f"{path}.{os.getpid()}.mending")
    lock = _lock(places)
    try:
        if not lock.try_alone():
            raise UserDataError(f"{path} is open in another reader: leave all of them, then restore.")
        _remove(whole)
        if backup is not None and source_name == "newest":
            backup = _newest_sound(backups_in(places.backups), whole) or backup
        damage = _copy_and_check(backup, whole, with_log=False) if backup is not None else ""
        if damage:
            raise UserDataError(f"The backup {backup} is damaged too ({damage}); nothing was changed.")
        replayed = 0
        with closing(UserDataStore(whole)) as user_data:
            recorded, last = user_data.recorder.operation, journal.last_operation()
            if source_name in (_JOURNAL, "newest"):
                replayed = replay(user_data, journal.read(after=recorded))
            else:
                # What follows must not be taken for what once followed the backup.
                user_data.recorder.set_operation(max(recorded, last) + 1)
            operation, state = user_data.recorder.operation, [ANEW, *state_of(user_data)]
            notes = len(user_data.notes.select())
        if journal.size():
            journal.path.replace(_free_name(path.with_name(f"notes.set-aside-{_stamp(now)}.jsonl")))
        aside = _swap_in(path, whole, now)
        journal.replace(operation, state)
        suspect_of(path).unlink(missing_ok=True)
    except OSError as error:
        raise UserDataError(
            f"{path} could not be restored ({error.strerror}); nothing that was there is lost."
        ) from error
    finally:
        _remove(whole)
        lock.close()
    source = "The journal" if backup is None else f"The backup {backup.name}"
    since = f" and {plural(replayed, 'later change')} of the journal" if backup and replayed else ""
    before = f" What was there before is kept as {aside}." if aside is not None else ""
    return f"{source}{since} is in place, with {plural(notes, 'note')}.{before}"


def _stamp(now: datetime) -> str:
    return f"{now:%Y-%m-%dT%H-%M-%S}"


def _free_name(path: Path) -> Path:
    """This path, or with a number after it where something of that name is there."""
    candidate, number = path, 1
    while any(Path(f"{candidate}{suffix}").exists() for suffix in ("", *_BESIDE)):
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
