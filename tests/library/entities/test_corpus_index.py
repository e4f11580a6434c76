"""The index of entities: corrected counts are the counts of corrected mentions, whatever the texts."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.analysis.corrections import Correction, apply, effective, with_merge_types
from reader.analysis.mention import Mention
from reader.library.entities.corpus_index import (
    TextRef,
    build_entity_index,
    count_entities,
    resolve_mentions,
)
from reader.library.entities.corpus_index_store import _packed, _unpacked
from reader.library.entities.manual_mentions import manual_mention_delta
from reader.text.document import Document

TYPES = {
    "Vara Orm": "PERSON",
    "VARA ORM": "PERSON",
    "Orm": "PERSON",
    "Tessel": "GPE",
    "TESSEL": "GPE",
    "Tessel Strait": "LOC",
    "Brisa": "PRODUCT",
    "Grain Board": "ORG",
}
NAMES = [*TYPES, "Captain Reed", "Strait"]
WORDS = [*NAMES, "sailed to", "and", "Reed"]
texts = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=4
)


def mentions_in(document: Document) -> list[Mention]:
    pattern = re.compile("|".join(sorted(TYPES, key=len, reverse=True)))
    return [
        Mention(*match.span(), TYPES[match.group()], match.group())
        for match in pattern.finditer(document.text)
    ]


@st.composite
def corrections(draw: st.DrawFn, of: list[str]) -> Correction:
    kind = draw(st.sampled_from(["type", "hide", "merge", "merge", "split", "rename", "add"]))
    name = draw(st.sampled_from(NAMES))
    to = draw(st.sampled_from([other for other in (*NAMES, "Somebody Else") if other != name]))
    spelling = draw(st.sampled_from(["", "", name])) if kind in ("type", "hide", "merge", "rename") else ""
    document = draw(st.sampled_from(["", "", *of]))
    type_ = draw(st.sampled_from(["PERSON", "ORG"]))
    if kind == "merge":
        type_ = draw(st.sampled_from(["", "", type_]))
    return Correction(
        kind,  # type: ignore[arg-type]
        name,
        to if kind in ("merge", "split", "rename") else "",
        type_ if kind in ("type", "add", "merge") else "",
        spelling,
        document,
    )


@given(texts, st.data())
@example(["Tessel and Vara Orm", "Brisa"], None)
@settings(max_examples=300, deadline=None)
def test_corrected_counts_count_corrected_mentions(bodies: list[str], data: st.DataObject | None) -> None:
    documents = list({document.sha256: document for document in map(Document, bodies)}.values())
    made = (
        [Correction("merge", "Tessel", "Brisa")]  # which takes the type of a ship
        if data is None
        else data.draw(st.lists(corrections([item.sha256 for item in documents]), min_size=1, max_size=5))
    )
    in_force = effective(made)
    spoken_of = frozenset(name for item in in_force for name in (item.name, item.to) if name)
    index = build_entity_index(
        [TextRef(item.sha256, "", 1) for item in documents],
        [count_entities(item, mentions_in(item)) for item in documents],
        spoken_of,
    )
    in_force = with_merge_types(in_force, index.type_of)
    adds = max((number for number, item in enumerate(in_force, 1) if item.kind == "add"), default=0)
    shown: Counter[tuple[str, str]] = Counter()
    deltas = {}
    for document in documents:
        mentions = mentions_in(document)
        resolved = resolve_mentions(mentions, index, document.sha256, spoken_of)
        deltas[document.sha256] = manual_mention_delta(document, mentions, resolved, in_force[:adds])
        shown.update((item.entity, item.type) for item in apply(resolved, document, in_force))
    assert {item.key: item.mentions for item in index.entities(in_force, deltas)} == shown


def test_a_likely_bearer_is_not_taken_where_another_is_named() -> None:
    bodies = [*(f"Dora Lund came on day {day}." for day in range(6)), "Lund left.", "Lund saw Per Lund."]
    documents = [Document(body) for body in bodies]

    def named(document: Document) -> list[Mention]:
        pattern = re.compile("Dora Lund|Per Lund|Lund")
        return [Mention(*match.span(), "PERSON", match.group()) for match in pattern.finditer(document.text)]

    index = build_entity_index(
        [TextRef(item.sha256, "", 1) for item in documents],
        [count_entities(item, named(item)) for item in documents],
    )
    index = _unpacked(_packed(index))
    resolved = [
        [mention.entity for mention in resolve_mentions(named(item), index, item.sha256, ())]
        for item in documents[-2:]
    ]
    assert resolved == [["Dora Lund"], ["Lund", "Per Lund"]]


def test_what_stands_once_on_every_page_is_no_entity_of_the_library() -> None:
    texts = [TextRef(str(number), "", 1) for number in range(30)]
    page = [("Harbour Portal", "ORG", {"Harbour Portal": 1}), ("Vara Orm", "PERSON", {"Orm": 2})]
    byline = ("Anna Orm", "PERSON", {"Anna Orm": 1})
    index = build_entity_index(texts, [[*page, byline, ("Reuters", "ORG", {"Reuters": 1})]] * 30)
    assert {entity.name for entity in index.entities()} == {"Vara Orm", "Anna Orm", "Reuters"}
    few = build_entity_index(texts[:10], [page] * 10)
    assert "Harbour Portal" in {entity.name for entity in few.entities()}
    corrected = build_entity_index(texts, [page] * 30, frozenset({"Harbour Portal"}))
    assert "Harbour Portal" in {entity.name for entity in corrected.entities()}
