"""Front matter: what a file says about itself above its text, in any of the forms in use.

YAML between `---`, TOML between `+++`, a JSON object, and in Markdown also Pandoc's title block and
MultiMarkdown's header lines. It is foreign text: bounded in size and depth before it is parsed, read with
loaders that build nothing but strings, lists and mappings, and flattened within a budget, so that aliases
cannot grow it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import islice
from typing import Any

from reader.errors import FrontMatterError
from reader.formats.metadata.dates import date_in_line, parse_date
from reader.text.safety import Unsafe, describe, make_safe, safe_line

MAX_FRONT_MATTER = 32_768
"""Code points beyond which what stands between the fences is text, not front matter."""
MAX_VALUE = 2_000
MAX_VALUES = 200
MAX_BLOCKS = 8
"""How many blocks of front matter on end are read."""
_MAX_DEPTH = 64

_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_NAME = r"[A-Za-z_][\w .-]{0,40}"
_FENCE = re.compile(r"---[ \t]*\n")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*\n")
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_LINE = re.compile(rf"(?:[ \t]*(?:#[^\n]*)?\n)*(?:[\"']?{_NAME}[\"']?[ \t]*=|\[+[ \t]*{_NAME}[ \t]*\])")
_JSON_START = re.compile(r"\{\s*\"")
_REST_OF_LINE = re.compile(r"[ \t]*(?:\n|\Z)")
_TITLE_BLOCK = re.compile(r"(?:%(?:[ \t][^\n]*)?(?:\n[ \t]+\S[^\n]*)*(?:\n|\Z)){1,3}")
_TITLE_LINE = re.compile(r"^%", re.MULTILINE)
_HEADER_LINE = re.compile(rf"(?P<name>{_NAME}?)[ \t]*:[ \t]*(?P<value>\S[^\n]*)(?:\n|\Z)")
_CONTINUED = re.compile(r"[ \t]+(\S[^\n]*)(?:\n|\Z)")
_KEY_LINE = re.compile(rf"(?:[ \t]*(?:#[^\n]*)?\n)*[\"']?{_NAME}[\"']?[ \t]*:(?:[ \t]|\n|\Z)")
_FLAT_LINE = re.compile(rf"^({_NAME}?)[ \t]*:[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_UNQUOTED = re.compile(
    rf"^(?P<name>{_NAME}?)[ \t]*:[ \t]+"
    r"(?P<value>[^\s\"'\[{|>#&*!][^\n]*?:(?:[ \t][^\n]*?)?|[@`%][^\n]*?)[ \t]*$",
    re.MULTILINE,
)
_NEXT_ENTRY = re.compile(r"^(?=[^\s#-])", re.MULTILINE)
_DEEP = re.compile(rf"^[ \t]{{{_MAX_DEPTH},}}|(?:[-?:][ \t]+){{16}}", re.MULTILINE)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])\Z")

# Names as they are once small, without spaces and marks.
_TITLES = ("title", "headline", "subject", "doctitle", "documenttitle")
_DATES = (
    "date", "published", "publishdate", "publisheddate", "publicationdate", "datepublished", "publishedat",
    "publishedon", "publishedtime", "pubdate", "docdate", "documentdate", "reportdate", "releasedate",
    "dateissued", "issued", "posted", "dcdate", "created", "createdat", "datecreated", "creationdate",
    "createddate", "updated", "updatedat", "lastupdated", "dateupdated", "modified", "datemodified",
    "modifiedat", "lastmodified", "lastmodifiedat", "lastmod", "year",
)  # fmt: skip
_SOURCES = ("source", "publisher", "agency", "publication", "outlet", "sitename", "site")
_TAGS = ("tags", "tag", "keywords", "topics", "categories", "category", "labels")
# A header of MultiMarkdown has at least one of these; else its lines are text with colons in them.
_TELLING = frozenset((*_TITLES[:3], *_DATES[:10], "author", "authors"))
_PLAIN_SOURCE = ("name", "title", "label")


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


_NAMELESS = "value"  # what a value is called whose own name is empty

_Read = tuple[dict[str, Any] | None, str, int]
"""The values (None when it is text after all), what a person should know, and where the rest begins."""


def split_front_matter(text: str, *, markdown: bool = False) -> tuple[FrontMatter, str]:
    """Return the front matter that a text opens with, also after blank lines, and the rest of the text.

    What is not a mapping is left in the text; so is what cannot be read at all, with a warning that says so.
    `markdown` says whether a title block and header lines without fences are looked for. Blocks that follow
    one another are read as one, in which the first says most.
    """
    front, rest = _split_one(text, markdown=markdown)
    for _ in range(MAX_BLOCKS):
        if not front.lines:
            break
        more, after = _split_one(rest, markdown=False)
        if not more.lines or not (more.title or more.published or more.source or more.tags or more.meta):
            break
        front, rest = _joined(front, more), after
    return front, rest


def is_metadata_line(line: str) -> bool:
    """Return whether a line is a name, a colon and a value, as front matter has them."""
    return _HEADER_LINE.fullmatch(line) is not None


def _joined(front: FrontMatter, more: FrontMatter) -> FrontMatter:
    again = [("title", more.title)] if front.title and more.title else []
    again += [("date", more.published)] if front.published and more.published else []
    return replace(
        front,
        title=front.title or more.title,
        published=front.published or more.published,
        source=front.source or more.source,
        tags=tuple(dict.fromkeys((*front.tags, *more.tags))),
        meta=(*front.meta, *again, *more.meta),
        lines=front.lines + more.lines,
        warning=" ".join(filter(None, (front.warning, more.warning))),
    )


def _split_one(text: str, *, markdown: bool) -> tuple[FrontMatter, str]:
    blank = _BLANK_LINES.match(text, 0, 4_096)
    start = blank.end() if blank else 0
    reader = _form(text, start, markdown=markdown)
    if reader is None:
        return FrontMatter(), text
    values, warning, end = reader(text, start)
    if values is None:
        return FrontMatter(warning=warning), text
    return _understood(values, text.count("\n", 0, end), warning), text[end:]


def _form(text: str, start: int, *, markdown: bool) -> Callable[[str, int], _Read] | None:
    """Return what reads the form that front matter at this place has by its first characters."""
    if text.startswith("---", start):
        return _yaml
    if text.startswith("+++", start):
        return _toml
    if _JSON_START.match(text, start):
        return _json
    if markdown and text.startswith("%", start):
        return _title_block
    if markdown and _HEADER_LINE.match(text, start):
        return _headers
    return None


# The forms


def _yaml(text: str, start: int) -> _Read:
    opening = _FENCE.match(text, start)
    if opening is None:
        return None, "", start
    closing = _FENCE_END.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER + 8)
    if closing is None:
        return None, _too_long(text, opening.end(), _KEY_LINE, _FENCE_END), start
    yaml_text = text[opening.end() : closing.start()]
    if not _KEY_LINE.match(yaml_text) and (yaml_text.strip() or start):
        return None, "", start
    values, warning = _load_yaml(yaml_text, text.count("\n", 0, opening.end()) + 1)
    return values, warning, closing.end()


def _toml(text: str, start: int) -> _Read:
    opening = _TOML_FENCE.match(text, start)
    if opening is None or not _TOML_LINE.match(text, opening.end()):
        return None, "", start
    closing = _TOML_END.search(text, opening.end(), opening.end() + MAX_FRONT_MATTER + 8)
    if closing is None:
        return None, _too_long(text, opening.end(), _TOML_LINE, _TOML_END), start
    toml_text = text[opening.end() : closing.start()]
    if _nests(toml_text):
        return None, "The front matter nests too deeply to be read; it is shown as text.", start
    try:
        return tomllib.loads(toml_text), "", closing.end()
    except ValueError:
        return *_toml_lines(toml_text), closing.end()


def _toml_lines(toml_text: str) -> tuple[dict[str, Any], str]:
    """Return the lines of broken TOML that can be read by themselves."""
    values: dict[str, Any] = {}
    for line in toml_text.split("\n"):
        try:
            values |= {name: value for name, value in tomllib.loads(line).items() if name not in values}
        except ValueError:
            continue
    return values, "The front matter is not valid TOML; only its plain lines were read."


def _json(text: str, start: int) -> _Read:
    piece = text[start : start + MAX_FRONT_MATTER]
    if _nests(piece.split("\n\n", 1)[0]):
        return None, "", start
    try:
        values, length = json.JSONDecoder().raw_decode(piece)
    except (ValueError, RecursionError):
        return None, "", start
    end = _REST_OF_LINE.match(text, start + length)
    # An object that is followed by anything on its line, or by nothing at all, is the text itself.
    if end is None or not text[end.end() :].strip():
        return None, "", start
    return values, "", end.end()


def _title_block(text: str, start: int) -> _Read:
    """Read Pandoc's title block: title, authors and date, each after a `%` at the beginning of a line.

    See https://pandoc.org/MANUAL.html#extension-pandoc_title_block.
    """
    block = _TITLE_BLOCK.match(text, start, start + MAX_FRONT_MATTER)
    if block is None:
        return None, "", start
    fields = [" ".join(field.split()) for field in _TITLE_LINE.split(block.group())[1:]]
    if not any(fields):
        return None, "", start
    return dict(zip(("title", "author", "date"), fields, strict=False)), "", block.end()


def _headers(text: str, start: int) -> _Read:
    """Read MultiMarkdown's header: lines of a name, a colon and a value up to the first blank line."""
    values: dict[str, Any] = {}
    offset, limit = start, min(len(text), start + MAX_FRONT_MATTER)
    name = ""
    while offset < limit and not _REST_OF_LINE.match(text, offset):
        line = _HEADER_LINE.match(text, offset, limit)
        more = _CONTINUED.match(text, offset, limit) if name else None
        if line is not None and line["name"] not in values:
            name = line["name"]
            values[name] = line["value"].strip()
            offset = line.end()
        elif more is not None:
            values[name] += f" {more[1].strip()}"
            offset = more.end()
        else:
            return None, "", start
    squashed = {_squashed(header) for header in values}
    if offset >= limit or not text[offset:].strip() or len(values) < 2 or not squashed & _TELLING:
        return None, "", start
    return values, "", offset


def _too_long(text: str, start: int, first_line: re.Pattern[str], fence: re.Pattern[str]) -> str:
    """Return a sentence when what opens like front matter ends beyond the limit."""
    if not first_line.match(text, start) or not fence.search(text, start + MAX_FRONT_MATTER):
        return ""
    return f"The front matter is longer than {MAX_FRONT_MATTER:,} characters; it is shown as text."


def _nests(text: str) -> bool:
    return text.count("[") + text.count("{") > _MAX_DEPTH


# YAML


def _load_yaml(yaml_text: str, first_line: int) -> tuple[dict[str, Any] | None, str]:
    """Return the mapping that the YAML holds, or None; and what a person should know about it.

    `first_line` is the line of the file at which it begins, from 1.
    """
    if _nests(yaml_text) or _DEEP.search(yaml_text):
        return None, "The front matter nests too deeply to be read; it is shown as text."
    warning = ""
    try:
        values = _parse_yaml(yaml_text)
    except FrontMatterError as error:
        place = f" (line {error.line + first_line})" if error.line is not None else ""
        warning = f"The front matter is not valid YAML{place}"
        try:
            values = _parse_yaml(_UNQUOTED.sub(_quoted, yaml_text))
            warning += "; it was read as if the values with colons in them were quoted."
        except FrontMatterError:
            values = _good_entries(yaml_text)
            warning += "; only its plain lines were read."
    if values is None or values == "":
        return {}, warning
    if not isinstance(values, dict):
        return None, "The front matter is not a list of names and values; it is shown as text."
    return values, warning


def _good_entries(yaml_text: str) -> dict[str, Any]:
    """Return the entries of broken YAML, each read by itself; of one that is broken its first line."""
    values: dict[str, Any] = {}
    for entry in _NEXT_ENTRY.split(yaml_text)[:MAX_VALUES]:
        for attempt in (entry, _UNQUOTED.sub(_quoted, entry)):
            try:
                read = _parse_yaml(attempt)
            except FrontMatterError:
                continue
            if isinstance(read, dict):
                values |= read
            break
        else:
            values |= {match[1]: match[2].strip("\"'") for match in _FLAT_LINE.finditer(entry)}
    return values


def _parse_yaml(yaml_text: str) -> Any:
    """Return what the YAML holds, of strings, lists and dicts only; raises FrontMatterError."""
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


# What the values mean


def _understood(values: dict[str, Any], lines: int, warning: str) -> FrontMatter:
    budget = [MAX_VALUES]
    flat: list[tuple[str, list[str]]] = []
    held: list[Unsafe] = []
    for name, value in values.items():
        unsafe: list[Unsafe] = []
        flat.append((_line(str(name)[:80], unsafe), list(_flatten(value, budget, unsafe))))
        held += (item._replace(start=len(flat) - 1) for item in unsafe)
    escaped = describe(held, lambda index: f"under {flat[index][0]}")
    if escaped:
        escaped = f"{escaped.removesuffix('.')}, written in the front matter as escapes."
    warning = " ".join(part for part in (warning, escaped) if part)
    if budget[0] <= 0:
        warning = f"{warning} Of the front matter, {MAX_VALUES} values are read.".lstrip()
    raw = {_squashed(str(name)): value for name, value in reversed(values.items())}
    used: set[str] = set()

    def first(names: Sequence[str], preferred: Sequence[str] = ()) -> str:
        for name in names:
            text = " ".join(_first_scalar(raw.get(name), preferred).split())
            if text:
                used.add(name)
                return safe_line(text)
        return ""

    title, source = first(_TITLES), first(_SOURCES, _PLAIN_SOURCE)
    published = ""
    for name in _DATES:
        published = next(filter(None, map(_date, islice(_scalars(raw.get(name)), 20))), "")
        if published:
            used.add(name)
            break
    by_name = {_squashed(name): value for name, value in reversed(flat)}
    tags = next((name for name in _TAGS if by_name.get(name)), "")
    used.add(tags)
    rest = tuple(
        (name or _NAMELESS, ", ".join(value)[:MAX_VALUE])
        for name, value in flat
        if any(value) and (_squashed(name) not in used or _is_nested(raw.get(_squashed(name)), tags, name))
    )
    return FrontMatter(
        title[:MAX_VALUE], published, source[:200], _tags(by_name.get(tags, [])), rest, lines, warning
    )


def _is_nested(value: object, tags: str, name: str) -> bool:
    """Whether a value that was used says more than the one scalar that was taken from it."""
    return isinstance(value, dict) and len(value) > 1 and _squashed(name) != tags


def _squashed(name: str) -> str:
    """Return a name in small letters without spaces and marks: `Publication_date` → `publicationdate`."""
    return re.sub(r"[\W_]+", "", name.lower())


def _date(text: str) -> str:
    """Return the date that a value gives, also a year or a month alone; empty when it gives none."""
    text = text.strip()
    if _YEAR.match(text) or _MONTH.match(text):
        return text
    return parse_date(text) or date_in_line(text, month_alone=True)


def _scalars(value: Any, depth: int = 0) -> Iterator[str]:
    """Give the scalars of a value in turn, down to the fourth level."""
    if value is None or depth > 4:
        return
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _scalars(inner, depth + 1)
    else:
        yield _scalar(value)[:MAX_VALUE]


def _first_scalar(value: Any, preferred: Sequence[str]) -> str:
    if isinstance(value, dict):
        for name in preferred:
            if name in value:
                return _first_scalar(value[name], ())
    return next((text for text in islice(_scalars(value), 20) if text.strip()), "")


def _scalar(value: object) -> str:
    """Return a scalar as it is written: TOML and JSON give numbers, dates and truth values."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _tags(values: list[str]) -> tuple[str, ...]:
    if len(values) == 1 and "," in values[0]:
        values = values[0].removeprefix("[").removesuffix("]").split(",")
    return tuple(dict.fromkeys(tag for value in values if (tag := value.strip(" \t\"'").lstrip("#"))))


def _line(value: str, unsafe: list[Unsafe]) -> str:
    """Return a scalar as a safe line; what was unsafe in it is added to `unsafe`."""
    unsafe += make_safe(value)[1]
    return safe_line(value)


def _flatten(value: Any, budget: list[int], unsafe: list[Unsafe], depth: int = 0) -> Iterator[str]:
    """Give the scalars in a value as safe lines; every value, also an empty list, takes one of the budget."""
    if budget[0] <= 0 or depth > 4:
        return
    budget[0] -= 1
    if isinstance(value, dict):
        for name, inner in value.items():
            for text in _flatten(inner, budget, unsafe, depth + 1):
                yield f"{_line(str(name)[:80], unsafe)}: {text}"
    elif isinstance(value, list):
        for inner in value:
            yield from _flatten(inner, budget, unsafe, depth + 1)
    else:
        text = _line(_scalar(value)[:MAX_VALUE], unsafe).strip()
        if text:
            yield text
