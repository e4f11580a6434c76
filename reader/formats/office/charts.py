"""Charts of Office documents as tables: their series, as the file keeps them beside the picture.

Source: ECMA-376, part 1, section 21.2.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from reader.formats.office.text_runs import Run

MAX_POINTS = 10_000


def chart_title(root: Element) -> str:
    """Return the title of a chart as a line; empty when it has none."""
    title = next(root.iter("c:title"), None)
    return "" if title is None else " ".join("".join(one.text or "" for one in title.iter("a:t")).split())


def chart_rows(root: Element) -> list[list[list[Run]]]:
    """Return the series of a chart as rows of cells: a head with their names, then a row a category."""
    names: list[str] = []
    categories: dict[int, str] = {}
    values: dict[int, dict[int, str]] = {}
    for number, series in enumerate(root.iter("c:ser")):
        names.append(" ".join(_points(series, "c:tx").values()))
        categories |= _points(series, "c:cat") or _points(series, "c:xVal")
        for place, value in (_points(series, "c:val") or _points(series, "c:yVal")).items():
            values.setdefault(place, {})[number] = value
    if not values:
        return []
    rows = [["", *names]]
    for place in sorted(values)[:MAX_POINTS]:
        cells = (values[place].get(number, "") for number in range(len(names)))
        rows.append([categories.get(place, str(place + 1)), *cells])
    return [[[Run(cell)] for cell in row] for row in rows]


def _points(series: Element, tag: str) -> dict[int, str]:
    """Return what a series keeps of one of its ranges, by place."""
    part = series.find(tag)
    points: dict[int, str] = {}
    for point in part.iter("c:pt") if part is not None else ():
        place = point.get("idx", "")
        if place.isascii() and place.isdigit() and len(place) < 9 and len(points) < MAX_POINTS:
            points[int(place)] = " ".join((point.findtext("c:v") or "").split())
    return points
