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
    EntityCounts,
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
from reader.text.folding import fold

if TYPE_CHECKING:
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

    `library` is the name under which its index is kept, `roots` are its files and folders.
    """

    def __init__(
        self,
        user_data: UserData,
        document_cache: DocumentCache,
        library: str,
        roots: Sequence[Path],
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._user_data = user_data
        self._document_cache = document_cache
        self._roots = tuple(roots)
        self._index_store = EntityIndexStore(document_cache, library, roots)
        self._now = now
        self._lock = threading.RLock()
        self._corrections: tuple[tuple[int, int], tuple[Correction, ...]] = ((-1, -1), ())

    # Corrections

    def corrections(self) -> tuple[Correction, ...]:
        """What the person corrected, in the order in which it was made."""
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
        """The corrections as the text of an `entities.toml`."""
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
        self._document_cache.put_analyses(
            [
                AnalysisResult(sha256, AnalysisKind.MENTIONS, made_by, rows),
                AnalysisResult(sha256, AnalysisKind.ENTITY_COUNTS, made_by, counts),
                *self._manual_results([(sha256, self.manual_mention_delta(document, mentions))]),
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
        """What the analysis found in the text of this hash, None when it was not analysed yet."""
        rows = self._document_cache.analysis(sha256, AnalysisKind.MENTIONS, entity_version())
        return (
            None
            if rows is None
            else [
                Mention(start, end, type_, entity, reasons_of_rows(reasons))
                for start, end, type_, entity, reasons in rows
            ]
        )

    def mentions(self, sha256: str, load: Callable[[], Document | None]) -> list[Mention] | None:
        """The text's mentions, each with its entity in the library, as corrected; None when not analysed yet.

        `load` gives the document; it is called only when corrections ask for its words.
        """
        mentions = self.uncorrected_mentions(sha256)
        if not mentions:
            return mentions
        resolved = self._resolved(sha256, mentions)
        corrections = self._in_force()
        if not corrections:
            return resolved
        document = load()
        return resolved if document is None else apply(resolved, document, corrections)

    def correct_mentions(self, document: Document, mentions: Sequence[Mention]) -> list[Mention]:
        """Mentions of a document on its own as corrected, under the names that they have in it."""
        return apply(mentions, document, self._in_force())

    def _resolved(self, sha256: str, mentions: Iterable[Mention]) -> list[Mention]:
        """The mentions under the names and types that their entities have in the library."""
        index = self._index_store.index()
        if index is None:
            return list(mentions)
        return resolve_mentions(mentions, index, sha256, self._corrected_names())

    def _in_force(self) -> tuple[Correction, ...]:
        """Return the corrections in force, in order, merges with the type of what they merge into."""
        listed = effective(self.corrections())
        return with_merge_types(listed, self._index_store.type_of)

    # The names of all texts

    def rebuild_index_if_stale(self, *, only_small: bool = False) -> bool:
        """Build the index again when it is not current; whether that was so. May take seconds.

        With `only_small` that of a large library is left for another time.
        """
        return self._index_store.refresh(self._corrected_names(), only_small=only_small)

    def stop_rebuild(self) -> None:
        """Give up an index that is being built; the one before holds."""
        self._index_store.stop()

    def entity_list(self) -> EntityList:
        """The entities as the last index has them, as corrected."""
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

    def list_entities_of(
        self, texts: Sequence[TextRef], named: Sequence[EntityCounts], added: Mapping[str, ManualMentionDelta]
    ) -> list[NamedEntity]:
        """The entities of other texts than the library's own, as corrected; nothing is kept.

        `named` is what each text names, `added` what `added` says of each, by the text's hash.
        """
        index = build_entity_index(texts, named, self._corrected_names())
        changes = {sha256: change for sha256, change in added.items() if change.added or change.removed}
        return index.entities(with_merge_types(effective(self.corrections()), index.type_of), changes)

    def manual_mention_delta(self, document: Document, mentions: Sequence[Mention]) -> ManualMentionDelta:
        """What names that the person added change in a document's mentions."""
        resolved = self._resolved(document.sha256, mentions)
        return manual_mention_delta(document, mentions, resolved, self._adds())

    def entity(self, key: Key) -> NamedEntity | None:
        """One entity as corrected, None when there is none of this name and type."""
        index = self._index_store.index()
        if index is None:
            return None
        group = self._groups(index, key[0]).get(key)
        return entity_from_postings(key, group, index) if group is not None else None

    def corrected_key(self, key: Key) -> Key | None:
        """The name and type that an entity has now that corrections were made; None when it is hidden."""
        return correct_entity(key, "", self._in_force())

    def corrected_resolution(self) -> tuple[dict[str, list[DocumentEntityCount]], Resolution]:
        """What each text names, by its hash, and which entity of the library each name is, as corrected."""
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
        """The entity of this name and type, else the most mentioned of this name, None when there is none."""
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
        """The most mentioned entity with this spelling, letter case and accents apart; None without one."""
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
        """The hashes of the texts that mention an entity of this name (and type, where one is given)."""
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
        """The names that are watched."""
        return watched(self.corrections())

    def watched_texts(self) -> set[str]:
        """The hashes of the texts that mention somebody or something watched."""
        return {sha256 for name in self.watched_names() for sha256 in self.texts_mentioning(name)}

    def find_manual_mentions(
        self, entries: Callable[[], Iterable[DocumentRow]], load: Callable[[Path], Document | None]
    ) -> int:
        """Look for the names that the person added where that was not done yet; in how many texts it was.

        The files are looked at as they lie on the disk first, so that most need not be read as documents.
        """
        adds = self._adds()
        if not adds:
            return 0
        known = self._document_cache.analysed(AnalysisKind.MANUAL_MENTIONS, self._adds_version(adds))
        missing = self.analysed_texts() - known
        if not missing:
            return 0
        waiting = {entry.sha256: entry for entry in entries() if entry.sha256 in missing}
        results: list[tuple[str, ManualMentionDelta]] = []
        for sha256, entry in waiting.items():
            document = load(entry.path) if may_hold(entry.path, adds) else None
            mentions = (
                self.uncorrected_mentions(sha256)
                if document is not None and document.sha256 == sha256
                else None
            )
            results.append(
                (
                    sha256,
                    manual_mention_delta(document, mentions, self._resolved(sha256, mentions), adds)
                    if document and mentions is not None
                    else ManualMentionDelta(),
                )
            )
        self._document_cache.put_analyses(self._manual_results(results))
        return len(results)

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
