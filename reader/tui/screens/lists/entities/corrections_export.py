"""The corrections of names, written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.system.files import read_existing, write_whole
from reader.text.plural import plural

if TYPE_CHECKING:
    from reader.tui.session.session import Session

_FILE = "entities.toml"


def export_corrections(session: Session, folder: Path, *, again: bool = False) -> bool:
    """Write the corrections to entities.toml in a folder, and say where; return whether a file is in the way.

    A file that says something else is replaced only with `again`.
    """
    count, target = len(session.library.entities.corrections()), folder / _FILE
    if not count:
        session.say("Nothing was corrected yet: C puts a name right.")
        return False
    try:
        text = session.library.entities.export_corrections()
        session.library.check_writable(target)
        if not again and target.exists() and read_existing(target) != text:
            session.say(f"{target} is there already. w again replaces it.", "warning")
            return True
        write_whole(target, text)
    except ReaderError as error:
        session.say(str(error), "error")
        return False
    session.say(f"{plural(count, 'correction')} written to {target}.")
    return False
