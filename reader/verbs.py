"""What each verb of the command line does: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import NoteError, ReaderError, SettingsError, UnreadableFile
from reader.library.library import Library
from reader.library.places import Places
from reader.library.scan import Found, scan
from reader.library.settings import Settings, load_settings
from reader.text.safety import make_safe, safe_line

if TYPE_CHECKING:
    from reader.library.census import NamedEntity
    from reader.library.indexing import Progress
    from reader.notes.note import Note
    from reader.search.engine import Answer
    from reader.text.document import Document

DONE, NOTHING, WRONG = 0, 1, 2

_UNPRINTABLE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def emit(record: dict[str, Any]) -> None:
    """Print one JSON object a line; characters that act on a terminal are escaped, as JSON allows."""
    line = json.dumps(record, ensure_ascii=False)
    print(_UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", line))


def complain(sentence: object) -> None:
    """Say a sentence on standard error, safe for a terminal."""
    print(f"reader: {make_safe(str(sentence))[0]}", file=sys.stderr)


def open_library(paths: Sequence[str]) -> Library:
    """The library that a verb works on; settings that cannot be used are complained of, the defaults hold."""
    places = Places.from_environment()
    settings = Settings()
    try:
        settings = load_settings(places.settings)
    except SettingsError as error:
        complain(error)
    return Library.open(paths, places, settings)


def up_to_date(library: Library, *, searchable: bool) -> None:
    """Read what has changed, with a progress line on a terminal when there is much of it."""
    shown = False

    def progress(state: Progress) -> None:
        nonlocal shown
        if sys.stderr.isatty() and state.total > 200:
            shown = True
            print(f"\rreading {state.done:,}/{state.total:,}", end="", file=sys.stderr, flush=True)

    last = library.bring_up_to_date(progress, searchable=searchable)
    if shown:
        print(file=sys.stderr)
    if last.note:
        complain(last.note)


def run_list(options: Namespace) -> int:
    """`reader list`."""
    library = open_library(options.path)
    up_to_date(library, searchable=False)
    entries = library.entries()
    for entry in entries:
        path = library.shown_path(entry.path)
        if entry.problem:
            complain(f"{path}: {entry.problem}")
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
                }
            )
        else:
            notes = f"  ¶{entry.notes}" if entry.notes else ""
            mark = "●" if entry.unread else " "
            print(f"{mark} {entry.published[:10]:10}  {entry.title}  [{safe_line(path)}]{notes}")
    if any(not entry.problem for entry in entries):
        return DONE
    return WRONG if entries else NOTHING


def _documents(library: Library, files: Iterable[Found]) -> Iterator[tuple[Path, Document]]:
    """Each file with its document; one that cannot be read is complained of and left out."""
    for found in files:
        path = Path(found.path)
        if found.problem:
            complain(f"{library.shown_path(path)}: {found.problem}")
            continue
        try:
            document = library.document(path)
        except UnreadableFile as error:
            complain(f"{library.shown_path(path)}: {error.reason}")
            continue
        yield path, document


def run_show(options: Namespace) -> int:
    """`reader show`."""
    library = open_library(options.file)
    files = list(scan(library.roots))
    shown = 0
    for path, document in _documents(library, files):
        shown += 1
        if not options.json:
            _print_document(document)
            continue
        emit(
            {
                "path": library.shown_path(path),
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
            }
        )
    return _status(files, shown, shown)


def _status(files: Sequence[Found], read: int, found: int) -> int:
    """The exit status of a verb that read so many of the files and found so much."""
    return WRONG if read < len(files) else DONE if found else NOTHING


def _print_document(document: Document) -> None:
    about = " · ".join(part for part in (document.published, document.source) if part)
    print(f"{document.title}\n{about}\n\n{document.text}\n")
    for warning in document.warnings:
        complain(warning)


def run_search(options: Namespace) -> int:
    """`reader search`."""
    library = open_library(options.path)
    up_to_date(library, searchable=True)
    lines = (line.rstrip("\r\n") for line in sys.stdin) if options.query == "-" else iter([options.query])
    found = wrong = 0
    for line in lines:
        try:
            answer = library.search(line, options.limit)
        except ReaderError as error:
            if options.query != "-":
                raise
            # One wrong line of many does not stop the others.
            wrong += 1
            complain(f"{line}: {error}")
            if options.json:
                emit({"query": line, "corrections": {}, "ms": 0.0, "hits": [], "error": str(error)})
            continue
        found += len(answer.hits)
        _print_answer(answer, library, as_json=options.json)
        sys.stdout.flush()
    return DONE if found else WRONG if wrong else NOTHING


def _print_answer(answer: Answer, library: Library, *, as_json: bool) -> None:
    paths = [library.shown_path(library.path_of(hit)) for hit in answer.hits]
    if as_json:
        emit(
            {
                "query": answer.query,
                "corrections": answer.corrections,
                "ms": round(answer.ms, 3),
                "hits": [
                    {
                        "path": path,
                        "title": hit.title,
                        "score": round(hit.score, 4),
                        "start": hit.start,
                        "end": hit.end,
                        "text": hit.text,
                        "matches": [[start, end] for start, end in hit.matches],
                        "kind": hit.kind,
                        **({"note": hit.key} if hit.kind == "note" else {}),
                    }
                    for path, hit in zip(paths, answer.hits, strict=True)
                ],
            }
        )
        return
    for typed, used in answer.corrections.items():
        complain(f"showing “{used}” for “{typed}”; '{typed} for exactly that")
    if not answer.hits:
        complain(answer.advice)
    for path, hit in zip(paths, answer.hits, strict=True):
        mark = "¶ " if hit.kind == "note" else ""
        print(f"{mark}{hit.title}  [{safe_line(path)}]")
        print(f"    {' '.join(hit.text.split())}")


def run_summary(options: Namespace) -> int:
    """`reader summary`."""
    from reader.analysis.digest import DigestEntry, digest
    from reader.analysis.structure import structure_lines
    from reader.analysis.summary import summarise

    library = open_library(options.path)
    files = list(scan(library.roots))
    found = read = 0
    pages: list[DigestEntry] = []
    for path, document in _documents(library, files):
        read += 1
        sentences = summarise(document, options.sentences, options.about)
        found += len(sentences)
        shown = library.shown_path(path)
        if options.digest:
            texts = tuple(" ".join(document.text[each.start : each.end].split()) for each in sentences)
            pages.append(
                DigestEntry(
                    document.title, safe_line(shown), document.published, document.source, texts,
                    tuple(line.text for line in structure_lines(document)),
                )
            )  # fmt: skip
        elif options.json:
            emit(
                {
                    "path": shown,
                    "sentences": [
                        {"start": s.start, "end": s.end, "text": document.text[s.start : s.end], "why": s.why}
                        for s in sentences
                    ],
                }
            )
        else:
            print(document.title)
            for each in sentences:
                print(f"  · {' '.join(document.text[each.start : each.end].split())}")
            if not sentences:
                shape = "; ".join(line.text for line in structure_lines(document))
                print(f"  There is nothing to summarise{f': {shape}' if shape else ''}.")
    if options.digest and pages:
        page = digest(pages, safe_line(library.name), 2)
        if options.json:
            emit({"digest": page})
        else:
            print(page, end="")
    return _status(files, read, found)


def run_entities(options: Namespace) -> int:
    """`reader entities`."""
    from reader.library.census import Added, Counts, Text, counts_of

    library = open_library(options.path)
    files = list(scan(library.roots))
    found = read = 0
    texts: list[Text] = []
    named: list[Counts] = []
    added: dict[str, Added] = {}
    for path, document in _documents(library, files):
        raw = library.find_mentions(document)
        mentions = library.names.corrected(document, raw)
        found += len(mentions)
        read += 1
        if options.corpus:
            texts.append(Text(document.sha256, document.published[:10], 1))
            named.append(counts_of(document, raw))
            added[document.sha256] = library.names.added(document, raw)
        elif options.json:
            emit(
                {
                    "path": library.shown_path(path),
                    "sha256": document.sha256,
                    "mentions": [
                        {
                            "start": mention.start,
                            "end": mention.end,
                            "text": document.text[mention.start : mention.end],
                            "type": mention.type,
                            "entity": mention.entity,
                            "why": mention.why,
                        }
                        for mention in mentions
                    ],
                }
            )
        else:
            print(document.title)
            for mention in mentions:
                text = " ".join(document.text[mention.start : mention.end].split())
                print(f"  {mention.type:12} {text}  → {mention.entity}")
    if options.corpus:
        for entity in library.names.census(texts, named, added):
            _print_entity(entity, as_json=options.json)
    return _status(files, read, found)


def _print_entity(entity: NamedEntity, *, as_json: bool) -> None:
    if as_json:
        emit(
            {
                "entity": entity.name,
                "type": entity.type,
                "aliases": list(entity.aliases),
                "documents": entity.documents,
                "mentions": entity.mentions,
                "why": list(entity.why),
            }
        )
        return
    others = ", ".join(alias for alias in entity.aliases if alias != entity.name)
    count = f"{entity.mentions} in {entity.documents}"
    print(f"{entity.type:12} {entity.name}  {count}{f'  ({others})' if others else ''}")


def run_export_corrections(options: Namespace) -> int:
    """`reader entities export`."""
    from reader.library.writing import write_whole

    library = open_library([])
    count = len(library.names.corrections())
    if not count:
        complain("nothing was corrected yet")
        return NOTHING
    if options.out is None:
        print(library.names.export(), end="")
        return DONE
    write_whole(Path(options.out), library.names.export())
    complain(f"{count} correction{'' if count == 1 else 's'} written to {options.out}")
    return DONE


def run_import_corrections(options: Namespace) -> int:
    """`reader entities import`."""
    from reader.library.writing import read_existing

    library = open_library([])
    source = Path(options.file)
    if not source.is_file():
        raise ReaderError(f"{source}: there is no such file.")
    new, read = library.names.take_in(read_existing(source))
    if options.json:
        emit({"corrections": read, "new": new})
    complain(f"{new} of {read} corrections taken in; the others were here already")
    return DONE if read else NOTHING


def run_notes(options: Namespace) -> int:
    """`reader notes …`."""
    doing = {"add": _add_note, "list": _list_notes, "export": _export_notes, "import": _import_notes}
    return doing[options.doing](options)


def _note_record(note: Note, library: Library) -> dict[str, Any]:
    record = note.to_json()
    path = library.notebook.path_of(note)
    record["path"] = note.path if path is None else library.shown_path(path)
    return record


def _print_note(note: Note, library: Library, *, as_json: bool) -> None:
    record = _note_record(note, library)
    if as_json:
        emit(record)
        return
    place = f" at {record['start']}" if record["start"] is not None else ""
    print(f"{note.id}  {note.kind}, {note.state}{place}  {note.title}  [{safe_line(record['path'])}]")
    if note.quote:
        print(f"    “{' '.join(note.quote.split())}”")
    for line in note.body.splitlines():
        print(f"    {line}")
    if note.tags:
        print(f"    {' '.join('#' + tag for tag in note.tags)}")
    for link in note.links:
        print(f"    → {link}")


def _add_note(options: Namespace) -> int:
    from reader.notes.note import parse_link
    from reader.notes.pens import kind_of, named_pens

    library = open_library([options.file])
    kind = kind_of(options.kind, named_pens(dict(library.settings.pens)))
    links = [parse_link(link) for link in options.link]
    path = library.roots[0]
    document = library.document(path)
    body = sys.stdin.read() if options.body == "-" else options.body
    if options.quote:
        note = library.notebook.add_quote(
            path, document, options.quote, options.start, body=body, kind=kind, tags=options.tag, links=links
        )
    elif options.start is not None:
        raise NoteError("--start says where the words of --quote begin: give both.")
    else:
        note = library.notebook.add(path, document, None, body=body, kind=kind, tags=options.tag, links=links)
    _print_note(note, library, as_json=options.json)
    return DONE


def _notes_below(library: Library, paths: Sequence[str]) -> list[Note]:
    """The notes on the documents of a library, placed in the texts as they are now; with no path, all."""
    notes = library.notebook.all()[::-1]
    if not paths:
        return notes
    chosen: list[Note] = []
    for path in dict.fromkeys(library.notebook.path_of(note) for note in notes):
        if path is None or not library.holds(path):
            continue
        try:
            chosen += library.notebook.on(path, library.document(path))
        except UnreadableFile as error:
            complain(f"{library.shown_path(path)}: {error.reason}; its notes are shown as they were kept")
            chosen += library.notebook.on(path)
    return chosen


def _list_notes(options: Namespace) -> int:
    library = open_library(options.path)
    notes = _notes_below(library, options.path)
    for note in notes:
        _print_note(note, library, as_json=options.json)
    if not notes:
        complain("there are no notes here")
    return DONE if notes else NOTHING


def _export_notes(options: Namespace) -> int:
    from reader.library.exporting import export_to_file
    from reader.notes.exports import FORMATS, export

    if options.format not in FORMATS:
        raise NoteError(f"There is no export format {options.format}; there are {', '.join(FORMATS)}.")
    library = open_library(options.path)
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
    trashed = library.notebook.all(trashed=True)
    complain(export_to_file(notes, Path(options.out), options.format, trashed).rstrip("."))
    return DONE


def _import_notes(options: Namespace) -> int:
    from reader.library.writing import read_existing
    from reader.notes import imports

    library = open_library([])
    up_to_date(library, searchable=False)
    source = Path(options.file)
    if not source.is_file():
        raise ReaderError(f"{source}: there is no such file.")
    notes = imports.read(read_existing(source))
    kept = library.notebook.take_in(notes, library.document_or_none, library.home_of)
    if options.json:
        for note in kept:
            emit(_note_record(note, library))
    complain(f"{len(kept)} of {len(notes)} notes taken in; the others were here already")
    return DONE if notes else NOTHING


def run_index(options: Namespace) -> int:
    """`reader index`."""
    library = open_library(options.path)

    def report(state: Progress) -> None:
        if options.json:
            emit(
                {
                    "done": state.done,
                    "total": state.total,
                    "failed": state.failed,
                    "finished": state.finished,
                    "note": state.note,
                }
            )
            sys.stdout.flush()
        elif sys.stderr.isatty():
            _bar("reading", state.done, state.total)

    if options.no_names and hasattr(os, "nice"):
        os.nice(5)
    last = library.bring_up_to_date(report, names=options.known_names)
    report(last)
    if not options.json:
        failed = f", {last.failed} that cannot be read" if last.failed else ""
        complain(f"{last.done} of {len(library.entries())} documents were new or changed{failed}")
    if not options.no_names:
        _find_names(library, as_json=options.json)
        # The search takes the names in when all are known: aliases are the whole library's.
        library.bring_up_to_date(names=True)
    if last.note:
        complain(last.note)
    return DONE


def _find_names(library: Library, *, as_json: bool) -> None:
    from reader.library.analyses import Analyses

    analyses = Analyses(library, lambda _key, _mentions, error: complain(error) if error else None)
    analyses.want(library.entries())
    try:
        while not analyses.wait(0.5):
            progress = analyses.progress()
            if as_json:
                emit({"named": progress.done, "failed": progress.failed, "total": progress.total})
                sys.stdout.flush()
            elif sys.stderr.isatty():
                _bar("finding names", progress.done + progress.failed, progress.total)
        if problem := analyses.progress().problem:
            complain(problem)
    finally:
        analyses.close()


def _bar(label: str, done: int, total: int) -> None:
    width = 30
    filled = width * done // total if total else width
    end = "\n" if done >= total else ""
    print(
        f"\r{label} {'━' * filled}{'─' * (width - filled)} {done:,}/{total:,}",
        end=end,
        file=sys.stderr,
        flush=True,
    )


def run_doctor(options: Namespace) -> int:
    """`reader doctor`."""
    from reader.library.doctor import examine

    places = Places.from_environment()
    if options.restore is not None:
        from reader.library.doctor import restore

        complain(restore(places, options.restore, datetime.now(UTC)))
    sound = True
    for finding in examine(places):
        sound = sound and finding.sound
        if options.json:
            emit(
                {
                    "check": finding.check,
                    "ok": finding.sound,
                    "found": finding.found,
                    "advice": finding.advice,
                }
            )
        else:
            print(f"{'ok ' if finding.sound else 'BAD'}  {finding.check}: {finding.found}")
            if finding.advice:
                print(f"     {finding.advice}")
    return DONE if sound else WRONG
