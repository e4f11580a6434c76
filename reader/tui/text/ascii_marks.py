"""The program's own marks in a terminal that draws characters of ambiguous width two cells wide.

Rules, borders, bars and dots take one cell in every layout; where a terminal would give them two,
a line would run over its end. The text of documents has widths of its own there (`cells`).
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_MARKS = str.maketrans(
    {
        **dict.fromkeys("─━═▁▔", "-"),
        **dict.fromkeys("│┃▎▏▊▌▐", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘┬┴├┤┼", "+"),
        **dict.fromkeys("▂▃▄▅▆▇█", "#"),
        "●": "*", "•": "*", "▪": "*", "◆": "+", "⚑": "!", "⚠": "!", "¶": "P",
        "·": "|", "…": "~", "→": ">", "←": "<", "↑": "^", "↓": "v", "↪": ">", "–": "-", "—": "-",
        "‘": "'", "’": "'", "“": '"', "”": '"',
    }
)  # fmt: skip


class AsciiMarks(LineFilter):
    """A filter that puts a character of one cell in the place of each mark that would take two."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with their marks exchanged; a sequence for the terminal is left alone."""
        return list(self._exchanged(segments))

    def _exchanged(self, segments: list[Segment]) -> Iterator[Segment]:
        for segment in segments:
            if segment.control or segment.text.isascii():
                yield segment
            else:
                yield Segment(segment.text.translate(_MARKS), segment.style)
