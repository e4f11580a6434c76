"""The use cases of names: who is mentioned where, in all documents together, as the person corrected it.

Three layers, each kept apart: what the analysis found in each text (derived, by the text's hash), the index
that joins the names of all texts (derived, taken anew when texts have come), and the person's corrections
(truth), which are applied to both whenever they are looked at.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.analysis.corrections import (
    Correction,
    apply,
    correct_entity,
    dumps,
    effective,
    loads,
    watched,
    with_merge_types,
)
from reader.analysis.linking.name_graph import DocumentEntityCount, Entity, Key, Resolution
from reader.analysis.mention import Mention
from reader.analysis.reasons import reasons_of_rows
from reader.library.documents.summaries import named_summary
from reader.library.entities.corpus_index import (
    EntityIndex,
    EntityPostings,
    ManualMentionDelta,
    NamedEntity,
    TextRef,
    apply_corrections_to_index,
    build_entity_index,
    count_entities,
    entity_counts,
    entity_from_postings,
    most_mentioned_first,
    names_affected,
    resolve_mentions,
)
from reader.library.entities.corpus_index_store import EntityIndexStore, digest
from reader.library.entities.manual_mentions import manual_mention_delta, may_hold
from reader.library.storage.cache.analysis_result import AnalysisKind, AnalysisResult, entity_version
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow
from reader.library.storage.document_keys import DocumentPath
from reader.text.folding import fold

if TYPE_CHECKING:
    from reader.library.documents.loader import DocumentLoader
    from reader.library.entities.dossier import Dossier
    from reader.library.storage.protocol import UserData
    from reader.text.document import Document

_FIELDS = ("kind", "name", "to", "type", "spelling", "document")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class EntityList:
    """The entities of a library, the most mentioned first, of so many documents.

    Not `current` when texts have come since they were counted: `rebuild_index_if_stale` counts them.
    """

    entities: list[NamedEntity]
    documents: int
    current: bool


class EntityService:
    """The names of a library's documents. Methods may be called from any thread.

    `files` reads the documents, `library` is the name under which the index of names is kept, `roots` are the
    library's files and folders.
    """

    def __init__(
        self,
        user_data: UserData,
        document_cache: DocumentCache,
        files: DocumentLoader,
        library: str,
        roots: Sequence[Path],
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._user_data = user_data
        self._document_cache = document_cache
        self._files = files
        self._roots = tuple(roots)
        self._index_store = EntityIndexStore(document_cache, library, roots)
        self._now = now
        self._lock = threading.RLock()
        self._corrections: tuple[tuple[int, int], tuple[Correction, ...]] = ((-1, -1), ())

    # Corrections

    def corrections(self) -> tuple[Correction, ...]:
        """Return what the person corrected, in the order in which it was made."""
        stamp = self._user_data.corrections.stamp()
        with self._lock:
            if stamp != self._corrections[0]:
                corrections = tuple(Correction(**fields) for fields in self._user_data.corrections.active())  # type: ignore[arg-type]
                self._corrections = (stamp, corrections)
            return self._corrections[1]

    def correct(self, *corrections: Correction) -> int:
        """Keep corrections as one step, which `undo` takes back by the number that is returned."""
        return self._user_data.corrections.add(map(_fields, corrections), self._now())

    def undo(self, step: int | None = None) -> tuple[Correction, ...]:
        """Take back the corrections of a step, of the last one when none is named; they are returned."""
        return tuple(Correction(**fields) for fields in self._user_data.corrections.take_back(step))  # type: ignore[arg-type]

    def export_corrections(self) -> str:
        """Return the corrections as the text of an `entities.toml`."""
        return dumps(self.corrections())

    def import_corrections(self, text: str) -> tuple[int, int]:
        """Keep the corrections of an `entities.toml` that are not here yet: how many those were, of how many.

        Raises CorrectionError when the text cannot be understood; then none is kept.
        """
        read = loads(text)
        known = set(self.corrections())
        new = [item for item in dict.fromkeys(read) if item not in known]
        if new:
            self.correct(*new)
        return len(new), len(read)

    # The names of one text

    def store_analysis(self, document: Document, mentions: Sequence[Mention]) -> None:
        """Keep what an analysis found in a text, and the summary chosen with it: all of it or nothing."""
        sha256, made_by = document.sha256, entity_version()
        rows = [[item.start, item.end, item.type, item.entity, item.reasons] for item in mentions]
        counts = count_entities(document, mentions)
        adds = self._adds()
        delta = manual_mention_delta(document, mentions, self._resolved(sha256, mentions), adds)
        self._document_cache.put_analyses(
            [
                AnalysisResult(sha256, AnalysisKind.MENTIONS, made_by, rows),
                AnalysisResult(sha256, AnalysisKind.ENTITY_COUNTS, made_by, counts),
                *self._manual_results([(sha256, delta)]),
                named_summary(document, mentions)[0],
            ]
        )

    def analysed_texts(self) -> set[str]:
        """Return the hashes of the texts whose mentions are kept."""
        return self._document_cache.analysed(AnalysisKind.ENTITY_COUNTS, entity_version())

    def documents_to_analyse(self) -> list[str]:
        """Return the keys of the documents whose mentions are not kept yet, the newest first."""
        return self._document_cache.unanalysed(self._roots, AnalysisKind.ENTITY_COUNTS, entity_version())

    def uncorrected_mentions(self, sha256: str) -> list[Mention] | None:
        """Return what the analysis found in the text of this hash, None when it was not analysed yet."""
        rows = self._document_cache.analysis(sha256, AnalysisKind.MENTIONS, entity_version())
        return (
            None
            if rows is None
            else [
                Mention(start, end, type_, entity, reasons_of_rows(reasons))
                for start, end, type_, entity, reasons in rows
            ]
        )

    def mentions(self, row: DocumentRow, document: Document | None = None) -> list[Mention] | None:
        """Return a document's mentions as corrected, each with its entity in the library.

        None when it was not analysed yet. Without the document, the file of the row is read where corrections
        ask for its words.
        """
        sha256 = row.sha256 if document is None else document.sha256
        mentions = self.uncorrected_mentions(sha256)
        if not mentions:
            return mentions
        resolved = self._resolved(sha256, mentions)
        corrections = self._in_force()
        if corrections:
            document = document or self._files.unchanged(row)
        return apply(resolved, document, corrections) if corrections and document else list(resolved)

    def read_into(self, dossier: Dossier, row: DocumentRow) -> None:
        """Let a dossier have what a document says about its entity; one that cannot be read says nothing."""
        document = self._files.unchanged(row)
        mentions = self.mentions(row, document) if document is not None else None
        if document is not None and mentions:
            dossier.add(row, document, mentions)
        dossier.finish(1)

    def correct_mentions(self, document: Document, mentions: Sequence[Mention]) -> list[Mention]:
        """Return mentions of a document on its own as corrected, under the names that they have in it."""
        return apply(mentions, document, self._in_force())

    def _resolved(self, sha256: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
        """Return the mentions under the names and types that their entities have in the library."""
        return self._resolved_in(self._index_store.index(), sha256, mentions)

    def _resolved_in(
        self, index: EntityIndex | None, sha256: str, mentions: Sequence[Mention]
    ) -> Sequence[Mention]:
        if index is None:
            return mentions
        return resolve_mentions(mentions, index, sha256, self._corrected_names())

    def _in_force(self) -> tuple[Correction, ...]:
        """Return the corrections in force, in order, merges with the type of what they merge into."""
        listed = effective(self.corrections())
        return with_merge_types(listed, self._index_store.type_of)

    # The names of all texts

    def refresh(self, *, only_small: bool = False) -> bool:
        """Count the names that have come since and look for those that were added; whether there were any.

        Takes seconds in a large library, unless `only_small` leaves the counting there for another time.
        """
        # In this order: what added names change depends on how the index joins the others.
        rebuilt = self.rebuild_index_if_stale(only_small=only_small)
        return self.find_manual_mentions() > 0 or rebuilt

    def rebuild_index_if_stale(self, *, only_small: bool = False) -> bool:
        """Build the index again when it is not current; whether that was so. May take seconds.

        With `only_small` that of a large library is left for another time.
        """
        return self._index_store.refresh(self._corrected_names(), only_small=only_small)

    def stop_rebuild(self) -> None:
        """Give up an index that is being built; the one before holds."""
        self._index_store.stop()

    def entity_list(self) -> EntityList:
        """Return the entities as the last index has them, as corrected."""
        stamp, texts = self._index_store.texts()
        index = self._index_store.index()
        if index is None:
            return EntityList([], 0, current=not texts)
        rows = self._index_store.entities()
        names, entities = self._corrected(index)
        if names:
            rows = most_mentioned_first([*(row for row in rows if row.name not in names), *entities])
        return EntityList(
            rows,
            sum(text.files for text in index.texts),
            self._index_store.is_current(stamp, self._corrected_names()),
        )

    def _corrected_names(self) -> frozenset[str]:
        """The names that corrections in force speak of."""
        in_force = effective(self.corrections())
        return frozenset(name for item in in_force for name in (item.name, item.to) if name)

    def entities_of(self, texts: Mapping[DocumentPath, TextRef]) -> list[NamedEntity]:
        """Return the entities of these documents on their own, as corrected, the most mentioned first.

        All of them were analysed. They are joined and corrected by the rules of the library's index, and
        nothing is kept.
        """
        refs: dict[str, TextRef] = {}
        for text in texts.values():
            same = refs.get(text.sha256)
            refs[text.sha256] = text if same is None else same._replace(files=same.files + text.files)
        counts = dict(self._document_cache.analyses(list(refs), AnalysisKind.ENTITY_COUNTS, entity_version()))
        analysed = [ref for sha256, ref in refs.items() if sha256 in counts]
        index = build_entity_index(
            analysed, [counts[ref.sha256] for ref in analysed], self._corrected_names()
        )
        adds = self._adds()
        places = {text.sha256: place for place, text in texts.items()} if adds else {}
        deltas = {sha256: self._manual_delta(sha256, place, adds, index) for sha256, place in places.items()}
        return index.entities(with_merge_types(effective(self.corrections()), index.type_of), deltas)

    def entity(self, key: Key) -> NamedEntity | None:
        """One entity as corrected, None when there is none of this name and type."""
        index = self._index_store.index()
        if index is None:
            return None
        group = self._groups(index, key[0]).get(key)
        return entity_from_postings(key, group, index) if group is not None else None

    def corrected_key(self, key: Key) -> Key | None:
        """Return the name and type that an entity has now that corrections were made.

        None when it is hidden.
        """
        return correct_entity(key, "", self._in_force())

    def corrected_resolution(self) -> tuple[dict[str, list[DocumentEntityCount]], Resolution]:
        """Return what each text names, by its hash, and which entity of the library each name
        is, as corrected.
        """
        index = self._index_store.index()
        if index is None:
            return {}, Resolution([], {})
        hashes = [text.sha256 for text in index.texts]
        tallies = {
            sha256: entity_counts(counts)
            for sha256, counts in self._document_cache.analyses(
                hashes, AnalysisKind.ENTITY_COUNTS, entity_version()
            )
        }
        for sha256, change in self._kept_added(index).items():
            come = (
                DocumentEntityCount(name, type_, count, (written,))
                for name, type_, written, count in change.added
            )
            tallies.setdefault(sha256, []).extend(come)
        corrections = self._in_force()
        names: dict[Key, Key] = {}
        for key in {(item.name, item.type) for listed in tallies.values() for item in listed}:
            whole = index.names.get(key, key)
            names[key] = correct_entity(whole, "", corrections) or whole
        entities = [
            Entity(item.name, item.type, item.aliases, item.documents, item.mentions, item.reasons)
            for item in self.entity_list().entities
        ]
        return tallies, Resolution(entities, names)

    def find_entity(self, name: str, type_: str) -> NamedEntity | None:
        """Return the entity of this name and type, else the most mentioned of this name, None
        when there is none.
        """
        index = self._index_store.index()
        if index is None:
            return None
        matching = [
            entity_from_postings(key, group, index)
            for key, group in self._groups(index, name).items()
            if key[0] == name and group.postings
        ]
        return max(matching, key=lambda item: (item.type == type_, item.mentions), default=None)

    def find_entity_by_spelling(self, spelling: str) -> NamedEntity | None:
        """Return the most mentioned entity with this spelling, letter case and accents apart.

        None without one.
        """
        folded = fold(" ".join(spelling.split()))
        return next(
            (
                item
                for item in self.entity_list().entities
                if folded in (fold(item.name), *map(fold, item.aliases))
            ),
            None,
        )

    def texts_mentioning(self, name: str, type_: str = "") -> set[str]:
        """Return the hashes of the texts that mention an entity of this name (and type, where
        one is given).
        """
        index = self._index_store.index()
        if index is None:
            return set()
        return {
            index.texts[number].sha256
            for key, group in self._groups(index, name).items()
            if key[0] == name and type_ in ("", key[1])
            for flat in group.postings.values()
            for number in flat[::2]
        }

    def watched_names(self) -> frozenset[str]:
        """Return the names that are watched."""
        return watched(self.corrections())

    def watched_texts(self) -> set[str]:
        """Return the hashes of the texts that mention somebody or something watched."""
        return {sha256 for name in self.watched_names() for sha256 in self.texts_mentioning(name)}

    def find_manual_mentions(self) -> int:
        """Look for the names that the person added where that was not done yet; in how many texts it was."""
        adds = self._adds()
        if not adds:
            return 0
        done = self._document_cache.analysed(AnalysisKind.MANUAL_MENTIONS, self._adds_version(adds))
        missing = self.analysed_texts() - done
        if not missing:
            return 0
        index = self._index_store.index()
        rows = self._document_cache.entries(self._roots)
        places = {row.sha256: DocumentPath(row.path, row.inner) for row in rows if row.sha256 in missing}
        deltas = [
            (sha256, self._manual_delta(sha256, place, adds, index)) for sha256, place in places.items()
        ]
        self._document_cache.put_analyses(self._manual_results(deltas))
        return len(deltas)

    def _manual_delta(
        self, sha256: str, place: DocumentPath, adds: Sequence[Correction], index: EntityIndex | None
    ) -> ManualMentionDelta:
        """Return what added names change in a document, whose names this index joins.

        The bytes of a file are looked at first, so that most need not be read as documents.
        """
        may_be_named = bool(place.inner) or may_hold(place.path, adds)
        document = self._files.document_or_none(*place) if may_be_named else None
        if document is None or document.sha256 != sha256:
            return ManualMentionDelta()
        mentions = self.uncorrected_mentions(sha256)
        if mentions is None:
            return ManualMentionDelta()
        return manual_mention_delta(document, mentions, self._resolved_in(index, sha256, mentions), adds)

    def _adds(self) -> tuple[Correction, ...]:
        """The corrections in force up to the last name that was added; none when none was.

        Those before it count: where a longer name was hidden, an added one that is part of it comes to light.
        """
        listed = effective(self.corrections())
        last = max((number for number, item in enumerate(listed) if item.kind == "add"), default=-1)
        return tuple(item for item in listed[: last + 1] if item.kind not in ("watch", "unwatch"))

    def _adds_version(self, adds: Sequence[Correction]) -> str:
        """Return a text that is another when these corrections may change other mentions."""
        index = self._index_store.index()
        names = {name for item in adds for name in (item.name, item.to) if name}
        joined = sorted(pair for pair in index.names.items() if pair[1][0] in names) if index else []
        return f"{entity_version()}.{digest((adds, joined))}"

    def _manual_results(self, deltas: Iterable[tuple[str, ManualMentionDelta]]) -> list[AnalysisResult]:
        """Return what names that the person added change in texts, as the cache keeps it."""
        adds = self._adds()
        made_by = self._adds_version(adds)
        return [
            AnalysisResult(sha256, AnalysisKind.MANUAL_MENTIONS, made_by, delta)
            for sha256, delta in deltas
            if adds
        ]

    def _kept_added(self, index: EntityIndex) -> dict[str, ManualMentionDelta]:
        adds = self._adds()
        if not adds:
            return {}
        hashes = [text.sha256 for text in index.texts]
        rows = self._document_cache.analyses(hashes, AnalysisKind.MANUAL_MENTIONS, self._adds_version(adds))
        return {sha256: ManualMentionDelta(*row) for sha256, row in rows if row[0] or row[1]}

    def _corrected(self, index: EntityIndex) -> tuple[set[str], list[NamedEntity]]:
        """The names that corrections touch, and the entities that these have become."""
        corrections = self._in_force()
        if not corrections:
            return set(), []
        added = self._kept_added(index)
        names = names_affected(corrections, index, added)
        groups = apply_corrections_to_index(self._index_store.postings(names), index, corrections, added)
        return names, [entity_from_postings(key, group, index) for key, group in groups.items()]

    def _groups(self, index: EntityIndex, name: str) -> dict[Key, EntityPostings]:
        """The entities as corrected among which those of this name are."""
        corrections = self._in_force()
        added = self._kept_added(index)
        names = names_affected(corrections, index, added)
        if name not in names:
            names, corrections, added = {name}, (), {}
        return apply_corrections_to_index(self._index_store.postings(names), index, corrections, added)


def _fields(correction: Correction) -> Mapping[str, str]:
    return {field: value for field in _FIELDS if (value := getattr(correction, field))}
