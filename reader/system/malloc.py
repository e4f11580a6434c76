"""Giving back to the system what reading a large file took."""

from __future__ import annotations

import ctypes
from functools import cache

_M_MMAP_THRESHOLD = -3  # <malloc.h> of the GNU C library
_LARGE = 128 * 1024  # bytes; its default, before it adapts


@cache
def give_back_large_blocks() -> None:
    """Let freed blocks of 128 KB or more go back to the system at once, in this process, from now on.

    The GNU C library raises that limit, up to 32 MB, when a larger block is freed (mallopt(3)); what reading
    a file of 20 MB took for a moment then stays with the process. Other C libraries need nothing.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_M_MMAP_THRESHOLD, _LARGE)
