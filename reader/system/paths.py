"""Where things are kept: truth under data, rebuildable things under cache, what the person sets under config.

Directories come from platformdirs; `READER_HOME` puts all four under one folder.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.errors import ReaderError

APP = "briefing-reader"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one person: `data` (truth), `cache` (derived), `config` (settings), `state` (log)."""

    data: Path
    cache: Path
    config: Path
    state: Path

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Places:
        """Return the folders that this environment names; none of them need exist yet."""
        home = environment.get("READER_HOME")
        if home:
            root = Path(home).expanduser().absolute()
            return cls(root / "data", root / "cache", root / "config", root / "state")
        from platformdirs import PlatformDirs

        dirs = PlatformDirs(APP, appauthor=False)
        return cls(dirs.user_data_path, dirs.user_cache_path, dirs.user_config_path, dirs.user_state_path)

    @property
    def user_data(self) -> Path:
        """The SQLite file that holds notes, reading state and corrections."""
        # The names of these files are older than the terms; a rename would lose old versions their data.
        return self.data / "catalog.sqlite"

    @property
    def backups(self) -> Path:
        """The folder of the user data's backups."""
        return self.data / "backups"

    @property
    def document_cache(self) -> Path:
        """The SQLite file of what was read from the files: it can be deleted without loss."""
        return self.cache / "shelf.sqlite"

    @property
    def log(self) -> Path:
        """The log file, which is made when there is something to write."""
        return self.state / "reader.log"

    @property
    def settings(self) -> Path:
        """The person's settings file, which need not exist."""
        return self.config / "settings.toml"

    @property
    def keys(self) -> Path:
        """The person's keys file, which need not exist."""
        return self.config / "keys.toml"

    @property
    def themes(self) -> Path:
        """The folder of the person's own themes, which need not exist."""
        return self.config / "themes"

    def index(self, roots: Sequence[Path]) -> Path:
        """Return the search index's folder for a library of these roots."""
        name = hashlib.blake2b(b"\0".join(os.fsencode(root) for root in sorted(roots)), digest_size=8)
        return self.cache / "index" / name.hexdigest()

    def make(self) -> None:
        """Make the folders, for their owner alone; raises ReaderError when one cannot be made."""
        for folder in (self.data, self.cache, self.config, self.state):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ReaderError(
                    f"{folder} cannot be made ({error.strerror}): "
                    "set READER_HOME to a folder you can write to."
                ) from error


def bundled_seeds() -> Path:
    """Return the briefings that come with the program: inside the wheel, else beside the
    package in a checkout.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / "seeds"
    return inside if inside.is_dir() else package.parent / "seeds"


def lies_below(path: Path, roots: Iterable[Path]) -> bool:
    """Return whether a file lies below one of these roots or is one, as its path says."""
    return any(path.is_relative_to(root) for root in roots)
