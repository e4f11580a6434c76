"""`reader list` and `reader show`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import DONE, NOTHING, WRONG, ReaderError, UnreadableFile
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
    if options.save is not None:
        return _save_parts(library, Path(options.save), as_json=options.json)
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


def _save_parts(library: Library, folder: Path, *, as_json: bool) -> int:
    """Write the documents in files into a folder, or the ones that were asked for by `FILE#KEY`."""
    if not folder.is_dir():
        raise ReaderError(f"{folder}: there is no such folder; make it first.")
    count = failed = 0
    for path in library.roots:
        asked_for = library.inner_keys.get(path)
        all_keys = (part.inner for part in library.files.all(path) if part.inner)
        inner_keys = all_keys if asked_for is None else iter((asked_for,))
        for inner in inner_keys:
            try:
                target = library.files.save_part(path, inner, folder)
            except UnreadableFile as error:
                failed += 1
                complain(f"{library.shown_path(path)}#{inner}: {error.reason}")
                continue
            count += 1
            if as_json:
                emit({"path": library.shown_path(path), "inner": inner, "saved": str(target)})
            else:
                print(safe_line(str(target)))
    return WRONG if failed else DONE if count else NOTHING


def _print_document(document: Document) -> None:
    about = " · ".join(part for part in (document.published, document.source) if part)
    print(f"{document.title}\n{about}\n\n{document.with_quote_marks()}\n")
    for warning in document.warnings:
        complain(warning)
