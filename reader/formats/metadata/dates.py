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
_CLOCK = r"(?:at\s+)?\d{1,2}[:.]?\d\d(?:\s*[ap]\.?m\.?)?(?:\s*(?-i:[A-Z]{1,4})\b)?,?\s+(?:on\s+)?"
_DATE_LINE = re.compile(
    rf"(?:{_LABEL}\s*(?:on|:)?\s*(?:{_CLOCK})?|{_CLOCK}|[A-Z][\w .'’-]{{1,40}},\s+|as of\s+)?"
    rf"{DATE}(?P<rest>.{{0,30}})\Z",
    re.IGNORECASE,
)
_LONGEST_DATE_LINE = 140
"""Code points beyond which no line is a date with what may stand beside it."""
_LABELLED_DATE = re.compile(rf"{_LABEL}\s*(?:on|:)\s*(?P<date>\d.*)\Z", re.IGNORECASE)
_NUMERIC_DATE = re.compile(
    r"(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,12})?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{4}(?:,?\s+\d{1,2}:\d\d.{0,12})?)\Z"
)
_RANGE_LINE = re.compile(rf"\d{{1,2}}\s?(?:[-–—]|to)\s?(?={DATE}\Z)", re.IGNORECASE)
_WORDS = re.compile(DATE, re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)\Z")
_NUMBERS = re.compile(r"(?P<one>\d{1,2})(?P<mark>[./-])(?P<two>\d{1,2})[./-](?P<year>\d{4})(?!\d)")
_TIME = re.compile(
    r"(?:T|,?\s*(?:at\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"\s*(?P<zone>Z\b|[+-]\d\d:?\d\d|[+-]\d\d\b|(?-i:[A-Z]{3,4})\b)?",
    re.IGNORECASE,
)
# Hours ahead of UTC, of names that mean one zone wherever they are written.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "BST": 1, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_GROUP = re.compile(
    r"(?:[ZOPRY]{1,2}\s+)?(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>[A-Z])?\s+"
    rf"(?P<month>{MONTH})\s+(?P<year>\d{{4}}|\d\d)(?!\d)",
    re.IGNORECASE,
)
_ANY_DATE = re.compile(
    rf"(?<![\w/.-])(?:{_WEEKDAY}(?:(?P<from>\d{{1,2}})\s?(?:[-–—]|to)\s?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"[\s-]+(?P<month>{MONTH})\.?,?[\s-]+(?P<year>\d{{4}})"
    rf"|{_WEEKDAY}(?P<month2>{MONTH})\.?\s+(?:(?P<from2>\d{{1,2}})\s?(?:[-–—]|to)\s?)?(?P<day2>\d{{1,2}})"
    r"(?:st|nd|rd|th)?,?\s+(?P<year2>\d{4})"
    r"|(?P<numbers>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}))(?![\w/])",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    r"(?P<hour>\d{1,2})[:.]?(?P<minute>\d\d)\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>(?-i:[A-Z]{1,4})\b)?,?\s*(?:on\s+)?\Z",
    re.IGNORECASE,
)
_FOREIGN_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner janvier enero gennaio januari janeiro",
            "februar février febrero febbraio februari fevereiro",
            "märz mars marzo maart março",
            "april avril abril aprile",
            "mai mayo maggio mei maio",
            "juni juin junio giugno junho",
            "juli juillet julio luglio julho",
            "august août agosto augustus",
            "september septembre septiembre settembre setembro",
            "oktober octobre octubre ottobre outubro",
            "november novembre noviembre novembro",
            "dezember décembre diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_FOREIGN_DATE = re.compile(
    rf"(?<![\w/.-])(?P<day>\d{{1,2}})(?:\.|er|º)?\s+(?:de\s+)?(?P<month>{'|'.join(_FOREIGN_MONTHS)})\s+"
    r"(?:de\s+)?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_FOREIGN_DATE_LINE = re.compile(
    rf"(?:[^\W\d_][\w .'’-]{{1,40}},\s+)?(?:(?:le|den|am|vom|el|il|em)\s+)?{_FOREIGN_DATE.pattern}\W*\Z",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")
_SHORT_YEAR = re.compile(
    rf"(?P<day>\d{{1,2}})[ -](?P<month>{MONTH})\.?,?[ -]'?(?P<year>[5-9]\d)\Z", re.IGNORECASE
)
_MONTH_AT_END = re.compile(rf"(?:\A|[,;(–—-]\s*)(?P<date>{MONTH}\.?,?\s+(?:19|20)\d\d)\)?\Z")
_DANGLING = re.compile(
    r"(?:[\s,]+(?:held|dated|on|of|from|for|vom|am|du|del|de|dal|van|the))+\Z", re.IGNORECASE
)
_MONTH_ALONE = re.compile(rf"(?P<month>{MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)\Z", re.IGNORECASE)
_IN_NAME = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>(?:19|20)\d\d)(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)"
    r"(?:T\d{4,6}Z?)?(?![0-9A-Za-z])"
)
_NAME_TAIL = re.compile(
    r"(?<![0-9A-Za-z])(?P<day>\d\d)[-_.](?P<month>\d\d)[-_.](?P<year>(?:19|20)\d\d)(?![0-9A-Za-z])"
)


def parse_date(text: str) -> str:
    """Return the date or time that a text begins with, in ISO 8601; empty when it reads in no one way.

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
    """Return the ISO date or time that a line consists of; a day without a year is none."""
    if len(line) > _LONGEST_DATE_LINE:
        return ""
    labelled = _LABELLED_DATE.match(line)
    if labelled or _NUMERIC_DATE.match(line):
        published = parse_date(labelled["date"] if labelled else line)
        if published:
            return published
    period = _RANGE_LINE.match(line)
    if period is not None:
        return parse_date(line[period.end() :])
    match = _DATE_LINE.match(line)
    if match is None or not (match["year"] or match["year2"]) or re.search(r"[^\W\d_]{4,}", match["rest"]):
        return ""
    begin = match.start("day") if match["day"] else match.start("month2")
    if _TIME_BEFORE.search(line, 0, begin):
        return date_in_line(line)
    return parse_date(line[begin:])


def is_kind_of_date(line: str) -> bool:
    """Return whether a line is a date, or a month and a year, and no more than a label beside it."""
    if _YEAR.search(line) is None:
        return False
    if len(line) <= 60 and _FOREIGN_DATE_LINE.match(line):
        return True
    match = _ANY_DATE.search(line) if len(line) <= 60 else None
    rest = f"{line[: match.start()]} {line[match.end() :]}" if match else line
    return (match is not None and not re.search(r"[^\W\d_]{4,}", rest)) or bool(_MONTH_ALONE.match(line))


def date_time_group(line: str) -> str:
    """Return the UTC time of a date-time group that a line begins with (`R 031430Z NOV 25`); else nothing.

    A year of two digits from 50 on is of the last century. A zone other than Z gives the day alone.
    """
    match = _GROUP.match(line)
    if match is None:
        return ""
    year = int(match["year"])
    if year < 100:
        year += 1900 if year >= 50 else 2000
    day = _day(year, _MONTHS[match["month"].lower()], int(match["day"]))
    if day is None:
        return ""
    if (match["zone"] or "Z").upper() != "Z":
        return day.isoformat()
    return _moment(day, int(match["hour"]), int(match["minute"]), 0, "Z")


def date_in_line(line: str, *, month_alone: bool = False, american: bool = False) -> str:
    """Return the one full date that a line holds, with the time that stands beside it; else nothing.

    Of a range it is the last day. With `month_alone` a month and a year give those (`2026-03`); `american`
    says how `4/6/2011` is read. With `month_alone` a year may also have two digits, of the last century.
    """
    if _YEAR.search(line) is None and not month_alone:
        return ""
    matches = list(_ANY_DATE.finditer(line[:200]))
    if len(matches) != 1:
        foreign = _FOREIGN_DATE.search(line[:200]) if not matches else None
        if foreign is not None:
            day = _day(int(foreign["year"]), _FOREIGN_MONTHS[foreign["month"].lower()], int(foreign["day"]))
            return _with_time(day, line[foreign.end() :]) if day is not None else ""
        if month_alone and (short := _SHORT_YEAR.match(line.strip())):
            day = _day(1900 + int(short["year"]), _MONTHS[short["month"].lower()], int(short["day"]))
            return day.isoformat() if day else ""
        alone = _MONTH_ALONE.match(line.strip()) if month_alone and not matches else None
        return f"{alone['year']}-{_MONTHS[alone['month'].lower()]:02}" if alone else ""
    match = matches[0]
    if match["numbers"]:
        return parse_date(line[match.start() :]) or (_american(match["numbers"]) if american else "")
    day = from_match(match)
    if day is None:
        return ""
    before = _TIME_BEFORE.search(line, max(0, match.start() - 30), match.start())
    if before is None:
        return _with_time(day, line[match.end() :])
    hour = int(before["hour"])
    if before["half"]:
        hour = hour % 12 + (12 if before["half"][0] in "pP" else 0)
    return _moment(day, hour, int(before["minute"]), 0, before["zone"])


def month_at_end(line: str) -> str:
    """Return the month and year (`2005-12`) that a short line ends with; else nothing."""
    match = _MONTH_AT_END.search(line) if _YEAR.search(line) else None
    return date_in_line(match["date"], month_alone=True) if match else ""


def _american(numbers: str) -> str:
    """Return `12/6/2011` read as month, day and year; nothing for any other order."""
    parts = re.split(r"[/.-]", numbers)
    day = _day(int(parts[2]), int(parts[0]), int(parts[1])) if "/" in numbers and len(parts[2]) == 4 else None
    return day.isoformat() if day else ""


def date_range(line: str) -> str:
    """Return the range of days that a line holds (`2026-03-01/2026-03-04`, ISO 8601); else nothing."""
    for match in _ANY_DATE.finditer(line[:200]):
        first, last = match["from"] or match["from2"], from_match(match)
        if first and last is not None:
            begin = _day(last.year, last.month, int(first))
            if begin is not None and begin < last:
                return f"{begin.isoformat()}/{last.isoformat()}"
    return ""


def without_trailing_date(line: str) -> str:
    """Return a title without the date that it ends with; the whole line when little would be left."""
    matches = list(_ANY_DATE.finditer(line[-200:])) if _YEAR.search(line[-200:]) else []
    if not matches:
        return line
    begin = max(0, len(line) - 200) + matches[-1].start()
    if line[begin + len(matches[-1].group()) :].strip(" .)]"):
        return line
    rest = _DANGLING.sub("", line[:begin].rstrip(" .,;:–—-(["))
    return rest if len(rest.split()) >= 3 else line


def from_match(match: re.Match[str], today: date | None = None) -> date | None:
    """Return the day that a match of `DATE` or of a numeric pattern names.

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
        candidate = _day(guess, month, day)
        if candidate is not None and candidate <= latest:
            return candidate
    return None


def date_in_name(name: str) -> str:
    """Return the ISO date in a file's name (`2026-01-17-report.md`, `report_20260117.txt`), or nothing."""
    for match in (_IN_NAME.search(name), _NAME_TAIL.search(name)):
        day = from_match(match) if match else None
        if day is not None:
            return day.isoformat()
    return ""


def without_date(stem: str) -> str:
    """Return a file's name without its suffix and without the date in it."""
    if not date_in_name(stem):
        return stem
    return " ".join(
        part.strip(" -_.") for part in _NAME_TAIL.sub("\0", _IN_NAME.sub("\0", stem)).split("\0")
    ).strip()


def from_timestamp(seconds: float) -> str:
    """Return the UTC time of POSIX seconds in ISO 8601; nothing for times that no calendar has."""
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
    return _moment(day, hour, int(match["minute"]), int(match["second"] or 0), match["zone"])


def _moment(day: date, hour: int, minute: int, second: int, zone: str | None) -> str:
    """Return a time in UTC; the day alone when there is no such time, or the zone's name is not known."""
    offset = _zone(zone)
    if offset is None:
        return day.isoformat()
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=offset)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return day.isoformat()


def _zone(zone: str | None) -> timezone | None:
    """Return the zone of an offset or a name; UTC when none is given, None for a name that is not known."""
    if not zone:
        return UTC
    if zone[0] not in "+-":
        hours = _ZONES.get(zone.upper())
        return timezone(timedelta(hours=hours)) if hours is not None else None
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    try:
        return timezone(-offset if zone[0] == "-" else offset)
    except ValueError:
        return None
