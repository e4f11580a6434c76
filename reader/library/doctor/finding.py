"""What a check found, as the doctor says it."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One check: what was looked at, whether it is in order, what was seen, what to do."""

    check: str
    ok: bool
    message: str
    advice: str = ""
