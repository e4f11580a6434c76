"""The page of a file that holds others: what is in it, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from reader.formats.builder import Builder, Draft
from reader.formats.metadata.titles import title_from_name
from reader.text.safety import safe_line

MAX_LISTED = 200


def contents_page(name: str, summary: str, lines: Sequence[str]) -> Draft:
    """Return a page of one sentence and a line for each thing in the file called `name`, its title.

    They are `furniture`: the documents themselves have their names, and a name in a list is no sentence.
    """
    builder = Builder()
    builder.begin()
    builder.add(summary)
    builder.end("paragraph")
    listed = [safe_line(" ".join(line.split()))[:300] for line in lines[:MAX_LISTED]]
    if len(lines) > MAX_LISTED:
        listed.append(f"and {len(lines) - MAX_LISTED:,} more")
    if listed:
        builder.begin()
        builder.add("\n".join(listed))
        builder.end("furniture")
    draft = builder.draft()
    draft.title = title_from_name(safe_line(name)) or safe_line(PurePath(name).stem)
    draft.title_from = "file name"
    return draft
