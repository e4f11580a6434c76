"""Whether everything is in order, and what to do where it is not."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from reader.errors import ReaderError
from reader.library.backups import backups_in, day_of
from reader.library.catalog import Catalog
from reader.library.database import NewerDatabaseError
from reader.library.mending import many
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
    backups = backups_in(places.backups)
    restore = (
        f"Leave every reader, then start one: it sets the damaged file aside and puts together what can be "
        f"read. Or choose a backup: “reader doctor --restore {day_of(backups[-1])}” takes the newest of "
        f"{many(len(backups), 'backup')}."
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
    backups = backups_in(places.backups)
    days = f" of {day_of(backups[0])} to {day_of(backups[-1])}" if len(backups) > 1 else ""
    return Finding(
        "catalog", True, f"{places.catalog}, {many(notes, 'note')}, {many(len(backups), 'backup')}{days}"
    )


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
    return Finding("index", True, many(len(folders), "search index", "search indexes"))


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
