"""SQLite as this program uses it, and its files read from outside."""
