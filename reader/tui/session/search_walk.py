"""The hits of a search over all documents, to be walked from one document into the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.mention import GROUPS
from reader.library import DocumentRow
from reader.search.matching.hit_matching import HitMatcher
from reader.text.spans import Span

if TYPE_CHECKING:
    from reader.search.engine import Hit


class LocatedHit(NamedTuple):
    """A hit with the document that it is in."""

    hit: Hit
    entry: DocumentRow


_FIELDS = {"people": "person", "organisations": "org", "places": "place"}


def line_for(name: str, type_: str = "") -> str:
    """Return the search line that finds a name, and its other names where the type is known."""
    quoted = f'"{name}"' if " " in name else name
    field = _FIELDS.get(GROUPS.get(type_, ""))
    return f'{field}:"{name}" | {quoted}' if field else quoted


@dataclass(frozen=True, slots=True)
class SearchWalk:
    """An answer's hits in their order, where one stands in them, and the folded words that were lit.

    `about` is the line as it was understood, misspelt words put right: what a summary can be about.
    """

    hits: Sequence[LocatedHit]
    index: int
    words: frozenset[str]
    line: str
    about: str = ""

    @property
    def current_hit(self) -> LocatedHit:
        """The hit that one stands at."""
        return self.hits[self.index]

    def spans_in(self, text: str) -> list[Span]:
        """Return where what was searched for stands in the text of the document here, in order.

        As the search lit it; of a note whose own words matched, the passage that it is on.
        """
        spans = HitMatcher(self.words).spans(text)
        hit = self.current_hit.hit
        return spans or ([Span(hit.start, hit.end)] if hit.kind == "note" and hit.start < hit.end else [])

    def step(self, by: int) -> SearchWalk | None:
        """Return the walk at the hit so many further on, None past the ends."""
        index = self.index + by
        return replace(self, index=index) if 0 <= index < len(self.hits) else None
