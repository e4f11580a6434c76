"""The small settings as SQLite keeps them."""

from __future__ import annotations

from reader.library.storage.database import Database


class SettingsTable:
    """The SettingsStore of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str, default: str = "") -> str:
        """A small thing kept under a name: the last library, the measure, the search history."""
        rows = self._database.execute("SELECT value FROM kept WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else default

    def set(self, name: str, value: str) -> None:
        """Keep a small thing under a name."""
        self._database.execute("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", (name, value))

    def delete(self, name: str) -> None:
        """Forget a small thing; nothing happens when it was not kept."""
        self._database.execute("DELETE FROM kept WHERE name = ?", (name,))

    def with_prefix(self, prefix: str) -> dict[str, str]:
        """The small things whose names begin with this, by name."""
        return dict(
            self._database.execute(
                "SELECT name, value FROM kept WHERE substr(name, 1, ?) = ? ORDER BY name",
                (len(prefix), prefix),
            )
        )
