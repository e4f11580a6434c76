"""Items in the order of a key, filtered by their fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reader.errors import QueryError, ReaderError
from reader.tui.screens.lists.rows_panel import Arranged

if TYPE_CHECKING:
    from reader.search.query.row_filter import Row

T = TypeVar("T")


class SortedRows(Generic[T]):
    """Orders and filters items; what was made for a list and an order is kept for the next line typed."""

    def __init__(self, row: Callable[[T], Row]) -> None:
        """Take `row`, which gives the fields that an item is filtered by."""
        self._row = row
        self._last: tuple[Sequence[T], object, list[T], list[Row]] | None = None

    def arrange(
        self,
        order: Callable[[T], Any],
        items: Sequence[T],
        line: str,
        _cancelled: Callable[[], bool],
    ) -> Arranged[T] | ReaderError:
        """Return the items that the line matches, in the order of a sort key, or what is wrong with it."""
        last = self._last
        if last is None or last[0] is not items or last[1] is not order:
            last = (items, order, sorted(items, key=order), [])
        _, _, ordered, fields = last
        if not line.strip():
            self._last = last
            return ordered, {}
        from reader.search.query.row_filter import RowFilter

        fields = fields or [self._row(item) for item in ordered]
        self._last = (items, order, ordered, fields)
        try:
            matches = RowFilter(line, fields)
        except QueryError as error:
            return error
        return [ordered[index] for index in matches.indices], matches.corrections
