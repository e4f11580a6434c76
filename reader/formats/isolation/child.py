"""The process that reads files whose formats are read by libraries of others: it runs `main`.

It gets one file after another on standard input and answers on standard output. It has a limit of memory,
opens no file and writes nowhere else; whatever ends it is seen by the process that asked.
"""

from __future__ import annotations

import gc
import itertools
import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import NamedTuple

from reader.errors import UnreadableFile
from reader.formats.nesting import LoadedPart

MAX_MEMORY = 1_400 * 1024 * 1024
"""The bytes of addresses that the process may have, where the system knows such a limit."""


_LARGE = 1_000_000
_COLLECTED_EVERY = 50


class Request(NamedTuple):
    """A file to read, as `parse_all` takes it."""

    data: bytes
    name: str
    modified: float
    only: str | None


class Refusal(NamedTuple):
    """Why a file cannot be read, and the same to a program, as in UnreadableFile."""

    reason: str
    code: str


Answer = LoadedPart | Refusal | None
"""One document of a file; why there is none; or None after the last."""


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints belongs to nobody, least of all to the answers.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks decides what Ctrl+C means
    _limit_memory()
    # What a file leaves behind goes at once where nothing refers to itself, the rest now and then.
    gc.disable()
    for count in itertools.count(1):
        try:
            request: Request = pickle.load(requests)
        except EOFError:
            return
        for answer in _answers(request):
            pickle.dump(answer, answers, protocol=5)
        answers.flush()
        if len(request.data) > _LARGE or count % _COLLECTED_EVERY == 0:
            gc.collect()


def _answers(request: Request) -> list[Answer]:
    from reader.formats.load import parse_all

    parts: list[Answer] = []
    try:
        for part in parse_all(*request):
            parts.append(part)
            if request.only is not None:
                break
    except UnreadableFile as error:
        parts.append(Refusal(error.reason, error.code))
    except MemoryError:
        parts.append(Refusal("reading it takes more memory than is good for the machine", "too-large"))
    parts.append(None)
    return parts


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = MAX_MEMORY if most == resource.RLIM_INFINITY else min(MAX_MEMORY, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
