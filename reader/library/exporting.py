"""Notes out of the program, into a file of the person's folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reader.library.writing import read_existing, write_whole
from reader.notes.exports import export
from reader.notes.note import Note


def export_to_folder(notes: Sequence[Note], folder: Path, name: str) -> str:
    """Write the notes as Markdown into `folder`; a sentence that says how many and where is returned.

    The file is called after `name`, of which only letters, digits and hyphens are used; one that is there
    already is merged: what a person wrote between the notes stays. Raises ReaderError.
    """
    if not notes:
        return "There are no notes here to export."
    stem = re.sub(r"[^\w-]+", "-", name).strip("-")[:80] or "notes"
    target = folder / f"notes-{stem}.md"
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    write_whole(target, export(notes, "markdown", read_existing(target), now))
    return f"{len(notes)} note{'s' if len(notes) != 1 else ''} written to {target}."
