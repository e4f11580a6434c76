"""What is known about a document: front matter, datelines, the notice at its end.

Front matter is foreign YAML. It is bounded in size and depth before it is parsed, read with a loader that
builds nothing but strings, lists and mappings, and flattened within a budget, so that aliases cannot grow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reader.errors import FrontMatterError
from reader.formats.dates import DATELINE, date_in_line, date_of_line, date_range, from_match, parse_date
from reader.text.document import Block
from reader.text.safety import Unsafe, describe, make_safe, safe_line

MAX_FRONT_MATTER = 32_768
"""Code points beyond which what stands between the dashes is text, not front matter."""
MAX_VALUE = 2_000
MAX_VALUES = 200
_MAX_DEPTH = 64

_FENCE = re.compile(r"---[ \t]*\n")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_KEY_LINE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[\"']?[A-Za-z_][\w .-]{0,40}[\"']?[ \t]*:(?:[ \t]|\n|\Z)")
_FLAT_LINE = re.compile(r"^([A-Za-z_][\w .-]{0,40}?)[ \t]*:[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_UNQUOTED = re.compile(
    r"^(?P<name>[A-Za-z_][\w .-]{0,40}?)[ \t]*:[ \t]+"
    r"(?P<value>[^\s\"'\[{|>#&*!][^\n]*?:(?:[ \t][^\n]*?)?|[@`%][^\n]*?)[ \t]*$",
    re.MULTILINE,
)
_DEEP = re.compile(rf"^[ \t]{{{_MAX_DEPTH},}}|(?:[-?:][ \t]+){{16}}", re.MULTILINE)

_TITLES = ("title", "headline", "subject")
_DATES = ("date", "published", "publishdate", "pubdate", "published_at", "created", "updated", "modified")
_SOURCES = ("source", "publisher", "agency", "publication", "outlet")
_TAGS = ("tags", "keywords", "topics", "categories")

_NEAR_TOP = 6
_AGENCIES = {
    "reuters": "Reuters", "reuter": "Reuters", "ap": "AP", "afp": "AFP", "upi": "UPI", "dpa": "dpa",
    "ansa": "ANSA", "tass": "TASS", "xinhua": "Xinhua", "efe": "EFE", "pti": "PTI", "ani": "ANI",
    "kyodo": "Kyodo", "yonhap": "Yonhap", "bloomberg": "Bloomberg", "bbc": "BBC", "cnn": "CNN",
    "irna": "IRNA", "interfax": "Interfax",
    "associated press": "Associated Press", "agence france-presse": "Agence France-Presse",
}  # fmt: skip
_AGENCY = "|".join(sorted((re.escape(name) for name in _AGENCIES), key=len, reverse=True))
_SOURCE_LINE = re.compile(
    r"(?:source|publisher|agency)\s*:\s*(?!see\b|cf\b)(?P<name>[^\s|][^|;]{0,79})\Z", re.IGNORECASE
)
_NEXT_FIELD = re.compile(r"(?:^|\s+[^\w\s]*\s*)(?=[A-Z][A-Z ]{2,40}\s?:)")
_PAGE = re.compile(r"\bpp?\.\s*\d", re.IGNORECASE)
_AMERICAN_TIME = re.compile(r"\d\s?[AP]\.?M\.?\s+\(?[ECMP][SD]T\b")
_NOTICE = re.compile(
    r"(?:©|(?=.{0,24}(?:©|\d{4}|\bby\b))(?:\(c\)|copyright))\s*(?:(?:©|\(c\)|copyright)\s*)?"
    r"(?:\d{4}(?:\s*[-–]\s*\d{2,4})?,?\s+)?(?:by\s+)?(?P<name>[^\d\s.|][^|\n]{0,80}?)"
    r"(?:,?\s+\d{4})?\.?(?:\s*[|.,]?\s*all rights reserved\b.*)?\Z",
    re.IGNORECASE,
)
_AGENCY_OPENING = re.compile(rf"[^\n]{{0,80}}?\((?P<agency>{_AGENCY})\)\s*(?:[-–—]|:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What front matter says, as plain safe text; `lines` is how many lines of the file it takes."""

    title: str = ""
    published: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    lines: int = 0
    warning: str = ""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter that a text opens with, and the rest of it.

    Front matter stands between a first line `---` and a line `---` or `...`. What is not a mapping is left in
    the text; so is what cannot be read at all, with a warning that says so.
    """
    if not text.startswith("---"):
        return FrontMatter(), text
    opening = _FENCE.match(text)
    closing = (
        _FENCE_END.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER + 8) if opening else None
    )
    if opening is None or closing is None:
        return FrontMatter(warning=_too_long(text, opening)), text
    yaml_text = text[opening.end() : closing.start()]
    rest, lines = text[closing.end() :], text.count("\n", 0, closing.end())
    if yaml_text.strip() and not _KEY_LINE.match(yaml_text):
        return FrontMatter(), text
    values, warning = _load(yaml_text)
    if values is None:
        return FrontMatter(warning=warning), text
    return _understood(values, lines, warning), rest


def _too_long(text: str, opening: re.Match[str] | None) -> str:
    """A sentence when what opens like front matter ends beyond the limit."""
    if (
        opening is None
        or not _KEY_LINE.match(text, opening.end())
        or not _FENCE_END.search(text, opening.end() + MAX_FRONT_MATTER)
    ):
        return ""
    return f"The front matter is longer than {MAX_FRONT_MATTER:,} characters; it is shown as text."


def _load(yaml_text: str) -> tuple[dict[str, Any] | None, str]:
    """The mapping that the YAML holds, or None; and what a person should know about it."""
    if yaml_text.count("[") + yaml_text.count("{") > _MAX_DEPTH or _DEEP.search(yaml_text):
        return None, "The front matter nests too deeply to be read; it is shown as text."
    warning = ""
    try:
        values = _parse(yaml_text)
    except FrontMatterError as error:
        place = f" (line {error.line + 2})" if error.line is not None else ""
        warning = f"The front matter is not valid YAML{place}"
        try:
            values = _parse(_UNQUOTED.sub(_quoted, yaml_text))
            warning += "; it was read as if the values with colons in them were quoted."
        except FrontMatterError:
            values = {match[1]: match[2].strip("\"'") for match in _FLAT_LINE.finditer(yaml_text)}
            warning += "; only its plain lines were read."
    if values is None or values == "":
        return {}, warning
    if not isinstance(values, dict):
        return None, "The front matter is not a list of names and values; it is shown as text."
    return values, warning


def _parse(yaml_text: str) -> Any:
    """What the YAML holds, of strings, lists and dicts only; raises FrontMatterError."""
    import yaml

    # libyaml is eight times as fast; some builds of PyYAML come without it.
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(yaml_text, Loader=loader)
    except (yaml.YAMLError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        raise FrontMatterError(line) from error


def _quoted(match: re.Match[str]) -> str:
    value = match["value"].replace("\\", "\\\\").replace('"', '\\"')
    return f'{match["name"]}: "{value}"'


def _understood(values: dict[str, Any], lines: int, warning: str) -> FrontMatter:
    budget = [MAX_VALUES]
    flat: list[tuple[str, list[str]]] = []
    held: list[Unsafe] = []
    for name, value in values.items():
        unsafe: list[Unsafe] = []
        flat.append((_line(name[:80], unsafe), list(_flatten(value, budget, unsafe))))
        held += (item._replace(start=len(flat) - 1) for item in unsafe)
    said = describe(held, lambda index: f"under {flat[index][0]}")
    if said:
        said = f"{said.removesuffix('.')}, written in the front matter as escapes."
    warning = " ".join(part for part in (warning, said) if part)
    if budget[0] <= 0:
        warning = f"{warning} Of the front matter, {MAX_VALUES} values are read.".lstrip()
    by_name = {name.lower(): value for name, value in reversed(flat)}
    used: set[str] = set()

    def first(names: Sequence[str]) -> str:
        for name in names:
            text = " ".join(" ".join(by_name.get(name, ())).split())
            if text:
                used.add(name)
                return text
        return ""

    title, source = first(_TITLES), first(_SOURCES)
    published = ""
    for name in _DATES:
        published = parse_date(" ".join(by_name.get(name, ())))
        if published:
            used.add(name)
            break
    tags = next((name for name in _TAGS if by_name.get(name)), "")
    used.add(tags)
    kept = tuple(
        (name, ", ".join(value)[:MAX_VALUE])
        for name, value in flat
        if name.lower() not in used and any(value)
    )
    return FrontMatter(
        title[:MAX_VALUE], published, source[:200], _tags(by_name.get(tags, [])), kept, lines, warning
    )


def _tags(values: list[str]) -> tuple[str, ...]:
    if len(values) == 1 and "," in values[0]:
        values = values[0].split(",")
    return tuple(dict.fromkeys(tag for value in values if (tag := value.strip().lstrip("#"))))


def _line(value: object, unsafe: list[Unsafe]) -> str:
    """A scalar as a safe line; what was unsafe in it is added to `unsafe`."""
    text = str(value)
    unsafe += make_safe(text)[1]
    return safe_line(text)


def _flatten(value: Any, budget: list[int], unsafe: list[Unsafe], depth: int = 0) -> Iterator[str]:
    """The scalars in a value as safe lines; every value, also an empty list, takes one from the budget."""
    if budget[0] <= 0 or depth > 4:
        return
    budget[0] -= 1
    if isinstance(value, dict):
        for name, inner in value.items():
            for text in _flatten(inner, budget, unsafe, depth + 1):
                yield f"{_line(name[:80], unsafe)}: {text}"
    elif isinstance(value, list):
        for inner in value:
            yield from _flatten(inner, budget, unsafe, depth + 1)
    else:
        text = _line(value[:MAX_VALUE], unsafe).strip()
        if text:
            yield text


def dateline(text: str, blocks: Sequence[Block], today: date | None) -> tuple[str, str]:
    """Return the ISO date that the top of a text gives, and the period when it is a range of days.

    A dateline, a line that is a date, or the one date in a heading or in one of the first short lines;
    `today` gives a dateline its missing year. Both are empty when there is none.
    """
    for line in _top_lines(text, blocks):
        opening = DATELINE.match(line)
        day = from_match(opening, today) if opening else None
        if day is not None:
            return day.isoformat(), ""
        found = date_of_line(line)
        if found:
            return found, date_range(line)
    american = _AMERICAN_TIME.search(text, 0, 2_000) is not None
    for line in _top_lines(text, blocks, headings=True):
        found = date_in_line(line, american=american)
        if found:
            return found, date_range(line)
    return "", ""


def _top_lines(text: str, blocks: Sequence[Block], *, headings: bool = False) -> Iterator[str]:
    """The short lines of the first blocks; the beginning of a long one, which may be a dateline.

    With `headings` the lines of headings alone, and those of the first three blocks that are short.
    """
    near_top = [block for block in blocks[:16] if block.end > block.start][: _NEAR_TOP + 2]
    for number, block in enumerate(near_top):
        lines = text[block.start : min(block.end, block.start + 1_000)].split("\n")[:12]
        for line in lines:
            short = len(line) <= 120
            alone = number < 3 and len(line) <= 80 and not line.rstrip().endswith(".")
            if headings and not (short and (block.kind == "heading" or alone)):
                continue
            if short or not headings:
                yield line[:200].strip()


def source_in_text(text: str, blocks: Sequence[Block]) -> str:
    """Who published a text: a source line or notice near its top or end, else an agency's dateline."""
    ends = blocks if len(blocks) <= _NEAR_TOP + 3 else [*blocks[:_NEAR_TOP], *blocks[-3:]]
    for block in ends:
        if block.kind == "heading" or any(container.kind == "item" for container in block.containers):
            continue
        if block.end - block.start <= 160:
            found = _source_line(text[block.start : block.end].strip())
            if found:
                return found
    for block in blocks[:_NEAR_TOP]:
        line = text[block.start : min(block.end, block.start + 160)]
        opening = (DATELINE.match(line) or _AGENCY_OPENING.match(line)) if "(" in line else None
        if opening and opening["agency"]:
            return _AGENCIES.get(opening["agency"].lower(), opening["agency"])
    return ""


def _source_line(line: str) -> str:
    named = _SOURCE_LINE.match(line)
    if named and not _PAGE.search(line):
        name = _NEXT_FIELD.split(named["name"].strip(), maxsplit=1)[0]
        return "" if ":" in name else name.strip(' .“”"')
    notice = _NOTICE.match(line)
    if notice:
        return notice["name"].strip().rstrip(".,")
    return _AGENCIES.get(line.strip("()-– ").lower(), "")
