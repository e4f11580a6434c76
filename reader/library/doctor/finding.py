"""What a check found, as the doctor says it."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One check: what was looked at, whether it is in order, what was found, what to do."""

    check: str
    sound: bool
    found: str
    advice: str = ""
