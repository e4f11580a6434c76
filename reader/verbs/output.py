"""What all verbs print: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from typing import Any

from reader.errors import DONE, NOTHING, WRONG
from reader.library import ScannedFile
from reader.text.safety import SUSPECT, safe_line


def emit(record: dict[str, Any]) -> None:
    """Print one JSON object a line; characters that act on a terminal are escaped, as JSON allows."""
    line = json.dumps(record, ensure_ascii=False)
    print(SUSPECT.sub(lambda match: json.dumps(match.group())[1:-1], line))


def complain(sentence: object) -> None:
    """Say a sentence on standard error, safe for a terminal and on one line."""
    line = safe_line(str(sentence))
    logging.getLogger("reader").debug("told the person: %s", line)
    print(f"reader: {line}", file=sys.stderr)


def draw_progress(label: str, done: int, total: int) -> None:
    """Draw how far something is on standard error, over the bar before; the last one ends its line."""
    width = 30
    filled = width * done // total if total else width
    end = "\n" if done >= total else ""
    print(
        f"\r{label} {'━' * filled}{'─' * (width - filled)} {done:,}/{total:,}",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def status_of(files: Sequence[ScannedFile], read: int, results: int) -> int:
    """Return the exit status of a verb that read so many of the files and found so much."""
    return WRONG if read < len(files) else DONE if results else NOTHING
