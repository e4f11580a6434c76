"""`reader summary` and `reader entities`, and what was corrected about names."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import DONE, NOTHING, CorrectionError, ReaderError
from reader.library import scan
from reader.text.plural import plural
from reader.text.safety import safe_line
from reader.verbs.common import documents, on_library
from reader.verbs.output import complain, emit, status_of

if TYPE_CHECKING:
    from reader.analysis.mention import Mention
    from reader.library import DocumentPath, Library, NamedEntity
    from reader.text.document import Document


@on_library(lambda options: options.path)
def run_summary(library: Library, options: Namespace) -> int:
    """`reader summary`."""
    from reader.analysis.explanations import explain_choice
    from reader.analysis.summary.digest import DigestEntry, digest
    from reader.analysis.summary.structure import structure_beside
    from reader.analysis.summary.summarise import answers, summarise

    files = list(scan(library.roots))
    results = 0
    read: set[Path] = set()
    pages: list[DigestEntry] = []
    for place, document in documents(library, files):
        read.add(place.path)
        names = library.entities.uncorrected_mentions(document.sha256)
        sentences = summarise(document, options.sentences, options.about, names or ())
        structure = structure_beside(document, sentences)
        results += len(sentences)
        unanswered = bool(options.about) and not answers(sentences)
        shown_path = library.shown_path(place.path)
        if options.digest:
            texts = tuple(
                " ".join(document.text[sentence.start : sentence.end].split()) for sentence in sentences
            )
            pages.append(
                DigestEntry(
                    document.title, safe_line(shown_path), document.published, document.source, texts,
                    tuple(line.text for line in structure),
                )
            )  # fmt: skip
        elif options.json:
            emit(
                {
                    "path": shown_path,
                    **({"inner": place.inner} if place.inner else {}),
                    "sentences": [
                        {
                            "start": s.start,
                            "end": s.end,
                            "text": document.text[s.start : s.end],
                            "why": explain_choice(s.reasons),
                        }
                        for s in sentences
                    ],
                    "structure": [{"start": s.start, "end": s.end, "text": s.text} for s in structure],
                    "names": names is not None,
                    **({"about": not unanswered} if options.about else {}),
                }
            )
        else:
            print(document.title)
            if unanswered:
                print(f"  Nothing in it is about “{safe_line(options.about)}”; this is its ordinary summary.")
            for sentence in sentences:
                print(f"  · {' '.join(document.text[sentence.start : sentence.end].split())}")
            if not sentences:
                print("  There is nothing to summarise.")
            for line in structure:
                print(f"  ▪ {line.text}")
    if options.digest and pages:
        page = digest(pages, safe_line(library.name), 2)
        if options.json:
            emit({"digest": page})
        else:
            print(page, end="")
    return status_of(files, len(read), results)


@on_library(lambda options: options.path)
def run_entities(library: Library, options: Namespace) -> int:
    """`reader entities`."""
    from reader.analysis.explanations import explain_mention
    from reader.library import TextRef

    if options.dossier is not None:
        return _print_dossier(library, options.dossier, as_json=options.json)
    files = list(scan(library.roots))
    results = 0
    read: set[Path] = set()
    texts: dict[DocumentPath, TextRef] = {}
    recognise = _recognition(library)
    for place, document in documents(library, files):
        raw = recognise(document)
        mentions = library.entities.correct_mentions(document, raw)
        results += len(mentions)
        read.add(place.path)
        if options.corpus:
            texts[place] = TextRef(document.sha256, document.published[:10], 1)
        elif options.json:
            emit(
                {
                    "path": library.shown_path(place.path),
                    **({"inner": place.inner} if place.inner else {}),
                    "sha256": document.sha256,
                    "mentions": [
                        {
                            "start": mention.start,
                            "end": mention.end,
                            "text": document.text[mention.start : mention.end],
                            "type": mention.type,
                            "entity": mention.entity,
                            "why": explain_mention(mention.reasons),
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
        for entity in library.entities.entities_of(texts):
            _print_entity(entity, as_json=options.json)
    return status_of(files, len(read), results)


def _recognition(library: Library) -> Callable[[Document], list[Mention]]:
    """Return what gives a document's mentions, uncorrected: those that are kept, else found now and kept.

    It raises ModelError when there is no model, which is loaded when it is first needed and takes seconds.
    """
    from reader.analysis.pipeline import Recogniser

    load = cache(partial(Recogniser.load, library.settings.model))

    def recognise(document: Document) -> list[Mention]:
        stored = library.entities.uncorrected_mentions(document.sha256)
        if stored is not None:
            return stored
        mentions = load().mentions(document)
        library.entities.store_analysis(document, mentions)
        return mentions

    return recognise


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


def _print_dossier(library: Library, name: str, *, as_json: bool) -> int:
    """What the documents that were analysed say about a name, under any of its spellings."""
    from reader.library import Dossier, notes_about, to_json, to_markdown

    library.entities.refresh()
    entity = library.entities.find_entity(name, "") or library.entities.find_entity_by_spelling(name)
    if entity is None:
        complain(f"{name} is named in no document that was analysed; `reader index` analyses them")
        return NOTHING
    dossier = Dossier(entity, notes=notes_about(library.notes.all(), entity))
    hashes = library.entities.texts_mentioning(*entity.key)
    for entry in library.documents.entries():
        if entry.sha256 in hashes and not entry.problem:
            library.entities.read_into(dossier, entry)
    if as_json:
        emit(to_json(dossier, library.shown_path))
    else:
        print(to_markdown(dossier, library.shown_path), end="")
    return DONE


@on_library()
def run_export_corrections(library: Library, options: Namespace) -> int:
    """`reader entities export`."""
    from reader.system.files import write_whole

    count = len(library.entities.corrections())
    if not count:
        complain("nothing was corrected yet")
        return NOTHING
    if options.out is None:
        print(library.entities.export_corrections(), end="")
        return DONE
    target = Path(options.out)
    library.check_writable(target)
    write_whole(target, library.entities.export_corrections())
    complain(f"{plural(count, 'correction')} written to {options.out}")
    return DONE


@on_library()
def run_import_corrections(library: Library, options: Namespace) -> int:
    """`reader entities import`."""
    from reader.system.files import read_existing

    source = Path(options.file)
    if not source.is_file():
        raise ReaderError(f"{source}: there is no such file; check the spelling.")
    try:
        new, read = library.entities.import_corrections(read_existing(source))
    except CorrectionError as error:
        raise CorrectionError(f"{source}: {error} None of it was taken in.") from error
    if options.json:
        emit({"corrections": read, "new": new})
    complain(f"{new} of {read} corrections taken in; the others were here already")
    return DONE if read else NOTHING
