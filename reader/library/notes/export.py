"""Notes out of the program, into a file of the person's folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import ReaderError
from reader.notes.exports import export, export_formats
from reader.notes.exports.markdown import holds_notes
from reader.notes.note import Note
from reader.system.files import read_existing, write_whole
from reader.text.plural import plural


def export_path(folder: Path, name: str, format: str = "markdown") -> Path:
    """Return the file in `folder` that notes under this name go to.

    Of the name, words and hyphens are used.
    """
    stem = re.sub(r"[^\w-]+", "-", name).strip("-")[:80] or "notes"
    return folder / f"notes-{stem}{export_formats()[format].suffix}"


def is_export(path: Path, format: str) -> bool:
    """Return whether notes were exported to this file before, into which those of this format
    can be merged.
    """
    if not export_formats()[format].merges:
        return False
    try:
        return holds_notes(read_existing(path))
    except ReaderError:
        return False


def export_to_file(
    notes: Sequence[Note], target: Path, format: str = "markdown", trashed: Sequence[Note] = ()
) -> str:
    """Write the notes to `target` in a format of `export_formats`; says how many and where.

    A file that is there already is merged where the format can be: what a person wrote between the notes
    stays, and the notes of `trashed` are taken out. Otherwise it is replaced whole. Raises ReaderError.
    """
    if not notes:
        return "There are no notes here to export."
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    chosen = export_formats()[format]
    existing = read_existing(target) if chosen.merges else ""
    removed = [note for note in trashed if note.deleted] if chosen.merges else []
    text = export([*notes, *removed], format, existing, now)
    write_whole(target, "\ufeff" + text if chosen.encoding == "utf-8-sig" else text)
    return f"{plural(len(notes), 'note')} written to {target}."
