"""Items in orders: what was made for a list is made once, and is made anew for another list."""

from __future__ import annotations

from collections.abc import Sequence

from reader.search.query.row_filter import Row, row
from reader.tui.screens.lists.sorted_rows import SortedRows

_ORDERS = {"name": str, "length": len}


class _Fields:
    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, item: str) -> Row:
        self.made.append(item)
        return row({"title": item})


def _arrange(rows: SortedRows[str], items: Sequence[str], line: str = "") -> list[str]:
    arranged = rows.arrangement()(items, line, lambda: False)
    assert isinstance(arranged, tuple)
    return list(arranged[0])


def test_the_orders_follow_one_another_and_begin_again() -> None:
    items = ["harbour", "gale", "quay"]
    rows = SortedRows(_ORDERS, _Fields())
    assert _arrange(rows, items) == ["gale", "harbour", "quay"]
    rows.take_next_order()
    assert (rows.order, _arrange(rows, items)) == ("length", ["gale", "quay", "harbour"])
    rows.take_next_order()
    assert rows.order == "name"


def test_fields_are_made_once_for_a_list_and_anew_for_another() -> None:
    fields = _Fields()
    rows = SortedRows(_ORDERS, fields)
    items = ["harbour", "gale", "quay"]
    assert _arrange(rows, items)
    assert fields.made == []
    assert _arrange(rows, items, "harbour") == ["harbour"]
    rows.take_next_order()
    assert _arrange(rows, items, "gale") == ["gale"]
    assert sorted(fields.made) == sorted(items)
    assert _arrange(rows, ["harbour storm"], "harbour") == ["harbour storm"]
    assert len(fields.made) == 4


def test_only_what_is_wanted_is_left() -> None:
    rows = SortedRows(_ORDERS, _Fields())
    arranged = rows.arrangement(lambda item: "u" in item)(["harbour", "gale", "quay"], "", lambda: False)
    assert arranged == (["harbour", "quay"], {})
