"""Dates as a person reads them in a narrow column."""

from __future__ import annotations

from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def today() -> date:
    """Return the day that it is here: what dates in the lists are short against."""
    return date.today()


def short_date(published: str, now: date) -> str:
    """Return an ISO 8601 date or time in at most six cells: `17 Jan` this year, `Jan 24` for another."""
    parts = published[:10].split("-")
    if not parts[0].isdigit():
        return ""
    year = int(parts[0])
    if len(parts) < 2:
        return parts[0]
    month = _MONTHS[int(parts[1]) - 1]
    if year != now.year:
        return f"{month} {year % 100:02d}" if abs(year - now.year) < 50 else f"{year}"
    return f"{int(parts[2])} {month}" if len(parts) > 2 else month


def long_date(published: str) -> str:
    """Return an ISO 8601 date as `17 Jan 2026`, without a time of day; what is no date stays as it is."""
    parts = published[:10].split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if len(parts) == 2 and all(part.isdigit() for part in parts):
        return f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return published
