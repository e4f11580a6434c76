"""The small settings as SQLite keeps them."""

from __future__ import annotations

from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.recorder import ChangeRecorder


class SettingsTable:
    """The SettingsStore of one database."""

    def __init__(self, database: Database, recorder: ChangeRecorder) -> None:
        self._database = database
        self._recorder = recorder

    def get(self, name: str, default: str = "") -> str:
        """Return the text that is kept under a name."""
        rows = self._database.execute("SELECT value FROM kept WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else default

    def set(self, name: str, value: str) -> None:
        """Keep a text under a name."""
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", (name, value))
            self._recorder.record(setting=name, value=value)

    def delete(self, name: str) -> None:
        """Forget what is kept under a name; nothing happens when nothing is."""
        with self._database.transaction():
            if self._database.execute("DELETE FROM kept WHERE name = ? RETURNING 1", (name,)):
                self._recorder.record(setting=name, value=None)

    def with_prefix(self, prefix: str) -> dict[str, str]:
        """Return the texts whose names begin with this, by name."""
        return dict(
            self._database.execute(
                "SELECT name, value FROM kept WHERE substr(name, 1, ?) = ? ORDER BY name",
                (len(prefix), prefix),
            )
        )
