"""`reader list` and `reader show`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import DONE, NOTHING, WRONG
from reader.library import scan
from reader.text.safety import safe_line
from reader.verbs.common import documents, on_library, up_to_date
from reader.verbs.output import complain, emit, status_of

if TYPE_CHECKING:
    from reader.library import DocumentRow, Library
    from reader.text.document import Document


@on_library(lambda options: options.path)
def run_list(library: Library, options: Namespace) -> int:
    """`reader list`."""
    up_to_date(library, searchable=False)
    entries = library.documents.entries()
    for entry in entries:
        path = library.shown_path(entry.path)
        address = f"{path}#{entry.inner}" if entry.inner else path
        if entry.problem:
            complain(f"{address}: {entry.problem}")
            if options.json:
                emit(
                    {
                        "path": path,
                        "problem": entry.problem,
                        "problem_code": entry.problem_code,
                        **_part_fields(entry),
                    }
                )
        elif options.json:
            emit(
                {
                    "path": path,
                    "title": entry.title,
                    "published": entry.published,
                    "source": entry.source,
                    "words": entry.words,
                    "unread": entry.unread,
                    "notes": entry.notes,
                    "published_from": entry.published_from,
                    "title_from": entry.title_from,
                    "flagged": entry.flagged,
                    "warnings": list(entry.all_warnings),
                    "format": entry.format,
                    **_part_fields(entry),
                }
            )
        else:
            marks = (f"  ¶{entry.notes}" if entry.notes else "") + ("  ⚠" if entry.all_warnings else "")
            unread = "●" if entry.unread else " "
            print(f"{unread} {entry.published[:10]:10}  {entry.title}  [{safe_line(address)}]{marks}")
    if any(not entry.problem for entry in entries):
        return DONE
    return WRONG if entries else NOTHING


def _part_fields(entry: DocumentRow) -> dict[str, str]:
    """Return the inner keys of a document in a file and of what it is part of; nothing for a file."""
    return {"inner": entry.inner, "parent": entry.parent} if entry.inner else {}


@on_library(lambda options: options.file)
def run_show(library: Library, options: Namespace) -> int:
    """`reader show`."""
    files = list(scan(library.roots))
    shown: set[Path] = set()
    for place, document in documents(library, files):
        shown.add(place.path)
        if not options.json:
            _print_document(document)
            continue
        emit(
            {
                "path": library.shown_path(place.path),
                **({"inner": place.inner} if place.inner else {}),
                "title": document.title,
                "published": document.published,
                "source": document.source,
                "sha256": document.sha256,
                "text": document.text,
                "blocks": [
                    {"kind": block.kind, "level": block.level, "start": block.start, "end": block.end}
                    for block in document.blocks
                ],
                "sentences": [[start, end] for start, end in document.sentences],
                "warnings": list(document.warnings),
                "format": document.format,
                "title_from": document.title_from,
                "published_from": document.published_from,
                "meta": [list(pair) for pair in document.meta],
                "places": [{"start": place.start, "label": place.label} for place in document.places],
            }
        )
    return status_of(files, len(shown), len(shown))


def _print_document(document: Document) -> None:
    about = " · ".join(part for part in (document.published, document.source) if part)
    print(f"{document.title}\n{about}\n\n{document.with_quote_marks()}\n")
    for warning in document.warnings:
        complain(warning)
