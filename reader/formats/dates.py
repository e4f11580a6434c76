"""Dates as people and programs write them → ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
DATE = (
    rf"{_WEEKDAY}(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?P<month>{MONTH})\.?(?:,?[\s-]+(?P<year>\d{{4}}))?"
    rf"|(?P<month2>{MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year2>\d{{4}}))?)(?!\d)"
)
"""A date in words, with or without a weekday and a year, as a pattern; its parts are read by `from_match`."""

DATELINE = re.compile(
    rf"(?P<place>[A-Z](?:[^\W\d_a-z]|[ .'’/-]){{2,40}}(?:,\s+(?!{MONTH}\b)[A-Z][\w. ]{{1,25}})?),\s+{DATE}"
    r"\s*,?\s*(?:\((?P<agency>[A-Z][\w .&'’/-]{1,40})\))?\s*(?:[-–—]{1,2}(?:\s|\Z)|:\s|\Z)"
)
"""`PLACE, Region, 17 January (Agency) -` at the beginning of a line."""

_LABEL = r"(?:published|updated|posted|issued|dated?|release date|date of report)"
_DATE_LINE = re.compile(
    rf"(?:{_LABEL}\s*(?:on|:)?\s*|[A-Z][\w .'’-]{{1,40}},\s+|as of\s+)?{DATE}(?P<rest>.{{0,30}})\Z",
    re.IGNORECASE,
)
_LABELLED_DATE = re.compile(rf"{_LABEL}\s*(?:on|:)\s*(?P<date>\d.*)\Z", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,12})?\Z")
_WORDS = re.compile(DATE, re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)\Z")
_NUMBERS = re.compile(r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})[./-](?P<year>\d{4})(?!\d)")
_TIME = re.compile(
    r"(?:T|,?\s*(?:at\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d\b)?",
    re.IGNORECASE,
)
_IN_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)"
    r"(?:T\d{4,6}Z?)?(?![0-9A-Za-z])"
)
_NAME_TAIL = re.compile(
    r"(?<![0-9A-Za-z])(?P<day>\d\d)[-_.](?P<month>\d\d)[-_.](?P<year>(?:19|20)\d\d)(?![0-9A-Za-z])"
)


def parse_date(text: str) -> str:
    """The date or time that a text begins with, in ISO 8601; empty when it has none that can be read one way.

    A time without a zone is taken as UTC, as YAML 1.1 has it. `03/04/2026` can be read two ways and is not.
    """
    text = text.strip()[:80]
    for pattern in (_ISO, _WORDS, _COMPACT, _NUMBERS):
        match = pattern.match(text)
        if match is None:
            continue
        day = _from_numbers(match) if pattern is _NUMBERS else from_match(match)
        if day is None:
            return ""
        return _with_time(day, text[match.end() :])
    return ""


def date_of_line(line: str) -> str:
    """The ISO date or time that a line consists of; a day without a year may be anything, so it is none."""
    labelled = _LABELLED_DATE.match(line)
    if labelled or _NUMERIC_DATE.match(line):
        found = parse_date(labelled["date"] if labelled else line)
        if found:
            return found
    match = _DATE_LINE.match(line)
    if match is None or not (match["year"] or match["year2"]) or re.search(r"[^\W\d_]{4,}", match["rest"]):
        return ""
    return parse_date(line[match.start("day") if match["day"] else match.start("month2") :])


def from_match(match: re.Match[str], today: date | None = None) -> date | None:
    """The day that a match of `DATE` or of a numeric pattern names.

    Without a year it is the last such day not after `today`, give or take a day; None when there is no such
    day or no year to be had.
    """
    parts = match.groupdict()
    month_name = parts.get("month") or parts.get("month2") or ""
    month = int(month_name) if month_name.isdigit() else _MONTHS.get(month_name.lower(), 0)
    day = int(parts.get("day") or parts.get("day2") or 0)
    year = parts.get("year") or parts.get("year2")
    if year:
        return _day(int(year), month, day)
    if today is None:
        return None
    latest = today + timedelta(days=1)
    for guess in range(latest.year, latest.year - 8, -1):
        found = _day(guess, month, day)
        if found is not None and found <= latest:
            return found
    return None


def date_in_name(name: str) -> str:
    """The ISO date in a file's name (`2026-01-17-report.md`, `report_20260117.txt`), or nothing."""
    for match in (_IN_NAME.search(name), _NAME_TAIL.search(name)):
        day = from_match(match) if match else None
        if day is not None:
            return day.isoformat()
    return ""


def without_date(stem: str) -> str:
    """A file's name without its suffix and without the date in it."""
    if not date_in_name(stem):
        return stem
    return " ".join(
        part.strip(" -_.") for part in _NAME_TAIL.sub("\0", _IN_NAME.sub("\0", stem)).split("\0")
    ).strip()


def from_timestamp(seconds: float) -> str:
    """The UTC time of POSIX seconds in ISO 8601; nothing for times that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_numbers(match: re.Match[str]) -> date | None:
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if match["mark"] == "." or one > 12:
        return _day(year, two, one)
    if two > 12 or one == two:
        return _day(year, one, two)
    return None


def _with_time(day: date, rest: str) -> str:
    match = _TIME.match(rest)
    if match is None:
        return day.isoformat()
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    try:
        moment = datetime(
            day.year,
            day.month,
            day.day,
            hour,
            int(match["minute"]),
            int(match["second"] or 0),
            tzinfo=_zone(match["zone"]),
        )
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return day.isoformat()


def _zone(zone: str | None) -> timezone:
    if not zone or zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if zone[0] == "-" else offset)
