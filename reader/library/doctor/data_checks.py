"""What the reader keeps: settings, user data with its backups, what is derived, the language model."""

from __future__ import annotations

import importlib.util
import shlex
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from reader.errors import NewerDatabaseError, ReaderError, UserDataError
from reader.library.doctor.finding import Finding
from reader.library.recovery.repair import check_without_opening
from reader.library.settings import load_settings
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.sqlite.database import problems_in_unused
from reader.library.storage.user_data.backup_files import backups_in, clock_day_of, day_of
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.system.paths import Places
from reader.text.plural import plural


def settings(places: Places) -> Finding:
    """Return whether the settings file, if there is one, can be used."""
    try:
        load_settings(places.settings)
    except ReaderError as error:
        return Finding("settings", False, str(error), f"Mend or remove {places.settings}.")
    exists = places.settings.exists()
    return Finding("settings", True, str(places.settings) if exists else "none set; the defaults hold")


def user_data(places: Places, now: datetime) -> Iterator[Finding]:
    """Yield all of the user data, which is backed up if that is due, its backups, and what was set aside."""
    if not places.user_data.exists() and not backups_in(places.backups):
        yield Finding("user data", True, f"nothing kept yet; it will be {places.user_data}")
        return
    failed = ""
    try:
        lock, damage = check_without_opening(places)
        try:
            if damage:
                yield Finding(
                    "user data", False, f"{places.user_data} is damaged: {damage}", _what_to_do(places)
                )
            else:
                with closing(UserDataStore(places.user_data, places.backups)) as opened:
                    yield _inside(places, opened)
                    failed = _backed_up(opened, now)
        finally:
            lock.close()
    except NewerDatabaseError as error:
        yield Finding(
            "user data", False, str(error), "Update the reader: pip install --upgrade briefing-reader."
        )
    except UserDataError as error:
        yield Finding("user data", False, str(error), _what_to_do(places))
    yield _backups(places, now, failed)
    yield _set_aside(places)


def _inside(places: Places, opened: UserDataStore) -> Finding:
    problems = opened.problems()
    if problems:
        return Finding(
            "user data", False, f"{places.user_data} is damaged: {problems[0]}", _what_to_do(places)
        )
    size, notes = places.user_data.stat().st_size / 1e3, plural(len(opened.notes.document_keys()), "note")
    return Finding(
        "user data", True, f"{places.user_data}, {notes}, {size:,.0f} KB, version {opened.version()}"
    )


def _backed_up(opened: UserDataStore, now: datetime) -> str:
    """Keep the day's backup if it is due; why that failed, else empty."""
    try:
        if opened.needs_backup(now):
            opened.back_up(now)
    except UserDataError as error:
        return str(error)
    return ""


def _what_to_do(places: Places) -> str:
    backups = backups_in(places.backups)
    if not backups:
        return (
            "Leave every reader, then start one: it sets the damaged file aside and keeps all that can be "
            "read of it. There is no backup yet."
        )
    return (
        "Leave every reader, then start one: it sets the damaged file aside and puts together what can be "
        f"read. Or choose a backup: “reader doctor --restore {day_of(backups[-1])}” takes the newest of "
        f"{plural(len(backups), 'backup')}."
    )


def _backups(places: Places, now: datetime, failed: str) -> Finding:
    backups = backups_in(places.backups)
    if failed:
        advice = f"Look whether {places.backups} is a folder that can be written to, and the disk has room."
        return Finding("backups", False, failed, advice)
    if not backups:
        return Finding("backups", True, f"none yet; one a day goes to {places.backups}")
    damaged = [path for path in backups if problems_in_unused(path)]
    newest = backups[-1]
    ahead = (date.fromisoformat(clock_day_of(newest)) - now.date()).days
    age = "today's" if ahead == 0 else f"{plural(abs(ahead), 'day')} {'old' if ahead < 0 else 'ahead'}"
    summary = f"{plural(len(backups), 'backup')} in {places.backups}, the newest {age}"
    if damaged:
        names = ", ".join(path.name for path in damaged)
        return Finding(
            "backups", False, f"{summary}; damaged: {names}",
            f"Of no use: {shlex.join(['rm', *map(str, damaged)])}. The sound ones are enough.",
        )  # fmt: skip
    return Finding("backups", True, summary)


def _set_aside(places: Places) -> Finding:
    aside = sorted(places.data.glob("catalog.set-aside-*.sqlite"))
    if not aside:
        return Finding("set aside", True, "nothing")
    return Finding(
        "set aside", True, f"{plural(len(aside), 'database')}, the last {aside[-1]}",
        "Kept in case something is missing; when nothing is, they can be removed.",
    )  # fmt: skip


def document_cache(places: Places) -> Finding:
    """Return whether what was read from the files is sound."""
    try:
        opened = DocumentCache(places.document_cache)
        problems = opened.problems()
        opened.close()
    except ReaderError as error:
        problems = [str(error)]
    if problems:
        return Finding(
            "document cache", False, f"{places.document_cache} is damaged: {problems[0]}",
            f"Delete {places.document_cache}: it is made again from your files.",
        )  # fmt: skip
    return Finding("document cache", True, str(places.document_cache))


def indexes(places: Places) -> Finding:
    """Return whether each library's search index can be read."""
    from reader.search.index.full_text_index import SearchIndex

    folders = sorted(path for path in (places.cache / "index").glob("*") if path.is_dir())
    for folder in folders:
        damage = SearchIndex.open(folder, read_only=True).damage
        if damage:
            return Finding("index", False, damage, f"Delete {folder}: it is made again from your files.")
    return Finding("index", True, plural(len(folders), "search index", "search indexes"))


def model(places: Places) -> Finding:
    """Return whether the language model is installed, the one that the settings name if they name one."""
    from reader.analysis.pipeline import MODELS

    try:
        chosen = load_settings(places.settings).model
    except ReaderError:
        chosen = ""
    installed = [name for name in ([chosen] if chosen else MODELS) if _is_there(name)]
    if not installed:
        return Finding(
            "model", False, f"{chosen or 'no language model'} is not installed",
            "Install it with pip in this environment"
            + (", or take the name out of the settings." if chosen else "."),
        )  # fmt: skip
    return Finding("model", True, installed[0])


def _is_there(name: str) -> bool:
    """Whether a model is installed, or is a folder that holds one."""
    return Path(name).is_dir() or (name.isidentifier() and importlib.util.find_spec(name) is not None)
