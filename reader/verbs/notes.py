"""`reader notes …`."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import DONE, NOTHING, NoteError, ReaderError, UnreadableFile
from reader.library import Library
from reader.text.safety import safe_line
from reader.verbs.common import on_library, up_to_date
from reader.verbs.output import complain, emit

if TYPE_CHECKING:
    from reader.notes.note import Note


def run_notes(options: Namespace) -> int:
    """`reader notes …`."""
    doing = {"add": _add_note, "list": _list_notes, "export": _export_notes, "import": _import_notes}
    return doing[options.doing](options)


def _note_record(note: Note, library: Library) -> dict[str, Any]:
    record = note.to_json()
    path = library.notes.path_of(note)
    record["path"] = note.path if path is None else library.shown_path(path)
    return record


def _print_note(note: Note, library: Library, *, as_json: bool) -> None:
    record = _note_record(note, library)
    if as_json:
        emit(record)
        return
    place = f" at {record['start']}" if record["start"] is not None else ""
    address = f"{record['path']}#{note.inner}" if note.inner else record["path"]
    print(f"{note.id}  {note.kind}, {note.state}{place}  {note.title}  [{safe_line(address)}]")
    if note.quote:
        print(f"    “{' '.join(note.quote.split())}”")
    for line in note.body.splitlines():
        print(f"    {line}")
    if note.tags:
        print(f"    {' '.join('#' + tag for tag in note.tags)}")
    for link in note.links:
        print(f"    → {link}")


@on_library(lambda options: [options.file])
def _add_note(library: Library, options: Namespace) -> int:
    from reader.notes.kinds import kind_of, named_note_kinds
    from reader.notes.note import parse_link

    kind = kind_of(options.kind, named_note_kinds(dict(library.settings.pens)))
    links = [parse_link(link) for link in options.link]
    path = library.roots[0]
    inner = library.inner_keys.get(path, "")
    document = library.files.document(path, inner)
    body = sys.stdin.read() if options.body == "-" else options.body
    if options.quote:
        try:
            note = library.notes.add_quote(
                path,
                document,
                options.quote,
                options.start,
                body=body,
                kind=kind,
                tags=options.tag,
                links=links,
                inner=inner,
            )
        except NoteError as error:
            raise NoteError(f"{library.shown_path(path)}: {error}") from error
    elif options.start is not None:
        raise NoteError("--start says where the words of --quote begin: give both.")
    else:
        note = library.notes.add(
            path, document, None, body=body, kind=kind, tags=options.tag, links=links, inner=inner
        )
    _print_note(note, library, as_json=options.json)
    return DONE


def _notes_below(library: Library, paths: Sequence[str]) -> list[Note]:
    """The notes on the documents of a library, placed in the texts as they are now; with no path, all."""
    notes = library.notes.all()[::-1]
    if not paths:
        return notes
    chosen: list[Note] = []
    for path, inner in dict.fromkeys((library.notes.path_of(note), note.inner) for note in notes):
        if path is None or not library.documents.holds(path) or library.inner_keys.get(path, inner) != inner:
            continue
        try:
            chosen += library.notes.on(path, library.files.document(path, inner), inner)
        except UnreadableFile as error:
            complain(f"{library.shown_path(path)}: {error.reason}; its notes are shown as they were kept")
            chosen += library.notes.on(path, inner=inner)
    return chosen


@on_library(lambda options: options.path)
def _list_notes(library: Library, options: Namespace) -> int:
    notes = _notes_below(library, options.path)
    for note in notes:
        _print_note(note, library, as_json=options.json)
    if not notes:
        complain("there are no notes here")
    return DONE if notes else NOTHING


@on_library(lambda options: options.path)
def _export_notes(library: Library, options: Namespace) -> int:
    from reader.library import export_to_file
    from reader.notes.exports import export, export_formats

    formats = export_formats()
    if options.format not in formats:
        raise NoteError(f"There is no export format {options.format}; there are {', '.join(formats)}.")
    notes = _notes_below(library, options.path)
    if options.tag:
        notes = [note for note in notes if options.tag.casefold() in map(str.casefold, note.tags)]
    if not notes:
        complain("there are no notes to export")
        return NOTHING
    if options.out is None:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        print(export(notes, options.format, "", now), end="")
        return DONE
    target = Path(options.out)
    library.check_writable(target, options.format)
    trashed = library.notes.all(trashed=True)
    complain(export_to_file(notes, target, options.format, trashed).rstrip("."))
    return DONE


@on_library()
def _import_notes(library: Library, options: Namespace) -> int:
    from reader.notes import imports
    from reader.system.files import read_existing

    up_to_date(library, searchable=False)
    source = Path(options.file)
    if not source.is_file():
        raise ReaderError(f"{source}: there is no such file; check the spelling.")
    try:
        notes = imports.read(read_existing(source))
    except NoteError as error:
        raise NoteError(f"{source}: {error} No note of it was taken in.") from error
    imported = library.import_notes(notes)
    if options.json:
        for note in imported:
            emit(_note_record(note, library))
    complain(f"{len(imported)} of {len(notes)} notes taken in; the others were here already")
    return DONE if notes else NOTHING
