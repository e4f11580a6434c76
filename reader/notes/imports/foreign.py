"""What the readers of other programs' annotations share: fields of any sort, times, names, stable ids."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from reader.notes.ids import RANDOM_BYTES, new_id, utc

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def items(value: object) -> list[Any]:
    """Return the value as a list: JSON-LD leaves the brackets out where there is one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def field(record: object, name: str) -> Any:
    """Return a field of an object; None when there is none or it is no object."""
    return record.get(name) if isinstance(record, dict) else None


def text(value: object) -> str:
    """Return the value when it is text, else nothing."""
    return value if isinstance(value, str) else ""


def number(value: object) -> int:
    """Return the value when it is a whole number from 0 on, else 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0


def time(*candidates: object) -> datetime:
    """Return the first that is an ISO 8601 time, UTC when it has no zone.

    The beginning of 1970 when none is.
    """
    for candidate in candidates:
        try:
            moment = datetime.fromisoformat(text(candidate))
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return _NO_TIME


def times(created: object, modified: object) -> dict[str, str]:
    """Return the two times of a note, each standing in for the other where it is missing."""
    return {"created": utc(time(created, modified)), "modified": utc(time(modified, created))}


def stable_id(name: str, created: datetime) -> str:
    """Return the same id whenever the annotation of this name and time is read."""
    return new_id(created, hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:RANDOM_BYTES])


def path(address: str) -> str:
    """Return the path of a document that an address names; the address itself when it is not of a file."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if parts.scheme == "file" or not (parts.scheme or parts.netloc):
        return unquote(parts.path)
    return address
