"""Items in the order of a key, filtered by their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reader.errors import QueryError, ReaderError
from reader.tui.screens.lists.rows_panel import Arranged, Arrangement

if TYPE_CHECKING:
    from reader.search.query.row_filter import Row

T = TypeVar("T")
SortKey = Callable[[T], Any]
Wanted = Callable[[T], bool]


@dataclass
class _Prepared(Generic[T]):
    """What was made of a list of items: the fields of each by its identity, and the items last sorted."""

    items: Sequence[T]
    fields: dict[int, Row] = field(default_factory=dict)
    ordered: tuple[SortKey[T], Wanted[T] | None, list[T]] | None = None


class SortedRows(Generic[T]):
    """Items ordered and filtered; what was made for a list and an order is kept for the next line typed.

    `order` is the name of the order in force, at first the first of `orders`. `row` gives the fields that an
    item is filtered by; it is called in a thread.
    """

    def __init__(self, orders: Mapping[str, SortKey[T]], row: Callable[[T], Row]) -> None:
        self._orders = orders
        self._row = row
        self.order = next(iter(orders))
        self._prepared: _Prepared[T] = _Prepared(())

    def take_next_order(self) -> None:
        """Have the items in the next order from now on; after the last comes the first."""
        names = list(self._orders)
        self.order = names[(names.index(self.order) + 1) % len(names)]

    def arrangement(self, is_meant: Wanted[T] | None = None) -> Arrangement[T]:
        """Return what arranges items in the order in force; with `is_meant`, those for which it holds."""
        return partial(self._arrange, self._orders[self.order], is_meant)

    def _arrange(
        self,
        key: SortKey[T],
        is_meant: Wanted[T] | None,
        items: Sequence[T],
        line: str,
        _cancelled: Callable[[], bool],
    ) -> Arranged[T] | ReaderError:
        """Return the items that the line matches, sorted, or what is wrong with the line."""
        prepared = self._prepared
        if prepared.items is not items:
            prepared = _Prepared(items)
        if prepared.ordered is None or prepared.ordered[:2] != (key, is_meant):
            chosen = items if is_meant is None else filter(is_meant, items)
            prepared.ordered = (key, is_meant, sorted(chosen, key=key))
        self._prepared = prepared
        ordered = prepared.ordered[2]
        if not line.strip():
            return ordered, {}
        from reader.search.query.row_filter import RowFilter

        for item in ordered:
            if id(item) not in prepared.fields:
                prepared.fields[id(item)] = self._row(item)
        try:
            matches = RowFilter(line, [prepared.fields[id(item)] for item in ordered])
        except QueryError as error:
            return error
        return [ordered[index] for index in matches.indices], matches.corrections
