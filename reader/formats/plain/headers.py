"""What stands at the top of a message, a memo, a cable or a report before its text begins.

Each kind of paper says who wrote, to whom, when and on what in lines of its own: the fields of mail (RFC
5322) and of memos, the date-time group and the routing lines of cables (ACP 127), the two columns of a
letterhead, banners of classification and of press releases. Those lines are furniture of the page: read, not
summed up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reader.formats.metadata.dates import date_in_line, date_time_group, parse_date

TOP_LINES = 80
"""So many lines are looked at for a head."""
LONGEST_LINE = 240
"""Code points beyond which a line is text, and no field, banner or line of a letterhead."""

BANNER_WORDS = (
    r"(?:TOP SECRET|T O P  ?S E C R E T|SECRET|S E C R E T|CONFIDENTIAL|C O N F I D E N T I A L|RESTRICTED"
    r"|UNCLASSIFIED|U N C L A S S I F I E D|UNCLAS|LIMITED OFFICIAL USE|SENSITIVE BUT UNCLASSIFIED"
    r"|OFFICIAL(?:-SENSITIVE)?|CONTROLLED UNCLASSIFIED INFORMATION|CUI|FOR OFFICIAL USE ONLY|FOUO|SBU"
    r"|NOT FOR PUBLICATION|CLASSIFIED)"
)
"""The words that markings of classification begin with, as a pattern."""
_BANNER = re.compile(rf"\W{{0,3}}{BANNER_WORDS}(?:\s*(?://|[/,–—-]|\s)\s*[A-Z0-9][A-Z0-9 ,./-]*)?\W{{0,3}}\Z")
_RELEASE = re.compile(
    r"(?:for\s+)?(?:immediate|general)\s+release\W*\Z|(?:press|news|media)\s+(?:release|statement)\W*\Z"
    r"|.{0,60}\brelease\s+under\s+the\b.{0,120}\Z|.{0,40}\b(?:approved\s+for|declassified\b.{0,20}\bfor)\s+release\b.{0,60}\Z"
    r"|(?:communiqu[eé]\s+de\s+presse|pressemitteilung|pressemeldung|nota\s+de\s+prensa|comunicado\s+de\s+prensa"
    r"|comunicato\s+stampa|persbericht)\W*\Z"
    r"|embargoed\b.{0,60}\Z|for\s+release\b.{0,60}\Z|not\s+for\s+immediate\s+release\W*\Z",
    re.IGNORECASE,
)
_RELEASE_WORDS = ("release", "statement", "embargoed", "presse", "prensa", "stampa", "persbericht")
"""One of them stands in every line that `_RELEASE` matches."""
_STAGE = re.compile(
    r"(?:#\s?#\s?#+|-\s?30\s?-|[-–—=*\s]*ends?[-–—=*.\s]*|NNNN|BT|#\d{4}"
    r"|END|[\[(]?(?-i:END|End)(?i:[ ]of[ ](?:the[ ])?"
    r"(?:message|document|transcript|text|recording|interview|tape))\.?[\])]?"
    r"|(?:END|Ends?)?\s*\d{1,2}:\d\d\s*[AaPp]\.?[Mm]\.?(?:\s*\(?[A-Z]{2,4}(?:\s*Time)?\)?)?"
    r"|\((?:The\s+)?(?:[A-Z][\w ]{0,40}\s)?(?:end(?:ed|s)?|recess|concluded)\b[^()]{0,40}\))\s*\Z"
)
_CABLE = re.compile(
    r"(?:[ZOPRY][A-Z]{2}[UCTSRE][A-Z]{4}(?=[ ]RU)|(?:N{4})?V?ZCZC\w*"
    r"|ZNR|ZNY|DE\s+RU\w+|RU[A-Z]{4,5}|OO|PP|RR|ZZ)\b"
    r"|(?:FM|TO|INFO|ACTION|PASS|AMEMBASSY|SECSTATE|E\.?O\.?\s*\d{5}|TAGS|REFS?|SUBJ(?:ECT)?|CLASSIFIED BY"
    r"|SECTION|BT)\b(?:[\s:.]|\Z)"
)
_CABLE_SUBJECT = re.compile(r"\s*SUBJ(?:ECT)?\s*[:/]")
_SLASHED_SUBJECT = re.compile(r"(?P<name>SUBJ(?:ECT)?)/(?P<value>[^/].*?)/{0,2}\Z")
"""The subject of a message in sets and fields: `SUBJ/DERELICT BUOY ADRIFT//`."""
_NEXT_COLUMN = re.compile(r"\s{3,}(?=[A-Z][A-Za-z./ ]{1,28}?\s?:(?:\s|\Z))")
_MEMORANDUM = re.compile(
    r"(?:(?:OFFICE|INTERNAL|OFFICIAL|ROUTING)\s+)?(?:MEMORANDUM|MEMO)(?:\s+(?:FOR|TO)\s+(?:THE\s+)?(?:RECORD|FILES?))?\W*\Z"
    r"|(?:OUTGOING|INCOMING)\s+TELEGRAM\W*\Z|AIDE[- ]M[EÉ]MOIRE\W*\Z",
    re.IGNORECASE,
)
SALUTATION = re.compile(
    r"(?:My\s+)?[Dd]ear\s+[^.!?]{2,60}[,:.]?\Z|(?:Sirs?|Madam|Gentlemen|Messrs|Your\s+Excellency|To\s+whom\s+it\s+may\s+concern)"
    r"\b[^.!?]{0,30}[,:]\Z"
)
"""The line that a letter addresses its reader with."""
_REFERENCE = re.compile(r"(?:re|subject|subj)\s*:\s+(?P<subject>\S.{2,120})\Z", re.IGNORECASE)
_LONGEST_ADDRESS = 60
_ADDRESS_LINES = 24
_FIELD = re.compile(r"(?P<name>[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ./ -]{0,28}?)\s*:(?:\s+(?P<value>\S.*))?\Z")
_FOREIGN_FIELDS = {
    "von": "from", "gesendet": "sent", "an": "to", "betreff": "subject", "datum": "date",
    "de": "from", "envoyé": "sent", "à": "to", "objet": "subject", "para": "to", "enviado": "sent",
    "asunto": "subject", "fecha": "date", "da": "from", "inviato": "sent", "oggetto": "subject",
    "van": "from", "verzonden": "sent", "aan": "to", "onderwerp": "subject",
}  # fmt: skip
"""What mail programs of other languages call the fields of a message that they quote."""
_STRONG = frozenset(
    [
        "from",
        "to",
        "date",
        "sent",
        "subject",
        "subj",
        "re",
        "memorandum-for",
        "memo-for",
        "fm",
        "message-id",
        "reply-to",
        "cc",
        "bcc",
        "through",
        "thru",
        "return-path",
        "received",
        "in-reply-to",
        "date-sent",
        "dtg",
    ]
)
_FIELDS = _STRONG | frozenset(
    [
        "via",
        "attn",
        "attention",
        "ref",
        "refs",
        "reference",
        "references",
        "tags",
        "classification",
        "copy",
        "copies",
        "distribution",
        "info",
        "action",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "importance",
        "priority",
        "attachments",
        "attachment",
        "author",
        "by",
        "x-mailer",
        "published",
        "updated",
        "source",
        "publisher",
        "title",
        "authority",
        "e.o",
        "originator",
        "office",
        "drafted-by",
        "pages",
        "place",
        "location",
        "file",
        "file-no",
        "number",
        "report-no",
        "report-number",
        "classified-by",
        "reasons",
        "reason",
        "when",
        "where",
        "organizer",
        "required-attendees",
        "optional-attendees",
    ]
)
_SUBJECTS = ("subject", "subj", "re", "title")
_DATES = (
    "dtg", "date", "sent", "date-sent", "published", "date-distr", "date-distributed", "date-of-report",
    "report-date", "date-prepared", "date-of-info", "date-of-information",
)  # fmt: skip
_ISSUER = re.compile(
    r"\b(?:office|department|ministry|white house|council|agency|bureau|commission|secretary|secretariat"
    r"|committee|embassy|university|institute|authority|government|press service)\b",
    re.IGNORECASE,
)
_LINES_ABOVE_RELEASE = 6
_LETTERHEAD_DATE = re.compile(r"\S.*\s{3,}(?P<right>\S.*)\Z")
_COMMENT = re.compile(r"\S@\S+\s+\(([^()]{1,200})\)\s*\Z")
_FORM = re.compile(r"[A-Z][A-Z0-9 ./&'#()-]{1,38}?\s*:(?:\s|\Z)")


_PARAGRAPH = re.compile(r"\d{1,2}\.(?:\s|\()")
_LONGEST_FIELD = 4_000
_LONGEST_LETTERHEAD = 40
_WORDS_BEFORE = 40
"""So many words may stand before the fields: the name of the form, what a scanner made of its stamps."""


class TopMatter(NamedTuple):
    """What the top of a text says, as plain text, and which of its lines say it.

    `furniture` are numbers of lines, from 0; `title_lines` those of the title when it has lines of its own.
    """

    furniture: frozenset[int] = frozenset()
    title: str = ""
    title_lines: tuple[int, ...] = ()
    published: str = ""
    source: str = ""
    meta: tuple[tuple[str, str], ...] = ()


class _Field(NamedTuple):
    name: str
    value: str
    lines: tuple[int, ...]


def read_top(lines: Sequence[str]) -> TopMatter:
    """Read the head of a text from its first lines; what is no head is left alone."""
    lines = lines[:TOP_LINES]
    furniture: set[int] = set()
    number = 0
    while number < len(lines) and (not lines[number].strip() or is_banner(lines[number].strip())):
        if lines[number].strip():
            furniture.add(number)
        number += 1
    letterhead = _letterhead(lines, number) or _letter(lines, number)
    if letterhead is not None:
        return letterhead._replace(furniture=letterhead.furniture | furniture)
    fields, cable_lines, group = _fields(lines, number)
    names = {field.name for field in fields}
    above = range(number, fields[0].lines[0]) if fields else range(0)
    memorandum = {line for line in above if _MEMORANDUM.match(lines[line].strip()[:LONGEST_LINE])}
    is_head = (
        len(names & _STRONG) >= 2
        or bool(names & set(_SUBJECTS) and names & set(_DATES))
        or bool(names & {"subject", "subj"} and memorandum)
    )
    if not (group and (names or cable_lines)) and not is_head:
        issuer_lines, issuer = _issuer(lines, number)
        return TopMatter(furniture=frozenset(furniture | issuer_lines), source=issuer)
    furniture.update(cable_lines, memorandum)
    for field in fields:
        furniture.update(field.lines)
    values = {field.name: field.value for field in reversed(fields) if field.value}
    subject = next((values[name] for name in _SUBJECTS if values.get(name)), "")
    date = group or next((day for name in _DATES if (day := _date_of(values.get(name, "")))), "")
    mail = "@" in values.get("from", "") or "message-id" in names or "sent" in names
    meta = tuple(
        (field.name, " ".join(field.value.split())[:2_000])
        for field in fields
        if field.value and field.name not in (*_SUBJECTS, *_DATES)
    )
    return TopMatter(
        frozenset(furniture),
        " ".join(subject.split()),
        (),
        date,
        sender(values.get("from", "")) if mail else "",
        meta,
    )


def _letter(lines: Sequence[str], number: int) -> TopMatter | None:
    """Return what stands above the salutation of a letter: addresses, date, reference; None without one."""
    above: list[int] = []
    while number < len(lines) and len(above) <= _ADDRESS_LINES:
        line = lines[number].strip()
        if len(line) > _LONGEST_ADDRESS + 2:
            return None
        if SALUTATION.match(line):
            break
        if line:
            above.append(number)
        number += 1
    else:
        return None
    texts = [lines[line].strip() for line in above]
    if len(above) < 2 or sum(text.endswith((".", "!", "?")) and text.count(" ") > 3 for text in texts) > 1:
        return None
    dates = [day for text in texts if (day := _date_of(text))]
    below = next((line.strip() for line in lines[number + 1 : number + 4] if line.strip()), "")
    reference = next((match for text in (*texts, below) if (match := _REFERENCE.match(text))), None)
    return TopMatter(
        frozenset(above),
        " ".join(reference["subject"].split()) if reference else "",
        published=dates[0] if dates else "",
    )


def _issuer(lines: Sequence[str], number: int) -> tuple[set[int], str]:
    """Return the lines of the office that a press release comes from, which stand above the release line."""
    above: list[int] = []
    while number < len(lines) and len(above) < _LINES_ABOVE_RELEASE:
        line = lines[number].strip()
        if line and _is_release(line[:LONGEST_LINE]):
            named = any(_ISSUER.search(lines[office]) for office in above)
            return ({*above, number}, lines[above[0]].strip()) if named else (set(), "")
        if len(line) > 60 or line.endswith("."):
            break
        if line:
            above.append(number)
        number += 1
    return set(), ""


def is_form(lines: Sequence[str]) -> bool:
    """Return whether lines are the fields of a form, `AGENCY : CIA`, most of them."""
    fields = sum(1 for line in lines if len(line) <= LONGEST_LINE and _FORM.match(line))
    return fields >= 2 and fields * 3 >= len(lines) * 2


def is_message_head(lines: Sequence[str]) -> bool:
    """Return whether lines are the head of a message within a text: a forwarded or an answered one."""
    fields = (_FIELD.match(line) for line in lines if len(line) <= LONGEST_LINE)
    names = {_field_name(field) for field in fields if field}
    return "from" in names and bool(names & {"to", "sent", "date", "subject"})


def is_banner_or_end(line: str) -> bool:
    """Return whether a line is a marking of classification, or says where a text ends or when it began."""
    if len(line) > LONGEST_LINE or (line[1:2].islower() and line[0] not in "Ee"):
        return False  # as most lines of prose begin, and no banner
    return bool(_BANNER.match(line) or _STAGE.match(line))


def is_banner(line: str) -> bool:
    """Return whether a line is a marking of classification or of a release, and nothing else."""
    if len(line) > LONGEST_LINE:
        return False
    return bool((line.isupper() and _BANNER.match(line)) or _is_release(line))


def _is_release(line: str) -> bool:
    small = line.lower()
    return any(word in small for word in _RELEASE_WORDS) and _RELEASE.match(line) is not None


def _date_of(value: str) -> str:
    return date_time_group(value) or parse_date(value) or date_in_line(value, month_alone=True)


def _field_name(field: re.Match[str]) -> str:
    name = "-".join(field["name"].lower().split()).removesuffix(".")
    return _FOREIGN_FIELDS.get(name, name)


def _fields(lines: Sequence[str], number: int) -> tuple[list[_Field], set[int], str]:
    """Return the fields from a line on, the routing lines of a cable, and the time of its date-time group."""
    fields: list[_Field] = []
    cable_lines: set[int] = set()
    group = ""
    others = 0
    subject = form_end = -1
    while number < len(lines):
        line = lines[number].strip()
        if number > form_end and _FORM.match(line[:LONGEST_LINE]):
            form_end = _form_end(lines, number)
        field = _field_of(line)
        name = _field_name(field) if field else ""
        time = "" if group or fields else date_time_group(line)
        if not line:
            number += 1
        elif time:
            group = time
            cable_lines.add(number)
            rest = range(number, len(lines))
            subject = next((line for line in rest if _CABLE_SUBJECT.match(lines[line])), -1)
            number += 1
        elif field is not None and (
            number < form_end or (name in _FIELDS and not (name == "by" and others == 0 and not fields))
        ):
            end = _field_end(lines, number, cable=bool(group), name=name)
            value, *columns = _NEXT_COLUMN.split(field["value"] or "")
            value = " ".join([value, *(part.strip() for part in lines[number + 1 : end])])
            fields.append(_Field(name, value.strip(), tuple(range(number, end))))
            for column in filter(None, map(_FIELD.match, columns)):
                fields.append(_Field(_field_name(column), column["value"] or "", (number,)))
            number = end
        elif (
            is_banner(line)
            or (_CABLE.match(line) and (group or line == line.upper()))
            or (group and number < subject and line == line.upper())
        ):
            cable_lines.add(number)
            number += 1
        elif fields or group or others > _WORDS_BEFORE:
            break
        else:
            others += len(line.split())
            number += 1
    return fields, cable_lines, group


def _field_of(line: str) -> re.Match[str] | None:
    """Return the match of a field's name and value; None when a line is no field."""
    if len(line) > _LONGEST_FIELD:
        return None
    return _FIELD.match(line) or (_SLASHED_SUBJECT.match(line) if line.startswith("SUBJ") else None)


def _form_end(lines: Sequence[str], number: int) -> int:
    """Return the line after a form that begins at a line and has a subject; -1 when there is none."""
    end = number
    while end < len(lines) and lines[end].strip():
        end += 1
    form = [line.strip() for line in lines[number:end]]
    has_subject = any(_CABLE_SUBJECT.match(line) for line in form)
    return end if has_subject and is_form(form) else -1


def _field_end(lines: Sequence[str], number: int, *, cable: bool, name: str) -> int:
    """Return the line after a field: it goes on in lines with an indent, in a cable up to a blank line."""
    end = number + 1
    if lines[number].rstrip().endswith("//"):
        return end
    while end < len(lines) and end < number + 12:
        line = lines[end]
        follows = line[:1] in " \t" or (cable and name in _SUBJECTS) or (cable and name in ("to", "info"))
        text = line.strip()
        if not text or not follows or _FIELD.match(text) or _CABLE.match(text) or _PARAGRAPH.match(text):
            break
        end += 1
    return end


def sender(value: str) -> str:
    """Return who sent a message: the name before or behind the address, else the address."""
    before, address, _rest = value.partition("<")
    if not address and (comment := _COMMENT.search(value)):
        return comment[1].strip()
    name = before.strip().strip("\"'")
    return name or value.partition(">")[0].strip("<> ")


def _letterhead(lines: Sequence[str], number: int) -> TopMatter | None:
    """Return what a head in two columns with a title in the middle below it says; None when there is none."""
    head: list[int] = []
    while number < len(lines) and lines[number].strip() and len(head) < _LONGEST_LETTERHEAD:
        head.append(number)
        number += 1
    if any(len(lines[row]) > LONGEST_LINE for row in head):
        return None
    columns = [_LETTERHEAD_DATE.match(lines[row].rstrip()) for row in head]
    right_ends = [len(lines[row].rstrip()) for row in head]
    if sum(1 for match in columns if match) < 2 or max(right_ends) < 50:
        return None
    if not any(match and right_ends[i] >= max(right_ends) - 3 for i, match in enumerate(columns)):
        return None
    if any(_FIELD.match(lines[row].strip()) and "|" in lines[row] for row in head):
        return None
    title_lines: list[int] = []
    while number < len(lines) and not lines[number].strip():
        number += 1
    while number < len(lines) and lines[number].strip() and len(title_lines) < 6:
        if not _is_centred(lines[number], max(right_ends)):
            return None if not title_lines else _letterhead_matter(lines, head, title_lines)
        title_lines.append(number)
        number += 1
    return _letterhead_matter(lines, head, title_lines) if title_lines else None


def _is_centred(line: str, width: int) -> bool:
    left = len(line) - len(line.lstrip())
    return left >= 4 or (left >= 1 and abs(left - (width - len(line.rstrip()))) <= 8)


def _letterhead_matter(lines: Sequence[str], head: list[int], title_lines: list[int]) -> TopMatter:
    cells = [cell for row in head for cell in re.split(r"\s{3,}", lines[row].strip())]
    date = next((day for cell in reversed(cells) if (day := date_in_line(cell, month_alone=True))), "")
    title = " ".join(" ".join(lines[row].split()) for row in title_lines)
    return TopMatter(frozenset(head), title, tuple(title_lines), date)
