"""Ids that sort by time, and times as notes keep them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import UUID

RANDOM_BYTES = 10
"""How many random bytes an id takes."""

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_ID = re.compile(f"[0-7][{_DIGITS}]{{25}}")


def is_id(text: str) -> bool:
    """Return whether the text is an id as `new_id` makes them."""
    return _ID.fullmatch(text) is not None


def new_id(now: datetime, randomness: bytes) -> str:
    """Return an id of 26 lower-case letters and digits that sorts by time: a ULID.

    48 bits of milliseconds since 1970 and 80 random bits in Crockford's base 32
    (https://github.com/ulid/spec). `randomness` is RANDOM_BYTES bytes.
    """
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"an id takes {RANDOM_BYTES} random bytes, not {len(randomness)}")
    milliseconds = max(0, int(now.timestamp() * 1000)) & (1 << 48) - 1
    return id_of_number(UUID(int=milliseconds << 80 | int.from_bytes(randomness, "big")))


def id_number(id_: str) -> UUID:
    """Return the 128 bits of an id as a UUID, for formats that name things by URN."""
    number = 0
    for digit in id_:
        number = number << 5 | _DIGITS.index(digit)
    return UUID(int=number)


def id_of_number(number: UUID) -> str:
    """Return the id whose bits these are."""
    return "".join(_DIGITS[number.int >> shift & 31] for shift in range(125, -1, -5))


def utc(now: datetime) -> str:
    """Return the time in UTC, to the second, as ISO 8601 with a Z. A time without a zone is an error."""
    if now.tzinfo is None:
        raise ValueError("a time without a zone")
    return now.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
