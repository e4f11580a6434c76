"""How a dossier is shown: a mention as a row, and the page beside them with what is known of the name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.analysis.mention import GROUPS
from reader.library import Companion, DocumentRow, MentionInContext, NamedEntity, StatedRole
from reader.notes.note import Note
from reader.tui.content.entity_rows import alias_lines, bars, date_range
from reader.tui.content.summary import Lines
from reader.tui.text.dates import long_date
from reader.tui.text.styled_text import StyledText, fit, lit, one_line, window, wrap
from reader.tui.widgets.page import Leading

_DATE = 12
_SENTENCE_LINES = 2
_JOINS = 6


class NoteWithDocument(NamedTuple):
    """A note, and the document that it is on, None when that is not there."""

    note: Note
    entry: DocumentRow | None


class DossierPage(NamedTuple):
    """What the page beside the mentions tells of a name; made in a thread."""

    entity: NamedEntity
    watched: bool = False
    roles: Sequence[StatedRole] = ()
    company: Sequence[Companion] = ()
    notes: Sequence[NoteWithDocument] = ()


def draw_mention(item: MentionInContext, type_: str, width: int) -> Lines:
    """Return the row of a mention of a name of this type: date and title, and the sentence with it lit."""
    head = [
        StyledText(" " + fit(long_date(item.entry.published), _DATE), "dim"),
        StyledText(fit(item.entry.title, max(4, width - _DATE - 3)), "title"),
    ]
    text, spans = window(item.sentence, [item.highlight], _SENTENCE_LINES * (width - 4))
    sentence = [StyledText(" "), *lit(text, spans, "text", GROUPS[type_])]
    lines = _shortened(wrap(sentence, max(8, width - 3), indent=1, most_lines=_SENTENCE_LINES + 1))
    return [head, *lines, *[[] for _ in range(_SENTENCE_LINES + 1 - len(lines))]]


def dossier_lines(page: DossierPage, width: int) -> Lines:
    """Return the page in lines of `width` cells: name, spellings, roles, company, notes."""
    entity, group = page.entity, GROUPS[page.entity.type]
    lines: Lines = [[], *wrap([StyledText(entity.name, "title")], width)]
    about = [entity.type]
    if entity.first:
        about.append(date_range(entity))
    if page.watched:
        about.append("◆ watched")
    lines += wrap([StyledText(" · ".join(about), "dim")], width)
    over_time = bars(entity.over_time, 24)
    if over_time.strip():
        lines += [[StyledText(over_time.replace(" ", "·"), "dim")]]
    aliases = alias_lines(entity, group, width)
    if aliases or entity.why:
        lines += [[], [StyledText("also called", "faint")], *aliases]
        for why in entity.why[:_JOINS]:
            lines += wrap([StyledText("· ", "faint"), StyledText(why, "dim")], width, indent=2)
        if len(entity.why) > _JOINS:
            lines += [[StyledText(f"and {len(entity.why) - _JOINS} reasons more", "faint")]]
    return [
        *lines,
        *_role_lines(page.roles, width),
        *_company_lines(page.company, width),
        *_note_lines(page.notes, width),
    ]


def _shortened(lines: Lines) -> Lines:
    """Return the first two lines, with an ellipsis when there are more."""
    if len(lines) <= _SENTENCE_LINES:
        return lines
    return [*lines[: _SENTENCE_LINES - 1], [*lines[_SENTENCE_LINES - 1], StyledText("…", "faint")]]


def _role_lines(roles: Sequence[StatedRole], width: int) -> Lines:
    if not roles:
        return []
    lines: Lines = [[], [StyledText("roles", "faint")]]
    for item in roles:
        times = f"\u00a0{item.times}" if item.times > 1 else ""
        where = f"  {item.why} · {long_date(item.place.entry.published)}"
        pieces = [StyledText(item.text), StyledText(times, "dim"), StyledText(where, "faint")]
        lines += [Leading(line, item.place) for line in wrap(pieces, width, indent=2)]
    return lines


def _company_lines(company: Sequence[Companion], width: int) -> Lines:
    if not company:
        return []
    lines: Lines = [[], [StyledText("appears with", "faint")]]
    for companion in company:
        name, type_ = companion.key
        place = companion.places[0]
        head = [
            StyledText(name, GROUPS[type_]),
            StyledText(f"\u00a0{companion.sentences}" if companion.sentences > 1 else "", "dim"),
        ]
        text, _ = window(place.sentence, [place.highlight], _SENTENCE_LINES * width)
        example = wrap(
            [StyledText("  "), StyledText(text, "dim")], width, indent=2, most_lines=_SENTENCE_LINES + 1
        )
        lines += [Leading(line, companion) for line in (*wrap(head, width, indent=2), *_shortened(example))]
    return lines


def _note_lines(notes: Sequence[NoteWithDocument], width: int) -> Lines:
    if not notes:
        return []
    lines: Lines = [[], [StyledText("notes", "faint")]]
    for item in notes:
        note = item.note
        words = one_line(note.body) or f"“{one_line(note.quote)}”"
        pieces = [
            StyledText("¶ ", "accent"),
            StyledText(words),
            StyledText(f"  {note.title}" if note.title else "", "faint"),
        ]
        lines += [Leading(line, item) for line in wrap(pieces, width, indent=2)]
    return lines
