"""The lines of a document's summary, leading names and state: beside the list and in the info pane."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len

from reader.analysis.mention import GROUPS, NAME_TYPES, Mention
from reader.analysis.reasons import ReasonKind
from reader.library import DocumentRow, DocumentSummary, Excerpt
from reader.text.safety import safe_line
from reader.tui.text.dates import long_date
from reader.tui.text.styled_text import StyledText, wrap
from reader.tui.theme.palettes import GROUP_ROLES as GROUP_NAMES
from reader.tui.widgets.page import Leading

_NAMES_A_GROUP = 6
_LABEL = 15

Lines = list[list[StyledText]]


def summary_lines(
    entry: DocumentRow, summary: DocumentSummary, mentions: Sequence[Mention] | None, width: int
) -> Lines:
    """Return what a person needs to decide whether to read a document, in lines of `width` cells.

    `mentions` is None while they are not known. The summary's sentences and what stands beside them lead to
    their places.
    """
    lines: Lines = [[]]
    if entry.problem:
        lines += wrap([StyledText(safe_line(entry.path.name), "title")], width)
        lines += [[], *wrap([StyledText(f"This file cannot be shown: {entry.problem}", "error")], width)]
        return lines
    lines += wrap([StyledText(entry.title, "title")], width)
    lines += [*date_lines(entry, width), []]
    lines += summary_body_lines(summary, width)
    return lines + about_lines(entry, mentions, width)


def date_lines(entry: DocumentRow, width: int) -> Lines:
    """When and by whom the document was published, and how long it takes to read."""
    minutes = f"{entry.minutes} min"
    about = [long_date(entry.published), entry.source, minutes]
    lines = wrap([StyledText(" · ".join(part for part in about if part), "dim")], width)
    if entry.published_from == "file time":
        lines += wrap([StyledText("date of the file; the text gives none", "faint")], width)
    return lines


def about_lines(entry: DocumentRow, mentions: Sequence[Mention] | None, width: int) -> Lines:
    """Names, tags and warnings."""
    lines = name_lines(mentions, width)
    if entry.tags:
        lines += [*_labelled("tags", [StyledText(", ".join(entry.tags), "dim")], width)]
    for warning in entry.all_warnings:
        lines += [[], *wrap([StyledText("⚠ ", "warning"), StyledText(warning, "dim")], width, indent=2)]
    return lines


def summary_body_lines(summary: DocumentSummary, width: int) -> Lines:
    """Return the summary, which version of it this is, and what is not prose."""
    lines: Lines = []
    for excerpt in summary.sentences:
        wrapped = wrap(
            [StyledText("▎ ", "accent"), StyledText(" ".join(excerpt.text.split()), "text")], width, indent=2
        )
        lines += [*(Leading(line, excerpt) for line in wrapped), []]
    if summary.sentences:
        lines += [*wrap([StyledText(summary_version(summary), "faint")], width), []]
    else:
        lines += [*wrap([StyledText("There is nothing here to summarise.", "dim")], width), []]
    for shape in summary.structure:
        place = Excerpt(shape.start, shape.end, shape.text)
        wrapped = wrap([StyledText("▪ ", "faint"), StyledText(shape.text, "dim")], width, indent=2)
        lines += [Leading(line, place) for line in wrapped]
    return [*lines, []] if summary.structure else lines


def summary_version(summary: DocumentSummary) -> str:
    """Return the version of the summary in words: the author's own, for a query, with names or without."""
    if summary.about and not summary.answers:
        return f"nothing in it is about “{summary.about}”: its ordinary summary"
    if summary.about:
        return f"chosen for “{summary.about}”"
    if all(_is_authors(excerpt) for excerpt in summary.sentences):
        return "the author's own summary"
    return "chosen with the names known" if summary.with_names else "chosen before the names are known"


def _is_authors(excerpt: Excerpt) -> bool:
    return any(reason.kind is ReasonKind.AUTHORS_SECTION for reason in excerpt.reasons)


def name_lines(mentions: Sequence[Mention] | None, width: int) -> Lines:
    """Return the names that a document mentions most, a group a line; a waiting line until they are known."""
    if mentions is None:
        return [[StyledText("finding names…", "faint")]]
    groups: dict[str, str] = {}
    for mention in mentions:
        if mention.type in NAME_TYPES and groups.get(mention.entity, "groups") == "groups":
            # "Israeli" is a group's name; what it belongs to is a place, where the text names that too.
            groups[mention.entity] = GROUPS[mention.type]
    tallies: dict[str, Counter[str]] = {}
    for mention in mentions:
        if mention.type in NAME_TYPES:
            tallies.setdefault(groups[mention.entity], Counter())[mention.entity] += 1
    lines: Lines = []
    for group in GROUP_NAMES:
        if group in ("times", "other") or group not in tallies:
            continue
        pieces: list[StyledText] = []
        for name, count in tallies[group].most_common(_NAMES_A_GROUP):
            if pieces:
                pieces.append(StyledText(" · ", "faint"))
            # A name and its number stay on one line: the spaces inside do not break.
            pieces.append(StyledText(name, group))
            if count > 1:
                pieces.append(StyledText(f"\u00a0{count}", "dim"))
        lines += _labelled(group, pieces, width)
    return lines


def _labelled(label: str, pieces: list[StyledText], width: int) -> Lines:
    indent = _LABEL if width >= 40 else 2
    head = StyledText(label + " " * max(1, indent - cell_len(label)), "faint")
    return wrap([head, *pieces], width, indent=indent)
