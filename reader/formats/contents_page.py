"""The page of a file that holds others: what is in it, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from reader.formats.builder import Builder, Draft

MAX_LISTED = 200


def contents_page(summary: str, lines: Sequence[str]) -> Draft:
    """Return a page of one sentence and the names of what is in the file, which are no text of their own.

    They are `furniture`: the documents themselves have their names, and a name in a list is no sentence.
    """
    builder = Builder()
    builder.begin()
    builder.add(summary)
    builder.end("paragraph")
    listed = [" ".join(line.split())[:300] for line in lines[:MAX_LISTED]]
    if len(lines) > MAX_LISTED:
        listed.append(f"and {len(lines) - MAX_LISTED:,} more")
    if listed:
        builder.begin()
        builder.add("\n".join(listed))
        builder.end("furniture")
    return builder.draft()
