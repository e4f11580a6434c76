"""How what a search found is shown: a hit as a row, the line about the answer, the lines searched before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from reader.text.plural import plural
from reader.text.spans import Span
from reader.tui.content.summary import Lines
from reader.tui.text import dates
from reader.tui.text.dates import short_date
from reader.tui.text.styled_text import StyledText, fit, lit, one_line, window, wrap

if TYPE_CHECKING:
    from reader.search.engine import Answer
    from reader.tui.session.search_walk import LocatedHit

_PASSAGE_LINES = 2
_LINES_BEFORE = 8  # searched lines that are shown


def draw_hit(located: LocatedHit, width: int) -> Lines:
    """Return the row of a hit: title and date, then the passage with the matched words lit."""
    hit, entry = located
    day = short_date(entry.published, dates.today())
    mark = "¶ " if hit.kind == "note" else ""
    head = [
        StyledText(" "),
        StyledText(mark, "accent"),
        StyledText(fit(hit.title or entry.title, max(8, width - 11 - len(mark))), "title"),
        StyledText("  " + fit(day, 6, right=True), "dim"),
    ]
    matches = [Span(start - hit.start, end - hit.start) for start, end in hit.matches]
    text, shown = window(hit.text, matches, (width - 5) * _PASSAGE_LINES)
    if text.strip() == hit.title and entry.summary:
        # The title is the best passage and stands above already: what the document says is worth more.
        text, shown = one_line(entry.summary[0].text), []
    lines = wrap(lit(text, shown, "dim"), width - 5, most_lines=_PASSAGE_LINES + 1)
    if len(lines) > _PASSAGE_LINES:
        *before, last = lines[:_PASSAGE_LINES]
        lines = [*before, _with_ellipsis(last)]
    return [
        head,
        *[[StyledText("   "), *line] for line in lines],
        *[[] for _ in range(_PASSAGE_LINES - len(lines))],
        [],
    ]


def _with_ellipsis(line: list[StyledText]) -> list[StyledText]:
    return [*line[:-1], StyledText(line[-1].text.rstrip() + "…", line[-1].role)] if line else line


def answer_line(answer: Answer) -> Content:
    """Return how many documents were found, in what time, and which spellings were used."""
    complete = f"{answer.complete:,} of them with every word · " if 0 < answer.complete < answer.total else ""
    line = Content(f"{plural(answer.total, 'document')} · {complete}{answer.ms:.0f} ms")
    for number, (typed, used) in enumerate(answer.corrections.items()):
        line += Content.assemble(
            " · showing " if not number else ", ", (used, "bold $accent"), f" for {typed}"
        )
    missing = [typed for typed, used in answer.words.items() if not used]
    if missing:
        line += Content(f" · nothing like {', '.join(missing)}")
    if answer.corrections:
        line += Content.styled(" · 'word: exactly that", "$text-muted")
    return line


def searched_before_lines(history: Sequence[str], width: int) -> Lines:
    """Return the lines that were searched for last, the latest first; nothing without any."""
    lines: Lines = [[]]
    if history:
        lines += [[StyledText("Searched before (↑)", "faint")], []]
        lines += [[StyledText(fit(line, width), "dim")] for line in history[: -_LINES_BEFORE - 1 : -1]]
    return lines
