"""Whether everything is in order, and what to do where it is not."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from reader.errors import CatalogError, ReaderError
from reader.library.catalog import Catalog
from reader.library.database import NewerDatabaseError
from reader.library.places import Places
from reader.library.settings import load_settings
from reader.library.shelf import Shelf

_ENOUGH_BYTES = 100_000_000


class Finding(NamedTuple):
    """One check: what was looked at, whether it is in order, what was found, what to do."""

    check: str
    sound: bool
    found: str
    advice: str = ""


def examine(places: Places) -> Iterator[Finding]:
    """Look at the folders, the settings, the catalog, the shelf, the indexes and the model, in turn."""
    try:
        places.make()
        free = shutil.disk_usage(places.data).free
        yield Finding(
            "folders",
            free > _ENOUGH_BYTES,
            f"{places.data}, {free / 1e9:.1f} GB free",
            "" if free > _ENOUGH_BYTES else "Free some room: notes cannot be kept on a full disk.",
        )
    except ReaderError as error:
        yield Finding("folders", False, str(error), "Set READER_HOME to a folder you can write to.")
        return
    yield _settings(places)
    yield _catalog(places)
    yield _shelf(places)
    yield _indexes(places)
    yield _model(places)


def _settings(places: Places) -> Finding:
    try:
        load_settings(places.settings)
    except ReaderError as error:
        return Finding("settings", False, str(error), f"Mend or remove {places.settings}.")
    there = places.settings.exists()
    return Finding("settings", True, str(places.settings) if there else "none set; the defaults hold")


def _catalog(places: Places) -> Finding:
    backups = sorted(places.backups.glob("catalog-*.sqlite"))
    restore = (
        f"Close every reader, then run “reader doctor --restore {_day(backups[-1])}”: that is the newest of "
        f"{_many(len(backups), 'backup')}, and the damaged file is set aside."
        if backups
        else "There is no backup yet; keep the file, `sqlite3 FILE .recover` may read what is left."
    )
    try:
        catalog = Catalog(places.catalog, places.backups)
        try:
            problems = catalog.problems()
            notes = len(catalog.notes()) if not problems else 0
            if not problems:
                catalog.back_up(datetime.now(UTC))
        finally:
            catalog.close()
    except NewerDatabaseError as error:
        return Finding(
            "catalog", False, str(error), "Update the reader: pip install --upgrade briefing-reader."
        )
    except ReaderError as error:
        return Finding("catalog", False, str(error), restore)
    if problems:
        return Finding("catalog", False, f"{places.catalog} is damaged: {problems[0]}", restore)
    backups = sorted(places.backups.glob("catalog-*.sqlite"))
    days = f" of {_day(backups[0])} to {_day(backups[-1])}" if len(backups) > 1 else ""
    return Finding(
        "catalog", True, f"{places.catalog}, {_many(notes, 'note')}, {_many(len(backups), 'backup')}{days}"
    )


def _day(backup: Path) -> str:
    return backup.stem.removeprefix("catalog-")


def restore(places: Places, wanted: str, now: datetime) -> str:
    """Put a backup in the catalog's place; a sentence that says what was done is returned.

    `wanted` is a backup's day, `newest`, or the path of a backup. The catalog that was there is set aside
    under a name of its own, with what SQLite keeps beside it, and never overwritten. A backup that is not
    sound is refused before anything is touched. Raises ReaderError.
    """
    backup = _backup(places, wanted)
    copy = places.catalog.with_name(f"{places.catalog.name}.{os.getpid()}.partial")
    aside = places.catalog.with_name(f"{places.catalog.stem}.set-aside-{now:%Y-%m-%dT%H-%M-%S}.sqlite")
    number = 1
    while aside.exists():
        number += 1
        aside = aside.with_name(f"{places.catalog.stem}.set-aside-{now:%Y-%m-%dT%H-%M-%S}-{number}.sqlite")
    try:
        places.catalog.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, copy)
        notes = _notes_in(copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        was_there = places.catalog.exists()
        for suffix in ("-wal", "-shm", ""):
            beside = Path(f"{places.catalog}{suffix}")
            if beside.exists():
                beside.replace(f"{aside}{suffix}")
        copy.replace(places.catalog)
    except OSError as error:
        raise CatalogError(f"{backup} could not be restored ({error.strerror}).") from error
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{copy}{suffix}").unlink(missing_ok=True)
    kept = f" What was there before is kept as {aside}." if was_there else ""
    return f"The backup {backup.name} is in place, with {_many(notes, 'note')}.{kept}"


def _backup(places: Places, wanted: str) -> Path:
    backups = sorted(places.backups.glob("catalog-*.sqlite"))
    named = {_day(path): path for path in backups} | {path.name: path for path in backups}
    if wanted == "newest" and backups:
        return backups[-1]
    if wanted in named:
        return named[wanted]
    if wanted != "newest" and Path(wanted).is_file():
        return Path(wanted)
    there = f"there are {', '.join(map(_day, backups))}" if backups else "there are no backups yet"
    raise ReaderError(f"There is no backup {wanted}: {there}.")


def _notes_in(path: Path) -> int:
    """How many notes a sound catalog holds; CatalogError when it is not sound."""
    catalog = Catalog(path)
    try:
        problems = catalog.problems()
        if problems:
            raise CatalogError(f"The backup is damaged too ({problems[0]}); nothing was changed.")
        return len(catalog.notes())
    finally:
        catalog.close()


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def _shelf(places: Places) -> Finding:
    try:
        shelf = Shelf(places.shelf)
        problems = shelf.problems()
        shelf.close()
    except ReaderError as error:
        problems = [str(error)]
    if problems:
        return Finding(
            "shelf", False, problems[0], f"Delete {places.shelf}: it is made again from your files."
        )
    return Finding("shelf", True, str(places.shelf))


def _indexes(places: Places) -> Finding:
    from reader.search.index import SearchIndex

    folders = sorted(path for path in (places.cache / "index").glob("*") if path.is_dir())
    for folder in folders:
        damage = SearchIndex.open(folder, read_only=True).damage
        if damage:
            return Finding("index", False, damage, f"Delete {folder}: it is made again from your files.")
    return Finding("index", True, _many(len(folders), "search index", "search indexes"))


def _model(places: Places) -> Finding:
    from reader.analysis.entities import MODELS

    try:
        chosen = load_settings(places.settings).model
    except ReaderError:
        chosen = ""
    installed = [name for name in ([chosen] if chosen else MODELS) if _is_there(name)]
    if not installed:
        return Finding(
            "model",
            False,
            f"{chosen or 'no language model'} is not installed",
            "Install it with pip in this environment"
            + (", or take the name out of the settings." if chosen else "."),
        )
    return Finding("model", True, installed[0])


def _is_there(model: str) -> bool:
    """Whether a model is installed, or is a folder that holds one."""
    return Path(model).is_dir() or (model.isidentifier() and importlib.util.find_spec(model) is not None)
